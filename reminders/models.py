"""Who must be told what, and whether he was: the rules, the ledger, the letters, the engine's pulse."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directives.models import Assignment


class ReminderRule(models.Model):
    """One line of the policy, edited by the office: when an assignment is reminded of."""

    class Kind(models.TextChoices):
        BEFORE_DUE = "before_due", _("working days before the due date")
        ON_DUE = "on_due", _("on the due date")
        OVERDUE = "overdue", _("every so many working days after the due date")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("when"), max_length=12, choices=Kind.choices)
    days = models.PositiveSmallIntegerField(_("working days"), default=0)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["kind", "-days"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="on_due", days=0) | ~models.Q(kind="on_due") & models.Q(days__gt=0),
                name="reminder_rule_has_days",
                violation_error_message=_(
                    "“On the due date” takes no days; the other rules take at least one."
                ),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.days}" if self.days else self.get_kind_display()


class Digest(models.Model):
    """One letter to one person on one working day. Its lines are frozen before it is sent."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests", verbose_name=_("recipient")
    )
    # "daily", or "event-<id>" for a notice that goes at once.
    kind = models.CharField(_("kind"), max_length=40, default="daily")
    day = models.DateField(_("working day"))
    address = models.EmailField(_("address"))
    subject = models.CharField(_("subject"), max_length=300)
    lines = models.JSONField(_("lines"), default=list)
    message_id = models.CharField(_("Message-ID"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField(_("planned at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    owner = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "day"], name="one_digest_a_person_and_day")
        ]

    def __str__(self):
        return f"{self.day:%d/%m/%Y} {self.recipient}"


class Reminder(models.Model):
    """The ledger: one row per thing one person must be told, once."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SUPERSEDED = "superseded", _("superseded")

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="reminders", verbose_name=_("assignment")
    )
    rule = models.CharField(_("rule"), max_length=40)
    # What the occurrence rests on: "deadline-2" (version) or "event-17".
    basis = models.CharField(_("basis"), max_length=40)
    occurrence_on = models.DateField(_("fell due on"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name=_("recipient")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    words = models.TextField(_("words"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("digest")
    )
    planned_at = models.DateTimeField(_("planned at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-occurrence_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "rule", "basis", "occurrence_on", "recipient"], name="reminded_once"
            )
        ]
        indexes = [models.Index(fields=["state", "recipient"], name="reminder_to_send")]

    def __str__(self):
        return f"{self.assignment} {self.rule} {self.occurrence_on:%d/%m/%Y}"


class Sweep(models.Model):
    """The engine's pulse: one row per run."""

    day = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    seconds = models.FloatField(_("seconds"), default=0)
    planned = models.PositiveIntegerField(_("reminders planned"), default=0)
    sent = models.PositiveIntegerField(_("letters sent"), default=0)
    failed = models.PositiveIntegerField(_("letters failed"), default=0)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"
