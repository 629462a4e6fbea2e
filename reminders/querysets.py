"""All asking about reminders and the letters that carry them."""

from datetime import date
from typing import Any, Self, TypeAlias

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When

from directives.models import Assignment, Deadline
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

    def on_deadlines(self) -> Self:
        """Those the policy planned; the others tell of events."""
        return self.filter(basis__startswith="deadline-")


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


def _person_then(column: str, verb: str, day: date):
    """The person in the column; unknown on a past day after which somebody else was named."""
    if day >= today():
        return F(column)
    named_later = Event.objects.filter(
        subject_kind="assignment", subject_id=OuterRef("pk"), verb=verb, on__gt=day
    )
    return Case(When(Exists(named_later), then=Value(None)), default=F(column))
