"""The tables of the statistics page and of the data-quality page: the same figures, asked in the same way."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from directives.quality import missing, silent, times_to_issue
from directives.querysets import Klass
from directives.statistics import AGAINST, GROUPINGS, Figures, Group, kept_charts, kept_statistics
from directives.views.as_of import day_shown
from directives.views.charts import age_words
from directives.views.figures import AGAINST_WORDS, GROUPED_BY
from directives.views.quality import SILENCES
from sheets.content import Asking, Book, Column, of_rows
from units.text import day_words
from units.working_calendar import today


def of_page(asking: Asking) -> Book:
    shown = day_shown(asking)
    by = asking.GET.get("by", "unit")
    by = by if by in GROUPINGS else "unit"
    against = asking.GET.get("against", "due")
    against = against if against in AGAINST else "due"
    found = kept_statistics(shown.day, by=by, against=against, reader=asking.standing)
    months, ages = kept_charts(shown.day, reader=asking.standing)
    total = Group(**{name: getattr(found, name) for name in Figures.__dataclass_fields__}, name=_("Total"))
    tables = [
        of_rows(str(GROUPED_BY[by]), _columns(str(GROUPED_BY[by])), [*found.groups, total]),
        of_rows(_("On time by month"), _month_columns(), months),
        of_rows(_("Open work by age"), _age_columns(), list(ages.items())),
    ]
    about = [
        (_("List"), _("Figures")),
        (_("As of"), day_words(shown.day)),
        (_("Measured"), str(AGAINST_WORDS[against])),
        (_("Counted"), _("Counted are lead assignments of tasks that this account may see.")),
    ]
    return Book(_("Figures"), tables, about)


def _count(klass: str) -> Callable[[Any], int]:
    return lambda one: one.counts[klass]


def _open_count(klass: str) -> Callable[[Any], int]:
    return lambda one: one[1].get(klass, 0)


def _columns(head: str) -> list[Column]:
    return [
        Column("group", head, lambda one: one.name or "–", width=44),
        *(Column(klass, str(Klass(klass).label), _count(klass), "number", 15) for klass in Klass.values),
        Column("total", _("Total"), lambda one: one.total, "number", 10),
        Column("rate", _("Official rate"), lambda one: one.official_rate, "rate", 12),
        Column("discipline", _("Update discipline"), lambda one: one.update_discipline, "rate", 12),
        Column("late", _("Days late, on average"), lambda one: one.mean_late_days, "number", 12),
        Column("extended", _("Extended"), lambda one: one.extended, "number", 10),
    ]


def _month_columns() -> list[Column]:
    return [
        Column("month", _("Month"), lambda one: one.month, "day", 13),
        Column("on_time", _("Completed on time"), lambda one: one.on_time, "number", 16),
        Column("due", _("Due or overdue"), lambda one: one.due, "number", 16),
        Column("rate", _("Rate"), lambda one: one.rate, "rate", 12),
    ]


def _age_columns() -> list[Column]:
    classes = (Klass.OPEN_OVERDUE, Klass.OPEN_WITHIN, Klass.OPEN_NO_DEADLINE)
    return [
        Column("age", _("Age"), lambda one: str(age_words(one[0])), width=24),
        *(Column(klass, str(klass.label), _open_count(klass), "number", 16) for klass in classes),
    ]


def of_quality(asking: Asking) -> Book:
    day = today()
    found = missing(asking.standing, day)
    lines = [
        (_("Open assignments without a deadline"), found.deadline),
        (_("Open assignments without anyone in charge"), found.anyone),
        (_("Open assignments without an officer"), found.officer),
        (_("Directives without addressee"), found.addressee),
        *(
            (_("In progress without a report for %(n)s days") % {"n": days}, n)
            for days, n in silent(asking.standing, day, SILENCES)
        ),
        (_("Open assignments"), found.open),
    ]
    counts = [
        Column("what", _("What is missing"), lambda one: one[0], width=52),
        Column("n", _("Rows"), lambda one: one[1], "number", 10),
    ]
    times = [
        Column("meeting", _("Code of the meeting"), lambda one: one.meeting.code, width=16),
        Column("title", _("Meeting"), lambda one: one.meeting.title, width=44),
        Column("issued", _("Issued"), lambda one: one.issued, "number", 12),
        Column("hours", _("Hours to issue, median"), lambda one: one.hours, "number", 16),
        Column("most", _("Hours to issue, most"), lambda one: one.most_hours, "number", 16),
    ]
    tables = [
        of_rows(_("Data quality"), counts, lines),
        of_rows(_("From meeting to issue"), times, times_to_issue(asking.standing)),
    ]
    return Book(_("Data quality"), tables, [(_("List"), _("Data quality")), (_("As of"), day_words(day))])
