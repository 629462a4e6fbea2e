"""One sweep: plan what is due by the day, freeze the letters, send them. A second one the same day finds nothing."""

import hashlib
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directives.lifecycle import State
from directives.models import Assignment
from journal.models import Event
from reminders import clocks, delivery, digests, ledger, letters, planning
from reminders.audience import Audience
from reminders.models import Digest, Reminder, Sweep
from reminders.planning import NotTold
from reminders.policy import Policy
from units.models import User
from units.working_calendar import WorkingCalendar, today

# A step that began before a sweep may be written after it; no transaction takes so long.
OVERLAP = timedelta(minutes=5)
# Where more has changed than this, all is looked at again.
MOST_CHANGED = 5000
# People and assignments that are named one by one; the rest is counted.
MOST_NAMED = 1000


@dataclass
class SweepResult:
    day: date
    is_dry_run: bool = False
    is_day_off: bool = False
    planned: int = 0  # rows added to the ledger that will be said
    superseded: int = 0  # rows added or closed because a later one says it
    digests: int = 0
    sent: int = 0
    failed: int = 0
    # Person -> the lines of his letter; kept only where somebody wants to read them.
    lines: dict[User, list[dict[str, Any]]] = field(default_factory=dict)
    not_told: list[NotTold] = field(default_factory=list)


def sweep(
    day: date, *, hour: int | None = None, is_dry_run: bool = False, is_explained: bool = False
) -> SweepResult:
    """Tell everybody what is due to be told by `day`; on a day off, nothing.

    `hour` is the hour it is: nobody's daily letter goes before his own. Without it (by hand, for another day)
    all go. `is_explained` also says of every open task why nobody is told, and keeps the lines; a dry run does so
    always, and writes and sends nothing.
    """
    calendar = WorkingCalendar()
    result = SweepResult(day=day, is_dry_run=is_dry_run, is_day_off=not calendar.is_working_day(day))
    if result.is_day_off and is_dry_run:
        return result
    row = None if is_dry_run else Sweep.objects.create(day=day, is_day_off=result.is_day_off)
    with override(settings.LANGUAGE_CODE):
        if row is None:
            _look_ahead(result, calendar, Audience(day))
        elif not result.is_day_off:
            _run(result, row, hour, is_explained, calendar, Audience(day))
    if row is not None:
        _close(row, result)
    return result


def _run(
    result: SweepResult,
    row: Sweep,
    hour: int | None,
    is_explained: bool,
    calendar: WorkingCalendar,
    audience: Audience,
) -> None:
    started, day = time.monotonic(), result.day
    policy = Policy(day=day, calendar=calendar, now=timezone.now() if hour is not None else None)
    told = _plan(result, row, policy, audience)
    if is_explained:
        result.not_told += planning.why_silent(day=day, policy=policy, besides=told)
    daily = digests.freeze_daily(day=day, calendar=calendar, audience=audience, hour=hour)
    for digest in daily:
        result.digests += 1
        if is_explained:
            result.lines[digest.recipient] = result.lines.get(digest.recipient, []) + digest.lines
        if digest.state == Digest.State.FAILED:
            result.failed += 1
            result.not_told += _unreached(digest, most=MOST_NAMED - len(result.not_told))
    for digest in letters.freeze_letters(day=day, calendar=calendar, audience=audience, hour=hour):
        result.digests += 1
        result.failed += digest.state == Digest.State.FAILED
    left = delivery.SECONDS - (time.monotonic() - started)
    delivered = delivery.deliver(day=day, calendar=calendar, audience=audience, seconds=left)
    result.sent = delivered.sent
    result.failed += delivered.failed


def _plan(result: SweepResult, row: Sweep, policy: Policy, audience: Audience) -> set[int]:
    """Write down what is due; return the assignments of which somebody is newly told, or nobody can be."""
    by = _planned_by(policy, audience)
    before = (
        Sweep.objects.filter(day=row.day, planned_by=by).exclude(pk=row.pk).order_by("-started_at").first()
    )
    among = _changed_since(before, policy) if before else None
    told: set[int] = set()
    without: dict[int, bool] = {}
    for batch in planning.plan(day=row.day, policy=policy, audience=audience, among=among):
        planned, superseded = ledger.write(batch.rows, sweep=row)
        result.planned += planned
        result.superseded += superseded
        told.update(entry.assignment for entry in batch.rows if entry.is_latest)
        without |= dict.fromkeys(batch.without_unit, True) | dict.fromkeys(batch.without_anybody, False)
    _name(result, without)
    # What an earlier sweep of the day could tell nobody of is not looked at again, and still a difficulty.
    row.not_told = len(without) if among is None or before is None else max(before.not_told, len(without))
    row.planned_by = by
    return told | set(without)


def _planned_by(policy: Policy, audience: Audience) -> str:
    """What planning rests on besides the assignments themselves."""
    rests_on = repr((policy.day, policy.key(), policy.calendar.key(), audience.key(), policy.now is None))
    return hashlib.sha256(rests_on.encode()).hexdigest()


def _changed_since(before: Sweep, policy: Policy) -> Q | None:
    """The assignments to which something has happened since that sweep; None where all must be looked at."""
    since = before.started_at - OVERLAP
    events = Event.objects.filter(at__gte=since)
    # The policy may ask for the kind of a meeting.
    if events.filter(subject_kind="meeting").exists():
        return None
    of = {
        kind: list(
            events.filter(subject_kind=kind)
            .values_list("subject_id", flat=True)
            .distinct()[: MOST_CHANGED + 1]
        )
        for kind in ("assignment", "directive")
    }
    if any(len(ids) > MOST_CHANGED for ids in of.values()):
        return None
    changed = Q(pk__in=of["assignment"]) | Q(directive__in=of["directive"])
    late = clocks.newly_late(policy, before.started_at, policy.now or timezone.now())
    return changed | Q(state=State.ASSIGNED, state_at__range=late) if late else changed


def _name(result: SweepResult, without: dict[int, bool]) -> None:
    pks = sorted(without)[:MOST_NAMED]
    rows = Assignment.objects.filter(pk__in=pks).select_related("directive", "unit", "leader").order_by("pk")
    result.not_told += [planning.why_nobody(row, is_without_unit=without[row.pk]) for row in rows]


def _close(row: Sweep, result: SweepResult) -> None:
    row.finished_at = timezone.now()
    row.seconds = round((row.finished_at - row.started_at).total_seconds(), 3)
    for name in ("planned", "superseded", "digests", "sent", "failed"):
        setattr(row, name, getattr(result, name))
    row.save()


def _unreached(digest: Digest, *, most: int) -> list[NotTold]:
    rows = digest.reminders.select_related("assignment__directive", "assignment__unit", "assignment__leader")
    return [NotTold(row.assignment, digest.last_error, is_gap=True) for row in rows[: max(most, 0)]]


def _look_ahead(result: SweepResult, calendar: WorkingCalendar, audience: Audience) -> None:
    """The same, in memory."""
    day = result.day
    now: datetime | None = timezone.now() if day == today() else None
    policy = Policy(day=day, calendar=calendar, now=now)
    rows: dict[int, dict[tuple[int, str], Reminder]] = defaultdict(dict)
    for row in Reminder.objects.waiting(day):
        rows[row.recipient_id][row.assignment_id, row.basis] = row
    without: dict[int, bool] = {}
    told: set[int] = set()
    for batch in planning.plan(day=day, policy=policy, audience=audience):
        without |= dict.fromkeys(batch.without_unit, True) | dict.fromkeys(batch.without_anybody, False)
        for entry in batch.rows:
            if entry.is_latest:
                # What waits on the same deadline is outrun by it.
                rows[entry.recipient][entry.assignment, entry.basis] = entry.as_reminder()
                told.add(entry.assignment)
                result.planned += 1
            else:
                result.superseded += 1
    _name(result, without)
    result.not_told += planning.why_silent(day=day, policy=policy, besides=told | set(without))
    has_letter = set(Digest.objects.filter(kind=Digest.DAILY, day=day).values_list("recipient", flat=True))
    for user in User.objects.filter(pk__in=rows).order_by("pk"):
        own = sorted(rows[user.pk].values(), key=lambda row: (row.assignment_id, row.pk or 0))
        composed = digests.compose(user, own, day=day, calendar=calendar, audience=audience)
        why = digests.why_unreachable(user)
        if user.pk in has_letter:
            why = _("%(person)s has had the letter of this day; the next working day") % {"person": user}
        if why:
            result.not_told += _lines_not_sent(composed, why)
        elif composed.lines:
            result.lines[user] = composed.lines
            result.digests += 1


def _lines_not_sent(composed: digests.Composed, why: str) -> list[NotTold]:
    pks = [line["assignment"] for line in composed.lines]
    rows = Assignment.objects.select_related("directive", "unit", "leader").in_bulk(pks)
    return [NotTold(rows[pk], why, is_gap=True) for pk in dict.fromkeys(pks)]
