"""What a step needs before it is taken, and what goes with it: reasons, days, delegation, support, first dates."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from directives import actions
from directives.lifecycle import NotNow, NotYours
from directives.models import DeadlineTerms, Delegation, Directive
from tests.cast import DUE, WHEN

FAR = date(2099, 12, 31)
DONE = {"completed_on": WHEN, "result": "xong", "result_number": "12/BC"}


def ask(row, by, asked=date(2024, 10, 15), **what):
    return actions.request_extension(row, by=by, asked_due_on=asked, reason="chờ góp ý", **what)


def adjust(row, by, due_on, kind="day"):
    terms = DeadlineTerms(kind, due_on, reason="" if due_on else "không còn cần")
    return actions.adjust_deadline(row, by=by, deadline=terms, reason="kế hoạch mới", basis="QĐ 1/2024")


# --- what must be said ---


@pytest.mark.parametrize(
    ("state", "person", "verb", "said", "missing"),
    [
        ("assigned", "head", "decline", {"reason": "không", "proposed": "Cục Báo chí"}, "reason"),
        ("assigned", "head", "decline", {"reason": "không", "proposed": "Cục Báo chí"}, "proposed"),
        ("declined", "office", "uphold", {"reason": "giữ"}, "reason"),
        ("reported", "office", "send_back", {"reason": "thiếu"}, "reason"),
        ("completed", "office", "reopen", {"reason": "chưa"}, "reason"),
        ("in_progress", "office", "pause", {"condition": "chờ", "review_on": FAR}, "condition"),
        ("in_progress", "office", "withdraw", {"reason": "thôi", "on_word_of": "Bộ trưởng"}, "reason"),
        ("in_progress", "office", "withdraw", {"reason": "thôi", "on_word_of": "Bộ trưởng"}, "on_word_of"),
        ("in_progress", "leader", "withdraw", {"reason": "thôi"}, "reason"),
        ("in_progress", "office", "correct", {"field": "result", "value": "b", "reason": "nhầm"}, "reason"),
        ("in_progress", "head", "report_done", DONE, "result"),
        ("in_progress", "head", "report_progress", {"text": "một nửa"}, "text"),
        (
            "in_progress",
            "head",
            "request_extension",
            {"asked_due_on": date(2024, 10, 1), "reason": "chờ"},
            "reason",
        ),
        ("in_progress", "head", "comment", {"text": "một lời"}, "text"),
    ],
)
def test_a_step_is_refused_without_what_it_needs_and_taken_with_it(
    ministry, state, person, verb, said, missing
):
    row, by, take = ministry.in_state(state), getattr(ministry, person), getattr(actions, verb)
    with pytest.raises(ValidationError) as refusal:
        take(row, by=by, **{**said, missing: "  "})
    assert set(refusal.value.message_dict) == {missing}
    take(row, by=by, **said)


@pytest.mark.parametrize("missing", ["reason", "basis"])
def test_a_deadline_is_adjusted_only_with_a_reason_and_a_document(ministry, missing):
    said = {"reason": "mới", "basis": "QĐ 1"}
    row = ministry.in_state("in_progress")
    terms = DeadlineTerms("day", date(2024, 10, 1))
    with pytest.raises(ValidationError):
        actions.adjust_deadline(row, by=ministry.leader, deadline=terms, **{**said, missing: ""})
    actions.adjust_deadline(row, by=ministry.leader, deadline=terms, **said)


def test_the_leader_withdraws_on_his_own_word(ministry):
    row = ministry.in_state("in_progress")
    actions.withdraw(row, by=ministry.leader, reason="thôi")
    assert row.state == "withdrawn"


@pytest.mark.parametrize("missing", ["words", "source_item", "leader"])
def test_a_directive_is_issued_only_with_leader_words_and_source(ministry, missing):
    draft = ministry.draft(**{missing: None if missing == "leader" else ""})
    with pytest.raises(ValidationError) as refusal:
        actions.issue(draft, by=ministry.office)
    assert set(refusal.value.message_dict) == {missing}


def test_a_directive_is_issued_without_an_addressee(ministry):
    directive = ministry.directive()
    assert list(Directive.objects.without_addressee()) == [directive]


def test_work_is_assigned_with_a_day_or_a_reason_for_none(ministry):
    directive = ministry.directive()
    with pytest.raises(ValidationError):
        actions.assign(directive, by=ministry.office, unit=ministry.unit, deadline=DeadlineTerms("none"))
    terms = DeadlineTerms("none", reason="không nêu thời hạn")
    assert actions.assign(directive, by=ministry.office, unit=ministry.unit, deadline=terms).due_on is None


def test_work_is_assigned_to_exactly_one_addressee(ministry):
    directive, terms = ministry.directive(), DeadlineTerms("day", FAR)
    both = {"unit": ministry.unit, "leader": ministry.deputy_minister}
    for addressee in ({}, both):
        with pytest.raises(ValidationError):
            actions.assign(directive, by=ministry.office, deadline=terms, **addressee)


@pytest.mark.parametrize("day", [date(2024, 7, 7), date(2099, 1, 1)])
def test_work_is_done_between_the_day_of_issue_and_today(ministry, day):
    row = ministry.in_state("in_progress")
    with pytest.raises(ValidationError):
        actions.report_done(row, by=ministry.head, **{**DONE, "completed_on": day})
    actions.report_done(row, by=ministry.head, **DONE)


def test_work_is_reported_done_only_with_evidence(ministry):
    row = ministry.in_state("in_progress")
    with pytest.raises(ValidationError):
        actions.report_done(row, by=ministry.head, completed_on=WHEN, result="xong")


def test_the_day_of_completion_is_changed_on_confirming_only_with_a_reason(ministry):
    row = ministry.in_state("reported")
    with pytest.raises(ValidationError):
        actions.confirm(row, by=ministry.office, completed_on=date(2024, 7, 9))
    actions.confirm(row, by=ministry.office, completed_on=date(2024, 7, 9), reason="theo văn bản")
    assert row.completed_on == date(2024, 7, 9)


# --- extensions ---


def test_one_request_waits_at_a_time(ministry):
    row = ministry.in_state("in_progress")
    request = ask(row, ministry.head)
    with pytest.raises(NotNow):
        ask(row, ministry.deputy, date(2024, 10, 16))
    actions.cancel(request, by=ministry.head)
    ask(row, ministry.deputy, date(2024, 10, 16))


@pytest.mark.parametrize("asked", [date(2024, 9, 29), DUE])
def test_a_request_asks_for_a_later_day(ministry, asked):
    row = ministry.in_state("in_progress")
    with pytest.raises(ValidationError):
        ask(row, ministry.head, asked)


def test_a_granted_request_moves_the_deadline_and_keeps_the_first(ministry):
    row = ministry.in_state("in_progress")
    actions.approve(ask(row, ministry.head), by=ministry.office)
    row.refresh_from_db()
    assert (row.due_on, row.first_due_on, row.extension_count) == (date(2024, 10, 15), DUE, 1)
    assert list(row.deadlines.values_list("version", "due_on", "first_due_on", "cause")) == [
        (1, DUE, DUE, "assign"),
        (2, date(2024, 10, 15), DUE, "extension"),
    ]


def test_a_refused_request_moves_nothing(ministry):
    row = ministry.in_state("in_progress")
    request = ask(row, ministry.head)
    with pytest.raises(ValidationError):
        actions.refuse(request, by=ministry.office, reason="")
    actions.refuse(request, by=ministry.office, reason="không có lý do")
    row.refresh_from_db()
    assert (row.due_on, row.extension_count, row.deadlines.count()) == (DUE, 0, 1)


def test_a_counter_grants_another_day_than_the_one_asked_for(ministry):
    row = ministry.in_state("in_progress")
    request = ask(row, ministry.head)
    for day in (date(2024, 10, 15), DUE):
        with pytest.raises(ValidationError):
            actions.counter(request, by=ministry.office, due_on=day, reason="đủ")
    actions.counter(request, by=ministry.office, due_on=date(2024, 10, 10), reason="đủ")
    row.refresh_from_db()
    assert row.due_on == date(2024, 10, 10)


def test_the_office_extends_by_thirty_days_and_the_leader_by_more(ministry):
    row = ministry.in_state("in_progress")
    request = ask(row, ministry.head, date(2024, 10, 31))
    with pytest.raises(NotYours):
        actions.approve(request, by=ministry.office)
    actions.counter(request, by=ministry.office, due_on=date(2024, 10, 30), reason="ba mươi ngày")
    row.refresh_from_db()
    actions.approve(ask(row, ministry.head, date(2025, 3, 31)), by=ministry.leader)


def test_the_office_extends_twice_and_the_leader_once_more(ministry):
    row = ministry.in_state("in_progress")
    for day in (date(2024, 10, 1), date(2024, 10, 2)):
        actions.approve(ask(row, ministry.head, day), by=ministry.office)
        row.refresh_from_db()
    request = ask(row, ministry.head, date(2024, 10, 3))
    with pytest.raises(NotYours):
        actions.approve(request, by=ministry.office)
    actions.approve(request, by=ministry.leader)


def test_the_delegation_is_what_the_office_has_edited(ministry):
    Delegation.objects.create(extension_max_times=1, extension_max_days=5)
    row = ministry.in_state("in_progress")
    request = ask(row, ministry.head, date(2024, 10, 6))
    with pytest.raises(NotYours):
        actions.approve(request, by=ministry.office)
    actions.counter(request, by=ministry.office, due_on=date(2024, 10, 5), reason="năm ngày")


def test_the_office_adjusts_within_the_same_limits(ministry):
    row = ministry.in_state("in_progress")
    with pytest.raises(NotYours):
        adjust(row, ministry.office, date(2024, 10, 31))
    for day in (date(2024, 10, 30), date(2024, 11, 1)):
        adjust(row, ministry.office, day)
    with pytest.raises(NotYours):
        adjust(row, ministry.office, date(2024, 11, 2))
    adjust(row, ministry.leader, date(2025, 11, 2))
    assert row.first_due_on == DUE


def test_only_the_leader_lifts_a_deadline(ministry):
    row = ministry.in_state("in_progress")
    with pytest.raises(NotYours):
        adjust(row, ministry.office, None, kind="none")
    adjust(row, ministry.leader, None, kind="none")
    assert (row.due_on, row.first_due_on) == (None, DUE)


def test_a_request_is_closed_when_its_work_is_completed(ministry):
    row = ministry.in_state("in_progress")
    request = ask(row, ministry.head)
    row.refresh_from_db()
    actions.report_done(row, by=ministry.head, **DONE)
    actions.confirm(row, by=ministry.office)
    request.refresh_from_db()
    assert request.state == "cancelled"


# --- correcting ---


def test_a_typing_error_replaces_the_first_date(ministry):
    row = ministry.in_state("in_progress")
    actions.correct(row, by=ministry.office, field="due_on", value=date(2024, 9, 3), reason="gõ nhầm")
    assert (row.due_on, row.first_due_on, row.state) == (date(2024, 9, 3), date(2024, 9, 3), "in_progress")


def test_a_typing_error_in_a_date_moved_since_leaves_the_first_alone(ministry):
    row = ministry.in_state("in_progress")
    adjust(row, ministry.leader, date(2024, 10, 15))
    actions.correct(row, by=ministry.office, field="due_on", value=date(2024, 10, 5), reason="gõ nhầm")
    assert (row.due_on, row.first_due_on) == (date(2024, 10, 5), DUE)


def test_a_date_moved_away_and_back_was_moved(ministry):
    row = ministry.in_state("in_progress")
    adjust(row, ministry.leader, date(2024, 10, 15))
    adjust(row, ministry.leader, DUE)
    actions.correct(row, by=ministry.office, field="due_on", value=date(2024, 10, 5), reason="gõ nhầm")
    assert row.first_due_on == DUE


def test_a_correction_keeps_old_and_new_in_its_event(ministry):
    directive = ministry.directive()
    event = actions.correct(directive, by=ministry.office, field="title", value="Tên đúng", reason="nhầm")
    assert event.data == {"field": "title", "old": "Phương án hỗ trợ người dân", "new": "Tên đúng"}
