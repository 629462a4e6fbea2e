"""Where a person's day begins: what his unit owes, the office's queues, or a word why there is nothing."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from directives.lifecycle import State
from directives.models import Assignment, Directive, ExtensionRequest, Surroundings
from directives.querysets import Klass
from directives.sent_back import mark_sent_back
from directives.views.buttons import buttons_for
from units.working_calendar import WorkingCalendar, today

SHOWN_DONE_FOR = timedelta(days=30)
THIS_WEEK = timedelta(days=7)
# A desk is read, not searched: what is beyond this stands in the list.
MOST_ROWS = 200

SECTIONS = {
    "overdue": gettext_lazy("Overdue"),
    "to_accept": gettext_lazy("To accept"),
    "this_week": gettext_lazy("Due within 7 days"),
    "in_progress": gettext_lazy("In progress"),
    "waiting": gettext_lazy("Waiting for confirmation"),
    "declined": gettext_lazy("Reassignment proposed"),
    "paused": pgettext_lazy("section of the desk", "Paused"),
    "support": gettext_lazy("Support work"),
    "done": gettext_lazy("Done in the last 30 days"),
}
_BY_STATE: dict[str, str] = {
    State.COMPLETED: "done",
    State.REPORTED: "waiting",
    State.DECLINED: "declined",
    State.PAUSED: "paused",
}


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
        return redirect("admin:index" if user.is_staff else "no_post")
    return redirect("no_post")


@require_safe
def no_post(request):
    return render(request, "directives/no_post.html")


@require_safe
def desk(request):
    standing, day = request.standing, today()
    owed = Assignment.objects.visible_to(standing).owed_by(standing).live().classed(day)
    recent = Q(state__in=[State.COMPLETED], completed_on__gte=day - SHOWN_DONE_FOR)
    rows = owed.filter(recent | ~Q(state=State.COMPLETED)).standing_on(day).for_list()
    rows = rows.prefetch_related("urged_rows")
    # An officer comes for what was handed to him; the whole unit is one tap away.
    is_mine = request.GET.get("rows", "" if standing.heads else "mine") == "mine"
    if is_mine and not standing.acts_for_leaders:
        rows = rows.filter(officer=request.user)
    row: Any
    sections: dict[str, list] = {name: [] for name in SECTIONS}
    found = list(rows.burning_first()[:MOST_ROWS])
    mark_sent_back(found, day)
    for row in found:
        # What the office or a leader may decide is not on this desk, so the surroundings can stay empty.
        row.buttons = buttons_for(standing, row.case(standing, Surroundings()), row, back=reverse("desk"))
        sections[_section(row, day)].append(row)
    return render(
        request,
        "directives/desk.html",
        {
            "sections": [(name, SECTIONS[name], rows) for name, rows in sections.items() if rows],
            "counted": ("overdue", "this_week", "to_accept"),
            "is_mine": is_mine,
            "is_officer": bool(standing.officer_in),
            "day": day,
            "calendar": WorkingCalendar(),
        },
    )


def _section(row: Any, day: date) -> str:
    if not row.is_lead and row.state != State.COMPLETED:
        return "support"
    if row.state in _BY_STATE:
        return _BY_STATE[row.state]
    if row.klass == Klass.OPEN_OVERDUE:
        return "overdue"
    if row.state == State.ASSIGNED:
        return "to_accept"
    is_soon = row.due_on is not None and row.due_on - day <= THIS_WEEK
    return "this_week" if is_soon else "in_progress"


QUEUES = {
    "to-confirm": gettext_lazy("To confirm"),
    "extensions": gettext_lazy("Extension requests"),
    "declined": gettext_lazy("Waiting for reassignment"),
    "without-addressee": gettext_lazy("Without addressee"),
    "overdue": gettext_lazy("Overdue"),
    "drafts": gettext_lazy("Drafts to issue"),
}
PAGE_SIZE = 50


def _queue(name: str, standing, day):
    """The rows of a queue; every one of them begins with what the person sees."""
    directives = Directive.objects.visible_to(standing).for_list()
    rows = Assignment.objects.visible_to(standing).classed(day).for_list()
    if name == "to-confirm":
        return rows.filter(state=State.REPORTED).order_by("state_on", "pk")
    if name == "extensions":
        requests = ExtensionRequest.objects.visible_to(standing).waiting()
        return requests.select_related(
            "assignment__directive__leader", "assignment__unit", "assignment__leader", "requested_by"
        ).order_by("current_due_on", "pk")
    if name == "declined":
        return rows.filter(state=State.DECLINED).order_by("state_on", "pk")
    if name == "without-addressee":
        return directives.without_addressee().order_by("issued_on", "code")
    if name == "overdue":
        overdue = Assignment.objects.visible_to(standing).overdue(day).for_list()
        return overdue.lead().burning_first()
    return directives.drafts().order_by("pk")


@require_safe
def queues(request, name: str = ""):
    standing, day = request.standing, today()
    if not standing.sees_all:
        raise PermissionDenied(_("The queues are for the ministry office and the leaders."))
    if name and name not in QUEUES:
        raise Http404
    counts = [(one, label, _queue(one, standing, day).order_by().count()) for one, label in QUEUES.items()]
    shown = name or next((one for one, _label, n in counts if n), "to-confirm")
    return render(
        request,
        "directives/queues.html",
        {
            "counts": counts,
            "queue": shown,
            "queue_words": QUEUES[shown],
            "page": Paginator(_queue(shown, standing, day), PAGE_SIZE).get_page(request.GET.get("page")),
            "day": day,
            "calendar": WorkingCalendar(),
        },
    )
