"""Notices: what happened to their work, told to those who owe it, once, and at once where it burns."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from directives import actions
from directives.models import DeadlineTerms
from journal import outbox
from journal.models import Event
from reminders import engine, notices, tasks
from reminders.models import Digest, Reminder
from tests.cast import WHEN
from units.models import Post, Role

pytestmark = pytest.mark.usefixtures("deadlines_only")

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# A Wednesday.
NOW = datetime(2024, 9, 11, 10, 0, tzinfo=HANOI)
DAY = date(2024, 9, 11)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def assign(ministry, directive, **what):
    terms = DeadlineTerms("day", date(2024, 12, 20))
    return actions.assign(directive, by=ministry.office, deadline=terms, **{"unit": ministry.unit, **what})


def rows():
    return {
        (row.rule, row.recipient.username, row.state)
        for row in Reminder.objects.filter(basis__startswith="event-").select_related("recipient")
    }


def asked(ministry):
    assignment = ministry.in_state("in_progress", due_on=date(2024, 12, 2))
    return actions.request_extension(
        assignment, by=ministry.deputy, asked_due_on=date(2024, 12, 16), reason="chờ số liệu"
    )


def test_new_work_goes_with_the_next_letter(clock, ministry, mailoutbox):
    assign(ministry, ministry.directive(title="Việc mới"))
    outbox.drain()
    assert rows() == {("event:assigned", "head", "planned")}
    assert mailoutbox == []
    engine.sweep(DAY)
    (message,) = mailoutbox
    assert message.subject == "Reminders 11/09/2024: 1 notice"
    assert "Việc mới" in message.body
    assert "New assignment" in message.body
    assert rows() == {("event:assigned", "head", "sent")}


def test_flash_goes_at_once(clock, ministry, mailoutbox):
    assignment = assign(ministry, ministry.directive(urgency="flash"))
    outbox.drain()
    tasks.deliver()
    (message,) = mailoutbox
    event = Event.objects.get(verb="assigned", subject_id=assignment.pk)
    digest = Digest.objects.get()
    assert (digest.kind, digest.day) == (f"event-{event.pk}", DAY)
    assert message.subject == f"New assignment: {assignment.directive.code}"
    assert rows() == {("event:assigned", "head", "sent")}
    engine.sweep(DAY)
    assert len(mailoutbox) == 1


def test_sent_back_goes_at_once_even_on_a_day_off(clock, ministry, mailoutbox):
    assignment = ministry.in_state("reported", due_on=date(2024, 12, 2))
    clock.move_to(datetime(2024, 9, 14, 10, 0, tzinfo=HANOI))
    actions.send_back(assignment, by=ministry.office2, reason="Thiếu phụ lục")
    outbox.drain()
    tasks.deliver()
    tasks.deliver()
    (message,) = mailoutbox
    assert message.to == ["head@example.vn"]
    assert "on 14/09/2024: Thiếu phụ lục" in message.body
    assert "Sent back by" in message.body


def test_reassigned_tells_the_new_unit(clock, ministry):
    assignment = ministry.in_state("assigned", due_on=date(2024, 12, 2))
    actions.reassign(assignment, by=ministry.office2, unit=ministry.other_unit, reason="đúng chức năng")
    outbox.drain()
    assert rows() == {("event:reassigned", "other_head", "planned")}


@pytest.mark.parametrize("verb", ["approve", "refuse", "counter"])
def test_decisions_on_extensions(clock, ministry, mailoutbox, verb):
    request = asked(ministry)
    if verb == "approve":
        actions.approve(request, by=ministry.leader)
    elif verb == "refuse":
        actions.refuse(request, by=ministry.leader, reason="không đủ căn cứ")
    else:
        actions.counter(request, by=ministry.leader, due_on=date(2024, 12, 9), reason="sớm hơn")
    outbox.drain()
    assert rows() == {(f"event:{verb}_extension", "head", "planned")}
    engine.sweep(DAY)
    day = {"approve": "16/12/2024", "refuse": "02/12/2024", "counter": "09/12/2024"}[verb]
    assert day in mailoutbox[0].body


def test_asking_for_more_time_is_no_notice(clock, ministry):
    asked(ministry)
    outbox.drain()
    assert rows() == set()


def test_withdrawn_is_told_although_nothing_is_owed_any_more(clock, ministry, mailoutbox):
    assignment = ministry.in_state("in_progress", due_on=date(2024, 9, 16))
    actions.withdraw(assignment, by=ministry.office2, reason="thôi", on_word_of="Bộ trưởng")
    outbox.drain()
    engine.sweep(DAY)
    (message,) = mailoutbox
    assert "Withdrawn: thôi" in message.body
    assert message.subject == "Reminders 11/09/2024: 1 notice"


def test_news_of_work_that_is_gone_is_not_told(clock, ministry, mailoutbox):
    assignment = assign(ministry, ministry.directive())
    outbox.drain()
    actions.withdraw(assignment, by=ministry.office2, reason="thôi", on_word_of="Bộ trưởng")
    outbox.drain()
    engine.sweep(DAY)
    assert rows() == {("event:assigned", "head", "superseded"), ("event:withdraw", "head", "sent")}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("office", {("event:comment", "head", "planned")}),
        ("leader", {("event:remark", "head", "planned")}),
        ("deputy", set()),
        ("head", set()),
    ],
)
def test_comments_from_above(clock, ministry, who, expected):
    assignment = ministry.in_state("in_progress", due_on=date(2024, 12, 2))
    actions.comment(assignment, by=getattr(ministry, who), text="Báo cáo sớm nhé")
    outbox.drain()
    assert rows() == expected


def test_a_word_on_the_directive_reaches_every_addressee_once(clock, ministry):
    directive = ministry.directive()
    ministry.assignment(directive=directive, due_on=date(2024, 12, 2))
    ministry.assignment(directive=directive, role="support", due_on=date(2024, 12, 2))
    ministry.assignment(directive=directive, unit=ministry.other_unit, due_on=date(2024, 12, 2))
    actions.comment(directive, by=ministry.office, text="Họp lúc 8 giờ")
    outbox.drain()
    assert Reminder.objects.count() == 2
    assert rows() == {("event:comment", "head", "planned"), ("event:comment", "other_head", "planned")}


def test_never_to_whoever_did_it(clock, ministry):
    """The office acts for an outside party: who pressed the button is not told of it."""
    assignment = assign(ministry, ministry.directive(), unit=ministry.outsider)
    outbox.drain()
    people = {row.recipient.username for row in Reminder.objects.filter(assignment=assignment)}
    assert people == {"office2", "office_head"}


def test_nobody_of_the_addressee_to_tell(clock, ministry, caplog):
    """The office is told in its place; where that has nobody either, the log says so."""
    for post in Post.objects.filter(role=Role.OFFICE).exclude(user=ministry.office):
        post.delete()
    actions.assign(
        ministry.directive(),
        by=ministry.office,
        unit=ministry.root,
        deadline=DeadlineTerms("day", date(2024, 12, 20)),
    )
    outbox.drain()
    # Only whoever did it is left at the office: he knows.
    assert rows() == set()
    Post.objects.filter(role=Role.OFFICE).update(ends_on=date(2024, 9, 10))
    notices.plan_notices(Event.objects.get(verb="assigned"))
    assert "Nobody holds a post" in caplog.text


def test_told_twice_writes_nothing_twice(clock, ministry, mailoutbox):
    assignment = ministry.in_state("reported", due_on=date(2024, 12, 2))
    event = actions.send_back(assignment, by=ministry.office2, reason="Thiếu phụ lục")
    notices.plan_notices(event)
    notices.plan_notices(event)
    tasks.deliver()
    notices.plan_notices(event)
    tasks.deliver()
    assert Reminder.objects.count() == 1
    assert Digest.objects.count() == 1
    assert len(mailoutbox) == 1


def test_told_a_day_late_it_is_still_told(clock, ministry, mailoutbox):
    """The worker was down for a day."""
    assignment = ministry.in_state("reported", due_on=date(2024, 12, 2))
    actions.send_back(assignment, by=ministry.office2, reason="Thiếu phụ lục")
    clock.move_to(datetime(2024, 9, 12, 10, 0, tzinfo=HANOI))
    outbox.drain()
    tasks.deliver()
    assert len(mailoutbox) == 1


def test_seeded_history_tells_nobody(ministry):
    ministry.in_state("in_progress")
    outbox.drain()
    assert rows() == set()
    assert date(2024, 9, 11) > WHEN


def test_a_notice_and_a_reminder_in_one_letter(clock, ministry, mailoutbox):
    assignment = ministry.in_state("in_progress", due_on=date(2024, 9, 16))
    actions.comment(assignment, by=ministry.office, text="Nhớ gửi")
    outbox.drain()
    engine.sweep(DAY)
    assert [message.subject for message in mailoutbox] == ["Reminders 11/09/2024: 1 due soon, 1 notice"]


def test_the_worker_is_woken_after_the_commit(
    clock, ministry, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr("reminders.notices.current_app.send_task", lambda name, **_: sent.append(name))
    assignment = ministry.in_state("reported", due_on=date(2024, 12, 2))
    actions.send_back(assignment, by=ministry.office2, reason="Thiếu phụ lục")
    with django_capture_on_commit_callbacks(execute=True):
        outbox.drain()
        assert sent == []
    assert sent == ["reminders.tasks.deliver"]


def test_a_broker_that_is_away_harms_nothing(
    clock, ministry, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def away(*_, **__):
        raise OSError("no broker")

    monkeypatch.setattr("reminders.notices.current_app.send_task", away)
    assignment = ministry.in_state("reported", due_on=date(2024, 12, 2))
    actions.send_back(assignment, by=ministry.office2, reason="Thiếu phụ lục")
    with django_capture_on_commit_callbacks(execute=True):
        outbox.drain()
    assert "no broker" in caplog.text
    assert Digest.objects.get().state == "planned"
