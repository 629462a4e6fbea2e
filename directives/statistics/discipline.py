"""Update discipline: who owed a report in the period, and who wrote one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q

from directives.lifecycle import State
from directives.models import ProgressReport
from directives.querysets import AssignmentQuerySet
from directives.statistics.figures import OWES_AFTER_WORKING_DAYS
from journal.models import Event
from units.working_calendar import ONE_DAY, WorkingCalendar


def owing_and_reported(
    counted: AssignmentQuerySet, start: date, end: date, key: str
) -> Iterator[tuple[Any, str | None, int, int]]:
    """Key, leader in person, how many owed a report, how many of them wrote one.

    What stood in progress the whole period is counted by the database; only what moved in it is looked at row by
    row, so that the cost is that of the period, not of all the years before.
    """
    working = list(WorkingCalendar().working_days(start, end))
    if len(working) < OWES_AFTER_WORKING_DAYS:
        return
    moves = Event.objects.filter(subject_kind="assignment", on__range=(start, end)).exclude(to_state="")
    moved = moves.order_by().values("subject_id")
    reported = (
        ProgressReport.objects.counting().filter(on__range=(start, end)).order_by().values("assignment")
    )
    standing = counted.filter(state_then=State.IN_PROGRESS).exclude(pk__in=moved)
    for row in (
        standing.order_by()
        .values(key, "leader__code")
        .annotate(owed=Count("pk"), done=Count("pk", filter=Q(pk__in=reported)))
    ):
        yield row[key], row["leader__code"], row["owed"], row["done"]
    owners = {
        pk: (row_key, leader)
        for pk, row_key, leader in counted.filter(pk__in=moved)
        .order_by()
        .values_list("pk", key, "leader__code")
        .iterator()
    }
    owing = _owing(moves, start, working, end) & owners.keys()
    wrote = set(reported.filter(assignment__in=moved).values_list("assignment", flat=True))
    for pk in owing:
        yield *owners[pk], 1, int(pk in wrote)


def _owing(moves, start: date, working: list[date], end: date) -> set[int]:
    """Of what moved: the assignments in progress at least OWES_AFTER_WORKING_DAYS working days of the period."""
    stays: dict[int, list[tuple[date, str]]] = defaultdict(list)
    found = moves.order_by("on", "id").values_list("subject_id", "on", "from_state", "to_state")
    for pk, on, old, new in found.iterator():
        if pk not in stays:
            # What it was when the period began.
            stays[pk].append((start, old))
        stays[pk].append((on, new))
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
