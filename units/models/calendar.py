from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day the office sets itself: off although worked elsewhere, or worked in exchange. It wins over the law."""

    on = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("worked"), default=False)
    name = models.CharField(_("occasion"), max_length=200)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("day of the working calendar")
        verbose_name_plural = _("working calendar")
        ordering = ["on"]

    def __str__(self):
        return f"{self.on:%d/%m/%Y} {self.name}"


class WorkingHours(models.Model):
    """The hours of a working day. One row; the defaults hold until the office edits it."""

    morning_from = models.TimeField(_("morning from"), default=time(8))
    morning_to = models.TimeField(_("morning to"), default=time(12))
    afternoon_from = models.TimeField(_("afternoon from"), default=time(13, 30))
    afternoon_to = models.TimeField(_("afternoon to"), default=time(17, 30))

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_working_hours")]

    def __str__(self):
        return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in self.spans)

    def clean(self):
        if not self.morning_from < self.morning_to <= self.afternoon_from < self.afternoon_to:
            raise ValidationError(_("The hours of a day follow one another."))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "WorkingHours":
        return cls.objects.filter(pk=1).first() or cls()

    @property
    def spans(self) -> tuple[tuple[time, time], tuple[time, time]]:
        return (self.morning_from, self.morning_to), (self.afternoon_from, self.afternoon_to)
