"""Who there is: units and groups, leaders, the people with accounts and their posts, the working calendar."""

from units.models.calendar import CalendarDay, WorkingHours
from units.models.field import Field
from units.models.leader import Leader, LeaderTerm, Portfolio
from units.models.person import Post, Role, User
from units.models.register_token import RegisterToken
from units.models.unit import (
    Certainty,
    GroupMember,
    Succession,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitKind,
    UnitName,
    UnitParent,
)

__all__ = [
    "CalendarDay",
    "Certainty",
    "Field",
    "GroupMember",
    "Leader",
    "LeaderTerm",
    "Portfolio",
    "Post",
    "RegisterToken",
    "Role",
    "Succession",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "UnitKind",
    "UnitName",
    "UnitParent",
    "User",
    "WorkingHours",
]
