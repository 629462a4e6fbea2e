"""What stands over the office desk: the figures and the length of each queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache

from directives.querysets import Klass
from directives.statistics import kept_statistics, newest_state

KEPT_FOR_SECONDS = 3600
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
    key = f"{name}:{day}:{newest_state()}"
    if _newest.get(name, ("", None))[0] != key:
        if len(_newest) >= MOST_KEPT:
            _newest.clear()
        found = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, KEPT_FOR_SECONDS)
        _newest[name] = (key, found)
    return _newest[name][1]


def headline(day: date) -> Headline:
    now = kept_statistics(day, by="unit")
    before = kept_statistics(day.replace(day=1) - timedelta(days=1))
    late = [group.counts[Klass.OPEN_OVERDUE] for group in now.groups]
    return Headline(
        overdue=sum(late),
        overdue_units=sum(1 for n in late if n),
        official_rate=now.official_rate,
        previous_rate=before.official_rate,
        update_discipline=now.update_discipline,
    )
