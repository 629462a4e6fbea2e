"""The user guide of docs/guide, readable inside the product: the same pages, no network needed."""

import re
from functools import cache
from pathlib import Path

import markdown
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

FOLDER = settings.BASE_DIR / "docs" / "guide"
INDEX = "README"
PAGES = {
    INDEX: _("Overview"),
    "don-vi": _("Units"),
    "van-phong": _("Ministry office"),
    "nhap-lieu": _("Data entry"),
    "lanh-dao": _("Ministry leaders"),
    "quan-tri": _("Administrator"),
}


@require_safe
def guide(request, name: str = ""):
    if not name:
        return redirect("guide_page", _page_for(request.standing))
    if name not in PAGES:
        raise Http404
    # The texts are ours, so what Markdown makes of them is safe.
    text = mark_safe(_rendered(name))  # noqa: S308
    return render(request, "guide.html", {"pages": PAGES, "name": name, "title": PAGES[name], "text": text})


def _page_for(standing) -> str:
    """The page of what this person mostly does."""
    if standing.leader_ids or standing.secretary_of:
        return "lanh-dao"
    if standing.is_office:
        return "van-phong"
    if standing.heads or standing.officer_in:
        return "don-vi"
    if standing.is_data_entry:
        return "nhap-lieu"
    return "quan-tri" if standing.is_administrator else INDEX


@cache
def _rendered(name: str) -> str:
    source = Path(FOLDER / f"{name}.md").read_text(encoding="utf-8")
    html = markdown.markdown(source, extensions=["tables", "fenced_code", "toc"], output_format="html")
    html = re.sub(r'src="pictures/([\w-]+\.png)"', _picture, html)
    html = re.sub(r'href="([\w-]+)\.md(#[\w-]+)?"', _link, html)
    return html.replace("<table>", '<div class="wide"><table class="small">').replace(
        "</table>", "</table></div>"
    )


def _picture(found: re.Match) -> str:
    return f'src="{static("guide/" + found[1])}" loading="lazy"'


def _link(found: re.Match) -> str:
    return f'href="{reverse("guide_page", args=[found[1]])}{found[2] or ""}"'
