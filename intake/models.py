"""Minutes as they came in, what the machine proposed from them, and what a person decided. Changed only by
intake.actions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.models import Directive
from intake.querysets import MinutesQuerySet, ProposalQuerySet
from meetings.files import random_path
from meetings.models import Meeting


class Minutes(models.Model):
    """Biên bản: the text of a meeting or a written instruction, as it was given. The same content comes in once."""

    class Kind(models.TextChoices):
        PASTED = "pasted", _("pasted")
        TXT = "txt", "txt"
        DOCX = "docx", "docx"
        PDF = "pdf", "pdf"
        HTML = "html", "html"

    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PASTED)
    text = models.TextField(_("text of the source"))
    # Of the words alone: another file format or other line breaks are the same document.
    content_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=random_path, blank=True)
    remarks = models.JSONField(_("remarks"), default=list, blank=True)
    found_meeting = models.JSONField(_("meeting as found"), default=dict, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="minutes", verbose_name=_("meeting")
    )
    read_at = models.DateTimeField(_("taken in at"), auto_now_add=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken in by")
    )
    handed_over_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed over by"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-read_at", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("intake", args=[self.pk])


class Proposal(models.Model):
    """Đề xuất: a directive the minutes seem to hold. `found` is what the machine said and never changes; `fields`
    is what it says now, after people."""

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        REPLACED = "replaced", _("split or merged")

    class Origin(models.TextChoices):
        MACHINE = "machine", _("found")
        HAND = "hand", _("added by hand")
        SPLIT = "split", _("split off")
        MERGE = "merge", _("merged")

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="proposals", verbose_name=_("minutes"))
    # Code points of the text: what is highlighted.
    start = models.PositiveIntegerField(_("from"))
    end = models.PositiveIntegerField(_("to"))
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.MACHINE)
    found = models.JSONField(_("as found"), null=True, blank=True, editable=False)
    fields = models.JSONField(_("as decided"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    note = models.CharField(_("why"), max_length=500, blank=True)
    # What it became: a directive of its own, or the open one it repeats.
    directive = models.ForeignKey(
        Directive,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("directive"),
    )
    repeats = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("repeats")
    )
    made_from = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="became", verbose_name=_("made from")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposed directives")
        ordering = ["minutes", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="proposal_has_words"),
            models.CheckConstraint(
                condition=~Q(origin="machine") | Q(found__isnull=False), name="what_was_found_is_kept"
            ),
        ]

    def __str__(self):
        return self.fields.get("title", "")

    def get_absolute_url(self):
        return f"{reverse('intake', args=[self.minutes_id])}#p{self.pk}"

    @property
    def changed_fields(self) -> list[str]:
        """Which of the machine's fields a person has corrected; of what it did not find, none."""
        first: dict[str, Any] = (self.found or {}).get("fields", {})
        return [name for name, value in first.items() if self.fields.get(name, value) != value]

    @property
    def is_issued(self) -> bool:
        return self.directive is not None and self.directive.issued_on is not None


class UnsentDecision(models.Model):
    """Bản đang sửa: what somebody typed into the form of a proposal and has not saved. His alone."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+", verbose_name=_("proposal"))
    typed = models.JSONField(_("what was typed"), default=dict)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("unsent form")
        verbose_name_plural = _("unsent forms")
        constraints = [
            models.UniqueConstraint(fields=["user", "proposal"], name="one_unsent_decision_a_proposal")
        ]

    def __str__(self):
        return f"{self.proposal_id}"
