"""Steps by form: what a browser sends, what it is told, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from directives import actions
from directives.models import Assignment, Directive, ReportFile
from journal.models import Event
from meetings.models import Meeting
from tests.cast import WHEN
from units.working_calendar import today

PDF = b"%PDF-1.4 test"


def later(days: int) -> str:
    return f"{today() + timedelta(days=days):%d/%m/%Y}"


def address(row, verb: str) -> str:
    return reverse(
        f"{row._meta.model_name}_step".replace("extensionrequest", "extension"), args=[row.pk, verb]
    )


def test_accepting_is_two_taps(client, ministry):
    row = ministry.assignment()
    client.force_login(ministry.head)
    desk = client.get(reverse("desk")).content.decode()
    link = address(row, "accept") + "?next=/desk/"
    assert link in desk
    form = client.get(link).context["form"]
    answer = client.post(link, {"version": form["version"].value(), "next": "/desk/"})
    assert (answer.status_code, answer.url) == (302, "/desk/")
    row.refresh_from_db()
    assert row.state == "in_progress"


def test_after_a_step_the_page_opens_at_the_row(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    sent = {"outlook": "on_track", "text": "Đã trình", "version": row.version, "next": "https://example.com/"}
    files = [SimpleUploadedFile("Tờ trình.pdf", PDF), SimpleUploadedFile("bảng.txt", b"so lieu")]
    answer = client.post(address(row, "report_progress"), {**sent, "files": files})
    assert answer.url == f"/directives/{row.directive_id}/#a{row.pk}"
    assert ReportFile.objects.filter(report__assignment=row).count() == 2
    page = client.get(answer.url).content.decode()
    assert "Tờ trình.pdf" in page
    assert "Đã trình" in page


def test_the_whole_way_of_an_extension(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    sent = {"asked_due_on": "31/12/2024", "reason": "Chờ ý kiến các bộ"}
    assert client.post(address(row, "request_extension"), sent).status_code == 302
    request = row.extensions.get()
    client.force_login(ministry.office)
    page = client.get(reverse("queue", args=["extensions"])).content.decode()
    assert "31/12/2024" in page
    assert client.get(address(request, "counter")).status_code == 200
    decided = {"due_on": "20/10/2024", "reason": "Rút ngắn"}
    assert client.post(address(request, "counter"), decided).status_code == 302
    row.refresh_from_db()
    assert f"{row.due_on:%d/%m/%Y}" == "20/10/2024"
    page = client.get(row.directive.get_absolute_url()).content.decode()
    for day in ("30/09/2024", "31/12/2024", "20/10/2024"):
        assert day in page


def test_a_draft_is_written_issued_and_assigned(client, ministry):
    client.force_login(ministry.office)
    add = reverse("directive_add") + f"?meeting={ministry.meeting.pk}"
    sent = {
        "title": "Lập tổ công tác",
        "words": "Các đồng chí lập tổ công tác",
        "source_item": "Mục 2",
        "leader": "bo-truong",
        "urgency": "urgent",
        "kind": "task",
    }
    answer = client.post(add, sent)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    directive = Directive.objects.get()
    assert client.get(answer.url).status_code == 200
    edited = client.post(address(directive, "edit"), {**sent, "title": "Lập tổ công tác liên ngành"})
    assert edited.status_code == 302
    assert client.post(address(directive, "issue"), {}).status_code == 302
    terms = {"deadline_kind": "day", "due_on": later(30), "role": "lead"}
    assert client.post(address(directive, "assign"), {**terms, "unit": "CVT"}).status_code == 302
    row = Assignment.objects.get()
    assert (row.unit, row.directive.title) == (ministry.unit, "Lập tổ công tác liên ngành")


def test_a_second_person_is_told_who_was_quicker_and_keeps_what_he_typed(client, ministry):
    row = ministry.in_state("reported")
    client.force_login(ministry.office)
    version = client.get(address(row, "send_back")).context["form"]["version"].value()
    actions.confirm(row, by=ministry.office2)
    typed = "Thiếu văn bản kết quả, đề nghị bổ sung"
    answer = client.post(address(row, "send_back"), {"reason": typed, "version": version})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert typed in page
    assert "Office2" in page
    assert not answer.context["may_send"]
    assert Event.objects.filter(verb="send_back").count() == 0


def test_where_the_step_is_still_possible_it_can_be_sent_again(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    version = client.get(address(row, "report_progress")).context["form"]["version"].value()
    actions.follow(row, by=ministry.office, follower=ministry.office2)
    sent = {"text": "Đã xong phần một", "outlook": "on_track", "version": version}
    answer = client.post(address(row, "report_progress"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Đã xong phần một" in page
    assert "Office" in page
    assert answer.context["may_send"]
    again = {**sent, "version": answer.context["form"]["version"].value()}
    assert client.post(address(row, "report_progress"), again).status_code == 302


def test_a_step_from_a_state_that_is_over_says_so(client, ministry):
    row = ministry.in_state("completed")
    client.force_login(ministry.head)
    assert client.get(address(row, "accept")).status_code == 409
    client.force_login(ministry.office)
    page = client.get(address(row, "confirm"))
    assert page.status_code == 409
    assert "Office2" in page.content.decode()


def test_a_step_of_others_is_refused(client, ministry):
    row = ministry.in_state("reported")
    client.force_login(ministry.head)
    assert client.post(address(row, "confirm"), {}).status_code == 403
    # Not even an incomplete form is shown.
    assert client.post(address(row, "send_back"), {}).status_code == 403
    client.force_login(ministry.sub_head)
    assert client.post(address(row, "confirm"), {}).status_code == 404
    row.refresh_from_db()
    assert row.state == "reported"


@pytest.mark.parametrize("verb", ["destroy", "issue", "approve", "state", "__class__"])
def test_a_forged_step_is_not_found(client, ministry, verb):
    row = ministry.assignment()
    client.force_login(ministry.office)
    assert client.get(address(row, verb)).status_code == 404
    assert client.post(address(row, verb), {"state": "completed"}).status_code == 404


def test_a_request_of_another_unit_is_not_found(client, ministry):
    row = ministry.in_state("in_progress")
    when = {"on": WHEN, "is_backdated": True}
    request = actions.request_extension(
        row, by=ministry.head, asked_due_on=today() + timedelta(days=9), reason="chờ", **when
    )
    client.force_login(ministry.other_head)
    assert client.get(address(request, "cancel")).status_code == 404
    client.force_login(ministry.head)
    assert client.get(address(request, "approve")).status_code == 403


def refused(client, where, sent, field, typed):
    """The form again, with the error at its field and what was typed."""
    answer = client.post(where, sent)
    assert answer.status_code == 400
    assert answer.context["form"].errors[field]
    page = answer.content.decode()
    assert f'id="id_{field}_error"' in page
    for text in typed:
        assert text in page
    return answer


def test_a_due_date_before_the_issue_date_is_said_at_its_field(client, ministry):
    directive = ministry.directive()
    client.force_login(ministry.office)
    sent = {
        "unit": "CVT",
        "role": "lead",
        "deadline_kind": "day",
        "due_on": "01/07/2024",
        "deadline_words": "trong tháng 7",
    }
    refused(client, address(directive, "assign"), sent, "due_on", ["01/07/2024", "trong tháng 7"])
    assert not directive.assignments.exists()


def test_a_unit_that_does_not_exist_today_is_said_at_its_field(client, ministry):
    directive = ministry.directive()
    client.force_login(ministry.office)
    sent = {"unit": "CVT-CU", "role": "lead", "deadline_kind": "day", "due_on": later(9)}
    answer = refused(client, address(directive, "assign"), sent, "unit", [later(9)])
    assert "Cục Viễn thông cũ" in str(answer.context["form"].errors["unit"])


@pytest.mark.parametrize("day", ["31/02/2024", "2024/09/30", "mai", "13.13.2024"])
def test_a_wrong_day_is_said_at_its_field(client, ministry, day):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    sent = {"completed_on": day, "result": "Đã ban hành", "result_number": "12/BC"}
    refused(client, address(row, "report_done"), sent, "completed_on", [day, "Đã ban hành", "12/BC"])


def test_day_and_month_are_read_the_vietnamese_way(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    sent = {"completed_on": "09/08/2024", "result": "Đã ban hành", "result_number": "12/BC"}
    assert client.post(address(row, "report_done"), sent).status_code == 302
    row.refresh_from_db()
    assert (row.completed_on.day, row.completed_on.month) == (9, 8)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lon.pdf", PDF + b"0" * (30 * 1024 * 1024)),
        ("doi-ten.pdf", b"MZ\x90\x00 this is a program"),
        ("trang.txt", b"<!doctype html><script>alert(1)</script>"),
        ("chuong-trinh.exe", b"MZ\x90\x00"),
        ("rong.pdf", b""),
        ("gia.docx", b"PK\x03\x04 not a document"),
    ],
    ids=["too big", "lying", "html", "forbidden", "empty", "not a docx"],
)
def test_a_bad_file_is_said_at_its_field(client, ministry, name, content):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    sent = {"text": "Có tệp kèm", "outlook": "on_track", "files": SimpleUploadedFile(name, content)}
    answer = refused(client, address(row, "report_progress"), sent, "files", ["Có tệp kèm"])
    assert name in str(answer.context["form"].errors["files"])
    assert not ReportFile.objects.exists()
    assert not row.reports.exists()


def test_a_bad_paper_of_a_meeting_is_said_at_its_field(client, ministry):
    client.force_login(ministry.clerk)
    where = reverse("meeting_document_add", args=[ministry.meeting.pk])
    sent = {"title": "Thông báo kết luận", "upload": SimpleUploadedFile("a.pdf", b"nope")}
    refused(client, where, sent, "upload", ["Thông báo kết luận"])
    sent["upload"] = SimpleUploadedFile("Thông báo.pdf", PDF)
    assert client.post(where, sent).status_code == 302
    assert ministry.meeting.documents.get().title == "Thông báo kết luận"
    client.force_login(ministry.head)
    ministry.assignment()
    assert client.post(where, sent).status_code == 403


def test_a_meeting_is_entered_and_corrected(client, ministry):
    client.force_login(ministry.clerk)
    sent = {
        "kind": "month",
        "title": "Giao ban tháng 7",
        "period": "2024-07",
        "held_on": "05/08/2024",
        "form": "in_person",
        "attending_units": [ministry.unit.pk],
    }
    wrong = {**sent, "held_on": "5/13/2024", "period": "thang 7"}
    refused(client, reverse("meeting_add"), wrong, "held_on", ["5/13/2024", "thang 7", "Giao ban tháng 7"])
    answer = client.post(reverse("meeting_add"), sent)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    meeting = Meeting.objects.get(period="2024-07")
    assert (meeting.code, f"{meeting.held_on:%d/%m/%Y}") == ("GB07/2024", "05/08/2024")
    where = reverse("meeting_edit", args=[meeting.pk])
    assert client.post(where, {**sent, "place": "Hà Nội"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.code) == ("Hà Nội", "GB07/2024")
    later_unit = {**sent, "attending_units": [ministry.old_unit.pk], "held_on": "05/08/2025"}
    refused(client, where, later_unit, "attending_units", ["Giao ban tháng 7"])


def test_what_was_typed_survives_the_end_of_the_session(client, ministry):
    row = ministry.in_state("in_progress")
    where = address(row, "report_progress")
    sent = {"text": "Viết rất lâu mới xong", "outlook": "at_risk", "version": row.version}
    sent["typed_by"] = ministry.head.pk
    answer = client.post(where, sent)
    assert answer.url.startswith("/accounts/login/?next=")
    signed_in = client.post(answer.url, {"login": "head", "password": "mat-khau-dai-12", "next": where})
    assert signed_in.url == where
    page = client.get(where)
    assert "Viết rất lâu mới xong" in page.content.decode()
    assert page.context["form"]["outlook"].value() == "at_risk"
    assert client.post(where, sent).status_code == 302
    # Shown once, not for ever.
    assert "Viết rất lâu" not in client.get(where).content.decode()


def test_too_much_text_is_answered_with_413(client, ministry, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    answer = client.post(address(row, "report_progress"), {"text": "a" * 5000, "outlook": "on_track"})
    assert answer.status_code == 413


def test_a_milestone_is_reached_and_taken_back(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    client.post(address(row, "keep_milestones"), {"title": "Dự thảo lần một", "due_on": later(5)})
    milestone = row.milestones.get()
    where = reverse("milestone_reach", args=[milestone.pk])
    assert client.get(where).status_code == 405
    assert client.post(where).status_code == 302
    milestone.refresh_from_db()
    assert milestone.done_on == timezone.localdate()
    client.post(where)
    milestone.refresh_from_db()
    assert milestone.done_on is None
    client.force_login(ministry.office)
    assert client.post(where).status_code == 403
    client.force_login(ministry.sub_head)
    assert client.post(where).status_code == 404


@pytest.mark.parametrize("state", ["assigned", "in_progress", "reported", "declined", "paused", "completed"])
def test_every_button_of_every_role_opens_its_form(client, ministry, state):
    row = ministry.in_state(state)
    found = 0
    for person in (ministry.head, ministry.officer, ministry.office, ministry.leader, ministry.clerk):
        client.force_login(person)
        page = client.get(row.directive.get_absolute_url())
        buttons = [*page.context["buttons"].all, *page.context["rows"][0].buttons.all]
        for button in buttons:
            assert client.get(button.url).status_code == 200, (person, button.verb)
        found += len(buttons)
    assert found > 5


def test_a_word_sent_twice_in_haste_is_said_once(client, ministry):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    address = reverse("assignment_step", args=[row.pk, "comment"])
    for text in ("Đang chờ ý kiến", "Đang chờ ý kiến", "Đã có ý kiến"):
        assert client.post(address, {"text": text}).status_code == 302
    assert list(Event.objects.filter(verb="comment").order_by("id").values_list("note", flat=True)) == [
        "Đang chờ ý kiến",
        "Đã có ý kiến",
    ]


@pytest.mark.parametrize(("length", "is_kept"), [(5_000, True), (50_000, True), (200_000, False)])
def test_a_long_text_survives_the_end_of_the_session_or_is_said_to_be_too_long(
    client, ministry, length, is_kept
):
    row = ministry.in_state("in_progress")
    address = reverse("assignment_step", args=[row.pk, "report_progress"])
    novel = ("Đã trình dự thảo; " * length)[:length]
    answer = client.post(address, {"text": novel, "typed_by": ministry.head.pk}, follow=True)
    assert ("không giữ được" in answer.content.decode()) is not is_kept
    client.login(login="head", password="mat-khau-dai-12")
    client.post(reverse("account_login"), {"login": "head", "password": "mat-khau-dai-12"})
    form = client.get(address).context["form"]
    assert (form["text"].value() == novel) is is_kept


@pytest.mark.parametrize(("length", "status"), [(5_000, 302), (200_000, 400)])
def test_a_pasted_novel_is_refused_at_its_field_and_stays(client, ministry, length, status):
    row = ministry.in_state("in_progress")
    client.force_login(ministry.head)
    address = reverse("assignment_step", args=[row.pk, "report_progress"])
    text = ("Đã trình dự thảo; " * length)[:length].strip()
    answer = client.post(address, {"text": text, "outlook": "on_track"})
    assert answer.status_code == status
    if status == 302:
        assert row.reports.get().text == text
    else:
        assert answer.context["form"].errors["text"]
        assert answer.context["form"]["text"].value() == text
        assert not row.reports.exists()
