"""One sweep: plan what is due by the day, freeze the letters, send them. A second one the same day finds nothing."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reminders import delivery, digests, planning
from reminders.audience import Audience
from reminders.models import Digest, Reminder, Sweep
from reminders.planning import NotTold, Policy
from units.models import User
from units.working_calendar import WorkingCalendar


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


def sweep(day: date, *, is_dry_run: bool = False, is_explained: bool = False) -> SweepResult:
    """Tell everybody what is due to be told by `day`; on a day off, nothing.

    `is_explained` also says of every open dated assignment why nobody is told, and keeps the lines; a dry run
    does so always, and writes and sends nothing.
    """
    calendar = WorkingCalendar()
    result = SweepResult(day=day, is_dry_run=is_dry_run, is_day_off=not calendar.is_working_day(day))
    if result.is_day_off:
        return result
    audience = Audience(day)
    with override(settings.LANGUAGE_CODE):
        if is_dry_run:
            _look_ahead(result, calendar=calendar, audience=audience)
        else:
            _run(result, is_explained, calendar=calendar, audience=audience)
    return result


def _run(result: SweepResult, is_explained: bool, *, calendar: WorkingCalendar, audience: Audience) -> None:
    started, day = time.monotonic(), result.day
    row = Sweep.objects.create(day=day)
    policy = Policy(day=day, calendar=calendar)
    for batch in planning.plan(day=day, policy=policy, audience=audience, is_explained=is_explained):
        result.superseded += planning.write(batch.rows, sweep=row)
        result.not_told += batch.not_told
    result.superseded += Reminder.objects.filter(sweep=row).exclude(reason="").count()
    result.planned = Reminder.objects.filter(sweep=row, reason="").count()
    for digest in digests.freeze_daily(day=day, calendar=calendar, audience=audience):
        result.digests += 1
        if is_explained:
            result.lines[digest.recipient] = digest.lines
        if digest.state == Digest.State.FAILED:
            result.failed += 1
            result.not_told += _unreached(digest)
    left = delivery.SECONDS - (time.monotonic() - started)
    delivered = delivery.deliver(day=day, calendar=calendar, audience=audience, seconds=left)
    result.sent = delivered.sent
    result.failed += delivered.failed
    row.finished_at, row.seconds = timezone.now(), round(time.monotonic() - started, 3)
    row.not_told = sum(entry.is_gap for entry in result.not_told)
    for name in ("planned", "superseded", "digests", "sent", "failed"):
        setattr(row, name, getattr(result, name))
    row.save()


def _unreached(digest: Digest) -> list[NotTold]:
    rows = digest.reminders.select_related("assignment__directive", "assignment__unit", "assignment__leader")
    return [NotTold(row.assignment, digest.last_error, is_gap=True) for row in rows]


def _look_ahead(result: SweepResult, *, calendar: WorkingCalendar, audience: Audience) -> None:
    """The same, in memory."""
    day = result.day
    policy = Policy(day=day, calendar=calendar)
    rows: dict[int, dict[tuple[int, str], Reminder]] = defaultdict(dict)
    for row in Reminder.objects.waiting(day):
        rows[row.recipient_id][row.assignment_id, row.basis] = row
    for batch in planning.plan(day=day, policy=policy, audience=audience, is_explained=True):
        result.not_told += batch.not_told
        for row in batch.rows:
            if row.state == Reminder.State.PLANNED:
                # What waits on the same deadline is outrun by it.
                rows[row.recipient_id][row.assignment_id, row.basis] = row
                result.planned += 1
            else:
                result.superseded += 1
    has_letter = set(Digest.objects.filter(kind=Digest.DAILY, day=day).values_list("recipient", flat=True))
    for user in User.objects.filter(pk__in=rows).order_by("pk"):
        own = rows[user.pk].values()
        composed = digests.compose(user, own, day=day, calendar=calendar, audience=audience)
        why = digests.why_unreachable(user)
        if user.pk in has_letter:
            why = _("%(person)s has had the letter of this day; the next working day") % {"person": user}
        if why:
            result.not_told += [NotTold(row.assignment, why, is_gap=True) for row in composed.kept]
        elif composed.lines:
            result.lines[user] = composed.lines
            result.digests += 1
