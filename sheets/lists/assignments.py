"""The big table as a workbook: the page's rows, its order and the columns chosen on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from directives.lifecycle import State
from directives.models import Assignment
from directives.querysets import Klass
from directives.views.as_of import day_shown
from directives.views.lists import assignment_rows
from directives.views.office import OF_DIRECTIVES, QUEUES, queue_rows
from directives.views.table import COLUMNS, USUAL, Asked, asked_of
from sheets.content import Asking, Book, Column, of_query
from sheets.lists import directives
from sheets.wording import filter_words
from sheets.writing import columns_of
from units.text import day_words
from units.working_calendar import today

Row = Any


def of_table(asking: Asking) -> Book:
    shown = day_shown(asking)
    return _book(_("Assignments"), asked_of(asking, lambda: assignment_rows(asking, shown.day)), shown.day)


def of_queue(name: str) -> Callable[[Asking], Book]:
    def make(asking: Asking) -> Book:
        day = today()
        rows = queue_rows(name, asking.standing, day)
        words = str(QUEUES[name].label) if name else _("Open assignments")
        if name in OF_DIRECTIVES:
            return directives.book(words, rows, day, asking)
        usual = QUEUES[name].columns if name else USUAL
        return _book(words, asked_of(asking, lambda: rows.marking_readable(asking.standing), usual), day)

    return make


def _book(title: str, asked: Asked, day: date) -> Book:
    columns = columns_of(columns_on(day), asked.columns)
    about = [(_("List"), title), (_("As of"), day_words(day)), *filter_words(asked.filter.form)]
    # Many rows share a directive, a meeting, a unit: fetched once a piece they are one object each, not thousands.
    shared = (
        "directive__meeting",
        "directive__leader",
        "directive__field",
        "unit",
        "leader",
        "officer",
        "follower",
    )
    rows = asked.rows.select_related(None).prefetch_related(*shared)
    return Book(title, [of_query(title, columns, rows)], about)


def columns_on(day: date) -> list[Column]:
    label = {name: column.label for name, column in COLUMNS.items()}
    # Translated once, not once a row.
    klasses, states, roles = (
        {one.value: str(one.label) for one in choices} for choices in (Klass, State, Assignment.Role)
    )

    def own(value: Callable[[Row], Any]) -> Callable[[Row], Any]:
        # Of a co-addressee's row no more is said than its class.
        return lambda row: value(row) if row.readable else None

    return [
        Column("code", label["code"], lambda row: row.directive.code, width=16),
        Column("title", label["title"], lambda row: row.directive.title, width=60),
        Column("unit", label["unit"], lambda row: str(row.addressee), width=36),
        Column("role", _("Role"), lambda row: roles[row.role], width=12, beside="unit"),
        Column("leader", label["leader"], lambda row: _words(row.directive.leader), width=24),
        Column("meeting", label["meeting"], lambda row: str(row.directive.meeting), width=36),
        Column("field", label["field"], lambda row: _words(row.directive.field), width=20),
        Column("due", label["due"], own(lambda row: row.due_then), "day", 13),
        Column("asked", _("Asked for"), own(lambda row: row.asked_due), "day", 13),
        Column("asked_reason", _("Reason of the request"), own(lambda row: row.asked_reason), width=40, beside="asked"),
        Column("class", label["class"], lambda row: klasses[row.klass], width=22),
        Column("days_late", _("Days late"), own(lambda row: days_late(row, day)), "number", 10, "class"),
        Column("state", label["state"], own(lambda row: states[row.state_then]), width=22),
        Column("officer", label["officer"], own(lambda row: _words(row.officer)), width=26),
        Column("follower", label["follower"], own(lambda row: _words(row.follower)), width=26),
        Column("report", label["report"], own(lambda row: row.report_shown), "day", 13),
    ]  # fmt: skip


def _words(one: Any) -> str:
    return "" if one is None else str(one)


def days_late(row: Row, day: date) -> int | None:
    """As the badge counts: of what is late or overdue the days behind the deadline."""
    if row.klass == Klass.COMPLETED_LATE:
        return (row.done_then - row.due_then).days
    if row.klass == Klass.OPEN_OVERDUE:
        until = row.done_then if row.state_then == State.REPORTED and row.done_then else day
        return (until - row.due_then).days
    return None
