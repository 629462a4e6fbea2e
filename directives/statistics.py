"""The figures, as of any day. Every page, mail, document and answer takes them from here.

Official rate (report 1270/BC-TCTTTg): completed ÷ (completed + open overdue), dated work only; what is not due
yet is left out. Update discipline: assignments reported on ÷ assignments that owed a report in the period.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from directives.lifecycle import State
from directives.models import Assignment, ProgressReport
from directives.querysets import AssignmentQuerySet, Klass
from journal.models import Event
from units import register
from units.text import sort_key
from units.working_calendar import ONE_DAY, WorkingCalendar

# What figures can be grouped by: name -> (path to the key, path to the name).
GROUPINGS: dict[str, tuple[str, str]] = {
    "unit": ("unit__code", "unit__name"),
    "leader": ("directive__leader__code", "directive__leader__full_name"),
    "meeting": ("directive__meeting__code", "directive__meeting__title"),
    "field": ("directive__field__code", "directive__field__name"),
}
# A row in progress at least so many working days of the period owes a report.
OWES_AFTER_WORKING_DAYS = 5


@dataclass
class Figures:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Klass.values, 0))
    owed: int = 0
    reported: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def completed(self) -> int:
        return self.counts[Klass.COMPLETED_ON_TIME] + self.counts[Klass.COMPLETED_LATE]

    @property
    def official_rate(self) -> float | None:
        """0 to 1; None where nothing was due."""
        due = self.completed + self.counts[Klass.OPEN_OVERDUE]
        return self.completed / due if due else None

    @property
    def update_discipline(self) -> float | None:
        """0 to 1; None where nobody owed a report."""
        return self.reported / self.owed if self.owed else None


@dataclass
class Group(Figures):
    key: str = ""
    name: str = ""
    # A leader who owes it in person, among units.
    is_person: bool = False


@dataclass
class Statistics(Figures):
    as_of: date = date.min
    directives: dict[str, int] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)


def statistics(
    as_of: date,
    *,
    by: str | None = None,
    rows: AssignmentQuerySet | None = None,
    against: str = "due",
    period_start: date | None = None,
) -> Statistics:
    """Return the figures of `rows` (all) as they stood on `as_of`, grouped where `by` names a grouping.

    `against` measures by the current ("due") or the first ("first_due") deadline. The period of the update
    discipline runs from `period_start` (the first of the month) to `as_of`.
    """
    if by is not None and by not in GROUPINGS:
        raise ValueError(f"Unknown grouping {by!r}; there are {', '.join(GROUPINGS)}.")
    counted = (rows if rows is not None else Assignment.objects.all()).counted(as_of, against=against)
    result = Statistics(as_of=as_of)
    groups: dict[str, Group] = {}
    key, name = GROUPINGS[by] if by else ("role", "role")
    for row in (
        counted.order_by()
        .values(key, name, "leader__code", "leader__full_name", "klass")
        .annotate(n=Count("pk"))
    ):
        result.counts[row["klass"]] += row["n"]
        if by:
            group = _group(groups, by, row[key], row[name], row["leader__code"], row["leader__full_name"])
            group.counts[row["klass"]] += row["n"]
    _add_discipline(result, groups, counted, by, period_start or as_of.replace(day=1), as_of)
    if by == "unit":
        # Old work keeps the old name.
        names = register.current().names_on(as_of)
        for group in groups.values():
            group.name = names.get(group.key, group.name)
    # Worst first; persons after the units, the rest by the alphabet.
    result.groups = sorted(
        groups.values(),
        key=lambda group: (group.is_person, -group.counts[Klass.OPEN_OVERDUE], sort_key(group.name)),
    )
    result.directives = _directives(counted)
    return result


def _group(groups: dict[str, Group], by: str, key, name, leader_code, leader_name) -> Group:
    if by == "unit" and key is None:
        # Owed by a leader in person.
        return groups.setdefault(leader_code, Group(key=leader_code, name=leader_name, is_person=True))
    return groups.setdefault(key or "", Group(key=key or "", name=name or ""))


def directive_classes(counted: AssignmentQuerySet) -> dict[int, str]:
    """Directive -> its class: completed when every lead row is, overdue when one is, else open."""
    per_directive = (
        counted.order_by()
        .values("directive")
        .annotate(
            open=Count("pk", filter=Q(klass__startswith="open")),
            overdue=Count("pk", filter=Q(klass=Klass.OPEN_OVERDUE)),
        )
    )
    return {
        row["directive"]: "overdue" if row["overdue"] else "open" if row["open"] else "completed"
        for row in per_directive
    }


def _directives(counted: AssignmentQuerySet) -> dict[str, int]:
    found = Counter(directive_classes(counted).values())
    return {"total": found.total(), **{name: found[name] for name in ("completed", "overdue", "open")}}


def as_data(found: Statistics) -> dict[str, Any]:
    """The figures as the API and the command line print them; rates are 0 to 1, null where nothing was due."""

    def figures(one: Figures) -> dict[str, Any]:
        return {
            "counts": dict(one.counts),
            "official_rate": one.official_rate,
            "update_discipline": one.update_discipline,
        }

    return {
        "as_of": found.as_of.isoformat(),
        **figures(found),
        "directives": dict(found.directives),
        "groups": [{"key": group.key, "name": group.name, **figures(group)} for group in found.groups],
    }


def _add_discipline(
    result: Statistics,
    groups: dict[str, Group],
    counted: AssignmentQuerySet,
    by: str | None,
    start: date,
    end: date,
) -> None:
    key = GROUPINGS[by][0] if by else "role"
    touched = counted.filter(
        Q(state_then=State.IN_PROGRESS)
        | Q(
            pk__in=Event.objects.filter(
                subject_kind="assignment", on__range=(start, end), from_state=State.IN_PROGRESS
            ).values("subject_id")
        )
    )
    owners = {
        pk: (row_key, leader)
        for pk, row_key, leader in touched.order_by().values_list("pk", key, "leader__code").iterator()
    }
    owing = _owing(Event.objects.filter(subject_id__in=touched.order_by().values("pk")), start, end)
    reported = set(
        ProgressReport.objects.counting()
        .filter(on__range=(start, end), assignment__in=touched.order_by().values("pk"))
        .values_list("assignment", flat=True)
    )
    for pk in owing & owners.keys():
        result.owed += 1
        result.reported += pk in reported
        if by:
            row_key, leader = owners[pk]
            group = groups[(leader if by == "unit" and row_key is None else row_key) or ""]
            group.owed += 1
            group.reported += pk in reported


def _owing(events, start: date, end: date) -> set[int]:
    """The assignments in progress at least OWES_AFTER_WORKING_DAYS working days from `start` to `end`."""
    working = list(WorkingCalendar().working_days(start, end))
    stays: dict[int, list[tuple[date, str]]] = defaultdict(list)
    changes = events.filter(subject_kind="assignment", on__lte=end).exclude(to_state="")
    for pk, on, state in changes.order_by("on", "id").values_list("subject_id", "on", "to_state").iterator():
        stays[pk].append((on, state))
    return {
        pk for pk, steps in stays.items() if _days_in_progress(steps, working, end) >= OWES_AFTER_WORKING_DAYS
    }


def _days_in_progress(steps: Iterable[tuple[date, str]], working: list[date], end: date) -> int:
    """Working days on which the row was in progress: the day it begins counts, the day it leaves does not."""
    steps = list(steps)
    days = 0
    for (on, state), (left_on, _next) in zip(steps, [*steps[1:], (end + ONE_DAY, "")], strict=True):
        if state == State.IN_PROGRESS:
            days += sum(1 for day in working if on <= day < left_on)
    return days
