"""What the mail server's answers mean: for good, for now, or nobody there. A real server on the loopback answers."""

import socket
from datetime import date

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail

from reminders import delivery, engine, mail_server
from reminders.models import Digest, Reminder

pytestmark = [pytest.mark.usefixtures("deadlines_only")]
DAY, DUE = date(2024, 9, 25), date(2024, 9, 30)


class Scripted:
    """Answers recipients and letters as it is told; keeps what it took."""

    def __init__(self):
        self.taken, self.rcpt, self.data, self.sessions = [], {}, "250 OK", set()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        if self.data.startswith("250"):
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
            self.sessions.add(session.peer)
        return self.data


@pytest.fixture
def server(settings):
    handler = Scripted()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 3
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    yield handler
    controller.stop()


def owe(ministry):
    ministry.assignment(due_on=DUE)
    ministry.assignment(unit=ministry.other_unit, due_on=DUE)
    ministry.assignment(unit=ministry.third_unit, due_on=DUE)


def states():
    return dict(Digest.objects.values_list("recipient__username", "state"))


def test_letters_of_a_batch_share_one_connection(ministry, server):
    owe(ministry)
    assert engine.sweep(DAY).sent == 3
    assert len(server.taken) == 3
    assert len(server.sessions) == 1


def test_one_refused_recipient_does_not_stop_the_others_and_is_not_tried_again(ministry, server):
    owe(ministry)
    server.rcpt["other_head@example.vn"] = "550 No such user"
    engine.sweep(DAY)
    assert states() == {"head": "sent", "other_head": "bounced", "third_head": "sent"}
    assert Digest.objects.get(state="bounced").last_error == "550 No such user"
    assert set(Reminder.objects.filter(recipient=ministry.other_head, reason="").values_list("state")) == {
        ("bounced",)
    }
    delivery.deliver(day=DAY)
    assert Digest.objects.get(state="bounced").attempts == 1


def test_refused_for_now_it_is_tried_again(ministry, server):
    ministry.assignment(due_on=DUE)
    server.rcpt["head@example.vn"] = "450 Mailbox busy"
    engine.sweep(DAY)
    digest = Digest.objects.get()
    assert (digest.state, digest.attempts) == ("planned", 1)
    server.rcpt.clear()
    Digest.objects.update(claimed_until=None)
    assert delivery.deliver(day=DAY).sent == 1


def test_a_letter_refused_for_good_has_failed(ministry, server):
    ministry.assignment(due_on=DUE)
    server.data = "554 Looks like spam"
    engine.sweep(DAY)
    assert states() == {"head": "failed"}


def test_nobody_there_costs_no_attempt(ministry, settings, server):
    owe(ministry)
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    engine.sweep(DAY)
    assert set(Digest.objects.values_list("state", "attempts")) == {("planned", 0)}
    settings.EMAIL_PORT = right
    Digest.objects.update(claimed_until=None)
    assert delivery.deliver(day=DAY).sent == 3


def test_a_title_adds_no_header(ministry, server):
    title = "Việc\r\nBcc: ke-gian@example.vn\r\n\r\nNội dung"
    ministry.assignment(due_on=DUE, directive=ministry.directive(title=title))
    engine.sweep(DAY)
    ((to, content),) = server.taken
    headers = content.decode().split("\r\n\r\n", 1)[0]
    assert to == "head@example.vn"
    assert "bcc" not in headers.lower()


def test_a_server_that_breaks_off_is_left_alone_after_three(ministry, monkeypatch):
    """Not hammered: the others wait for the next tick, and lose no attempt."""
    for unit in (ministry.unit, ministry.other_unit, ministry.third_unit, ministry.sub_unit):
        ministry.assignment(unit=unit, due_on=DUE)

    class Broken:
        def open(self):
            return True

        def close(self):
            pass

        def send_messages(self, messages):
            raise TimeoutError("timed out")

    monkeypatch.setattr(mail_server, "get_connection", Broken)
    engine.sweep(DAY)
    assert sorted(Digest.objects.values_list("attempts", flat=True)) == [0, 1, 1, 1]
    assert django_mail.outbox == []
