"""Files in: every row judged and shown, nothing written before its owner says so, the law the same as by hand."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from directives import actions as directive_actions
from directives.models import Directive
from journal.models import Event
from meetings.models import Meeting
from sheets import actions, coming_in, running
from sheets.lists import LISTS, asking_of
from sheets.models import IncomingRow, Transfer
from sheets.writing import write
from tests.workbooks import brought_in, directives, entered, heads, notes, problems, uploaded, workbook
from units.models import Succession, Unit, UnitName, User
from units.standing import standing_of
from units.working_calendar import today

pytestmark = pytest.mark.django_db
State, Outcome = Transfer.State, IncomingRow.Outcome

SOON = today() + timedelta(days=60)
NEW = {
    "Mã cuộc họp": "GB10/2026", "Loại cuộc họp": "Giao ban tháng", "Tên cuộc họp": "Hội nghị giao ban tháng 10/2026",
    "Kỳ": "10/2026", "Ngày họp": date(2026, 11, 3), "Việc phải làm": "Rà soát quy hoạch băng tần",
    "Nội dung chỉ đạo": "Rà soát quy hoạch băng tần, báo cáo Bộ.", "Nguồn": "Mục 1", "Lĩnh vực": "viễn thông",
    "Độ khẩn": "khẩn", "Trọng tâm": "có", "Đơn vị chủ trì": "Cục Tần số vô tuyến điện",
    "Đơn vị phối hợp": "Cục Viễn thông; CBC", "Thời hạn": SOON,
}  # fmt: skip


def nothing_written() -> bool:
    return not Event.objects.filter(verb__in=["draft", "edit", "add_meeting", "edit_meeting"]).exists()


def exported(kind: str, by, tmp_path, query: str = "") -> bytes:
    write(LISTS[kind].make(asking_of(by, standing_of(by), query)), tmp_path / f"{kind}.xlsx")
    return (tmp_path / f"{kind}.xlsx").read_bytes()


def changed(data: bytes, cell: str, value) -> bytes:
    book = load_workbook(BytesIO(data))
    book.worksheets[0][cell] = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


# --- meetings with their directives -----------------------------------------------------------------


def test_a_meeting_and_its_directives_are_shown_first_and_then_entered_as_drafts(ministry):
    second = {"Mã cuộc họp": "GB10/2026", "Việc phải làm": "Tổng kết năm", "Lãnh đạo": "Thu Truong"}
    transfer = brought_in(directives(NEW, second), ministry.clerk)
    assert (transfer.state, transfer.counts) == (State.CHECKED, {"new": 2})
    assert nothing_written()
    assert not Directive.objects.exists()

    transfer = entered(transfer)

    assert (transfer.state, transfer.done) == (State.DONE, 2)
    meeting = Meeting.objects.get(code="GB10/2026")
    assert (meeting.kind, meeting.period, meeting.held_on) == ("month", "2026-10", date(2026, 11, 3))
    first, other = meeting.directives.order_by("number")
    assert (first.code, first.state, first.urgency, first.is_key) == ("GB10/2026-01", "draft", "urgent", True)
    assert (first.stated_due_on, first.field) == (SOON, ministry.field)
    assert sorted((one.role, one.unit.code) for one in first.proposed.all()) == [
        ("lead", "CTS"), ("support", "CBC"), ("support", "CVT"),
    ]  # fmt: skip
    assert other.leader == ministry.deputy_minister
    assert set(Event.objects.values_list("verb", "by")) == {
        ("add_meeting", ministry.clerk.pk), ("draft", ministry.clerk.pk),
    }  # fmt: skip


def test_the_same_file_twice_enters_nothing_twice(ministry):
    data = directives(NEW)
    entered(brought_in(data, ministry.clerk))
    events = Event.objects.count()
    again = brought_in(data, ministry.office)
    assert again.counts == {"same": 1}
    assert "Tệp này đã được" in again.remarks[0]
    entered(again)
    # Saved once more by Excel it is another file of the same rows.
    other = brought_in(directives(NEW, {}), ministry.office)
    assert other.counts == {"same": 1}
    assert notes(other) == [("I2", "Đã có với mã GB10/2026-01.")]
    assert (Event.objects.count(), Directive.objects.count()) == (events, 1)


def test_the_export_comes_in_again_and_writes_no_event(ministry, tmp_path):
    ministry.in_state("completed")
    ministry.assignment(unit=None, leader=ministry.deputy_minister)
    ministry.draft(title="  Dự thảo =1+1 ", words="Dòng một\nDòng hai")
    entered(brought_in(directives(NEW), ministry.clerk))
    events = Event.objects.count()
    by = {"units": ministry.administrator, "people": ministry.administrator}
    for kind in ("directives", "meetings", "assignments", "units", "people"):
        who = by.get(kind, ministry.office)
        transfer = brought_in(exported(kind, who, tmp_path), who)
        assert (transfer.state, problems(transfer)) == (State.CHECKED, []), kind
        assert set(transfer.counts) == {"same"}, kind
        assert entered(transfer).state == State.DONE
    assert Event.objects.count() == events


def test_an_export_of_the_other_language_comes_in_again_too(ministry, tmp_path):
    from django.utils import translation

    ministry.in_state("completed")
    with translation.override("en"):
        data = exported("directives", ministry.office, tmp_path)
    assert brought_in(data, ministry.office).counts == {"same": 1}


@pytest.mark.parametrize(
    ("title", "value", "words"),
    [
        ("Bước xử lý", "đã thu hồi", "không bằng tệp"),
        ("Thời hạn", datetime(2020, 1, 1), "thời hạn đã qua (01/01/2020)"),
        ("Thời hạn", "31/02/2027", "không có ngày này"),
        ("Thời hạn", datetime(2031, 1, 1), "bằng quyết định"),
        ("Việc phải làm", "Khác hẳn", "đã ban hành"),
        ("Tên cuộc họp", "Khác hẳn", "trang cuộc họp"),
        ("Ngày ban hành", datetime(2024, 7, 9), "không bằng tệp"),
    ],
)
def test_what_is_issued_is_not_changed_by_a_file_and_the_cell_is_named(
    ministry, tmp_path, title, value, words
):
    ministry.assignment(due_on=date(2024, 9, 30))
    data = exported("directives", ministry.office, tmp_path)
    cell = f"{chr(ord('A') + heads('directives').index(title))}2"
    events = Event.objects.count()
    transfer = brought_in(changed(data, cell, value), ministry.office)
    (found,) = problems(transfer)
    assert found[0] == cell
    assert words in found[1]
    with pytest.raises(ValidationError):
        actions.enter(transfer)
    assert Event.objects.count() == events


def test_the_state_or_the_deadline_changed_in_the_table_of_assignments_is_refused_at_its_cell(
    ministry, tmp_path
):
    ministry.assignment(due_on=date(2024, 9, 30))
    data = exported("assignments", ministry.office, tmp_path, "col=code&col=unit&col=due&col=state")
    transfer = brought_in(
        changed(changed(data, "E2", datetime(2020, 1, 1)), "F2", "đã hoàn thành"), ministry.office
    )
    assert [cell for cell, _words in problems(transfer)] == ["E2", "F2"]


def test_a_draft_is_corrected_through_the_action(ministry, tmp_path):
    entered(brought_in(directives(NEW), ministry.clerk))
    data = exported("directives", ministry.office, tmp_path)
    head = heads("directives")

    def at(title):
        return f"{chr(ord('A') + head.index(title))}2"

    data = changed(data, at("Việc phải làm"), "Rà soát lại")
    data = changed(data, at("Đơn vị chủ trì"), "Cục Báo chí")
    data = changed(data, at("Thời hạn"), SOON + timedelta(days=1))
    transfer = brought_in(data, ministry.office)
    assert transfer.counts == {"changed": 1}
    entered(transfer)
    one = Directive.objects.get()
    assert (one.title, one.stated_due_on) == ("Rà soát lại", SOON + timedelta(days=1))
    assert sorted((named.role, named.unit.code) for named in one.proposed.all()) == [
        ("lead", "CBC"), ("support", "CBC"), ("support", "CVT"),
    ]  # fmt: skip
    assert Event.objects.filter(verb="edit").count() == 1


def test_a_meeting_of_its_own_row_is_corrected(ministry, tmp_path):
    data = exported("meetings", ministry.office, tmp_path)
    transfer = brought_in(changed(data, "C2", "Tên đã sửa"), ministry.clerk)
    assert transfer.counts == {"changed": 1}
    entered(transfer)
    ministry.meeting.refresh_from_db()
    assert ministry.meeting.title == "Tên đã sửa"


@pytest.mark.parametrize(
    ("written", "read", "said"),
    [
        ("15.3.27", date(2027, 3, 15), "được đọc là ngày 15/03/2027"),
        ("15/3/2027", date(2027, 3, 15), ""),
        ("2027-03-15", date(2027, 3, 15), ""),
        ("15-03-2027", date(2027, 3, 15), ""),
        (46461, date(2027, 3, 15), "Số 46461"),
        (datetime(2027, 3, 15, 13, 45), date(2027, 3, 15), ""),
    ],
)
def test_a_day_is_understood_as_people_write_it(ministry, written, read, said):
    transfer = brought_in(directives({**NEW, "Thời hạn": written}), ministry.clerk)
    assert problems(transfer) == []
    assert said in " ".join(words for _cell, words in notes(transfer))
    entered(transfer)
    assert Directive.objects.get().stated_due_on == read


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Thời hạn", "31/02/2027"), ("Thời hạn", "15.3.24"), ("Thời hạn", "trong quý IV"), ("Thời hạn", 5),
        ("Thời hạn", "15/03/0027"), ("Thời hạn", date(2026, 11, 2)), ("Việc phải làm", "đ" * 301),
        ("Mã cuộc họp", ""), ("Loại cuộc họp", "họp kín"), ("Đơn vị chủ trì", "Cục Không Có"),
        ("Lãnh đạo", "Ông Ba Bị"), ("Lĩnh vực", "bí mật"), ("Độ khẩn", "gấp lắm"), ("Bước xử lý", "đã ban hành"),
        ("Mã ý kiến chỉ đạo", "GB10/2026-99"), ("Kỳ", "tháng mười ba"), ("Trọng tâm", "có lẽ"),
        ("Tên cuộc họp", ""), ("Đơn vị phối hợp", "CVT; Cục Không Có"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_nothing_can_be_entered(ministry, title, value):
    transfer = brought_in(directives({**NEW, title: value}), ministry.clerk)
    cell = f"{chr(ord('A') + heads('directives').index(title))}2"
    assert cell in [one for one, _words in problems(transfer)]
    assert transfer.counts == {"wrong": 1}
    with pytest.raises(ValidationError):
        actions.enter(transfer)
    assert nothing_written()


def test_old_papers_may_bring_deadlines_gone_by_where_that_is_ticked(ministry):
    old = {**NEW, "Ngày họp": date(2024, 10, 3), "Kỳ": "9/2024", "Thời hạn": "15.3.25"}
    assert brought_in(directives(old), ministry.clerk).counts == {"wrong": 1}
    transfer = brought_in(directives(old), ministry.clerk, allows_past=True)
    assert transfer.counts == {"new": 1}
    entered(transfer)
    assert Directive.objects.get().stated_due_on == date(2025, 3, 15)


def test_rows_of_one_meeting_must_agree(ministry):
    transfer = brought_in(
        directives(NEW, {**NEW, "Việc phải làm": "Khác", "Ngày họp": date(2026, 11, 4)}), ministry.clerk
    )
    assert [cell for cell, _words in problems(transfer)] == ["F3"]
    twice = brought_in(directives(NEW, NEW), ministry.clerk)
    assert problems(twice) == [("I3", "Trùng với dòng 2.")]


def test_a_first_row_that_is_left_out_takes_the_meeting_it_describes_with_it(ministry):
    wrong = {**NEW, "Loại cuộc họp": "họp kín"}
    transfer = brought_in(
        directives(wrong, {"Mã cuộc họp": "GB10/2026", "Việc phải làm": "Hai"}), ministry.clerk
    )
    assert transfer.counts == {"wrong": 2}


def test_wrong_rows_are_left_out_only_by_a_conscious_word(ministry):
    data = directives(NEW, {**NEW, "Việc phải làm": "Hai", "Thời hạn": "31/02/2027"})
    transfer = brought_in(data, ministry.clerk)
    with pytest.raises(ValidationError):
        actions.enter(transfer)
    transfer = entered(transfer, leaves_out=True)
    assert transfer.counts == {"written": 1, "left_out": 1}
    assert [one.title for one in Directive.objects.all()] == ["Rà soát quy hoạch băng tần"]


# --- units of another day ---------------------------------------------------------------------------


def test_a_unit_under_its_old_name_is_understood_and_said_so(ministry):
    UnitName.objects.create(unit=ministry.unit, name="Tổng cục Bưu điện", ends_on=date(2020, 12, 31))
    UnitName.objects.create(unit=ministry.unit, name="Cục Viễn thông", starts_on=date(2021, 1, 1))
    transfer = brought_in(directives({**NEW, "Đơn vị chủ trì": "TỔNG CỤC BƯU ĐIỆN"}), ministry.clerk)
    assert problems(transfer) == []
    (cell, words), = [one for one in notes(transfer) if "BƯU" in one[1]]  # fmt: skip
    assert cell == "R2"
    assert "Cục Viễn thông (CVT)" in words
    entered(transfer)
    assert Directive.objects.get().proposed.get(role="lead").unit == ministry.unit


def test_a_name_means_the_unit_that_bore_it_on_the_day_of_the_meeting(ministry):
    # The old unit of that name ended with 2024; since then another bears it.
    UnitName.objects.create(unit=ministry.old_unit, name="Cục Bưu chính")
    UnitName.objects.create(unit=ministry.other_unit, name="Cục Bưu chính", starts_on=date(2025, 1, 1))
    Unit.objects.filter(pk=ministry.other_unit.pk).update(starts_on=date(2025, 1, 1))
    row = {**NEW, "Đơn vị chủ trì": "Cục Bưu chính", "Đơn vị phối hợp": ""}
    entered(brought_in(directives(row), ministry.clerk))
    then = {**row, "Mã cuộc họp": "GB09/2024", "Kỳ": "9/2024", "Ngày họp": date(2024, 10, 3)}
    entered(brought_in(directives(then), ministry.clerk))
    lead = {one.meeting.code: one.proposed.get().unit.code for one in Directive.objects.all()}
    assert lead == {"GB10/2026": "CBC", "GB09/2024": "CVT-CU"}


def test_a_unit_that_has_ended_is_read_as_its_only_successor_and_of_two_none_is_guessed(ministry):
    row = {**NEW, "Đơn vị chủ trì": "Cục Viễn thông cũ", "Đơn vị phối hợp": ""}
    transfer = brought_in(directives(row), ministry.clerk)
    assert problems(transfer) == []
    assert "đơn vị kế tục Cục Viễn thông (CVT)" in notes(transfer)[0][1]
    Succession.objects.create(from_unit=ministry.old_unit, to_unit=ministry.other_unit, on=date(2025, 1, 1))
    transfer = brought_in(directives(row), ministry.clerk)
    assert "Cục Báo chí" in problems(transfer)[0][1]


def test_cells_merged_downwards_are_read_and_sideways_are_named(ministry):
    head = heads("directives")
    first = [NEW.get(title, "") for title in head]
    of_meeting = ("Mã cuộc họp", "Loại cuộc họp", "Tên cuộc họp", "Kỳ", "Ngày họp")
    second = ["" if title in of_meeting else NEW.get(title, "") for title in head]
    second[head.index("Việc phải làm")] = "Việc thứ hai"
    transfer = brought_in(workbook([head, first, second], merged=("B2:B3",)), ministry.clerk)
    assert transfer.counts == {"new": 2}
    assert "B2:B3" in transfer.remarks[0]
    sideways = brought_in(workbook([head, first, second], merged=("B2:B3", "I3:K3")), ministry.clerk)
    assert ("I3", "Các ô I3:K3 bị gộp ngang. Bỏ gộp các ô này.") in problems(sideways)


def test_a_title_above_the_header_and_columns_of_ones_own_do_no_harm(ministry):
    head = ["STT", *heads("directives"), "Ghi chú riêng"]
    rows = [["BẢNG NHẬP Ý KIẾN CHỈ ĐẠO"], [""], head, [1, *(NEW.get(one, "") for one in head[1:-1]), "x"]]
    transfer = brought_in(workbook(rows, merged=("A1:K1",)), ministry.clerk)
    assert transfer.counts == {"new": 1}
    assert "A “STT”" in transfer.remarks[0]


# --- whose right it is ------------------------------------------------------------------------------


def test_who_may_not_enter_it_by_hand_may_not_by_a_file(ministry):
    units = workbook([heads("units"), ["X1", "Cục X"]])
    for data, by in ((directives(NEW), ministry.administrator), (units, ministry.clerk)):
        transfer = brought_in(data, by)
        assert (transfer.state, transfer.rows.count()) == (State.FAILED, 0)
    for by in (ministry.head, ministry.leader, ministry.nobody, ministry.ended):
        with pytest.raises(PermissionDenied):
            actions.bring_in(uploaded(b"PK"), by=by, standing=standing_of(by))


def test_a_post_that_ended_between_preview_and_entering_enters_nothing(ministry):
    transfer = brought_in(directives(NEW), ministry.clerk)
    ministry.clerk.posts.update(ends_on=date(2024, 1, 31))
    transfer = entered(transfer)
    assert transfer.state == State.FAILED
    assert nothing_written()


# --- units and people -------------------------------------------------------------------------------


def test_units_come_in_with_their_superiors_wherever_those_stand(ministry):
    head = heads("units")
    rows = [
        ["P1", "Phòng Một", "P1", "Trung tâm", "T1", date(2026, 1, 1), "", "Phòng số Một; P Một"],
        ["T1", "Trung tâm Một", "", "", "cvt", "", "", ""],
        ["CVT", "Cục Viễn thông", "", "", "", "", "", ""],
    ]
    transfer = brought_in(workbook([head, *rows]), ministry.administrator)
    assert (problems(transfer), transfer.counts) == ([], {"new": 2, "same": 1})
    entered(transfer)
    room, centre = Unit.objects.get(code="P1"), Unit.objects.get(code="T1")
    assert (room.parent, centre.parent, centre.kind) == (centre, ministry.unit, "centre")
    assert sorted(one.alias for one in room.aliases.all()) == ["P Một", "Phòng số Một"]


def test_wrong_units_are_named(ministry):
    head = heads("units")
    rows = [
        ["CVT", "Cục Viễn thông đã đổi tên", "", "", ""],
        ["A", "Cục A", "", "", "B"],
        ["B", "Cục B", "", "", "A"],
        ["C", "", "", "", "KHONG"],
        ["D", "Cục D", "", "tổng hành dinh", ""],
        ["D", "Cục D", "", "", ""],
    ]
    transfer = brought_in(workbook([head, *rows]), ministry.administrator)
    assert [cell for cell, _words in problems(transfer)] == ["B2", "E3", "E4", "B5", "E5", "D6", "A7"]


def test_a_unit_under_one_that_is_left_out_is_not_entered_either(ministry):
    rows = [["A", "Cục A", "", "tổng hành dinh", ""], ["B", "Phòng B", "", "", "A"]]
    transfer = brought_in(workbook([heads("units"), *rows]), ministry.administrator)
    transfer = entered(transfer, leaves_out=True)
    assert transfer.state == State.CHECKED
    assert ("E3", "Đơn vị cấp trên nằm ở dòng bị bỏ qua.") in problems(transfer)
    assert not Unit.objects.filter(code__in="AB").exists()


def test_people_come_in_with_their_posts_and_set_their_password_by_mail(ministry, client, mailoutbox):
    head = heads("people")
    rows = [
        [
            "cvt.moi",
            "Nguyễn Văn Mới",
            "moi@example.vn",
            "",
            "Trưởng đơn vị",
            "Cục Viễn thông",
            "Cục trưởng",
            "",
            "",
        ],
        ["cvt.moi", "", "", "", "Chuyên viên đầu mối", "Cục Báo chí", "", "", ""],
        ["thuky.moi", "Thư ký Mới", "", "", "Thư ký Lãnh đạo Bộ", "Thu Truong", "", "", ""],
        ["head", "", "", "", "", "", "", "", ""],
    ]
    rows[0][4], rows[1][4], rows[2][4] = (str(one) for one in _roles())
    transfer = brought_in(workbook([head, *rows]), ministry.administrator)
    assert (problems(transfer), transfer.counts) == ([], {"new": 3, "same": 1})
    entered(transfer)
    new = User.objects.get(username="cvt.moi")
    assert {(post.role, post.unit.code) for post in new.posts.all()} == {("head", "CVT"), ("officer", "CBC")}
    assert not new.has_usable_password()
    client.post(reverse("account_reset_password"), {"email": "moi@example.vn"})
    assert [mail.to for mail in mailoutbox] == [["moi@example.vn"]]


def _roles():
    from units.models import Role

    return Role.HEAD.label, Role.OFFICER.label, Role.SECRETARY.label


def test_wrong_people_are_named(ministry):
    head, officer = heads("people"), str(_roles()[1])
    rows = [
        ["head", "Tên khác hẳn", "", "", "", ""],
        ["tên có dấu cách", "A", "a@example.vn", "", officer, "CVT"],
        ["b", "", "không phải thư", "", "trùm", ""],
        ["c", "C", "c@example.vn", "", officer, ""],
        ["d", "D", "d@example.vn", "", "", ""],
    ]
    transfer = brought_in(workbook([head, *rows]), ministry.administrator)
    assert [cell for cell, _words in problems(transfer)] == ["B2", "A3", "E4", "F5", "E6"]
    assert not User.objects.filter(username__in=["b", "c", "d"]).exists()


# --- as a job ---------------------------------------------------------------------------------------


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(coming_in, "PIECE", 2)


def many(n: int, **more) -> bytes:
    rows = [{**NEW, "Việc phải làm": f"Việc số {i}"} for i in range(n)]
    rows[-1] |= more
    return directives(*rows)


def test_a_worker_ended_on_the_way_is_followed_by_one_that_enters_the_rest_once(
    ministry, small_pieces, monkeypatch
):
    transfer = brought_in(many(5), ministry.clerk)
    actions.enter(transfer)
    real = coming_in._enter_piece

    def dying(importer, piece, kept):
        if piece[0].number == 4:
            real(importer, piece, kept)
            raise KeyboardInterrupt  # as a killed process: nothing of the piece stays, nothing is said of it
        return real(importer, piece, kept)

    monkeypatch.setattr(coming_in, "_enter_piece", dying)
    with pytest.raises(KeyboardInterrupt):
        running.work()
    assert (Directive.objects.count(), transfer.rows.filter(outcome=Outcome.WRITTEN).count()) == (2, 2)
    monkeypatch.setattr(coming_in, "_enter_piece", real)
    assert running.work() == 0  # the lease still runs
    Transfer.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert running.work() == 1
    transfer.refresh_from_db()
    assert (transfer.state, transfer.done) == (State.DONE, 5)
    assert sorted(Directive.objects.values_list("title", flat=True)) == [f"Việc số {i}" for i in range(5)]


def test_without_the_word_in_the_same_transaction_a_follower_would_enter_rows_twice(ministry, small_pieces):
    """The control of the test above: with what is written not marked as written, the second worker writes again
    unless the rows themselves are recognised; so marking and recognising are two guards, and here is the second."""
    transfer = brought_in(many(4), ministry.clerk)
    entered(transfer)
    transfer.rows.update(outcome=Outcome.NEW)
    Transfer.objects.filter(pk=transfer.pk).update(state=State.CHECKED)
    entered(transfer)
    assert Directive.objects.count() == 4
    # With neither guard the same words are there twice.
    for row in transfer.rows.all():
        directive_actions.draft(Meeting.objects.get(code="GB10/2026"), by=ministry.clerk, title=row.label)
    assert Directive.objects.count() == 8


def test_cancelled_on_the_way_the_pieces_written_stay_and_the_file_brings_the_rest(
    ministry, small_pieces, monkeypatch
):
    data = many(6)
    transfer = brought_in(data, ministry.clerk)
    actions.enter(transfer)
    progress = running.Held.progress

    asked = []

    def cancelling(held, done, total=None):
        asked.append(done)
        # Asked before the second piece; within it the same question is asked once more.
        if asked.count(2) == 2:
            actions.cancel(transfer)
        return progress(held, done, total)

    monkeypatch.setattr(running.Held, "progress", cancelling)
    running.work()
    transfer.refresh_from_db()
    assert (transfer.state, transfer.done, Directive.objects.count()) == (State.CANCELLED, 2, 2)
    monkeypatch.setattr(running.Held, "progress", progress)
    again = brought_in(data, ministry.clerk)
    assert again.counts == {"same": 2, "new": 4}
    entered(again)
    assert Directive.objects.count() == 6


def test_what_an_action_refuses_while_entering_takes_its_piece_back_and_is_named(
    ministry, small_pieces, monkeypatch
):
    transfer = brought_in(many(4), ministry.clerk)
    real = directive_actions.draft

    def refusing(meeting, **what):
        if what["title"] == "Việc số 3":
            raise ValidationError({"title": "Không được."})
        return real(meeting, **what)

    monkeypatch.setattr("sheets.incoming.directives.actions.draft", refusing)
    transfer = entered(transfer)
    assert (transfer.state, Directive.objects.count()) == (State.CHECKED, 2)
    assert problems(transfer) == [("I5", "Không được.")]
    assert transfer.counts == {"written": 2, "new": 1, "wrong": 1}
    monkeypatch.setattr("sheets.incoming.directives.actions.draft", real)
    assert entered(transfer, leaves_out=True).state == State.DONE
    assert Directive.objects.count() == 3


def test_5000_rows_with_one_wrong_name_the_cell_and_write_nothing(ministry):
    rows = [{**NEW, "Việc phải làm": f"Việc số {i}", "Đơn vị chủ trì": "CTS"} for i in range(5000)]
    rows[3210]["Thời hạn"] = "31/02/2027"
    transfer = brought_in(directives(*rows), ministry.clerk)
    assert transfer.counts == {"new": 4999, "wrong": 1}
    assert [cell for cell, _words in problems(transfer)] == ["T3212"]
    with pytest.raises(ValidationError):
        actions.enter(transfer)
    assert nothing_written()
    assert not Directive.objects.exists()


def test_cancelled_within_a_piece_the_piece_is_taken_back(ministry, small_pieces, monkeypatch):
    transfer = brought_in(many(4), ministry.clerk)
    actions.enter(transfer)
    progress = running.Held.progress

    def cancelled(held, done, total=None):
        if done == 4:
            raise running.Stopped
        return progress(held, done, total)

    monkeypatch.setattr(running.Held, "progress", cancelled)
    running.work()
    assert sorted(Directive.objects.values_list("title", flat=True)) == ["Việc số 0", "Việc số 1"]
    assert transfer.rows.filter(outcome=Outcome.WRITTEN).count() == 2


def test_a_person_of_two_posts_may_stand_in_two_pieces(ministry, small_pieces):
    officer = str(_roles()[1])
    rows = [
        ["moi", "Người Mới", "moi@example.vn", "", officer, "Cục Viễn thông"],
        ["hai", "Người Hai", "hai@example.vn", "", officer, "Cục Viễn thông"],
        ["moi", "", "", "", officer, "Cục Báo chí"],
    ]
    transfer = entered(brought_in(workbook([heads("people"), *rows]), ministry.administrator))
    assert (transfer.state, transfer.counts) == (State.DONE, {"written": 3})
    assert User.objects.get(username="moi").posts.count() == 2
