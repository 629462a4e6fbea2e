from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.lifecycle import OPEN, Case, State, Subject
from directives.models.deadline import DeadlineKind
from directives.models.directive import Directive
from directives.querysets import AssignmentQuerySet
from units.models import Leader, Unit
from units.standing import Standing

LIVE = ~Q(state__in=[State.REPLACED, State.WITHDRAWN])


class Assignment(models.Model):
    """Nhiệm vụ của đơn vị: what one addressee owes on one directive. Changed only by directives.actions.

    `due_on` copies the newest deadline, `first_due_on` the first; `state_on`/`state_by` say since when, by whom.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        SUPPORT = "support", _("support")

    directive = models.ForeignKey(
        Directive, models.PROTECT, related_name="assignments", verbose_name=_("directive")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("unit")
    )
    leader = models.ForeignKey(
        Leader,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("leader in person"),
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.LEAD)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ASSIGNED)
    state_on = models.DateField(_("in this state since"))
    state_at = models.DateTimeField(_("set at"))
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("set by")
    )
    assigned_on = models.DateField(_("assigned on"))
    deadline_kind = models.CharField(
        _("kind of deadline"), max_length=12, choices=DeadlineKind.choices, default=DeadlineKind.NONE
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    first_due_on = models.DateField(_("first due on"), null=True, blank=True)
    extension_count = models.PositiveSmallIntegerField(_("extensions"), default=0)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    # The day of the newest progress report, kept by the actions that take one.
    last_report_on = models.DateField(_("last report"), null=True, blank=True, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    officer_may_report = models.BooleanField(_("the officer may report done"), default=False)
    follower = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("followed at the office by"),
    )
    result = models.TextField(_("result"), blank=True)
    result_number = models.CharField(_("number of the result document"), max_length=100, blank=True)
    result_on = models.DateField(_("date of the result document"), null=True, blank=True)
    measure = models.CharField(_("measured in"), max_length=60, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(_("reached"), max_digits=18, decimal_places=2, null=True, blank=True)
    # A recurring duty has one row a period; it is not counted before `starts_on`.
    period = models.CharField(_("period"), max_length=10, blank=True)
    starts_on = models.DateField(_("counted from"), null=True, blank=True)
    # Copies the newest deadline's; with the row of a period that is the last so far, the next one is opened by it.
    recurrence = models.CharField(_("recurs"), max_length=200, blank=True)
    # One to one: a period is followed by one other, however often and by whomever it is opened.
    continues = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
    )
    paused_from = models.CharField(max_length=12, blank=True)
    pause_condition = models.TextField(_("waits for"), blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    version = models.PositiveIntegerField(default=1)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["directive", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, leader=None) | Q(unit=None, leader__isnull=False),
                name="assignment_has_one_addressee",
                violation_error_message=_("Name exactly one addressee: a unit, or a leader in person."),
            ),
            models.UniqueConstraint(
                fields=["directive", "unit", "role", "period"],
                condition=LIVE & Q(unit__isnull=False),
                name="assignment_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["directive", "leader", "role", "period"],
                condition=LIVE & Q(leader__isnull=False),
                name="assignment_once_per_leader",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.REPORTED, State.COMPLETED]) | Q(completed_on__isnull=False),
                name="done_work_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(first_due_on__isnull=False), name="due_work_has_a_first_day"
            ),
            models.CheckConstraint(
                condition=Q(state=State.PAUSED, review_on__isnull=False) & ~Q(pause_condition="")
                | ~Q(state=State.PAUSED),
                name="paused_work_has_a_review_day",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="assignment_by_due"),
            models.Index(fields=["unit", "state", "due_on"], name="assignment_of_unit"),
            # The usual order of the big table, read from the index page by page.
            models.Index(fields=["due_on", "id"], name="assignment_due_first"),
            # PostgreSQL has one more with the rows without a report in front (migration 0013).
            models.Index(fields=["last_report_on", "id"], name="assignment_silent_first"),
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=sorted(OPEN)), name="assignment_open_due_first"
            ),
            # What counting needs, directive by directive: PostgreSQL reads it from here.
            models.Index(
                fields=["directive", "id"],
                include=["state", "starts_on", "role", "due_on"],
                name="assignment_in_lists",
            ),
            # Which directives a unit sees, and which rows of them it may read.
            models.Index(fields=["unit", "directive"], include=["role", "state"], name="assignment_visible"),
            models.Index(fields=["id"], condition=~Q(recurrence=""), name="assignment_recurring"),
        ]

    def __str__(self):
        return f"{self.directive.code} – {self.addressee}"

    def get_absolute_url(self):
        return reverse("assignment", args=[self.pk])

    @property
    def addressee(self) -> Unit | Leader:
        # The constraint says that one of them is there.
        return self.unit or self.leader  # type: ignore[return-value]

    @property
    def is_lead(self) -> bool:
        return self.role == self.Role.LEAD

    @property
    def days_late(self) -> int:
        """Days the work was completed after it was due; 0 where it was in time or had no day."""
        if not (self.completed_on and self.due_on):
            return 0
        return max(0, (self.completed_on - self.due_on).days)

    def days_overdue(self, day: date) -> int:
        """Calendar days `day` lies behind the due date ("quá hạn N ngày")."""
        return max(0, (day - self.due_on).days) if self.due_on else 0

    def case(self, standing: Standing, around: "Surroundings | None" = None) -> Case:
        """What the law must know of this assignment; `around` where many rows of one directive are asked."""
        waits = self.state in (State.REPORTED, State.DECLINED)
        around = around or Surroundings.of(self.directive, standing, only=self)
        return Case(
            subject=Subject.ASSIGNMENT,
            state=self.state,
            unit_id=self.unit_id,
            leader_id=self.leader_id,
            lead_units=frozenset() if self.is_lead else around.lead_units,
            officer_id=self.officer_id,
            officer_may_report=self.officer_may_report,
            is_external=bool(self.unit and self.unit.is_external),
            is_office_work=bool(self.unit and self.unit.is_office),
            deciding_leaders=around.deciding_leaders,
            state_by_id=self.state_by_id if waits else None,
            is_readable=self.pk in around.readable,
        )


@dataclass(frozen=True)
class Surroundings:
    """What the rows of one directive have in common before the law, asked for once."""

    lead_units: frozenset[int] = frozenset()
    deciding_leaders: frozenset[int] = frozenset()
    readable: frozenset[int] = frozenset()

    @classmethod
    def among(cls, rows: Iterable[Any], directive: Directive, standing: Standing) -> "Surroundings":
        """Out of all rows of the directive, after `marking_readable`."""
        rows = list(rows)
        gone = (State.REPLACED, State.WITHDRAWN)
        return cls(
            lead_units=frozenset(
                row.unit_id for row in rows if row.is_lead and row.unit_id and row.state not in gone
            ),
            deciding_leaders=directive.deciding_leaders(standing.on),
            readable=frozenset(row.pk for row in rows if row.readable),
        )

    @classmethod
    def of(
        cls, directive: Directive, standing: Standing, *, only: Assignment | None = None
    ) -> "Surroundings":
        rows = directive.assignments
        leads = rows.filter(LIVE, role=Assignment.Role.LEAD, unit__isnull=False)
        readable = rows.readable_by(standing)
        if only is not None:
            # One row: no more is asked than it needs.
            leads = leads.none() if only.is_lead else leads
            readable = readable.filter(pk=only.pk)
        # A row of a table is marked already (`marking_readable`), for the same person.
        marked = getattr(only, "readable", None)
        return cls(
            lead_units=frozenset(leads.values_list("unit", flat=True)),
            deciding_leaders=directive.deciding_leaders(standing.on),
            readable=frozenset([only.pk] if only and marked else readable.values_list("pk", flat=True)),
        )


class Milestone(models.Model):
    """Mốc: a step on the way that the unit sets itself. Never counted."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="milestones", verbose_name=_("assignment")
    )
    title = models.CharField(_("milestone"), max_length=200)
    due_on = models.DateField(_("planned on"), null=True, blank=True)
    done_on = models.DateField(_("reached on"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self):
        return self.title
