from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.working_calendar import FIRST_DAY, LAST_DAY


class DeadlineKind(models.TextChoices):
    DAY = "day", gettext_lazy("day")
    WEEK = "week", gettext_lazy("week")
    MONTH = "month", gettext_lazy("month")
    QUARTER = "quarter", gettext_lazy("quarter")
    HALF_YEAR = "half_year", gettext_lazy("half-year")
    YEAR = "year", gettext_lazy("year")
    BEFORE_EVENT = "before_event", gettext_lazy("before an event")
    RECURRING = "recurring", gettext_lazy("recurring")
    STANDING = "standing", gettext_lazy("standing")
    NONE = "none", gettext_lazy("none")


# A day in such a period means its last day, with the precision of the period.
PERIODS = {
    DeadlineKind.WEEK,
    DeadlineKind.MONTH,
    DeadlineKind.QUARTER,
    DeadlineKind.HALF_YEAR,
    DeadlineKind.YEAR,
}
UNDATED = {DeadlineKind.STANDING, DeadlineKind.NONE}


class Cause(models.TextChoices):
    ASSIGN = "assign", gettext_lazy("assigned")
    EXTENSION = "extension", gettext_lazy("extension")
    ADJUST = "adjust", gettext_lazy("adjusted")
    CORRECT = "correct", gettext_lazy("corrected")
    RESUME = "resume", gettext_lazy("resumed")


def end_of_period(kind: str, day: date) -> date:
    """The last day of the week (Sunday), month, quarter, half-year or year in which `day` lies."""
    if kind == DeadlineKind.WEEK:
        return day + timedelta(days=6 - day.weekday())
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}.get(kind)
    if not months:
        return day
    month = (day.month + months - 1) // months * months
    return date(day.year, month, monthrange(day.year, month)[1])


@dataclass(frozen=True)
class DeadlineTerms:
    """A deadline as somebody states it: the kind, a day (any day of the period, for a period), the words used,
    and the reason where there is no day."""

    kind: str = DeadlineKind.NONE
    due_on: date | None = None
    words: str = ""
    reason: str = ""
    recurrence: str = ""  # of the kind recurring: the rule by which the next periods end (RRULE)

    @property
    def precision(self) -> str:
        """How exact the day is: a period's last day stands for the whole period."""
        if self.due_on is None:
            return DeadlineKind.NONE
        return self.kind if self.kind in PERIODS else DeadlineKind.DAY

    def resolved(self, *, not_before: date | None) -> "DeadlineTerms":
        """The same with the day moved to the end of its period; raises ValidationError per field."""
        if self.kind not in DeadlineKind.values:
            raise ValidationError({"kind": _("There is no such kind of deadline.")})
        if self.due_on and not FIRST_DAY <= self.due_on <= LAST_DAY:
            raise ValidationError({"due_on": _("Such a year is a typing error.")})
        due_on = self.due_on and end_of_period(self.kind, self.due_on)
        if self.kind in UNDATED:
            if due_on:
                raise ValidationError({"due_on": _("A deadline of this kind has no day.")})
        elif not due_on and self.kind not in (DeadlineKind.BEFORE_EVENT, DeadlineKind.RECURRING):
            raise ValidationError({"due_on": _("State the day, or choose “none” and say why.")})
        if not due_on and not self.reason:
            raise ValidationError({"reason": _("Say why there is no day.")})
        if due_on and not_before and due_on < not_before:
            raise ValidationError(
                {"due_on": _("The due date is before the day of issue (%s).") % f"{not_before:%d/%m/%Y}"}
            )
        return DeadlineTerms(self.kind, due_on or None, self.words, self.reason, self.recurrence)


class Deadline(models.Model):
    """Thời hạn: one version of the deadline of an assignment. Append-only, by trigger.

    Each row repeats the first date as it was known then, so that a reading as of a day needs one row.
    """

    assignment = models.ForeignKey(
        "directives.Assignment",
        models.CASCADE,
        related_name="deadlines",
        verbose_name=gettext_lazy("assignment"),
    )
    version = models.PositiveSmallIntegerField(gettext_lazy("version"))
    on = models.DateField(gettext_lazy("counts from"))
    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=DeadlineKind.choices)
    precision = models.CharField(gettext_lazy("precision"), max_length=12, choices=DeadlineKind.choices)
    due_on = models.DateField(gettext_lazy("due on"), null=True, blank=True)
    first_due_on = models.DateField(gettext_lazy("first due on"), null=True, blank=True)
    words = models.CharField(gettext_lazy("original words"), max_length=300, blank=True)
    # Where the kind is recurring: the rule by which one period follows the other (RRULE).
    recurrence = models.CharField(gettext_lazy("recurs"), max_length=200, blank=True)
    cause = models.CharField(gettext_lazy("cause"), max_length=12, choices=Cause.choices)
    basis = models.CharField(gettext_lazy("basis document"), max_length=300, blank=True)
    reason = models.TextField(gettext_lazy("reason"), blank=True)

    class Meta:
        verbose_name = gettext_lazy("deadline")
        verbose_name_plural = gettext_lazy("deadlines")
        ordering = ["assignment", "version"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "version"], name="deadline_version_once"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(reason=""), name="no_deadline_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["assignment", "on", "version"], name="deadline_as_of")]

    def __str__(self):
        return f"{self.due_on:%d/%m/%Y}" if self.due_on else self.get_kind_display()
