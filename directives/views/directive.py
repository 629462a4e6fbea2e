"""The page of a directive: what was said, who owes what till when, and what happened since."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directives import actions, lifecycle
from directives.forms import DirectiveForm
from directives.lifecycle import ExtensionState, State
from directives.models import (
    Assignment,
    Directive,
    ExtensionRequest,
    ProposedAddressee,
    Surroundings,
)
from directives.querysets import WORST_FIRST, Klass
from directives.sent_back import mark_sent_back
from directives.views.as_of import DayShown, day_shown
from directives.views.buttons import Buttons, buttons_for
from directives.views.papers import with_papers
from directives.views.talk import said_again, talk_of
from directives.views.timeline import KINDS, events_of, timeline
from meetings.models import Meeting
from units import kept_input, register
from units.standing import Standing

# With more rows than this the papers of each are folded away.
OPEN_ROWS = 4
GONE = (State.REPLACED, State.WITHDRAWN)


@dataclass
class Row:
    """One assignment as this person sees it; `buttons` and papers only where he may read it."""

    assignment: Any  # an Assignment after `classed`
    is_readable: bool = False
    is_open: bool = False
    is_near: bool = False  # owed by those who look: never folded away
    is_foremost: bool = False  # its next step stands at the top of the page
    buttons: Buttons | None = None
    may_keep_milestones: bool = False
    extensions: list[tuple[ExtensionRequest, Buttons | None]] = field(default_factory=list)

    @property
    def shown_buttons(self) -> Buttons | None:
        """Beside the row; of the foremost the first one stands at the top of the page already."""
        if self.is_foremost and self.buttons and self.buttons.first:
            return Buttons(first=None, others=self.buttons.others)
        return self.buttons


@dataclass
class Group:
    """Rows of one class, folded where there are many."""

    klass: str
    rows: list[Row]
    is_open: bool


@require_safe
def directive(request, pk: int):
    standing = request.standing
    visible = Directive.objects.visible_to(standing)
    found = get_object_or_404(
        visible.select_related("meeting", "leader", "leader_in_charge", "field"),
        pk=pk,
    )
    shown = day_shown(request)
    rows, proposed = _rows(found, standing, shown)
    readable = {row.assignment.pk: row.assignment for row in rows if row.is_readable}
    mark_sent_back(readable.values(), shown.day)
    kind = request.GET.get("events", "")
    whole = request.GET.get("timeline") == "all"
    events, is_cut = events_of(found, readable, shown.day, whole=whole)
    buttons = None
    if not shown.is_given:
        case = found.case(standing, rows=[row.assignment for row in rows])
        buttons = buttons_for(standing, case, found)
    kin = list(visible.filter(Q(pk=found.repeats_id) | Q(repeats=found)).select_related("meeting"))
    foremost = next((row for row in rows if row.is_foremost), None)
    return render(
        request,
        "directives/directive.html",
        {
            "directive": found,
            "rows": rows,
            "is_crowded": len(rows) > OPEN_ROWS,
            "proposed": proposed,
            "near": [row for row in rows if row.is_near or len(rows) <= OPEN_ROWS],
            "groups": _groups(rows) if len(rows) > OPEN_ROWS else [],
            "buttons": buttons,
            "top": _top(buttons, foremost),
            "timeline": timeline(events, readable, kind=kind),
            "kinds": [(name, words) for name, (words, _verbs) in KINDS.items()],
            "kind": kind if kind in KINDS else "",
            "talk": talk_of(
                found, rows, events, is_cut=is_cut, buttons=buttons, may_speak=not shown.is_given
            ),
            "said_again": said_again(events),
            "timeline_is_cut": is_cut,
            # Both only where the person may see them too.
            "repeats": next((one for one in kin if one.pk == found.repeats_id), None),
            "repeated_by": [one for one in kin if one.repeats_id == found.pk],
            **shown.context(),
        },
        status=shown.status,
    )


@require_safe
def assignment(request, pk: int):
    row = get_object_or_404(Assignment.objects.visible_to(request.standing), pk=pk)
    return redirect(f"{reverse('directive', args=[row.directive_id])}#a{row.pk}")


def _rows(
    directive: Directive, standing: Standing, shown: DayShown
) -> tuple[list[Row], list[ProposedAddressee]]:
    """The rows, and whom the source names and nobody has assigned yet."""
    found: Any = list(
        Assignment.objects.visible_to(standing)
        .filter(directive=directive)
        .classed(shown.day)
        .filter(Q(state_then__isnull=False))  # not those assigned later
        .marking_readable(standing)
        .select_related("unit", "leader", "officer", "follower", "replaced_by__unit", "replaced_by__leader")
        .order_by("role", "unit__sort_key", "pk")
    )
    proposed = with_papers(found, directive, standing, shown)
    around = Surroundings.among(found, directive, standing)
    rows = [_row(row, directive, standing, shown, around) for row in found]
    theirs = standing.heads | standing.officer_in
    # One's own stands first, what was taken back or handed on last.
    rows.sort(key=lambda row: (row.assignment.state_then in GONE, row.assignment.unit_id not in theirs))
    for row in rows:
        is_theirs = row.is_near = row.assignment.unit_id in theirs
        row.is_open = row.is_readable and (len(rows) <= OPEN_ROWS or is_theirs)
    if rows and (len(rows) == 1 or rows[0].assignment.unit_id in theirs):
        rows[0].is_foremost = True
    return rows, proposed


def _row(row: Any, directive: Directive, standing: Standing, shown: DayShown, around) -> Row:
    row.directive = directive
    # Old work keeps the old name of its unit.
    row.addressee_words = (
        register.current().name_on(row.unit_id, row.assigned_on) if row.unit else str(row.leader)
    )
    result = Row(row, is_readable=row.pk in around.readable)
    if not result.is_readable:
        return result
    if not shown.is_given:
        result.buttons = buttons_for(standing, row.case(standing, around), row)
        result.may_keep_milestones = any(one.verb == "keep_milestones" for one in result.buttons.all)
    for urged in row.urged_rows.all():
        if shown.is_given and urged.answered_at and timezone.localdate(urged.answered_at) > shown.day:
            urged.answered_at = None
    for extension in row.extensions.all():
        buttons = None
        if shown.is_given:
            _undecided(extension, shown)
        else:
            buttons = buttons_for(standing, extension.case(standing, around), extension)
        result.extensions.append((extension, buttons))
    return result


def _groups(rows: list[Row]) -> list[Group]:
    """The rows of the others by class, what burns first; a few lines stand open, many are counted."""
    far = [row for row in rows if not row.is_near]
    by_class: dict[str, list[Row]] = {}
    for row in far:
        gone = row.is_readable and row.assignment.state_then in GONE
        by_class.setdefault("" if gone else row.assignment.klass, []).append(row)
    order = [*WORST_FIRST, ""]
    return [
        Group(
            klass, by_class[klass], is_open=klass == Klass.OPEN_OVERDUE or len(by_class[klass]) <= OPEN_ROWS
        )
        for klass in sorted(by_class, key=lambda one: order.index(one) if one in order else len(order))
    ]


def _top(buttons: Buttons | None, foremost: Row | None) -> Buttons | None:
    """The one next step of the page, and under "more" the others that concern the whole directive."""
    if foremost is None or not foremost.buttons or not foremost.buttons.first:
        return buttons
    return Buttons(first=foremost.buttons.first, others=buttons.all if buttons else [])


def _undecided(extension: ExtensionRequest, shown: DayShown) -> None:
    """On a day before the decision the request was still open."""
    if extension.decided_on and extension.decided_on > shown.day:
        extension.state, extension.decided_on, extension.decided_due_on = ExtensionState.OPEN, None, None


def directive_add(request):
    """A new draft under a meeting."""
    standing = request.standing
    meeting = get_object_or_404(
        Meeting.objects.visible_to(standing), pk=_number(request.GET.get("meeting", ""))
    )
    try:
        lifecycle.check("edit", standing, Directive(meeting=meeting).case(standing))
    except lifecycle.NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    kept = kept_input.take(request)
    is_posted = request.method == "POST"
    form = DirectiveForm(request.POST if is_posted else kept, initial={"leader": meeting.presided_by})
    if is_posted and form.is_valid():
        created = _draft(form, meeting, by=request.user)
        if created:
            return redirect(created)
    return render(
        request,
        "directives/add.html",
        {"form": form, "meeting": meeting, "kept": kept},
        status=400 if is_posted else 200,
    )


def _draft(form: DirectiveForm, meeting: Meeting, *, by) -> Directive | None:
    try:
        return actions.draft(meeting, by=by, **form.cleaned_data)
    except ValidationError as error:
        for name, errors in error.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    except lifecycle.NotNow as refusal:
        form.add_error(None, refusal.message)
    except lifecycle.NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
