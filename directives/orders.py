"""The orders of the lists: by name, and which rows stand at the head of each.

Sorting a hundred thousand rows to show fifty costs what is stored. So an order that no index holds names its `heads`:
rows that stand before all others in it and that an index finds. While they fill the page nothing else is looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from directives.models import Directive
from directives.querysets import WORST_FIRST, Klass, of_class
from units.models import Leader

Order = tuple[Any, ...]

_CLASS = Case(*(When(klass=klass, then=Value(place)) for place, klass in enumerate(WORST_FIRST)))
_DUE_FIRST: Order = (F("due_shown").asc(nulls_last=True), "pk")
_BY_CODE: Order = ("directive__code", "pk")

SORTINGS: dict[str, Order] = {
    "due": (F("due_shown").asc(nulls_last=True), *_BY_CODE),
    "-due": (F("due_shown").desc(nulls_last=True), *_BY_CODE),
    "code": _BY_CODE,
    "-code": ("-directive__code", "-pk"),
    # A leader who owes in person has no unit.
    "unit": (F("unit__sort_key").asc(nulls_last=True), *_BY_CODE),
    "-unit": (F("unit__sort_key").desc(nulls_first=True), *_BY_CODE),
    "class": (_CLASS.asc(), *_DUE_FIRST),
    "-class": (_CLASS.desc(), *_DUE_FIRST),
}
# The table of the page shows more than the API's list, so it can be sorted by more.
TABLE_SORTINGS: dict[str, Order] = {
    **SORTINGS,
    "leader": ("directive__leader__full_name", "directive__leader_id", *_BY_CODE),
    "-leader": ("-directive__leader__full_name", "-directive__leader_id", *_BY_CODE),
    "meeting": (F("directive__meeting__held_on").asc(nulls_last=True), *_BY_CODE),
    "-meeting": (F("directive__meeting__held_on").desc(nulls_first=True), *_BY_CODE),
    "report": (F("report_shown").asc(nulls_first=True), "pk"),
    "-report": (F("report_shown").desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True)
class Head:
    """Rows that stand before all that are not among them, and their order among themselves."""

    where: Q
    order: Order


def heads(sorting: str) -> Iterable[Head]:
    """Of an order of the table, one behind the other; none where an index holds the whole of it."""
    if sorting == "-due":
        return [Head(Q(due_shown__isnull=False), (F("due_shown").desc(), *_BY_CODE))]
    if sorting.removeprefix("-") == "unit":
        # Where every row has a unit the database goes from unit to unit.
        with_unit = Head(Q(unit__sort_key__isnull=False), SORTINGS[sorting])
        in_person = Head(Q(unit=None), _BY_CODE)
        return [with_unit] if sorting == "unit" else [in_person, with_unit]
    if sorting == "class":
        return [Head(of_class(Klass.OPEN_OVERDUE), _DUE_FIRST)]
    if sorting == "-class":
        return [
            Head(of_class(Klass.COMPLETED_NO_DEADLINE) & Q(due_then=None), ("pk",)),
            Head(of_class(Klass.COMPLETED_ON_TIME), _DUE_FIRST),
        ]
    if sorting.removeprefix("-") == "leader":
        given = Exists(Directive.objects.filter(leader=OuterRef("pk"), issued_on__isnull=False))
        sign = "-" if sorting.startswith("-") else ""
        first = Leader.objects.filter(given).order_by(f"{sign}full_name", f"{sign}pk")[:1]
        return [Head(Q(directive__leader=leader), _BY_CODE) for leader in first]
    return []
