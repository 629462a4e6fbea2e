from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from directives.lifecycle import Case, DirectiveState, State, Subject
from directives.models.delegation import Delegation
from directives.querysets import DirectiveQuerySet
from meetings.models import Meeting
from units import register
from units.models import Field, Leader
from units.standing import Standing
from units.text import fold


@lru_cache(maxsize=10_000)
def _address(pk: int) -> str:
    """Every row of every list leads there."""
    return reverse("directive", args=[pk])


class Directive(models.Model):
    """Ý kiến chỉ đạo: one thing one leader told somebody to do. Changed only by directives.actions."""

    class Urgency(models.TextChoices):
        NORMAL = "normal", _("normal")
        URGENT = "urgent", _("urgent")
        VERY_URGENT = "very_urgent", _("very urgent")
        FLASH = "flash", _("flash")

    class Kind(models.TextChoices):
        TASK = "task", _("task")
        ORIENTATION = "orientation", _("orientation")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="directives", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("what is to be done"), max_length=300)
    words = models.TextField(_("words of the leader"), blank=True)
    source_item = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where in the minutes or the document.")
    )
    # Not always the one presiding.
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="directives", verbose_name=_("leader")
    )
    leader_in_charge = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leader in charge")
    )
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("field")
    )
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency.choices, default=Urgency.NORMAL)
    is_key = models.BooleanField(_("key task"), default=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.TASK)
    expected_product = models.CharField(_("expected product"), max_length=300, blank=True)
    # What the minutes say before anybody owes it; offered when an addressee is named.
    stated_due_on = models.DateField(_("deadline in the source"), null=True, blank=True, editable=False)
    stated_kind = models.CharField(
        _("kind of deadline in the source"), max_length=12, blank=True, editable=False
    )
    stated_words = models.CharField(
        _("deadline in the words of the source"), max_length=300, blank=True, editable=False
    )
    stated_recurrence = models.CharField(
        _("how it recurs by the source"), max_length=200, blank=True, editable=False
    )
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by", verbose_name=_("repeats")
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=DirectiveState.choices,
        default=DirectiveState.DRAFT,
        editable=False,
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        ordering = ["-issued_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="directive_number_once"),
            models.CheckConstraint(
                condition=~Q(state=DirectiveState.ISSUED)
                | Q(issued_on__isnull=False, leader__isnull=False) & ~Q(words="") & ~Q(source_item=""),
                name="issued_directive_is_complete",
                violation_error_message=_("To issue: leader, words and source."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "issued_on"], name="directive_by_state"),
            models.Index(fields=["-issued_on", "code"], name="directive_newest_first"),
            models.Index(fields=["leader", "code"], name="directive_of_leader"),
            # What the lists of assignments ask of a directive, without its words: PostgreSQL reads it from here.
            models.Index(
                fields=["id"],
                include=["issued_on", "withdrawn_on", "code", "kind", "is_key", "leader", "field", "meeting"],
                name="directive_in_lists",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.code} {self.title} {self.words}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return _address(self.pk)

    def deciding_leaders(self, day: date) -> frozenset[int]:
        """Who decides as "the leader" on that day."""
        return register.current().deciding_for(self.leader_id, self.field_id, day)

    @cached_property
    def named_by_source(self) -> list:
        """The addressees the source names that are not assigned yet; whatever was written down with a source has a
        kind of deadline, so the others are not asked."""
        if not (self.pk and self.stated_kind):
            return []
        return list(self.proposed.select_related("unit", "leader", "group"))

    def case(self, standing: Standing, *, rows: Iterable[Any] | None = None) -> Case:
        """What the law must know of this directive; `rows` are its assignments where they are at hand."""
        if rows is None:
            rows = self.assignments.select_related("unit") if self.pk else ()
        owing = [
            (row.unit_id, row.leader_id, bool(row.unit and row.unit.is_office))
            for row in rows
            if row.state not in (State.REPLACED, State.WITHDRAWN)
        ]
        return Case(
            subject=Subject.DIRECTIVE,
            state=self.state,
            owing_units=frozenset(unit for unit, _leader, _office in owing if unit),
            owing_leaders=frozenset(leader for _unit, leader, _office in owing if leader),
            is_office_work=any(is_office for _unit, _leader, is_office in owing),
            deciding_leaders=self.deciding_leaders(standing.on),
            # A word on the whole directive is read by every addressee; a unit speaks on its own row.
            is_readable=standing.reads_all,
            data_entry_may_issue=Delegation.current().data_entry_may_issue,
            has_proposed=standing.is_office
            and self.state == DirectiveState.ISSUED
            and bool(self.named_by_source),
        )
