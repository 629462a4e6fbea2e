"""From when to when a period of figures runs: with the cut-off of NĐ 09/2019 from the 15th to the 14th."""

from datetime import date, timedelta

from meetings.periods import first_day, last_day

ONE_DAY = timedelta(days=1)


def bounds(period: str, last_day_of_period: int) -> tuple[date, date]:
    """First and last day of "2024-06", "2024-Q2", "2024-H1" or "2024"; 0 keeps to the calendar."""
    first, last = first_day(period), last_day(period)
    if not last_day_of_period:
        return first, last
    before = first - ONE_DAY
    return date(before.year, before.month, last_day_of_period + 1), last.replace(day=last_day_of_period)


def period_words(period: str) -> str:
    """tháng 6 năm 2024, quý II năm 2024, 6 tháng đầu năm 2024, năm 2024."""
    year, _sep, part = period.partition("-")
    if not part:
        return f"năm {year}"
    if part.startswith("Q"):
        return f"quý {('I', 'II', 'III', 'IV')[int(part[1]) - 1]} năm {year}"
    if part.startswith("H"):
        return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
    return f"tháng {int(part)} năm {year}"
