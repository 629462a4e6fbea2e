"""The figures over the office desk: what is overdue, the official rate and the one before, update discipline."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache

from directives.querysets import Klass
from directives.statistics import statistics
from journal.models import Event

KEPT_FOR_SECONDS = 3600


@dataclass(frozen=True)
class Headline:
    overdue: int
    overdue_units: int
    official_rate: float | None
    previous_rate: float | None  # on the last day of the month before
    update_discipline: float | None


def headline(day: date) -> Headline:
    """Made again whenever anything has happened since: the newest event is part of the key."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"headline:{day}:{newest}"
    found = cache.get(key)
    if found is None:
        found = _headline(day)
        cache.set(key, found, KEPT_FOR_SECONDS)
    return found


def _headline(day: date) -> Headline:
    now = statistics(day, by="unit")
    before = statistics(day.replace(day=1) - timedelta(days=1))
    late = [group.counts[Klass.OPEN_OVERDUE] for group in now.groups]
    return Headline(
        overdue=sum(late),
        overdue_units=sum(1 for n in late if n),
        official_rate=now.official_rate,
        previous_rate=before.official_rate,
        update_discipline=now.update_discipline,
    )
