"""Sending letters: claim one by a lease, send outside any transaction, write down that it is sent.

A crash between the sending and the writing sends the same mail again, with the same Message-ID; never not at all.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from reminders import channels, digests, mail
from reminders.audience import Audience
from reminders.mail_server import LetterRefused, MailServer, ServerAway
from reminders.models import Digest, Reminder
from units.working_calendar import WorkingCalendar

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
LONGEST_PAUSE = timedelta(seconds=30 * 2**MAX_ATTEMPTS)
# How long a letter rests whose server could not be reached.
PAUSE = timedelta(seconds=50)
# A task must end before Celery takes it for dead; what is left, the next one sends.
SECONDS = 200
PAGE = 100
FIGURES = (Digest.OFFICE, Digest.WEEKLY)


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
    server = MailServer()
    try:
        for pk in _waiting(day, calendar):
            if time.monotonic() > stop_at or server.is_broken:
                break
            owner = _claim(pk)
            if owner:
                audience = audience or Audience(day)
                _deliver_one(pk, owner, server, delivered, day=day, calendar=calendar, audience=audience)
    except ServerAway as error:
        logger.warning("The mail server cannot be reached: %s", error)
    finally:
        server.close()
    channels.deliver(day=day, calendar=calendar, audience=audience, stop_at=stop_at)
    return delivered


def _waiting(day: date, calendar: WorkingCalendar) -> Iterator[int]:
    """Page by page: what another worker takes meanwhile is not met again."""
    last = 0
    while True:
        waiting = Digest.objects.filter(_free(timezone.now()), day__lte=day, pk__gt=last)
        if not calendar.is_working_day(day):
            waiting = waiting.filter(kind__startswith="event-")
        page = list(waiting.order_by("pk").values_list("pk", flat=True)[:PAGE])
        if not page:
            return
        yield from page
        last = page[-1]


def _free(now: datetime) -> Q:
    """Nobody holds it: planned and its pause is over, or its sender has been silent longer than a lease."""
    # No pause is so long: it was written before the clock was set back.
    is_over = Q(claimed_until__lt=now) | Q(claimed_until__gt=now + LONGEST_PAUSE)
    planned = Q(state=Digest.State.PLANNED) & (Q(claimed_until=None) | is_over)
    abandoned = Q(state=Digest.State.SENDING) & is_over
    return (planned | abandoned) & Q(attempts__lt=MAX_ATTEMPTS)


def _claim(pk: int) -> str:
    """Take the lease; the name of the holder, or nothing where somebody else has it."""
    now, owner = timezone.now(), uuid4().hex
    claimed = Digest.objects.filter(_free(now), pk=pk).update(
        state=Digest.State.SENDING, owner=owner, claimed_until=now + LEASE, attempts=F("attempts") + 1
    )
    return owner if claimed else ""


def _deliver_one(pk: int, owner: str, server: MailServer, delivered: Delivered, **how) -> None:
    digest = Digest.objects.select_related("recipient").get(pk=pk)
    try:
        if not _check_again(digest, owner, **how):
            return
        server.send(mail.message_of(digest))
    except ServerAway as error:
        _put_back(digest, owner, error)
        delivered.failed += 1
        raise
    except LetterRefused as error:
        logger.warning("Letter %s was refused: %s", pk, error)
        state = Digest.State.BOUNCED if error.is_bounce else Digest.State.FAILED
        _end(digest, owner, state, str(error))
        delivered.failed += 1
        return
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
    ours = Digest.objects.filter(pk=digest.pk, owner=owner, state=Digest.State.SENDING)
    if digest.kind in FIGURES:
        is_said = still_gets_figures(digest, how["audience"])
        lines, more = (digest.lines if is_said else []), 0
    else:
        lines, more = _still_said(digest, **how)
    if not lines:
        ours.update(state=Digest.State.SUPERSEDED, claimed_until=None)
        return False
    if (lines, more) != (digest.lines, digest.more):
        digest.lines, digest.more = lines, more
        digest.subject = digests.subject_of(digest)
        ours.update(lines=digest.lines, more=more, subject=digest.subject)
    return True


def still_gets_figures(digest: Digest, audience: Audience) -> bool:
    """Whether the recipient still holds the post for which such a letter is written."""
    if digest.kind == Digest.OFFICE:
        return digest.recipient_id in audience.office
    return any(digest.recipient_id == user for _leader, user in audience.leaders)


def _still_said(digest: Digest, **how) -> tuple[list[dict], int]:
    rows = digest.reminders.filter(state=Reminder.State.PLANNED).order_by("assignment", "pk")
    composed = digests.compose(digest.recipient, rows.iterator(digests.CHUNK), **how)
    digests.drop(composed)
    if not composed.dropped:
        return digest.lines, digest.more
    if digest.more:
        return composed.lines, composed.more
    kept = set(composed.kept)
    whole = [line for line in digest.lines if kept.issuperset(line["reminders"])]
    # Of a line that told two things one may be settled: it is put anew.
    said = {one for line in whole for one in line["reminders"]}
    anew = [line for line in composed.lines if said.isdisjoint(line["reminders"])]
    return sorted(whole + anew, key=digests.burning), 0


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
    words = f"{type(error).__name__}: {error}"[:2000]
    if digest.attempts >= MAX_ATTEMPTS:
        _end(digest, owner, Digest.State.FAILED, words)
        return
    Digest.objects.filter(pk=digest.pk, owner=owner, state=Digest.State.SENDING).update(
        state=Digest.State.PLANNED,
        claimed_until=timezone.now() + timedelta(seconds=30 * 2**digest.attempts),
        last_error=words,
    )


def _put_back(digest: Digest, owner: str, error: Exception) -> None:
    """As if it had not been begun: the attempt does not count."""
    Digest.objects.filter(pk=digest.pk, owner=owner, state=Digest.State.SENDING).update(
        state=Digest.State.PLANNED,
        attempts=F("attempts") - 1,
        claimed_until=timezone.now() + PAUSE,
        last_error=str(error)[:2000],
    )


@transaction.atomic
def _end(digest: Digest, owner: str, state: str, words: str) -> None:
    """It will not be sent again by itself: the letter and its rows say so."""
    ended = Digest.objects.filter(pk=digest.pk, owner=owner, state=Digest.State.SENDING).update(
        state=state, claimed_until=None, last_error=words[:2000]
    )
    if ended:
        digest.reminders.filter(state=Reminder.State.PLANNED).update(state=state)


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
