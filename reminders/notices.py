"""Notices: what has just happened to their work, told to those who owe it. A consumer of the outbox."""

import logging

from celery import current_app
from django.db import transaction

from directives.models import Assignment, Directive
from directives.querysets import AssignmentQuerySet
from journal.models import Event
from reminders import digests
from reminders.audience import Audience
from reminders.models import Reminder
from reminders.querysets import Stood, as_it_stood
from units.models import User
from units.standing import standing_of
from units.working_calendar import WorkingCalendar

logger = logging.getLogger(__name__)

TOLD = frozenset(
    {
        "assigned",
        "reassigned",
        "send_back",
        "approve_extension",
        "refuse_extension",
        "counter_extension",
        "withdraw",
        "comment",
    }
)


def plan_notices(event: Event) -> None:
    """Write down who must be told of this event. Told twice, it writes nothing twice.

    The rows go with the next daily letter; what was sent back, and new work that is flash, goes at once.
    """
    if event.verb not in TOLD or (event.verb == "comment" and not _is_from_above(event)):
        return
    audience = Audience(event.on)
    rows: dict[int, Reminder] = {}
    for assignment in _concerned(event):
        people = audience.of(assignment)
        if not people:
            logger.warning(
                "Nobody holds a post who could be told of “%s” on assignment %s.", event.verb, assignment.pk
            )
        for person in people:
            # A word on a directive is told once to one person, whatever he owes on it.
            if person != event.by_id:
                rows.setdefault(person, _row(event, assignment, person))
    Reminder.objects.bulk_create(rows.values(), ignore_conflicts=True)
    if rows and _goes_at_once(event):
        _write_letters(event, audience)


def _is_from_above(event: Event) -> bool:
    """Said by the office or a leader; what units say to one another is read on the page."""
    return event.by is not None and standing_of(event.by, event.on).sees_all


def _concerned(event: Event) -> AssignmentQuerySet:
    rows = Assignment.objects.none()
    if event.subject_kind == Assignment._meta.model_name:
        rows = Assignment.objects.filter(pk=event.subject_id)
    elif event.subject_kind == Directive._meta.model_name and event.verb == "comment":
        rows = Assignment.objects.live().filter(
            directive=event.subject_id, directive__issued_on__isnull=False
        )
    return as_it_stood(rows, event.on).select_related("directive", "unit", "leader").order_by("pk")


def _row(event: Event, assignment: Stood, person: int) -> Reminder:
    return Reminder(
        assignment=assignment,
        rule=f"event:{event.verb}",
        basis=f"event-{event.pk}",
        occurrence_on=event.on,
        recipient_id=person,
        due_on=assignment.due_then,
        words=event.note,
    )


def _goes_at_once(event: Event) -> bool:
    if event.verb in ("assigned", "reassigned"):
        flash = Directive.Urgency.FLASH
        return Assignment.objects.filter(pk=event.subject_id, directive__urgency=flash).exists()
    return event.verb == "send_back"


def _write_letters(event: Event, audience: Audience) -> None:
    """A letter of its own to each; sent by a worker as soon as this is committed."""
    calendar = WorkingCalendar()
    waiting = Reminder.objects.waiting(event.on).filter(basis=f"event-{event.pk}")
    for user in User.objects.filter(pk__in=waiting.values("recipient")).order_by("pk"):
        digests.freeze(
            user,
            waiting.filter(recipient=user),
            kind=f"event-{event.pk}",
            day=event.on,
            calendar=calendar,
            audience=audience,
        )
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    """Nudge a worker to deliver at once. If the broker is away, the next tick delivers all the same."""
    try:
        current_app.send_task("reminders.tasks.deliver", expires=55, retry=False)
    except Exception as error:
        logger.warning("The broker could not be reached (%s); the next tick will deliver.", error)
