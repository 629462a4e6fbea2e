"""The clocks that run for an assignment: each rests on one thing, and the rules of its kinds speak by it.

A reminder is kept with its basis; as soon as the basis is another one, it has nothing more to say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from directives.lifecycle import OPEN, WORKED_ON, State
from directives.querysets import AssignmentQuerySet
from reminders.models import ReminderRule
from reminders.policy import Anchor, Policy
from reminders.querysets import Stood, with_last_word, with_request, with_state_since, with_urging
from units.working_calendar import ONE_DAY, WorkingCalendar

Kind = ReminderRule.Kind
# Whoever pauses work leaves the request aside with it; resuming sets a day.
_ASKED_FOR = OPEN - {State.PAUSED}


@dataclass(frozen=True, slots=True)
class Running:
    """What a clock rests on, the day it counts from, and before which day nothing is owed."""

    basis: str
    anchor: Anchor
    since: date


@dataclass(frozen=True)
class Clock:
    kinds: frozenset[str]
    # Adds what it needs to the rows and leaves those for which it may have spoken by the policy's day.
    narrow: Callable[[AssignmentQuerySet, Policy], AssignmentQuerySet]
    fields: tuple[str, ...]
    # None while it does not run.
    running: Callable[[Stood, WorkingCalendar], Running | None]
    # Whether an open extension request holds its ladder back.
    is_held: bool = False


def _deadline_rows(rows: AssignmentQuerySet, policy: Policy) -> AssignmentQuerySet:
    rows = rows.filter(state_then__in=WORKED_ON, due_then__lte=policy.horizon)
    return with_request(rows, policy.day)


def _deadline(row: Stood, calendar: WorkingCalendar) -> Running | None:
    if row.state_then not in WORKED_ON or row.due_then is None:
        return None
    # What fell due before this deadline was set, or before this addressee had it, is not owed.
    since = max(row.since_then, row.assigned_on)
    return Running(f"deadline-{row.version_then}", row.due_then, since)


def _stale_rows(rows: AssignmentQuerySet, policy: Policy) -> AssignmentQuerySet:
    days = [rule.days for rule in policy.of_kinds({Kind.STALE})]
    latest = policy.day - timedelta(min(days, default=0))
    rows = with_last_word(with_state_since(rows, policy.day), policy.day)
    rows = rows.filter(state_then=State.IN_PROGRESS, state_since__lte=latest)
    rows = rows.filter(Q(reported_then=None) | Q(reported_then__lte=latest))
    return with_request(rows, policy.day)


def _stale(row: Stood, calendar: WorkingCalendar) -> Running | None:
    if row.state_then != State.IN_PROGRESS:
        return None
    begun = max(row.state_since, row.starts_on or row.state_since)
    if row.reported_then and row.reported_then >= begun:
        return Running(f"report-{row.report_then}", row.reported_then, row.reported_then)
    return Running(f"state-{begun.isoformat()}", begun, begun)


def _unaccepted_rows(rows: AssignmentQuerySet, policy: Policy) -> AssignmentQuerySet:
    rows = with_request(with_state_since(rows, policy.day), policy.day)
    return rows.filter(state_then=State.ASSIGNED, state_since__lte=policy.day)


def _unaccepted(row: Stood, calendar: WorkingCalendar) -> Running | None:
    if row.state_then != State.ASSIGNED:
        return None
    day = max(row.state_since, row.starts_on or row.state_since)
    moment: datetime = timezone.localtime(row.state_at)
    if moment.date() != day:
        # Entered afterwards, or not begun before: counted from the first hour of the day.
        moment = datetime.combine(day, datetime.min.time(), timezone.get_default_timezone())
    return Running(f"assigned-{day.isoformat()}", moment, day)


def _urged_rows(rows: AssignmentQuerySet, policy: Policy) -> AssignmentQuerySet:
    rows = with_request(with_urging(rows, policy.day), policy.day)
    return rows.filter(state_then__in=WORKED_ON, reply_by_then__lte=policy.horizon)


def _urged(row: Stood, calendar: WorkingCalendar) -> Running | None:
    if row.state_then not in WORKED_ON or row.urging_then is None:
        return None
    return Running(f"urging-{row.urging_then}", row.reply_by_then, row.urged_then)


def _extension_rows(rows: AssignmentQuerySet, policy: Policy) -> AssignmentQuerySet:
    return with_request(rows, policy.day).filter(request_then__isnull=False, state_then__in=_ASKED_FOR)


def _extension(row: Stood, calendar: WorkingCalendar) -> Running | None:
    if row.request_then is None or row.state_then not in _ASKED_FOR:
        return None
    return Running(f"extension-{row.request_then}", row.requested_then, row.requested_then)


def _waiting_in(state: str) -> tuple[Callable, Callable]:
    def narrow(rows: AssignmentQuerySet, policy: Policy) -> AssignmentQuerySet:
        return with_state_since(rows, policy.day).filter(state_then=state)

    def running(row: Stood, calendar: WorkingCalendar) -> Running | None:
        if row.state_then != state:
            return None
        return Running(f"{state}-{row.state_since.isoformat()}", row.state_since, row.state_since)

    return narrow, running


_narrow_declined, _declined = _waiting_in(State.DECLINED)
_narrow_reported, _reported = _waiting_in(State.REPORTED)

CLOCKS = {
    "deadline": Clock(
        frozenset({Kind.BEFORE_DUE, Kind.ON_DUE, Kind.OVERDUE}),
        _deadline_rows,
        ("due_then", "version_then", "since_then", "request_then"),
        _deadline,
        is_held=True,
    ),
    "stale": Clock(
        frozenset({Kind.STALE}),
        _stale_rows,
        ("state_since", "report_then", "reported_then", "request_then"),
        _stale,
        is_held=True,
    ),
    "unaccepted": Clock(
        frozenset({Kind.UNACCEPTED}),
        _unaccepted_rows,
        ("state_since", "state_at", "request_then"),
        _unaccepted,
        is_held=True,
    ),
    "urged": Clock(
        frozenset({Kind.URGED_BEFORE, Kind.URGED_OVERDUE}),
        _urged_rows,
        ("urging_then", "urged_then", "reply_by_then", "request_then"),
        _urged,
        is_held=True,
    ),
    "extension": Clock(
        frozenset({Kind.WAITING_EXTENSION}), _extension_rows, ("request_then", "requested_then"), _extension
    ),
    "declined": Clock(frozenset({Kind.WAITING_DECLINED}), _narrow_declined, ("state_since",), _declined),
    "reported": Clock(frozenset({Kind.WAITING_REPORTED}), _narrow_reported, ("state_since",), _reported),
}


def bases_of(row: Stood, calendar: WorkingCalendar) -> set[str]:
    """What a reminder of this assignment (as `with_clocks` read it) may rest on now."""
    running = (clock.running(row, calendar) for clock in CLOCKS.values())
    return {one.basis for one in running if one}


def newly_late(policy: Policy, since: datetime, until: datetime) -> tuple[datetime, datetime] | None:
    """When those were assigned whose hours ran out between two moments; None without such a rule."""
    hours = [rule.hours for rule in policy.of_kinds({Kind.UNACCEPTED})]
    if not hours:
        return None
    earliest = policy.calendar.before_working_hours(since, max(hours)) - ONE_DAY
    return earliest, policy.calendar.before_working_hours(until, min(hours)) + ONE_DAY
