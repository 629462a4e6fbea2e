"""What stands over the office desk: the figures and the length of each queue."""

from dataclasses import dataclass
from datetime import date, timedelta

from directives.querysets import Klass
from directives.statistics import kept_rate, kept_statistics


@dataclass(frozen=True)
class Headline:
    overdue: int
    overdue_units: int
    official_rate: float | None
    previous_rate: float | None  # on the last day of the month before
    update_discipline: float | None


def headline(day: date) -> Headline:
    now = kept_statistics(day, by="unit")
    late = [group.counts[Klass.OPEN_OVERDUE] for group in now.groups]
    return Headline(
        overdue=sum(late),
        overdue_units=sum(1 for n in late if n),
        official_rate=now.official_rate,
        previous_rate=kept_rate(day.replace(day=1) - timedelta(days=1)),
        update_discipline=now.update_discipline,
    )
