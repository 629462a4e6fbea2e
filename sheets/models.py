"""What is going out or coming in as a workbook: asked for, worked on, laid ready."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sheets.querysets import TransferQuerySet


def file_path(_transfer: "Transfer", _name: str) -> str:
    return f"transfer/{uuid.uuid4().hex}.xlsx"


class Transfer(models.Model):
    """Lượt xuất, nhập Excel. Everything a worker must know stands here: the broker only wakes it."""

    class Direction(models.TextChoices):
        OUT = "out", _("export")
        IN = "in", _("import")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("under way")
        CHECKED = "checked", _("checked, nothing written yet")
        DONE = "done", _("done")
        FAILED = "failed", _("not possible")
        CANCELLED = "cancelled", _("cancelled")

    class Stage(models.TextChoices):
        EXPORT = "export", _("writing the file")
        CHECK = "check", _("reading and checking")
        WRITE = "write", _("entering the rows")

    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices)
    stage = models.CharField(_("step"), max_length=8, choices=Stage.choices)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    # The list that goes out, or the kind of rows that come in ("" until the file is read).
    kind = models.CharField(_("list"), max_length=40, blank=True)
    query = models.TextField(_("filter"), blank=True)
    language = models.CharField(max_length=10, default="vi")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"))
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    # Only who holds the claim may go on; a lease that has run out is taken by another.
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    file = models.FileField(_("file"), upload_to=file_path, blank=True)
    name = models.CharField(_("file name"), max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    # What he stood for when the file was made: with other posts the file is not his to fetch any more.
    stood_for = models.CharField(max_length=64, blank=True, editable=False)
    problem = models.TextField(_("why not"), blank=True)
    # Of an import: the choices its owner made, and how many rows came to which end.
    leaves_out = models.BooleanField(_("wrong rows are left out"), default=False)
    allows_past = models.BooleanField(_("deadlines gone by are meant"), default=False)
    # The language of the file's header, and which letter each column stands under.
    header = models.JSONField(default=dict, blank=True, editable=False)
    counts = models.JSONField(default=dict, blank=True)
    remarks = models.JSONField(default=list, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("export or import")
        verbose_name_plural = _("exports and imports")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "claimed_until"], name="transfer_to_work_on")]

    def __str__(self):
        return self.name or self.kind

    def get_absolute_url(self):
        return reverse("transfer", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.total)) if self.total else 0


class IncomingRow(models.Model):
    """A row of a file that came in: its cells, what is wrong with them, and what became of it."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("already there, unchanged")
        WRONG = "wrong", _("wrong")
        WRITTEN = "written", _("entered")
        LEFT_OUT = "left_out", _("left out")

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=dict)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    label = models.CharField(_("what it is"), max_length=300, blank=True)
    # [cell, sentence] each: what stops the row, and what its reader should know.
    problems = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["transfer", "number"]
        constraints = [models.UniqueConstraint(fields=["transfer", "number"], name="incoming_row_once")]

    def __str__(self):
        return f"{self.number}: {self.label}"
