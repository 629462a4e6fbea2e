"""Units of the ministry and parties outside it, with what time did to them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.period import Period
from units.querysets import UnitQuerySet
from units.text import fold, sort_key


class Certainty(models.TextChoices):
    """How sure the register is of a fact it holds."""

    DOCUMENTED = "documented", _("documented")
    UNSURE = "unsure", _("not verified")
    ASSUMED = "assumed", _("assumed")


class UnitKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    DEPARTMENT = "department", _("Department")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    OFFICE = "office", _("Office")
    AUTHORITY = "authority", _("Authority")
    CENTRE = "centre", _("Centre")
    INSTITUTE = "institute", _("Institute")
    PRESS = "press", _("Press and publishing")
    SCHOOL = "school", _("Academy or school")
    FUND = "fund", _("Fund")
    ENTERPRISE = "enterprise", _("Enterprise")
    PROVINCE = "province", _("Province department")
    PARTY_UNION = "party_union", _("Party or union body")
    EXTERNAL = "external", _("Outside party")


class Unit(Period):
    """Whoever can owe something: a unit under the ministry, an enterprise, a province department, an outsider.

    `name`, `short_name` and `parent` copy the newest row of its names and parents (units.actions).
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_units", verbose_name=_("under")
    )
    # Has no accounts here: the ministry office acts on its behalf, with the paper as evidence.
    is_external = models.BooleanField(_("outside party"), default=False)
    # The ministry office (Văn phòng Bộ) itself: what it owes is decided by a leader.
    is_office = models.BooleanField(_("ministry office"), default=False)
    certainty = models.CharField(
        _("certainty"), max_length=12, choices=Certainty.choices, default=Certainty.DOCUMENTED
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)

    objects = UnitQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)[:400]
        super().save(*args, **kwargs)

    @property
    def brief_name(self) -> str:
        return self.short_name or self.name

    def name_on(self, day: date) -> str:
        """The name the unit bore on `day`: old work keeps the old name."""
        for row in self.names.all():
            if row.is_valid_on(day):
                return row.name
        return self.name


class UnitName(Period):
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("name over time")
        verbose_name_plural = _("names over time")
        ordering = ["unit", "starts_on"]

    def __str__(self):
        return self.name


class UnitParent(Period):
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="parents", verbose_name=_("unit"))
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("under"))

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("superior over time")
        verbose_name_plural = _("superiors over time")
        ordering = ["unit", "starts_on"]

    def __str__(self):
        return f"{self.unit} ← {self.parent}"


class UnitAlias(models.Model):
    """Another way people write the name of a unit ("VNPost", "CNTT-TT"). Found folded, so marks do not matter."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("unit"))
    alias = models.CharField(_("alias"), max_length=300)
    folded = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "folded"],
                name="unit_alias_once",
                violation_error_message=_("This unit has that alias already."),
            )
        ]

    def __str__(self):
        return self.alias

    def save(self, *args, **kwargs):
        self.folded = fold(self.alias)
        super().save(*args, **kwargs)


class Succession(models.Model):
    """A reorganisation: on this day the work of one unit went to another. Splits and merges are several rows."""

    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name=_("unit"))
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="predecessions", verbose_name=_("succeeded by")
    )
    on = models.DateField(_("first day of the successor"))
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=12, choices=Certainty.choices, default=Certainty.DOCUMENTED
    )

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["from_unit", "to_unit", "on"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(from_unit=models.F("to_unit")),
                name="succession_to_another",
                violation_error_message=_("A unit cannot succeed itself."),
            ),
        ]

    def __str__(self):
        return f"{self.from_unit} → {self.to_unit}"


class UnitGroup(models.Model):
    """Units addressed together ("34 đơn vị của Bộ", "các Sở")."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("group of units")
        verbose_name_plural = _("groups of units")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def units_on(self, day: date) -> UnitQuerySet:
        """The members that belong to the group and exist on `day`."""
        return Unit.objects.members_of(self, day)


class GroupMember(Period):
    group = models.ForeignKey(UnitGroup, models.CASCADE, related_name="members", verbose_name=_("group"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    certainty = models.CharField(
        _("certainty"), max_length=12, choices=Certainty.choices, default=Certainty.DOCUMENTED
    )

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["unit"]

    def __str__(self):
        return str(self.unit)
