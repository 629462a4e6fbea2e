"""What stands in the menu and beside a page, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from units.standing import Standing


@dataclass(frozen=True)
class NavItem:
    label: str | Promise
    url_name: str
    is_for: Callable[[Standing], bool]
    argument: str = ""  # of the address, where it takes one that is no pk


def _has_desk(standing: Standing) -> bool:
    return bool(standing.heads or standing.officer_in or standing.acts_for_leaders)


def _reads(standing: Standing) -> bool:
    return standing.reads_all or bool(standing.sees or standing.secretary_of)


def _runs_meetings(standing: Standing) -> bool:
    return standing.reads_all


def _sees_all(standing: Standing) -> bool:
    return standing.sees_all


def _brings_in(standing: Standing) -> bool:
    return standing.is_office or standing.is_data_entry or standing.is_administrator


def _takes_in(standing: Standing) -> bool:
    return standing.is_office or standing.is_data_entry


NAVIGATION = [
    NavItem(_("First steps"), "first_run", lambda standing: standing.is_administrator),
    NavItem(_("What I said"), "leader", lambda standing: bool(standing.acts_for_leaders)),
    NavItem(_("What we owe"), "desk", _has_desk),
    NavItem(_("Office desk"), "queues", lambda standing: standing.sees_all),
    NavItem(_("Assignments"), "assignments", _reads),
    NavItem(_("Directives"), "directives", _reads),
    NavItem(_("Meetings"), "meetings", _reads),
    NavItem(_("Minutes in"), "intakes", _takes_in),
    NavItem(_("Excel in and out"), "transfers", _brings_in),
    NavItem(_("Figures"), "statistics", _reads),
    NavItem(_("Reports and letters"), "reports", _runs_meetings),
    NavItem(_("Calendar"), "calendar", _reads),
    NavItem(_("Reminder mails"), "mails", _reads),
]
# Beside the person, on every page.
SEARCH = NavItem(_("Search"), "search", _reads)
# What an upper room shows on a lower room's page: the page, then links that take the page's own pk.
PANELS = {
    **{
        f"{page}_out": [NavItem(_("Export to Excel"), "sheet_out", is_for, argument)]
        for page, argument, is_for in (
            ("assignments", "assignments", _reads),
            ("queue", "queue", _sees_all),
            ("directives", "directives", _reads),
            ("meetings", "meetings", _reads),
            ("statistics", "statistics", _reads),
            ("heat", "statistics", _reads),
            ("quality", "quality", _sees_all),
            ("ledger", "reminders", _sees_all),
            ("mails", "letters", _reads),
            ("reports", "documents", _runs_meetings),
            ("intakes", "minutes", _takes_in),
        )
    },
    "meetings_in": [NavItem(_("Bring in from Excel"), "transfers", _takes_in)],
    "queues": [NavItem(_("Reminder engine"), "engine_banner", lambda standing: standing.sees_all)],
    "directive": [NavItem(_("Reminders"), "directive_reminders", lambda standing: standing.sees_all)],
    "meeting": [
        NavItem(_("For the meeting room"), "meeting_room", _runs_meetings),
        NavItem(_("Progress of the meeting"), "meeting_progress", _reads),
        NavItem(_("Conclusion notice"), "meeting_conclusion", _runs_meetings),
        NavItem(_("Briefing table"), "meeting_briefing", _runs_meetings),
        NavItem(
            _("Many directives at once"),
            "directive_grid",
            _takes_in,
        ),
        NavItem(_("Minutes and proposals"), "meeting_minutes", _takes_in),
        NavItem(_("Carry over what is unfinished"), "carry_over", lambda standing: standing.is_office),
    ],
}


def navigation(request) -> dict:
    user, standing = getattr(request, "user", None), getattr(request, "standing", None)
    if user is None or standing is None or not user.is_authenticated:
        return {}
    return {
        "standing": standing,
        "search": SimpleLazyObject(lambda: SEARCH if SEARCH.is_for(standing) else None),
        "menu": SimpleLazyObject(lambda: [item for item in NAVIGATION if item.is_for(standing)]),
        "panels": SimpleLazyObject(
            lambda: {page: [one for one in PANELS[page] if one.is_for(standing)] for page in PANELS}
        ),
    }
