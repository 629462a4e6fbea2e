"""The policy as the office edits it: which rule speaks when and to whom, and what letters may carry."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directives.models import Directive
from meetings.models import Meeting
from units.models import Field


class Rung(models.TextChoices):
    """The ladder of those who are told, from the bottom up."""

    OFFICER = "officer", _("officer")
    HEAD = "head", _("head of the unit")
    OFFICE = "office", _("ministry office")


class ReminderRule(models.Model):
    """One line of the policy, edited by the office: when an assignment is reminded of, and who is told."""

    class Kind(models.TextChoices):
        BEFORE_DUE = "before_due", _("working days before the due date")
        ON_DUE = "on_due", _("on the due date")
        OVERDUE = "overdue", _("every so many working days after the due date")
        STALE = "stale", _("every so many days without a progress report")
        UNACCEPTED = "unaccepted", _("not accepted after so many working hours")
        URGED_BEFORE = "urged_before", _("working days before an urging must be answered")
        URGED_OVERDUE = "urged_overdue", _("every so many working days without the answer to an urging")
        WAITING_EXTENSION = "waiting_extension", _("every so many working days an extension request waits")
        WAITING_DECLINED = "waiting_declined", _("every so many working days a proposed reassignment waits")
        WAITING_REPORTED = "waiting_reported", _("every so many working days a completed work waits")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("when"), max_length=20, choices=Kind.choices)
    days = models.PositiveSmallIntegerField(
        _("days"),
        default=0,
        validators=[MaxValueValidator(365)],
        help_text=_("Working days; calendar days where a report is missing."),
    )
    hours = models.PositiveSmallIntegerField(
        _("working hours"),
        default=0,
        validators=[MaxValueValidator(400)],
        help_text=_("Only where the acceptance is missing."),
    )
    # After so many working days, counted from the day the rule first spoke; 0: at once; empty: not by this rule.
    officer_after = models.PositiveSmallIntegerField(
        _("officer after"), null=True, blank=True, default=0, validators=[MaxValueValidator(365)]
    )
    head_after = models.PositiveSmallIntegerField(
        _("head of the unit after"), null=True, blank=True, default=0, validators=[MaxValueValidator(365)]
    )
    office_after = models.PositiveSmallIntegerField(
        _("ministry office after"), null=True, blank=True, validators=[MaxValueValidator(365)]
    )
    # Of one kind the rules with the narrowest scope that fits are followed, and no others.
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only for the field")
    )
    urgency = models.CharField(
        _("only for the urgency"), max_length=12, choices=Directive.Urgency.choices, blank=True
    )
    meeting_kind = models.CharField(
        _("only for meetings of the kind"), max_length=12, choices=Meeting.Kind.choices, blank=True
    )
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["kind", "-days"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="on_due", days=0, hours=0)
                | models.Q(kind="unaccepted", days=0, hours__gt=0)
                | ~models.Q(kind__in=["on_due", "unaccepted"]) & models.Q(days__gt=0, hours=0),
                name="reminder_rule_has_days",
                violation_error_message=_(
                    "“On the due date” takes no days, “not accepted” takes hours; the other rules take at least "
                    "one day."
                ),
            )
        ]

    def __str__(self):
        if self.kind == self.Kind.ON_DUE:
            return str(self.get_kind_display())
        n = self.hours if self.kind == self.Kind.UNACCEPTED else self.days
        return _words(self.kind, n) % {"n": n}

    def clean(self):
        if self.officer_after is None and self.head_after is None and self.office_after is None:
            raise ValidationError({"officer_after": _("Say who is told: at least one of the three.")})

    @property
    def ladder(self) -> dict[str, int | None]:
        """Rung -> after how many working days it is told, from the bottom up; None: not by this rule."""
        return {
            Rung.OFFICER: self.officer_after,
            Rung.HEAD: self.head_after,
            Rung.OFFICE: self.office_after,
        }

    @property
    def narrowness(self) -> int:
        return sum(map(bool, (self.field_id, self.urgency, self.meeting_kind)))


def _words(kind: str, n: int) -> str:
    Kind = ReminderRule.Kind
    if kind == Kind.BEFORE_DUE:
        return ngettext("%(n)s working day before the due date", "%(n)s working days before the due date", n)
    if kind == Kind.OVERDUE:
        return ngettext(
            "every working day after the due date", "every %(n)s working days after the due date", n
        )
    if kind == Kind.STALE:
        return ngettext("%(n)s day without a report", "%(n)s days without a report", n)
    if kind == Kind.UNACCEPTED:
        return ngettext("not accepted after %(n)s working hour", "not accepted after %(n)s working hours", n)
    if kind == Kind.URGED_BEFORE:
        return ngettext(
            "%(n)s working day before the answer to an urging is due",
            "%(n)s working days before the answer to an urging is due",
            n,
        )
    if kind == Kind.URGED_OVERDUE:
        return ngettext(
            "every working day after the answer to an urging was due",
            "every %(n)s working days after the answer to an urging was due",
            n,
        )
    if kind == Kind.WAITING_EXTENSION:
        return ngettext(
            "an extension request waits for %(n)s working day",
            "an extension request waits for %(n)s working days",
            n,
        )
    if kind == Kind.WAITING_DECLINED:
        return ngettext(
            "a proposed reassignment waits for %(n)s working day",
            "a proposed reassignment waits for %(n)s working days",
            n,
        )
    return ngettext(
        "a reported completion waits for %(n)s working day",
        "a reported completion waits for %(n)s working days",
        n,
    )


def _hour(default: int, label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, validators=[MaxValueValidator(23)])


class LetterPolicy(models.Model):
    """What letters may carry, when they go and how many. One row; the defaults hold until the office edits it."""

    has_progress_links = models.BooleanField(
        _("letters carry a link for one progress report without signing in"),
        default=True,
        help_text=_("Switched off, the links of letters already sent are refused too."),
    )
    digest_hour = _hour(7, _("hour of the daily letter"))
    forces_reminders = models.BooleanField(
        _("reminders of deadlines go by mail whatever a person chose"), default=True
    )
    forces_notices = models.BooleanField(_("notices go by mail whatever a person chose"), default=False)
    most_mails = models.PositiveSmallIntegerField(
        _("mails a person and working day at most"),
        default=6,
        help_text=_("What would go at once beyond it waits for the next daily letter."),
    )
    most_lines = models.PositiveSmallIntegerField(
        _("new lines a person and working day at most"),
        default=60,
        help_text=_("Nothing is left out beyond it; the person is named among the difficulties."),
    )
    has_office_letter = models.BooleanField(_("the ministry office gets a daily letter"), default=True)
    has_weekly_letter = models.BooleanField(_("leaders get a weekly letter"), default=True)
    office_channel = models.CharField(
        _("address of a channel of the office"),
        max_length=300,
        blank=True,
        help_text=_("Such as a Teams or Telegram room; its daily letter goes there too."),
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
