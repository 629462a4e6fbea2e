"""What comes again: the next period is there before it begins, once, for each addressee."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from directives import actions
from directives.actions.recurring import RECURRENCES, open_next
from directives.models import Assignment, DeadlineTerms
from journal.models import Event
from tests.cast import WHEN

BACK = {"on": WHEN, "is_backdated": True}


def recurring(ministry, name="quarter", unit=None, **what):
    return actions.assign(
        ministry.directive(),
        by=ministry.office,
        unit=unit or ministry.unit,
        deadline=DeadlineTerms("recurring", recurrence=RECURRENCES.get(name, name)),
        **BACK,
        **what,
    )


@pytest.mark.parametrize(
    ("name", "due_on", "period"),
    [
        ("week", date(2024, 7, 14), "2024-07-14"),
        ("month", date(2024, 7, 31), "2024-07"),
        ("quarter", date(2024, 9, 30), "2024-Q3"),
        ("half_year", date(2024, 12, 31), "2024-H2"),
        ("year", date(2024, 12, 31), "2024"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2024, 7, 15), "2024-07-15"),
    ],
)
def test_given_in_a_period_it_is_due_with_its_last_day(ministry, name, due_on, period):
    row = recurring(ministry, name)
    assert (row.due_on, row.first_due_on, row.period) == (due_on, due_on, period)


@pytest.mark.parametrize(
    "rule", ["NONSENSE", "FREQ=HOURLY", "FREQ=MONTHLY;COUNT=0", "FREQ=DAILY;UNTIL=20200101"]
)
def test_what_ends_no_period_is_refused_at_its_field(ministry, rule):
    with pytest.raises(ValidationError) as refused:
        recurring(ministry, rule)
    assert set(refused.value.error_dict) == {"recurrence"}


def test_the_next_period_is_opened_ahead_and_counted_from_its_first_day(ministry):
    row = recurring(ministry)
    actions.hand_over(row, by=ministry.head, officer=ministry.officer)
    assert actions.open_periods(on=date(2024, 9, 19)) == 0
    assert actions.open_periods(on=date(2024, 9, 20)) == 1
    following = Assignment.objects.get(continues=row)
    assert (following.period, following.starts_on, following.due_on) == (
        "2024-Q4",
        date(2024, 10, 1),
        date(2024, 12, 31),
    )
    assert (following.unit, following.officer, following.state) == (
        ministry.unit,
        ministry.officer,
        "assigned",
    )
    assert following.deadlines.get().due_on == date(2024, 12, 31)
    event = Event.objects.get(subject_kind="assignment", subject_id=following.pk)
    assert (event.verb, event.by, event.data["period"]) == ("assigned", None, "2024-Q4")
    assert following not in Assignment.objects.counted(date(2024, 9, 30))
    assert following in Assignment.objects.counted(date(2024, 10, 1))


def test_opened_twice_it_is_there_once(ministry):
    row = recurring(ministry)
    assert open_next(row, on=date(2024, 9, 20)) is not None
    # A second clock has read the same row before the first had written.
    assert open_next(row, on=date(2024, 9, 20)) is None
    assert actions.open_periods(on=date(2024, 9, 20)) == 0
    assert Assignment.objects.filter(continues=row).count() == 1


def test_a_clock_that_stood_still_makes_up_for_it(ministry):
    recurring(ministry, "month")
    assert actions.open_periods(on=date(2024, 10, 25)) == 4
    assert list(Assignment.objects.order_by("due_on").values_list("period", flat=True)) == [
        "2024-07",
        "2024-08",
        "2024-09",
        "2024-10",
        "2024-11",
    ]


def test_each_addressee_goes_on_by_himself(ministry):
    directive = ministry.directive()
    for unit in (ministry.unit, ministry.other_unit):
        actions.assign(
            directive,
            by=ministry.office,
            unit=unit,
            deadline=DeadlineTerms("recurring", recurrence=RECURRENCES["quarter"]),
            **BACK,
        )
    assert actions.open_periods(on=date(2024, 9, 25)) == 2
    opened = Assignment.objects.filter(period="2024-Q4").values_list("unit__code", flat=True)
    assert sorted(opened) == ["CBC", "CVT"]


def test_an_extension_moves_its_period_only(ministry):
    row = recurring(ministry)
    actions.accept(row, by=ministry.head, **BACK)
    terms = DeadlineTerms("day", date(2024, 10, 15))
    actions.adjust_deadline(row, by=ministry.leader, deadline=terms, reason="x", basis="CV 1", **BACK)
    actions.open_periods(on=date(2024, 9, 25))
    following = Assignment.objects.get(continues=row)
    assert (following.starts_on, following.due_on) == (date(2024, 10, 1), date(2024, 12, 31))


@pytest.mark.parametrize("whose", ["row", "directive"])
def test_withdrawn_it_does_not_come_again(ministry, whose):
    row = recurring(ministry)
    what = row if whose == "row" else row.directive
    actions.withdraw(what, by=ministry.office2, reason="thôi", on_word_of="Bộ trưởng", **BACK)
    assert actions.open_periods(on=date(2024, 9, 25)) == 0


def test_reassigned_it_goes_on_with_the_new_unit_and_is_not_opened_twice(ministry):
    row = recurring(ministry)
    actions.reassign(row, by=ministry.office2, unit=ministry.other_unit, reason="đúng chức năng", **BACK)
    assert actions.open_periods(on=date(2024, 9, 25)) == 1
    assert Assignment.objects.get(period="2024-Q4").unit == ministry.other_unit
    assert actions.open_periods(on=date(2024, 9, 26)) == 0
