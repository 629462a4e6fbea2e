"""The user guide, readable in the product: pages of docs/huong-dan rendered, with the pictures beside them."""

import re
from functools import lru_cache
from pathlib import Path

import markdown
from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

FOLDER = Path(settings.BASE_DIR) / "docs" / "huong-dan"
PICTURES = FOLDER / "hinh"
PAGES = {
    "index": _("The guide"),
    "truong-don-vi": _("Head of a unit"),
    "chuyen-vien": _("Officer"),
    "van-phong": _("Ministry office"),
    "nhap-lieu": _("Data entry"),
    "excel": _("Excel in and out"),
    "lanh-dao": _("Ministry leader"),
    "quan-tri": _("Administrator"),
}


@lru_cache(maxsize=len(PAGES))
def _rendered(name: str) -> str:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    html = markdown.markdown(text, extensions=["tables"])
    # In the folder the pages link to each other as files; here they are addresses.
    html = re.sub(r'href="([a-z-]+)\.md"', lambda link: f'href="/help/{_address(link[1])}"', html)
    html = html.replace('src="hinh/', 'loading="lazy" src="/help/pictures/')
    return html.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")


def _address(name: str) -> str:
    return "" if name == "index" else f"{name}/"


@require_safe
def guide(request, name: str = "index"):
    if name not in PAGES:
        raise Http404
    # Our own text, out of the repository.
    content = mark_safe(_rendered(name))  # noqa: S308
    return render(request, "guide.html", {"content": content, "pages": PAGES.items(), "name": name})


@require_safe
def guide_picture(request, name: str):
    picture = PICTURES / f"{name}.png"
    if not picture.is_file():
        raise Http404
    response = FileResponse(picture.open("rb"), content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response
