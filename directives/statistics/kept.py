"""The figures of everything, kept until something happens."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.cache import cache

from directives.statistics.charts import MonthRate, open_by_age, rate_by_month
from directives.statistics.counting import statistics
from directives.statistics.figures import Statistics
from journal.models import Event
from units.working_calendar import today

KEPT_FOR_SECONDS = 3600


def kept_statistics(
    as_of: date, *, by: str | None = None, against: str = "due", period_start: date | None = None
) -> Statistics:
    """What `statistics` says of all rows. Made again whenever anything has happened since: the newest event is part
    of the key, and so is today, for from today on the columns are read."""
    return _kept(
        f"figures:{by}:{against}:{period_start}",
        as_of,
        lambda: statistics(as_of, by=by, against=against, period_start=period_start),
    )


def kept_charts(as_of: date) -> tuple[list[MonthRate], dict[str, dict[str, int]]]:
    """The series of the charts of everything: on time by month, open work by age."""
    return _kept("charts", as_of, lambda: (rate_by_month(as_of), open_by_age(as_of)))


def _kept(name: str, as_of: date, make: Callable[[], Any]) -> Any:
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"{name}:{as_of}:{newest}:{today()}"
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_FOR_SECONDS)
    return found
