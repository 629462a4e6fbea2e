"""What hangs on the wall of the meeting room: the directives of a meeting, worst first, nothing to press."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives import actions
from directives.models import Directive
from directives.querysets import Klass
from meetings.models import Meeting
from units.working_calendar import WorkingCalendar, today

PER_PAGE = 10
FAR = date.max


@dataclass
class OnTheWall:
    directive: Any
    worst: Any  # the row that burns most; None where nobody owes it
    leads: list
    done: int


@require_safe
def room(request, pk: int):
    """For the office, leaders and data entry, who run the meeting: the hall sees all units' deadlines."""
    standing, day = request.standing, today()
    meeting = get_object_or_404(Meeting.objects.visible_to(standing), pk=pk)
    if not standing.reads_all:
        raise PermissionDenied(_("The view for the meeting room is for the office, leaders and data entry."))
    # What was carried over to this meeting is spoken of here as well.
    spoken_of = Q(meeting=meeting) | Q(pk__in=actions.said_again_at(meeting))
    directives = Directive.objects.visible_to(standing).issued().filter(spoken_of, kind="task")
    rows = sorted((_on_the_wall(one) for one in directives.for_list().with_rows(day)), key=_burning)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "directives/room.html",
        {"meeting": meeting, "page": page, "day": day, "calendar": WorkingCalendar()},
    )


def _on_the_wall(directive: Any) -> OnTheWall:
    leads = [row for row in directive.rows if row.is_lead]
    leads.sort(key=lambda row: (_rank(row), row.due_then or FAR))
    done = sum(row.klass.startswith("completed") for row in leads)
    return OnTheWall(directive, leads[0] if leads else None, leads, done)


def _rank(row: Any) -> int:
    order = (Klass.OPEN_OVERDUE, Klass.OPEN_WITHIN, Klass.OPEN_NO_DEADLINE)
    return order.index(row.klass) if row.klass in order else len(order)


def _burning(one: OnTheWall) -> tuple:
    if one.worst is None:
        # Nobody owes it: after what is overdue, before what has time.
        return (0, FAR, one.directive.code)
    return (_rank(one.worst), one.worst.due_then or FAR, one.directive.code)
