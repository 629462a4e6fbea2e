"""The directives as a workbook: one row each, with its meeting, its addressees and the deadline.

The same columns are the template by which directives come in (`sheets.reading_in.directives`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directives.lifecycle import DirectiveState
from directives.models import Assignment, ProposedAddressee
from directives.views.as_of import day_shown
from directives.views.lists import directives_asked
from meetings.models import Meeting
from sheets.content import Asking, Book, Column, of_query
from sheets.lists import meetings
from sheets.wording import filter_words
from units.standing import Standing
from units.text import day_words

# Several units in one cell stand one below the other.
DIVIDER = "\n"


def _named(directive: Any, role: str) -> str:
    """Who owes it; of a draft, whom its source names."""
    if directive.state == DirectiveState.DRAFT:
        return DIVIDER.join(one.name for one in directive.proposed.all() if one.role == role)
    return DIVIDER.join(str(row.addressee) for row in directive.rows if row.role == role)


def deadline_of(directive: Any) -> date | None:
    """The day of the source while it is a draft; then the latest one that a lead still owes it by."""
    if directive.state == DirectiveState.DRAFT:
        return directive.stated_due_on
    # What another unit was given is its own affair: only a day everybody may read stands here.
    days = [row.due_then for row in directive.rows if row.is_lead and row.readable]
    return max((day for day in days if day), default=None)


OWN = [
    Column("code", gettext_lazy("Code of the directive"), lambda one: one.code, width=18),
    Column("title", gettext_lazy("What is to be done"), lambda one: one.title, width=60),
    Column("words", gettext_lazy("Words of the leader"), lambda one: one.words, width=60),
    Column("source", gettext_lazy("Source"), lambda one: one.source_item, width=24),
    Column("leader", gettext_lazy("Leader"), lambda one: str(one.leader or ""), width=24),
    Column("field", gettext_lazy("Field"), lambda one: str(one.field or ""), width=20),
    Column("urgency", gettext_lazy("Urgency"), lambda one: str(one.get_urgency_display()), width=14),
    Column("key", gettext_lazy("Key task"), lambda one: str(_("yes") if one.is_key else _("no")), width=10),
    Column("kind", gettext_lazy("Kind"), lambda one: str(one.get_kind_display()), width=14),
    Column("product", gettext_lazy("Expected product"), lambda one: one.expected_product, width=30),
    Column(
        "lead", pgettext_lazy("of units", "Lead units"), lambda one: _named(one, Assignment.Role.LEAD), width=36
    ),
    Column(
        "support", pgettext_lazy("of units", "Support units"), lambda one: _named(one, Assignment.Role.SUPPORT),
        width=36,
    ),
    Column("due", gettext_lazy("Deadline"), deadline_of, "day", 13),
    Column("state", gettext_lazy("State"), lambda one: str(one.get_state_display()), width=18),
    Column("issued", gettext_lazy("Issued on"), lambda one: one.issued_on, "day", 13),
]  # fmt: skip


def _of_meeting(column: Column) -> Column:
    value = column.value
    return replace(column, value=lambda one: value(one.meeting))


COLUMNS = [*OWN[:1], *(_of_meeting(column) for column in meetings.COLUMNS), *OWN[1:]]


def of_list(asking: Asking) -> Book:
    shown, asked = day_shown(asking), directives_asked(asking)
    about = [(_("As of"), day_words(shown.day)), *filter_words(asked.form)]
    return book(_("Directives"), asked.qs, shown.day, asking, about)


def book(title: str, rows: Any, day: date, asking: Asking, about: Iterable[tuple[str, str]] = ()) -> Book:
    whole_rows = whole(rows, day, asking.standing)
    return Book(title, [of_query(title, COLUMNS, whole_rows)], [(_("List"), title), *about])


def whole(rows: Any, day: date, standing: Standing) -> Any:
    """With everything the columns ask for."""
    owed = Assignment.objects.classed(day).standing_on(day).marking_readable(standing)
    return rows.for_list().prefetch_related(
        Prefetch("meeting", Meeting.objects.select_related("presided_by")),
        Prefetch("assignments", owed.select_related("unit", "leader").order_by("role", "pk"), to_attr="rows"),
        Prefetch("proposed", ProposedAddressee.objects.select_related("unit", "leader", "group")),
    )
