"""Reports made by themselves, on the day the office sets; what was missed is made up the next time the clock looks."""

from datetime import date

from django.db import IntegrityError, transaction

from directives.models import FigurePolicy
from reports import actions
from reports.making import Asked
from reports.models import Edition, Report, ReportPolicy
from reports.periods import bounds, period_words


def periods_due(day: date, policy: ReportPolicy) -> list[str]:
    """The periods whose report is due by `day`: of this month, and in its last month of the quarter."""
    due = []
    if policy.month_day and day.day >= policy.month_day:
        due.append(f"{day:%Y-%m}")
    if policy.quarter_day and day.month % 3 == 0 and day.day >= policy.quarter_day:
        due.append(f"{day.year}-Q{day.month // 3}")
    return due


def make_due(day: date) -> list[Report]:
    """Both editions of each period due; once, however many clocks ask at the same time."""
    last = FigurePolicy.current().period_last_day
    policy = ReportPolicy.current()
    made = []
    for period in periods_due(day, policy):
        start, end = bounds(period, last)
        for edition in Edition.values:
            occasion = f"period:{period}:{edition}"
            if _is_made(occasion):
                continue
            asked = Asked(
                "period", min(day, end), starts_on=start, period=period_words(period), edition=edition
            )
            asked = actions.with_previous(asked)
            try:
                with transaction.atomic():
                    made.append(actions.prepare(asked, occasion=occasion, is_to_mail=policy.is_mailed))
            except IntegrityError:
                # Another clock was quicker.
                continue
    return made


def _is_made(occasion: str) -> bool:
    return Report.objects.filter(occasion=occasion).exists()
