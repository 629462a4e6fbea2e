"""How far the office may move a day by itself; beyond that the leader decides."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from directives.lifecycle import BeyondDelegation, Case
from directives.models import Assignment, Delegation
from units.standing import Standing


def last_due_on(assignment: Assignment) -> date | None:
    """The day it is due, or was before the deadline was lifted: what a later day is measured against."""
    if assignment.due_on:
        return assignment.due_on
    dated = assignment.deadlines.exclude(due_on=None).order_by("-version").first()
    return dated.due_on if dated else None


def check_move(
    assignment: Assignment,
    due_on: date | None,
    *,
    standing: Standing,
    case: Case,
    paused_for: timedelta | None = None,
) -> bool:
    """Whether the new day is later than the last; raises NotYours where that is for the leader alone.

    The time it was paused is not counted, and a day gone by is measured from today.
    """
    last = last_due_on(assignment)
    if last and paused_for is not None:
        last = max(last + paused_for, standing.on)
    is_leader = bool(case.deciding_leaders & standing.leader_ids)
    if last and due_on is None and not is_leader:
        raise BeyondDelegation(_("Only the leader may lift a deadline altogether."))
    is_later = bool(last and due_on and due_on > last)
    if is_later and not is_leader:
        _check_delegation(assignment, (due_on - last).days)  # type: ignore[operator]
    return is_later


def _check_delegation(assignment: Assignment, days: int) -> None:
    """The office decides within its delegation; beyond it, the leader."""
    delegation = Delegation.current()
    if not delegation.covers_extension(times_before=assignment.extension_count, days=days):
        raise BeyondDelegation(
            _(
                "The office may extend %(times)s times, by %(days)s days at a time (delegation). "
                "This one is for the leader."
            )
            % {"times": delegation.extension_max_times, "days": delegation.extension_max_days}
        )


def office_limit(assignment: Assignment) -> tuple[bool, date | None]:
    """Whether the delegation sets a limit here, and its last day; (True, None) where all is for the leader."""
    last = last_due_on(assignment)
    if last is None:
        return False, None
    return True, Delegation.current().last_day(times_before=assignment.extension_count, due_on=last)
