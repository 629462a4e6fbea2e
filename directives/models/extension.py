from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.lifecycle import Case, ExtensionState, Subject
from directives.models.assignment import Assignment, Surroundings
from directives.querysets import ExtensionQuerySet
from meetings.files import StoredFile
from units.standing import Standing


class ExtensionRequest(models.Model):
    """Đề nghị gia hạn: a later day, asked for with a reason; approved, refused, or approved with another day."""

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="extensions", verbose_name=_("assignment")
    )
    asked_due_on = models.DateField(_("asked for"))
    current_due_on = models.DateField(_("due when asked"))
    reason = models.TextField(_("reason"))
    requested_on = models.DateField(_("requested on"))
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.OPEN
    )
    decided_due_on = models.DateField(_("decided day"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision = models.TextField(_("words of the decision"), blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension request")
        verbose_name_plural = _("extension requests")
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=ExtensionState.OPEN),
                name="one_open_extension_request",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decided_on=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, decided_on__isnull=False),
                name="extension_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(asked_due_on__gt=models.F("current_due_on")), name="extension_asks_for_later"
            ),
        ]

    def __str__(self):
        return f"{self.assignment} → {self.asked_due_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return self.assignment.get_absolute_url()

    @property
    def is_countered(self) -> bool:
        return self.decided_due_on is not None and self.decided_due_on != self.asked_due_on

    def case(self, standing: Standing, around: Surroundings | None = None) -> Case:
        """What the law must know of this request: the assignment's addressee, and who asked."""
        assignment = self.assignment
        if around:
            leaders = around.deciding_leaders
        else:
            leaders = assignment.directive.deciding_leaders(standing.on)
        return Case(
            subject=Subject.EXTENSION,
            state=self.state,
            unit_id=assignment.unit_id,
            leader_id=assignment.leader_id,
            is_external=bool(assignment.unit and assignment.unit.is_external),
            is_office_work=bool(assignment.unit and assignment.unit.is_office),
            deciding_leaders=leaders,
            state_by_id=self.requested_by_id,
        )


class ExtensionFile(StoredFile):
    extension = models.ForeignKey(
        ExtensionRequest, models.PROTECT, related_name="files", verbose_name=_("extension request")
    )

    class Meta(StoredFile.Meta):
        abstract = False
        verbose_name = _("evidence of an extension request")
        verbose_name_plural = _("evidence of extension requests")

    def get_absolute_url(self):
        return reverse("extension_file", args=[self.pk])
