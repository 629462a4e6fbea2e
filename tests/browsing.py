"""A person at a real browser.

Needs Chromium (PLAYWRIGHT_CHROMIUM, or "chromium" on the path); where it is absent the tests say so and skip.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from directives.models import Assignment
from units.models import User

CHROMIUM = os.environ.get("PLAYWRIGHT_CHROMIUM") or shutil.which("chromium")
# Fetched by script/bootstrap --dev with the other front-end packages.
AXE = Path(__file__).parents[1] / ".front-end" / "picked" / "axe.min.js"
PASSWORD = "don-doc-trinh-dien"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NEEDS_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.django_db(transaction=True),
]


def sign_in(context, address: str, user: User) -> None:
    """With the cookie alone; the page of it is walked through by the journey that begins there."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}]
    )


class Person:
    """Is signed in and works; `taps` counts what the finger did, `problems` what the console complained of."""

    def __init__(
        self, browser, address: str, username: str, width: int, *, theme: str = "light", script: bool = True
    ) -> None:
        self.page = browser.new_context(
            viewport={"width": width, "height": 844},
            locale="vi-VN",
            color_scheme=theme,
            java_script_enabled=script,
        ).new_page()
        self.taps = 0
        self.problems: list[str] = []
        self.page.on(
            "console", lambda line: self.problems.append(line.text) if line.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.address = address
        if username:
            sign_in(self.page.context, address, User.objects.get(username=username))
            self.open("/")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in_by_hand(self, username: str) -> None:
        self.open("/accounts/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")

    def tap(self, target) -> None:
        target.click()
        self.taps += 1

    def take(self, assignment: Assignment, verb: str, **values: str) -> None:
        self.open(f"/assignments/{assignment.pk}/{verb}/")
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)
        self.page.click("main form button[type=submit]")

    def is_as_wide_as_the_window(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def barriers(self) -> list[str]:
        """What axe-core finds on the page as it stands (WCAG 2.2 A and AA, and its best practices)."""
        if not AXE.exists():
            pytest.skip("axe-core is not there: script/bootstrap --dev fetches it")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run()")
        return [
            f"{one['id']} ({one['impact']}): {node['html'][:160]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]
