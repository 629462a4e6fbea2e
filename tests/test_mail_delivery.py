"""Sending letters: once, whatever breaks, and only what may still be said."""

import smtplib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import Q

from directives import actions
from directives.models import DeadlineTerms
from reminders import delivery, digests, engine, tasks
from reminders.models import Digest, Reminder, Sweep
from units.models import Post, Role

pytestmark = pytest.mark.usefixtures("deadlines_only")

DUE = date(2024, 9, 30)
DAY = date(2024, 9, 25)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def backend(settings):
    """A mail server that can be told to misbehave."""
    settings.EMAIL_BACKEND = "tests.test_mail_delivery.Server"
    Server.before, Server.refuses = None, set()
    yield Server
    Server.before, Server.refuses = None, set()


class Server(EmailBackend):
    before = None
    refuses: set = set()

    def send_messages(self, messages):
        if Server.before:
            Server.before()
        for message in messages:
            if set(message.to) & Server.refuses:
                raise smtplib.SMTPServerDisconnected("Connection lost")
        return super().send_messages(messages)


def to(*usernames):
    return [[f"{name}@example.vn"] for name in usernames]


# --- what breaks ------------------------------------------------------------------------------------


def test_one_that_fails_does_not_stop_the_others_and_recovers(ministry, backend):
    ministry.assignment(due_on=DUE)
    ministry.assignment(unit=ministry.other_unit, due_on=DUE)
    backend.refuses = {"head@example.vn"}
    with time_machine.travel(datetime(2024, 9, 25, 7, 0, tzinfo=HANOI), tick=False) as clock:
        result = engine.sweep(DAY)
        assert (result.sent, result.failed) == (1, 1)
        assert [message.to for message in mail.outbox] == to("other_head")
        digest = Digest.objects.get(recipient=ministry.head)
        assert (digest.state, digest.attempts) == ("planned", 1)
        assert digest.last_error == "SMTPServerDisconnected: Connection lost"
        backend.refuses = set()
        # Not hammered: it rests a minute first.
        clock.shift(timedelta(seconds=30))
        assert delivery.deliver(day=DAY).sent == 0
        clock.shift(timedelta(seconds=31))
        assert delivery.deliver(day=DAY).sent == 1
    assert mail.outbox[1].extra_headers["Message-ID"] == digest.message_id
    digest.refresh_from_db()
    assert (digest.state, digest.attempts, digest.last_error) == ("sent", 2, "")
    assert set(Reminder.objects.filter(reason="").values_list("state", flat=True)) == {"sent"}


def test_after_eight_attempts_it_has_failed(ministry, backend):
    ministry.assignment(due_on=DUE)
    backend.refuses = {"head@example.vn"}
    with time_machine.travel(datetime(2024, 9, 25, 7, 0, tzinfo=HANOI), tick=False) as clock:
        engine.sweep(DAY)
        for _attempt in range(12):
            clock.shift(timedelta(hours=2))
            delivery.deliver(day=DAY)
    digest = Digest.objects.get()
    assert (digest.state, digest.attempts) == ("failed", 8)
    assert set(Reminder.objects.filter(reason="").values_list("state", flat=True)) == {"failed"}


class Killed(BaseException):
    """As a kill -9 would: nothing after it runs."""


def test_a_crash_between_sending_and_writing_sends_the_same_mail_again(ministry, monkeypatch, mailoutbox):
    ministry.assignment(due_on=DUE)

    def die(*_):
        raise Killed

    with time_machine.travel(datetime(2024, 9, 25, 7, 0, tzinfo=HANOI), tick=False) as clock:
        monkeypatch.setattr(delivery, "_finish", die)
        with pytest.raises(Killed):
            engine.sweep(DAY)
        monkeypatch.undo()
        assert Digest.objects.get().state == "sending"
        # While the lease lasts nobody touches it.
        assert delivery.deliver(day=DAY).sent == 0
        clock.shift(timedelta(minutes=5, seconds=1))
        assert delivery.deliver(day=DAY).sent == 1
        assert delivery.deliver(day=DAY).sent == 0
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert (first.subject, first.body) == (second.subject, second.body)
    assert Digest.objects.get().state == "sent"
    assert Sweep.objects.filter(finished_at=None).count() == 1


def test_a_claim_from_a_clock_that_was_ahead_does_not_hold_a_letter_for_days(
    ministry, monkeypatch, mailoutbox
):
    ministry.assignment(due_on=DUE)

    def die(*_):
        raise Killed

    with time_machine.travel(datetime(2024, 9, 27, 7, 0, tzinfo=HANOI), tick=False) as clock:
        monkeypatch.setattr(delivery, "_finish", die)
        with pytest.raises(Killed):
            engine.sweep(DAY)
        monkeypatch.undo()
        clock.move_to(datetime(2024, 9, 25, 7, 0, tzinfo=HANOI))
        assert delivery.deliver(day=DAY).sent == 1
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_sender_that_always_dies_is_not_tried_for_ever(ministry, monkeypatch):
    ministry.assignment(due_on=DUE)

    def die(*_):
        raise Killed

    with time_machine.travel(datetime(2024, 9, 25, 7, 0, tzinfo=HANOI), tick=False) as clock:
        monkeypatch.setattr(delivery, "_finish", die)
        with pytest.raises(Killed):
            engine.sweep(DAY)
        for _attempt in range(7):
            clock.shift(timedelta(minutes=6))
            with pytest.raises(Killed):
                delivery.deliver(day=DAY)
        clock.shift(timedelta(minutes=6))
        assert delivery.deliver(day=DAY).sent == 0
    digest = Digest.objects.get()
    assert (digest.state, digest.attempts) == ("failed", 8)
    assert digest.last_error


@pytest.mark.parametrize(("has_lease", "mails"), [(True, 1), (False, 2)])
def test_two_workers_and_one_letter(ministry, backend, monkeypatch, has_lease, mails):
    """While the first is sending, a second comes by. With the guard off it sends too: the test sees the guard."""
    ministry.assignment(due_on=DUE)
    if not has_lease:
        monkeypatch.setattr(delivery, "_free", lambda now: Q())

    def second_worker():
        backend.before = None
        delivery.deliver(day=DAY)

    backend.before = second_worker
    engine.sweep(DAY)
    assert len(mail.outbox) == mails


def test_who_lost_the_lease_does_not_say_it_is_sent(ministry, backend):
    """So slow that the lease ran out, and another took over and is still at it."""
    ministry.assignment(due_on=DUE)
    backend.before = lambda: Digest.objects.update(owner="another")
    assert engine.sweep(DAY).sent == 0
    assert Digest.objects.get().state == "sending"


def test_delivery_stops_when_its_time_is_up(ministry, monkeypatch, mailoutbox):
    ministry.assignment(due_on=DUE)
    monkeypatch.setattr(delivery, "_claim", lambda pk: "")
    engine.sweep(DAY)
    monkeypatch.undo()
    assert delivery.deliver(day=DAY, seconds=-1).sent == 0
    assert delivery.deliver(day=DAY).sent == 1


# --- right and state are checked again ----------------------------------------------------------------


@pytest.fixture
def unsent(ministry, monkeypatch):
    """Two lines for the head of the unit and one for another, frozen and not yet sent."""
    rows = [
        ministry.in_state("in_progress", directive=ministry.directive(title=title), due_on=DUE)
        for title in ("Việc một", "Việc hai")
    ]
    ministry.assignment(unit=ministry.other_unit, due_on=DUE)
    monkeypatch.setattr(delivery, "_claim", lambda pk: "")
    engine.sweep(DAY)
    monkeypatch.undo()
    assert Digest.objects.filter(state="planned").count() == 2
    return rows


def test_right_lost_before_sending(ministry, unsent, mailoutbox):
    Post.objects.filter(user=ministry.head).update(ends_on=date(2024, 9, 24))
    assert delivery.deliver(day=DAY).sent == 1
    assert [message.to for message in mailoutbox] == to("other_head")
    assert Digest.objects.get(recipient=ministry.head).state == "superseded"
    left = Reminder.objects.filter(recipient=ministry.head, rule="before-3")
    assert set(left.values_list("state", "reason")) == {("superseded", "no_right")}


def test_who_moved_on_is_not_told_although_he_may_still_read_it(ministry, unsent, mailoutbox):
    Post.objects.filter(user=ministry.head).update(role=Role.OFFICE, unit=ministry.office_unit)
    delivery.deliver(day=DAY)
    assert [message.to for message in mailoutbox] == to("other_head")


def test_account_switched_off_before_sending(ministry, unsent, mailoutbox):
    ministry.head.is_active = False
    ministry.head.save()
    delivery.deliver(day=DAY)
    assert [message.to for message in mailoutbox] == to("other_head")


def test_work_closed_before_sending(ministry, unsent, mailoutbox):
    actions.pause(
        unsent[0],
        by=ministry.office2,
        condition="chờ luật",
        review_on=date(2024, 12, 2),
        on=date(2024, 9, 25),
        is_backdated=True,
    )
    delivery.deliver(day=DAY)
    message = next(message for message in mailoutbox if message.to == ["head@example.vn"])
    assert "Việc hai" in message.body
    assert "Việc một" not in message.body
    assert message.subject == "Reminders 25/09/2024: 1 due soon"
    assert Reminder.objects.get(assignment=unsent[0], rule="before-3").reason == "settled"


def test_deadline_moved_before_sending(ministry, unsent, mailoutbox):
    for assignment in unsent:
        actions.adjust_deadline(
            assignment,
            by=ministry.leader,
            deadline=DeadlineTerms("day", date(2024, 12, 20)),
            reason="lùi",
            basis="Công văn 1",
            on=date(2024, 9, 25),
            is_backdated=True,
        )
    delivery.deliver(day=DAY)
    assert [message.to for message in mailoutbox] == to("other_head")
    assert Reminder.objects.get(assignment=unsent[0], rule="before-3").reason == "moved"


def test_checked_before_the_letter_is_written(ministry, monkeypatch, mailoutbox):
    """Planned in the morning, the letter not yet written, the post gone."""
    ministry.assignment(due_on=DUE)
    monkeypatch.setattr(digests, "freeze_daily", lambda **_: iter(()))
    engine.sweep(DAY)
    monkeypatch.undo()
    Post.objects.filter(user=ministry.head).update(ends_on=date(2024, 9, 24))
    Post.objects.create(user=ministry.other_officer, role=Role.HEAD, unit=ministry.unit)
    engine.sweep(DAY)
    assert [message.to for message in mailoutbox] == to("other_officer")


def test_friday_s_letter_is_not_sent_on_saturday(ministry, backend):
    ministry.assignment(due_on=date(2024, 9, 27))
    backend.refuses = {"head@example.vn"}
    with time_machine.travel(datetime(2024, 9, 27, 17, 0, tzinfo=HANOI), tick=False) as clock:
        engine.sweep(date(2024, 9, 27))
        backend.refuses = set()
        clock.move_to(datetime(2024, 9, 28, 8, 0, tzinfo=HANOI))
        assert delivery.deliver(day=date(2024, 9, 28)).sent == 0
        clock.move_to(datetime(2024, 9, 30, 8, 0, tzinfo=HANOI))
        assert delivery.deliver(day=date(2024, 9, 30)).sent == 1


# --- tasks ------------------------------------------------------------------------------------------


def _everything():
    return (
        list(Reminder.objects.order_by("pk").values_list("pk", "state", "reason", "digest")),
        list(Digest.objects.order_by("pk").values_list("pk", "state", "attempts", "message_id")),
    )


@pytest.mark.parametrize("task", [tasks.sweep, tasks.deliver])
def test_every_task_twice(ministry, mailoutbox, monkeypatch, task):
    ministry.assignment(due_on=DUE)
    if task is tasks.deliver:
        monkeypatch.setattr(delivery, "_claim", lambda pk: "")
        engine.sweep(DAY)
        monkeypatch.undo()
    with time_machine.travel(datetime(2024, 9, 25, 9, 0, tzinfo=HANOI), tick=False):
        task()
        once = _everything()
        assert len(mailoutbox) == 1
        task()
    assert _everything() == once
    assert len(mailoutbox) == 1


def test_the_sweep_task_on_a_day_off(ministry, mailoutbox):
    ministry.assignment(due_on=DUE)
    with time_machine.travel(datetime(2024, 9, 28, 9, 0, tzinfo=HANOI), tick=False):
        tasks.sweep()
    assert not Reminder.objects.exists()
    assert mailoutbox == []


def test_each_sweep_leaves_its_pulse(ministry):
    ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    engine.sweep(DAY)
    counts = Sweep.objects.order_by("pk").values_list("planned", "superseded", "digests", "sent", "failed")
    assert list(counts) == [(1, 1, 1, 1, 0), (0, 0, 0, 0, 0)]
    assert not Sweep.objects.filter(finished_at=None).exists()


def test_without_a_mail_server_each_letter_is_a_file(ministry, settings, tmp_path):
    settings.EMAIL_BACKEND = "config.mail_files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    ministry.assignment(due_on=DUE)
    ministry.assignment(unit=ministry.other_unit, due_on=DUE)
    assert engine.sweep(DAY).sent == 2
    assert len(list(tmp_path.glob("*.eml"))) == 2
    assert set(Digest.objects.values_list("state", "last_error")) == {("sent", "")}
