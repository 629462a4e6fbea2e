"""The screen on which minutes become directives: the text left, the proposals right, the meeting above."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from directives import lifecycle
from directives.forms.fields import DateField
from directives.models import Directive
from intake import actions
from intake.forms import HeaderForm
from intake.likely import likely_meetings
from intake.marked import pieces
from intake.models import Minutes
from intake.reading import Note, Remark
from intake.views.cards import Card, Screen
from journal.refusals import NotNow, NotYours
from meetings import actions as meetings
from meetings.models import Meeting
from units.working_calendar import today

MOST_MEETINGS = 40


def minutes_or_404(request, pk: int) -> Minutes:
    rows = Minutes.objects.visible_to(request.standing).select_related("meeting__presided_by", "read_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def intake(request, pk: int):
    return render_screen(request, minutes_or_404(request, pk))


def render_screen(
    request,
    minutes: Minutes,
    *,
    screen: Screen | None = None,
    open_card: Card | None = None,
    header: HeaderForm | None = None,
    refusal: str = "",
    is_adding: bool = False,
    status: int = 200,
):
    screen = screen or Screen(minutes, request.standing)
    cards = screen.cards()
    if open_card is not None:
        cards = [open_card if card.proposal.pk == open_card.proposal.pk else card for card in cards]
    near = [] if minutes.meeting else list(likely_meetings(minutes, request.standing))
    return render(
        request,
        "intake/intake.html",
        {
            "minutes": minutes,
            "cards": cards,
            "pieces": pieces(minutes.text, screen.numbered),
            "remarks": [str(Remark(Note(note), params)) for note, params in minutes.remarks],
            "near": near,
            # Whoever has a proposal open is not choosing the meeting.
            "others": [] if minutes.meeting or open_card else _other_meetings(request, near),
            "header": header or (None if minutes.meeting else _header(minutes)),
            "is_header_open": header is not None or not near,
            "refusal": refusal,
            "is_adding": is_adding,
            **bar(request, minutes, screen),
        },
        status=status,
    )


def _other_meetings(request, near: list[Meeting]) -> list[Meeting]:
    """The newest ones, where the text names its meeting in a way that leads to none."""
    rows = Meeting.objects.visible_to(request.standing).for_list()
    return list(rows.exclude(pk__in=[one.pk for one in near])[:MOST_MEETINGS])


def bar(request, minutes: Minutes, screen: Screen) -> dict[str, Any]:
    """What is left to do, and the buttons that end it."""
    counts = screen.counts()
    held_on = minutes.meeting.held_on if minutes.meeting else None
    return {
        "minutes": minutes,
        "counts": counts,
        "may_issue": _may_issue(request, minutes),
        # Deadlines gone by: old minutes, entered afterwards; they count from the day of the meeting.
        "afterwards_on": held_on if counts["late"] and held_on and held_on < today() else None,
        "decided": counts["accepted"] + counts["rejected"],
        "total": len(screen.rows),
    }


def _may_issue(request, minutes: Minutes) -> bool:
    case = Directive(meeting=minutes.meeting).case(request.standing)
    return any(verb == "issue" for verb, _step in lifecycle.open_steps(request.standing, case))


def _header(minutes: Minutes, data=None) -> HeaderForm:
    return HeaderForm(data, instance=Meeting(), minutes=minutes)


@require_POST
def choose_meeting(request, pk: int):
    """An existing meeting, or the one described, made now."""
    minutes = minutes_or_404(request, pk)
    version = _number(request.POST.get("version", ""))
    chosen = _number(request.POST.get("existing", ""))
    if chosen is not None:
        meeting = get_object_or_404(Meeting.objects.visible_to(request.standing), pk=chosen)
        return _choose(request, minutes, meeting, version)
    form = _header(minutes, request.POST)
    if "offer" in request.POST or not form.is_valid():
        return render_screen(request, minutes, header=form, status=200 if "offer" in request.POST else 400)
    values = dict(form.cleaned_data)
    leaders = values.pop("attending_leaders")
    meeting = form.instance
    for name, value in values.items():
        setattr(meeting, name, value)
    try:
        meetings.save(meeting, by=request.user, attending_leaders=leaders)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
        return render_screen(request, minutes, header=form, status=400)
    return _choose(request, minutes, meeting, version)


def _choose(request, minutes: Minutes, meeting: Meeting, version: int | None):
    try:
        actions.choose_meeting(minutes, by=request.user, meeting=meeting, version=version)
    except NotNow as refusal:
        return render_screen(
            request, minutes_or_404(request, minutes.pk), refusal=refusal.message, status=409
        )
    except ValidationError as error:
        return render_screen(request, minutes, refusal=" ".join(error.messages), status=400)
    messages.success(request, _("The meeting is %s.") % meeting)
    return redirect(minutes)


@require_POST
def hand_over(request, pk: int):
    minutes = minutes_or_404(request, pk)
    try:
        drafts = actions.hand_over(minutes, by=request.user, version=_number(request.POST.get("version", "")))
    except NotNow as refusal:
        return render_screen(request, minutes_or_404(request, pk), refusal=refusal.message, status=409)
    except ValidationError as error:
        return render_screen(
            request, minutes_or_404(request, pk), refusal=" ".join(error.messages), status=400
        )
    words = ngettext(
        "Handed over to the ministry office: %(n)s draft.",
        "Handed over to the ministry office: %(n)s drafts.",
        len(drafts),
    )
    messages.success(request, words % {"n": len(drafts)})
    return redirect(minutes)


@require_POST
def issue(request, pk: int):
    minutes = minutes_or_404(request, pk)
    version = _number(request.POST.get("version", ""))
    try:
        on = DateField(required=False).clean(request.POST.get("on", "").strip())
        outcome = actions.issue(minutes, by=request.user, on=on, version=version)
    except NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    except NotNow as refusal:
        return render_screen(request, minutes_or_404(request, pk), refusal=refusal.message, status=409)
    except ValidationError as error:
        return render_screen(
            request, minutes_or_404(request, pk), refusal=" ".join(error.messages), status=400
        )
    n = len(outcome.issued)
    if n:
        words = ngettext("%(n)s directive is issued.", "%(n)s directives are issued.", n)
        messages.success(request, words % {"n": n})
    for again in outcome.said_again:
        messages.success(request, _("Said again: %s.") % again.code)
    for number, _proposal, why in outcome.refused:
        messages.error(
            request, _("Proposal %(number)s is not issued: %(why)s") % {"number": number, "why": why}
        )
    return redirect(minutes)


def add(request, pk: int):
    """A directive the machine did not see: from marked words, or without a script by its first and last words."""
    minutes = minutes_or_404(request, pk)
    if request.method != "POST":
        return render_screen(request, minutes, is_adding=True)
    start, end = _number(request.POST.get("start", "")), _number(request.POST.get("end", ""))
    try:
        if start is None or end is None:
            start, end = _place(minutes.text, request.POST.get("first", ""), request.POST.get("last", ""))
        proposal = actions.add(minutes, by=request.user, start=start, end=end)
    except ValidationError as error:
        return render_screen(request, minutes, refusal=" ".join(error.messages), is_adding=True, status=400)
    return redirect("proposal_step", proposal.pk, "edit")


def _place(text: str, first: str, last: str) -> tuple[int, int]:
    """From the first of these words to the last, as they stand in the text."""
    first, last = first.strip(), last.strip()
    start = text.find(first) if first else -1
    if start < 0:
        raise ValidationError(_("The first words do not stand in the text like that."))
    end = text.find(last, start) if last else start
    if end < 0:
        raise ValidationError(_("The last words do not stand behind the first ones."))
    return start, max(end + len(last), start + len(first))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
