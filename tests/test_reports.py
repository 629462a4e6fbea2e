"""The documents: the figures of each, what is frozen, what the next one states, who may, and once by the clock."""

import hashlib
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from directives import actions as steps
from directives.models import FigurePolicy
from directives.statistics import statistics
from journal.models import Event
from journal.refusals import NotNow, NotYours
from reminders import report_letters
from reports import actions, due
from reports.content import as_data, day_in_words, from_data, percent, shown
from reports.making import Asked, late_units, make
from reports.making.corrections import written_after
from reports.models import Report, ReportPolicy
from reports.periods import bounds
from tests.cast import WHEN, make_unit
from tests.many import Told, write
from units.working_calendar import today

DAY = date(2024, 10, 10)


def text_of(docx: bytes) -> str:
    document = Document(BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in document.paragraphs] + cells)


def words(paper) -> str:
    return "\n".join(block.text for block in paper.blocks if hasattr(block, "text"))


# --- Figures -----------------------------------------------------------------------------------------


def test_the_report_of_2017_is_printed_to_the_digit(ministry):
    """Report 1270/BC-TCTTTg: 21.914 tasks, 14.068 + 1.983 completed, 5.640 + 223 not; 98,63 %."""
    issued, due_on, ahead = date(2017, 1, 2), date(2017, 6, 30), date(2018, 3, 31)
    units = [make_unit(f"BN{n}") for n in range(40)]

    def told():
        mix = (
            [(due_on, date(2017, 6, 30))] * 14068
            + [(due_on, date(2017, 7, 1))] * 1983
            + [(ahead, None)] * 5640
            + [(date(2017, 12, 26), None)] * 223
        )
        for n, (until, done) in enumerate(mix):
            yield Told(issued, until, units[n % 40], ministry.minister, issued, done, done)

    write(told(), meeting=ministry.meeting, by=ministry.office)
    paper = make(Asked("period", date(2017, 12, 27), starts_on=date(2017, 1, 1), period="năm 2017"))
    said = words(paper)
    assert "là 21.914 nhiệm vụ" in said
    assert "Đã hoàn thành: 16.051 nhiệm vụ (đúng hạn 14.068, quá hạn 1.983)" in said
    assert "Chưa hoàn thành: 5.863 nhiệm vụ (trong hạn 5.640, quá hạn 223)" in said
    assert "98,63%" in said
    assert len(paper.annexes[0].blocks[0].rows) == 223
    assert {row[5] for row in paper.annexes[0].blocks[0].rows} == {1}


def test_page_and_three_files_say_the_same(ministry):
    ministry.in_state("completed")
    ministry.assignment(unit=ministry.other_unit)
    paper = make(Asked("period", DAY, starts_on=date(2024, 9, 15)))
    figures = statistics(DAY)
    rate = percent(figures.official_rate)
    assert rate == "50,00%"
    assert rate in text_of(actions.written(paper, "docx"))
    pdf = "".join(page.extract_text() for page in PdfReader(BytesIO(actions.written(paper, "pdf"))).pages)
    assert rate in pdf
    book = openpyxl.load_workbook(BytesIO(actions.written(paper, "xlsx")))
    assert book.sheetnames == ["Nội dung", "Theo đơn vị", "Nhiệm vụ quá hạn"]
    assert [cell.value for cell in book["Nhiệm vụ quá hạn"][2]][4:6] == [datetime(2024, 9, 30), 10]


def test_cause_and_proposal_are_those_of_the_last_report_by_that_day(ministry):
    row = ministry.in_state("in_progress")
    when = {"by": ministry.head, "is_backdated": True}
    for on, cause in (
        (date(2024, 9, 1), "thiếu vốn"),
        (date(2024, 10, 1), "chờ thẩm định"),
        (date(2024, 10, 20), "xong"),
    ):
        steps.report_progress(
            row,
            text="đang làm",
            difficulties=cause,
            proposals="cho phép lùi",
            outlook="blocked",
            on=on,
            **when,
        )
        row.refresh_from_db()
    (line,) = make(Asked("period", DAY)).annexes[0].blocks[0].rows
    assert line[-3:] == [10, "chờ thẩm định", "cho phép lùi"]


def test_only_the_internal_edition_names_officers(ministry):
    row = ministry.in_state("in_progress")
    steps.hand_over(row, by=ministry.head, officer=ministry.officer, on=WHEN, is_backdated=True)
    leaders = actions.written(make(Asked("period", DAY)), "docx")
    internal = actions.written(make(Asked("period", DAY, edition="internal")), "docx")
    assert "Officer" in text_of(internal)
    assert "Officer" not in text_of(leaders)


def test_the_briefing_lists_the_worst_unit_first(ministry):
    ministry.assignment(unit=ministry.third_unit, due_on=date(2024, 12, 31))
    for _twice in range(2):
        ministry.assignment(unit=ministry.other_unit)
    ministry.assignment()
    paper = make(Asked("briefing", DAY, meeting=ministry.meeting))
    assert [row[1] for row in paper.tables[1].rows] == [
        "Cục Báo chí",
        "Cục Báo chí",
        "Cục Viễn thông",
        "Cục Tần số vô tuyến điện",
    ]
    assert "2 đơn vị với 3 nhiệm vụ quá hạn" in words(paper)
    assert paper.is_landscape


def test_a_letter_to_each_late_unit(ministry):
    ministry.assignment()
    ministry.assignment(unit=ministry.other_unit, due_on=date(2024, 12, 31))
    assert late_units(DAY) == [ministry.unit]
    asked = Asked("urging", DAY, reply_by_on=date(2024, 10, 15))
    archive = zipfile.ZipFile(BytesIO(actions.letters(asked, late_units(DAY))))
    (name,) = archive.namelist()
    said = text_of(archive.read(name))
    assert "Cục Viễn thông còn 1 nhiệm vụ quá hạn" in said
    assert "trước ngày 15 tháng 10 năm 2024" in said
    assert "Số:        /BO-VP" in said


def test_the_letters_to_all_late_units_go_out_together_and_once(client, ministry):
    day = today()
    first = ministry.assignment(due_on=day - timedelta(days=9))
    second = ministry.assignment(unit=ministry.other_unit, due_on=day - timedelta(days=2))
    client.force_login(ministry.office)
    where, by = reverse("urging_letters"), f"{day + timedelta(days=7):%d/%m/%Y}"
    refused = client.post(where, {"letters-reply_by_on": f"{day:%d/%m/%Y}"})
    assert refused.status_code == 400
    assert not Report.objects.exists()
    client.post(where, {"letters-reply_by_on": by})
    assert set(Report.objects.frozen().values_list("unit__code", flat=True)) == {"CVT", "CBC"}
    assert {row.urged_rows.get().urging.reply_by_on for row in (first, second)} == {day + timedelta(days=7)}
    again = client.post(where, {"letters-reply_by_on": by})
    assert again.status_code == 409
    assert "công văn gửi tất cả các đơn vị này" in again.content.decode()
    assert Report.objects.count() == 2
    # A unit that has become late since gets its letter; the others no second one.
    ministry.assignment(unit=ministry.third_unit, due_on=day - timedelta(days=1))
    client.post(where, {"letters-reply_by_on": by})
    assert sorted(Report.objects.values_list("unit__code", flat=True)) == ["CBC", "CTS", "CVT"]


def test_only_the_office_sends_letters_to_all(client, ministry):
    ministry.assignment(due_on=today() - timedelta(days=9))
    client.force_login(ministry.leader)
    by = f"{today() + timedelta(days=7):%d/%m/%Y}"
    assert client.post(reverse("urging_letters"), {"letters-reply_by_on": by}).status_code == 403
    one = {"unit": "CVT", "reply_by_on": by}
    assert client.post(reverse("report_new", args=["urging"]), one).status_code == 403
    made = actions.prepare(Asked("briefing", today(), meeting=ministry.meeting))
    assert client.post(reverse("report_step", args=[made.pk, "freeze"])).status_code == 403
    assert not Report.objects.frozen().exists()


def test_the_conclusion_gives_each_directive_with_who_and_when(ministry):
    row = ministry.assignment()
    ministry.assignment(directive=row.directive, unit=ministry.other_unit, role="support")
    said = words(make(Asked("conclusion", DAY, meeting=ministry.meeting)))
    assert "1. Có phương án hỗ trợ người dân khi tắt sóng. (Chủ trì: Cục Viễn thông; " in said
    assert "; phối hợp: Cục Báo chí; thời hạn: 30/09/2024.)" in said
    assert "Ngày 04 tháng 7 năm 2024" in said


def test_periods_run_to_the_cut_off_day():
    assert bounds("2024-06", 14) == (date(2024, 5, 15), date(2024, 6, 14))
    assert bounds("2024-Q1", 14) == (date(2023, 12, 15), date(2024, 3, 14))
    assert bounds("2024", 14) == (date(2023, 12, 15), date(2024, 12, 14))
    assert bounds("2024-02", 0) == (date(2024, 2, 1), date(2024, 2, 29))


def test_days_and_numbers_are_written_as_the_decree_does():
    assert day_in_words(date(2024, 2, 5)) == "ngày 05 tháng 02 năm 2024"
    assert day_in_words(date(2024, 8, 15)) == "ngày 15 tháng 8 năm 2024"
    assert [shown(21914), shown(0.9863, "rate"), shown(None, "rate")] == ["21.914", "98,63%", "–"]


def test_the_content_kept_as_data_comes_back_the_same(ministry):
    ministry.assignment()
    for kind in ("period", "briefing", "conclusion"):
        paper = make(Asked(kind, DAY, meeting=ministry.meeting))
        assert from_data(as_data(paper)) == paper


# --- Frozen ------------------------------------------------------------------------------------------


def test_what_is_frozen_stays_and_the_next_states_what_changed(ministry):
    row = ministry.assignment()
    report = actions.freeze(Asked("period", DAY), by=ministry.office)
    assert report.code.startswith("BC-")
    assert {file.name[-4:] for file in report.files.all()} == {"docx", ".pdf"}
    for file in report.files.all():
        with file.file.open("rb") as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == file.sha256
    assert report.paper.figures["open_overdue"] == 1
    when = {"on": date(2024, 9, 20), "is_backdated": True}
    steps.accept(row, by=ministry.head, **when)
    row.refresh_from_db()
    report.refresh_from_db()
    assert report.paper.figures["open_overdue"] == 1
    assert [event.verb for event in written_after(report)] == ["accept"]
    paper = make(actions.with_previous(Asked("period", date(2024, 11, 14))))
    assert "Điều chỉnh số liệu so với báo cáo trước" in words(paper)
    changed = next(table for table in paper.tables if table.name == "Điều chỉnh số liệu")
    assert [line[3] for line in changed.rows] == [date(2024, 9, 20)]


def test_an_event_under_way_while_freezing_is_not_lost(ministry):
    row = ministry.assignment()
    # Numbered before the newest event, written after the freezing: as a slower transaction would be. Far ahead of the
    # numbers the database gives by itself.
    newest = Event.objects.order_by("-pk").first().pk
    gap = newest + 50
    Event.objects.create(
        pk=newest + 51,
        verb="comment",
        subject_kind="assignment",
        subject_id=row.pk,
        on=WHEN,
        by=ministry.office,
    )
    report = actions.freeze(Asked("period", DAY), by=ministry.office)
    assert written_after(report) == []
    Event.objects.create(
        pk=gap, verb="accept", subject_kind="assignment", subject_id=row.pk, on=WHEN, by=ministry.head
    )
    assert [event.pk for event in written_after(report)] == [gap]
    Report.objects.filter(pk=report.pk).update(missing_events=[])
    report.refresh_from_db()
    assert written_after(report) == []


def test_figures_that_moved_since_they_were_read_are_not_frozen(ministry):
    row = ministry.assignment()
    seen = actions.fingerprint(make(Asked("period", DAY)))
    steps.withdraw(row, by=ministry.leader, reason="thôi", on=WHEN, is_backdated=True)
    with pytest.raises(NotNow):
        actions.freeze(Asked("period", DAY), by=ministry.office, seen=seen)
    assert not Report.objects.exists()
    now = actions.fingerprint(make(Asked("period", DAY)))
    assert actions.freeze(Asked("period", DAY), by=ministry.office, seen=now).is_frozen


def test_a_frozen_letter_is_an_urging(ministry):
    row = ministry.assignment()
    asked = Asked("urging", DAY, unit=ministry.unit, reply_by_on=date(2100, 1, 4))
    report = actions.freeze(asked, by=ministry.office)
    (urging,) = row.urgings.all()
    assert report.code in urging.text
    assert urging.reply_by_on == date(2100, 1, 4)


@pytest.mark.parametrize("who", ["leader", "head", "clerk", "nobody"])
def test_only_the_office_freezes(ministry, who):
    with pytest.raises(NotYours):
        actions.freeze(Asked("period", DAY), by=getattr(ministry, who))


# --- By itself ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_clock_makes_a_report_once_and_makes_up_what_it_missed(ministry):
    ministry.assignment()
    with time_machine.travel(datetime(2024, 10, 14, 5, tzinfo=UTC), tick=False):
        ReportPolicy(month_day=15).save()
        assert due.make_due(date(2024, 10, 14)) == []
    with time_machine.travel(datetime(2024, 10, 17, 5, tzinfo=UTC), tick=False):
        made = due.make_due(date(2024, 10, 17))
        assert {(one.edition, one.as_of, one.starts_on) for one in made} == {
            ("leaders", date(2024, 10, 14), date(2024, 9, 15)),
            ("internal", date(2024, 10, 14), date(2024, 9, 15)),
        }
        assert due.make_due(date(2024, 10, 17)) == []
        actions.discard(made[0], by=ministry.office)
        assert due.make_due(date(2024, 10, 18)) == []


def test_the_second_of_two_clocks_makes_nothing(ministry, monkeypatch):
    ReportPolicy(month_day=1).save()
    day = date(2024, 10, 17)
    due.make_due(day)
    # The second asked before the first had written.
    monkeypatch.setattr(due, "_is_made", lambda occasion: False)
    assert due.make_due(day) == []
    assert Report.objects.count() == 2


# --- Doors -------------------------------------------------------------------------------------------


def test_the_command_writes_what_the_button_does(ministry, tmp_path):
    ministry.assignment()
    out = tmp_path / "r.docx"
    call_command(
        "report", "period", "--from", "2024-09-15", "--to", "2024-10-10", "--as-of", "2024-10-10",
        "--out", str(out), stdout=StringIO(),
    )  # fmt: skip
    button = actions.written(make(Asked("period", DAY, starts_on=date(2024, 9, 15))), "docx")
    assert text_of(out.read_bytes()) == text_of(button)
    with pytest.raises(CommandError):
        call_command("report", "period", "--out", str(tmp_path / "r.odt"))
    with pytest.raises(CommandError):
        call_command("report", "briefing", "--meeting", "GB99", "--out", str(out))


@pytest.mark.parametrize(
    ("who", "kind", "status"),
    [
        ("office", "period", 200),
        ("leader", "period", 200),
        ("clerk", "briefing", 200),
        ("clerk", "period", 403),
        ("head", "briefing", 403),
        ("nobody", "period", 403),
    ],
)
def test_who_may_see_which_document(client, ministry, who, kind, status):
    ministry.assignment()
    client.force_login(getattr(ministry, who))
    asked = {"as_of": "10/10/2024", "meeting": ministry.meeting.code}
    assert client.get(f"/documents/new/{kind}/", asked).status_code == status


def test_the_page_previews_downloads_and_freezes(client, ministry):
    ministry.assignment()
    client.force_login(ministry.office)
    asked = {"as_of": "10/10/2024", "starts_on": "15/09/2024", "edition": "leaders"}
    page = client.get("/documents/new/period/", asked)
    assert "0,00%" in page.content.decode()
    assert client.get("/documents/new/period/", {**asked, "file": "pdf"}).content.startswith(b"%PDF")
    sent = client.post("/documents/new/period/", {**asked, "seen": page.context["seen"]})
    report = Report.objects.get()
    assert sent.url == f"/documents/{report.pk}/"
    assert client.get(sent.url).status_code == 200
    file = report.files.get(name__endswith=".docx")
    got = client.get(file.get_absolute_url())
    assert hashlib.sha256(b"".join(got.streaming_content)).hexdigest() == file.sha256
    client.force_login(ministry.head)
    assert client.get(sent.url).status_code == 404
    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_file_that_is_no_longer_what_was_frozen_is_not_handed_out(client, ministry):
    report = actions.freeze(Asked("period", DAY), by=ministry.office)
    file = report.files.first()
    with open(file.file.path, "ab") as stored:
        stored.write(b"x")
    client.force_login(ministry.office)
    assert client.get(file.get_absolute_url()).status_code == 404


def test_one_press_from_the_page_of_a_meeting(client, ministry):
    ministry.assignment()
    client.force_login(ministry.clerk)
    page = client.get(ministry.meeting.get_absolute_url()).content.decode()
    for name in ("conclusion", "briefing"):
        address = f"/meetings/{ministry.meeting.pk}/{name}/"
        assert address in page
        assert client.get(address).context["paper"]["blocks"]


def test_what_is_asked_wrongly_is_said_at_its_place(client, ministry):
    client.force_login(ministry.office)
    got = client.get("/documents/new/period/", {"period": "tháng 13/2024"})
    assert got.status_code == 400
    assert "period" in got.context["form"].errors


# --- Templates ---------------------------------------------------------------------------------------


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def upload(content: bytes, name: str = "mau.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{{p noi_dung }}", "{{ trich_yu }}"], "“trich_yeu”"),
        (["{{p noi_dung }}", "{{ zzz }}"], "co_quan"),
        (["{{ trich_yeu }}"], "noi_dung"),
        (["{{p noi_dung }}", "{{ trich_yeu.__class__ }}"], "Getattr"),
        (["{{p noi_dung }}", "{% for x in range(9) %}{% endfor %}"], "For"),
        (["{{p noi_dung }}", "{{ trich_yeu "], "mỗi bên hai dấu ngoặc"),
    ],
)
def test_a_wrong_placeholder_is_named(client, ministry, lines, said):
    client.force_login(ministry.office)
    got = client.post("/documents/templates/", {"kind": "period", "file": upload(template(*lines))})
    assert got.status_code == 400
    assert said in " ".join(got.context["form"].errors["file"])


def test_the_offices_template_is_used_and_what_people_typed_stays_text(client, ministry):
    client.force_login(ministry.office)
    content = template("Mẫu riêng: {{ co_quan }}, {{ tong_so }}", "{{p noi_dung }}")
    ministry.assignment(unit=make_unit("AB", "Cục <A> & {{ b }}"))
    assert (
        client.post("/documents/templates/", {"kind": "period", "file": upload(content)}).status_code == 302
    )
    said = text_of(actions.written(make(Asked("period", DAY)), "docx"))
    assert "Mẫu riêng: BỘ, 1" in said
    assert "Cục <A> & {{ b }}" in said


def test_what_is_no_word_file_is_refused(client, ministry):
    client.force_login(ministry.office)
    for content in (b"PK\x03\x04 broken", b"not a zip"):
        got = client.post("/documents/templates/", {"kind": "period", "file": upload(content)})
        assert got.status_code == 400


# --- The lock before a meeting -----------------------------------------------------------------------


@pytest.mark.parametrize(("on", "marked"), [(date(2024, 7, 1), False), (date(2024, 7, 2), True)])
def test_a_report_after_the_figures_are_locked_is_marked(ministry, on, marked):
    FigurePolicy(lock_days=2).save()
    row = ministry.in_state("in_progress")
    row.directive.__class__.objects.filter(pk=row.directive_id).update(issued_on=date(2024, 6, 1))
    row.__class__.objects.filter(pk=row.pk).update(state_on=date(2024, 6, 1))
    row.refresh_from_db()
    report = steps.report_progress(row, by=ministry.head, text="đang làm", on=on, is_backdated=True)
    assert report.is_after_lock is marked
    assert Event.objects.filter(verb="report_progress", data__after_lock=True).exists() is marked


# --- By mail -----------------------------------------------------------------------------------------


def test_a_report_made_by_itself_is_mailed_once_with_its_files(ministry, mailoutbox):
    ReportPolicy(month_day=1, is_mailed=True).save()
    day = date(2024, 10, 17)
    due.make_due(day)
    assert report_letters.deliver(day) == 2
    assert report_letters.deliver(day) == 0
    assert len(mailoutbox) == 2
    message = mailoutbox[0]
    assert {name.rpartition(".")[2] for name, _content, _type in message.attachments} == {"docx", "pdf"}
    assert message.to == ["office2@example.vn", "office@example.vn", "office_head@example.vn"]


def test_without_the_policy_nothing_is_mailed(ministry, mailoutbox):
    ReportPolicy(month_day=1).save()
    due.make_due(date(2024, 10, 17))
    assert report_letters.deliver(date(2024, 10, 17)) == 0
    assert mailoutbox == []


@pytest.mark.parametrize("by", ["kind", "priority", "key", "period"])
def test_figures_by_every_grouping_lead_to_their_rows(client, ministry, by):
    ministry.assignment()
    client.force_login(ministry.office)
    page = client.get("/statistics/", {"by": by})
    (group,) = page.context["figures"].groups
    name = page.context["filter_name"]
    rows = client.get("/assignments/", {name: group.key, "role": "lead", "kind": "task"})
    assert group.total == 1
    assert rows.context["page"].paginator.count == 1
    assert group.name
