"""Working days, by literal days of the years 2024 and 2026."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from units.models import CalendarDay
from units.working_calendar import WorkingCalendar, today

pytestmark = pytest.mark.django_db


def test_tet_of_2024_lasts_from_the_8th_to_the_14th_of_february():
    calendar = WorkingCalendar()
    days = [date(2024, 2, day) for day in range(5, 20)]
    assert [day.day for day in days if calendar.is_working_day(day)] == [5, 6, 7, 15, 16, 19]


def test_the_national_day_of_2024_takes_the_3rd_of_september_too():
    calendar = WorkingCalendar()
    days = [date(2024, 9, day) for day in range(1, 7)]
    assert [day.day for day in days if calendar.is_working_day(day)] == [4, 5, 6]


def test_a_monday_is_exchanged_for_a_saturday_in_2024():
    calendar = WorkingCalendar()
    assert not calendar.is_working_day(date(2024, 4, 29))
    assert calendar.is_working_day(date(2024, 5, 4))
    assert not calendar.is_working_day(date(2024, 5, 11))


def test_the_offices_own_rows_win():
    assert WorkingCalendar().is_working_day(date(2025, 3, 5))
    assert not WorkingCalendar().is_working_day(date(2025, 3, 8))
    CalendarDay.objects.create(on=date(2025, 3, 5), is_working=False, name="Nghỉ hoán đổi")
    CalendarDay.objects.create(on=date(2025, 3, 8), is_working=True, name="Làm bù")
    calendar = WorkingCalendar()
    assert not calendar.is_working_day(date(2025, 3, 5))
    assert calendar.is_working_day(date(2025, 3, 8))
    assert calendar.occasion(date(2025, 3, 8)) == "Làm bù"


def test_a_holiday_has_its_occasion_and_an_ordinary_day_none():
    calendar = WorkingCalendar()
    assert calendar.occasion(date(2024, 9, 2))
    assert calendar.occasion(date(2024, 9, 4)) == ""


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        # Sunday 15/9: back over Friday 13, Thursday 12, Wednesday 11.
        (date(2024, 9, 15), -3, date(2024, 9, 11)),
        (date(2024, 9, 11), -1, date(2024, 9, 10)),
        # Over the national day and the week-end before it.
        (date(2024, 9, 4), -1, date(2024, 8, 30)),
        (date(2024, 8, 30), 1, date(2024, 9, 4)),
        # Into the Saturday worked in exchange.
        (date(2024, 5, 3), 1, date(2024, 5, 4)),
        (date(2024, 2, 7), 1, date(2024, 2, 15)),
        (date(2024, 9, 15), 0, date(2024, 9, 15)),
    ],
)
def test_the_nth_working_day_from_a_day(day, n, expected):
    assert WorkingCalendar().nth_working_day(day, n) == expected


@pytest.mark.parametrize(
    ("day", "due_on", "left"),
    [
        # Monday to Friday: four days before the day itself.
        (date(2024, 9, 9), date(2024, 9, 13), 4),
        (date(2024, 9, 13), date(2024, 9, 16), 1),
        (date(2024, 9, 14), date(2024, 9, 16), 0),
        (date(2024, 8, 30), date(2024, 9, 4), 1),
        (date(2024, 9, 13), date(2024, 9, 13), 0),
        (date(2024, 9, 16), date(2024, 9, 13), 0),
    ],
)
def test_working_days_left_before_the_due_date(day, due_on, left):
    assert WorkingCalendar().days_left(day, due_on) == left


def test_working_days_between_two_days_include_both():
    days = WorkingCalendar().working_days(date(2024, 8, 30), date(2024, 9, 5))
    assert list(days) == [date(2024, 8, 30), date(2024, 9, 4), date(2024, 9, 5)]


@pytest.mark.parametrize(("hour", "expected"), [(16, date(2024, 9, 15)), (17, date(2024, 9, 16))])
def test_the_day_changes_at_midnight_in_viet_nam(hour, expected):
    with time_machine.travel(datetime(2024, 9, 15, hour, tzinfo=UTC), tick=False):
        assert today() == expected
