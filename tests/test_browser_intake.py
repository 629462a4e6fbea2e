"""A clerk takes minutes from paste or file to issued directives in a real browser, keystrokes counted."""

import io
import os
from pathlib import Path

import pytest

from directives.models import Assignment, Directive, ProposedAddressee
from intake.models import Minutes, Proposal
from meetings.models import Meeting
from tests.browsing import NEEDS_CHROMIUM, Person

pytestmark = NEEDS_CHROMIUM

OWN = """Hội nghị giao ban quản lý nhà nước tháng 10/2024 được tổ chức ngày 05/11/2024 tại Hà Nội, do Bộ trưởng \
Nguyễn Mạnh Hùng chủ trì.

Kết luận hội nghị, Bộ trưởng Nguyễn Mạnh Hùng giao nhiệm vụ:

1. Cục Viễn thông rà soát toàn bộ cột thu phát sóng đặt trên nóc nhà dân, hoàn thành trước ngày 15/3/2090.

2. Giao Cục Báo chí chủ trì, phối hợp với Văn phòng Bộ lập danh mục số liệu được công bố hằng tháng.

3. Yêu cầu Trung tâm Dữ liệu biển đảo xây dựng phương án sao lưu dữ liệu trong quý II/2090.

Những ngày tới thời tiết 😀 thuận lợi cho việc thi công ngoài trời.
"""
MISSED = "thuận lợi cho việc thi công"
GOLD = os.environ.get("INTAKE_GOLD", "")
BRIEFING = Path(GOLD).parent / "briefings" / "giao-ban-2024-06.txt"
NEEDS_GOLD = pytest.mark.skipif(
    not GOLD or not BRIEFING.exists(), reason="INTAKE_GOLD does not name a folder with the labelled examples"
)
# Marks words of the text as a person drags over them.
MARK = """words => {
  const walk = document.createTreeWalker(document.querySelector(".source-text"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return true;
  }
  return false;
}"""


class Clerk(Person):
    """Counts every key pressed as well as every tap; what is pasted is one key."""

    keys = 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            # The test's database in memory locks whole tables: one request after the other.
            self.page.wait_for_selector(".htmx-request", state="detached")
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def paste_minutes(self, text: str) -> None:
        self.tap(self.page.get_by_role("link", name="Nhập từ biên bản"))
        # The caret stands in the field already.
        self.page.wait_for_selector("[name=text]:focus")
        self.page.keyboard.insert_text(text)
        self.keys += 1
        self.tap(self.page.get_by_role("button", name="Đọc và đề xuất"))
        self.page.wait_for_selector("[data-intake]")

    def give_file(self, name: str, data: bytes) -> None:
        self.tap(self.page.get_by_role("link", name="Nhập từ biên bản"))
        self.page.wait_for_selector("[name=upload]")
        self.page.set_input_files("[name=upload]", {"name": name, "mimeType": "", "buffer": data})
        self.tap(self.page.get_by_role("button", name="Đọc và đề xuất"))
        self.page.wait_for_selector("[data-intake]")

    def wait_for_decided(self, n: int) -> None:
        self.page.wait_for_selector(f".progress-words strong:text-matches('^{n}/')")


def test_from_paste_to_issued_directives_by_the_keyboard(live_server, browser, seeded):
    clerk = Clerk(browser, live_server.url, "nhaplieu", 1280)
    clerk.paste_minutes(OWN)
    page = clerk.page
    assert page.locator("[data-proposal]").count() == 3
    assert page.locator("[data-state=open]").first.locator(".no").inner_text() == "1"
    # The meeting, its day and who presided were read; one press makes it.
    clerk.tap(page.get_by_role("button", name="Tạo cuộc họp này"))
    page.wait_for_selector(".meeting-is")

    # What the text does not say is visibly blank, and an unknown unit is marked.
    assert "mới, chưa có trong danh mục" in page.locator("[data-proposal]").nth(2).inner_text()

    clerk.press("a")  # the first as it stands
    clerk.press("e")  # the second is corrected: another unit leads, found by its alias without marks
    page.wait_for_selector("[data-form]")
    first = page.locator("[data-form] [name=lead_units]").first
    first.fill("")
    first.click()
    clerk.type("tan so")
    page.wait_for_selector(".offers [role=option]")
    clerk.press("Enter")
    assert first.input_value() == "Cục Tần số vô tuyến điện"
    page.wait_for_selector(".kept:not(:empty)")
    clerk.press("Control+Enter")
    page.wait_for_selector("[data-form]", state="detached")
    clerk.press("a")  # the third
    clerk.wait_for_decided(3)

    # One the machine did not see, marked in the text behind a sign of two halves.
    assert page.evaluate(MARK, MISSED)
    page.wait_for_selector("[data-add-marked]:not([hidden])")
    page.locator(".source-text").focus()
    assert page.evaluate(MARK, MISSED)
    clerk.press("n")
    page.wait_for_url("**/edit/")
    added = Proposal.objects.get(origin="hand")
    assert OWN[added.start : added.end] == MISSED
    clerk.press("Control+Enter")
    clerk.wait_for_decided(4)

    # Nothing is left to decide: the button that ends it has the focus.
    page.wait_for_selector("[data-end]:focus")
    clerk.press("Enter")
    page.wait_for_selector(".messages")
    assert "Đã chuyển Văn phòng Bộ: 4 dự thảo." in page.inner_text(".messages")
    assert clerk.keys + clerk.taps <= 20

    office = Clerk(browser, live_server.url, "vanphong", 1280)
    office.tap(office.page.get_by_role("link", name="Nhập từ biên bản"))
    office.tap(office.page.locator(".ask a").first)
    office.tap(office.page.get_by_role("button", name="Ban hành (4)"))
    office.page.wait_for_selector(".messages")
    assert "Đã ban hành 4 ý kiến chỉ đạo." in office.page.inner_text(".messages")

    minutes = Minutes.objects.get()
    directives = list(Directive.objects.filter(meeting=minutes.meeting).order_by("number"))
    assert [one.state for one in directives] == ["issued"] * 4
    assert minutes.meeting.code == "GB10/2024"
    rows = {
        (row.directive.number, row.role, row.unit.code)
        for row in Assignment.objects.filter(directive__in=directives)
    }
    assert {(1, "lead", "CVT"), (2, "support", "VP")} <= rows
    assert ProposedAddressee.objects.get().words == "Trung tâm Dữ liệu biển đảo"
    assert clerk.problems + office.problems == []


def test_two_clerks_do_not_overwrite_each_other_and_what_is_typed_survives(live_server, browser, seeded):
    first = Clerk(browser, live_server.url, "nhaplieu", 1280)
    first.paste_minutes(OWN)
    address = first.page.url
    second = Clerk(browser, live_server.url, "vanphong", 1280)
    second.page.goto(address)
    second.press("e")
    second.page.wait_for_selector("[data-form]")
    second.page.fill("[data-form] [name=title]", "Tên của người thứ hai")
    second.page.wait_for_selector(".kept:not(:empty)")
    first.press("x")
    first.wait_for_decided(1)
    second.page.locator("[data-form] [name=title]").focus()
    second.press("Control+Enter")
    second.page.wait_for_selector(".proposal .problem")
    assert "Chuyên viên nhập liệu" in second.page.inner_text(".proposal .problem")
    assert second.page.input_value("[data-form] [name=title]") == "Tên của người thứ hai"
    assert Proposal.objects.order_by("start").first().state == "rejected"

    # The browser is closed in the middle of a word.
    first.press("e")
    first.page.wait_for_selector("[data-form]")
    with first.page.expect_response("**/unsent/"):
        first.page.locator("[data-form] [name=title]").press_sequentially("Đang gõ ")
    first.page.context.close()
    again = Clerk(browser, live_server.url, "nhaplieu", 1280)
    again.page.goto(address)
    assert again.page.locator("[data-state=rejected]").count() == 1
    again.press("e")
    again.page.wait_for_selector("[data-form]")
    assert "Đang gõ " in again.page.input_value("[data-form] [name=title]")


def test_without_a_script_it_is_pages_and_forms(live_server, browser, seeded):
    clerk = Clerk(browser, live_server.url, "nhaplieu", 1280, script=False)
    clerk.open("/intake/")
    clerk.page.fill("[name=text]", OWN)
    clerk.page.get_by_role("button", name="Đọc và đề xuất").click()
    clerk.page.get_by_role("button", name="Tạo cuộc họp này").click()
    clerk.page.get_by_role("button", name="Chấp nhận").first.click()
    clerk.page.locator(".proposal.open").get_by_role("link", name="Sửa").first.click()
    clerk.page.fill("[name=title]", "Tên đã sửa")
    clerk.page.get_by_role("button", name="Lưu và chấp nhận").click()
    clerk.page.get_by_role("button", name="Chuyển Văn phòng ban hành").click()
    assert Directive.objects.drafts().filter(meeting__code="GB10/2024").count() == 2


def test_the_screen_is_open_to_everybody_on_every_size_and_theme(live_server, browser, seeded):
    for width in (390, 1280):
        for theme in ("light", "dark"):
            look(Clerk(browser, live_server.url, "nhaplieu", width, theme=theme), width)


def look(clerk: Clerk, width: int) -> None:
    # The page itself is walked by test_browser_every_page; here what grows out of it.
    clerk.open("/intake/")
    assert clerk.is_as_wide_as_the_window()
    # The same text again leads to the same screen.
    clerk.page.fill("[name=text]", OWN)
    clerk.page.get_by_role("button", name="Đọc và đề xuất").click()
    clerk.page.wait_for_selector("[data-intake]")
    assert clerk.is_as_wide_as_the_window()
    assert clerk.barriers() == []
    clerk.page.locator("[data-key=e]").first.click()
    clerk.page.wait_for_selector("[data-form]")
    assert clerk.is_as_wide_as_the_window()
    assert clerk.barriers() == []
    if width == 390:
        # Text and proposals are two tabs; a span leads to its proposal.
        assert not clerk.page.locator(".source-text").is_visible()
        clerk.page.locator("label[for=pane-text]").click()
        assert clerk.page.locator(".source-text").is_visible()
        clerk.page.locator(".said").nth(1).click()
        assert not clerk.page.locator(".source-text").is_visible()
        assert clerk.page.locator("[data-proposal].is-here .no").inner_text() == "2"


# --- a real briefing, where it is at hand ---


def as_docx(text: str) -> bytes:
    from docx import Document

    document = Document()
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str) -> bytes:
    import typst

    signs = {sign: "\\" + sign for sign in "\\#$*_`@<>[]=\"~/-+'"}
    escaped = "".join(signs.get(letter, letter) for letter in text)
    return typst.compile(f'#set page(margin: 2cm)\n#set text(lang: "vi", size: 11pt)\n{escaped}'.encode())


@NEEDS_GOLD
@pytest.mark.parametrize("way", ["paste", "docx", "pdf"])
def test_a_real_briefing_from_paste_or_file_to_issued_directives(live_server, browser, seeded, way):
    text = BRIEFING.read_text(encoding="utf-8")
    clerk = Clerk(browser, live_server.url, "nhaplieu", 1280)
    if way == "paste":
        clerk.paste_minutes(text)
    else:
        clerk.give_file(f"giao-ban.{way}", (as_docx if way == "docx" else as_pdf)(text))
    page = clerk.page
    found = page.locator("[data-proposal]").count()
    assert found >= 8
    theirs = page.locator(".near", has_text="GB06/2024")
    if theirs.locator("select").count():
        # The file led to another meeting: the right one is chosen from the list.
        clerk.tap(page.locator(".other-meeting summary"))
        theirs.locator("select").select_option(value=str(Meeting.objects.get(code="GB06/2024").pk))
    clerk.tap(theirs.get_by_role("button", name="Đúng cuộc họp này"))
    page.wait_for_selector(".meeting-is")
    clerk.press("a", times=found)
    clerk.wait_for_decided(found)
    page.wait_for_selector("[data-end]:focus")
    clerk.press("Enter")
    page.wait_for_selector(".messages")
    assert clerk.keys + clerk.taps <= found + 7

    office = Clerk(browser, live_server.url, "vanphong", 1280)
    office.open(page.url.removeprefix(live_server.url))
    minutes = Minutes.objects.get()
    drafts = Directive.objects.drafts().filter(proposals__minutes=minutes)
    assert drafts.count() == found
    ready = drafts.filter(leader__isnull=False).count()
    assert ready >= found - 2
    office.page.locator("[data-end]").click()
    office.page.wait_for_selector(".messages")
    issued = Directive.objects.issued().filter(proposals__minutes=minutes)
    assert issued.count() == ready
    assert Assignment.objects.filter(directive__in=issued).exists()
    assert clerk.problems + office.problems == []
