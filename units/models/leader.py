"""Lãnh đạo Bộ: who they are, which office they held when, which fields were theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.field import Field
from units.models.period import Period
from units.models.unit import Certainty
from units.querysets import LeaderQuerySet


class Leader(models.Model):
    code = models.SlugField(_("code"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)

    objects = LeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        ordering = ["full_name"]

    def __str__(self):
        return self.full_name


class LeaderTerm(Period):
    """An office of a leader, from–to."""

    class Title(models.TextChoices):
        MINISTER = "minister", _("Minister")
        ACTING_MINISTER = "acting_minister", _("Acting Minister")
        DEPUTY_MINISTER = "deputy_minister", _("Deputy Minister")

    leader = models.ForeignKey(Leader, models.CASCADE, related_name="terms", verbose_name=_("leader"))
    title = models.CharField(_("title"), max_length=20, choices=Title.choices)
    source = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=12, choices=Certainty.choices, default=Certainty.DOCUMENTED
    )

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("term of office")
        verbose_name_plural = _("terms of office")
        ordering = ["leader", "starts_on"]

    def __str__(self):
        return f"{self.get_title_display()} {self.leader}"


class Portfolio(Period):
    """A field a leader was in charge of, from–to."""

    leader = models.ForeignKey(Leader, models.CASCADE, related_name="portfolio", verbose_name=_("leader"))
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", verbose_name=_("field"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=12, choices=Certainty.choices, default=Certainty.DOCUMENTED
    )

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("portfolio")
        verbose_name_plural = _("portfolio")
        ordering = ["leader", "starts_on"]

    def __str__(self):
        return f"{self.leader}: {self.field}"
