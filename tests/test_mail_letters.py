"""Letters: one a person and working day, burning first, and what stands in them."""

from datetime import date
from email import message_from_bytes

import pytest

from directives.models import Directive
from reminders import digests, engine
from reminders.audience import Audience
from reminders.mail import message_of
from reminders.models import Digest, Reminder
from units.working_calendar import WorkingCalendar

pytestmark = pytest.mark.usefixtures("deadlines_only")

DUE = date(2024, 9, 30)
DAY = date(2024, 9, 25)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


# --- what stands in a letter ------------------------------------------------------------------------


def test_one_letter_a_person_burning_first(ministry, mailoutbox):
    for title, due_on in [
        ("Việc còn hạn", date(2024, 10, 1)),
        ("Việc hôm nay", date(2024, 9, 25)),
        ("Việc quá hạn", date(2024, 9, 10)),
    ]:
        ministry.assignment(directive=ministry.directive(title=title), due_on=due_on)
    engine.sweep(DAY)
    (message,) = mailoutbox
    assert message.subject == "Reminders 25/09/2024: 1 overdue, 1 due today, 1 due soon"
    assert message.to == ["head@example.vn"]
    digest = Digest.objects.get()
    assert [(line["group"], line["title"], line["due_on"], line["words"]) for line in digest.lines] == [
        ("overdue", "Việc quá hạn", "2024-09-10", "15 days overdue"),
        ("today", "Việc hôm nay", "2024-09-25", "due today"),
        ("soon", "Việc còn hạn", "2024-10-01", "4 working days left"),
    ]
    assert (digest.kind, digest.day, digest.state) == ("daily", DAY, "sent")
    html = message.alternatives[0][0]
    for text in (message.body, html):
        places = [text.index(title) for title in ("Việc quá hạn", "Việc hôm nay", "Việc còn hạn")]
        assert places == sorted(places)
        assert "10/09/2024" in text
        assert text.count("Cục Viễn thông") == 3


def test_links_lead_to_the_row(ministry, mailoutbox, settings):
    settings.SITE_URL = "https://dondoc.example.gov.vn"
    assignment = ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    url = f"https://dondoc.example.gov.vn/directives/{assignment.directive_id}/#a{assignment.pk}"
    assert url in mailoutbox[0].body
    assert f'href="{url}"' in mailoutbox[0].alternatives[0][0]


def test_the_mail_itself(ministry, mailoutbox):
    ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    digest = Digest.objects.get()
    parsed = message_from_bytes(mailoutbox[0].message().as_bytes())
    assert parsed["Message-ID"] == digest.message_id
    assert parsed["Message-ID"].endswith("@dondoc>")
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Date"]
    # Text first, so that the simplest reader finds it.
    assert [part.get_content_type() for part in parsed.get_payload()] == ["text/plain", "text/html"]
    html = parsed.get_payload()[1].get_payload(decode=True).decode()
    assert "<img" not in html
    assert "<script" not in html
    assert "max-width:600px" in html


def test_a_title_is_text_not_markup_and_no_header(ministry, mailoutbox):
    title = 'Báo cáo\r\nBcc: thief@example.com\r\n\r\n<script>alert("x")</script> & xong'
    directive = ministry.directive()
    Directive.objects.filter(pk=directive.pk).update(title=title)
    assignment = ministry.in_state("in_progress", directive=directive, due_on=DUE)
    engine.sweep(DAY)
    (message,) = mailoutbox
    parsed = message_from_bytes(message.message().as_bytes())
    assert parsed["Bcc"] is None
    assert message.recipients() == ["head@example.vn"]
    assert "<script>" not in message.alternatives[0][0]
    assert 'Báo cáo Bcc: thief@example.com <script>alert("x")</script> & xong' in message.body
    assert assignment.directive.code in message.body


def test_lines_are_frozen(ministry, mailoutbox):
    assignment = ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    Directive.objects.filter(pk=assignment.directive_id).update(title="Tên mới")
    digest = Digest.objects.get()
    assert "Tên mới" not in message_of(digest).body
    assert message_of(digest).body == mailoutbox[0].body


# --- one a person and day ---------------------------------------------------------------------------


def test_what_is_planned_later_the_same_day_waits(ministry, mailoutbox):
    ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    ministry.assignment(due_on=DUE, directive=ministry.directive(title="Việc thứ hai"))
    result = engine.sweep(DAY)
    assert (result.planned, result.digests) == (1, 0)
    assert len(mailoutbox) == 1
    engine.sweep(date(2024, 9, 26))
    assert len(mailoutbox) == 2
    assert [line["title"] for line in Digest.objects.get(day=date(2024, 9, 26)).lines] == ["Việc thứ hai"]


def test_a_letter_is_not_written_over(ministry, monkeypatch):
    """Somebody else wrote it a moment ago: ours waits, his stays as it is."""
    ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    before = Digest.objects.values().get()
    ministry.assignment(due_on=DUE)
    monkeypatch.setattr(digests, "freeze_daily", lambda **_: iter(()))
    engine.sweep(DAY)
    waiting = Reminder.objects.waiting(DAY)
    how = {"calendar": WorkingCalendar(), "audience": Audience(DAY)}
    assert digests.freeze(ministry.head, waiting, kind="daily", day=DAY, **how) is None
    assert Digest.objects.values().get() == before
    assert waiting.count() == 1


def test_message_ids_differ_by_person_day_and_system(ministry, settings):
    ids = {
        digests.message_id_of(ministry.head, "daily", DAY),
        digests.message_id_of(ministry.deputy, "daily", DAY),
        digests.message_id_of(ministry.head, "daily", DUE),
        digests.message_id_of(ministry.head, "event-1", DAY),
    }
    settings.SITE_URL = "https://other.example.gov.vn"
    ids.add(digests.message_id_of(ministry.head, "daily", DAY))
    assert len(ids) == 5


@pytest.mark.parametrize("address", ["", "không phải địa chỉ", "a@example.vn\r\nBcc: b@example.vn"])
def test_a_person_without_an_address(ministry, mailoutbox, address):
    ministry.head.email = address
    ministry.head.save()
    assignment = ministry.assignment(due_on=DUE)
    ministry.assignment(unit=ministry.other_unit, due_on=DUE)
    result = engine.sweep(DAY)
    assert [message.to for message in mailoutbox] == [["other_head@example.vn"]]
    digest = Digest.objects.get(recipient=ministry.head)
    assert digest.state == "failed"
    assert "Head" in digest.last_error
    assert Reminder.objects.filter(recipient=ministry.head, state="failed").exists()
    assert [entry.assignment for entry in result.not_told if entry.is_gap] == [assignment]
    assert (result.failed, result.sent) == (1, 1)
