"""What the questions have in common: whose they are, and which words they look for."""

from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from units.standing import Standing, standing_of
from units.text import fold


def related(model: Any, relation: str) -> Any:
    """The model at the other end of a relation; this floor imports no model."""
    return model._meta.get_field(relation).related_model


def to_standing(user) -> Standing:
    return user if isinstance(user, Standing) else standing_of(user)


def seen_by(assignments: Any, standing: Standing, path: str = "") -> Q:
    """The directives of a standing that does not read all; `path` leads to them."""
    owed = assignments.filter(Q(unit__in=standing.sees) | Q(leader__in=standing.secretary_of))
    found = Q(**{f"{path}pk__in": owed.values("directive")})
    for given_by in ("leader", "leader_in_charge"):
        found |= Q(**{f"{path}{given_by}__in": standing.secretary_of})
    return found


def holding(text: str, path: str = "", *, is_common: bool = False) -> Q:
    """Every word of `text`, marks ignored, somewhere in the words of the directive. Words that are known to be common
    are looked for row by row, for which a database that has an index of words would not decide by itself."""
    column, found = f"{path}search_text", Q()
    for word in fold(text).split()[:20]:
        is_in = (
            GreaterThan(StrIndex(column, Value(word)), 0) if is_common else Q(**{f"{column}__contains": word})
        )
        found &= Q(is_in)
    return found
