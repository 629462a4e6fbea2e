"""The pictures of the user guide, taken from the product as it stands.

`GUIDE_PICTURES=1 script/test tests/test_browser_guide.py` renews docs/guide/pictures; without it the same pictures
are taken and thrown away, so that a page the guide shows cannot vanish unnoticed.
"""

import os
import re
from pathlib import Path

import pytest

from config.guide import FOLDER, PAGES
from meetings.models import Meeting
from tests.browsing import NEEDS_CHROMIUM, Person
from units.models import User

pytestmark = NEEDS_CHROMIUM
PICTURES = Path(FOLDER) / "pictures"


@pytest.fixture
def folder(tmp_path):
    return PICTURES if os.environ.get("GUIDE_PICTURES") else tmp_path


def named_in_the_guide() -> set[str]:
    texts = [(Path(FOLDER) / f"{page}.md").read_text(encoding="utf-8") for page in PAGES]
    return {name for text in texts for name in re.findall(r"\(pictures/([\w-]+)\.png\)", text)}


def test_every_picture_of_the_guide_can_be_taken_anew(live_server, browser, seeded, folder):
    taken: set[str] = set()

    def picture(person: Person, name: str) -> None:
        person.page.wait_for_load_state("networkidle")
        person.page.screenshot(path=folder / f"{name}.png")
        taken.add(name)

    head = Person(browser, live_server.url, "cvt.truong", 390)
    head.open("/desk/")
    picture(head, "unit-desk")
    head.page.locator("section.own a, .card a.btn", has_text="Cập nhật").first.click()
    head.page.wait_for_selector("dialog[open] form")
    picture(head, "unit-update")

    office = Person(browser, live_server.url, "vanphong", 1280)
    office.open("/queues/")
    picture(office, "office-desk")
    for box in office.page.locator("table input[type=checkbox][name=row]").all()[:3]:
        box.check()
    office.page.locator("button", has_text="Đôn đốc…").first.click()
    office.page.wait_for_selector("textarea[name=text]")
    picture(office, "office-batch")
    office.open("/statistics/?by=unit")
    picture(office, "figures")

    clerk = Person(browser, live_server.url, "nhaplieu", 1280)
    clerk.open(f"/meetings/{Meeting.objects.order_by('-held_on').first().pk}/grid/")
    picture(clerk, "grid")

    leader = Person(browser, live_server.url, "botruong", 1280)
    leader.open("/leader/")
    picture(leader, "leader")

    administrator = Person(browser, live_server.url, "quantri", 1280)
    administrator.open("/first-run/")
    picture(administrator, "first-run")

    assert taken == named_in_the_guide()
    assert all(person.problems == [] for person in (head, office, clerk, leader, administrator))


def test_each_person_opens_his_own_page_of_the_guide(live_server, browser, seeded):
    for username, title in (
        ("cvt.chuyenvien", "Dành cho đơn vị"),
        ("vanphong", "Dành cho Văn phòng Bộ"),
        ("nhaplieu", "Dành cho chuyên viên nhập liệu"),
        ("botruong", "Dành cho Lãnh đạo Bộ và thư ký"),
        ("quantri", "Dành cho quản trị hệ thống"),
    ):
        assert User.objects.filter(username=username).exists()
        person = Person(browser, live_server.url, username, 390)
        person.open("/guide/")
        assert person.page.inner_text("main h1") == title
        assert person.is_as_wide_as_the_window()
        assert person.problems == []
        broken = person.page.eval_on_selector_all(
            ".guide img",
            "all => { all.forEach(one => one.loading = 'eager'); return all.map(one => one.src) }",
        )
        for address in broken:
            assert person.page.request.get(address).ok, address
