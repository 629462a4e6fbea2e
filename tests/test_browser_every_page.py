"""Every page in a real browser, as every role: axe-core finds nothing (WCAG 2.2 AA, light and dark), the policy is not
broken, the console is silent, nothing is wider than a phone.

One browser, one world, one walk, once on SQLite. Each page is fetched for each role; opened in the browser is each
page once, and again where it holds anything built otherwise than on a page opened before. In the dark only what
depends on colour is asked again.
"""

import re
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client

from tests import every_page
from tests.browsing import AXE, NEEDS_CHROMIUM
from tests.every_page import ROLES, Everything, Page
from tests.words import VOID

pytestmark = [
    *NEEDS_CHROMIUM,
    pytest.mark.skipif(
        "postgresql" in settings.DATABASES["default"]["ENGINE"], reason="the walk is made once, on SQLite"
    ),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: script/bootstrap --dev fetches it"),
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# Off by themselves, as they belong to WCAG 2.2; the administration pages are Django's own.
RULES = {"target-size": {"enabled": True}}
OF_COLOUR = ["color-contrast", "link-in-text-block"]
DOWNLOADS = {"report_file", "extension_file", "meeting_document", "mail_source", "mail_text"}


def is_ours(page: Page) -> bool:
    return not page.name.startswith("admin:") and page.name not in DOWNLOADS


class Anatomy(HTMLParser):
    """What a page is built of: each element with its classes inside the one around it; words are left out."""

    TELLING = ("class", "role", "type", "aria-invalid", "open", "hidden", "aria-current", "href", "style")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: set[str] = set()
        self.around: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = {
            name: (value or "") if name != "href" else "" for name, value in attrs if name in self.TELLING
        }
        sign = f"{tag} {sorted(told.items())}"
        self.parts.add(f"{self.around[-1][1] if self.around else ''} > {sign}")
        if tag not in VOID:
            self.around.append((tag, sign))

    def handle_endtag(self, tag):
        while self.around:
            if self.around.pop()[0] == tag:
                break


class Walker:
    """One window that is whoever it is told to be."""

    def __init__(self, browser, address: str) -> None:
        self.context = browser.new_context(
            viewport=DESK, locale="vi-VN", color_scheme="light", bypass_csp=False
        )
        self.page, self.address = self.context.new_page(), address
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.axe = AXE.read_text(encoding="utf-8")
        self.opened: dict[str, list[set[str]]] = {}
        self.found: dict[str, list[str]] = {}
        self.pages_walked = 0

    def _hear(self, line) -> None:
        # The answer's own status is no fault of the page: what is refused is refused with 4xx.
        if line.type == "error" and not re.search(r"status of 4\d\d", line.text):
            self.complaints.append(line.text)

    def become(self, user) -> None:
        self.context.clear_cookies()
        if user is None:
            return
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.save()
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.address}]
        )

    def barriers(self, **options) -> list[str]:
        self.page.evaluate(self.axe)
        found = self.page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{one['id']}: {node['html'][:140]} {node['target']}"
            for one in found["violations"]
            for node in one["nodes"][:3]
        ]

    def is_new(self, name: str, html: str) -> bool:
        """Whether nothing that was opened holds all that this page is built of."""
        parts, kind = Anatomy(html).parts, name if name in self.opened else ""
        if kind and any(parts <= one for pages in self.opened.values() for one in pages):
            return False
        self.opened.setdefault(name, []).append(parts)
        return True

    def look_at(self, path: str, role: str) -> None:
        self.complaints.clear()
        answer = self.page.goto(self.address + path, wait_until="load")
        self.pages_walked += 1
        where = f"{role or 'nobody signed in'} {path}"
        wrong = []
        if answer.status >= 500:
            wrong.append(f"answers {answer.status}")
        wrong += self._examined()
        wrong += self.complaints
        if wrong:
            self.found[where] = wrong

    def _examined(self) -> list[str]:
        wrong = [f"light: {one}" for one in self.barriers(rules=RULES)]
        self.page.emulate_media(color_scheme="dark")
        wrong += [f"dark: {one}" for one in self.barriers(runOnly={"type": "rule", "values": OF_COLOUR})]
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(PHONE)
        if not self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wrong.append("wider than a phone")
        wrong += [
            f"phone: {one}" for one in self.barriers(runOnly={"type": "rule", "values": ["target-size"]})
        ]
        self.page.set_viewport_size(DESK)
        return wrong

    def __str__(self) -> str:
        return "\n".join(f"{where}\n    " + "\n    ".join(wrong) for where, wrong in self.found.items())


@contextmanager
def _walker(browser, address):
    walker = Walker(browser, address)
    yield walker
    walker.context.close()


def test_nothing_stands_in_anybodys_way_on_any_page(live_server, browser, transactional_db):
    assert connection.vendor == "sqlite"
    world, fetched = Everything(), 0
    with _walker(browser, live_server.url) as walker:
        for role in ROLES:
            walker.become(world.person(role))
            client = Client(raise_request_exception=False)
            if role:
                client.force_login(world.person(role))
            for page in every_page.pages(world):
                if not is_ours(page):
                    continue
                fetched += 1
                answer = client.get(page.path)
                kind = answer.headers.get("Content-Type", "")
                has_page = kind.startswith("text/html") and answer.status_code not in (301, 302, 405)
                if has_page and walker.is_new(page.name, answer.content.decode()):
                    walker.look_at(page.path, role)
        assert fetched > 800
        assert set(walker.opened) > {"desk", "queues", "assignments", "directive", "meeting", "progress_link"}
        assert not walker.found, str(walker)


def test_the_walk_sees_what_is_wrong(live_server, browser, transactional_db):
    """The negative control: a page made bad on purpose."""
    with _walker(browser, live_server.url) as walker:
        walker.page.goto(live_server.url + "/accounts/login/")
        walker.page.evaluate(
            """() => {
              const bad = document.createElement("div");
              bad.innerHTML = "<img src='/static/favicon.svg'><a class='tiny' href='#a'>a</a><a class='tiny' " +
                "href='#b'>b</a><p class='pale'>Chữ nhạt</p>";
              document.querySelector("main").append(bad);
              for (const one of bad.querySelectorAll(".tiny")) {
                one.style.cssText = "display:inline-block;width:9px;height:9px;overflow:hidden;margin:0";
              }
              bad.querySelector(".pale").style.cssText = "color:#bbb;background:#fff;width:900px";
            }"""
        )
        found = " ".join(walker._examined())
        for rule in (
            "light: image-alt",
            "light: target-size",
            "light: color-contrast",
            "dark: color-contrast",
        ):
            assert rule in found
        assert "wider than a phone" in found
        walker.page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=\"http://x.invalid/a.png\">')"
        )
        walker.page.wait_for_timeout(200)
        assert any("Content Security Policy" in one for one in walker.complaints)
