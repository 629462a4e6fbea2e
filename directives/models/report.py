from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.models.assignment import Assignment
from directives.querysets import ProgressReportQuerySet
from meetings.files import StoredFile
from units.text import fold


class ProgressReport(models.Model):
    """Báo cáo tiến độ: what was done, what is in the way, what is proposed. 100 % is not done."""

    class Outlook(models.TextChoices):
        ON_TRACK = "on_track", _("on track")
        AT_RISK = "at_risk", _("may be late")
        BLOCKED = "blocked", _("difficulties")

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="reports", verbose_name=_("assignment")
    )
    on = models.DateField(_("counts from"))
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    # The report that says the work is done; its files are the evidence.
    is_final = models.BooleanField(_("reports completion"), default=False)
    outlook = models.CharField(_("outlook"), max_length=10, choices=Outlook.choices, default=Outlook.ON_TRACK)
    text = models.TextField(_("what was done"), blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    percent = models.PositiveSmallIntegerField(
        _("percent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    difficulties = models.TextField(_("difficulties"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    # Written when the figures for a meeting were locked already.
    is_after_lock = models.BooleanField(_("after the figures were locked"), default=False, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["assignment", "on"], name="report_of_assignment")]

    def __str__(self):
        return f"{self.on:%d/%m/%Y} {self.assignment_id}"

    def save(self, *args, **kwargs):
        self.search_text = fold(self.all_words)
        super().save(*args, **kwargs)

    @property
    def all_words(self) -> str:
        return " ".join(words for words in (self.text, self.difficulties, self.proposals) if words)


class ReportFile(StoredFile):
    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="files", verbose_name=_("progress report")
    )

    class Meta(StoredFile.Meta):
        abstract = False
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")

    def get_absolute_url(self):
        return reverse("report_file", args=[self.pk])
