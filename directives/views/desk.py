"""Where a person's day begins: what his unit owes, the office's desk, or a word why there is nothing."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from directives.kept import kept
from directives.lifecycle import State
from directives.models import Assignment, Surroundings
from directives.querysets import Klass
from directives.sent_back import mark_sent_back
from directives.views.buttons import buttons_for, is_urged
from units.standing import Standing
from units.working_calendar import WorkingCalendar, today

SHOWN_DONE_FOR = timedelta(days=30)
THIS_WEEK = timedelta(days=7)
# A desk is read, not searched: what is beyond this stands in the list.
MOST_ROWS = 200

# Of each group so many cards; the rest is one tap away.
SHOWN_AT_FIRST = 8

# In this order; a row stands in the first one that it belongs to.
SECTIONS = {
    "overdue": gettext_lazy("Overdue"),
    "this_week": gettext_lazy("Due within 7 days"),
    "to_accept": gettext_lazy("To accept"),
    "sent_back": gettext_lazy("Sent back"),
    "asked": gettext_lazy("Asked to answer"),
    "in_progress": gettext_lazy("In progress"),
    "waiting": gettext_lazy("Waiting for confirmation"),
    "declined": gettext_lazy("Reassignment proposed"),
    "paused": pgettext_lazy("section of the desk", "Paused"),
    "done": gettext_lazy("Done in the last 30 days"),
    "support": gettext_lazy("Support work"),
}
_BY_STATE: dict[str, str] = {
    State.COMPLETED: "done",
    State.REPORTED: "waiting",
    State.DECLINED: "declined",
    State.PAUSED: "paused",
}


@dataclass
class Section:
    name: str
    label: str | Promise
    count: int
    rows: list[Any]  # those shown

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


@require_safe
def home(request):
    standing, user = request.standing, request.user
    if standing.sees_all:
        return redirect("queues")
    if standing.heads or standing.officer_in or standing.secretary_of:
        return redirect("desk")
    if standing.is_data_entry:
        return redirect(reverse("directives") + "?state=draft")
    if standing.is_administrator or (user.is_superuser and user.is_staff):
        return redirect(settings.ADMINISTRATOR_HOME if user.is_staff else "no_post")
    return redirect("no_post")


@require_safe
def no_post(request):
    return render(request, "directives/no_post.html")


@require_safe
def desk(request):
    standing, day = request.standing, today()
    # An officer comes for what was handed to him; the whole unit is one tap away.
    is_mine = request.GET.get("rows", "" if standing.heads else "mine") == "mine"
    officer = request.user.pk if is_mine and not standing.acts_for_leaders else None
    # Every row is counted, narrow as it is; only the cards shown are fetched whole.
    question = ("desk", standing, officer, day)
    groups = kept(question, lambda: _groups(standing, officer, day), is_shared=False)
    whole = request.GET.get("section", "")
    most = {name: MOST_ROWS if name == whole else SHOWN_AT_FIRST for name in groups}
    cards = _cards(request.standing, [pk for name, pks in groups.items() for pk in pks[: most[name]]], day)
    sections = [
        Section(name, SECTIONS[name], len(pks), [cards[pk] for pk in pks[: most[name]]])
        for name, pks in groups.items()
        if pks
    ]
    return render(
        request,
        "directives/desk.html",
        {
            "sections": sections,
            "own": [one for one in sections if one.name != "support"],
            "support": [one for one in sections if one.name == "support"],
            "is_mine": is_mine,
            "is_officer": bool(standing.officer_in),
            "day": day,
            "calendar": WorkingCalendar(),
        },
    )


def _groups(standing: Standing, officer: int | None, day: date) -> dict[str, list[int]]:
    """All rows of a desk, or those of one officer: the keys of each group, what burns first."""
    owed = Assignment.objects.visible_to(standing).owed_by(standing).live().classed(day)
    recent = Q(state__in=[State.COMPLETED], completed_on__gte=day - SHOWN_DONE_FOR)
    rows = owed.filter(recent | ~Q(state=State.COMPLETED)).standing_on(day)
    if officer is not None:
        rows = rows.filter(officer=officer)
    ordered: Any = rows.burning_first()
    groups: dict[str, list[int]] = {name: [] for name in SECTIONS}
    for one in ordered.values_list("pk", "role", "state", "klass", "due_on", named=True):
        groups[_section(one, day)].append(one.pk)
    _part_what_is_asked(groups)
    return groups


def _part_what_is_asked(groups: dict[str, list[int]]) -> None:
    """Out of what is in progress: what was sent back, and where an answer is waited for."""
    working = groups["in_progress"]
    asking: Any = Assignment.objects.filter(pk__in=working).for_desk().in_question()
    moved = dict(asking.values_list("pk", "moved_by"))
    for pk in filter(moved.__contains__, working):
        groups["sent_back" if moved[pk] == "send_back" else "asked"].append(pk)
    groups["in_progress"] = [pk for pk in working if pk not in moved]


def _cards(standing: Standing, pks: list[int], day: date) -> dict[int, Any]:
    row: Any
    rows = Assignment.objects.classed(day).filter(pk__in=pks).for_desk().prefetch_related("urged_rows")
    found = {row.pk: row for row in rows}
    mark_sent_back(found.values(), day)
    for row in found.values():
        row.is_sent_back = row.state == State.IN_PROGRESS and row.moved_by == "send_back"
        row.is_asked = is_urged(row) or row.is_spoken_to
        # What the office or a leader may decide is not on this desk, so the surroundings can stay empty.
        row.buttons = buttons_for(standing, row.case(standing, Surroundings()), row, back=reverse("desk"))
    return found


def _section(row: Any, day: date) -> str:
    if row.role != Assignment.Role.LEAD and row.state != State.COMPLETED:
        return "support"
    if row.state in _BY_STATE:
        return _BY_STATE[row.state]
    if row.klass == Klass.OPEN_OVERDUE:
        return "overdue"
    if row.due_on is not None and row.due_on - day <= THIS_WEEK:
        return "this_week"
    return "to_accept" if row.state == State.ASSIGNED else "in_progress"
