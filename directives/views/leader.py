"""The leader's page: what he said, what became of it, what waits for him. Read in a minute, printed on one sheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Min, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.kept import kept
from directives.lifecycle import State
from directives.models import Assignment, Delegation, Directive, ExtensionRequest, Surroundings
from directives.querysets import Klass
from directives.statistics import statistics
from directives.views.buttons import buttons_for
from meetings.models import Meeting
from units import register
from units.standing import Standing
from units.working_calendar import WorkingCalendar, today

BURNING = 5
# What one sheet of paper holds of each list; the rest is counted and stands behind the link.
SHOWN = 5
# Beyond this nobody reads on this page; the queues hold the rest.
MOST_WAITING = 200
WITHOUT_MEETING = timedelta(days=30)


@dataclass
class Waiting:
    """One thing only the leader decides, or that he should know waits."""

    row: Any  # an Assignment after `classed`
    extension: ExtensionRequest | None = None
    buttons: Any = None  # Buttons


@require_safe
def leader(request):
    standing, day = request.standing, today()
    mine = standing.acts_for_leaders
    if not mine:
        raise PermissionDenied(_("This page is for the ministry's leaders and their secretaries."))
    leaders = [leader for leader in register.current().leaders.values() if leader.pk in mine]
    waiting = list(_waiting(standing, day))
    return render(
        request,
        "directives/leader.html",
        {
            "leaders": leaders,
            "filter_code": leaders[0].code if len(leaders) == 1 else "",
            # By all that he stands for: with other posts it is another page.
            **kept(("leader", standing, day), lambda: _said(standing, day), is_shared=False),
            "classes": Klass.values,
            "waiting": waiting[:SHOWN],
            "waiting_count": len(waiting),
            "is_leader": bool(standing.leader_ids),
            "back": reverse("leader"),
            "day": day,
            "calendar": WorkingCalendar(),
        },
    )


def _said(standing: Standing, day: date) -> dict[str, Any]:
    """What became of what he said. It holds nothing to press, so it may be kept until something happens."""
    mine = standing.acts_for_leaders
    said = Assignment.objects.visible_to(standing).filter(directive__leader__in=mine)
    since, finished = _finished(standing, said, day)
    directives = Directive.objects.visible_to(standing).filter(leader__in=mine)
    unaddressed = directives.without_addressee().for_list().order_by("issued_on", "code")
    return {
        "figures": statistics(day, rows=said),
        "burning": _burning(said, day),
        "since": since,
        "finished": list(finished[:SHOWN]),
        "finished_count": finished.count(),
        "unaddressed": list(unaddressed[:3]),
        "unaddressed_count": unaddressed.count(),
    }


def _burning(said, day: date) -> list:
    """The directives overdue longest, then those due next: the row that burns most, and how many beside it."""
    counted = said.counted(day).exclude(state_then=State.REPORTED, klass=Klass.OPEN_WITHIN)
    found: list[int] = []
    rows: dict[int, Any] = {}
    for klass in (Klass.OPEN_OVERDUE, Klass.OPEN_WITHIN):
        left = counted.filter(klass=klass).exclude(directive__in=found)
        by_directive = left.order_by().values("directive").annotate(since=Min("due_then"))
        new = [
            row["directive"]
            for row in by_directive.order_by("since", "directive__code")[: BURNING - len(found)]
        ]
        for row in left.filter(directive__in=new).for_list().burning_first():
            first_row = rows.setdefault(row.directive_id, row)
            first_row.others = 0 if first_row is row else first_row.others + 1
        found += new
    return [rows[directive] for directive in found]


def _finished(standing: Standing, said, day: date) -> tuple[Meeting | None, Any]:
    """What was confirmed since the last meeting; without one, in the last 30 days."""
    meetings = Meeting.objects.visible_to(standing).filter(held_on__lt=day)
    last = meetings.order_by("-held_on", "-pk").first()
    since = last.held_on if last and last.held_on else day - WITHOUT_MEETING
    rows = said.counted(day).for_list().filter(state=State.COMPLETED, state_on__gte=since)
    return last, rows.order_by("-state_on", "pk")


def _waiting(standing: Standing, day: date) -> Iterator[Waiting]:
    """Requests beyond the office's delegation, refused assignments, and what the office itself owes."""
    deciding = _Deciding(standing.acts_for_leaders, day)
    open_requests = ExtensionRequest.objects.visible_to(standing).waiting().select_related("requested_by")
    requests = {one.assignment_id: one for one in open_requests[:MOST_WAITING]}
    rows = Assignment.objects.visible_to(standing).classed(day).for_list().select_related("directive__field")
    declined = Q(state=State.DECLINED)
    of_office = Q(state=State.REPORTED, unit__is_office=True)
    found = rows.filter(declined | of_office | Q(pk__in=requests), deciding.candidates())
    found = found.prefetch_related("urged_rows")
    delegation = Delegation.current()
    for row in deciding.only_mine(found.burning_first()[:MOST_WAITING]):
        around = Surroundings(deciding_leaders=deciding.of(row.directive))
        request = requests.get(row.pk)
        if request and (row.unit and row.unit.is_office or not _is_delegated(request, row, delegation)):
            request.assignment = row
            yield Waiting(row, request, _buttons(standing, request, around))
        if row.state in (State.DECLINED, State.REPORTED) and (
            row.state == State.DECLINED or row.unit.is_office
        ):
            yield Waiting(row, None, _buttons(standing, row, around))


def _buttons(standing: Standing, of: Any, around: Surroundings) -> Any:
    """Found where they are drawn: most of what waits is only counted."""
    return SimpleLazyObject(
        lambda: buttons_for(standing, of.case(standing, around), of, back=reverse("leader"))
    )


def _is_delegated(request: ExtensionRequest, row: Any, delegation: Delegation) -> bool:
    days = (request.asked_due_on - request.current_due_on).days
    return delegation.covers_extension(times_before=row.extension_count, days=days)


class _Deciding:
    """Who decides what a leader gave, asked once for each leader and field."""

    def __init__(self, mine: frozenset[int], day: date) -> None:
        self.mine, self.day = mine, day
        self.in_office = register.current().in_office(day)
        self._known: dict[tuple[int | None, int | None], frozenset[int]] = {}

    def candidates(self) -> Q:
        """His own words, and those of leaders out of office, which may have come to him."""
        return Q(directive__leader__in=self.mine) | ~Q(directive__leader__in=self.in_office)

    def of(self, directive: Directive) -> frozenset[int]:
        if directive.leader_id in self.in_office:
            return frozenset({directive.leader_id})
        key = (directive.leader_id, directive.field_id)
        if key not in self._known:
            self._known[key] = register.current().deciding_for(*key, self.day)
        return self._known[key]

    def only_mine(self, rows: Iterable) -> Iterator:
        return (row for row in rows if self.of(row.directive) & self.mine)
