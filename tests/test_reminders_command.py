"""`manage.py remind`: who is told what and why, who is not and why; and what it refuses."""

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command

from directives import actions
from directives.models import DeadlineTerms
from reminders.models import Digest, Reminder, Sweep

pytestmark = pytest.mark.usefixtures("deadlines_only")

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def remind(*args):
    out = io.StringIO()
    call_command("remind", *args, stdout=out)
    told, _, not_told = out.getvalue().partition("Not told:")
    return told, not_told


@pytest.fixture
def stop_2g(ministry):
    """Stop 2G before 15/9/2024; on 13/9 the day was moved to 15/10 by circular."""
    assignment = ministry.assignment(
        directive=ministry.directive(title="Tắt sóng 2G"), due_on=date(2024, 9, 15)
    )
    actions.adjust_deadline(
        assignment,
        by=ministry.leader,
        deadline=DeadlineTerms("day", date(2024, 10, 15)),
        reason="Theo thông tư",
        basis="Thông tư 10/2024/TT-BTTTT",
        on=date(2024, 9, 13),
        is_backdated=True,
    )
    return assignment


def test_before_the_move_the_first_day_is_mailed(ministry, stop_2g, mailoutbox):
    told, _ = remind("--as-of", "2024-09-11")
    for words in ("Head <head@example.vn>", stop_2g.directive.code, "Tắt sóng 2G", "due 15/09/2024"):
        assert words in told
    assert "3 working days before the due date, from 11/09/2024" in told
    (message,) = mailoutbox
    assert message.to == ["head@example.vn"]
    assert "15/09/2024" in message.body
    assert "15/10/2024" not in message.body


def test_an_old_day_does_not_mind_what_was_told_since(ministry, stop_2g, mailoutbox):
    remind("--as-of", "2024-10-21")
    assert "15/10/2024" in mailoutbox[0].body
    told, _ = remind("--as-of", "2024-09-11")
    assert "due 15/09/2024" in told
    assert len(mailoutbox) == 2
    # And the newer days do not tell it again.
    assert "Tắt sóng 2G" not in remind("--as-of", "2024-10-21")[0]
    assert len(mailoutbox) == 2


def test_from_the_move_on_the_new_day_is_read(ministry, stop_2g, mailoutbox):
    told, not_told = remind("--as-of", "2024-09-13", "--dry-run")
    assert "2G" not in told
    line = next(line for line in not_told.splitlines() if "Tắt sóng 2G" in line)
    assert "due 15/10/2024" in line
    assert "next on 04/10/2024" in line
    assert "15/09/2024" not in not_told
    assert mailoutbox == []


def test_on_a_sunday_nothing_is_mailed(ministry, stop_2g, mailoutbox):
    told, _ = remind("--as-of", "2024-09-08")
    assert "08/09/2024 is a day off" in told
    assert "09/09/2024" in told
    assert mailoutbox == []
    assert not Reminder.objects.exists()


def test_a_dry_run_writes_nothing(ministry, stop_2g, mailoutbox):
    told, _ = remind("--as-of", "2024-09-11", "--dry-run")
    assert "due 15/09/2024" in told
    assert "Dry run" in remind("--as-of", "2024-09-11", "--dry-run")[1]
    assert not Reminder.objects.exists()
    assert not Digest.objects.exists()
    assert not Sweep.objects.exists()
    assert mailoutbox == []


def test_a_dry_run_says_what_the_sweep_then_does(ministry, stop_2g):
    ministry.assignment(unit=ministry.other_unit, due_on=date(2024, 9, 4))
    ahead = remind("--as-of", "2024-09-11", "--dry-run")[0]
    assert ahead == remind("--as-of", "2024-09-11")[0]
    assert "other_head@example.vn" in ahead


def test_why_somebody_is_not_told(ministry, mailoutbox):
    def named(title, **what):
        return ministry.in_state(
            what.pop("state", "assigned"), directive=ministry.directive(title=title), **what
        )

    named("Đã nhắc", due_on=date(2024, 9, 30))
    remind("--as-of", "2024-09-25")
    named("Còn lâu", due_on=date(2024, 12, 20))
    named("Tạm dừng", state="paused", due_on=date(2024, 9, 30))
    named("Không người", unit=ministry.root, due_on=date(2024, 9, 30))
    named("Trong ngày", due_on=date(2024, 9, 30))
    told, not_told = remind("--as-of", "2024-09-25", "--dry-run")
    assert "Trong ngày" not in told
    lines = {title: line for line in not_told.splitlines() for title in line.split(" | ")[1:2]}
    why = {title.split(" ", 1)[1]: line.rsplit(" | ", 1)[1] for title, line in lines.items()}
    assert why == {
        "Đã nhắc": "in the ledger already, from 25/09/2024; next on 27/09/2024",
        "Còn lâu": "next on 11/12/2024",
        "Tạm dừng": "silent while “paused”",
        "Không người": "nobody of the addressee holds a post; the ministry office is told instead",
        "Trong ngày": "Head has had the letter of this day; the next working day",
    }


def test_a_person_without_an_address_is_named(ministry, mailoutbox):
    ministry.head.email = ""
    ministry.head.save()
    ministry.assignment(due_on=date(2024, 9, 30))
    for how in (["--dry-run"], []):
        told, not_told = remind("--as-of", "2024-09-25", *how)
        assert "Head has no mail address." in not_told


def test_what_falls_due_on_a_sunday_is_said_on_monday(ministry):
    """Of a due date on Sunday 15/9 the last word before is on Friday; then comes the Monday."""
    ministry.assignment(due_on=date(2024, 9, 15))
    remind("--as-of", "2024-09-13")
    assert "next on 16/09/2024" in remind("--as-of", "2024-09-13", "--dry-run")[1]


def test_production_sends_only_today(ministry, stop_2g, settings, mailoutbox):
    settings.IS_PRODUCTION = True
    ministry.assignment(unit=ministry.other_unit, due_on=date(2024, 9, 16))
    with pytest.raises(CommandError, match="--dry-run"):
        remind("--as-of", "2024-09-11")
    assert not Reminder.objects.exists()
    assert "due 15/09/2024" in remind("--as-of", "2024-09-11", "--dry-run")[0]
    with time_machine.travel(datetime(2024, 9, 11, 9, 0, tzinfo=HANOI), tick=False):
        remind()
        with pytest.raises(CommandError):
            remind("--as-of", "2024-09-12")
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("text", ["31/09/2024", "mai", "2024-13-01"])
def test_a_day_that_is_none(db, text):
    with pytest.raises(CommandError, match="2024-09-30"):
        remind("--as-of", text)


def test_a_notice_that_waits_is_seen_in_the_dry_run(ministry, mailoutbox):
    from journal import outbox

    with time_machine.travel(datetime(2024, 9, 11, 9, 0, tzinfo=HANOI), tick=False):
        assignment = ministry.in_state("in_progress", due_on=date(2024, 12, 20))
        actions.comment(assignment, by=ministry.office, text="Nhớ gửi")
        outbox.drain()
        told, _ = remind("--dry-run")
    assert "Comment: Nhớ gửi" in told
    assert "Comment, from 11/09/2024" in told
