"""The clerk's journey in a real browser: a meeting of 20 directives, copied from a spreadsheet.

From the list of meetings to 20 drafts: 5 taps, 3 fields, 1 paste (Ctrl+V is one keystroke; the cursor stands in the
box already). Without JavaScript the same way, the same taps; the cursor is put there by the browser itself.
"""

import re

import pytest

from directives.models import Directive
from meetings.models import Meeting
from tests.browsing import NEEDS_CHROMIUM, PASSWORD, Person
from tests.cast import Ministry

pytestmark = NEEDS_CHROMIUM
ROWS = 20
# As Excel puts cells on the clipboard: tabs between, a cell of two lines in quotes.
COPIED = "\r\n".join(
    ["Việc phải làm\tNguyên văn\tLãnh đạo\tLĩnh vực\tThời hạn\tNguồn"]
    + [
        f'Rà soát quy hoạch số {n}\t"Rà soát, ""làm ngay"",\nbáo cáo Bộ"\tBo Truong\tViễn thông\t30/12/2026\tMục {n}'
        for n in range(1, ROWS + 1)
    ]
)


@pytest.fixture
def ministry(transactional_db):
    m = Ministry()
    m.clerk.set_password(PASSWORD)
    m.clerk.save()
    return m


@pytest.mark.parametrize(("width", "has_script"), [(390, True), (1280, True), (1920, True), (1280, False)])
def test_a_meeting_of_twenty_directives(live_server, browser, ministry, width, has_script):
    clerk = Person(browser, live_server.url, "clerk", width, script=has_script)
    page, fields, keystrokes = clerk.page, 0, 0
    clerk.open("/meetings/")
    clerk.tap(page.locator("main a[href='/meetings/add/']").first)  # 1
    for name, value in (
        ("title", "Hội nghị giao ban tháng 10/2026"),
        ("period", "10/2026"),
        ("held_on", "05/11/2026"),
    ):
        page.fill(f"[name={name}]", value)
        fields += 1
    page.locator("[name=kind]").select_option("month")
    page.locator("[name=presided_by]").select_option(label=str(ministry.minister))
    clerk.tap(page.locator("main form button[type=submit]:not([name])").last)  # 2
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    clerk.tap(page.get_by_role("link", name="Nhập nhiều ý kiến").first)  # 3
    page.wait_for_selector("[name=pasted]:focus")  # the cursor is put there
    page.keyboard.insert_text(COPIED)
    keystrokes += 1
    clerk.tap(page.locator("main form button[type=submit]"))  # 4
    assert page.locator("tbody tr").count() == ROWS
    assert clerk.is_as_wide_as_the_window()
    assert Directive.objects.count() == 0
    clerk.tap(page.locator("main form button[type=submit]"))  # 5
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))

    assert (clerk.taps, fields, keystrokes) == (5, 3, 1)
    meeting = Meeting.objects.exclude(pk=ministry.meeting.pk).get()
    found = Directive.objects.filter(meeting=meeting).order_by("number")
    assert [one.title for one in found] == [f"Rà soát quy hoạch số {n}" for n in range(1, ROWS + 1)]
    assert {one.words for one in found} == {'Rà soát, "làm ngay",\nbáo cáo Bộ'}
    assert {(one.leader, one.field, f"{one.stated_due_on:%d/%m/%Y}") for one in found} == {
        (ministry.minister, ministry.field, "30/12/2026")
    }
    assert clerk.problems == []
