"""All asking about reminders and the letters that carry them."""

from datetime import date
from typing import Any, Self, TypeAlias

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from directives.models import Assignment, Deadline, ExtensionRequest, ProgressReport, UrgedAssignment
from directives.querysets import AssignmentQuerySet
from journal.models import Event
from units.standing import Standing, standing_of
from units.working_calendar import today

# An assignment with what `as_it_stood` adds to it: state_then, due_then, version_then and so on.
Stood: TypeAlias = Any


class DigestQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Office and leaders: all. Others: their own, as long as they may still read every line of it: a letter
        is shown as it went out or not at all."""
        standing = user if isinstance(user, Standing) else standing_of(user)
        if standing.sees_all:
            return self
        reminders: Any = self.model._meta.get_field("reminders").related_model
        hidden = (
            reminders.objects.filter(digest=OuterRef("pk"))
            .exclude(state="superseded")
            .exclude(assignment__in=Assignment.objects.readable_by(standing).values("pk"))
        )
        return self.filter(~Exists(hidden), recipient=standing.user_id)


class ReminderQuerySet(models.QuerySet):
    def waiting(self, day: date) -> Self:
        """Planned by `day` and in no letter yet."""
        return self.filter(state="planned", digest=None, occurrence_on__lte=day)

    def by_policy(self) -> Self:
        """Those a rule planned; the others tell of events."""
        return self.exclude(basis__startswith="event-")

    def told_to(self, user) -> Self:
        """The inbox: what one person was told, as far as he may still read it."""
        standing = user if isinstance(user, Standing) else standing_of(user)
        own = self.filter(recipient=standing.user_id).exclude(state="superseded")
        if standing.sees_all:
            return own
        return own.filter(assignment__in=Assignment.objects.readable_by(standing).values("pk"))

    def unseen(self) -> Self:
        return self.filter(seen_at=None)


def as_it_stood(rows: AssignmentQuerySet, day: date) -> AssignmentQuerySet:
    """Annotate, beside state and due date of the day (`classed`), the deadline's version and since when it holds,
    and who was officer and follower then."""
    newest = Deadline.objects.filter(assignment=OuterRef("pk"), on__lte=day).order_by("-version")
    return rows.classed(day).annotate(
        version_then=Subquery(newest.values("version")[:1]),
        since_then=Subquery(newest.values("on")[:1]),
        officer_then=_person_then("officer", "hand_over", day),
        follower_then=_person_then("follower", "follow", day),
    )


def with_state_since(rows: AssignmentQuerySet, day: date) -> AssignmentQuerySet:
    """Since when it was in the state of the day."""
    if day >= today():
        return rows.annotate(state_since=F("state_on"))
    moves = Event.objects.filter(subject_kind="assignment", subject_id=OuterRef("pk"), on__lte=day)
    moves = moves.exclude(to_state="").order_by("-on", "-id")
    return rows.annotate(state_since=Subquery(moves.values("on")[:1]))


def with_last_word(rows: AssignmentQuerySet, day: date) -> AssignmentQuerySet:
    """The last progress report by the day."""
    reports = ProgressReport.objects.filter(assignment=OuterRef("pk"), on__lte=day).order_by("-on", "-pk")
    return rows.annotate(
        report_then=Subquery(reports.values("pk")[:1]), reported_then=Subquery(reports.values("on")[:1])
    )


def with_request(rows: AssignmentQuerySet, day: date) -> AssignmentQuerySet:
    """The extension request that waited for its decision on the day."""
    waiting = ExtensionRequest.objects.filter(
        Q(decided_on=None) | Q(decided_on__gt=day), assignment=OuterRef("pk"), requested_on__lte=day
    ).order_by("-pk")
    return rows.annotate(
        request_then=Subquery(waiting.values("pk")[:1]),
        requested_then=Subquery(waiting.values("requested_on")[:1]),
    )


def with_urging(rows: AssignmentQuerySet, day: date) -> AssignmentQuerySet:
    """Of the urgings that waited for their answer on the day the one to be answered first: one answer is an answer
    to all, and a later urging gives nobody more time."""
    unanswered = UrgedAssignment.objects.filter(
        Q(answered_at=None) | Q(answered_at__date__gt=day),
        assignment=OuterRef("pk"),
        urging__urged_on__lte=day,
    ).order_by("urging__reply_by_on", "pk")
    return rows.annotate(
        urging_then=Subquery(unanswered.values("pk")[:1]),
        urged_then=Subquery(unanswered.values("urging__urged_on")[:1]),
        reply_by_then=Subquery(unanswered.values("urging__reply_by_on")[:1]),
    )


def with_clocks(rows: AssignmentQuerySet, day: date) -> AssignmentQuerySet:
    """All that a reminder may rest on."""
    return with_urging(
        with_request(with_last_word(with_state_since(as_it_stood(rows, day), day), day), day), day
    )


def _person_then(column: str, verb: str, day: date):
    """The person in the column; unknown on a past day after which somebody else was named."""
    if day >= today():
        return F(column)
    named_later = Event.objects.filter(
        subject_kind="assignment", subject_id=OuterRef("pk"), verb=verb, on__gt=day
    )
    return Case(When(Exists(named_later), then=Value(None)), default=F(column))
