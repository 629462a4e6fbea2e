"""Working days and hours in Viet Nam: the law's holidays (package `holidays`) and the rows the office edits, which
win.

Labour Code art. 112; days in lieu and swapped Saturdays as announced each year. Days are Asia/Ho_Chi_Minh
calendar days. Every count in the product comes from here.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from units import register
from units.models import WorkingHours

ONE_DAY = timedelta(days=1)
# Days outside are typing errors, and no calendar reaches them.
FIRST_DAY, LAST_DAY = date(1945, 9, 2), date(2100, 12, 31)


def today() -> date:
    """The day it is in Viet Nam."""
    return timezone.localdate()


@lru_cache(maxsize=4)
def _law(language: str) -> holidays.HolidayBase:
    return holidays.country_holidays("VN", language=language)


class WorkingCalendar:
    """The calendar as the office's rows stand now. Make one, ask it often: it asks for the rows once."""

    def __init__(self) -> None:
        self._own = register.current().own_days
        self._law = _law("vi")
        self._is_working: dict[date, bool] = {}
        self._spans: tuple[tuple[time, time], ...] = ()

    def is_working_day(self, day: date) -> bool:
        known = self._is_working.get(day)
        if known is None:
            own = self._own.get(day)
            known = self._is_working[day] = own.is_working if own else self._law.is_working_day(day)
        return known

    def occasion(self, day: date) -> str:
        """Why `day` is off or worked out of turn; empty for an ordinary day."""
        own = self._own.get(day)
        return own.name if own else (self._law.get(day) or "")

    def key(self) -> tuple:
        """What of it may change: the office's rows."""
        return tuple(sorted((row.on, row.is_working) for row in self._own.values()))

    # --- days ---

    def nth_working_day(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it where n < 0); `day` itself is never counted."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days(self, start: date, end: date) -> Iterator[date]:
        """The working days from `start` to `end`, both included."""
        while start <= end:
            if self.is_working_day(start):
                yield start
            start += ONE_DAY

    def days_left(self, day: date, due_on: date) -> int:
        """Working days still to work before `due_on`, `day` included ("còn N ngày làm việc")."""
        return sum(1 for _ in self.working_days(day, due_on - ONE_DAY))

    # --- hours ---

    def hours_of(self, day: date) -> list[tuple[datetime, datetime]]:
        """The hours worked on `day`, from–to; none on a day off."""
        if not self.is_working_day(day):
            return []
        self._spans = self._spans or WorkingHours.current().spans
        zone = timezone.get_default_timezone()
        return [
            (datetime.combine(day, start, zone), datetime.combine(day, end, zone))
            for start, end in self._spans
        ]

    def after_working_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment at which so many working hours have passed since `moment`."""
        left = timedelta(hours=hours)
        moment = timezone.localtime(moment)
        day = moment.date()
        while True:
            for start, end in self.hours_of(day):
                start = max(start, moment)
                if end - start >= left:
                    return start + left
                left -= max(end - start, timedelta())
            day += ONE_DAY

    def before_working_hours(self, moment: datetime, hours: float) -> datetime:
        """The latest moment since which so many working hours have passed by `moment`."""
        left = timedelta(hours=hours)
        moment = timezone.localtime(moment)
        day = moment.date()
        while True:
            for start, end in reversed(self.hours_of(day)):
                end = min(end, moment)
                if end - start >= left:
                    return end - left
                left -= max(end - start, timedelta())
            day -= ONE_DAY

    def working_hours(self, start: datetime, end: datetime) -> timedelta:
        """The working time from one moment to another."""
        start, end = timezone.localtime(start), timezone.localtime(end)
        passed, day = timedelta(), start.date()
        while day <= end.date():
            for opens, closes in self.hours_of(day):
                passed += max(min(closes, end) - max(opens, start), timedelta())
            day += ONE_DAY
        return passed
