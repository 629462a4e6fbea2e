"""One box for everything; what is found is what the person may read."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directives import search as searching

PER_PAGE = 20
# Longer than this nobody types; a pasted page is cut and said so.
MOST_CHARACTERS = 200
KINDS = {"directive": _("Directive"), "meeting": _("Meeting"), "report": _("Report"), "file": _("File")}


@require_safe
def search(request):
    text = request.GET.get("q", "").strip().replace("\x00", "")
    asked = text[:MOST_CHARACTERS]
    found = searching.search(request.standing, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "directives/search.html",
        {"q": asked, "is_cut": len(text) > len(asked), "page": page, "kinds": KINDS},
    )
