"""Who is told: by the posts of the day, the first rung that is held, the officer beside it."""

from datetime import date

import pytest

from directives import actions
from reminders import engine
from reminders.models import Reminder
from tests.cast import make_leader, make_unit, make_user
from units.models import LeaderTerm, Post, Role, Succession

pytestmark = pytest.mark.usefixtures("deadlines_only")


def told():
    return {row.recipient.username for row in Reminder.objects.filter(state="sent")}


def test_posts_of_the_day(ministry):
    unit = make_unit("CX", parent=ministry.root)
    make_user("before", {"role": Role.HEAD, "unit": unit, "ends_on": date(2024, 9, 20)})
    make_user("after", {"role": Role.HEAD, "unit": unit, "starts_on": date(2024, 9, 21)})
    ministry.assignment(unit=unit, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert told() == {"after"}
    # A past day tells who was there then, though he is not any more.
    engine.sweep(date(2024, 9, 19))
    assert told() == {"before", "after"}
    assert "ended" not in told()


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ([Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE], {"head-u"}),
        ([Role.DEPUTY, Role.SUBSTITUTE, Role.OFFICER], {"deputy-u"}),
        ([Role.SUBSTITUTE, Role.OFFICER], {"substitute-u"}),
        # Nobody there who could act: the office, in their place.
        ([Role.OFFICER], {"office", "office2", "office_head"}),
        ([], {"office", "office2", "office_head"}),
    ],
)
def test_the_first_rung_that_is_held(ministry, posts, expected):
    unit = make_unit("CX", parent=ministry.root)
    for role in posts:
        make_user(f"{role}-u", {"role": role, "unit": unit})
    assignment = ministry.assignment(unit=unit, due_on=date(2024, 9, 30))
    result = engine.sweep(date(2024, 9, 25))
    assert told() == expected
    # Nobody to tell is never silent.
    gaps = [entry.assignment for entry in result.not_told if entry.is_gap]
    assert gaps == ([assignment] if "office" in expected else [])


def test_the_officer_as_long_as_he_holds_a_post(ministry):
    assignment = ministry.assignment(due_on=date(2099, 1, 5))
    actions.hand_over(assignment, by=ministry.head, officer=ministry.officer)
    who = engine.sweep(date(2098, 12, 30), is_dry_run=True).lines
    assert {user.username for user in who} == {"head", "officer"}
    Post.objects.filter(user=ministry.officer).update(ends_on=date(2098, 12, 1))
    who = engine.sweep(date(2098, 12, 30), is_dry_run=True).lines
    assert {user.username for user in who} == {"head"}


def test_an_account_that_is_switched_off_is_not_told(ministry):
    ministry.head.is_active = False
    ministry.head.save()
    ministry.assignment(due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert told() == {"deputy"}


def test_a_leader_in_person_and_his_secretary(ministry):
    ministry.assignment(leader=ministry.deputy_minister, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert told() == {"other_leader", "secretary"}


def test_a_leader_out_of_office(ministry):
    former = make_leader("cuu-thu-truong")
    make_user("former", {"role": Role.LEADER, "leader": former})
    ministry.assignment(leader=former, due_on=date(2024, 9, 30))
    LeaderTerm.objects.filter(leader=former).update(ends_on=date(2024, 8, 31))
    result = engine.sweep(date(2024, 9, 25))
    assert told() == {"office", "office2", "office_head"}
    assert [entry.is_gap for entry in result.not_told] == [True]


def test_an_outside_party_goes_to_whoever_follows_it_at_the_office(ministry):
    ministry.assignment(unit=ministry.outsider, follower=ministry.office2, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert told() == {"office2"}


def test_an_outside_party_nobody_follows_goes_to_the_office(ministry):
    ministry.assignment(unit=ministry.outsider, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert told() == {"office", "office2", "office_head"}


def test_work_of_a_unit_that_is_gone_goes_to_its_successor(ministry):
    ministry.assignment(unit=ministry.old_unit, due_on=date(2025, 1, 20))
    engine.sweep(date(2025, 1, 20))
    assert told() == {"head"}


def test_work_of_a_unit_split_in_two_goes_to_both(ministry):
    Succession.objects.create(from_unit=ministry.old_unit, to_unit=ministry.other_unit, on=date(2025, 1, 1))
    ministry.assignment(unit=ministry.old_unit, due_on=date(2025, 1, 20))
    engine.sweep(date(2025, 1, 20))
    assert told() == {"head", "other_head"}


def test_support_rows_are_reminded_too(ministry):
    directive = ministry.directive()
    ministry.assignment(directive=directive, due_on=date(2024, 9, 30))
    ministry.assignment(
        directive=directive, unit=ministry.third_unit, role="support", due_on=date(2024, 9, 30)
    )
    engine.sweep(date(2024, 9, 25))
    assert told() == {"head", "third_head"}


def test_a_post_in_an_office_that_has_ended_is_none(ministry):
    gone = make_unit("VP-CU", is_office=True, ends_on=date(2024, 8, 31), parent=ministry.root)
    make_user("of_old", {"role": Role.OFFICE, "unit": gone})
    ministry.assignment(unit=ministry.outsider, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    assert told() == {"office", "office2", "office_head"}
