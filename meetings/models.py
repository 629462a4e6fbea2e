"""The meetings at which leaders spoke, and the written instructions that stand in for one."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.files import StoredFile
from meetings.periods import PATTERN, first_day, last_day, period_words, validate_period
from meetings.querysets import MeetingDocumentQuerySet, MeetingQuerySet
from units.models import Leader, Unit
from units.text import fold

FAR = timedelta(days=366)


class Meeting(models.Model):
    """Hội nghị, cuộc họp. `period` is what it speaks of, `held_on` the day it was held (may be unknown)."""

    class Kind(models.TextChoices):
        MONTH = "month", _("Monthly briefing")
        QUARTER = "quarter", _("Quarterly briefing")
        HALF_YEAR = "half_year", _("Half-year review")
        YEAR = "year", _("Year-end review")
        THEMATIC = "thematic", _("Thematic meeting")
        WRITTEN = "written", _("Written instruction")

    class Form(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("in person and online")
        WRITTEN = "written", _("in writing")

    code = models.CharField(
        _("code"),
        max_length=30,
        unique=True,
        error_messages={"unique": _("Another meeting has this code.")},
        help_text=_("Such as GB06/2024; directives are numbered under it."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300)
    period = models.CharField(
        _("period"),
        max_length=7,
        blank=True,
        validators=[validate_period],
        help_text=_("2024-06, 2023-Q2, 2023-H1 or 2023."),
    )
    held_on = models.DateField(_("held on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    form = models.CharField(_("form"), max_length=12, choices=Form.choices, default=Form.IN_PERSON)
    presided_by = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("presiding leader")
    )
    attending_leaders = models.ManyToManyField(
        Leader, blank=True, related_name="+", verbose_name=_("attending leaders")
    )
    attending_units = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name=_("attending units")
    )
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False)
    # Of two people who edit at once the second is told, not the first overwritten.
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["held_on", "id"], name="meeting_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="written") | Q(presided_by=None),
                name="written_instruction_has_no_chair",
                violation_error_message=_("A written instruction has nobody presiding."),
            )
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.code} {self.title}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("meeting", args=[self.pk])

    def clean(self):
        super().clean()
        if not (self.held_on and self.period and PATTERN.fullmatch(self.period)):
            return
        # A review may be held a while after its period, and a plan before it; years apart is a slip of the pen.
        if not first_day(self.period) - FAR <= self.held_on <= last_day(self.period) + FAR:
            raise ValidationError(
                {
                    "held_on": _("This day lies years away from the period (%(period)s).")
                    % {"period": self.period_words}
                }
            )

    @property
    def period_words(self) -> str:
        return period_words(self.period)

    def next_number(self) -> int:
        """The number the next directive of this meeting gets."""
        newest = self.directives.aggregate(newest=models.Max("number"))["newest"]
        return (newest or 0) + 1

    def directive_code(self, number: int) -> str:
        return f"{self.code}-{number:02}"


class MeetingDocument(StoredFile):
    """A paper of the meeting: invitation, minutes, conclusion notice."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents", verbose_name=_("meeting"))
    title = models.CharField(_("title"), max_length=200, blank=True)

    objects = MeetingDocumentQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        abstract = False
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def searched(self) -> str:
        return f"{self.title} {self.name}"

    def get_absolute_url(self):
        return reverse("meeting_document", args=[self.pk])


def usual_code(kind: str, period: str, held_on: date | None) -> str:
    """The code a meeting of that kind and period usually bears: GB06/2024, GBQ2/2023, SK6T/2023, TK2023."""
    year, _sep, part = period.partition("-")
    if kind == Meeting.Kind.MONTH and part.isdigit():
        return f"GB{part}/{year}"
    if kind == Meeting.Kind.QUARTER and part.startswith("Q"):
        return f"GB{part}/{year}"
    if kind == Meeting.Kind.HALF_YEAR and part:
        return f"SK6T/{year}" if part == "H1" else f"SK6TC/{year}"
    if kind == Meeting.Kind.YEAR and year:
        return f"TK{year}"
    day = f"{held_on:%d%m%Y}" if held_on else year
    return f"{'CĐ' if kind == Meeting.Kind.WRITTEN else 'HN'}{day}"
