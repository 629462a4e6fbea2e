"""What holds from one day to another; both days belong to it, an empty one leaves that side open."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PeriodQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(valid_on(day))


def valid_on(day: date, path: str = "") -> Q:
    """The condition that the row at `path` ("" or "unit__") holds on `day`."""
    begun = Q(**{f"{path}starts_on": None}) | Q(**{f"{path}starts_on__lte": day})
    not_over = Q(**{f"{path}ends_on": None}) | Q(**{f"{path}ends_on__gte": day})
    return begun & not_over


class Period(models.Model):
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to (last day)"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def is_valid_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )
