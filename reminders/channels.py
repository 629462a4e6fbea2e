"""The same letter on channels beside mail (Telegram, Zalo, Teams …), by addresses of the library apprise.

Each has its own row, lease and attempts: what fails here leaves mail and inbox as they are.
"""

import logging
import time
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reminders import digests
from reminders.audience import Audience
from reminders.models import Delivery, Digest, LetterPolicy, NoticeChoice, Reminder
from units.working_calendar import WorkingCalendar

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 6
MOST_LINES = 10
State = Delivery.State


def check_address(address: str) -> None:
    """Only services the configuration allows: an address of one's own choice would let us knock anywhere."""
    scheme = urlsplit(address).scheme.lower()
    if scheme not in settings.CHANNEL_SCHEMES:
        raise ValidationError(
            _("This service is not allowed here. Allowed: %(services)s.")
            % {"services": ", ".join(settings.CHANNEL_SCHEMES)}
        )
    import apprise

    if not apprise.Apprise().add(address):
        raise ValidationError(_("This address is not complete. Look up how the service writes it."))


def hidden(address: str) -> str:
    """The service only: the rest of the address is a key."""
    return f"{urlsplit(address).scheme}://…" if address else ""


def notify(address: str, *, title: str, body: str) -> bool:
    """Whether the service took it."""
    import apprise

    service = apprise.Apprise()
    return bool(service.add(address) and service.notify(title=title, body=body))


def deliver(*, day: date, calendar: WorkingCalendar, audience: Audience | None, stop_at: float) -> int:
    """Send what waits; returns how many went."""
    sent = 0
    waiting = Delivery.objects.filter(_free(timezone.now()), digest__day__lte=day)
    if not calendar.is_working_day(day):
        waiting = waiting.filter(digest__kind__startswith="event-")
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        if time.monotonic() > stop_at:
            break
        owner = _claim(pk)
        if owner:
            audience = audience or Audience(day)
            sent += _deliver_one(pk, owner, day=day, calendar=calendar, audience=audience)
    return sent


def _free(now: datetime) -> Q:
    planned = Q(state=State.PLANNED) & (Q(claimed_until=None) | Q(claimed_until__lt=now))
    return planned | Q(state=State.SENDING, claimed_until__lt=now)


def _claim(pk: int) -> str:
    now, owner = timezone.now(), uuid4().hex
    claimed = Delivery.objects.filter(_free(now), pk=pk).update(
        state=State.SENDING, owner=owner, claimed_until=now + LEASE, attempts=F("attempts") + 1
    )
    return owner if claimed else ""


def _deliver_one(pk: int, owner: str, **how: Any) -> int:
    row = Delivery.objects.select_related("digest__recipient").get(pk=pk)
    try:
        lines = _lines(row, **how)
        address = _address(row)
        if not lines or not address:
            _close(row, owner, state=State.SUPERSEDED)
            return 0
        if not notify(address, title=row.digest.subject, body=_text(lines, row.digest)):
            raise OSError("The service did not take it.")
    except Exception as error:
        logger.warning("Letter %s did not go out on channel %s: %s", row.digest_id, row.channel, error)
        is_last = row.attempts >= MAX_ATTEMPTS
        pause = timezone.now() + timedelta(seconds=30 * 2**row.attempts)
        _close(
            row,
            owner,
            state=State.FAILED if is_last else State.PLANNED,
            claimed_until=None if is_last else pause,
            last_error=f"{type(error).__name__}: {error}"[:2000],
        )
        return 0
    return _close(row, owner, state=State.SENT, sent_at=timezone.now(), last_error="")


def _close(row: Delivery, owner: str, **changes: Any) -> int:
    ours = Delivery.objects.filter(pk=row.pk, owner=owner, state=State.SENDING)
    return ours.update(**{"claimed_until": None, **changes})


def _address(row: Delivery) -> str:
    if row.channel == "office":
        return LetterPolicy.current().office_channel
    choice = NoticeChoice.objects.filter(user=row.digest.recipient_id).first()
    return choice.other_channel if choice else ""


def _lines(row: Delivery, **how: Any) -> list[dict[str, Any]]:
    """What may still be said, checked now: mail may have gone long before or may never go."""
    digest = row.digest
    if digest.kind in (Digest.OFFICE, Digest.WEEKLY):
        told = (*how["audience"].office, *(user for _leader, user in how["audience"].leaders))
        return digest.lines if digest.recipient_id in told else []
    rows = digest.reminders.exclude(state=Reminder.State.SUPERSEDED).order_by("assignment", "pk")
    return digests.compose(digest.recipient, rows, **how).lines


def _text(lines: list[dict[str, Any]], digest: Digest) -> str:
    with override(settings.LANGUAGE_CODE):
        said = [" ".join(filter(None, (_named(line), line["words"]))) for line in lines[:MOST_LINES]]
        left = len(lines) - len(said) + digest.more
        if left:
            said.append(_("and %(n)s more") % {"n": left})
        said.append(settings.SITE_URL + reverse("inbox"))
    return "\n".join(said)


def _named(line: dict[str, Any]) -> str:
    return f"{line['code']} {line['title']}:" if line.get("code") else line.get("title", "")
