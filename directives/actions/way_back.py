"""The way back of steps that move no state: to what stood before, each row to its own, as an ordinary step again."""

from typing import Any

from django.utils.translation import gettext as _

from directives.actions.assigning import follow, hand_over
from directives.actions.extending import adjust_deadline
from directives.lifecycle import NotNow
from directives.models import Assignment, Cause, DeadlineTerms
from journal.models import Event
from units.models import User


def terms_before(assignment: Assignment, reason: str) -> DeadlineTerms:
    """The deadline before a decision moved it; raises NotNow where the newest one was not moved by a decision."""
    newest = list(assignment.deadlines.order_by("-version")[:2])
    if len(newest) < 2 or newest[0].cause not in (Cause.ADJUST, Cause.EXTENSION):
        raise NotNow(_("The deadline was not moved by a decision: there is nothing to take back."))
    before = newest[1]
    return DeadlineTerms(before.kind, before.due_on, before.words, before.reason or reason)


def adjust_back(assignment: Assignment, *, by, reason: str, basis: str, version: int | None = None) -> Event:
    terms = terms_before(assignment, reason)
    return adjust_deadline(assignment, by=by, deadline=terms, reason=reason, basis=basis, version=version)


def person_before(assignment: Assignment, verb: str) -> tuple[User | None, bool]:
    """Who stood there before the newest such step, and whether he might report it done; raises NotNow where that
    is not written down."""
    events = Event.objects.filter(subject_kind="assignment", subject_id=assignment.pk, verb=verb)
    newest = events.order_by("-id").first()
    if newest is None or "was_id" not in newest.data:
        raise NotNow(_("Who stood here before is not written down: there is nothing to take back."))
    data: dict[str, Any] = newest.data
    return User.objects.filter(pk=data["was_id"]).first(), bool(data.get("was_may_report"))


def follow_back(assignment: Assignment, *, by, version: int | None = None) -> Event:
    person, _may = person_before(assignment, "follow")
    return follow(assignment, by=by, follower=person, version=version)


def hand_back(assignment: Assignment, *, by, version: int | None = None) -> Event:
    person, may_report = person_before(assignment, "hand_over")
    return hand_over(assignment, by=by, officer=person, may_report=may_report, version=version)
