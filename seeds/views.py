"""The first run: an empty system leads its administrator to the first meeting."""

from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from seeds.forms import UnitLinesForm
from seeds.register import load_register
from seeds.setup import setup_steps
from units.actions import add_units
from units.models import Unit


def _for_administrators(request) -> None:
    if not (request.standing.is_administrator or request.user.is_superuser):
        raise PermissionDenied(_("Setting up is for the administrator."))


@require_http_methods(["GET", "HEAD", "POST"])
def setup(request):
    """The steps and what is done; a POST is the list of units."""
    _for_administrators(request)
    form = UnitLinesForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _add(request, form):
        return redirect("setup")
    steps = setup_steps()
    needed = [step for step in steps if not step.is_optional]
    return render(
        request,
        "seeds/setup.html",
        {
            "steps": steps,
            "next_step": next((step.name for step in needed if not step.is_done), ""),
            "n_done": sum(step.is_done for step in needed),
            "n_needed": len(needed),
            "is_empty": not Unit.objects.exists(),
            "form": form,
        },
        status=400 if form.errors else 200,
    )


def _add(request, form: UnitLinesForm) -> bool:
    try:
        made = add_units(form.cleaned_data["lines"])
    except ValidationError as error:
        form.add_error("lines", error.messages)
        return False
    for unit in made:
        _log(request, unit)
    messages.success(request, _("Units added: %s.") % len(made))
    return True


@require_POST
def setup_register(request):
    """The bundled register, by the same loader as `manage.py seed --register`."""
    _for_administrators(request)
    before = set(Unit.objects.values_list("pk", flat=True))
    load_register()
    made = Unit.objects.exclude(pk__in=before)
    for unit in made:
        _log(request, unit)
    messages.success(request, _("The bundled register is loaded. Units added: %s.") % len(made))
    return redirect("setup")


def _log(request, unit: Unit) -> None:
    LogEntry.objects.log_actions(request.user.pk, [unit], ADDITION, _("by the first-run page"))
