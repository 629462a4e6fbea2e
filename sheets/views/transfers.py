"""What is under way and what is laid ready: one's own alone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sheets import actions
from sheets.lists import LISTS, asking_of
from sheets.models import Transfer
from sheets.views.going_out import file_answer, missing

SHOWN = 20


@require_safe
def transfers(request):
    asking = asking_of(request.user, request.standing, "")
    return render(
        request,
        "sheets/transfers.html",
        {
            "own": [(one, _words(one)) for one in Transfer.objects.of(request.user)[:SHOWN]],
            "registers": [(name, LISTS[name]) for name in ("units", "people") if LISTS[name].is_for(asking)],
        },
    )


def _words(one: Transfer) -> str:
    return one.name or str(LISTS[one.kind].label if one.kind in LISTS else one.kind)


def own(request, pk: int) -> Transfer:
    return get_object_or_404(Transfer.objects.of(request.user), pk=pk)


@require_safe
def transfer(request, pk: int):
    """The page, or its moving part alone where it is asked for by itself."""
    one = own(request, pk)
    context = {"transfer": one, "list": LISTS.get(one.kind)}
    if request.htmx:
        answer = render(request, "sheets/_progress.html", context)
        if not one.is_under_way:
            # The whole page has more to say now.
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "sheets/transfer.html", context)


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
