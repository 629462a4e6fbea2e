"""Sending letters: claim one by a lease, send outside any transaction, write down that it is sent.

A crash between the sending and the writing sends the same mail again, with the same Message-ID; never not at all.
"""

import logging
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from reminders import digests, mail
from reminders.audience import Audience
from reminders.models import Digest, Reminder
from units.working_calendar import WorkingCalendar

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
# A task must end before Celery takes it for dead; what is left, the next one sends.
SECONDS = 200


@dataclass
class Delivered:
    sent: int = 0
    failed: int = 0


def deliver(
    *,
    day: date,
    calendar: WorkingCalendar | None = None,
    audience: Audience | None = None,
    seconds: float = SECONDS,
) -> Delivered:
    """Send what waits, oldest first, checking right and state as of `day`.

    On a day off only what goes at once goes. After `seconds` no other letter is begun.
    """
    delivered = Delivered()
    stop_at = time.monotonic() + seconds
    calendar = calendar or WorkingCalendar()
    _give_up(timezone.now())
    waiting = Digest.objects.filter(_free(timezone.now()), day__lte=day)
    if not calendar.is_working_day(day):
        waiting = waiting.exclude(kind=Digest.DAILY)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        if time.monotonic() > stop_at:
            break
        owner = _claim(pk)
        if owner:
            audience = audience or Audience(day)
            _deliver_one(pk, owner, delivered, day=day, calendar=calendar, audience=audience)
    return delivered


def _free(now: datetime) -> Q:
    """Nobody holds it: planned and its pause is over, or its sender has been silent longer than a lease."""
    planned = Q(state=Digest.State.PLANNED) & (Q(claimed_until=None) | Q(claimed_until__lt=now))
    abandoned = Q(state=Digest.State.SENDING, claimed_until__lt=now)
    return (planned | abandoned) & Q(attempts__lt=MAX_ATTEMPTS)


def _claim(pk: int) -> str:
    """Take the lease; the name of the holder, or nothing where somebody else has it."""
    now, owner = timezone.now(), uuid4().hex
    claimed = Digest.objects.filter(_free(now), pk=pk).update(
        state=Digest.State.SENDING, owner=owner, claimed_until=now + LEASE, attempts=F("attempts") + 1
    )
    return owner if claimed else ""


def _deliver_one(pk: int, owner: str, delivered: Delivered, **how) -> None:
    digest = Digest.objects.select_related("recipient").get(pk=pk)
    try:
        if not _check_again(digest, owner, **how):
            return
        mail.message_of(digest).send()
    except Exception as error:
        # Whatever is wrong with this letter, the others go out.
        logger.warning("Letter %s could not be sent (attempt %s): %s", pk, digest.attempts, error)
        _give_back(digest, owner, error)
        delivered.failed += 1
        return
    if _finish(digest, owner):
        delivered.sent += 1
    else:
        logger.warning("The lease of letter %s ran out while it was being sent.", pk)


def _check_again(digest: Digest, owner: str, **how) -> bool:
    """Take out what this person may no longer be told or what is settled; False where nothing is left."""
    rows = list(digest.reminders.filter(state=Reminder.State.PLANNED))
    composed = digests.compose(digest.recipient, rows, **how)
    digests.drop(composed)
    kept = {row.pk for row in composed.kept}
    lines = [line for line in digest.lines if line["reminder"] in kept]
    ours = Digest.objects.filter(pk=digest.pk, owner=owner, state=Digest.State.SENDING)
    if not lines:
        ours.update(state=Digest.State.SUPERSEDED, claimed_until=None)
        return False
    if lines != digest.lines:
        digest.lines = lines
        digest.subject = digests.subject_of(digest)
        ours.update(lines=digest.lines, subject=digest.subject)
    return True


@transaction.atomic
def _finish(digest: Digest, owner: str) -> bool:
    """Write down that it is sent, if the lease is still ours."""
    done = Digest.objects.filter(pk=digest.pk, owner=owner, state=Digest.State.SENDING).update(
        state=Digest.State.SENT, sent_at=timezone.now(), claimed_until=None, last_error=""
    )
    if done:
        digest.reminders.filter(state=Reminder.State.PLANNED).update(state=Reminder.State.SENT)
    return bool(done)


@transaction.atomic
def _give_back(digest: Digest, owner: str, error: Exception) -> None:
    """Keep the reason; try again later and later, and after the last try leave it for a person to see."""
    is_last = digest.attempts >= MAX_ATTEMPTS
    ours = Digest.objects.filter(pk=digest.pk, owner=owner, state=Digest.State.SENDING)
    given_back = ours.update(
        state=Digest.State.FAILED if is_last else Digest.State.PLANNED,
        claimed_until=None if is_last else timezone.now() + timedelta(seconds=30 * 2**digest.attempts),
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )
    if given_back and is_last:
        digest.reminders.filter(state=Reminder.State.PLANNED).update(state=Reminder.State.FAILED)


@transaction.atomic
def _give_up(now: datetime) -> None:
    """Letters whose every sender died: not tried a ninth time, and not left "being sent" for ever."""
    dead = Digest.objects.filter(
        state=Digest.State.SENDING, attempts__gte=MAX_ATTEMPTS, claimed_until__lt=now
    )
    pks = list(dead.values_list("pk", flat=True))
    if pks:
        Digest.objects.filter(pk__in=pks).update(
            state=Digest.State.FAILED, claimed_until=None, last_error=f"No answer in {MAX_ATTEMPTS} attempts."
        )
        Reminder.objects.filter(digest__in=pks, state=Reminder.State.PLANNED).update(
            state=Reminder.State.FAILED
        )
