from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.files import StoredFile
from meetings.models import Meeting
from reports.content import Paper, from_data
from reports.querysets import ReportQuerySet
from units.models import Unit


class ReportKind(models.TextChoices):
    CONCLUSION = "conclusion", _("Conclusion notice")
    PERIOD = "period", _("Period report")
    URGING = "urging", _("Urging letter")
    BRIEFING = "briefing", _("Briefing table")


class Edition(models.TextChoices):
    LEADERS = "leaders", _("leaders' edition, without officers' names")
    INTERNAL = "internal", _("internal edition")


class Report(models.Model):
    """A document made: prepared (by the clock, waiting for the office), then frozen when it goes out.

    What is frozen is never changed: later corrections are stated in the next one.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        FROZEN = "frozen", _("frozen")
        DISCARDED = "discarded", _("discarded")

    kind = models.CharField(_("kind"), max_length=12, choices=ReportKind.choices)
    edition = models.CharField(_("edition"), max_length=10, choices=Edition.choices, default=Edition.LEADERS)
    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=400)
    as_of = models.DateField(_("figures up to"))
    starts_on = models.DateField(_("period from"), null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREPARED)
    data = models.JSONField(_("content"))
    # What the journal held when it was made: its newest event, and the numbers below it that were not there
    # (a transaction still under way). An event outside of that was written afterwards.
    newest_event = models.BigIntegerField(default=0)
    missing_events = models.JSONField(default=list)
    # What it was made for, where the clock made it: once, however many clocks there are.
    occasion = models.CharField(max_length=60, null=True, blank=True, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    # Made by itself and wanted by mail: sent once, by whoever holds the lease.
    is_to_mail = models.BooleanField(default=False, editable=False)
    mailed_at = models.DateTimeField(_("sent by mail at"), null=True, blank=True, editable=False)
    mail_claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("frozen by"),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("document sent")
        verbose_name_plural = _("documents sent")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "discarded"], frozen_at=None, frozen_by=None)
                | Q(state="frozen", frozen_at__isnull=False, frozen_by__isnull=False),
                name="frozen_report_says_when_and_by_whom",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return reverse("report", args=[self.pk])

    @property
    def paper(self) -> Paper:
        return from_data(self.data)

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN


class ReportFile(StoredFile):
    """The file as it went out."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="files", verbose_name=_("document sent"))

    class Meta(StoredFile.Meta):
        abstract = False
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")

    def get_absolute_url(self):
        return reverse("report_document", args=[self.pk])
