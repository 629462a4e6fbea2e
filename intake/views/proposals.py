"""Deciding about one proposal: GET shows what it asks for, POST does it. Over htmx the card alone is answered."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from directives.models import Directive
from intake import actions
from intake.forms import ProposalForm
from intake.marked import breaks
from intake.models import Minutes, Proposal
from intake.views.cards import Card, Screen, typed_before
from intake.views.screen import bar, minutes_or_404, render_screen
from journal.refusals import NotNow, NotYours

VERBS = ("accept", "edit", "reject", "reopen", "repeat", "split", "merge")


def _proposal(request, pk: int) -> Proposal:
    rows = Proposal.objects.visible_to(request.standing)
    shown = rows.select_related("minutes__meeting__presided_by", "minutes__read_by", "directive")
    return get_object_or_404(shown, pk=pk)


def step(request, pk: int, verb: str):
    if verb not in VERBS:
        raise Http404
    proposal = _proposal(request, pk)
    if proposal.state == "replaced":
        # Somebody has split or merged it: what became of it stands on the screen.
        return _to_screen(request, proposal.minutes)
    if request.method != "POST":
        return _shown(request, proposal, verb)
    try:
        return _take(request, proposal, verb)
    except NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    except NotNow as refusal:
        return _too_late(request, proposal, verb, refusal.message)
    except ValidationError as error:
        return _answer(
            request, _proposal(request, pk), refusal=" ".join(error.messages), verb=verb, status=400
        )


def _take(request, proposal: Proposal, verb: str):
    version = _version(request)
    given: dict[str, Any] = {"by": request.user, "version": version}
    if verb == "edit":
        return _edit(request, proposal, given)
    if verb == "accept":
        actions.accept(proposal, **given)
    elif verb == "reject":
        actions.reject(proposal, reason=request.POST.get("reason", "").strip(), **given)
    elif verb == "reopen":
        actions.reopen(proposal, **given)
    elif verb == "repeat":
        visible = Directive.objects.visible_to(request.standing).issued()
        wanted = request.POST.get("directive", "")
        directive = get_object_or_404(
            visible, pk=int(wanted) if wanted.isdecimal() and len(wanted) < 12 else 0
        )
        actions.say_again(proposal, directive=directive, **given)
    elif verb == "split":
        at = request.POST.get("at", "")
        pieces = actions.split(proposal, at=int(at) if at.isdecimal() and len(at) < 10 else -1, **given)
        return _to_screen(request, proposal.minutes, pieces[0])
    else:
        one = actions.merge_with_next(proposal, **given)
        return _to_screen(request, proposal.minutes, one)
    return _answer(request, proposal)


def _edit(request, proposal: Proposal, given: dict[str, Any]):
    form = ProposalForm(request.POST, proposal=proposal)
    if not form.is_valid():
        return _answer(request, proposal, form=form, verb="edit", status=400)
    given["version"] = form.cleaned_data["version"]
    decide = actions.edit if "only_save" in request.POST else actions.accept
    decide(proposal, fields=form.as_fields(), **given)
    return _answer(request, proposal)


def _shown(request, proposal: Proposal, verb: str):
    if verb not in ("edit", "split"):
        return _to_screen(request, proposal.minutes, proposal)
    return _answer(request, proposal, verb=verb)


def _too_late(request, proposal: Proposal, verb: str, message: str):
    """Somebody was quicker: what he did shows, what was typed stays, and it can be sent again."""
    proposal = _proposal(request, proposal.pk)
    if proposal.state == "replaced":
        return (
            render_screen(request, minutes_or_404(request, proposal.minutes_id), refusal=message, status=409)
            if not request.htmx
            else _to_screen(request, proposal.minutes)
        )
    form = None
    if verb == "edit" and not proposal.is_issued:
        data = request.POST.copy()
        data["version"] = proposal.version
        form = ProposalForm(data, proposal=proposal)
        form.is_valid()
    return _answer(request, proposal, refusal=message, form=form, verb=verb if form else "", status=409)


def _card(request, screen: Screen, proposal: Proposal, verb: str, form, refusal: str) -> Card:
    card = screen.card(proposal)
    card.refusal = refusal
    if verb == "edit":
        typed = typed_before(request, proposal)
        card.form = form or ProposalForm(proposal=proposal, typed=typed)
        card.form.is_typed_before = bool(typed) and form is None
    elif verb == "split":
        text = proposal.minutes.text[proposal.start : proposal.end]
        card.breaks = [(proposal.start + place, words) for place, words in breaks(text)]
    return card


def _answer(request, proposal: Proposal, *, form=None, refusal: str = "", verb: str = "", status: int = 200):
    """The card as it stands now; without htmx the screen, at that card."""
    is_done = not (form or refusal or verb)
    if not request.htmx and is_done:
        return _to_screen(request, proposal.minutes, proposal)
    minutes = proposal.minutes
    screen = Screen(minutes, request.standing)
    card = _card(request, screen, proposal, verb, form, refusal)
    if not request.htmx:
        return render_screen(request, minutes, screen=screen, open_card=card, status=status)
    return render(
        request,
        "intake/_card_answer.html",
        {"card": card, "is_answer": True, **bar(request, minutes, screen)},
        status=status,
    )


def _to_screen(request, minutes: Minutes, proposal: Proposal | None = None) -> HttpResponse:
    url = reverse("intake", args=[minutes.pk])
    if not request.htmx:
        return redirect(url + (f"#p{proposal.pk}" if proposal else ""))
    # The whole changes: a new page, for an address that differs only behind the # would not be fetched.
    return HttpResponseClientRedirect(url + (f"?at={proposal.pk}#p{proposal.pk}" if proposal else "?at="))


def _version(request) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@require_POST
def keep(request, pk: int):
    """Keeping what is being typed, while it is typed."""
    proposal = _proposal(request, pk)
    form = ProposalForm(request.POST, proposal=proposal)
    typed: dict[str, Any] = {}
    for name in form.fields:
        if name != "version":
            typed[name] = form.fields[name].widget.value_from_datadict(
                request.POST, {}, form.add_prefix(name)
            )
    kept, refusal = None, ""
    try:
        kept = actions.keep_unsent(proposal, by=request.user, typed=typed)
    except ValidationError as error:
        refusal = " ".join(error.messages)
    return render(request, "directives/_unsent.html", {"kept": kept, "refusal": refusal})
