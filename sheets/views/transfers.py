"""What is under way and what is laid ready: one's own alone."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sheets import actions
from sheets.forms import BringInForm
from sheets.incoming import IMPORTERS
from sheets.lists import LISTS, asking_of
from sheets.models import IncomingRow, Transfer
from sheets.template import OFFERED
from sheets.views.going_out import file_answer, missing

SHOWN = 20
ROWS = 100
Outcome = IncomingRow.Outcome


@require_safe
def transfers(request):
    return entrance(request)


def entrance(request, form: BringInForm | None = None):
    """What goes out, what may come in, and what became of it; with a form that was not taken, what is wrong."""
    asking = asking_of(request.user, request.standing, "")
    return render(
        request,
        "sheets/transfers.html",
        {
            "own": [(one, _words(one)) for one in Transfer.objects.of(request.user)[:SHOWN]],
            "registers": [(name, LISTS[name]) for name in ("units", "people") if LISTS[name].is_for(asking)],
            "may_bring_in": actions.brings_in(request.user, request.standing),
            "templates": [(name, IMPORTERS[name].label) for name in OFFERED if _may_bring_in(request, name)],
            "form": form or BringInForm(),
        },
        status=400 if form else 200,
    )


def _may_bring_in(request, kind: str) -> bool:
    try:
        IMPORTERS[kind].check_right(request.user, request.standing)
    except PermissionDenied:
        return False
    return True


def _words(one: Transfer) -> str:
    return one.name or str(LISTS[one.kind].label if one.kind in LISTS else one.kind)


def own(request, pk: int) -> Transfer:
    return get_object_or_404(Transfer.objects.of(request.user), pk=pk)


@require_safe
def transfer(request, pk: int):
    """The page, or its moving part alone where it is asked for by itself."""
    one = own(request, pk)
    if request.htmx:
        answer = render(request, "sheets/_progress.html", {"transfer": one})
        if not one.is_under_way:
            # The whole page has more to say now.
            answer["HX-Refresh"] = "true"
        return answer
    return page_of(request, one)


def page_of(request, one: Transfer, *, problems: Iterable[str] = (), status: int = 200):
    asked = request.GET.get("outcome", "")
    rows = one.rows.filter(outcome=asked) if asked in Outcome.values else one.rows.all()
    counts = [(value, label, one.counts[value]) for value, label in Outcome.choices if one.counts.get(value)]
    ready = sum(one.counts.get(value, 0) for value in (Outcome.NEW, Outcome.CHANGED))
    return render(
        request,
        "sheets/incoming.html" if one.direction == Transfer.Direction.IN else "sheets/transfer.html",
        {
            "transfer": one,
            "list": LISTS.get(one.kind),
            "rows_are": IMPORTERS[one.kind].label if one.kind in IMPORTERS else "",
            "counts": counts,
            "ready": ready,
            "wrong": one.counts.get(Outcome.WRONG, 0),
            "asked": asked,
            "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
            "problems": problems,
        },
        status=status,
    )


@require_POST
def transfer_cancel(request, pk: int):
    one = own(request, pk)
    if actions.cancel(one):
        messages.success(request, _("Cancelled."))
    else:
        messages.info(request, _("It had come to its end already."))
    return redirect(one)


@require_safe
def transfer_file(request, pk: int):
    """The file, for whoever asked for it, as long as he stands for the same."""
    one = own(request, pk)
    if one.direction != Transfer.Direction.OUT or one.state != Transfer.State.DONE:
        raise Http404
    if one.stood_for != actions.stood_for(request.standing):
        messages.warning(request, _("The posts of this account have changed since. Export the list again."))
        return redirect(one)
    try:
        content = one.file.open("rb")
    except FileNotFoundError:
        raise missing() from None
    return file_answer(content, one.name)
