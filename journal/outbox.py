"""Telling the consumers: claim a row, call the consumer, delete the row.

A crash after the call and before the delete tells the consumer twice, never not at all; consumers are
idempotent by unique rows of their own.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from journal.models import Outbox

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
LONGEST_PAUSE = timedelta(seconds=30 * 2**MAX_ATTEMPTS)


def drain(*, limit: int = 500) -> int:
    """Tell what is still to be told, oldest first; return how many rows were done."""
    done = 0
    now = timezone.now()
    # A claim longer than any was written before the clock was set back.
    free = Q(claimed_until=None) | Q(claimed_until__lt=now) | Q(claimed_until__gt=now + LONGEST_PAUSE)
    waiting = Outbox.objects.filter(free, attempts__lt=MAX_ATTEMPTS).values_list("pk", flat=True)[:limit]
    for pk in list(waiting):
        claimed = Outbox.objects.filter(free, pk=pk).update(
            claimed_until=timezone.now() + LEASE, attempts=F("attempts") + 1
        )
        if claimed:
            done += _tell(Outbox.objects.select_related("event").get(pk=pk))
    return done


def _tell(row: Outbox) -> int:
    try:
        with transaction.atomic():
            import_string(settings.OUTBOX_CONSUMERS[row.consumer])(row.event)
            row.delete()
    except Exception as error:
        # Kept with its reason; given back later and later, and after the last try left for a person to see.
        logger.exception("Consumer %s failed on event %s", row.consumer, row.event_id)
        Outbox.objects.filter(pk=row.pk).update(
            last_error=str(error)[:2000],
            claimed_until=timezone.now() + timedelta(seconds=30 * 2**row.attempts),
        )
        return 0
    return 1
