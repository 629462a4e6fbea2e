"""The figures as of a day, of the rows the person sees."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directives.querysets import Klass
from directives.statistics import (
    AGAINST,
    GROUPINGS,
    kept_charts,
    kept_statistics,
)
from directives.views.as_of import day_shown
from directives.views.charts import age_bars, age_words, rate_bars

GROUPED_BY = {
    "unit": _("Unit"),
    "leader": _("Leader"),
    "meeting": _("Meeting"),
    "field": _("Field"),
    "kind": _("Kind of meeting"),
    "priority": _("Urgency"),
    "key": _("Key task"),
    "period": _("Month of issue"),
}
AGAINST_WORDS = {"due": _("by the current deadline"), "first_due": _("by the first deadline")}
# The filter of the list that shows the rows behind a number.
FILTER_OF = {
    "unit": "addressee",
    "leader": "leader",
    "meeting": "meeting",
    "field": "field",
    "kind": "meeting_kind",
    "priority": "urgency",
    "key": "key",
    "period": "issued_in",
}


@require_safe
def figures(request):
    shown = day_shown(request)
    by = request.GET.get("by", "unit")
    by = by if by in GROUPINGS else "unit"
    against = request.GET.get("against", "due")
    against = against if against in AGAINST else "due"
    months, ages = kept_charts(shown.day, reader=request.standing)
    found = kept_statistics(shown.day, by=by, against=against, reader=request.standing)
    return render(
        request,
        "directives/statistics.html",
        {
            "figures": found,
            "against": against,
            "against_words": AGAINST_WORDS,
            "months": months,
            "rate_bars": rate_bars(months),
            "ages": [(age_words(name), counts) for name, counts in ages.items()],
            "age_bars": age_bars(ages),
            "age_most": max((sum(counts.values()) for counts in ages.values()), default=0),
            "by": by,
            "by_words": GROUPED_BY[by],
            "filter_name": FILTER_OF[by],
            "groupings": GROUPED_BY,
            "classes": Klass.values,
            **shown.context(),
        },
        status=shown.status,
    )
