"""How well the machine finds, for the office and those who correct it."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.querysets import takes_in
from intake.statistics import figures

LABELS = {
    "title": lambda: _("What is to be done"),
    "leader": lambda: _("Leader"),
    "lead_units": lambda: _("Lead"),
    "support_units": lambda: _("Support"),
    "kind": lambda: _("Kind"),
    "deadline_kind": lambda: _("Kind of deadline"),
    "due_on": lambda: _("Due on"),
    "urgency": lambda: _("Urgency"),
    "is_key": lambda: _("Key task"),
}


@require_safe
def accuracy(request):
    if not takes_in(request.standing):
        raise Http404
    counted = figures(request.user)
    fields = [(LABELS[name](), n, share) for name, n, share in counted.all.field_shares()]
    return render(request, "intake/figures.html", {"figures": counted, "fields": fields})
