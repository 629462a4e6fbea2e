"""The first journey in a real browser: from the sign-in page to a confirmed result, as people do it.

Needs Chromium (PLAYWRIGHT_CHROMIUM, or "chromium" on the path); where it is absent the test says so and skips.
"""

import os
import shutil
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections

from directives.models import Assignment

CHROMIUM = os.environ.get("PLAYWRIGHT_CHROMIUM") or shutil.which("chromium")
PASSWORD = "don-doc-trinh-dien"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        # While Playwright's loop runs, the test has a connection of its own; it would keep the database open.
        connections.close_all()


@pytest.fixture
def seeded(transactional_db):
    call_command("seed", demo=True, stdout=StringIO())


class Person:
    def __init__(self, browser, address: str, username: str, width: int) -> None:
        self.page = browser.new_context(viewport={"width": width, "height": 844}, locale="vi-VN").new_page()
        self.problems: list[str] = []
        self.page.on(
            "console", lambda line: self.problems.append(line.text) if line.type == "error" else None
        )
        self.address = address
        self.open("/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def take(self, assignment: Assignment, verb: str, **values: str) -> None:
        self.open(f"/assignments/{assignment.pk}/{verb}/")
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)
        self.page.click("main form button[type=submit]")

    def is_as_wide_as_the_window(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [390, 1280])
def test_from_accepting_to_a_confirmed_result(live_server, browser, seeded, width):
    assignment = Assignment.objects.get(unit__code="CVT", directive__code="GB06/2024-01")
    two_g = Assignment.objects.get(unit__code="CVT", directive__code="GB06/2024-08")

    head = Person(browser, live_server.url, "cvt.truong", width)
    assert head.is_as_wide_as_the_window()
    head.page.get_by_role("link", name=two_g.directive.title).first.click()
    text = head.page.inner_text("main")
    assert "15/09/2024" in text
    assert "15/10/2024" in text
    assert "Thông tư 10/2024/TT-BTTTT" in text
    assert head.is_as_wide_as_the_window()

    head.take(assignment, "accept")
    head.take(assignment, "report_done", completed_on="31/02/2024", result="Xong")
    # The wrong day is marked at its field, and nothing typed is lost.
    assert head.page.input_value("[name=completed_on]") == "31/02/2024"
    assert head.page.input_value("[name=result]") == "Xong"
    today = head.page.evaluate("new Intl.DateTimeFormat('en-GB', {timeZone: 'Asia/Ho_Chi_Minh'}).format()")
    head.page.fill("[name=completed_on]", today)
    head.page.fill("[name=result_number]", "45/CVT-VP")
    head.page.click("main form button[type=submit]")

    office = Person(browser, live_server.url, "vanphong", width)
    office.take(assignment, "confirm")
    office.open(f"/directives/{assignment.directive_id}/")
    assert office.is_as_wide_as_the_window()

    assignment.refresh_from_db()
    assert assignment.state == "completed"
    # The refused form answers 400, which the console counts as an error; nothing else may stand there.
    assert [line for line in head.problems + office.problems if "400" not in line] == []
