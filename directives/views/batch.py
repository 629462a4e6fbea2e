"""A step on many rows of the table: first what would happen and what cannot, then row by row, then the outcome."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.actions.batch import BATCHES, Chosen, Line, label, preview, take
from directives.forms.batch import BATCH_FORMS
from directives.views.came_from import came_from
from units import kept_input
from units.working_calendar import WorkingCalendar, today


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request, verb: str):
    """`phase` says what was pressed: nothing yet (from the table), "check" (with these values), or "take"."""
    if verb not in BATCHES:
        raise Http404
    # After a session that ended while one typed, what was typed comes back by GET.
    data = request.POST if request.method == "POST" else kept_input.take(request)
    back = came_from(request) or reverse("assignments")
    if data is None:
        return redirect(back)
    phase = data.get("phase", "")
    form = BATCH_FORMS[verb](data if phase else None, standing=request.standing)
    try:
        chosen = [_chosen(text) for text in data.getlist("row")]
        if phase == "take" and request.method == "POST" and form.is_valid():
            lines = take(verb, chosen, by=request.user, values=form.cleaned_data)
            return _outcome(request, verb, lines, back)
        values = form.cleaned_data if form.is_bound and form.is_valid() else None
        if not form.fields:
            values = {}
        lines = preview(verb, chosen, by=request.user, values=values)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back)
    return _page(
        request, "preview", verb, lines, back, form=form, is_invalid=bool(phase) and not form.is_valid()
    )


def _chosen(text: str) -> Chosen:
    pk, _colon, version = text.partition(":")
    if not (pk.isdecimal() and version.isdecimal() and len(text) < 40):
        raise ValidationError(_("One of the chosen rows is not understood. Choose them again."))
    return Chosen(min(int(pk), 2**62), int(version))


def _outcome(request, verb: str, lines: list[Line], back: str):
    return _page(request, "outcome", verb, lines, back, reverse_verb=BATCHES[verb].reverse)


def _page(request, phase, verb, lines, back, *, form=None, is_invalid=False, reverse_verb=""):
    taken = [line for line in lines if line.is_taken]
    return render(
        request,
        "directives/batch.html",
        {
            "phase": phase,
            "verb": verb,
            "title": label(verb),
            "taken": taken,
            # With other values another row may be possible, so the form keeps them all as they were chosen.
            "lines": lines if form and form.fields else taken,
            "may_send": bool(taken) or (form is not None and form.is_bound and bool(form.fields)),
            "refused": [line for line in lines if not line.is_taken],
            "form": form,
            "next": back,
            "reverse_verb": reverse_verb if taken else "",
            "reverse_words": label(reverse_verb) if reverse_verb else "",
            "day": today(),
            "calendar": WorkingCalendar(),
        },
        status=400 if is_invalid else 200,
    )
