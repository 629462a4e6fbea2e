"""The page that leads from an empty system to the first meeting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from journal.refusals import NotNow
from seeds import first_run as entering
from seeds.forms import PersonForm, UnitLinesForm
from units.standing import keeps_the_register


def _check(request) -> None:
    if not keeps_the_register(request.user, request.standing):
        raise PermissionDenied(_("The register is kept by the administrator."))


def _page(
    request,
    *,
    units: UnitLinesForm | None = None,
    person: PersonForm | None = None,
    made: dict[str, str] | None = None,
    status: int = 200,
):
    return render(
        request,
        "seeds/first_run.html",
        {
            "now": entering.standstill(),
            "units_form": units or UnitLinesForm(),
            "person_form": person or PersonForm(),
            "made": made,
        },
        status=status,
    )


@require_safe
def first_run(request):
    _check(request)
    return _page(request)


@require_POST
def take_register(request):
    _check(request)
    try:
        count = entering.take_bundled_register(by=request.user)
    except NotNow as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, ngettext("%(n)s unit loaded.", "%(n)s units loaded.", count) % {"n": count})
    return redirect("first_run")


@require_POST
def add_units(request):
    _check(request)
    form = UnitLinesForm(request.POST)
    if form.is_valid():
        try:
            added = entering.add_units(form.cleaned_data["lines"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, ngettext("%(n)s unit added.", "%(n)s units added.", len(added)) % {"n": len(added)}
            )
            return redirect("first_run")
    return _page(request, units=form, status=400)


@require_POST
def add_person(request):
    _check(request)
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            user, password = entering.add_person(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            # Answered with the page itself: a message would carry the password through a cookie.
            return _page(request, made={"username": user.username, "password": password})
    return _page(request, person=form, status=400)
