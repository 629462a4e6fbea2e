"""The whole policy: silence, acceptance, urgings, what waits for the office, the ladder and scopes.

Every day in here is typed from a calendar page; the engine's own arithmetic is not asked.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from directives import actions
from reminders import engine
from reminders.models import Digest, LetterPolicy, Reminder, ReminderRule
from tests.cast import WHEN
from units.models import Post, Role

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BACK = {"on": WHEN, "is_backdated": True}


@pytest.fixture(autouse=True)
def _no_letters_of_figures(db):
    LetterPolicy(has_office_letter=False, has_weekly_letter=False).save()


def only(*codes):
    ReminderRule.objects.exclude(code__in=codes).delete()


def told(**which):
    rows = Reminder.objects.exclude(state="superseded").filter(**which).select_related("recipient")
    return {(row.rule, row.occurrence_on, row.recipient.username) for row in rows}


def test_policy_of_a_fresh_install(db):
    ladder = ("kind", "days", "hours", "officer_after", "head_after", "office_after", "is_active")
    assert set(ReminderRule.objects.values_list(*ladder)) == {
        ("before_due", 7, 0, 0, None, None, True),
        ("before_due", 3, 0, 0, 0, None, True),
        ("before_due", 1, 0, 0, 0, None, True),
        ("on_due", 0, 0, 0, 0, None, True),
        ("overdue", 3, 0, 0, 0, 6, True),
        ("stale", 30, 0, 0, 0, 10, True),
        ("unaccepted", 0, 16, 0, 0, 2, True),
        ("urged_before", 1, 0, 0, 0, None, True),
        ("urged_overdue", 2, 0, 0, 0, 4, True),
        ("waiting_extension", 2, 0, None, None, 0, True),
        ("waiting_declined", 2, 0, None, None, 0, True),
        ("waiting_reported", 3, 0, None, None, 0, True),
    }


# In progress since Monday 8/7/2024: 30 days are over on 7/8, 60 on 6/9.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 8, 6), set()),
        (date(2024, 8, 7), {("stale-30", date(2024, 8, 7), "head")}),
        (date(2024, 9, 5), {("stale-30", date(2024, 8, 7), "head")}),
        # The office only ten working days after the first time: 7/8 + 10 = 21/8, and the next time is 6/9.
        (
            date(2024, 9, 6),
            {("stale-30", date(2024, 9, 6), who) for who in ("head", "office", "office2", "office_head")},
        ),
    ],
)
@pytest.mark.parametrize("due_on", [None, date(2025, 1, 31)])
def test_silence_is_asked_about_also_without_a_deadline(ministry, day, expected, due_on):
    only("stale-30")
    ministry.in_state("in_progress", due_on=due_on)
    engine.sweep(day)
    assert told() == expected


def test_a_report_begins_the_silence_anew(ministry):
    only("stale-30")
    row = ministry.in_state("in_progress", due_on=None)
    engine.sweep(date(2024, 8, 7))
    actions.report_progress(
        row, by=ministry.head, text="xong phần một", on=date(2024, 8, 20), is_backdated=True
    )
    engine.sweep(date(2024, 9, 6))
    assert told() == {("stale-30", date(2024, 8, 7), "head")}
    engine.sweep(date(2024, 9, 19))
    assert ("stale-30", date(2024, 9, 19), "head") in told()


# Assigned on Monday 8/7/2024, entered afterwards: 16 working hours are over on Tuesday 9/7 at 17:30.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 7, 8), set()),
        (date(2024, 7, 9), {("unaccepted-16", date(2024, 7, 9), "head")}),
        (
            date(2024, 7, 11),
            {
                ("unaccepted-16", date(2024, 7, 9), "head"),
                *(("unaccepted-16", date(2024, 7, 11), one) for one in ("office", "office2", "office_head")),
            },
        ),
    ],
)
def test_not_accepted(ministry, day, expected):
    only("unaccepted-16")
    ministry.assignment(due_on=None)
    engine.sweep(day)
    assert told() == expected


def test_the_hours_of_acceptance_are_counted_to_the_minute(ministry):
    only("unaccepted-16")
    with time_machine.travel(datetime(2024, 9, 11, 10, 0, tzinfo=HANOI), tick=False) as clock:
        actions.assign(ministry.directive(), by=ministry.office, unit=ministry.unit, deadline=_standing())
        # 2 + 4 hours on Wednesday, 8 on Thursday, 2 on Friday: at 10:00.
        clock.move_to(datetime(2024, 9, 13, 9, 59, tzinfo=HANOI))
        engine.sweep(date(2024, 9, 13), hour=9)
        assert told() == set()
        clock.move_to(datetime(2024, 9, 13, 10, 0, tzinfo=HANOI))
        engine.sweep(date(2024, 9, 13), hour=10)
        assert told() == {("unaccepted-16", date(2024, 9, 13), "head")}


def _standing():
    from directives.models import DeadlineTerms

    return DeadlineTerms("standing", reason="thường xuyên")


def test_the_office_is_told_what_waits_for_it(ministry):
    ReminderRule.objects.exclude(kind__startswith="waiting").delete()
    ministry.in_state("declined", due_on=date(2024, 12, 20))
    ministry.in_state("reported", unit=ministry.other_unit, by=ministry.other_head)
    row = ministry.in_state("in_progress", due_on=date(2024, 12, 20), follower=ministry.office2)
    actions.request_extension(row, by=ministry.head, asked_due_on=date(2025, 1, 20), reason="chờ", **BACK)
    engine.sweep(date(2024, 7, 9))
    assert told() == set()
    engine.sweep(date(2024, 7, 11))
    office = ("office", "office2", "office_head")
    assert told() == {
        *(("waiting-declined-2", date(2024, 7, 10), one) for one in office),
        *(("waiting-reported-3", date(2024, 7, 11), one) for one in office),
        # Whoever follows it, and nobody else.
        ("waiting-extension-2", date(2024, 7, 10), "office2"),
    }


def test_an_open_request_holds_the_ladder_back_but_not_the_units_own_reminder(ministry):
    only("overdue-3")
    row = ministry.in_state("in_progress", due_on=date(2024, 9, 2))
    actions.request_extension(
        row,
        by=ministry.head,
        asked_due_on=date(2024, 12, 20),
        reason="chờ",
        on=date(2024, 9, 4),
        is_backdated=True,
    )
    # Nine working days after Monday 2/9 (3/9 off): 4, 5, 6, 9, 10, 11, 12, 13, 16/9.
    engine.sweep(date(2024, 9, 16))
    assert told() == {("overdue-3", date(2024, 9, 16), "head")}


def test_an_open_request_holds_every_ladder_of_the_unit_back(ministry):
    """Not accepted, and an urging not answered: the unit is told on, the office that the request waits."""
    ReminderRule.objects.exclude(kind__in=["unaccepted", "urged_overdue"]).delete()
    row = ministry.assignment(due_on=date(2024, 12, 20))
    with time_machine.travel(datetime(2024, 9, 9, 8, 0, tzinfo=HANOI)):
        actions.urge([row], by=ministry.office, text="Đề nghị báo cáo", reply_by_on=date(2024, 9, 10))
        row.refresh_from_db()
        actions.request_extension(row, by=ministry.head, asked_due_on=date(2025, 1, 20), reason="chờ")
    # Six working days after 10/9.
    engine.sweep(date(2024, 9, 18))
    assert told() == {
        ("unaccepted-16", date(2024, 7, 9), "head"),
        ("urged-overdue-2", date(2024, 9, 18), "head"),
    }


def test_an_open_request_holds_nobody_of_the_unit_back(ministry):
    only("overdue-3")
    ReminderRule.objects.update(officer_after=0, head_after=3, office_after=6)
    row = ministry.in_state("in_progress", due_on=date(2024, 9, 2))
    actions.hand_over(row, by=ministry.head, officer=ministry.officer)
    row.refresh_from_db()
    actions.request_extension(row, by=ministry.head, asked_due_on=date(2028, 12, 20), reason="chờ")
    with time_machine.travel(datetime(2030, 1, 9, 8, 0, tzinfo=HANOI)):
        engine.sweep(date(2030, 1, 9))
    assert {who for _rule, _on, who in told()} == {"officer", "head"}


def test_a_request_of_paused_work_is_left_aside_with_it(ministry):
    ReminderRule.objects.exclude(kind="waiting_extension").delete()
    row = ministry.in_state("in_progress", due_on=date(2024, 12, 20))
    actions.request_extension(row, by=ministry.head, asked_due_on=date(2025, 1, 20), reason="chờ", **BACK)
    row.refresh_from_db()
    actions.pause(row, by=ministry.office, condition="chờ luật", review_on=date(2024, 12, 1), **BACK)
    engine.sweep(date(2024, 7, 12))
    assert told() == set()


def test_without_a_request_it_climbs_in_a_letter_of_its_own(ministry, mailoutbox):
    only("overdue-3")
    ministry.in_state("in_progress", due_on=date(2024, 9, 2), follower=ministry.office2)
    engine.sweep(date(2024, 9, 13))
    assert told() == {("overdue-3", date(2024, 9, 11), "head")}
    engine.sweep(date(2024, 9, 16))
    assert told(is_escalation=True) == {("overdue-3", date(2024, 9, 16), "office2")}
    assert set(Digest.objects.values_list("kind", "recipient__username", "day")) == {
        ("daily", "head", date(2024, 9, 13)),
        ("daily", "head", date(2024, 9, 16)),
        ("escalation", "office2", date(2024, 9, 16)),
    }
    assert len(mailoutbox) == 3


def test_an_empty_rung_is_skipped_by_the_one_above_it(ministry):
    """Seven days before, the officer is meant; without one the head takes his turn, without both the office."""
    only("before-7")
    ministry.assignment(due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 19))
    assert told() == {("before-7", date(2024, 9, 19), "head")}
    Reminder.objects.all().delete()
    Post.objects.filter(unit=ministry.unit, role__in=[Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE]).delete()
    ministry.assignment(due_on=date(2024, 9, 30), follower=ministry.office2)
    engine.sweep(date(2024, 9, 20))
    assert ("before-7", date(2024, 9, 19), "office2") in told()


def test_the_officer_alone_where_the_rule_names_him_alone(ministry):
    only("before-7")
    day = date(2026, 12, 10)
    with time_machine.travel(datetime(2026, 12, 1, 8, 0, tzinfo=HANOI)):
        row = ministry.assignment(due_on=date(2026, 12, 21))
        actions.hand_over(row, by=ministry.head, officer=ministry.officer)
    with time_machine.travel(datetime(2026, 12, 10, 8, 0, tzinfo=HANOI)):
        engine.sweep(day)
    assert told() == {("before-7", day, "officer")}


def test_the_narrowest_scope_that_fits_is_followed_and_no_other(ministry):
    only("overdue-3")
    ReminderRule.objects.create(code="flash", kind="overdue", days=1, urgency="flash")
    flash = ministry.directive(urgency="flash")
    urgent = ministry.assignment(directive=flash, due_on=date(2024, 9, 10))
    ordinary = ministry.assignment(due_on=date(2024, 9, 10))
    engine.sweep(date(2024, 9, 13))
    assert told(assignment=urgent) == {("flash", date(2024, 9, 13), "head")}
    assert told(assignment=ordinary) == {("overdue-3", date(2024, 9, 13), "head")}


def test_an_urging_is_reminded_of_like_a_deadline(ministry):
    ReminderRule.objects.exclude(kind__startswith="urged").delete()
    row = ministry.in_state("in_progress", due_on=None)
    with time_machine.travel(datetime(2024, 9, 9, 8, 0, tzinfo=HANOI)):
        actions.urge([row], by=ministry.office, text="Đề nghị báo cáo", reply_by_on=date(2024, 9, 12))
    engine.sweep(date(2024, 9, 10))
    assert told() == set()
    engine.sweep(date(2024, 9, 11))
    assert told() == {("urged-before-1", date(2024, 9, 11), "head")}
    engine.sweep(date(2024, 9, 16))
    assert told(rule="urged-overdue-2") == {("urged-overdue-2", date(2024, 9, 16), "head")}
    with time_machine.travel(datetime(2024, 9, 17, 8, 0, tzinfo=HANOI)):
        row.refresh_from_db()
        actions.answer(row, by=ministry.head, text="Đã xong một nửa")
    engine.sweep(date(2024, 9, 18))
    assert told(rule="urged-overdue-2") == {("urged-overdue-2", date(2024, 9, 16), "head")}


def test_a_later_urging_gives_nobody_more_time(ministry):
    """Urged for 12/9 and, not answered, again for 20/9: the unit is told on that the first is missing."""
    only("urged-overdue-2")
    row = ministry.in_state("in_progress", due_on=None)
    for on, reply_by_on in [(9, 12), (13, 20)]:
        with time_machine.travel(datetime(2024, 9, on, 8, 0, tzinfo=HANOI)):
            row.refresh_from_db()
            actions.urge(
                [row], by=ministry.office, text="Đề nghị báo cáo", reply_by_on=date(2024, 9, reply_by_on)
            )
    engine.sweep(date(2024, 9, 16))
    assert told() == {("urged-overdue-2", date(2024, 9, 16), "head")}
    with time_machine.travel(datetime(2024, 9, 17, 8, 0, tzinfo=HANOI)):
        row.refresh_from_db()
        actions.answer(row, by=ministry.head, text="Đã xong một nửa")
    # One answer is an answer to both.
    engine.sweep(date(2024, 9, 30))
    assert told() == {("urged-overdue-2", date(2024, 9, 16), "head")}


def test_what_was_told_is_answered_when_the_unit_acts(ministry):
    from journal import outbox

    only("overdue-3")
    row = ministry.in_state("in_progress", due_on=date(2024, 9, 2))
    engine.sweep(date(2024, 9, 13))
    assert Reminder.objects.filter(state="sent").count() == 1
    actions.report_progress(row, by=ministry.head, text="xong một nửa")
    outbox.drain()
    answered = Reminder.objects.get(state="answered")
    assert answered.answered_at is not None


def test_a_second_sweep_looks_only_at_what_has_changed(ministry, django_assert_max_num_queries):
    """And still finds what changed: work reported meanwhile is silent, work assigned meanwhile is told of."""
    only("overdue-3")
    day = date(2026, 11, 20)
    with time_machine.travel(datetime(2026, 11, 20, 8, 0, tzinfo=HANOI)) as clock:
        ministry.assignment(due_on=date(2026, 11, 10))
        engine.sweep(day, hour=8)
        before = Reminder.objects.count()
        clock.move_to(datetime(2026, 11, 20, 9, 0, tzinfo=HANOI))
        with django_assert_max_num_queries(40):
            engine.sweep(day, hour=9)
        assert Reminder.objects.count() == before
        ministry.assignment(unit=ministry.other_unit, due_on=date(2026, 11, 10))
        clock.move_to(datetime(2026, 11, 20, 9, 15, tzinfo=HANOI))
        engine.sweep(day, hour=9)
    assert {who for _rule, _on, who in told()} == {"head", "other_head"}


def test_nobodys_letter_goes_before_his_hour(ministry, mailoutbox):
    from reminders.models import NoticeChoice

    only("before-3")
    NoticeChoice.objects.create(user=ministry.head, digest_hour=9)
    ministry.assignment(due_on=date(2024, 9, 30))
    ministry.assignment(unit=ministry.other_unit, due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25), hour=6)
    assert mailoutbox == []
    # The inbox does not wait.
    assert Reminder.objects.filter(recipient=ministry.head).exists()
    engine.sweep(date(2024, 9, 25), hour=7)
    assert [message.to for message in mailoutbox] == [["other_head@example.vn"]]
    engine.sweep(date(2024, 9, 25), hour=9)
    assert [message.to for message in mailoutbox[1:]] == [["head@example.vn"]]
