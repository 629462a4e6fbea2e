"""What goes with a step: what a new row continues, what is closed beside it, where it comes back to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from directives import actions
from directives.lifecycle import NotNow
from directives.models import Assignment, DeadlineTerms, Directive, Urging
from journal.models import Event
from tests.cast import DUE, WHEN, make_unit, make_user
from units.models import Role

FAR = date(2099, 12, 31)
DONE = {"completed_on": WHEN, "result": "xong", "result_number": "12/BC"}


def last_event(row) -> Event:
    return Event.objects.filter(subject_kind="assignment", subject_id=row.pk).order_by("id").last()


# --- giving it to another ---


def test_a_reassigned_row_continues_deadlines_first_date_and_extensions(ministry):
    row = ministry.in_state("in_progress")
    request = actions.request_extension(
        row, by=ministry.head, asked_due_on=date(2024, 10, 15), reason="chờ góp ý"
    )
    actions.approve(request, by=ministry.office)
    row.refresh_from_db()
    new = actions.reassign(row, by=ministry.office, unit=ministry.other_unit, reason="đúng chức năng")
    new.refresh_from_db()
    row.refresh_from_db()
    assert (row.state, new.state, new.replaces_id) == ("replaced", "assigned", row.pk)
    assert (new.due_on, new.first_due_on, new.extension_count) == (date(2024, 10, 15), DUE, 1)
    versions = ("version", "on", "due_on", "first_due_on", "cause")
    assert list(new.deadlines.values_list(*versions)) == list(row.deadlines.values_list(*versions))


def test_a_date_moved_before_the_work_went_elsewhere_was_moved(ministry):
    row = ministry.in_state("in_progress")
    terms = DeadlineTerms("day", date(2024, 10, 15))
    actions.adjust_deadline(row, by=ministry.leader, deadline=terms, reason="mới", basis="QĐ 1")
    new = actions.reassign(row, by=ministry.office, unit=ministry.other_unit, reason="đúng chức năng")
    actions.correct(new, by=ministry.office, field="due_on", value=date(2024, 10, 5), reason="gõ nhầm")
    assert (new.due_on, new.first_due_on) == (date(2024, 10, 5), DUE)


def test_work_is_not_reassigned_to_whoever_has_it(ministry):
    row = ministry.in_state("in_progress")
    with pytest.raises(ValidationError):
        actions.reassign(row, by=ministry.office, unit=ministry.unit, reason="đúng chức năng")


def test_a_request_that_waits_is_closed_when_the_work_goes_elsewhere(ministry):
    row = ministry.in_state("in_progress")
    request = actions.request_extension(
        row, by=ministry.head, asked_due_on=date(2024, 10, 15), reason="chờ góp ý"
    )
    row.refresh_from_db()
    actions.reassign(row, by=ministry.office, unit=ministry.other_unit, reason="đúng chức năng")
    request.refresh_from_db()
    assert request.state == "cancelled"


# --- lead and support ---


@pytest.fixture
def together(ministry):
    """Two leads and one support row of one directive, all in progress."""
    directive = ministry.directive()
    return (
        ministry.in_state("in_progress", directive=directive),
        ministry.in_state(
            "in_progress", directive=directive, unit=ministry.other_unit, by=ministry.other_head
        ),
        ministry.in_state(
            "in_progress",
            directive=directive,
            unit=ministry.third_unit,
            role="support",
            by=ministry.third_head,
        ),
    )


def test_a_lead_is_reported_done_with_a_word_on_each_open_support_row(ministry, together):
    lead, _other, support = together
    for words in ({}, {support.pk: "  "}):
        with pytest.raises(ValidationError):
            actions.report_done(lead, by=ministry.head, support_words=words, **DONE)
    actions.report_done(lead, by=ministry.head, support_words={support.pk: "đã góp ý"}, **DONE)
    event = last_event(support)
    assert (event.verb, event.note) == ("support_word", "đã góp ý")


def test_support_is_reported_done_without_a_word_on_anybody(ministry, together):
    _lead, _other, support = together
    actions.report_done(support, by=ministry.third_head, **DONE)
    assert support.state == "reported"


def test_support_is_closed_when_the_last_lead_is_confirmed_and_not_before(ministry, together):
    lead, other, support = together
    words = {support.pk: "đã góp ý"}
    actions.report_done(lead, by=ministry.head, support_words=words, **DONE)
    actions.report_done(other, by=ministry.other_head, support_words=words, **DONE)
    actions.confirm(lead, by=ministry.office)
    support.refresh_from_db()
    assert support.state == "in_progress"
    actions.confirm(other, by=ministry.office)
    support.refresh_from_db()
    event = last_event(support)
    assert (support.state, event.verb, event.from_state, event.to_state) == (
        "withdrawn",
        "withdraw",
        "in_progress",
        "withdrawn",
    )


def test_support_that_is_completed_stays_completed(ministry, together):
    lead, other, support = together
    actions.report_done(support, by=ministry.third_head, **DONE)
    actions.confirm(support, by=ministry.head)
    for row, by in ((lead, ministry.head), (other, ministry.other_head)):
        actions.report_done(row, by=by, **DONE)
        actions.confirm(row, by=ministry.office)
    support.refresh_from_db()
    assert support.state == "completed"


# --- back and forth ---


def test_reopened_work_is_not_completed_on_any_day(ministry):
    row = ministry.in_state("completed")
    actions.reopen(row, by=ministry.office, reason="chưa xong")
    assert (row.state, row.completed_on) == ("in_progress", None)


def test_work_sent_back_is_not_completed_on_any_day(ministry):
    row = ministry.in_state("reported")
    actions.send_back(row, by=ministry.office, reason="thiếu phụ lục")
    assert (row.state, row.completed_on) == ("in_progress", None)


@pytest.mark.parametrize("state", ["assigned", "in_progress"])
def test_resumed_work_is_back_where_it_was_with_a_new_deadline(ministry, state):
    row = ministry.in_state(state)
    actions.pause(row, by=ministry.office, condition="chờ luật", review_on=FAR)
    assert (row.state, row.review_on, row.pause_condition) == ("paused", FAR, "chờ luật")
    actions.resume(row, by=ministry.leader, deadline=DeadlineTerms("day", FAR))
    assert (row.state, row.due_on, row.first_due_on) == (state, FAR, DUE)


@pytest.mark.parametrize("day", [WHEN, date(2024, 7, 7)])
def test_work_is_paused_until_a_day_ahead(ministry, day):
    row = ministry.in_state("in_progress")
    with pytest.raises(ValidationError):
        actions.pause(
            row, by=ministry.office, condition="chờ luật", review_on=day, on=WHEN, is_backdated=True
        )


# --- the whole directive ---


def test_a_directive_taken_back_closes_its_open_rows_and_leaves_the_completed(ministry):
    directive = ministry.directive()
    completed = ministry.in_state("completed", directive=directive)
    states = {}
    for number, state in enumerate(["assigned", "in_progress", "reported", "declined", "paused"]):
        unit = make_unit(f"V{number}")
        head = make_user(f"head{number}", {"role": Role.HEAD, "unit": unit})
        states[state] = ministry.in_state(state, directive=directive, unit=unit, by=head)
    directive.refresh_from_db()
    actions.withdraw(directive, by=ministry.leader, reason="thôi")
    assert directive.state == "withdrawn"
    assert {Assignment.objects.get(pk=row.pk).state for row in states.values()} == {"withdrawn"}
    completed.refresh_from_db()
    assert completed.state == "completed"


def test_what_is_said_again_on_open_work_is_an_event_and_no_second_obligation(ministry):
    directive = ministry.in_state("in_progress").directive
    before = Directive.objects.count()
    event = actions.repeat(directive, by=ministry.office, meeting=ministry.meeting, words="Nhắc lại.")
    assert (event.verb, event.note, Directive.objects.count()) == ("repeat", "Nhắc lại.", before)


def test_what_is_said_again_after_completion_is_a_new_linked_draft(ministry):
    directive = ministry.in_state("completed").directive
    directive.refresh_from_db()
    again = actions.repeat(directive, by=ministry.office, meeting=ministry.meeting, words="Nhắc lại.")
    assert (again.repeats, again.state, again.words) == (directive, "draft", "Nhắc lại.")
    assert (again.leader, again.title) == (directive.leader, directive.title)


def test_a_discarded_draft_keeps_its_number(ministry):
    actions.discard(ministry.draft(), by=ministry.clerk)
    assert ministry.draft().code == "GB06/2024-02"


# --- urging ---


def test_an_urging_is_open_until_it_is_answered(ministry):
    row = ministry.in_state("in_progress")
    urging = actions.urge([row], by=ministry.office, text="đề nghị báo cáo", reply_by_on=FAR)
    assert urging.rows.get().answered_at is None
    row.refresh_from_db()
    actions.answer(row, by=ministry.head, text="đang làm")
    assert (urging.rows.get().answer, urging.rows.get().answered_by) == ("đang làm", ministry.head)


def test_many_are_urged_together_or_none(ministry):
    rows = [ministry.in_state("in_progress"), ministry.in_state("completed")]
    with pytest.raises(NotNow):
        actions.urge(rows, by=ministry.office, text="đề nghị báo cáo", reply_by_on=FAR)
    assert Urging.objects.count() == 0
    assert last_event(rows[0]).verb == "accept"
