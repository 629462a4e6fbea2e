"""Every page in a real browser, as every role: axe-core finds nothing (WCAG 2.2 AA, light and dark), the policy is not
broken, the console is silent, nothing is wider than the window of a phone or a desk.

One browser, one world, one walk. Each page is fetched for each role; opened in the browser is each page once, and again
where it holds a thing built otherwise than those seen before. In the dark only what depends on colour is
asked again. With -s the walk says how many pages it opened and how many it knew already.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests import every_page
from tests.browsing import AXE, NEEDS_CHROMIUM, sign_in
from tests.every_page import ROLES, Everything, Page
from tests.words import VOID

pytestmark = [
    *NEEDS_CHROMIUM,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: script/bootstrap --dev fetches it"),
]
PICKED = AXE.parent
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
STAFF = {"administrator", "superuser"}
DOWNLOADS = {"report_file", "extension_file", "meeting_document", "mail_source", "mail_text"}
# Off by itself in axe-core, as it came with WCAG 2.2.
RULES = {"target-size": {"enabled": True}}
OF_COLOUR = ["color-contrast", "link-in-text-block"]
OF_SIZE = ["target-size", "scrollable-region-focusable"]
# Our own elements, escaped once too often.
MARKUP_READ_ALOUD = re.compile(r"&lt;/?(a|abbr|div|li|p|span|strong)\b")
COLOURS = """() => [...document.querySelectorAll("*")].map((one) => {
  const seen = getComputedStyle(one);
  return [seen.color, seen.backgroundColor, seen.fill].join();
}).join(";")"""
# Our pages read the one, the administration the other.
THEME = "theme => Object.assign(document.documentElement.dataset, { bsTheme: theme, theme })"
# In the administration a row is added on the page it is changed on; rows of all models are looked back on on one page,
# and deleted on one.
SAME_PAGE = (
    (re.compile(r"(admin:.+)_add"), r"\1_change"),
    (re.compile(r"admin:.+_(history|delete)"), r"admin:\1"),
)
# Its classes that say only of what a page is; no style asks for them.
SUBJECT = re.compile(r"\b(?:app|model|column|field)-[\w-]+")


class Anatomy(HTMLParser):
    """What a page is built of: each element with its attributes inside the one around it; words are left out."""

    TELLING = ("class", "role", "type", "aria-invalid", "aria-current", "lang", "scope", "data-bs-theme")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: set[str] = set()
        self.around: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = sorted(f"{name}={value if name in self.TELLING else ''}" for name, value in attrs)
        sign = f"{tag} {' '.join(told)}"
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
        # With less motion no colour is measured on its way from light to dark.
        self.context = browser.new_context(
            viewport=DESK, locale="vi-VN", color_scheme="light", reduced_motion="reduce"
        )
        self.context.add_init_script(path=AXE)
        self.page, self.address = self.context.new_page(), address
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._see)
        self.seen: set[str] = set()
        self.names: set[str] = set()
        self.opened = 0
        self.found: dict[str, list[str]] = {}
        self.known = 0

    def _hear(self, line) -> None:
        # axe-core tries to read stylesheets anew, which the policy refuses it.
        if line.location["url"] == str(AXE):
            return
        # The page's own status is no fault of it: what is refused is refused with 4xx.
        if line.type == "error" and "the server responded with a status of 4" not in line.text:
            self.complaints.append(line.text)

    def _see(self, answer) -> None:
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.complaints.append(f"{answer.url} answers {answer.status}")

    def become(self, user) -> None:
        self.context.clear_cookies()
        if user is not None:
            sign_in(self.context, self.address, user)

    def knows(self, name: str, html: str) -> bool:
        """Whether this page was opened, and everything it is built of was seen on one that was."""
        if name.startswith("admin:"):
            html = SUBJECT.sub("", html)
            for names, kept in SAME_PAGE:
                name = names.sub(kept, name)
        parts = Anatomy(html).parts
        if name in self.names and parts <= self.seen:
            self.known += 1
            return True
        self.names.add(name)
        self.seen |= parts
        self.opened += 1
        return False

    def look_at(self, page: Page, role: str) -> None:
        self.complaints.clear()
        answer = self.page.goto(self.address + page.path, wait_until="load")
        wrong = [*self.barriers(), *self.complaints]
        if answer.status >= 500:
            wrong.append(f"answers {answer.status}")
        if wrong:
            self.found[f"{role or 'nobody signed in'} {page.path}"] = wrong

    def barriers(self) -> list[str]:
        """Of the page as it stands: at a desk in light and dark, and on a phone."""
        wrong = self._axe("light", rules=RULES)
        wrong += self._wider_than("a desk")
        self.page.evaluate(THEME, "dark")
        chosen = self.page.evaluate(COLOURS)
        wrong += self._axe("dark", runOnly={"type": "rule", "values": OF_COLOUR})
        self.page.evaluate(THEME, "auto")
        self.page.emulate_media(color_scheme="dark")
        if self.page.evaluate(COLOURS) != chosen:
            wrong += self._axe("dark by the system", runOnly={"type": "rule", "values": OF_COLOUR})
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(PHONE)
        wrong += self._wider_than("a phone")
        wrong += self._axe("phone", runOnly={"type": "rule", "values": OF_SIZE})
        self.page.set_viewport_size(DESK)
        return wrong

    def _wider_than(self, window: str) -> list[str]:
        fits = self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        return [] if fits else [f"wider than {window}"]

    def _axe(self, when: str, **options) -> list[str]:
        found = self.page.evaluate(
            "options => axe.run(document, options)", {"resultTypes": ["violations"], **options}
        )
        return [
            f"{when}: {one['id']}: {node['html'][:140]} {node['target']}"
            for one in found["violations"]
            for node in one["nodes"][:3]
        ]

    def __str__(self) -> str:
        return "\n".join(f"{where}\n    " + "\n    ".join(wrong) for where, wrong in self.found.items())


def classes_of(html: str) -> set[str]:
    return {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}


@cache
def selectors_of(stylesheet: Path) -> dict[str, set[str]]:
    """Each with the classes it names. A rough cut, the same for every stylesheet."""
    found = {}
    for heads in re.findall(r"[{};]([^{};@]*\.[^{};@]*)\{", stylesheet.read_text(encoding="utf-8")):
        for head in heads.split(","):
            found[head] = set(re.findall(r"\.([a-zA-Z][\w-]*)", head))
    return found


def lost_styles(html: str) -> list[str]:
    """Rules of Tabler's that speak of classes of this page and are not in the stylesheet it loads, for which only
    those rules are taken that can meet a page."""
    here = classes_of(html)
    kept = selectors_of(PICKED.parent / "static" / "style.css")
    whole = selectors_of(PICKED / "tabler.min.css")
    return [head for head, names in whole.items() if names and names <= here and head not in kept]


def _shown(world: Everything, client: Client, role: str) -> Iterator[tuple[Page, str]]:
    """The pages a person is shown, with their HTML. Who is not of the staff is sent away from the administration."""
    for page in every_page.pages(world):
        of_admin = page.name.startswith("admin:")
        if page.name in DOWNLOADS or (of_admin and role not in STAFF):
            continue
        answer = client.get(page.path)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        html = answer.content.decode()
        # A fragment is looked at on its page.
        if html.lstrip().lower().startswith("<!doctype"):
            assert "Content-Security-Policy" in answer.headers, page
            assert not MARKUP_READ_ALOUD.search(html), page
            # The administration comes with styles of its own, whole.
            assert of_admin or not lost_styles(html), page
            yield page, html


def test_nothing_stands_in_anybodys_way_on_any_page(live_server, browser, transactional_db):
    world, walker = Everything(), Walker(browser, live_server.url)
    for role in ROLES:
        walker.become(world.person(role))
        client = Client(raise_request_exception=False)
        if role:
            client.force_login(world.person(role))
        for page, html in _shown(world, client, role):
            if not walker.knows(page.name, html):
                walker.look_at(page, role)
    print(f"\n{walker.opened} pages opened, {walker.known} built like those")  # noqa: T201
    assert walker.names > {
        "desk",
        "queues",
        "assignments",
        "directive",
        "meeting",
        "progress_link",
        "admin:index",
    }
    assert walker.known > walker.opened > 150
    assert not walker.found, str(walker)


def test_what_opens_in_the_administration_has_its_names(live_server, browser, transactional_db):
    """A row added to a table, and the list of a select that searches: the walk sees neither."""
    world, walker = Everything(), Walker(browser, live_server.url)
    walker.become(world.administrator)
    page = walker.page
    page.goto(live_server.url + reverse("admin:units_user_change", args=[world.head.pk]), wait_until="load")
    page.click("#posts-group .add-row a")
    page.click("#posts-1 .select2-selection >> nth=0")
    assert page.get_by_role("searchbox", name="Đơn vị").count() == 1
    page.get_by_role("listbox", name="Đơn vị").get_by_role("option", name="Cục Báo chí").wait_for()
    # Of what lies over the page for a moment, nobody asks in which part of the page it stands.
    assert walker._axe("open", rules={**RULES, "region": {"enabled": False}}) == []
    page.get_by_role("option", name="Cục Báo chí").click()
    assert "Cục Báo chí" in page.get_by_role("combobox", name="Đơn vị").nth(1).inner_text()
    assert walker.complaints == []


def test_the_walk_sees_what_is_wrong(live_server, browser, transactional_db):
    """The negative control: a page made bad on purpose."""
    walker = Walker(browser, live_server.url)
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
    found = " ".join(walker.barriers())
    for rule in ("light: image-alt", "light: target-size", "light: color-contrast", "dark: color-contrast"):
        assert rule in found
    assert "wider than a phone" in found
    walker.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"http://x.invalid/a.png\">"
        '<img src="/static/khong-co.png">\')'
    )
    walker.page.wait_for_timeout(300)
    heard = " ".join(walker.complaints)
    assert "Content Security Policy" in heard
    assert re.search(r"khong-co\.png answers 404", heard)
