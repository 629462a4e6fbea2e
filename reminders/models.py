"""Who must be told what, and whether he was: the rules, the ledger, the letters, the engine's pulse."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directives.models import Assignment, ProgressReport
from reminders.querysets import DigestQuerySet, ReminderQuerySet


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
        if self.kind == self.Kind.BEFORE_DUE:
            words = ngettext(
                "%(n)s working day before the due date", "%(n)s working days before the due date", self.days
            )
        elif self.kind == self.Kind.OVERDUE:
            words = ngettext(
                "every working day after the due date",
                "every %(n)s working days after the due date",
                self.days,
            )
        else:
            words = self.get_kind_display()
        return words % {"n": self.days}


class LetterPolicy(models.Model):
    """What letters may carry. One row; the defaults hold until the office edits it."""

    has_progress_links = models.BooleanField(
        _("letters carry a link for one progress report without signing in"),
        default=True,
        help_text=_("Switched off, the links of letters already sent are refused too."),
    )

    class Meta:
        verbose_name = _("policy of letters")
        verbose_name_plural = _("policy of letters")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_letter_policy")]

    def __str__(self):
        return str(_("policy of letters"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "LetterPolicy":
        return cls.objects.filter(pk=1).first() or cls()


class Sweep(models.Model):
    """The engine's pulse: one row per run, written first and closed last; `finished_at` is empty after a crash."""

    day = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), default=0)
    planned = models.PositiveIntegerField(_("reminders planned"), default=0)
    superseded = models.PositiveIntegerField(_("reminders superseded"), default=0)
    digests = models.PositiveIntegerField(_("letters written"), default=0)
    sent = models.PositiveIntegerField(_("letters sent"), default=0)
    failed = models.PositiveIntegerField(_("letters failed"), default=0)
    not_told = models.PositiveIntegerField(_("assignments nobody could be told of"), default=0)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


class Digest(models.Model):
    """One letter to one person on one working day. Its lines are frozen before it is sent."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SUPERSEDED = "superseded", _("nothing left to say")

    DAILY = "daily"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests", verbose_name=_("recipient")
    )
    # "daily", or "event-<id>" for a notice that goes at once.
    kind = models.CharField(_("kind"), max_length=40, default=DAILY)
    day = models.DateField(_("working day"))
    # Empty where the person has none; the letter then fails and says so.
    address = models.CharField(_("address"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    lines = models.JSONField(_("lines"), default=list)
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
        SUPERSEDED = "superseded", _("superseded")

    class Reason(models.TextChoices):
        """Why a row was superseded."""

        LATER = "later", _("a later reminder took its place")
        MOVED = "moved", _("the deadline has moved")
        SETTLED = "settled", _("nothing is owed any more")
        NO_RIGHT = "no_right", _("no longer concerns this person")

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="reminders", verbose_name=_("assignment")
    )
    # The code of the rule, or "event:<step>".
    rule = models.CharField(_("rule"), max_length=40)
    # What the occurrence rests on: "deadline-2" (version) or "event-17".
    basis = models.CharField(_("basis"), max_length=40)
    # The day the rule fell due, not the day of the sweep: a sweep that comes late finds the same row.
    occurrence_on = models.DateField(_("fell due on"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name=_("recipient")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    words = models.TextField(_("words"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("digest")
    )
    # Whose insert won, where two sweeps ran at once; empty for notices of events.
    sweep = models.ForeignKey(
        Sweep, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sweep")
    )
    planned_at = models.DateTimeField(_("planned at"), auto_now_add=True)

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
        indexes = [models.Index(fields=["state", "recipient"], name="reminder_to_send")]

    def __str__(self):
        return f"{self.assignment} {self.occurrence_on:%d/%m/%Y}"

    @property
    def verb(self) -> str:
        """The step it tells of; empty for a reminder of a deadline."""
        return self.rule.removeprefix("event:") if self.rule.startswith("event:") else ""


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
