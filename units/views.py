"""The working calendar, edited by the office."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from units import actions
from units.forms import CalendarDayForm, WorkingHoursForm
from units.models import CalendarDay, WorkingHours
from units.working_calendar import LAST_DAY, ONE_DAY, WorkingCalendar, today


def _may_edit(request) -> bool:
    return request.standing.is_office or request.standing.is_administrator


@require_http_methods(["GET", "HEAD", "POST"])
def working_days(request):
    """A year: the law's days off and the office's own, which win; and the hours of a day."""
    if not (_may_edit(request) or request.standing.sees_all):
        raise Http404
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 1946 <= int(asked) <= LAST_DAY.year else today().year
    is_post = request.method == "POST"
    if is_post and not _may_edit(request):
        raise Http404
    is_hours = is_post and "hours" in request.POST
    day_form: Any = CalendarDayForm(request.POST if is_post and not is_hours else None)
    hours_form: Any = WorkingHoursForm(request.POST if is_hours else None, instance=WorkingHours.current())
    form = hours_form if is_hours else day_form
    if is_post and form.is_valid():
        if is_hours:
            actions.set_hours(form.save(commit=False), by=request.user)
        else:
            year = form.cleaned_data["on"].year
            actions.set_day(by=request.user, **form.cleaned_data)
        messages.success(request, _("The working calendar is saved."))
        return redirect(f"{request.path}?year={year}")
    return render(
        request,
        "units/working_days.html",
        {
            "year": year,
            "days": _days(year),
            "form": form,
            "day_form": day_form,
            "hours_form": hours_form,
            "may_edit": _may_edit(request),
        },
        status=400 if form.errors else 200,
    )


def _days(year: int) -> list[dict[str, Any]]:
    """The days of a year that are not as their weekday would have it, or on which something falls."""
    calendar, own = WorkingCalendar(), {row.on: row for row in CalendarDay.objects.filter(on__year=year)}
    day, found = date(year, 1, 1), []
    while day.year == year:
        is_working, is_weekday = calendar.is_working_day(day), day.weekday() < 5
        occasion = calendar.occasion(day)
        if day in own or is_working != is_weekday or occasion:
            found.append({"on": day, "is_working": is_working, "occasion": occasion, "own": own.get(day)})
        day += ONE_DAY
    return found


@require_POST
def clear_day(request, pk: int):
    if not _may_edit(request):
        raise Http404
    day = get_object_or_404(CalendarDay, pk=pk)
    year = day.on.year
    actions.clear_day(day, by=request.user)
    messages.success(request, _("The day is as the law has it again."))
    return redirect(f"{reverse('working_days')}?year={year}")
