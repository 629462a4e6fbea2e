from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models.assignment import Assignment
from directives.models.directive import Directive
from units.models import Leader, Unit, UnitGroup


@dataclass(frozen=True)
class Proposed:
    """Whom a source names, before anybody owes it. Nobody of the register: proposed as new, by its words."""

    words: str
    role: str = Assignment.Role.LEAD
    unit: Unit | None = None
    leader: Leader | None = None
    group: UnitGroup | None = None


class ProposedAddressee(models.Model):
    """Dự kiến phân công: whom the source of a draft names. Turned into assignments by the office, and then gone."""

    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="proposed", verbose_name=_("directive")
    )
    role = models.CharField(
        _("role"), max_length=8, choices=Assignment.Role.choices, default=Assignment.Role.LEAD
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leader in person")
    )
    group = models.ForeignKey(
        UnitGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group of units")
    )
    words = models.CharField(_("in the words of the source"), max_length=300)

    class Meta:
        verbose_name = _("proposed addressee")
        verbose_name_plural = _("proposed addressees")
        ordering = ["directive", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, leader=None) | Q(unit=None, group=None) | Q(leader=None, group=None),
                name="proposed_addressee_is_at_most_one",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return str(self.unit or self.leader or self.group or self.words)

    @property
    def is_known(self) -> bool:
        return bool(self.unit_id or self.leader_id or self.group_id)

    def units_on(self, day: date) -> list[Unit]:
        """The units meant on `day`; what was unknown when it was written may have been added to the register."""
        if self.unit:
            return [self.unit]
        if self.group:
            return list(self.group.units_on(day))
        if self.leader:
            return []
        meant = list(Unit.objects.named(self.words, day).exclude(kind="ministry")[:2])
        return meant if len(meant) == 1 else []
