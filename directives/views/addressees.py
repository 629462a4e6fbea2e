"""Names to choose from while an addressee is typed."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directives.addressees import Addressees
from units.working_calendar import today


@require_safe
def addressees(request):
    standing = request.standing
    if not (standing.is_office or standing.is_data_entry):
        raise PermissionDenied
    typed = request.GET.get("q", "").replace("\0", "")[:100]
    return render(request, "directives/_addressees.html", {"offers": Addressees(today()).offered(typed)})
