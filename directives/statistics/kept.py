"""The figures of all rows, or of those somebody may read, kept until something happens."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Subquery
from django.utils.translation import get_language

from directives.models import Assignment
from directives.querysets import AssignmentQuerySet
from directives.statistics.charts import MonthRate, open_by_age, rate_by_month
from directives.statistics.counting import statistics
from directives.statistics.figures import Statistics
from journal.models import Event
from units import register
from units.standing import Standing
from units.working_calendar import today

KEPT_FOR_SECONDS = 3600
# A step that began before others and ends after them is seen, though its event has a lower number.
LOOKED_BACK = 1000


def newest_state() -> str:
    """What changes with every step and every change of the master data."""
    last = Event.objects.order_by("-pk").values("pk")[:1]
    found = Event.objects.filter(pk__gt=Subquery(last) - LOOKED_BACK).aggregate(
        newest=Max("pk"), moment=Max("at"), n=Count("pk")
    )
    moment = found["moment"].timestamp() if found["moment"] else 0
    return f"{found['newest']}:{found['n']}:{moment}:{register.current().token}"


def kept_statistics(
    as_of: date,
    *,
    by: str | None = None,
    against: str = "due",
    period_start: date | None = None,
    reader: Standing | None = None,
) -> Statistics:
    """What `statistics` says of all rows, or of those `reader` may read. Made again whenever anything has happened
    since: the newest events are part of the key, and so is today, for from today on the columns are read."""
    return _kept(
        f"figures:{by}:{against}:{period_start}",
        as_of,
        reader,
        lambda rows: statistics(as_of, by=by, against=against, period_start=period_start, rows=rows),
    )


def kept_charts(
    as_of: date, *, reader: Standing | None = None
) -> tuple[list[MonthRate], dict[str, dict[str, int]]]:
    """The series of the charts: on time by month, open work by age."""
    return _kept(
        "charts", as_of, reader, lambda rows: (rate_by_month(as_of, rows=rows), open_by_age(as_of, rows=rows))
    )


def _kept(
    name: str, as_of: date, reader: Standing | None, make: Callable[[AssignmentQuerySet | None], Any]
) -> Any:
    scope = _scope(reader)
    key = f"{name}:{as_of}:{newest_state()}:{today()}:{get_language()}:{scope}"
    found = cache.get(key)
    if found is None:
        found = make(Assignment.objects.visible_to(reader).readable_by(reader) if scope else None)
        cache.set(key, found, KEPT_FOR_SECONDS)
    return found


def _scope(reader: Standing | None) -> str:
    """Those who read the same rows have the same scope; empty for all rows."""
    if reader is None or reader.reads_all:
        return ""
    return sha256(repr((sorted(reader.sees), sorted(reader.secretary_of))).encode()).hexdigest()
