"""What happened, and what still has to be told about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One row per thing that happened: never changed, never deleted (a trigger in the database holds that).

    Two clocks: `on` is the day it counts from, `at` the moment it was written. A subject is named by kind and
    id, so that this room needs to know no other.
    """

    verb = models.CharField(_("step"), max_length=40)
    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject_id = models.BigIntegerField(_("subject"))
    on = models.DateField(_("counts from"))
    at = models.DateTimeField(_("written at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    # Who that was then, in words: posts end and units are renamed, the timeline keeps saying the same.
    by_role = models.CharField(_("acting as"), max_length=300, blank=True)
    from_state = models.CharField(_("from"), max_length=20, blank=True)
    to_state = models.CharField(_("to"), max_length=20, blank=True)
    # The day the work was really done, where the event states one; it decides on time or late.
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("words"), blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)
    # Set where `on` was set back by the seeds or an import.
    is_backdated = models.BooleanField(_("entered afterwards"), default=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "on", "id"], name="event_of_subject"),
            models.Index(fields=["verb", "on"], name="event_by_verb"),
        ]

    def __str__(self):
        return f"{self.on:%d/%m/%Y}, {self.pk}"


class Outbox(models.Model):
    """One consumer still has to be told of one event. Written with the event, deleted when done."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    consumer = models.CharField(max_length=40)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "consumer"], name="outbox_once")]

    def __str__(self):
        return f"{self.consumer} ← {self.event_id}"
