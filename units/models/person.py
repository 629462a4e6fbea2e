"""People with accounts, and the posts that say what they may do. Without a post an account sees nothing."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.leader import Leader
from units.models.period import Period
from units.models.unit import Unit


class User(AbstractUser):
    """An account. What it may do is not here but in its posts."""

    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return str(self)


class Role(models.TextChoices):
    HEAD = "head", _("Head of unit")
    DEPUTY = "deputy", _("Deputy head")
    SUBSTITUTE = "substitute", _("Substitute")
    OFFICER = "officer", _("Officer")
    OFFICE = "office", _("Ministry office")
    DATA_ENTRY = "data_entry", _("Data entry")
    LEADER = "leader", _("Ministry leader")
    SECRETARY = "secretary", _("Secretary of a leader")
    ADMINISTRATOR = "administrator", _("Administrator")


# Which posts belong to a unit, which to a leader; an administrator's belongs to neither.
UNIT_ROLES = (Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE, Role.OFFICER, Role.OFFICE, Role.DATA_ENTRY)
LEADER_ROLES = (Role.LEADER, Role.SECRETARY)


class Post(Period):
    """Chức vụ được giao: who holds which role in which unit, or for which leader, from–to."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("unit")
    )
    leader = models.ForeignKey(
        Leader, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("leader")
    )
    title = models.CharField(_("title"), max_length=120, blank=True)

    class Meta(Period.Meta):
        abstract = False
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["user", "starts_on"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role__in=UNIT_ROLES, unit__isnull=False, leader=None)
                | Q(role__in=LEADER_ROLES, unit=None, leader__isnull=False)
                | Q(role=Role.ADMINISTRATOR, unit=None, leader=None),
                name="post_in_a_unit_or_for_a_leader",
                violation_error_message=_(
                    "A post in a unit needs the unit, a post of a leader or secretary needs the leader, "
                    "an administrator neither."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.title or self.get_role_display()}, {self.unit or self.leader or '–'}"
