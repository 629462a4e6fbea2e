"""The lists: assignments and directives, narrowed, sorted, page by page."""

from datetime import date

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from directives.filters import DirectiveFilter
from directives.lifecycle import State
from directives.models import Assignment, Directive
from directives.querysets import AssignmentQuerySet
from directives.views.as_of import day_shown
from directives.views.pages import PAGE_SIZE, BoundedPaginator
from directives.views.table import edit_row, table_of, without_edit

GONE = (State.REPLACED, State.WITHDRAWN)


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request):
    """The table; a POST is the small form in one of its rows."""
    inline = edit_row(request) if request.method == "POST" else None
    if inline and inline.is_taken:
        return redirect(without_edit(request))
    shown = day_shown(request)
    table = table_of(request, lambda: assignment_rows(request, shown.day), shown, inline=inline)
    return render(
        request, "directives/assignments.html", table.context, status=400 if inline else table.status
    )


def assignment_rows(request, day: date) -> AssignmentQuerySet:
    """What the table is of, before the address narrows it."""
    rows = Assignment.objects.visible_to(request.standing).classed(day)
    # Who asks for what was taken back gets it; else the list is of what stands.
    if request.GET.get("state") not in GONE:
        rows = rows.standing_on(day)
    return rows.marking_readable(request.standing)


def directives_asked(request) -> DirectiveFilter:
    rows = Directive.objects.visible_to(request.standing)
    return DirectiveFilter(request.GET, queryset=rows, request=request)


@require_safe
def directives(request):
    shown = day_shown(request)
    asked = directives_asked(request)
    found = asked.qs.for_list().with_rows(shown.day)
    return render(
        request,
        "directives/directives.html",
        {
            "page": BoundedPaginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
            "filter": asked,
            **shown.context(),
        },
        status=shown.status if asked.is_valid() else 400,
    )
