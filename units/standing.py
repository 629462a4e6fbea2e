"""What a person stands for on a day: the sum of the posts he holds then. Every right begins here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from units.models import LeaderTerm, Post, Role, Succession, Unit
from units.models.period import valid_on
from units.working_calendar import today


@dataclass(frozen=True)
class Standing:
    """An empty standing is allowed nothing: a person without a post, with an ended one, in an ended unit."""

    user_id: int | None
    on: date
    heads: frozenset[int] = field(default_factory=frozenset)  # units he acts for as head, deputy, substitute
    officer_in: frozenset[int] = field(default_factory=frozenset)  # units he is an officer of
    member_of: frozenset[int] = field(default_factory=frozenset)  # units in which he holds any post
    sees: frozenset[int] = field(default_factory=frozenset)  # his units, their sub-units and predecessors
    leader_ids: frozenset[int] = field(default_factory=frozenset)  # leaders he is
    secretary_of: frozenset[int] = field(default_factory=frozenset)  # leaders he is secretary of
    is_office: bool = False
    is_data_entry: bool = False
    is_administrator: bool = False
    words: str = ""  # "Cục Viễn thông", for the timeline

    @property
    def sees_all(self) -> bool:
        return self.is_office or bool(self.leader_ids)

    @property
    def acts_for_leaders(self) -> frozenset[int]:
        return self.leader_ids | self.secretary_of


def standing_of(user, on: date | None = None) -> Standing:
    """Return what `user` stands for on that day (today); nothing where he is anonymous or switched off."""
    day = on or today()
    if not getattr(user, "is_active", False) or user.pk is None:
        return Standing(user_id=None, on=day)
    posts = [
        post
        for post in Post.objects.valid_on(day).filter(user=user).select_related("unit", "leader")
        # A post in a unit that has ended, or for a leader out of office, gives nothing.
        if post.unit is None or post.unit.is_valid_on(day)
    ]
    in_office = set(
        LeaderTerm.objects.valid_on(day)
        .filter(leader__in=[post.leader_id for post in posts if post.leader_id])
        .values_list("leader", flat=True)
    )
    posts = [post for post in posts if post.leader_id is None or post.leader_id in in_office]
    in_unit = {post.unit_id for post in posts if post.unit_id}
    predecessors, sub_units = _kin(day) if in_unit else ({}, {})

    def of(*roles: Role) -> frozenset[int]:
        return frozenset(post.unit_id for post in posts if post.role in roles and post.unit_id)

    def of_leaders(role: Role) -> frozenset[int]:
        return frozenset(post.leader_id for post in posts if post.role == role and post.leader_id)

    def with_ended_predecessors(units: Iterable[int]) -> frozenset[int]:
        # Work of a unit that is gone is answered for by its successor.
        return frozenset(units) | {unit for unit in _reach(units, predecessors) if unit in ended}

    kin = _reach(in_unit, predecessors)
    ended = set(
        Unit.objects.filter(pk__in=kin).exclude(valid_on(day)).values_list("pk", flat=True) if kin else []
    )
    desk = of(Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE, Role.OFFICER)
    below = _reach(desk, sub_units)
    return Standing(
        user_id=user.pk,
        on=day,
        heads=with_ended_predecessors(of(Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE)),
        officer_in=with_ended_predecessors(of(Role.OFFICER)),
        member_of=with_ended_predecessors(in_unit),
        sees=frozenset(desk | below | _reach(desk | below, predecessors)),
        leader_ids=of_leaders(Role.LEADER),
        secretary_of=of_leaders(Role.SECRETARY),
        is_office=any(post.role == Role.OFFICE for post in posts),
        is_data_entry=any(post.role == Role.DATA_ENTRY for post in posts),
        is_administrator=any(post.role == Role.ADMINISTRATOR for post in posts),
        words="; ".join(dict.fromkeys(str(post.unit or post.leader or post) for post in posts)),
    )


def keeps_the_register(user, standing: Standing) -> bool:
    """Holds the administrator's post today, or was made superuser on the command line, before there were posts."""
    return user.is_superuser or standing.is_administrator


def _kin(day: date) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    predecessors: dict[int, list[int]] = defaultdict(list)
    for old, new in Succession.objects.filter(on__lte=day).values_list("from_unit", "to_unit"):
        predecessors[new].append(old)
    sub_units: dict[int, list[int]] = defaultdict(list)
    for unit, parent in Unit.objects.exclude(parent=None).values_list("pk", "parent_id"):
        sub_units[parent or 0].append(unit)
    return predecessors, sub_units


def _reach(start: Iterable[int], links: dict[int, list[int]]) -> set[int]:
    """All that can be reached from `start`, without `start` itself; a circle in the data does no harm."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        for unit in links.get(waiting.pop(), []):
            if unit not in found:
                found.add(unit)
                waiting.append(unit)
    return found
