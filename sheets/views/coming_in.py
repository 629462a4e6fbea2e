"""A file comes in: chosen, shown row by row, entered by a word of its owner."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from journal.refusals import NotNow
from sheets import actions
from sheets.forms import BringInForm
from sheets.incoming import IMPORTERS
from sheets.template import OFFERED, write_template
from sheets.views.going_out import file_answer
from sheets.views.transfers import entrance, own, page_of


@require_POST
def bring_in(request):
    if not actions.brings_in(request.user, request.standing):
        raise PermissionDenied(_("Files are brought in by the office, data entry and the administrator."))
    form = BringInForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            transfer = actions.bring_in(
                form.cleaned_data["upload"],
                by=request.user,
                standing=request.standing,
                allows_past=form.cleaned_data["allows_past"],
            )
        except ValidationError as error:
            form.add_error(None if "upload" not in error.message_dict else "upload", error.messages)
        except NotNow as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(transfer)
    return entrance(request, form)


@require_POST
def transfer_enter(request, pk: int):
    one = own(request, pk)
    try:
        actions.enter(one, leaves_out="leaves_out" in request.POST)
    except ValidationError as error:
        return page_of(request, one, problems=error.messages, status=400)
    except NotNow as refusal:
        messages.info(request, refusal.message)
    return redirect(one)


@require_safe
def template(request, kind: str):
    if kind not in OFFERED:
        raise Http404
    # The lists in it are the register: for whoever may bring in such rows.
    IMPORTERS[kind].check_right(request.user, request.standing)
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        path = Path(folder) / "template.xlsx"
        write_template(kind, path)
        return file_answer(path.open("rb"), f"{IMPORTERS[kind].label}.xlsx")
