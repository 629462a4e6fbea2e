from copy import copy
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from units import register


class Delegation(models.Model):
    """What the leaders left to others to decide. One row; the defaults hold until the office edits it."""

    extension_max_times = models.PositiveSmallIntegerField(
        _("times the office may extend one assignment"), default=2
    )
    extension_max_days = models.PositiveSmallIntegerField(
        _("days the office may extend at a time"), default=30
    )
    data_entry_may_issue = models.BooleanField(_("data entry may issue directives"), default=False)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegation")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_delegation")]

    def __str__(self):
        return str(_("delegation"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "Delegation":
        kept = register.current().keeping("delegation", lambda: cls.objects.filter(pk=1).first() or cls())
        return copy(kept)

    def last_day(self, *, times_before: int, due_on: date) -> date | None:
        """The last day the office may move a date to; None where it has extended as often as it may."""
        if times_before >= self.extension_max_times:
            return None
        return due_on + timedelta(days=self.extension_max_days)

    def covers_extension(self, *, times_before: int, days: int) -> bool:
        """Whether the office may move a date by `days` after `times_before` earlier extensions."""
        return times_before < self.extension_max_times and days <= self.extension_max_days
