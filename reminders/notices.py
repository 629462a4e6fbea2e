"""Notices: what has just happened to a piece of work, told to those it concerns. A consumer of the outbox.

In the inbox at once; by mail at once where it burns or was sent back, else with the next daily letter.
"""

import logging
from collections.abc import Iterable

from celery import current_app
from django.db import transaction
from django.db.models import Q

from directives.models import Assignment, Directive
from directives.querysets import AssignmentQuerySet
from journal.models import Event
from reminders import digests
from reminders.audience import Audience
from reminders.models import Digest, LetterPolicy, Reminder, Rung
from reminders.querysets import Stood, as_it_stood
from units.models import User
from units.standing import Standing, standing_of
from units.working_calendar import WorkingCalendar

logger = logging.getLogger(__name__)

# Told to those who owe the work.
TO_OWNERS = frozenset(
    {
        "assigned",
        "reassigned",
        "send_back",
        "approve_extension",
        "refuse_extension",
        "counter_extension",
        "withdraw",
        "comment",
        "urge",
        "adjust_deadline",
        "uphold",
        "pause",
        "resume",
        "reopen",
        "confirm",
    }
)
TOLD = TO_OWNERS | {"hand_over", "answer", "escalate"}
AT_ONCE = frozenset({"send_back", "escalate"})
# The unit has acted: what it was told of this work is answered.
ACTS = frozenset({"accept", "decline", "report_progress", "report_done", "request_extension", "answer"})
# The office or a leader has decided: what the office was told of this work is answered.
DECIDES = frozenset(
    {
        "uphold",
        "reassigned",
        "withdraw",
        "send_back",
        "confirm",
        "approve_extension",
        "refuse_extension",
        "counter_extension",
        "cancel_extension",
        "adjust_deadline",
    }
)
WAITS = (
    Q(basis__startswith="extension-") | Q(basis__startswith="declined-") | Q(basis__startswith="reported-")
)


def plan_notices(event: Event) -> None:
    """Write down who must be told of this event, and what it answers. Told twice, it writes nothing twice."""
    _mark_answered(event)
    if event.verb not in TOLD:
        return
    by = standing_of(event.by, event.on) if event.by else None
    audience = Audience(event.on)
    rows: dict[int, Reminder] = {}
    for assignment in _concerned(event):
        people = _people(event, assignment, audience, by)
        if not people and event.verb in TO_OWNERS and event.verb != "comment":
            logger.warning(
                "Nobody holds a post who could be told of “%s” on assignment %s.", event.verb, assignment.pk
            )
        for person in people:
            # A word on a directive is told once to one person, whatever he owes on it.
            if person != event.by_id:
                rows.setdefault(person, _row(event, assignment, person, by))
    Reminder.objects.bulk_create(rows.values(), ignore_conflicts=True)
    if rows and _goes_at_once(event):
        _write_letters(event, audience)


def _mark_answered(event: Event) -> None:
    if event.subject_kind != Assignment._meta.model_name:
        return
    told = Reminder.objects.filter(
        assignment=event.subject_id,
        state__in=[Reminder.State.SENT, Reminder.State.FAILED, Reminder.State.BOUNCED],
        planned_at__lte=event.at,
    )
    if event.verb in ACTS:
        told.exclude(WAITS).filter(~Q(rung="") | Q(rule__in=_CALLS)).update(
            state=Reminder.State.ANSWERED, answered_at=event.at
        )
    if event.verb in DECIDES:
        told.filter(WAITS).update(state=Reminder.State.ANSWERED, answered_at=event.at)


# Notices that call for something; the others only tell.
_CALLS = [f"event:{verb}" for verb in ("assigned", "reassigned", "send_back", "urge", "reopen", "uphold")]


def _people(event: Event, assignment: Stood, audience: Audience, by: Standing | None) -> Iterable[int]:
    if event.verb == "hand_over":
        officer = audience.rungs_of(assignment)[Rung.OFFICER]
        return officer if event.data.get("officer_id") in officer else ()
    if event.verb == "answer":
        return audience.rungs_of(assignment)[Rung.OFFICE] if assignment.follower_then else _who_urged(event)
    if event.verb == "escalate":
        return audience.acting_for(event.data.get("leader_id"))
    if event.verb == "comment" and not (by and by.sees_all):
        # What a unit says is read on the page; whoever follows it at the office is told.
        follower = assignment.follower_then
        return (follower,) if follower in audience.office else ()
    return audience.of(assignment)


def _who_urged(event: Event) -> list[int]:
    urged = Event.objects.filter(
        subject_kind=event.subject_kind, subject_id=event.subject_id, verb="urge", pk__lt=event.pk
    )
    last = urged.order_by("-pk").values_list("by", flat=True).first()
    return [last] if last else []


def _concerned(event: Event) -> AssignmentQuerySet:
    rows = Assignment.objects.none()
    if event.subject_kind == Assignment._meta.model_name:
        rows = Assignment.objects.filter(pk=event.subject_id)
    elif event.subject_kind == Directive._meta.model_name and event.verb == "comment":
        rows = Assignment.objects.live().filter(
            directive=event.subject_id, directive__issued_on__isnull=False
        )
    return as_it_stood(rows, event.on).select_related("directive", "unit", "leader").order_by("pk")


def _row(event: Event, assignment: Stood, person: int, by: Standing | None) -> Reminder:
    # What a leader writes beside a piece of work is a remark (bút phê), not talk.
    is_remark = event.verb == "comment" and by is not None and bool(by.leader_ids)
    return Reminder(
        assignment=assignment,
        rule="event:remark" if is_remark else f"event:{event.verb}",
        basis=f"event-{event.pk}",
        occurrence_on=event.on,
        recipient_id=person,
        due_on=assignment.due_then,
        words=event.note,
    )


def _goes_at_once(event: Event) -> bool:
    if event.verb in AT_ONCE:
        return True
    flash = Q(directive__urgency=Directive.Urgency.FLASH)
    of = Q(pk=event.subject_id) if event.subject_kind == "assignment" else Q(directive=event.subject_id)
    return Assignment.objects.filter(flash & of).exists()


def _write_letters(event: Event, audience: Audience) -> None:
    """A letter of its own to each, as far as his budget goes; sent by a worker as soon as this is committed."""
    calendar, most = WorkingCalendar(), LetterPolicy.current().most_mails
    waiting = Reminder.objects.waiting(event.on).filter(basis=f"event-{event.pk}")
    for user in User.objects.filter(pk__in=waiting.values("recipient")).order_by("pk"):
        had = Digest.objects.filter(recipient=user, day=event.on).exclude(state=Digest.State.SUPERSEDED)
        # Beyond it the row waits for the next daily letter; the inbox shows it at once all the same.
        if had.count() < most:
            digests.freeze(
                user,
                waiting.filter(recipient=user).order_by("assignment", "pk"),
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
