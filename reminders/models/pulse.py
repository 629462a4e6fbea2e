"""The engine's pulse: that it ran, when, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sweep(models.Model):
    """One row per run, written first and closed last; `finished_at` is empty after a crash."""

    day = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), default=0)
    is_day_off = models.BooleanField(_("day off"), default=False)
    planned = models.PositiveIntegerField(_("reminders planned"), default=0)
    superseded = models.PositiveIntegerField(_("reminders superseded"), default=0)
    digests = models.PositiveIntegerField(_("letters written"), default=0)
    sent = models.PositiveIntegerField(_("letters sent"), default=0)
    failed = models.PositiveIntegerField(_("letters failed"), default=0)
    not_told = models.PositiveIntegerField(_("assignments nobody could be told of"), default=0)
    # What its planning rested on (policy, calendar, posts), set when all of it was planned: a later sweep of the
    # day that finds the same looks only at what has changed since.
    planned_by = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["day", "planned_by", "started_at"], name="sweep_of_day")]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


class Pulse(models.Model):
    """When each part of the engine last began and last came to its end."""

    class Part(models.TextChoices):
        SWEEP = "sweep", _("planning and writing letters")
        DELIVER = "deliver", _("sending letters")
        PERIODS = "periods", _("opening new periods")

    part = models.CharField(_("part"), max_length=12, choices=Part.choices, unique=True)
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        ordering = ["part"]

    def __str__(self):
        return self.get_part_display()
