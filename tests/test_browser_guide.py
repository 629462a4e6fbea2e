"""The pictures of the guide, made of the product as it stands.

They are renewed by:  GUIDE_PICTURES=1 .venv/bin/python -m pytest -m browser tests/test_browser_guide.py
"""

import os
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config.guide import FOLDER, PICTURES
from directives import actions
from directives.models import Assignment
from meetings.models import Meeting
from reminders.models import Pulse
from reminders.pulses import beating
from seeds.demo import CODE
from tests.browsing import NEEDS_CHROMIUM, Person
from units.models import User
from units.working_calendar import today

pytestmark = NEEDS_CHROMIUM


def _talk():
    """What makes the pages of the demonstration worth a picture."""
    head, office = User.objects.get(username="cvt.truong"), User.objects.get(username="vanphong")
    row = Assignment.objects.get(directive__meeting__code=CODE, directive__title__contains="chia sẻ hạ tầng")
    actions.comment(row, by=office, text="Khi nào có ý kiến của các doanh nghiệp?")
    row.refresh_from_db()
    actions.comment(row, by=head, text=f"Dự kiến trước ngày {today() + timedelta(days=7):%d/%m/%Y}.")
    return row


def _engine_runs() -> None:
    """No banner stands over a picture."""
    for part in Pulse.Part:
        with beating(part):
            pass


def _minutes(meeting):
    from meetings.actions import add_document

    words = (
        "Kết luận cuộc họp minh hoạ.\n\n1. Cục Viễn thông trình phương án chia sẻ hạ tầng trạm phát sóng.\n"
    )
    clerk = User.objects.get(username="nhaplieu")
    upload = SimpleUploadedFile("bien-ban.txt", words.encode())
    add_document(meeting, by=clerk, upload=upload, title="Biên bản")


def test_every_picture_of_the_guide_can_be_made(live_server, browser, seeded, tmp_path):
    into = PICTURES if os.environ.get("GUIDE_PICTURES") else tmp_path
    row, meeting = _talk(), Meeting.objects.get(code=CODE)
    _minutes(meeting)
    _engine_runs()
    phone = Person(browser, live_server.url, "cvt.truong", 390)
    phone.page.screenshot(path=into / "ban-don-vi.png")
    phone.page.get_by_role("link", name="Cập nhật").first.click()
    phone.page.locator("#sheet form").wait_for()
    phone.page.screenshot(path=into / "cap-nhat.png")

    office = Person(browser, live_server.url, "vanphong", 1280)
    office.page.screenshot(path=into / "ban-van-phong.png")
    office.open("/queues/to-confirm/")
    for box in office.page.locator("input[name=row]").all()[:2]:
        box.check()
    office.page.get_by_role("button", name=re.compile("^Xác nhận hoàn thành")).click()
    office.page.get_by_role("heading", name="Xác nhận hoàn thành").wait_for()
    office.page.screenshot(path=into / "nhieu-dong.png")
    office.open(f"/directives/{row.directive_id}/")
    office.page.screenshot(path=into / "y-kien.png")
    office.open(f"/meetings/{meeting.pk}/")
    office.page.screenshot(path=into / "cuoc-hop.png")

    clerk = Person(browser, live_server.url, "nhaplieu", 1280)
    clerk.open(f"/meetings/{meeting.pk}/grid/")
    clerk.page.screenshot(path=into / "nhap-nhieu.png")
    leader = Person(browser, live_server.url, "lanhdao", 1280)
    leader.open("/leader/")
    leader.page.screenshot(path=into / "lanh-dao.png")
    administrator = Person(browser, live_server.url, "quantri", 1280)
    administrator.open("/first-run/")
    administrator.page.screenshot(path=into / "thiet-lap.png")

    shown = {
        name
        for page in FOLDER.glob("*.md")
        for name in re.findall(r"\(hinh/([a-z-]+\.png)\)", page.read_text())
    }
    assert shown == {one.name for one in into.iterdir() if one.suffix == ".png"}
    people = [phone, office, clerk, leader, administrator]
    assert [problem for person in people for problem in person.problems] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_pdf_opens_in_place_and_a_picture_large(live_server, browser, seeded, width):
    head = User.objects.get(username="cvt.truong")
    row = Assignment.objects.get(directive__meeting__code=CODE, directive__title__contains="chia sẻ hạ tầng")
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    files = [SimpleUploadedFile("Biên bản.pdf", b"%PDF-1.4 \n%%EOF"), SimpleUploadedFile("Ảnh.png", png)]
    actions.report_progress(row, by=head, text="Kèm biên bản", files=files)
    office = Person(browser, live_server.url, "vanphong", width)
    office.open(f"/directives/{row.directive_id}/")
    with office.page.expect_response(re.compile("/files/reports/.*/view/")) as shown:
        office.page.get_by_text("Xem tại chỗ").click()
    assert shown.value.status == 200
    office.page.frame_locator("details.look iframe").owner.wait_for()
    office.page.locator("a.thumb").click()
    large = office.page.locator("#sheet img")
    large.wait_for()
    assert large.get_attribute("alt") == "Ảnh.png"
    assert office.problems == []
    # At the sheet's own button: the reader of the PDF behind it may take the keyboard when it has loaded.
    office.page.locator("#sheet [data-close-sheet]").press("Escape")
    office.page.locator("#sheet").wait_for(state="hidden")
