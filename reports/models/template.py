from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.files import StoredFile
from reports.models.report import ReportKind


class ReportTemplate(StoredFile):
    """A Word file of the office with placeholders; the newest of a kind is used, until it is taken away."""

    kind = models.CharField(_("kind"), max_length=12, choices=ReportKind.choices)

    class Meta(StoredFile.Meta):
        abstract = False
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["kind", "-pk"]
