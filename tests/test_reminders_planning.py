"""Whom the policy tells of what, on which day. The oracle is a calendar page: every day is typed, none computed."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives import actions
from directives.models import DeadlineTerms
from reminders import engine
from reminders.models import Reminder, ReminderRule
from units.models import CalendarDay

pytestmark = pytest.mark.usefixtures("deadlines_only")


def ledger(state="sent", **which):
    rows = Reminder.objects.filter(state=state, **which).order_by("occurrence_on", "pk")
    return [(row.rule, row.occurrence_on, row.recipient.username) for row in rows.select_related("recipient")]


def told(**which):
    return {row.recipient.username for row in Reminder.objects.filter(state="sent", **which)}


def adjust(ministry, assignment, due_on, on):
    actions.adjust_deadline(
        assignment,
        by=ministry.leader,
        deadline=DeadlineTerms("day", due_on),
        reason="Thông tư lùi ngày",
        basis="Thông tư 10/2024/TT-BTTTT",
        on=on,
        is_backdated=True,
    )


# Due on Monday 30/9/2024.
@pytest.mark.parametrize(
    ("day", "rule", "occurrence_on"),
    [
        (date(2024, 9, 18), None, None),
        (date(2024, 9, 19), "before-7", date(2024, 9, 19)),
        (date(2024, 9, 20), "before-7", date(2024, 9, 19)),
        (date(2024, 9, 24), "before-7", date(2024, 9, 19)),
        (date(2024, 9, 25), "before-3", date(2024, 9, 25)),
        (date(2024, 9, 27), "before-1", date(2024, 9, 27)),
        (date(2024, 9, 30), "on-due", date(2024, 9, 30)),
        (date(2024, 10, 1), "on-due", date(2024, 9, 30)),
        (date(2024, 10, 3), "overdue-3", date(2024, 10, 3)),
        (date(2024, 10, 7), "overdue-3", date(2024, 10, 3)),
        (date(2024, 10, 8), "overdue-3", date(2024, 10, 8)),
        (date(2024, 10, 11), "overdue-3", date(2024, 10, 11)),
    ],
)
def test_what_is_due_by_a_day(ministry, day, rule, occurrence_on):
    assignment = ministry.assignment(due_on=date(2024, 9, 30))
    result = engine.sweep(day)
    expected = [(rule, occurrence_on, "head")] if rule else []
    assert ledger() == expected
    assert (result.planned, result.digests, result.sent) == (len(expected),) * 3
    assert all(row.basis == "deadline-1" and row.assignment == assignment for row in Reminder.objects.all())


# Independence Day 2024: 31/8 to 3/9 were off. Due on Wednesday 4/9: the working day before is Friday 30/8.
@pytest.mark.parametrize(
    ("day", "rule"),
    [(date(2024, 8, 30), "before-1"), (date(2024, 8, 29), "before-3"), (date(2024, 8, 28), "before-3")],
)
def test_holidays_are_no_working_days(ministry, day, rule):
    ministry.assignment(due_on=date(2024, 9, 4))
    engine.sweep(day)
    assert [row[0] for row in ledger()] == [rule]


def test_a_saturday_worked_in_exchange_counts(ministry):
    CalendarDay.objects.create(on=date(2024, 9, 28), is_working=True, name="Làm bù")
    ministry.assignment(due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 28))
    assert ledger() == [("before-1", date(2024, 9, 28), "head")]


def test_due_on_a_sunday(ministry):
    """15/9/2024 is a Sunday: three working days before it is Wednesday 11/9."""
    ministry.assignment(due_on=date(2024, 9, 15))
    engine.sweep(date(2024, 9, 11))
    assert ledger() == [("before-3", date(2024, 9, 11), "head")]
    engine.sweep(date(2024, 9, 16))
    assert ledger()[1:] == [("on-due", date(2024, 9, 15), "head")]


def test_of_a_missed_week_only_the_latest_is_told(ministry, mailoutbox):
    ministry.assignment(due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 19))
    result = engine.sweep(date(2024, 10, 1))
    assert ledger() == [
        ("before-7", date(2024, 9, 19), "head"),
        ("on-due", date(2024, 9, 30), "head"),
    ]
    assert ledger("superseded") == [
        ("before-3", date(2024, 9, 25), "head"),
        ("before-1", date(2024, 9, 27), "head"),
    ]
    assert set(Reminder.objects.filter(state="superseded").values_list("reason", flat=True)) == {"later"}
    assert (result.planned, result.superseded) == (1, 2)
    assert len(mailoutbox) == 2


def test_a_waiting_row_is_outrun(ministry, monkeypatch):
    """Planned on the 19th, but the machine went down before the letter was written."""
    ministry.assignment(due_on=date(2024, 9, 30))
    monkeypatch.setattr("reminders.digests.freeze_daily", lambda **_: iter(()))
    engine.sweep(date(2024, 9, 19))
    assert ledger("planned") == [("before-7", date(2024, 9, 19), "head")]
    monkeypatch.undo()
    result = engine.sweep(date(2024, 9, 25))
    assert ledger("superseded") == [("before-7", date(2024, 9, 19), "head")]
    assert ledger() == [("before-3", date(2024, 9, 25), "head")]
    assert result.superseded == 1


def test_second_sweep_of_a_day_writes_nothing(ministry, mailoutbox):
    ministry.assignment(due_on=date(2024, 9, 30))
    ministry.assignment(due_on=date(2024, 9, 16), unit=ministry.other_unit)
    first = engine.sweep(date(2024, 9, 25))
    rows = Reminder.objects.count()
    # before-7 and before-3 of the one; before-7, -3, -1, on-due and overdue-3 of the other.
    assert rows == 7
    assert (first.planned, first.superseded, first.sent) == (2, 5, 2)
    second = engine.sweep(date(2024, 9, 25))
    assert (second.planned, second.superseded, second.digests, second.sent) == (0, 0, 0, 0)
    assert Reminder.objects.count() == rows
    assert len(mailoutbox) == 2


def test_nothing_on_a_day_off(ministry, mailoutbox):
    ministry.assignment(due_on=date(2024, 9, 9))
    for day in (date(2024, 9, 8), date(2024, 9, 7), date(2024, 9, 2)):
        assert engine.sweep(day).is_day_off
    assert not Reminder.objects.exists()
    assert mailoutbox == []


@pytest.mark.parametrize("state", ["paused", "reported", "declined", "completed", "withdrawn", "replaced"])
def test_silent_states(ministry, state):
    assignment = ministry.in_state(state, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 10, 8))
    assert not Reminder.objects.filter(assignment=assignment).exists()


@pytest.mark.parametrize("state", ["assigned", "in_progress"])
def test_speaking_states(ministry, state):
    ministry.in_state(state, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 10, 8))
    assert told() == {"head"}


def test_not_tasks_not_undated_not_drafts(ministry):
    ministry.assignment(due_on=None)
    ministry.assignment(due_on=date(2024, 9, 30), directive=ministry.directive(kind="orientation"))
    ministry.assignment(due_on=date(2024, 9, 30), starts_on=date(2024, 10, 9))
    ministry.draft()
    engine.sweep(date(2024, 10, 8))
    assert not Reminder.objects.exists()


def test_a_past_day_is_read_as_it_stood(ministry):
    assignment = ministry.in_state("in_progress", due_on=date(2024, 9, 30))
    actions.report_done(
        assignment,
        by=ministry.head,
        completed_on=date(2024, 9, 20),
        result="xong",
        result_number="12/BC",
        on=date(2024, 9, 20),
        is_backdated=True,
    )
    engine.sweep(date(2024, 9, 25))
    assert not Reminder.objects.exists()
    engine.sweep(date(2024, 9, 19))
    assert told() == {"head"}


def test_a_past_day_after_newer_ones(ministry, mailoutbox):
    """Played again for a demonstration: what 25/9 outran is what 19/9 says. Once."""
    ministry.assignment(due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert engine.sweep(date(2024, 9, 19)).planned == 1
    assert ledger() == [("before-7", date(2024, 9, 19), "head"), ("before-3", date(2024, 9, 25), "head")]
    for day in (date(2024, 9, 19), date(2024, 9, 25)):
        assert engine.sweep(day).planned == 0
    assert len(mailoutbox) == 2


def test_a_new_deadline_reminds_afresh(ministry):
    assignment = ministry.assignment(due_on=date(2024, 9, 15))
    engine.sweep(date(2024, 9, 11))
    adjust(ministry, assignment, date(2024, 10, 15), date(2024, 9, 13))
    result = engine.sweep(date(2024, 9, 13))
    assert (result.planned, result.sent) == (0, 0)
    engine.sweep(date(2024, 10, 4))
    rows = Reminder.objects.filter(state="sent").order_by("occurrence_on")
    assert [(row.rule, row.basis, row.occurrence_on, row.due_on) for row in rows] == [
        ("before-3", "deadline-1", date(2024, 9, 11), date(2024, 9, 15)),
        ("before-7", "deadline-2", date(2024, 10, 4), date(2024, 10, 15)),
    ]


def test_what_fell_due_before_the_deadline_was_set_is_not_owed(ministry):
    """Moved on 26/9 to 30/9: of 19/9 and 25/9 nobody could have known."""
    assignment = ministry.assignment(due_on=date(2024, 12, 20))
    adjust(ministry, assignment, date(2024, 9, 30), date(2024, 9, 26))
    engine.sweep(date(2024, 9, 26))
    assert not Reminder.objects.exists()
    engine.sweep(date(2024, 9, 27))
    assert ledger() == [("before-1", date(2024, 9, 27), "head")]
    assert ledger("superseded") == []


def test_a_unit_that_takes_over_owes_nothing_from_before(ministry):
    assignment = ministry.assignment(due_on=date(2024, 9, 30))
    actions.reassign(
        assignment,
        by=ministry.office2,
        unit=ministry.other_unit,
        reason="đúng chức năng",
        on=date(2024, 9, 26),
        is_backdated=True,
    )
    engine.sweep(date(2024, 9, 26))
    assert not Reminder.objects.exists()
    engine.sweep(date(2024, 9, 27))
    assert ledger() == [("before-1", date(2024, 9, 27), "other_head")]


# --- the policy is data -------------------------------------------------------------------------------


def test_a_rule_out_of_force_is_not_followed(ministry):
    ReminderRule.objects.filter(code="before-3").update(is_active=False)
    ministry.assignment(due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert ledger() == [("before-7", date(2024, 9, 19), "head")]


def test_a_new_rule_says_nothing_about_what_a_later_one_has_said(ministry):
    ministry.assignment(due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    ReminderRule.objects.create(code="before-5", kind="before_due", days=5)
    assert engine.sweep(date(2024, 9, 26)).planned == 0


def test_without_rules_nothing_is_said(ministry):
    ReminderRule.objects.all().delete()
    ministry.assignment(due_on=date(2024, 9, 30))
    assert engine.sweep(date(2024, 10, 8)).planned == 0


def test_chunks_make_no_difference(ministry, monkeypatch):
    monkeypatch.setattr("reminders.planning.CHUNK", 2)
    for unit in (
        ministry.unit,
        ministry.other_unit,
        ministry.third_unit,
        ministry.sub_unit,
        ministry.old_unit,
    ):
        ministry.assignment(unit=unit, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert told() == {
        *("head", "other_head", "third_head", "sub_head"),
        # Of the old unit nobody is left, and nobody has taken it over yet.
        *("office", "office2", "office_head"),
    }


def test_a_sweep_costs_what_it_tells(ministry):
    """Twelve assignments of one head cost as many queries as three; a second sweep asks far less."""

    def cost(day, number):
        for _ in range(number):
            ministry.assignment(due_on=date(2024, 9, 30))
        with time_machine.travel(day), CaptureQueriesContext(connection) as queries:
            engine.sweep(day)
        return len(queries)

    first = cost(date(2024, 9, 19), 3)
    more = cost(date(2024, 9, 25), 9)
    again = cost(date(2024, 9, 25), 0)
    # One more only to write down what was outrun, however much it is.
    assert more == first + 1
    assert again < first / 2
