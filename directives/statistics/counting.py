"""Counting: each question is one pass of the database over the rows, however many there are."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, DurationField, ExpressionWrapper, F, Max, Q, Sum, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from directives.lifecycle import State
from directives.models import Assignment, Deadline, Directive
from directives.models.deadline import Cause
from directives.querysets import AssignmentQuerySet, Klass
from directives.statistics.discipline import owing_and_reported
from directives.statistics.figures import GROUPINGS, Figures, Group, Statistics
from journal.models import Event
from meetings.models import Meeting
from units import register
from units.text import sort_key
from units.working_calendar import ONE_DAY, WorkingCalendar


def statistics(
    as_of: date,
    *,
    by: str | None = None,
    rows: AssignmentQuerySet | None = None,
    against: str = "due",
    period_start: date | None = None,
) -> Statistics:
    """Return the figures of `rows` (all) as they stood on `as_of`, grouped where `by` names a grouping.

    `against` measures by the current ("due") or the first ("first_due") deadline. The period of update discipline
    and acknowledgement runs from `period_start` (the first of the month) to `as_of`.
    """
    if by is not None and by not in GROUPINGS:
        raise ValueError(f"Unknown grouping {by!r}; there are {', '.join(GROUPINGS)}.")
    start = period_start or as_of.replace(day=1)
    counted = (rows if rows is not None else Assignment.objects.all()).counted(as_of, against=against)
    if by == "period":
        counted = counted.annotate(issued_in=TruncMonth("directive__issued_on"))
    result = Statistics(as_of=as_of)
    groups: dict[str, Group] = {}
    key_path, name_path = GROUPINGS[by] if by else ("role", "role")

    def receivers(
        key: Any, leader: str | None, name: Any = "", leader_name: str | None = ""
    ) -> list[Figures]:
        """The total, and the group of that key."""
        if by is None:
            return [result]
        return [result, _group(groups, by, key, name, leader, leader_name)]

    _count(counted, as_of, against, key_path, name_path, receivers)
    _add_extensions(counted, as_of, key_path, receivers)
    _add_acknowledgement(counted, start, as_of, key_path, receivers)
    for key, leader, owed, reported in owing_and_reported(counted, start, as_of, key_path):
        for one in receivers(key, leader):
            one.owed += owed
            one.reported += reported
    _word(groups, by, as_of)
    # Worst first; persons after the units, the rest by the alphabet; months one after the other.
    result.groups = sorted(
        groups.values(),
        key=(lambda group: group.key)
        if by == "period"
        else lambda group: (group.is_person, -group.counts[Klass.OPEN_OVERDUE], sort_key(group.name)),
    )
    result.directives = _directives(counted)
    return result


def official_rate(as_of: date) -> float | None:
    """The rate of all rows as they stood on `as_of`, 0 to 1, in one pass: all the figures of a past day take seven."""
    counted: Any = Assignment.objects.counted(as_of)
    figures = Figures()
    for row in counted.order_by().values("klass").annotate(n=Count("pk")):
        figures.counts[row["klass"]] = row["n"]
    return figures.official_rate


Receivers = Callable[..., list[Figures]]


def _count(
    counted: AssignmentQuerySet, day: date, against: str, key: str, name: str, receivers: Receivers
) -> None:
    # What is done, or said to be, is measured by the stated day; the rest by the day of the figures.
    until = Case(
        When(state_then__in=[State.COMPLETED, State.REPORTED], then=F("done_then")),
        default=day,
        output_field=DateField(),
    )
    behind = ExpressionWrapper(until - F(f"{against}_then"), output_field=DurationField())
    grouped = counted.order_by().values(key, name, "leader__code", "leader__full_name", "klass")
    for row in grouped.annotate(n=Count("pk"), days=Sum(behind), most=Max(behind)):
        is_late = row["klass"] in (Klass.COMPLETED_LATE, Klass.OPEN_OVERDUE)
        for one in receivers(row[key], row["leader__code"], row[name], row["leader__full_name"]):
            one.counts[row["klass"]] += row["n"]
            if is_late:
                one.late_days += row["days"].days
                one.late_most = max(one.late_most, row["most"].days)


def _add_extensions(counted: AssignmentQuerySet, day: date, key: str, receivers: Receivers) -> None:
    """Extensions granted by `day`; a reassigned row brings those of the row before it."""
    granted = Deadline.objects.filter(cause=Cause.EXTENSION, on__lte=day)
    per_row = dict(granted.order_by().values_list("assignment").annotate(n=Count("pk")))
    if not per_row:
        return
    rows = counted.filter(pk__in=granted.order_by().values("assignment"))
    for pk, row_key, leader in rows.order_by().values_list("pk", key, "leader__code").iterator():
        for one in receivers(row_key, leader):
            one.extensions += per_row[pk]
            one.extended += 1


def _add_acknowledgement(
    counted: AssignmentQuerySet, start: date, end: date, key: str, receivers: Receivers
) -> None:
    accepted = Event.objects.filter(subject_kind="assignment", verb="accept", on__range=(start, end))
    day_of = dict(accepted.order_by("on", "pk").values_list("subject_id", "on"))
    if not day_of:
        return
    rows = counted.filter(pk__in=accepted.order_by().values("subject_id"))
    waits = WorkingDays()
    for pk, assigned_on, row_key, leader in (
        rows.order_by().values_list("pk", "assigned_on", key, "leader__code").iterator()
    ):
        for one in receivers(row_key, leader):
            one.accepted += 1
            one.waited_days += waits.between(assigned_on, day_of[pk])


class WorkingDays:
    """Working days after one day up to another, each pair counted once."""

    def __init__(self) -> None:
        self._calendar = WorkingCalendar()
        self._known: dict[tuple[date, date], int] = {}

    def between(self, start: date, end: date) -> int:
        pair = (start, end)
        if pair not in self._known:
            self._known[pair] = sum(1 for _day in self._calendar.working_days(start + ONE_DAY, end))
        return self._known[pair]


def _group(groups: dict[str, Group], by: str, key: Any, name: Any, leader_code, leader_name) -> Group:
    if by == "unit" and key is None:
        # Owed by a leader in person.
        return groups.setdefault(leader_code, Group(key=leader_code, name=leader_name or "", is_person=True))
    if isinstance(key, date):
        key = f"{key:%Y-%m}"
    elif isinstance(key, bool):
        key = "true" if key else "false"
    return groups.setdefault(key or "", Group(key=key or "", name=str(name or "")))


def _word(groups: dict[str, Group], by: str | None, day: date) -> None:
    """Name the groups that have no name in the database; old work keeps the old name of its unit."""
    names: dict[Any, Any] = {}
    if by == "unit":
        names = register.current().names_on(day)
    elif by == "kind":
        names = dict(Meeting.Kind.choices)
    elif by == "priority":
        names = dict(Directive.Urgency.choices)
    elif by == "key":
        names = {"true": _("key tasks"), "false": _("other tasks")}
    elif by == "period":
        names = {key: f"{key[5:]}/{key[:4]}" for key in groups}
    for group in groups.values():
        group.name = str(names.get(group.key, group.name))


def directive_classes(counted: AssignmentQuerySet) -> dict[int, str]:
    """Directive -> its class: completed when every lead row is, overdue when one is, else open."""
    return {
        row["directive"]: "overdue" if row["overdue"] else "open" if row["open"] else "completed"
        for row in _per_directive(counted)
    }


def class_of_rows(rows: Iterable[Any]) -> str:
    """The same of one directive whose rows (after `classed`) are at hand; empty where no lead row counts."""
    classes = [row.klass for row in rows if row.is_lead and row.klass]
    if Klass.OPEN_OVERDUE in classes:
        return "overdue"
    if any(klass.startswith("open") for klass in classes):
        return "open"
    return "completed" if classes else ""


def _per_directive(counted: AssignmentQuerySet):
    return (
        counted.order_by()
        .values("directive")
        .annotate(
            open=Count("pk", filter=Q(klass__startswith="open")),
            overdue=Count("pk", filter=Q(klass=Klass.OPEN_OVERDUE)),
        )
    )


def _directives(counted: AssignmentQuerySet) -> dict[str, int]:
    found = _per_directive(counted).aggregate(
        total=Count("directive"),
        unfinished=Count("directive", filter=Q(open__gt=0)),
        late=Count("directive", filter=Q(overdue__gt=0)),
    )
    return {
        "total": found["total"],
        "completed": found["total"] - found["unfinished"],
        "overdue": found["late"],
        "open": found["unfinished"] - found["late"],
    }
