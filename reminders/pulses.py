"""The pulse of the engine's parts, and reading it: by whoever asks, without the engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from journal.models import Outbox
from reminders.models import Digest, Pulse

# Each part is woken every minute or every quarter of an hour; silence of so long is a fault.
LONGEST_SILENCE = {
    Pulse.Part.DELIVER: timedelta(minutes=10),
    Pulse.Part.SWEEP: timedelta(minutes=45),
    Pulse.Part.PERIODS: timedelta(hours=3),
}
# What should have gone by now and has not.
LONGEST_WAIT = timedelta(minutes=30)


@contextmanager
def beating(part: Pulse.Part) -> Iterator[None]:
    Pulse.objects.update_or_create(part=part, defaults={"began_at": timezone.now()})
    mine = Pulse.objects.filter(part=part)
    try:
        yield
    except Exception as error:
        mine.update(last_error=f"{type(error).__name__}: {error}"[:2000])
        raise
    mine.update(ended_at=timezone.now(), last_error="")


@dataclass
class Beat:
    """One part, when it last came to its end, and what is wrong with it."""

    label: str
    ended_at: datetime | None
    trouble: str = ""


def beats(now: datetime | None = None) -> list[Beat]:
    """Every part of the engine, read from the database alone."""
    now = now or timezone.now()
    rows = {row.part: row for row in Pulse.objects.all()}
    found = [_beat(part, rows.get(part), now) for part in LONGEST_SILENCE]
    late = now - LONGEST_WAIT
    behind = Outbox.objects.filter(event__at__lt=late).count()
    oldest = Outbox.objects.order_by("pk").values_list("event__at", flat=True).first()
    words = _("%(n)s events wait to be passed on") % {"n": behind} if behind else ""
    found.append(Beat(_("passing on events"), oldest or now, words))
    stuck = Digest.objects.filter(state=Digest.State.SENDING, claimed_until__lt=now - LONGEST_WAIT).count()
    if stuck:
        found.append(Beat(_("letters being sent"), None, _("%(n)s letters are stuck") % {"n": stuck}))
    return found


def _beat(part: Pulse.Part, row: Pulse | None, now: datetime) -> Beat:
    label = str(part.label)
    if row is None:
        return Beat(label, None, _("has never run"))
    if row.ended_at is None or now - row.ended_at > LONGEST_SILENCE[part]:
        return Beat(label, row.ended_at, row.last_error or _("has not come to its end in time"))
    return Beat(label, row.ended_at, row.last_error)


def is_well() -> bool:
    return not any(beat.trouble for beat in beats())
