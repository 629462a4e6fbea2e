"""Many assignments at once, past the actions but exactly as they would have left them: rows, deadlines, events.

For figures that need ten thousands of rows; `tests/test_many.py` holds a sample against the actions themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count, islice

from directives.models import Assignment, Deadline, Directive, ProgressReport
from journal.models import Event
from meetings.models import Meeting


@dataclass(frozen=True)
class Told:
    """One assignment in short: issued, due, accepted after, reported done, confirmed."""

    issued_on: date
    due_on: date | None
    unit: object
    leader: object
    accepted_on: date | None = None
    done_on: date | None = None  # the stated day
    confirmed_on: date | None = None
    reports: tuple[date, ...] = ()
    urgency: str = "normal"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def write(told: Iterable[Told], *, meeting: Meeting, by, size: int = 5000) -> None:
    numbers = count(meeting.next_number())
    waiting = iter(told)
    while some := list(islice(waiting, size)):
        _write(some, numbers, meeting, by)


def _write(told: list[Told], numbers, meeting: Meeting, by) -> None:
    directives = [
        Directive(
            meeting=meeting,
            number=number,
            code=f"{meeting.code}-{number}",
            title=f"Việc số {number}",
            words="Làm việc này.",
            source_item="Mục 1",
            leader=one.leader,
            urgency=one.urgency,
            state="issued",
            issued_on=one.issued_on,
        )
        for one, number in zip(told, numbers, strict=False)
    ]
    Directive.objects.bulk_create(directives)
    rows = [_row(one, directive, by) for one, directive in zip(told, directives, strict=True)]
    Assignment.objects.bulk_create(rows)
    Deadline.objects.bulk_create(
        Deadline(
            assignment=row,
            version=1,
            on=one.issued_on,
            kind=row.deadline_kind,
            precision=row.deadline_kind,
            due_on=one.due_on,
            first_due_on=one.due_on,
            reason="" if one.due_on else "không nêu thời hạn",
            cause="assign",
        )
        for one, row in zip(told, rows, strict=True)
    )
    Event.objects.bulk_create(
        event for one, row in zip(told, rows, strict=True) for event in _events(one, row, by)
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(assignment=row, on=on, reported_by=by, text="đang làm")
        for one, row in zip(told, rows, strict=True)
        for on in one.reports
    )


def _row(one: Told, directive: Directive, by) -> Assignment:
    state, since = "assigned", one.issued_on
    if one.accepted_on:
        state, since = "in_progress", one.accepted_on
    if one.confirmed_on:
        state, since = "completed", one.confirmed_on
    return Assignment(
        directive=directive,
        unit=one.unit,
        state=state,
        state_on=since,
        state_at=at(since),
        state_by=by,
        assigned_on=one.issued_on,
        deadline_kind="day" if one.due_on else "none",
        due_on=one.due_on,
        first_due_on=one.due_on,
        completed_on=one.done_on,
    )


def _events(one: Told, row: Assignment, by) -> Iterable[Event]:
    def event(verb: str, on: date, old: str = "", new: str = "", done_on: date | None = None) -> Event:
        return Event(
            verb=verb,
            subject_kind="assignment",
            subject_id=row.pk,
            on=on,
            by=by,
            from_state=old,
            to_state=new,
            done_on=done_on,
            is_backdated=True,
        )

    yield event("assigned", one.issued_on, "", "assigned")
    if one.accepted_on:
        yield event("accept", one.accepted_on, "assigned", "in_progress")
    for on in one.reports:
        yield event("report_progress", on)
    if one.confirmed_on:
        yield event("report_done", one.done_on, "in_progress", "reported", one.done_on)
        yield event("confirm", one.confirmed_on, "reported", "completed", one.done_on)
