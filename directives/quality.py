"""How good the data are: what is missing, and how long directives take from the meeting to their issue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef, Value
from django.utils import timezone

from directives.models import Assignment, Directive
from directives.querysets import AssignmentQuerySet
from journal.models import Event
from meetings.models import Meeting

MEETINGS_SHOWN = 12


@dataclass(frozen=True)
class Missing:
    """How many rows lack something; each number is the length of the list it links to."""

    deadline: int
    anyone: int
    officer: int
    addressee: int
    open: int


@dataclass(frozen=True)
class TimeToIssue:
    meeting: Meeting
    issued: int
    hours: int  # the median
    most_hours: int


def standing_rows(standing, day: date) -> AssignmentQuerySet:
    return Assignment.objects.visible_to(standing).readable_by(standing).classed(day).standing_on(day)


def missing(standing, day: date) -> Missing:
    rows = standing_rows(standing, day)
    lists = {
        "deadline": rows.without_deadline(),
        "anyone": rows.without_anyone(day),
        "officer": rows.without_officer(),
        "addressee": Directive.objects.visible_to(standing).without_addressee(),
        "open": rows.open(),
    }
    return Missing(**counts_of(lists))


def counts_of(lists: dict[str, Any]) -> dict[str, int]:
    """How long each of the lists is, all asked in one query."""
    first, *others = [
        rows.order_by().values(name=Value(name)).annotate(n=Count("pk")) for name, rows in lists.items()
    ]
    found = {row["name"]: row["n"] for row in first.union(*others, all=True)}
    return {name: found[name] for name in lists}


def silent(standing, day: date, lengths: Iterable[int]) -> list[tuple[int, int]]:
    """For each number of days, how many rows have been silent so long."""
    rows = standing_rows(standing, day)
    lists = {str(days): rows.silent_since(day - timedelta(days=days)) for days in lengths}
    return [(int(days), n) for days, n in counts_of(lists).items()]


def times_to_issue(standing) -> list[TimeToIssue]:
    """Of the newest meetings of a known day. What was entered afterwards counts in whole days."""
    issued = Directive.objects.filter(meeting=OuterRef("pk"), issued_on__isnull=False)
    held = Meeting.objects.visible_to(standing).filter(Exists(issued), held_on__isnull=False)
    meetings = list(held.order_by("-held_on", "-pk")[:MEETINGS_SHOWN])
    of_meeting = dict(
        Directive.objects.filter(meeting__in=meetings, issued_on__isnull=False).values_list("pk", "meeting")
    )
    days = {meeting.pk: meeting.held_on for meeting in meetings}
    hours: dict[int, list[float]] = defaultdict(list)
    issues = Event.objects.filter(subject_kind="directive", verb="issue", subject_id__in=list(of_meeting))
    for pk, at, on, is_backdated in issues.values_list("subject_id", "at", "on", "is_backdated"):
        held_on = days[of_meeting[pk]]
        if held_on is None:
            continue
        # The hour of a meeting is not kept: its day begins at midnight.
        begun = timezone.make_aware(datetime.combine(held_on, time.min))
        taken = (on - held_on).days * 24 if is_backdated else (at - begun).total_seconds() / 3600
        hours[of_meeting[pk]].append(max(0, taken))
    return [
        TimeToIssue(
            meeting, len(hours[meeting.pk]), round(median(hours[meeting.pk])), round(max(hours[meeting.pk]))
        )
        for meeting in meetings
        if hours[meeting.pk]
    ]
