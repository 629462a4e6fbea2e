"""What stands over the office desk: the figures and the length of each queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Subquery

from directives.querysets import Klass
from directives.statistics import statistics
from journal.models import Event
from units import register

KEPT_FOR_SECONDS = 3600
# A step that began before others and ends after them is seen, though its event has a lower number.
LOOKED_BACK = 1000
MOST_KEPT = 64

# What this process knows of the newest state; the shared cache knows it for the others.
_newest: dict[str, Any] = {}


@dataclass(frozen=True)
class Headline:
    overdue: int
    overdue_units: int
    official_rate: float | None
    previous_rate: float | None  # on the last day of the month before
    update_discipline: float | None


def as_it_stands(name: str, day: date, make: Callable[[], Any]) -> Any:
    """What `make` finds, made again whenever anything has happened since: every step has its event."""
    key = f"{name}:{day}:{_state()}"
    if _newest.get(name, ("", None))[0] != key:
        if len(_newest) >= MOST_KEPT:
            _newest.clear()
        found = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, KEPT_FOR_SECONDS)
        _newest[name] = (key, found)
    return _newest[name][1]


def _state() -> str:
    last = Event.objects.order_by("-pk").values("pk")[:1]
    found = Event.objects.filter(pk__gt=Subquery(last) - LOOKED_BACK).aggregate(
        newest=Max("pk"), moment=Max("at"), n=Count("pk")
    )
    moment = found["moment"].timestamp() if found["moment"] else 0
    return f"{found['newest']}:{found['n']}:{moment}:{register.current().token}"


def headline(day: date) -> Headline:
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
