"""The page of a meeting: its minutes beside its directives in order, and how many of them are done, late, open."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from meetings.actions import add_document
from meetings.minutes import minutes_of, readable_here
from meetings.models import Meeting, MeetingDocument

TEXT = "BIÊN BẢN\n\n1. Cục Viễn thông trình phương án <b>trước</b> ngày 30/9.\n"


def attach(ministry, name, content, title=""):
    upload = SimpleUploadedFile(name, content)
    return add_document(ministry.meeting, by=ministry.clerk, upload=upload, title=title)


def page(client, user, meeting, query=""):
    client.force_login(user)
    return client.get(meeting.get_absolute_url() + query)


def docx(*paragraphs):
    document, content = Document(), BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(content)
    return content.getvalue()


def test_the_text_of_the_minutes_stands_beside_the_directives(client, ministry):
    first, second = ministry.directive(title="Việc một"), ministry.directive(title="Việc hai")
    attach(ministry, "moi.txt", b"Gi\xe1\xba\xa5y m\xe1\xbb\x9di", title="Giấy mời")
    attach(ministry, "bb.txt", TEXT.encode(), title="Biên bản họp")
    answer = page(client, ministry.office, ministry.meeting)
    assert answer.context["minutes"].document.title == "Biên bản họp"
    text = answer.content.decode()
    assert "phương án &lt;b&gt;trước&lt;/b&gt; ngày 30/9." in text
    assert text.index("Việc một") < text.index("Việc hai")
    assert {one.pk for one in answer.context["directives"]} == {first.pk, second.pk}
    other = MeetingDocument.objects.get(title="Giấy mời")
    answer = page(client, ministry.office, ministry.meeting, f"?document={other.pk}")
    assert answer.context["minutes"].paragraphs == ["Giấy mời"]


def test_a_word_file_is_read_and_a_pdf_is_framed(client, ministry):
    attach(ministry, "bien-ban.docx", docx("Kết luận", "", "1. Xong trước tháng 12."))
    answer = page(client, ministry.office, ministry.meeting)
    assert answer.context["minutes"].paragraphs == ["Kết luận", "1. Xong trước tháng 12."]
    attach(ministry, "thong-bao.pdf", b"%PDF-1.4 test", title="Biên bản và thông báo")
    pdf = MeetingDocument.objects.get(name="thong-bao.pdf")
    text = page(client, ministry.office, ministry.meeting, f"?document={pdf.pk}").content.decode()
    assert f'<iframe src="{reverse("meeting_document_view", args=[pdf.pk])}"' in text


def test_a_broken_word_file_leaves_the_page_without_minutes(client, ministry, caplog):
    attach(ministry, "bien-ban.docx", docx("Kết luận"))
    stored = MeetingDocument.objects.get()
    with open(stored.file.path, "wb") as file:
        file.write(b"PK\x03\x04 broken")
    answer = page(client, ministry.office, ministry.meeting)
    assert answer.status_code == 200
    assert answer.context["minutes"] is None
    assert "cannot be read" in caplog.text


def test_a_small_file_that_unpacks_to_a_large_one_is_not_read(ministry, monkeypatch, caplog):
    attach(ministry, "bien-ban.docx", docx("a" * 5000))
    stored = MeetingDocument.objects.get()
    assert minutes_of(stored).paragraphs == ["a" * 5000]
    monkeypatch.setattr("meetings.minutes.MOST_BYTES_UNPACKED", 100)
    assert minutes_of(stored) is None


def test_long_minutes_are_cut(ministry, monkeypatch):
    attach(ministry, "bb.txt", "\n".join(["một dòng"] * 10).encode())
    monkeypatch.setattr("meetings.minutes.MOST_LETTERS", 30)
    found = minutes_of(MeetingDocument.objects.get())
    assert (len(found.paragraphs), found.is_cut) == (3, True)


def test_who_may_not_see_the_document_sees_no_minutes(client, ministry):
    ministry.assignment()
    attach(ministry, "bb.txt", TEXT.encode(), title="Biên bản họp")
    answer = page(client, ministry.head, ministry.meeting)
    assert answer.status_code == 200
    assert answer.context["minutes"] is None
    assert "30/9" not in answer.content.decode()
    shown = reverse("meeting_document_view", args=[MeetingDocument.objects.get().pk])
    assert client.get(shown).status_code == 404


def test_pictures_and_spreadsheets_are_no_minutes(ministry):
    attach(ministry, "anh.png", b"\x89PNG\r\n\x1a\n rest")
    assert readable_here(MeetingDocument.objects.all()) == []


@pytest.mark.parametrize("has_minutes", [True, False])
def test_the_bar_counts_directives_done_late_open_and_without_addressee(client, ministry, has_minutes):
    m = ministry
    m.meeting = Meeting.objects.create(code="HN9", kind="thematic", title="Họp")
    m.in_state("completed")
    late = m.in_state("in_progress")
    m.assignment(directive=late.directive, unit=m.other_unit, due_on=None)  # one late row makes it late
    m.in_state("in_progress", due_on=None)
    m.directive()  # nobody owes it
    m.draft()  # not counted
    m.directive(kind="orientation")  # not counted
    gone = m.in_state("withdrawn")
    assert gone.state == "withdrawn"
    if has_minutes:
        attach(m, "bb.txt", TEXT.encode())
    text = page(client, m.office, m.meeting).content.decode()
    label = text.split('class="done-bar"', 1)[1].split('aria-label="', 1)[1].split('"', 1)[0]
    assert label == "hoàn thành: 1, đang thực hiện: 1, quá hạn: 1, chưa có đơn vị: 2"


def test_a_meeting_without_tasks_has_no_bar(client, ministry):
    ministry.draft()
    assert "done-bar" not in page(client, ministry.office, ministry.meeting).content.decode()
