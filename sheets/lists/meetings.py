"""The meetings as a workbook."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Meeting
from meetings.views import meetings_asked
from sheets.content import Asking, Book, Column, of_query
from units.models import Leader


def _name(leader: Leader | None) -> str:
    return str(leader or "")


# Also the first columns of a directive's row, so that one file can bring both.
COLUMNS = [
    Column("meeting", gettext_lazy("Code of the meeting"), lambda one: one.code, width=16),
    Column(
        "meeting_kind", gettext_lazy("Kind of meeting"), lambda one: str(one.get_kind_display()), width=22
    ),
    Column("meeting_title", gettext_lazy("Title of the meeting"), lambda one: one.title, width=44),
    Column("meeting_period", gettext_lazy("Period"), lambda one: one.period_words, width=14),
    Column("meeting_day", gettext_lazy("Held on"), lambda one: one.held_on, "day", 13),
    Column(
        "meeting_leader",
        gettext_lazy("Presiding at the meeting"),
        lambda one: str(one.presided_by or ""),
        width=24,
    ),
    Column("meeting_place", gettext_lazy("Place"), lambda one: one.place, width=20),
]


def of_list(asking: Asking) -> Book:
    rows, kind, words = meetings_asked(asking)
    about = [(_("List"), _("Meetings"))]
    if kind in Meeting.Kind.values:
        about.append((_("Kind"), str(Meeting.Kind(kind).label)))
    if words:
        about.append((_("Search"), words))
    return Book(_("Meetings"), [of_query(_("Meetings"), COLUMNS, rows)], about)
