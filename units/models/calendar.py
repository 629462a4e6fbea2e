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
