"""Is the engine well, who cannot be told, and who will be told what on a day."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reminders import engine, wording
from reminders.difficulties import difficulties as find_difficulties
from reminders.forms import DayForm
from reminders.models import Sweep
from reminders.pulses import beats, is_well
from units.working_calendar import WorkingCalendar, today

MOST_SHOWN = 200


def _for_the_office(request) -> None:
    if not (request.standing.sees_all or request.standing.is_administrator):
        raise Http404


@require_safe
def pulse(request):
    """When each part last ran; red where it did not. Nothing here needs the engine."""
    _for_the_office(request)
    sweeps = Sweep.objects.all()[:20]
    return render(request, "reminders/engine.html", {"beats": beats(), "sweeps": sweeps})


@require_safe
def engine_banner(request):
    """A line for the office's desk; empty while all is well."""
    _for_the_office(request)
    return render(request, "reminders/_banner.html", {"is_well": is_well()})


@require_safe
def difficulties(request):
    if not request.standing.sees_all:
        raise Http404
    return render(request, "reminders/difficulties.html", {"found": find_difficulties(today())})


@require_safe
def who_is_told(request):
    """The dry run: who will be told what on a day and why, and who is not."""
    if not request.standing.sees_all:
        raise Http404
    following = WorkingCalendar().nth_working_day(today(), 1)
    form = DayForm(request.GET if "day" in request.GET else None, initial={"day": following})
    day = following
    if form.is_bound:
        day = form.cleaned_data["day"] if form.is_valid() else following
    if not form.errors and abs((day - today()).days) > 370:
        form.add_error("day", _("A day within a year from today."))
    context: dict = {"form": form, "day": day}
    if not form.errors:
        result = engine.sweep(day, is_dry_run=True)
        names = wording.rule_names()
        told = [
            (
                person,
                [(line, wording.rule_label(line["rule"], names)) for line in lines[:MOST_SHOWN]],
                len(lines),
            )
            for person, lines in result.lines.items()
        ]
        context |= {
            "result": result,
            "told": told[:MOST_SHOWN],
            "more_people": max(len(told) - MOST_SHOWN, 0),
            "not_told": result.not_told[:MOST_SHOWN],
            "more_not_told": max(len(result.not_told) - MOST_SHOWN, 0),
        }
    return render(request, "reminders/who_is_told.html", context, status=400 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """The process answers. No more is said."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """It can do its work: the database answers, and the engine's pulse is not silent."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        words = "ok" if is_well() else "engine silent"
    except DatabaseError:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    # Pages are served all the same: the engine's silence is for whoever watches, not a reason to turn people away.
    return HttpResponse(f"{words}\n", content_type="text/plain")
