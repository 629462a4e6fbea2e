"""The lists: assignments and directives, narrowed, sorted, page by page."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directives.filters import SORTINGS, AssignmentFilter, DirectiveFilter
from directives.lifecycle import State
from directives.models import Assignment, Directive
from directives.views.as_of import day_shown

PAGE_SIZE = 50
GONE = (State.REPLACED, State.WITHDRAWN)


@require_safe
def assignments(request):
    shown = day_shown(request)
    rows = Assignment.objects.visible_to(request.standing).classed(shown.day)
    # Who asks for what was taken back gets it; else the list is of what stands.
    if request.GET.get("state") not in GONE:
        rows = rows.standing_on(shown.day)
    rows = rows.marking_readable(request.standing).for_list()
    asked = AssignmentFilter(request.GET, queryset=rows, request=request)
    sorting = request.GET.get("sort", "")
    found = asked.qs.order_by(*SORTINGS.get(sorting, SORTINGS["due"]))
    return render(
        request,
        "directives/assignments.html",
        {
            "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
            "filter": asked,
            "sorting": sorting if sorting in SORTINGS else "due",
            **shown.context(),
        },
        status=shown.status if asked.is_valid() else 400,
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
