from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class FigurePolicy(models.Model):
    """From when to when a period of figures runs, and when updates are late for a meeting. One row."""

    # NĐ 09/2019/NĐ-CP: figures of a month run from the 15th of the month before to the 14th.
    period_last_day = models.PositiveSmallIntegerField(
        _("last day of a period"),
        default=14,
        validators=[MaxValueValidator(27)],
        help_text=_("14: a month runs from the 15th of the month before to the 14th. 0: calendar months."),
    )
    lock_days = models.PositiveSmallIntegerField(
        _("days before a meeting on which updates are marked as late"),
        default=0,
        validators=[MaxValueValidator(30)],
        help_text=_("0: none are."),
    )

    class Meta:
        verbose_name = _("policy of figures")
        verbose_name_plural = _("policy of figures")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_figure_policy")]

    def __str__(self):
        return str(_("policy of figures"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "FigurePolicy":
        return cls.objects.filter(pk=1).first() or cls()

    def locked_meetings(self, day: date) -> tuple[date, date] | None:
        """Meetings held from–to for which an update on `day` comes too late; None where nothing is locked."""
        return (day, day + timedelta(days=self.lock_days)) if self.lock_days else None
