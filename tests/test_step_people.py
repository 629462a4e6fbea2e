"""Who may take a step where the table alone does not say it: leaders in person, support, one's own work, outsiders,
the ministry office's own work, leaders out of office, delegation, units that are gone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from directives import actions
from directives.lifecycle import NotNow, NotYours
from directives.models import DeadlineTerms, Delegation
from journal.models import Event
from tests.cast import WHEN, make_leader, make_user
from units.models import LeaderTerm, Portfolio, Post, Role
from units.working_calendar import today

BACK = {"on": WHEN, "is_backdated": True}
FAR = date(2099, 12, 31)
SOON = today() + timedelta(days=20)  # within what the office may give after a pause

# Each decision: the state it is taken in, and how. Extension decisions follow below.
DECISIONS = {
    "uphold": ("declined", lambda row, by: actions.uphold(row, by=by, reason="đúng chức năng")),
    "send_back": ("reported", lambda row, by: actions.send_back(row, by=by, reason="thiếu")),
    "confirm": ("reported", lambda row, by: actions.confirm(row, by=by)),
    "pause": ("in_progress", lambda row, by: actions.pause(row, by=by, condition="chờ", review_on=FAR)),
    "resume": ("paused", lambda row, by: actions.resume(row, by=by, deadline=DeadlineTerms("day", SOON))),
    "adjust_deadline": (
        "in_progress",
        lambda row, by: actions.adjust_deadline(
            row, by=by, deadline=DeadlineTerms("day", date(2024, 10, 1)), reason="mới", basis="QĐ 1"
        ),
    ),
    "reopen": ("completed", lambda row, by: actions.reopen(row, by=by, reason="chưa xong")),
}
REQUEST_DECISIONS = {
    "approve": lambda request, by: actions.approve(request, by=by),
    "refuse": lambda request, by: actions.refuse(request, by=by, reason="không"),
    "counter": lambda request, by: actions.counter(request, by=by, due_on=date(2024, 10, 10), reason="là đủ"),
}


def ask(row, by, asked=date(2024, 10, 15), **what):
    return actions.request_extension(row, by=by, asked_due_on=asked, reason="chờ góp ý", **what)


# --- a leader who owes in person ---


@pytest.mark.parametrize("person", ["other_leader", "secretary"])
def test_a_leader_owing_in_person_and_his_secretary_act_as_the_unit_does(ministry, person):
    by = getattr(ministry, person)
    row = ministry.assignment(leader=ministry.deputy_minister)
    actions.accept(row, by=by)
    actions.report_done(row, by=by, completed_on=WHEN, result="xong", result_number="1/BC")
    assert row.state == "reported"


@pytest.mark.parametrize("person", ["head", "leader", "office", "clerk"])
def test_nobody_else_acts_for_a_leader_owing_in_person(ministry, person):
    row = ministry.assignment(leader=ministry.deputy_minister)
    with pytest.raises(NotYours):
        actions.accept(row, by=getattr(ministry, person))


@pytest.mark.parametrize("verb", DECISIONS)
def test_a_leader_does_not_decide_what_he_owes_in_person(ministry, verb):
    state, decide = DECISIONS[verb]
    directive = ministry.directive(leader=ministry.deputy_minister)
    row = ministry.in_state(
        state, directive=directive, leader=ministry.deputy_minister, by=ministry.other_leader
    )
    with pytest.raises(NotYours):
        decide(row, ministry.other_leader)
    decide(row, ministry.office)


# --- support ---


@pytest.fixture
def support(ministry):
    """A support row that waits for its confirmation, beside an open lead row."""
    directive = ministry.directive()
    ministry.assignment(directive=directive)
    return ministry.in_state(
        "reported",
        directive=directive,
        unit=ministry.other_unit,
        role="support",
        by=ministry.other_head,
    )


@pytest.mark.parametrize("person", ["head", "deputy", "substitute"])
def test_support_is_confirmed_by_the_heads_of_the_lead(ministry, support, person):
    actions.confirm(support, by=getattr(ministry, person))
    assert support.state == "completed"


@pytest.mark.parametrize("person", ["officer", "other_head", "third_head", "clerk", "secretary"])
def test_support_is_not_confirmed_by_others(ministry, support, person):
    with pytest.raises(NotYours):
        actions.confirm(support, by=getattr(ministry, person))


def test_the_lead_unit_does_not_confirm_its_own_lead_row(ministry):
    row = ministry.in_state("reported")
    with pytest.raises(NotYours):
        actions.confirm(row, by=ministry.deputy)


# --- nobody decides his own ---


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER])
@pytest.mark.parametrize("verb", DECISIONS)
def test_nobody_decides_work_of_a_unit_in_which_he_holds_a_post(ministry, verb, role):
    state, decide = DECISIONS[verb]
    row = ministry.in_state(state)
    Post.objects.create(user=ministry.office, role=role, unit=ministry.unit)
    with pytest.raises(NotYours):
        decide(row, ministry.office)
    decide(row, ministry.office2)


@pytest.mark.parametrize("verb", REQUEST_DECISIONS)
def test_nobody_decides_a_request_of_a_unit_in_which_he_holds_a_post(ministry, verb):
    request = ask(ministry.in_state("in_progress"), ministry.head)
    Post.objects.create(user=ministry.office, role=Role.OFFICER, unit=ministry.unit)
    with pytest.raises(NotYours):
        REQUEST_DECISIONS[verb](request, ministry.office)
    REQUEST_DECISIONS[verb](request, ministry.office2)


@pytest.mark.parametrize("verb", DECISIONS)
def test_a_post_that_has_ended_bars_nobody_from_deciding(ministry, verb):
    state, decide = DECISIONS[verb]
    row = ministry.in_state(state)
    Post.objects.create(user=ministry.office, role=Role.HEAD, unit=ministry.unit, ends_on=date(2024, 12, 31))
    decide(row, ministry.office)


# --- outsiders: the office acts on behalf, another person decides ---


def test_the_office_acts_for_an_outsider_with_the_paper_as_evidence(ministry):
    row = ministry.assignment(unit=ministry.outsider)
    with pytest.raises(ValidationError):
        actions.accept(row, by=ministry.office)
    event = actions.accept(row, by=ministry.office, evidence="CV 12/NM")
    assert event.data == {"on_behalf": "Nhà mạng", "evidence": "CV 12/NM"}


def test_the_office_does_not_act_for_a_unit_that_has_accounts(ministry):
    row = ministry.assignment()
    with pytest.raises(NotYours):
        actions.accept(row, by=ministry.office, evidence="CV 12/CVT")


@pytest.mark.parametrize("verb", ["confirm", "send_back"])
def test_who_reported_for_an_outsider_does_not_judge_the_report(ministry, verb):
    row = ministry.assignment(unit=ministry.outsider)
    actions.accept(row, by=ministry.office, evidence="CV 12/NM")
    actions.report_done(row, by=ministry.office, completed_on=WHEN, result="xong", result_number="12/NM")
    _state, decide = DECISIONS[verb]
    with pytest.raises(NotYours):
        decide(row, ministry.office)
    decide(row, ministry.office2)


def test_who_declined_for_an_outsider_does_not_uphold(ministry):
    row = ministry.assignment(unit=ministry.outsider)
    actions.decline(row, by=ministry.office, reason="không", proposed="Cục", evidence="CV 12/NM")
    with pytest.raises(NotYours):
        actions.uphold(row, by=ministry.office, reason="giữ")
    actions.uphold(row, by=ministry.office2, reason="giữ")


@pytest.mark.parametrize("verb", REQUEST_DECISIONS)
def test_who_asked_for_an_outsider_does_not_decide_the_request(ministry, verb):
    row = ministry.assignment(unit=ministry.outsider)
    request = ask(row, ministry.office, evidence="CV 12/NM")
    with pytest.raises(NotYours):
        REQUEST_DECISIONS[verb](request, ministry.office)
    REQUEST_DECISIONS[verb](request, ministry.office2)


# --- the ministry office's own work ---


@pytest.mark.parametrize("verb", DECISIONS)
def test_work_of_the_ministry_office_is_decided_by_the_leader_alone(ministry, verb):
    state, decide = DECISIONS[verb]
    # Walked by people of the office would be refused where the walk itself decides; the leader does it.
    row = ministry.assignment(unit=ministry.office_unit)
    by, leader = ministry.office_head, ministry.leader
    if state == "declined":
        actions.decline(row, by=by, reason="không", proposed="Cục", **BACK)
    else:
        actions.accept(row, by=by, **BACK)
    if state in ("reported", "completed"):
        actions.report_done(row, by=by, completed_on=WHEN, result="xong", result_number="1", **BACK)
    if state == "completed":
        actions.confirm(row, by=leader, **BACK)
    if state == "paused":
        actions.pause(row, by=leader, condition="chờ", review_on=FAR, **BACK)
    for person in (ministry.office, ministry.office_head, ministry.other_leader):
        with pytest.raises(NotYours):
            decide(row, person)
    decide(row, leader)


@pytest.mark.parametrize("verb", REQUEST_DECISIONS)
def test_a_request_of_the_ministry_office_is_decided_by_the_leader_alone(ministry, verb):
    row = ministry.assignment(unit=ministry.office_unit)
    request = ask(row, ministry.office_head)
    for person in (ministry.office, ministry.other_leader):
        with pytest.raises(NotYours):
            REQUEST_DECISIONS[verb](request, person)
    REQUEST_DECISIONS[verb](request, ministry.leader)


def test_the_office_corrects_no_date_of_its_own_work(ministry):
    row = ministry.assignment(unit=ministry.office_unit)
    with pytest.raises(NotYours):
        actions.correct(row, by=ministry.office, field="due_on", value=date(2024, 10, 1), reason="nhầm")


# --- a leader out of office ---


@pytest.fixture
def orphan(ministry):
    """Reported work on a directive whose leader has left office since."""
    gone = make_leader("da-nghi", ends_on=date(2024, 12, 31))
    user = make_user("gone", {"role": Role.LEADER, "leader": gone})
    row = ministry.in_state("reported", directive=ministry.directive(leader=gone))
    return row, user


def test_a_leader_out_of_office_decides_no_more(ministry, orphan):
    row, gone = orphan
    with pytest.raises(NotYours):
        actions.send_back(row, by=gone, reason="thiếu")


def test_without_a_portfolio_holder_the_minister_decides(ministry, orphan):
    row, _gone = orphan
    with pytest.raises(NotYours):
        actions.confirm(row, by=ministry.other_leader)
    actions.confirm(row, by=ministry.leader)


def test_the_portfolio_holder_decides_before_the_minister(ministry, orphan):
    row, _gone = orphan
    Portfolio.objects.create(leader=ministry.deputy_minister, field=ministry.field)
    with pytest.raises(NotYours):
        actions.confirm(row, by=ministry.leader)
    actions.confirm(row, by=ministry.other_leader)


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_who_hold_one_portfolio_each_decides(ministry, orphan, which):
    row, _gone = orphan
    second = make_leader("thu-truong-hai")
    both = [ministry.other_leader, make_user("second_leader", {"role": Role.LEADER, "leader": second})]
    for leader in (ministry.deputy_minister, second):
        Portfolio.objects.create(leader=leader, field=ministry.field)
    with pytest.raises(NotYours):
        actions.confirm(row, by=ministry.leader)
    actions.confirm(row, by=both[which])


def test_a_portfolio_that_has_ended_decides_nothing(ministry, orphan):
    row, _gone = orphan
    Portfolio.objects.create(
        leader=ministry.deputy_minister, field=ministry.field, ends_on=date(2024, 12, 31)
    )
    with pytest.raises(NotYours):
        actions.confirm(row, by=ministry.other_leader)


def test_a_portfolio_holder_out_of_office_decides_nothing(ministry, orphan):
    row, _gone = orphan
    Portfolio.objects.create(leader=ministry.deputy_minister, field=ministry.field)
    LeaderTerm.objects.filter(leader=ministry.deputy_minister).update(ends_on=date(2024, 12, 31))
    with pytest.raises(NotYours):
        actions.confirm(row, by=ministry.other_leader)
    actions.confirm(row, by=ministry.leader)


def test_a_leader_in_office_decides_what_he_gave_whoever_holds_the_portfolio(ministry):
    row = ministry.in_state("reported")
    Portfolio.objects.create(leader=ministry.deputy_minister, field=ministry.field)
    with pytest.raises(NotYours):
        actions.confirm(row, by=ministry.other_leader)
    actions.confirm(row, by=ministry.leader)


# --- what others allow ---


def test_the_officer_reports_it_done_only_if_the_head_allows(ministry):
    row = ministry.in_state("in_progress")
    done = {"completed_on": WHEN, "result": "xong", "result_number": "1/BC"}
    actions.hand_over(row, by=ministry.head, officer=ministry.officer)
    with pytest.raises(NotYours):
        actions.report_done(row, by=ministry.officer, **done)
    actions.hand_over(row, by=ministry.head, officer=ministry.officer, may_report=True)
    with pytest.raises(NotYours):
        actions.report_done(row, by=ministry.other_officer, **done)
    actions.report_done(row, by=ministry.officer, **done)


def test_an_officer_who_has_left_the_unit_is_its_officer_no_more(ministry):
    row = ministry.in_state("in_progress")
    actions.hand_over(row, by=ministry.head, officer=ministry.officer)
    Post.objects.filter(user=ministry.officer).update(ends_on=date(2024, 12, 31))
    with pytest.raises(NotYours):
        actions.report_progress(row, by=ministry.officer, text="vẫn làm")


def test_work_is_handed_only_to_people_of_the_unit(ministry):
    row = ministry.in_state("in_progress")
    with pytest.raises(ValidationError):
        actions.hand_over(row, by=ministry.head, officer=ministry.other_head)


def test_data_entry_issues_only_where_the_delegation_allows_it(ministry):
    draft = ministry.draft()
    with pytest.raises(NotYours):
        actions.issue(draft, by=ministry.clerk)
    Delegation.objects.create(data_entry_may_issue=True)
    actions.issue(draft, by=ministry.clerk)
    with pytest.raises(NotNow):
        actions.issue(draft, by=ministry.clerk)


def test_the_delegation_to_issue_lets_data_entry_assign_nothing(ministry):
    Delegation.objects.create(data_entry_may_issue=True)
    with pytest.raises(NotYours):
        actions.assign(
            ministry.directive(),
            by=ministry.clerk,
            unit=ministry.unit,
            deadline=DeadlineTerms("day", FAR),
        )


# --- units that are gone ---


def test_the_head_of_the_successor_acts_for_the_unit_that_is_gone(ministry):
    row = ministry.assignment(unit=ministry.old_unit)
    with pytest.raises(NotYours):
        # On that day the old unit still stood.
        actions.accept(row, by=ministry.head, **BACK)
    with pytest.raises(NotYours):
        actions.accept(row, by=ministry.other_head)
    actions.accept(row, by=ministry.head)


def test_the_successor_does_not_decide_what_the_unit_that_is_gone_owes(ministry):
    row = ministry.assignment(unit=ministry.old_unit)
    actions.accept(row, by=ministry.head)
    actions.report_done(row, by=ministry.head, completed_on=WHEN, result="xong", result_number="1")
    Post.objects.create(user=ministry.office, role=Role.OFFICER, unit=ministry.unit)
    with pytest.raises(NotYours):
        actions.confirm(row, by=ministry.office)
    actions.confirm(row, by=ministry.office2)


def test_a_post_in_a_unit_that_has_ended_gives_nothing(ministry):
    old_head = make_user("old_head", {"role": Role.HEAD, "unit": ministry.old_unit})
    row = ministry.assignment(unit=ministry.old_unit)
    with pytest.raises(NotYours):
        actions.accept(row, by=old_head)
    # While the unit stood the post gave everything.
    actions.accept(row, by=old_head, **BACK)


def test_an_account_switched_off_may_do_nothing(ministry):
    row = ministry.assignment()
    ministry.head.is_active = False
    with pytest.raises(NotYours):
        actions.accept(row, by=ministry.head)


def test_a_refused_step_writes_no_event(ministry):
    row = ministry.assignment()
    before = Event.objects.count()
    with pytest.raises(NotYours):
        actions.accept(row, by=ministry.other_head)
    assert Event.objects.count() == before
