"""The figures of all rows, or of those somebody may read, kept until something happens."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import get_language

from directives.kept import kept, scope_of
from directives.models import Assignment
from directives.querysets import AssignmentQuerySet
from directives.statistics.charts import MonthRate, open_by_age, rate_by_month
from directives.statistics.counting import official_rate, statistics
from directives.statistics.figures import Statistics
from units.standing import Standing


def kept_statistics(
    as_of: date,
    *,
    by: str | None = None,
    against: str = "due",
    period_start: date | None = None,
    reader: Standing | None = None,
) -> Statistics:
    """What `statistics` says of all rows, or of those `reader` may read."""
    return _kept(
        ("figures", by, against, period_start),
        as_of,
        reader,
        lambda rows: statistics(as_of, by=by, against=against, period_start=period_start, rows=rows),
    )


def kept_rate(as_of: date) -> float | None:
    return kept(("rate", as_of), lambda: official_rate(as_of))


def kept_charts(
    as_of: date, *, reader: Standing | None = None
) -> tuple[list[MonthRate], dict[str, dict[str, int]]]:
    """The series of the charts: on time by month, open work by age."""
    return _kept(
        ("charts",),
        as_of,
        reader,
        lambda rows: (rate_by_month(as_of, rows=rows), open_by_age(as_of, rows=rows)),
    )


def _kept(
    name: tuple, as_of: date, reader: Standing | None, make: Callable[[AssignmentQuerySet | None], Any]
) -> Any:
    scope = scope_of(reader)

    def found() -> Any:
        return make(Assignment.objects.visible_to(reader).readable_by(reader) if scope else None)

    return kept((*name, as_of, get_language(), scope), found)
