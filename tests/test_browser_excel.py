"""A meeting kept in Excel comes in, as people do it: template, file, preview, a corrected file, entered; a list
goes out. Without JavaScript by the same steps."""

from datetime import date

import pytest
from openpyxl import load_workbook

from directives.models import Directive
from sheets import running
from tests.browsing import NEEDS_CHROMIUM, Person

pytestmark = NEEDS_CHROMIUM

ROWS = [
    {
        "Mã cuộc họp": "GB10/2026", "Loại cuộc họp": "Giao ban tháng",
        "Tên cuộc họp": "Hội nghị giao ban tháng 10/2026", "Kỳ": "10/2026", "Ngày họp": date(2026, 11, 3),
        "Việc phải làm": "Rà soát quy hoạch băng tần", "Đơn vị chủ trì": "Cục Tần số vô tuyến điện",
    },
    {"Mã cuộc họp": "GB10/2026", "Việc phải làm": "Đánh giá dịch vụ công", "Đơn vị chủ trì": "Cục Tin học hóa"},
    {"Mã cuộc họp": "GB10/2026", "Việc phải làm": "Tổng kết năm", "Thời hạn": "31/02/2027"},
]  # fmt: skip


def fill_in(template, rows, path) -> str:
    book = load_workbook(template)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    for number, row in enumerate(rows, start=2):
        for title, value in row.items():
            sheet.cell(number, head.index(title) + 1, value)
    book.save(path)
    return str(path)


def choose(clerk: Person, path: str) -> None:
    clerk.open("/excel/")
    clerk.page.set_input_files("[name=upload]", path)
    clerk.page.get_by_role("button", name="Đọc và xem trước").click()
    running.work()
    if "đang chờ" in clerk.page.inner_text("main").lower():
        # The page looks by itself; without JavaScript by a link.
        clerk.page.get_by_role("link", name="Xem lại tiến độ").click()


@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_a_meeting_comes_in_from_excel(live_server, browser, seeded, tmp_path, width, script):
    clerk = Person(browser, live_server.url, "nhaplieu", width, script=script)
    clerk.open("/excel/")
    assert clerk.is_as_wide_as_the_window()
    with clerk.page.expect_download() as template:
        clerk.page.get_by_role("link", name="Cuộc họp và ý kiến chỉ đạo").click()
    template.value.save_as(tmp_path / "mau.xlsx")

    choose(clerk, fill_in(tmp_path / "mau.xlsx", ROWS, tmp_path / "lan-1.xlsx"))
    clerk.page.wait_for_selector("text=Từng dòng")
    text = clerk.page.inner_text("main")
    assert "T4" in text
    assert "“31/02/2027”: không có ngày này." in text
    assert "Cục Chuyển đổi số quốc gia" in text
    assert clerk.is_as_wide_as_the_window()
    if script:
        assert clerk.barriers() == []
    # Not without the word that the wrong row is left out.
    clerk.page.get_by_role("button", name="Ghi 2 dòng").click()
    assert "Có 1 dòng sai" in clerk.page.inner_text("main")
    assert not Directive.objects.filter(meeting__code="GB10/2026").exists()

    right = [*ROWS[:2], {**ROWS[2], "Thời hạn": date(2027, 2, 26)}]
    choose(clerk, fill_in(tmp_path / "mau.xlsx", right, tmp_path / "lan-2.xlsx"))
    clerk.page.wait_for_selector("text=Từng dòng")
    clerk.page.get_by_role("button", name="Ghi 3 dòng").click()
    running.work()
    clerk.open(clerk.page.url.removeprefix(live_server.url))
    assert "Đã ghi 3 dòng." in clerk.page.inner_text("main")
    drafts = Directive.objects.filter(meeting__code="GB10/2026").order_by("number")
    assert [one.title for one in drafts] == [row["Việc phải làm"] for row in ROWS]

    # The same file once more has nothing to enter; and the list goes out as it is filtered.
    choose(clerk, str(tmp_path / "lan-2.xlsx"))
    clerk.page.wait_for_selector("text=Không có gì để ghi")
    clerk.open("/directives/?meeting=GB10/2026")
    with clerk.page.expect_download() as exported:
        clerk.page.get_by_role("link", name="Xuất Excel").click()
    exported.value.save_as(tmp_path / "xuat.xlsx")
    sheet = load_workbook(tmp_path / "xuat.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["A"][1:]] == ["GB10/2026-01", "GB10/2026-02", "GB10/2026-03"]
    assert [line for line in clerk.problems if "400" not in line] == []
