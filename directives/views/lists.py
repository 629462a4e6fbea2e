"""The lists: assignments and directives, narrowed, sorted, page by page."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from directives.filters import DirectiveFilter
from directives.lifecycle import State
from directives.models import Assignment, Directive
from directives.views.as_of import day_shown
from directives.views.pages import PAGE_SIZE
from directives.views.table import edit_row, table_of, without_edit

GONE = (State.REPLACED, State.WITHDRAWN)


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request):
    """The table; a POST is the small form in one of its rows."""
    inline = edit_row(request) if request.method == "POST" else None
    if inline and inline.is_taken:
        return redirect(without_edit(request))
    shown = day_shown(request)
    rows = Assignment.objects.visible_to(request.standing).classed(shown.day)
    # Who asks for what was taken back gets it; else the list is of what stands.
    if request.GET.get("state") not in GONE:
        rows = rows.standing_on(shown.day)
    table = table_of(request, rows.marking_readable(request.standing), shown, inline=inline)
    return render(
        request, "directives/assignments.html", table.context, status=400 if inline else table.status
    )


@require_safe
def directives(request):
    shown = day_shown(request)
    rows = Directive.objects.visible_to(request.standing)
    asked = DirectiveFilter(request.GET, queryset=rows, request=request)
    found = asked.qs.for_list().with_rows(shown.day)
    return render(
        request,
        "directives/directives.html",
        {
            "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
            "filter": asked,
            **shown.context(),
        },
        status=shown.status if asked.is_valid() else 400,
    )
