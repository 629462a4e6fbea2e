from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models.assignment import Assignment


class Urging(models.Model):
    """Đôn đốc: one text to one or many assignments, with a day to reply by."""

    text = models.TextField(_("text"))
    reply_by_on = models.DateField(_("reply by"))
    urged_on = models.DateField(_("urged on"))
    urged_at = models.DateTimeField(_("urged at"), auto_now_add=True)
    urged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("urged by")
    )
    assignments = models.ManyToManyField(
        Assignment, through="UrgedAssignment", related_name="urgings", verbose_name=_("assignments")
    )

    class Meta:
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        ordering = ["-urged_on", "-pk"]

    def __str__(self):
        return f"{self.urged_on:%d/%m/%Y}"


class UrgedAssignment(models.Model):
    """One assignment of an urging; open until answered."""

    urging = models.ForeignKey(Urging, models.CASCADE, related_name="rows", verbose_name=_("urging"))
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="urged_rows", verbose_name=_("assignment")
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("urged assignment")
        verbose_name_plural = _("urged assignments")
        constraints = [
            models.UniqueConstraint(fields=["urging", "assignment"], name="urged_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="urging_answered_by_and_at",
            ),
        ]

    def __str__(self):
        return f"{self.urging} – {self.assignment}"
