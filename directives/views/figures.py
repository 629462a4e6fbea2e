"""The figures as of a day, of the rows the person sees."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directives.querysets import Klass
from directives.statistics import GROUPINGS, kept_statistics
from directives.views.as_of import day_shown

GROUPED_BY = {"unit": _("Unit"), "leader": _("Leader"), "meeting": _("Meeting"), "field": _("Field")}
# The filter of the list that shows the rows behind a number.
FILTER_OF = {"unit": "addressee", "leader": "leader", "meeting": "meeting", "field": "field"}


@require_safe
def figures(request):
    shown = day_shown(request)
    by = request.GET.get("by", "unit")
    by = by if by in GROUPINGS else "unit"
    return render(
        request,
        "directives/statistics.html",
        {
            "figures": kept_statistics(shown.day, by=by, reader=request.standing),
            "by": by,
            "by_words": GROUPED_BY[by],
            "filter_name": FILTER_OF[by],
            "groupings": GROUPED_BY,
            "classes": Klass.values,
            **shown.context(),
        },
        status=shown.status,
    )
