"""The data-quality page: each number leads to its rows."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.kept import kept
from directives.quality import missing, silent, times_to_issue
from units.working_calendar import today

SILENCES = (15, 30, 60)


@require_safe
def quality(request):
    standing, day = request.standing, today()
    if not standing.sees_all:
        raise PermissionDenied(_("This page is for the ministry office and the leaders."))
    # The same for everybody who has this page: he sees all.
    found = kept(
        ("quality", day),
        lambda: {
            "missing": missing(standing, day),
            "silences": silent(standing, day, SILENCES),
            "times": times_to_issue(standing),
        },
    )
    return render(request, "directives/quality.html", {**found, "day": day})
