"""Every step in every state by every kind of person, against a table typed from docs/DESIGN.md, not from the code.

One row stands in each state, reached by legal steps. Each case calls the real action with valid arguments inside
a savepoint that is rolled back, so that all cases meet the same row.
"""

from datetime import date, timedelta

import pytest
from django.db import transaction

from directives import actions
from directives.lifecycle import NotNow, NotYours
from directives.models import (
    Assignment,
    DeadlineTerms,
    Directive,
    ExtensionRequest,
    ProposedAddressee,
    UrgedAssignment,
    Urging,
)
from tests.cast import WHEN, Ministry
from units.working_calendar import today

YES, NOT_YOURS, NOT_NOW = "yes", "not yours", "not now"
# Some steps ask for a day ahead; the tests must not depend on the day they run.
FAR = date(2099, 12, 31)
SOON = today() + timedelta(days=20)  # within what the office may give after a pause
LATER = date(2024, 10, 15)

PEOPLE = (
    "head",
    "deputy",
    "substitute",
    "officer",
    "other_officer",
    "office",
    "leader",
    "other_leader",
    "secretary",
    "clerk",
    "administrator",
    "other_head",
    "ended",
    "nobody",
)
U = {"head", "deputy", "substitute"}
O = {"officer"}  # noqa: E741 - the letters are the law's
V = {"office"}
L = {"leader"}
D = {"clerk"}
# Whoever sees the row: the whole unit, the office, every leader, data entry.
SEES = U | O | {"other_officer"} | V | L | {"other_leader"} | D
# A word on the whole directive would be read by every co-addressee; a unit speaks on its own row.
SEES_ALL = V | L | {"other_leader"} | D

ASSIGNMENT_STATES = (
    "assigned",
    "in_progress",
    "reported",
    "completed",
    "declined",
    "paused",
    "replaced",
    "withdrawn",
)
OPEN = {"assigned", "in_progress", "reported", "declined", "paused"}
ANY = set(ASSIGNMENT_STATES)
ASSIGNMENT_LAW = {
    "accept": ({"assigned"}, U | O),
    "decline": ({"assigned"}, U),
    "uphold": ({"declined"}, V | L),
    "reassign": (OPEN, V),
    "report_progress": ({"in_progress"}, U | O),
    # The officer only where the head allows it; here the head did not.
    "report_done": ({"in_progress"}, U),
    "send_back": ({"reported"}, V | L),
    "confirm": ({"reported"}, V | L),
    "pause": ({"assigned", "in_progress"}, V | L),
    "resume": ({"paused"}, V | L),
    "adjust_deadline": (OPEN, L | V),
    "reopen": ({"completed"}, V | L),
    "withdraw": (OPEN, L | V),
    "correct": (ANY, V),
    "comment": (ANY, SEES),
    "request_extension": ({"assigned", "in_progress"}, U),
    "hand_over": (OPEN, U),
    "follow": (OPEN, V),
    "keep_milestones": ({"assigned", "in_progress"}, U | O),
    "urge": (OPEN, V),
    "escalate": (OPEN, V),
    "answer": (OPEN, U | O),
}
DIRECTIVE_STATES = ("draft", "issued", "withdrawn")
DIRECTIVE_LAW = {
    "edit": ({"draft"}, D | V),
    "discard": ({"draft"}, D | V),
    # Data entry only where the delegation allows it; by default it does not.
    "issue": ({"draft"}, V),
    "assign": ({"issued"}, V),
    "assign_proposed": ({"issued"}, V),
    "correct": ({"draft", "issued", "withdrawn"}, V),
    "withdraw": ({"issued"}, L | V),
    "comment": ({"draft", "issued", "withdrawn"}, SEES_ALL),
    "repeat": ({"issued"}, V),
}
EXTENSION_STATES = ("open", "approved", "refused", "cancelled")
EXTENSION_LAW = {
    "approve": ({"open"}, V | L),
    "refuse": ({"open"}, V | L),
    "counter": ({"open"}, V | L),
    "cancel": ({"open"}, U),
}


def on_assignment(verb: str, row: Assignment, world: "World", by) -> None:
    ministry = world.ministry
    arguments = {
        "decline": {"reason": "không thuộc chức năng", "proposed": "Cục Báo chí"},
        "uphold": {"reason": "đúng chức năng"},
        "reassign": {"reason": "đúng chức năng", "unit": ministry.third_unit},
        "report_progress": {"text": "đã làm một nửa"},
        "report_done": {"completed_on": WHEN, "result": "xong", "result_number": "12/BC"},
        "send_back": {"reason": "thiếu phụ lục"},
        "escalate": {"text": "Kính trình"},
        "pause": {"condition": "chờ luật", "review_on": FAR},
        "resume": {"deadline": DeadlineTerms("day", SOON)},
        "adjust_deadline": {
            "deadline": DeadlineTerms("day", LATER),
            "reason": "theo kế hoạch mới",
            "basis": "QĐ 1/2024",
        },
        "reopen": {"reason": "chưa xong"},
        "withdraw": {"reason": "thôi", "on_word_of": "Bộ trưởng"},
        "correct": {"field": "result", "value": "một câu khác", "reason": "gõ nhầm"},
        "comment": {"text": "một lời"},
        "request_extension": {"asked_due_on": LATER, "reason": "chờ góp ý"},
        "hand_over": {"officer": ministry.other_officer},
        "follow": {"follower": ministry.office2},
        "answer": {"text": "đang làm"},
    }.get(verb, {})
    if verb == "urge":
        actions.urge([row], by=by, text="đề nghị báo cáo", reply_by_on=FAR)
    elif verb == "keep_milestones":
        actions.add_milestone(row, by=by, title="Dự thảo lần một")
    else:
        getattr(actions, verb)(row, by=by, **arguments)


def on_directive(verb: str, row: Directive, world: "World", by) -> None:
    arguments = {
        "edit": {"title": "Tên khác"},
        "assign": {"unit": world.ministry.third_unit, "deadline": DeadlineTerms("day", LATER)},
        "correct": {"field": "title", "value": "Tên khác", "reason": "gõ nhầm"},
        "withdraw": {"reason": "thôi", "on_word_of": "Bộ trưởng"},
        "comment": {"text": "một lời"},
        "repeat": {"meeting": world.ministry.meeting, "words": "Nhắc lại."},
    }.get(verb, {})
    getattr(actions, verb)(row, by=by, **arguments)


def on_extension(verb: str, row: ExtensionRequest, world: "World", by) -> None:
    arguments = {
        "refuse": {"reason": "không có lý do chính đáng"},
        "counter": {"due_on": date(2024, 10, 10), "reason": "mười ngày là đủ"},
    }.get(verb, {})
    getattr(actions, verb)(row, by=by, **arguments)


class World:
    """One row in each state, and an urging on each that waits for its answer."""

    def __init__(self) -> None:
        self.ministry = ministry = Ministry()
        self.assignments = {state: ministry.in_state(state).pk for state in ASSIGNMENT_STATES}
        rows = Assignment.objects.filter(pk__in=self.assignments.values())
        rows.update(officer=ministry.officer)
        urging = Urging.objects.create(
            text="đề nghị báo cáo", reply_by_on=FAR, urged_on=WHEN, urged_by=ministry.office2
        )
        UrgedAssignment.objects.bulk_create(UrgedAssignment(urging=urging, assignment=row) for row in rows)
        self.directives = {
            "draft": ministry.draft().pk,
            "issued": ministry.assignment().directive_id,
            "withdrawn": ministry.assignment().directive_id,
        }
        Directive.objects.update(stated_kind="none")
        for pk in self.directives.values():
            ProposedAddressee.objects.create(
                directive_id=pk, words="Cục Tần số vô tuyến điện", unit=ministry.third_unit
            )
        actions.withdraw(
            Directive.objects.get(pk=self.directives["withdrawn"]),
            by=ministry.office2,
            reason="thôi",
            on_word_of="Bộ trưởng",
        )
        self.extensions = {state: self._extension(state).pk for state in EXTENSION_STATES}

    def _extension(self, state: str) -> ExtensionRequest:
        ministry = self.ministry
        request = actions.request_extension(
            ministry.in_state("in_progress"), by=ministry.head, asked_due_on=LATER, reason="chờ góp ý"
        )
        if state == "approved":
            actions.approve(request, by=ministry.office2)
        elif state == "refused":
            actions.refuse(request, by=ministry.office2, reason="không")
        elif state == "cancelled":
            actions.cancel(request, by=ministry.head)
        return request


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def outcome(call, *args) -> str:
    try:
        with transaction.atomic():
            call(*args)
            transaction.set_rollback(True)
    except NotYours:
        return NOT_YOURS
    except NotNow:
        return NOT_NOW
    return YES


def expected(law: dict, verb: str, state: str) -> dict[str, str]:
    """A stranger is not told what state the row is in: who may comes before when."""
    states, who = law[verb]
    return {
        person: NOT_YOURS if person not in who else YES if state in states else NOT_NOW for person in PEOPLE
    }


def found(world: World, call, verb: str, model, pk: int) -> dict[str, str]:
    return {
        person: outcome(call, verb, model.objects.get(pk=pk), world, getattr(world.ministry, person))
        for person in PEOPLE
    }


@pytest.mark.django_db
@pytest.mark.parametrize("state", ASSIGNMENT_STATES)
@pytest.mark.parametrize("verb", ASSIGNMENT_LAW)
def test_a_step_on_an_assignment_is_taken_by_those_named_from_the_states_named(world, verb, state):
    rows = found(world, on_assignment, verb, Assignment, world.assignments[state])
    assert rows == expected(ASSIGNMENT_LAW, verb, state)


@pytest.mark.django_db
@pytest.mark.parametrize("state", DIRECTIVE_STATES)
@pytest.mark.parametrize("verb", DIRECTIVE_LAW)
def test_a_step_on_a_directive_is_taken_by_those_named_from_the_states_named(world, verb, state):
    rows = found(world, on_directive, verb, Directive, world.directives[state])
    assert rows == expected(DIRECTIVE_LAW, verb, state)


@pytest.mark.django_db
@pytest.mark.parametrize("state", EXTENSION_STATES)
@pytest.mark.parametrize("verb", EXTENSION_LAW)
def test_a_step_on_a_request_is_taken_by_those_named_from_the_states_named(world, verb, state):
    rows = found(world, on_extension, verb, ExtensionRequest, world.extensions[state])
    assert rows == expected(EXTENSION_LAW, verb, state)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "state", "target"),
    [
        ("accept", "assigned", "in_progress"),
        ("decline", "assigned", "declined"),
        ("uphold", "declined", "assigned"),
        ("reassign", "assigned", "replaced"),
        ("reassign", "in_progress", "replaced"),
        ("reassign", "reported", "replaced"),
        ("reassign", "declined", "replaced"),
        ("reassign", "paused", "replaced"),
        ("report_progress", "in_progress", "in_progress"),
        ("report_done", "in_progress", "reported"),
        ("send_back", "reported", "in_progress"),
        ("confirm", "reported", "completed"),
        ("pause", "assigned", "paused"),
        ("pause", "in_progress", "paused"),
        ("adjust_deadline", "reported", "reported"),
        ("reopen", "completed", "in_progress"),
        ("withdraw", "assigned", "withdrawn"),
        ("withdraw", "in_progress", "withdrawn"),
        ("withdraw", "reported", "withdrawn"),
        ("withdraw", "declined", "withdrawn"),
        ("withdraw", "paused", "withdrawn"),
        ("correct", "completed", "completed"),
        ("request_extension", "in_progress", "in_progress"),
    ],
)
def test_a_step_leads_to_the_state_named(world, verb, state, target):
    row = Assignment.objects.get(pk=world.assignments[state])
    _states, who = ASSIGNMENT_LAW[verb]
    on_assignment(verb, row, world, getattr(world.ministry, sorted(who)[-1]))
    row.refresh_from_db()
    assert row.state == target


@pytest.mark.django_db
def test_no_step_of_the_product_is_missing_from_the_table():
    # Only the names are compared: what the product thinks of them is tried above.
    from directives.lifecycle import STEPS

    typed = set(ASSIGNMENT_LAW) | set(DIRECTIVE_LAW) | set(EXTENSION_LAW)
    assert {verb for steps in STEPS.values() for verb in steps} == typed
