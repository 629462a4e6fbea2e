"""Every list that goes out as a workbook: who may have it, and how it is made from the address of its page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directives.views.office import QUEUES
from sheets.content import Asking, Book
from sheets.lists import assignments, directives, figures, ledger, meetings, papers, register
from units.standing import Standing, keeps_the_register


@dataclass(frozen=True)
class List:
    label: str | Promise
    is_for: Callable[[Asking], bool]
    make: Callable[[Asking], Book]
    page: str  # the address it is the workbook of
    page_argument: str = ""


def _reads(asking: Asking) -> bool:
    standing = asking.standing
    return standing.reads_all or bool(standing.sees or standing.secretary_of)


def _sees_all(asking: Asking) -> bool:
    return asking.standing.sees_all


def _knows_the_register(asking: Asking) -> bool:
    return (
        asking.standing.sees_all
        or asking.standing.is_data_entry
        or keeps_the_register(asking.user, asking.standing)
    )


def _keeps_the_register(asking: Asking) -> bool:
    return keeps_the_register(asking.user, asking.standing)


def _runs_meetings(asking: Asking) -> bool:
    return asking.standing.reads_all


def _takes_in(asking: Asking) -> bool:
    return asking.standing.is_office or asking.standing.is_data_entry


LISTS: dict[str, List] = {
    "assignments": List(_("Assignments"), _reads, assignments.of_table, "assignments"),
    "directives": List(_("Directives"), _reads, directives.of_list, "directives"),
    "meetings": List(_("Meetings"), _reads, meetings.of_list, "meetings"),
    "units": List(_("Units"), _knows_the_register, register.of_units, "transfers"),
    "people": List(_("People and posts"), _keeps_the_register, register.of_people, "transfers"),
    "statistics": List(_("Figures"), _reads, figures.of_page, "statistics"),
    "quality": List(_("Data quality"), _sees_all, figures.of_quality, "quality"),
    "reminders": List(_("Ledger of reminders"), _sees_all, ledger.of_list, "ledger"),
    "letters": List(_("Reminder mails"), _reads, papers.of_letters, "mails"),
    "documents": List(_("Reports and letters"), _runs_meetings, papers.of_documents, "reports"),
    "minutes": List(_("Minutes in"), _takes_in, papers.of_minutes, "intakes"),
    "queue": List(_("Open assignments"), _sees_all, assignments.of_queue(""), "queues"),
    **{
        f"queue-{name}": List(one.label, _sees_all, assignments.of_queue(name), "queue", name)
        for name, one in QUEUES.items()
    },
}


def asking_of(user, standing: Standing, query: str) -> Asking:
    return Asking(QueryDict(query), standing, user)
