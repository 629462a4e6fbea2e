"""The ledger: who was told what, on a directive's page and as a list."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directives.models import Directive
from directives.views.pages import BoundedPaginator
from reminders import wording
from reminders.forms import LedgerFilter
from reminders.models import Reminder
from reminders.querysets import ReminderQuerySet

PER_PAGE = 50


@require_safe
def directive_reminders(request, pk: int):
    """The ledger of one directive, for the office and leaders."""
    if not request.standing.sees_all:
        raise Http404
    directive = get_object_or_404(Directive.objects.visible_to(request.standing), pk=pk)
    rows = (
        Reminder.objects.filter(assignment__directive=directive)
        .select_related("assignment__unit", "assignment__leader", "recipient", "digest")
        .order_by("-occurrence_on", "-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = wording.rule_names()
    labelled = [(row, wording.rule_label(row.rule, names)) for row in page]
    return render(
        request, "reminders/directive.html", {"directive": directive, "page": page, "rows": labelled}
    )


def ledger_asked(request) -> tuple[ReminderQuerySet, LedgerFilter]:
    """The rows of the ledger the address asks for."""
    form = LedgerFilter(request.GET or None)
    rows = Reminder.objects.select_related(
        "assignment__directive", "assignment__unit", "assignment__leader", "recipient", "digest"
    ).order_by("-pk")
    return (form.narrow(rows) if form.is_valid() else rows), form


@require_safe
def ledger(request):
    """The whole ledger, narrowed: for the office and leaders."""
    if not request.standing.sees_all:
        raise Http404
    rows, form = ledger_asked(request)
    page = BoundedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = wording.rule_names()
    labelled = [(row, wording.rule_label(row.rule, names)) for row in page]
    return render(
        request,
        "reminders/ledger.html",
        {"form": form, "page": page, "rows": labelled},
        status=400 if form.errors else 200,
    )
