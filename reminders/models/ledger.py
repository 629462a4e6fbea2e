"""What one person must be told, once, and the letters that tell it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.models import Assignment, ProgressReport
from reminders.models.policy import Rung
from reminders.models.pulse import Sweep
from reminders.querysets import DigestQuerySet, ReminderQuerySet


class Digest(models.Model):
    """One letter to one person on one working day. Its lines are frozen before it is sent."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("returned by the recipient's server")
        ANSWERED = "answered", _("answered")
        SUPERSEDED = "superseded", _("nothing left to say")

    DAILY = "daily"
    # What climbed the ladder goes apart, so that it is not lost among the rest.
    ESCALATION = "escalation"
    OFFICE = "office"  # the daily letter of the ministry office: figures, no lines of the ledger
    WEEKLY = "weekly"  # the weekly letter of a leader

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests", verbose_name=_("recipient")
    )
    # One of the above, or "event-<id>" for a notice that goes at once.
    kind = models.CharField(_("kind"), max_length=40, default=DAILY)
    day = models.DateField(_("working day"))
    # Empty where the person has none; the letter then fails and says so.
    address = models.CharField(_("address"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    lines = models.JSONField(_("lines"), default=list)
    # Beyond the lines a letter shows: how many more it tells of.
    more = models.PositiveIntegerField(_("further lines"), default=0)
    message_id = models.CharField(_("Message-ID"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField(_("planned at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # The lease of whoever is sending it; after a failure, the moment before which it is not tried again.
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    owner = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "day"], name="one_digest_a_person_and_day")
        ]
        indexes = [models.Index(fields=["state", "day"], name="digest_to_send")]

    def __str__(self):
        return f"{self.day:%d/%m/%Y} {self.recipient}"

    def get_absolute_url(self):
        return reverse("mail", args=[self.pk])


class Reminder(models.Model):
    """The ledger: one row per thing one person must be told, once."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("returned by the recipient's server")
        ANSWERED = "answered", _("answered")
        SUPERSEDED = "superseded", _("superseded")

    class Reason(models.TextChoices):
        """Why a row was superseded."""

        LATER = "later", _("a later reminder took its place")
        MOVED = "moved", _("the deadline has moved")
        SETTLED = "settled", _("nothing is owed any more")
        NO_RIGHT = "no_right", _("no longer concerns this person")

    # The unique key begins with it: no index of its own.
    assignment = models.ForeignKey(
        Assignment,
        models.PROTECT,
        related_name="reminders",
        verbose_name=_("assignment"),
        db_index=False,
    )
    # The code of the rule, or "event:<step>".
    rule = models.CharField(_("rule"), max_length=40)
    # What the occurrence rests on: "deadline-2" (version), "report-7" or "state-2024-07-08" (the last word),
    # "assigned-2024-07-08", "extension-3", "declined-…", "reported-…", "urging-5", "event-17".
    basis = models.CharField(_("basis"), max_length=40)
    # The day the rule fell due, not the day of the sweep: a sweep that comes late finds the same row.
    occurrence_on = models.DateField(_("fell due on"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="reminders",
        verbose_name=_("recipient"),
        db_index=False,
    )
    # On which rung of the ladder he was told; empty for notices.
    rung = models.CharField(_("told as"), max_length=8, choices=Rung.choices, blank=True)
    # Told because those below had not acted in time.
    is_escalation = models.BooleanField(_("escalated"), default=False)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    words = models.TextField(_("words"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("digest")
    )
    # Whose insert won, where two sweeps ran at once; empty for notices of events.
    sweep = models.ForeignKey(
        Sweep,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sweep"),
        db_index=False,
    )
    planned_at = models.DateTimeField(_("planned at"), auto_now_add=True)
    # The inbox in the system: a row is there as soon as it is planned, whatever becomes of the letter.
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-occurrence_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "rule", "basis", "occurrence_on", "recipient"], name="reminded_once"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="reminder_of_person"),
            # Small, whatever is stored: what waits for a letter, and what nobody has seen yet.
            models.Index(
                fields=["recipient", "occurrence_on"],
                condition=models.Q(state="planned", digest=None),
                name="reminder_to_write",
            ),
            models.Index(
                fields=["recipient"],
                condition=models.Q(seen_at=None) & ~models.Q(state="superseded"),
                name="reminder_unseen",
            ),
        ]

    def __str__(self):
        return f"{self.assignment} {self.occurrence_on:%d/%m/%Y}"

    @property
    def verb(self) -> str:
        """The step it tells of; empty for a reminder of a deadline."""
        return self.rule.removeprefix("event:") if self.rule.startswith("event:") else ""


class Delivery(models.Model):
    """The same letter on a channel beside mail: a row of its own, so that neither holds up the other."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SUPERSEDED = "superseded", _("nothing left to say")

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="deliveries", verbose_name=_("digest"))
    # Whose address it is: the person's own, or the office's.
    channel = models.CharField(_("channel"), max_length=12)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    owner = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("delivery on another channel")
        verbose_name_plural = _("deliveries on other channels")
        constraints = [
            models.UniqueConstraint(fields=["digest", "channel"], name="one_delivery_a_digest_and_channel")
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=["planned", "sending"]),
                name="delivery_to_send",
            )
        ]

    def __str__(self):
        return f"{self.digest} {self.channel}"


class ProgressLink(models.Model):
    """The right to write one progress report, sent in a letter. Of the token only the hash is kept."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="links", verbose_name=_("digest"))
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+", verbose_name=_("assignment"))
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    report = models.OneToOneField(
        ProgressReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("progress report"),
    )

    class Meta:
        verbose_name = _("link of a letter")
        verbose_name_plural = _("links of letters")
        constraints = [
            models.UniqueConstraint(fields=["digest", "assignment"], name="one_link_a_letter_and_assignment")
        ]

    def __str__(self):
        return f"{self.digest} {self.assignment_id}"
