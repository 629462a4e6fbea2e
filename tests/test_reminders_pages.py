"""The pages of reminders: whose they are, what they change, and that nothing is skipped in silence."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from directives import actions as steps
from directives.actions import RECURRENCES
from directives.lifecycle import NotYours
from directives.models import DeadlineTerms
from journal import outbox
from journal.models import Event
from reminders import actions, channels, engine, letters, tasks
from reminders.difficulties import difficulties
from reminders.models import Delivery, Digest, LetterPolicy, NoticeChoice, Pulse, Reminder, ReminderRule
from reminders.pulses import beating, is_well
from tests.cast import WHEN
from units.models import CalendarDay
from units.working_calendar import WorkingCalendar, today

DAY, DUE = date(2024, 9, 25), date(2024, 9, 30)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE_PAGES = ["ledger", "policy", "new_rule", "difficulties", "who_is_told", "engine", "working_days"]


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_the_pages_of_the_office_are_not_there_for_units(client, ministry, name):
    client.force_login(ministry.office)
    assert client.get(reverse(name)).status_code == 200
    for who in ("head", "officer", "clerk", "nobody"):
        client.force_login(getattr(ministry, who))
        assert client.get(reverse(name)).status_code == 404


def test_the_inbox_is_ones_own_and_is_there_before_any_letter(client, ministry, mailoutbox):
    ministry.assignment(due_on=DUE)
    engine.sweep(DAY, hour=5)
    assert mailoutbox == []
    row = Reminder.objects.get(recipient=ministry.head, state="planned", basis__startswith="deadline")
    client.force_login(ministry.head)
    assert row.assignment.directive.code in client.get(reverse("inbox")).content.decode()
    assert (
        client.get(reverse("inbox_count")).context["unseen"]
        == Reminder.objects.told_to(ministry.head).count()
    )
    client.force_login(ministry.other_head)
    assert client.post(reverse("see", args=[row.pk])).status_code == 404
    client.force_login(ministry.head)
    assert client.post(reverse("see", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.seen_at is not None
    client.post(reverse("see_all"))
    assert client.get(reverse("inbox_count")).context["unseen"] == 0


def test_a_rule_is_shown_what_it_does_before_it_is_saved(client, ministry):
    client.force_login(ministry.office)
    values = {
        "kind": "overdue",
        "days": 2,
        "hours": 0,
        "officer_after": 0,
        "head_after": 1,
        "is_active": "on",
    }
    before = ReminderRule.objects.count()
    page = client.post(reverse("new_rule"), {**values, "preview": ""})
    assert page.status_code == 200
    assert page.context["preview"]["after"].rows >= page.context["preview"]["before"].rows
    assert ReminderRule.objects.count() == before
    assert client.post(reverse("new_rule"), {**values, "save": ""}).status_code == 302
    rule = ReminderRule.objects.get(kind="overdue", days=2)
    event = Event.objects.get(verb="change_policy")
    assert (event.by, event.subject_id, event.data["changed"]["days"]) == (
        ministry.office,
        rule.pk,
        [None, 2],
    )


def test_a_rule_that_tells_nobody_is_refused_and_one_that_is_there_is_named(client, ministry):
    client.force_login(ministry.office)
    values = {"kind": "overdue", "days": 2, "hours": 0, "is_active": "on", "save": ""}
    values |= {"officer_after": "", "head_after": "", "office_after": ""}
    page = client.post(reverse("new_rule"), values)
    assert page.status_code == 400
    assert "officer_after" in page.context["form"].errors
    ReminderRule.objects.create(
        code="nobody", kind="overdue", days=5, officer_after=None, head_after=None, office_after=None
    )
    assert any("nobody is named" in words for one in difficulties(today()) for words, _path in one.named)


def test_only_the_office_changes_the_policy(ministry):
    rule = ReminderRule.objects.get(code="before-3")
    for who in ("head", "leader", "administrator", "nobody"):
        with pytest.raises(NotYours):
            actions.change_policy(rule, by=getattr(ministry, who))


def test_who_has_no_address_is_named(ministry):
    ministry.other_head.email = ""
    ministry.other_head.save()
    named = [words for one in difficulties(today()) for words, _path in one.named]
    assert "Other head has no mail address." in named


def test_a_recurring_duty_whose_unit_ended_is_named(ministry):
    row = steps.assign(
        ministry.directive(),
        by=ministry.office,
        unit=ministry.unit,
        deadline=DeadlineTerms("recurring", recurrence=RECURRENCES["month"]),
        on=WHEN,
        is_backdated=True,
    )
    assert not any(row.directive.code in words for one in difficulties(today()) for words, _path in one.named)
    ministry.unit.ends_on = date(2024, 7, 20)
    ministry.unit.save()
    (found,) = [one for one in difficulties(today()) if "định kỳ" in one.words or "recurring" in one.words]
    assert found.named == [(f"{row.directive.code}: Cục Viễn thông", row.directive.get_absolute_url())]


def test_a_letter_sent_again_says_who_and_why_and_goes_to_the_new_address(client, ministry, mailoutbox):
    ministry.head.email = ""
    ministry.head.save()
    ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    digest = Digest.objects.get(recipient=ministry.head, kind="daily")
    assert digest.state == "failed"
    ministry.head.email = "moi@example.vn"
    ministry.head.save()
    client.force_login(ministry.office)
    where = reverse("mail", args=[digest.pk])
    assert client.post(where, {"resend": "", "reason": ""}).status_code == 400
    assert client.post(where, {"resend": "", "reason": "đã có địa chỉ"}).status_code == 302
    tasks.deliver()
    digest.refresh_from_db()
    assert digest.state in ("sent", "superseded")
    event = Event.objects.get(verb="resend")
    assert (event.by, event.note) == (ministry.office, "đã có địa chỉ")


def test_the_choice_within_what_the_policy_forces(client, ministry, mailoutbox):
    LetterPolicy(forces_reminders=False, has_office_letter=False).save()
    client.force_login(ministry.head)
    assert (
        client.post(reverse("notice_choice"), {"digest_hour": "9", "mails_notices": "on"}).status_code == 302
    )
    choice = NoticeChoice.objects.get()
    assert (choice.user, choice.digest_hour, choice.mails_reminders) == (ministry.head, 9, False)
    ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    assert [message for message in mailoutbox if message.to == ["head@example.vn"]] == []
    # Told all the same: in the inbox.
    assert Reminder.objects.filter(recipient=ministry.head, state="sent", digest=None).exists()


@pytest.mark.parametrize("address", ["json://127.0.0.1/", "file:///etc/passwd", "syslog://", "tgram://", "x"])
def test_no_channel_knocks_where_it_may_not(address):
    with pytest.raises(ValidationError):
        channels.check_address(address)


def test_a_channel_that_fails_leaves_the_mail_as_it_is(ministry, mailoutbox, monkeypatch):
    address = "tgram://123456789:AABBCCDDEEFFaabbccddeeff1234567890/12315544/"
    NoticeChoice.objects.create(user=ministry.head, other_channel=address)
    ministry.assignment(due_on=DUE)
    monkeypatch.setattr(channels, "notify", lambda *_, **__: False)
    engine.sweep(DAY)
    assert Digest.objects.get(recipient=ministry.head, kind="daily").state == "sent"
    row = Delivery.objects.get(digest__kind="daily")
    assert (row.state, row.attempts) == ("planned", 1)
    said = []
    monkeypatch.setattr(channels, "notify", lambda address, **what: said.append((address, what)) or True)
    Delivery.objects.update(claimed_until=None)
    channels.deliver(day=DAY, calendar=WorkingCalendar(), audience=None, stop_at=float("inf"))
    assert [one[0] for one in said] == [address]
    assert "/update/" not in said[0][1]["body"]


def test_the_office_gets_its_letter_and_leaders_theirs_once_a_week(ministry, mailoutbox):
    ministry.in_state("reported", due_on=DUE)
    ministry.in_state("in_progress", due_on=date(2024, 9, 10))
    monday = date(2024, 9, 23)
    engine.sweep(monday)
    kinds = set(Digest.objects.values_list("kind", "recipient__username"))
    assert {("office", "office"), ("office", "office2"), ("weekly", "leader")} <= kinds
    engine.sweep(date(2024, 9, 24))
    assert Digest.objects.filter(kind="weekly", recipient=ministry.leader).count() == 1
    assert Digest.objects.filter(kind="office", recipient=ministry.office).count() == 2
    (letter,) = [one for one in mailoutbox if one.to == ["leader@example.vn"]]
    assert "14 days overdue" not in letter.body
    assert "13 days overdue" in letter.body
    assert letters.is_first_of_week(date(2024, 9, 4), WorkingCalendar())  # 2 and 3/9 were off


def test_submitting_to_the_leader_tells_him_at_once_and_nobody_else(ministry, mailoutbox):
    row = ministry.in_state("in_progress", due_on=DUE)
    with time_machine.travel(datetime(2026, 11, 20, 9, 0, tzinfo=HANOI)):
        event = steps.escalate(row, by=ministry.office, text="Đơn vị không phản hồi")
        assert event.data["leader_id"] == ministry.minister.pk
        outbox.drain()
        tasks.deliver()
    assert [message.to for message in mailoutbox] == [["leader@example.vn"]]
    assert "Đơn vị không phản hồi" in mailoutbox[0].body


def test_health_needs_no_sign_in_and_tells_nothing(client, ministry):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"engine silent\n"
    for part in Pulse.Part:
        with beating(part):
            pass
    assert client.get("/readyz").content == b"ok\n"


@pytest.mark.parametrize("part", list(Pulse.Part))
def test_a_part_that_is_silent_is_red_without_the_engine(client, ministry, part):
    for one in Pulse.Part:
        with beating(one):
            pass
    assert is_well()
    Pulse.objects.filter(part=part).update(ended_at=timezone.now() - timedelta(hours=4))
    assert not is_well()
    client.force_login(ministry.office)
    assert "has not come to its end in time" in client.get(reverse("engine")).content.decode()
    assert 'role="alert"' in client.get(reverse("engine_banner")).content.decode()


def test_a_part_that_fails_says_what(ministry):
    with pytest.raises(ZeroDivisionError), beating(Pulse.Part.SWEEP):
        raise ZeroDivisionError("x")
    assert Pulse.objects.get(part="sweep").last_error == "ZeroDivisionError: x"


def test_the_working_calendar_is_edited_by_the_office(client, ministry):
    client.force_login(ministry.office)
    where = reverse("working_days")
    values = {"on": "16/10/2026", "is_working": "0", "name": "Cơ quan mất điện", "basis": "TB 12"}
    assert client.post(where, {**values, "on": "hôm qua"}).status_code == 400
    assert client.post(where, values).status_code == 302
    assert not WorkingCalendar().is_working_day(date(2026, 10, 16))
    assert Event.objects.get(verb="set_day").by == ministry.office
    day = CalendarDay.objects.get(on=date(2026, 10, 16))
    assert client.post(reverse("clear_day", args=[day.pk])).status_code == 302
    assert WorkingCalendar().is_working_day(date(2026, 10, 16))


def test_the_swap_of_january_2026_is_known(db):
    calendar = WorkingCalendar()
    assert not calendar.is_working_day(date(2026, 1, 2))
    assert calendar.is_working_day(date(2026, 1, 10))


def test_working_hours(db):
    calendar = WorkingCalendar()
    friday = datetime(2026, 10, 16, 16, 30, tzinfo=HANOI)
    # One hour on Friday, four on Monday morning, then 13:30 + 1.
    assert calendar.after_working_hours(friday, 6) == datetime(2026, 10, 19, 14, 30, tzinfo=HANOI)
    assert calendar.before_working_hours(datetime(2026, 10, 19, 14, 30, tzinfo=HANOI), 6) == friday
    assert calendar.working_hours(friday, datetime(2026, 10, 19, 23, 0, tzinfo=HANOI)) == timedelta(hours=9)
