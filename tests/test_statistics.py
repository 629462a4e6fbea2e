"""The figures by literal examples. July 2024 begins on a Monday; the work is due on Monday 30/9/2024."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives import actions
from directives.headline import headline
from directives.models import Assignment, DeadlineTerms
from directives.statistics import Figures, statistics
from directives.tasks import keep_figures_ready
from tests.cast import DUE, WHEN
from units.models import Field


def on(*day: int) -> dict:
    return {"on": date(2024, *day), "is_backdated": True}


def klass(row: Assignment, *day: int, against: str = "due") -> str | None:
    """The class on that day of 2024, read from what happened by then; None where the row is not counted."""
    counted = Assignment.objects.counted(date(2024, *day), against=against)
    return counted.filter(pk=row.pk).values_list("klass", flat=True).first()


def klass_today(row: Assignment, *day: int) -> str | None:
    """The same where that day is today, read from the row itself."""
    with time_machine.travel(datetime(2024, *day, 5, tzinfo=UTC), tick=False):
        return klass(row, *day)


def done(row: Assignment, by, completed_on: date, *day: int) -> None:
    actions.report_done(
        row, by=by, completed_on=completed_on, result="xong", result_number="12/BC", **on(*day)
    )


# --- each class ---


@pytest.mark.parametrize("read", [klass, klass_today])
@pytest.mark.parametrize("state", ["assigned", "in_progress", "declined"])
def test_overdue_begins_the_day_after_the_due_date(ministry, state, read):
    row = ministry.in_state(state)
    assert read(row, 9, 29) == "open_within"
    assert read(row, 9, 30) == "open_within"
    assert read(row, 10, 1) == "open_overdue"


@pytest.mark.parametrize("read", [klass, klass_today])
def test_today_begins_at_midnight_in_viet_nam(ministry, read):
    row = ministry.in_state("in_progress")
    # 17:00 UTC on the due date is the day after it in Hà Nội.
    with time_machine.travel(datetime(2024, 9, 30, 17, 0, tzinfo=UTC), tick=False):
        from units.working_calendar import today

        assert today() == date(2024, 10, 1)
        assert read(row, 10, 1) == "open_overdue"


@pytest.mark.parametrize("read", [klass, klass_today])
def test_work_without_a_day_is_never_overdue(ministry, read):
    row = ministry.in_state("in_progress", due_on=None)
    assert read(row, 12, 31) == "open_no_deadline"


@pytest.mark.parametrize("read", [klass, klass_today])
def test_paused_work_has_no_deadline(ministry, read):
    row = ministry.in_state("paused")
    assert read(row, 10, 1) == "open_no_deadline"


@pytest.mark.parametrize("read", [klass, klass_today])
@pytest.mark.parametrize(
    ("completed_on", "expected"), [(DUE, "open_within"), (date(2024, 10, 1), "open_overdue")]
)
def test_reported_work_is_measured_by_the_stated_day(ministry, completed_on, expected, read):
    row = ministry.in_state("in_progress")
    done(row, ministry.head, completed_on, 10, 5)
    assert read(row, 10, 10) == expected


@pytest.mark.parametrize("read", [klass, klass_today])
def test_work_sent_back_runs_again(ministry, read):
    row = ministry.in_state("in_progress")
    done(row, ministry.head, date(2024, 9, 25), 9, 26)
    actions.send_back(row, by=ministry.office, reason="thiếu", **on(9, 27))
    assert read(row, 9, 30) == "open_within"
    assert read(row, 10, 1) == "open_overdue"


@pytest.mark.parametrize("read", [klass, klass_today])
@pytest.mark.parametrize(
    ("completed_on", "due_on", "expected"),
    [
        (DUE, DUE, "completed_on_time"),
        (date(2024, 10, 1), DUE, "completed_late"),
        (date(2024, 10, 1), None, "completed_no_deadline"),
    ],
)
def test_completed_work_is_on_time_or_late_by_the_day_it_was_done(
    ministry, completed_on, due_on, expected, read
):
    row = ministry.in_state("in_progress", due_on=due_on)
    done(row, ministry.head, completed_on, 10, 5)
    actions.confirm(row, by=ministry.office, **on(10, 20))
    assert read(row, 10, 20) == expected


def test_the_day_changed_on_confirming_decides(ministry):
    row = ministry.in_state("in_progress")
    done(row, ministry.head, DUE, 10, 5)
    actions.confirm(
        row, by=ministry.office, completed_on=date(2024, 10, 2), reason="theo văn bản", **on(10, 20)
    )
    assert klass(row, 10, 19) == "open_within"
    assert klass(row, 10, 20) == klass_today(row, 10, 20) == "completed_late"


# --- what is not counted ---


@pytest.mark.parametrize("read", [klass, klass_today])
@pytest.mark.parametrize("state", ["replaced", "withdrawn"])
def test_replaced_and_withdrawn_rows_are_not_counted(ministry, state, read):
    assert read(ministry.in_state(state), 9, 1) is None


def test_the_row_that_replaces_is_counted_once(ministry):
    ministry.in_state("replaced")
    assert statistics(date(2024, 10, 1)).counts["open_overdue"] == 1
    assert statistics(date(2024, 10, 1)).total == 1


@pytest.mark.parametrize("read", [klass, klass_today])
def test_support_is_not_counted(ministry, read):
    assert read(ministry.in_state("in_progress", role="support"), 10, 1) is None


@pytest.mark.parametrize("read", [klass, klass_today])
def test_orientations_are_not_counted(ministry, read):
    row = ministry.in_state("in_progress", directive=ministry.directive(kind="orientation"))
    assert read(row, 10, 1) is None


def test_drafts_and_directives_without_addressee_are_not_counted(ministry):
    ministry.draft()
    ministry.directive()
    figures = statistics(date(2024, 10, 1))
    assert (figures.total, figures.directives) == (0, {"total": 0, "completed": 0, "overdue": 0, "open": 0})


@pytest.mark.parametrize("read", [klass, klass_today])
def test_a_period_that_has_not_begun_is_not_counted(ministry, read):
    row = ministry.in_state("in_progress", period="2024-Q4", starts_on=date(2024, 10, 1))
    assert read(row, 9, 30) is None
    assert read(row, 10, 1) == "open_overdue"


@pytest.mark.parametrize("read", [klass, klass_today])
def test_a_directive_taken_back_is_counted_until_that_day(ministry, read):
    row = ministry.in_state("completed")
    row.directive.refresh_from_db()
    actions.withdraw(row.directive, by=ministry.leader, reason="thôi", **on(10, 5))
    assert klass(row, 10, 4) == "completed_on_time"
    assert read(row, 10, 5) is None


# --- as of a past day ---


def test_before_the_day_of_issue_nothing_is_counted(ministry):
    ministry.in_state("completed")
    assert statistics(date(2024, 7, 7)).total == 0
    assert statistics(WHEN).total == 1


def test_between_the_extensions_the_old_deadline_holds(ministry):
    row = ministry.in_state("in_progress")
    request = actions.request_extension(
        row, by=ministry.head, asked_due_on=date(2024, 10, 15), reason="chờ góp ý", **on(9, 20)
    )
    actions.approve(request, by=ministry.office, **on(10, 5))
    assert klass(row, 10, 1) == "open_overdue"
    assert klass(row, 10, 4) == "open_overdue"
    assert klass(row, 10, 5) == "open_within"
    assert klass(row, 10, 15) == "open_within"
    assert klass(row, 10, 16) == "open_overdue"


def test_against_the_first_deadline_an_extension_changes_nothing(ministry):
    row = ministry.in_state("in_progress")
    request = actions.request_extension(
        row, by=ministry.head, asked_due_on=date(2024, 10, 15), reason="chờ góp ý", **on(9, 20)
    )
    actions.approve(request, by=ministry.office, **on(9, 21))
    assert klass(row, 10, 1) == "open_within"
    assert klass(row, 10, 1, against="first_due") == "open_overdue"


def test_the_day_of_completion_moves_no_event(ministry):
    row = ministry.in_state("in_progress")
    done(row, ministry.head, date(2024, 9, 1), 10, 5)
    actions.confirm(row, by=ministry.office, **on(10, 20))
    assert klass(row, 9, 15) == "open_within"
    assert klass(row, 10, 4) == "open_overdue"
    assert klass(row, 10, 5) == klass(row, 10, 19) == "open_within"
    assert klass(row, 10, 20) == "completed_on_time"


def test_reopened_work_was_completed_until_then(ministry):
    row = ministry.in_state("completed")
    actions.reopen(row, by=ministry.office, reason="chưa xong", **on(10, 5))
    assert klass(row, 10, 4) == "completed_on_time"
    assert klass(row, 10, 5) == "open_overdue"


def test_a_corrected_day_of_completion_holds_from_the_correction(ministry):
    row = ministry.in_state("in_progress")
    done(row, ministry.head, date(2024, 10, 1), 10, 5)
    actions.confirm(row, by=ministry.office, **on(10, 6))
    actions.correct(row, by=ministry.office, field="completed_on", value=DUE, reason="gõ nhầm", **on(10, 8))
    assert klass(row, 10, 7) == "completed_late"
    assert klass(row, 10, 8) == klass_today(row, 10, 8) == "completed_on_time"


def test_resumed_work_has_its_new_deadline(ministry):
    row = ministry.in_state("paused")
    deadline = DeadlineTerms("day", date(2024, 11, 30))
    actions.resume(row, by=ministry.office, deadline=deadline, **on(10, 5))
    assert klass(row, 10, 4) == "open_no_deadline"
    assert klass(row, 10, 5) == klass_today(row, 10, 5) == "open_within"
    assert klass(row, 12, 1) == "open_overdue"


# --- the official rate ---


def test_the_official_rate_of_the_report_of_the_prime_ministers_task_force():
    # Report 1270/BC-TCTTTg: 16.051 completed, 223 overdue; 4.893 not due yet are left out.
    figures = Figures(
        counts={
            "completed_on_time": 15_000,
            "completed_late": 1_051,
            "completed_no_deadline": 700,
            "open_within": 4_893,
            "open_overdue": 223,
            "open_no_deadline": 90,
        }
    )
    assert f"{figures.official_rate:.2%}" == "98.63%"


def test_where_nothing_was_due_there_is_no_rate(ministry):
    ministry.in_state("in_progress")
    assert statistics(date(2024, 9, 30)).official_rate is None
    assert statistics(date(2024, 10, 1)).official_rate == 0


# --- by unit, leader, meeting, field ---


def test_figures_are_grouped_by_unit_leader_meeting_and_field(ministry):
    press = Field.objects.create(code="bao-chi", name="Báo chí")
    theirs = {"leader": ministry.deputy_minister, "field": press}
    ministry.in_state("completed")
    ministry.in_state("in_progress")
    ministry.in_state(
        "in_progress",
        directive=ministry.directive(**theirs),
        unit=ministry.other_unit,
        by=ministry.other_head,
    )
    expected = {"completed_on_time": 1, "open_overdue": 1}, {"open_overdue": 1}
    keys = {
        "unit": ("CVT", "CBC"),
        "leader": ("bo-truong", "thu-truong"),
        "field": ("vien-thong", "bao-chi"),
    }
    for by, (first, second) in keys.items():
        groups = {group.key: group for group in statistics(date(2024, 10, 1), by=by).groups}
        found = {key: {k: n for k, n in group.counts.items() if n} for key, group in groups.items()}
        assert found == {first: expected[0], second: expected[1]}
        assert (groups[first].official_rate, groups[second].official_rate) == (0.5, 0)
    (group,) = statistics(date(2024, 10, 1), by="meeting").groups
    assert (group.key, group.total) == ("GB06/2024", 3)


def test_a_leader_owing_in_person_is_a_group_among_the_units(ministry):
    ministry.assignment(leader=ministry.deputy_minister)
    (group,) = statistics(date(2024, 10, 1), by="unit").groups
    assert (group.key, group.name) == ("thu-truong", "Thu Truong")


def test_a_directive_is_completed_when_every_lead_is_and_overdue_when_one_is(ministry):
    whole, half, waiting = (ministry.directive() for _ in range(3))
    other = {"unit": ministry.other_unit, "by": ministry.other_head}
    ministry.in_state("completed", directive=whole)
    ministry.in_state("completed", directive=whole, **other)
    ministry.in_state("completed", directive=half)
    ministry.in_state("in_progress", directive=half, **other)
    ministry.in_state("completed", directive=waiting)
    ministry.in_state("in_progress", directive=waiting, due_on=None, **other)
    assert statistics(date(2024, 10, 1)).directives == {"total": 3, "completed": 1, "overdue": 1, "open": 1}
    assert statistics(date(2024, 9, 30)).directives == {"total": 3, "completed": 1, "overdue": 0, "open": 2}


def test_figures_of_chosen_rows_count_those_rows(ministry):
    ministry.in_state("in_progress")
    ministry.in_state("in_progress", unit=ministry.other_unit, by=ministry.other_head)
    rows = Assignment.objects.visible_to(ministry.head)
    assert (statistics(date(2024, 10, 1)).total, statistics(date(2024, 10, 1), rows=rows).total) == (2, 1)


# --- update discipline ---


def discipline(*day: int, **what) -> tuple[int, int]:
    figures = statistics(date(2024, *day), **what)
    return figures.reported, figures.owed


@pytest.mark.parametrize(("accepted", "owed"), [((7, 25), 1), ((7, 26), 0)])
def test_a_report_is_owed_after_five_working_days_in_progress(ministry, accepted, owed):
    # Thursday 25/7 to Wednesday 31/7 are five working days, the week-end between them is none.
    row = ministry.assignment()
    actions.accept(row, by=ministry.head, **on(*accepted))
    assert discipline(7, 31) == (0, owed)


def test_a_report_counts_in_its_own_month(ministry):
    row = ministry.in_state("in_progress")
    actions.report_progress(row, by=ministry.head, text="một nửa", **on(8, 1))
    assert discipline(7, 31) == (0, 1)
    assert discipline(8, 31) == (1, 1)
    assert discipline(9, 30) == (0, 1)
    assert discipline(9, 30, period_start=date(2024, 7, 1)) == (1, 1)
    assert statistics(date(2024, 8, 31)).update_discipline == 1


def test_the_report_of_completion_is_a_report(ministry):
    row = ministry.in_state("in_progress")
    done(row, ministry.head, WHEN, 7, 15)
    assert discipline(7, 31) == (1, 1)


def test_work_that_left_progress_early_owes_no_report(ministry):
    row = ministry.in_state("in_progress")
    # In progress on the 8th to the 11th.
    actions.pause(row, by=ministry.office, condition="chờ", review_on=date(2024, 12, 2), **on(7, 12))
    assert discipline(7, 31) == (0, 0)
    assert statistics(date(2024, 7, 31)).update_discipline is None


def test_discipline_is_shown_by_unit(ministry):
    row = ministry.in_state("in_progress")
    ministry.in_state("in_progress", unit=ministry.other_unit, by=ministry.other_head)
    actions.report_progress(row, by=ministry.head, text="một nửa", **on(7, 10))
    groups = statistics(date(2024, 7, 31), by="unit").groups
    assert {group.key: (group.reported, group.owed) for group in groups} == {"CVT": (1, 1), "CBC": (0, 1)}


def test_the_desk_shows_the_rate_at_the_end_of_the_month_before(ministry):
    """1 of 2 that were due by then is done; what was finished in August counts for July still as overdue."""
    for day in ((7, 15), (8, 7)):
        row = ministry.in_state("in_progress", due_on=date(2024, 7, 20))
        done(row, ministry.head, date(2024, *day), *day)
        row.refresh_from_db()
        actions.confirm(row, by=ministry.office, **on(*day))
    assert headline(date(2024, 8, 15)).previous_rate == 0.5
    assert headline(date(2024, 9, 15)).previous_rate == 1.0
    assert headline(date(2024, 6, 15)).previous_rate is None


def test_after_a_step_the_clock_counts_before_somebody_opens_the_page(client, ministry):
    ministry.in_state("in_progress")
    client.force_login(ministry.office)
    client.get(reverse("statistics"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("statistics")).status_code == 200
        return len(queries)

    kept = asked()
    ministry.in_state("in_progress")
    keep_figures_ready()
    assert asked() == kept
    # The negative control: without the clock the page counts for itself.
    ministry.in_state("in_progress")
    assert asked() > kept
