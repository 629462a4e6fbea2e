"""From the mail to a saved report without signing in: once, for 72 hours, in the name of the recipient alone."""

import io
import logging
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from directives import actions
from directives.models import ProgressReport
from journal.models import Event
from reminders import delivery, engine
from reminders.mail import message_of
from reminders.models import Digest, LetterPolicy, ProgressLink
from units.models import Post

pytestmark = pytest.mark.usefixtures("deadlines_only")

DUE = date(2024, 9, 30)
DAY = date(2024, 9, 25)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def row(ministry):
    return ministry.in_state("in_progress", due_on=DUE)


@pytest.fixture
def letter(row):
    engine.sweep(DAY)
    return Digest.objects.get()


@pytest.fixture
def path(letter):
    return path_of(message_of(letter).body)


def path_of(text: str) -> str:
    return re.search(r"/update/[0-9a-f]+/", text)[0]


def send(client, path, **sent):
    return client.post(path, {"outlook": "on_track", "text": "Đã trình dự thảo", **sent})


def test_the_link_writes_one_report_in_the_name_of_the_recipient(client, ministry, row, path):
    page = client.get(path)
    assert page.status_code == 200
    assert row.directive.title in page.content.decode()
    assert "30/09/2024" in page.content.decode()
    assert send(client, path).status_code == 200
    report = ProgressReport.objects.get()
    assert (report.reported_by, report.text, report.assignment) == (ministry.head, "Đã trình dự thảo", row)
    event = Event.objects.get(verb="report_progress")
    assert event.data["via"] == "mail_link"
    assert event.by_role == "Cục Viễn thông"
    client.force_login(ministry.head)
    assert "by the link in a mail" in client.get(row.directive.get_absolute_url()).content.decode()


def test_two_taps_are_enough(client, path):
    """One opens the link, one sends: "on track" is chosen already and needs no words."""
    form = client.get(path).context["form"]
    assert form["outlook"].value() == "on_track"
    assert client.post(path, {"outlook": form["outlook"].value(), "text": ""}).status_code == 200
    assert ProgressReport.objects.get().text == "on track"


def test_a_second_on_track_without_words_is_no_update(client, ministry, row, path):
    actions.report_progress(row, by=ministry.head, text="on track")
    answer = send(client, path, text="")
    assert answer.status_code == 400
    assert answer.context["form"].errors["text"]
    assert ProgressReport.objects.count() == 1
    assert send(client, path, text="Đã họp lần hai").status_code == 200


def test_difficulties_need_words(client, path):
    assert send(client, path, outlook="blocked", text=" ").status_code == 400
    assert send(client, path, outlook="blocked", text="Thiếu kinh phí").status_code == 200
    assert ProgressReport.objects.get().difficulties == "Thiếu kinh phí"


def test_opening_it_changes_nothing(client, row, path):
    before = Event.objects.count()
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert ProgressLink.objects.get().used_at is None
    assert Event.objects.count() == before
    assert client.put(path).status_code == 405


def test_a_used_link_is_of_no_use(client, path):
    send(client, path)
    for answer in (client.get(path), send(client, path)):
        assert answer.status_code == 410
        assert "has been used" in answer.content.decode()
        assert reverse("desk") in answer.content.decode()
    assert ProgressReport.objects.count() == 1


def test_after_72_hours_it_is_of_no_use(client, path):
    link = ProgressLink.objects.get()
    made_at = link.expires_at - timedelta(hours=72)
    with time_machine.travel(made_at + timedelta(hours=71, minutes=59), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(made_at + timedelta(hours=72, seconds=1), tick=False):
        assert client.get(path).status_code == 410
        assert send(client, path).status_code == 410
    assert not ProgressReport.objects.exists()


def test_a_made_up_link_is_not_known(client, path):
    wrong = path[:-2] + ("0" if path[-2] != "0" else "1") + "/"
    assert client.get(wrong).status_code == 404
    assert send(client, wrong).status_code == 404
    assert not ProgressReport.objects.exists()


def test_the_right_of_today_decides(client, ministry, path):
    Post.objects.filter(user=ministry.head).update(ends_on=timezone.localdate() - timedelta(days=1))
    answer = send(client, path)
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.content.decode()
    assert ProgressLink.objects.get().used_at is None
    assert not ProgressReport.objects.exists()


def test_an_account_switched_off_reports_nothing(client, ministry, path):
    ministry.head.is_active = False
    ministry.head.save()
    assert send(client, path).status_code == 403


def test_work_that_has_moved_on_is_said_and_the_text_stays(client, ministry, row, path):
    row.refresh_from_db()
    actions.report_done(
        row, by=ministry.head, completed_on=timezone.localdate(), result="xong", result_number="1/BC"
    )
    answer = send(client, path, text="Chữ đã gõ")
    assert answer.status_code == 409
    assert "Chữ đã gõ" in answer.content.decode()
    assert ProgressLink.objects.get().used_at is None


def test_who_is_signed_in_in_that_browser_does_not_matter(client, ministry, path):
    client.force_login(ministry.other_head)
    assert send(client, path).status_code == 200
    assert ProgressReport.objects.get().reported_by == ministry.head


def test_the_office_can_switch_links_off(client, ministry, row, path):
    LetterPolicy(has_progress_links=False).save()
    assert client.get(path).status_code == 403
    assert send(client, path).status_code == 403
    Digest.objects.all().update(day=DAY - timedelta(days=30))
    engine.sweep(DAY + timedelta(days=2))
    newest = Digest.objects.order_by("pk").last()
    assert "/update/" not in message_of(newest).body


def test_the_switch_stands_in_the_administration_pages(client, ministry):
    client.force_login(ministry.administrator)
    LetterPolicy.current().save()
    address = reverse("admin:reminders_letterpolicy_change", args=[1])
    stands = client.get(address).context["adminform"].form.initial
    assert stands["has_progress_links"] is True
    typed = {name: value for name, value in stands.items() if value not in (None, False)}
    del typed["has_progress_links"]
    assert client.post(address, typed).status_code == 302
    assert LetterPolicy.current().has_progress_links is False


def test_a_letter_sent_again_is_the_same_mail(letter):
    first, again = (message_of(Digest.objects.get()).message().as_string() for _ in range(2))
    strip = re.compile(r"boundary=.*|--=+.*")
    assert strip.sub("", first) == strip.sub("", again)
    delivery.deliver(day=DAY)
    assert path_of(mail.outbox[0].body) == path_of(message_of(Digest.objects.get()).body)
    html = mail.outbox[0].alternatives[0][0]
    assert path_of(html) == path_of(mail.outbox[0].body)


def test_a_new_secret_key_leaves_letters_their_links(client, settings, letter, path):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, [settings.SECRET_KEY]
    assert path_of(message_of(Digest.objects.get()).body) == path
    assert client.get(path).status_code == 200


def test_only_the_hash_is_stored(path):
    token = path.split("/")[2]
    assert token not in str(list(ProgressLink.objects.values()))
    assert token not in str(list(Digest.objects.values()))


def test_nobody_else_reads_the_link_in_the_letter(client, ministry, letter, path):
    for who, is_shown in (("head", True), ("office", False), ("leader", False)):
        client.force_login(getattr(ministry, who))
        for name in ("mail_text", "mail_source", "mail"):
            page = client.get(reverse(name, args=[letter.pk]))
            assert page.status_code == 200
            if name == "mail_text":
                assert (path in page.content.decode()) is is_shown, who
            elif not is_shown:
                assert b"/update/" not in page.content, who


def test_what_cannot_be_reported_on_has_no_link(ministry):
    ministry.assignment(due_on=DUE)  # not accepted yet
    ministry.assignment(unit=ministry.outsider, due_on=DUE)  # by the office, with a paper
    engine.sweep(DAY)
    assert Digest.objects.count() == 4
    assert not ProgressLink.objects.exists()


def test_tries_are_counted(client, path):
    assert {send(client, "/update/guess/").status_code for _ in range(60)} == {404}
    assert send(client, path).status_code == 429
    assert not ProgressReport.objects.exists()


def test_no_token_reaches_a_log(client, path):
    handler = next(one for one in logging.getLogger().handlers if one.filters)
    written, handler_stream = io.StringIO(), handler.stream
    handler.setStream(written)
    try:
        send(client, path)
        send(client, path)
        logging.getLogger("a.server").error("GET %s 500", path)
    finally:
        handler.setStream(handler_stream)
    assert "/update/…" in written.getvalue()
    assert path.split("/")[2] not in written.getvalue()
