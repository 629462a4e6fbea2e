"""What a page brings with it: no inline style or script, one stylesheet, little weight, a theme, an icon."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from script import front_end

ROOT = Path(__file__).parents[1]
# What the desk may weigh, compressed.
MOST_BYTES = 180 * 1024
# Mail programs know neither style sheets nor scripts.
LETTERS = {"digest.html"}
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:|hx-on|hx-vals=.js:", re.IGNORECASE
)


def test_no_template_holds_inline_style_or_script():
    templates = [one for one in (ROOT / "templates").rglob("*.html") if one.name not in LETTERS]
    assert [str(one.relative_to(ROOT)) for one in templates if INLINE.search(one.read_text())] == []


def test_every_page_loads_one_stylesheet():
    for template in (ROOT / "templates").rglob("*.html"):
        named = re.findall(r"static '([^']+\.css)'", template.read_text())
        # The administration pages are Django's own, with its styles.
        assert set(named) <= ({"admin.css"} if template.parent.name == "admin" else {"style.css"}), template
    own = {one.stem for one in (ROOT / "static").glob("*.css")} - {"admin"}
    assert own == set(front_end.OWN_STYLES)


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def loaded(page: str) -> list[str]:
    """The static files a page loads, by their names."""
    found = re.findall(r'<(?:link|script|img)[^>]* (?:href|src)="/static/([^"#]+)"', page)
    return sorted({*found, *re.findall(r'<use href="/static/([^"#]+)#', page)})


def test_the_desk_weighs_little(client, ministry):
    for _ in range(30):
        ministry.in_state("in_progress")
    client.force_login(ministry.head)
    page = client.get(reverse("desk")).content
    files = loaded(page.decode())
    assert [one for one in files if one.endswith(".css")] == ["style.css"]
    weight = compressed(page) + sum(compressed(Path(finders.find(one)).read_bytes()) for one in files)
    assert weight <= MOST_BYTES


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = Path(finders.find("icons.svg")).read_text()
    used = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'icon\.html" with name="([a-z-]+)"', template.read_text())
    }
    assert used
    assert [name for name in used if f'id="{name}"' not in sprite] == []


@pytest.mark.parametrize(
    ("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ("x", "auto")]
)
def test_the_theme_is_chosen_on_the_server(client, db, chosen, shown):
    answer = client.post(reverse("set_theme"), {"theme": chosen, "next": "https://example.com/"})
    assert answer.url == reverse("home")
    page = client.get(reverse("account_login")).content.decode()
    assert f'data-bs-theme="{shown}"' in page


def test_the_administration_wears_the_theme_chosen(client, ministry):
    client.force_login(ministry.administrator)
    client.post(reverse("set_theme"), {"theme": "dark"})
    page = client.get(reverse("admin:index")).content.decode()
    assert re.search(r'<script src="/static/admin\.js" data-theme="dark">', page)
    assert 'value="dark" aria-pressed="true"' in page


def test_a_phone_can_keep_it(client, db):
    manifest = client.get(reverse("manifest"))
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    assert (manifest.json()["display"], manifest.json()["start_url"]) == ("standalone", "/")
    for icon in manifest.json()["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_styleguide_shows_every_component(client, db):
    page = client.get(reverse("styleguide"))
    assert page.status_code == 200
    text = page.content.decode()
    for name in ("badge overdue", "badge soon", "badge within", "badge reported", "badge done", "badge late"):
        assert f'class="{name}"' in text


def test_pages_go_compressed_and_files_as_they_are(client, ministry):
    client.force_login(ministry.office)
    page = client.get(reverse("assignments"), headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Cookie" in page.headers["Vary"]
    assert "Accept-Encoding" in page.headers["Vary"]
    assert b"<!doctype html>" in gzip.decompress(page.content)
    assert "Content-Encoding" not in client.get(reverse("assignments")).headers
    book = client.get(
        reverse("sheet_out", args=["meetings"]), headers={"accept-encoding": "gzip"}, follow=True
    )
    assert book.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "Content-Encoding" not in book.headers
    book.close()


def test_no_browser_cuts_what_is_pasted():
    """A text that is too long is refused whole and still there; a browser would cut it without a word."""
    cutting = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"<textarea[^>]*maxlength", path.read_text(encoding="utf-8"))
    ]
    assert cutting == []
