"""What stands in the menu, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from units.standing import Standing, standing_of


@dataclass(frozen=True)
class NavItem:
    label: str
    url_name: str
    is_for: Callable[[Standing], bool]


def _has_desk(standing: Standing) -> bool:
    return bool(standing.heads or standing.officer_in or standing.acts_for_leaders)


def _reads(standing: Standing) -> bool:
    return standing.sees_all or standing.is_data_entry or bool(standing.sees or standing.secretary_of)


NAVIGATION = [
    NavItem(_("What we owe"), "desk", _has_desk),
    NavItem(_("Queues"), "queues", lambda standing: standing.sees_all),
    NavItem(_("Assignments"), "assignments", _reads),
    NavItem(_("Directives"), "directives", _reads),
    NavItem(_("Meetings"), "meetings", _reads),
    NavItem(_("Figures"), "statistics", _reads),
]


def navigation(request) -> dict:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    standing = SimpleLazyObject(lambda: standing_of(user))
    return {
        "standing": standing,
        "menu": SimpleLazyObject(lambda: [item for item in NAVIGATION if item.is_for(standing)]),
    }
