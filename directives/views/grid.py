"""Writing down a whole meeting: many directives pasted at once, and the unfinished ones carried over."""

import csv
import hashlib
import secrets
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives import actions, lifecycle
from directives.forms.carry import CarryOverForm
from directives.forms.grid import COLUMNS, MOST_ROWS, GridFormSet, Names, as_post, rows_of
from directives.lifecycle import NotNow, NotYours
from directives.models import Directive
from meetings.models import Meeting
from units import kept_input
from units.working_calendar import WorkingCalendar, today


def _meeting(request, pk: int, verb: str) -> Meeting:
    """The meeting, if the person may take that step on its directives."""
    standing = request.standing
    meeting = get_object_or_404(Meeting.objects.visible_to(standing), pk=pk)
    try:
        lifecycle.check(verb, standing, Directive(meeting=meeting, state=_STATES[verb]).case(standing))
    except NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    return meeting


# A page of the grid is saved once; longer than this nobody keeps one open.
ONCE_FOR = 24 * 60 * 60
_STATES = {"edit": lifecycle.DirectiveState.DRAFT, "repeat": lifecycle.DirectiveState.ISSUED}


def grid(request, pk: int):
    """Paste, look at every cell, save: all rows become drafts, or none and nothing typed is lost."""
    meeting = _meeting(request, pk, "edit")
    data: Any = request.POST if request.method == "POST" else kept_input.take(request)
    pasted, rows, refusal = "", None, ""
    if data is not None and "pasted" in data:
        pasted = data["pasted"]
        found = _read(pasted)
        if not found or len(found) > MOST_ROWS:
            refusal = _("Paste at least one row and at most %(n)s; here are %(found)s.") % {
                "n": MOST_ROWS,
                "found": len(found),
            }
        else:
            rows = _rows(as_post(found))
    elif data is not None:
        rows = _rows(data)
    is_saving = request.method == "POST" and "pasted" not in request.POST
    if rows is not None and rows.is_valid() and is_saving:
        try:
            return _save(request, meeting, rows)
        except NotNow as refused:
            cache.delete(_once(request))
            refusal = refused.message
    is_wrong = bool(refusal) or (is_saving and rows is not None and not rows.is_valid())
    return render(
        request,
        "directives/grid.html",
        {
            "meeting": meeting,
            "once": request.POST.get("once") or secrets.token_urlsafe(12),
            "rows": rows,
            "pasted": pasted,
            "refusal": refusal,
            "columns": COLUMNS,
        },
        status=400 if is_wrong else 200,
    )


def _read(pasted: str) -> list[dict[str, str]]:
    try:
        return rows_of(pasted.replace("\x00", ""))
    except csv.Error:
        # A cell too long to be one.
        return []


def _rows(data):
    return GridFormSet(
        data,
        prefix="row",
        form_kwargs={"names": Names()},
        error_messages={"missing_management_form": _("The request could not be read.")},
    )


def _once(request) -> str:
    return f"grid-{request.user.pk}-{hashlib.sha256(request.POST.get('once', '').encode()).hexdigest()}"


@transaction.atomic
def _save(request, meeting: Meeting, rows):
    # The button pressed twice, or the page sent again after "back", writes nothing twice.
    if request.POST.get("once") and not cache.add(_once(request), meeting.pk, ONCE_FOR):
        messages.info(request, _("These rows have been saved already."))
        return redirect(meeting)
    written = 0
    for form in rows.forms:
        row = form.cleaned_data
        if row.get("DELETE"):
            continue
        actions.draft(
            meeting,
            by=request.user,
            stated_due_on=row["due"],
            title=row["title"],
            words=row["words"],
            leader=row["leader"] or meeting.presided_by,
            field=row["field"],
            source_item=row["source"],
        )
        written += 1
    messages.success(
        request,
        ngettext("%(n)s draft is written.", "%(n)s drafts are written.", written) % {"n": written},
    )
    return redirect(meeting)


def carry_over(request, pk: int):
    """The unfinished directives of this meeting, said again at another."""
    meeting = _meeting(request, pk, "repeat")
    visible = Directive.objects.visible_to(request.standing)
    unfinished = visible.issued().filter(meeting=meeting, kind="task").unfinished().order_by("number")
    others = Meeting.objects.visible_to(request.standing).exclude(pk=meeting.pk)
    data: Any = request.POST if request.method == "POST" else kept_input.take(request)
    form = CarryOverForm(data, meetings=others, directives=unfinished)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.carry_over(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, [text for texts in error.message_dict.values() for text in texts])
        except NotNow as refusal:
            form.add_error(None, refusal.message)
        except NotYours as refusal:
            raise PermissionDenied(refusal.message) from None
        else:
            words = ngettext(
                "%(n)s directive is carried over.", "%(n)s directives are carried over.", len(done)
            )
            messages.success(request, words % {"n": len(done)})
            return redirect(form.cleaned_data["meeting"])
    day = today()
    chosen = set(data.getlist("directives")) if data is not None else set()
    return render(
        request,
        "directives/carry_over.html",
        {
            "meeting": meeting,
            "form": form,
            "directives": unfinished.for_list().with_rows(day),
            "chosen": chosen,
            "day": day,
            "calendar": WorkingCalendar(),
        },
        status=400 if request.method == "POST" else 200,
    )
