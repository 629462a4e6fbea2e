"""All asking about reminders and the letters that carry them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from directives.models import Assignment
from units.standing import standing_of


class DigestQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Office and leaders: all. Others: their own, as long as they may still read every line of it: a letter
        is shown as it went out or not at all."""
        standing = standing_of(user)
        if standing.sees_all:
            return self
        reminders = self.model._meta.get_field("reminders").related_model._base_manager
        hidden = (
            reminders.filter(digest=OuterRef("pk"))
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
