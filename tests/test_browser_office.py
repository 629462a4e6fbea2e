"""The office's journey in a real browser: twenty reported assignments confirmed by keyboard alone.

From the open queue it takes 43 keystrokes one by one (j and x twenty times, b, Enter, Enter), 4 where all are
chosen at once (a, b, Enter, Enter). Needs Chromium, as the first journey does.
"""

import pytest

from directives.models import Assignment
from tests import snapshot
from tests.browsing import NEEDS_CHROMIUM, Person
from tests.cast import Ministry

pytestmark = NEEDS_CHROMIUM
ROWS = 20


_reported: dict = {}


@pytest.fixture
def rows(transactional_db):
    """Twenty reported assignments, led there once and put back for each test."""
    if _reported:
        snapshot.put_back(_reported)
        return
    m = Ministry()
    for _ in range(ROWS):
        m.in_state("reported")
    _reported.update(snapshot.take())


class Typist(Person):
    """The office at the keyboard; every keystroke counts."""

    keystrokes = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keystrokes += 1


def completed() -> int:
    return Assignment.objects.filter(state="completed").count()


@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize(("choose", "keystrokes"), [(("j", "x") * ROWS, 43), (("a",), 4)])
def test_twenty_confirmations_by_keyboard(live_server, browser, rows, width, choose, keystrokes):
    office = Typist(browser, live_server.url, "office", width)
    office.open("/queues/to-confirm/")
    assert office.is_as_wide_as_the_window()
    office.press(*choose)
    assert office.page.inner_text("[data-chosen]").startswith(str(ROWS))
    with office.page.expect_navigation():
        office.press("b", "Enter")
    assert completed() == 0  # first it is shown, the hand already on the button
    office.page.wait_for_selector("button[value=take]:focus")
    with office.page.expect_navigation():
        office.press("Enter")
    assert completed() == ROWS
    assert office.keystrokes == keystrokes
    assert office.problems == []


def test_the_keys_of_the_table(live_server, browser, rows):
    office = Typist(browser, live_server.url, "office", 1280)
    office.open("/queues/to-confirm/")
    page = office.page
    office.press("j", "j", "k", "x")
    assert page.locator("input[name=row]:checked").count() == 1
    assert page.locator("input[name=row]").first.is_checked()
    office.press("?")
    assert page.locator(".keys dl").is_visible()
    office.press("Escape")
    assert not page.locator(".keys dl").is_visible()
    office.press("/", "j", "x")
    # In the search a letter is a letter.
    assert page.input_value("[name=q]") == "jx"
    # No trap: Tab leads on from a row, and the single keys can be turned off.
    office.open("/queues/to-confirm/")
    office.press("j", "Tab")
    assert page.evaluate("document.activeElement.matches('[data-open]')")
    page.click(".keys summary")
    page.uncheck("[data-keys-on]")
    office.open("/queues/to-confirm/")
    office.press("j", "x", "a")
    assert page.locator("input[name=row]:checked").count() == 0
    page.click(".keys summary")
    page.check("[data-keys-on]")
    office.open("/queues/to-confirm/")
    office.press("j")
    with page.expect_navigation():
        office.press("Enter")
    assert "/directives/" in page.url
    assert office.problems == []


def test_without_javascript_the_table_does_the_same(live_server, browser, rows):
    office = Person(browser, live_server.url, "office", 1280)
    page = browser.new_context(
        java_script_enabled=False, storage_state=office.page.context.storage_state()
    ).new_page()
    page.goto(f"{live_server.url}/queues/to-confirm/")
    for place in range(3):
        page.locator("input[name=row]").nth(place).check()
    page.click("[formaction$='/batch/confirm/']")
    page.click("main form button[value=take]")
    assert completed() == 3
    page.click("main form[action$='/batch/reopen/'] button")
    page.fill("[name=reason]", "chưa đủ hồ sơ")
    page.click("main form button[value=take]")
    assert completed() == 0
    page.goto(f"{live_server.url}/assignments/?q=phuong+an")
    page.locator("td.edit a").first.click()
    page.select_option("#inline_follower", "office2")
    page.fill("#inline_note", "đã gọi điện")
    page.click("button[form=inline]")
    assert Assignment.objects.filter(follower__username="office2").count() == 1
