"""The calendar of deadlines: a month or a week, with the days that are not worked and why."""

import calendar as months
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from directives.kept import kept, scope_of
from directives.models import Assignment
from directives.querysets import WORST_FIRST
from units.working_calendar import WorkingCalendar, today

# A day of the month's view shows so many; the week's shows all.
SHOWN = 4
WEEK = timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass
class Item:
    directive: int
    code: str
    title: str
    klass: str
    n: int = 0


@dataclass
class Day:
    on: date
    is_working: bool
    occasion: str
    is_today: bool
    is_outside: bool = False  # of another month
    items: list[Item] = field(default_factory=list)
    is_whole: bool = False

    @property
    def is_made_up(self) -> bool:
        """A Saturday or Sunday worked in exchange."""
        return self.is_working and self.on.weekday() >= 5

    @property
    def is_holiday(self) -> bool:
        return not self.is_working and bool(self.occasion)

    @property
    def shown(self) -> list[Item]:
        return self.items if self.is_whole else self.items[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.items) - len(self.shown)


@require_safe
def calendar(request):
    asked_week, asked_month = request.GET.get("week", ""), request.GET.get("month", "")
    wanted = _day(asked_week) if asked_week else _day(f"{asked_month}-01") if asked_month else today()
    is_week, anchor = bool(asked_week), wanted or today()
    if is_week:
        monday = anchor - timedelta(days=anchor.weekday())
        weeks = [[monday + timedelta(days=n) for n in range(7)]]
        before, after = monday - WEEK, monday + WEEK
    else:
        weeks = months.Calendar().monthdatescalendar(anchor.year, anchor.month)
        before = anchor.replace(day=1) - timedelta(days=1)
        after = anchor.replace(day=28) + timedelta(days=4)
    days = _days(request.standing, weeks, month=None if is_week else anchor.month)
    return render(
        request,
        "directives/calendar.html",
        {
            "weeks": days,
            "is_week": is_week,
            "anchor": anchor,
            "first": weeks[0][0],
            "last": weeks[-1][-1],
            "previous": _query(before, is_week),
            "following": _query(after, is_week),
            "other_view": _query(anchor, not is_week),
            "now": _query(today(), is_week),
            "is_refused": wanted is None,
        },
        status=400 if wanted is None else 200,
    )


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


def _query(day: date, is_week: bool) -> str:
    return f"?week={day.isoformat()}" if is_week else f"?month={day:%Y-%m}"


def _days(standing, weeks: list[list[date]], *, month: int | None) -> list[list[Day]]:
    working, now = WorkingCalendar(), today()
    first, last = weeks[0][0], weeks[-1][-1]
    items = kept(("calendar", first, last, scope_of(standing)), lambda: _items(standing, first, last))
    return [
        [
            Day(
                on=day,
                is_working=working.is_working_day(day),
                occasion=working.occasion(day),
                is_today=day == now,
                is_outside=month is not None and day.month != month,
                items=items.get(day, []),
                is_whole=month is None,
            )
            for day in week
        ]
        for week in weeks
    ]


def _items(standing, start: date, end: date) -> dict[date, list[Item]]:
    """What is due on each day, one line a directive, of the rows whose deadline the person may read."""
    readable = Assignment.objects.visible_to(standing).readable_by(standing).classed(today())
    rows: Any = readable.standing_on(today()).filter(due_on__range=(start, end)).order_by()
    found: dict[tuple[date, int], Item] = {}
    counted = rows.values("due_on", "directive", "directive__code", "directive__title", "klass")
    counted = counted.annotate(n=Count("pk"))
    for row in counted:
        key = (row["due_on"], row["directive"])
        item = found.setdefault(
            key, Item(row["directive"], row["directive__code"], row["directive__title"], row["klass"])
        )
        item.n += row["n"]
        item.klass = min(item.klass, row["klass"], key=WORST_FIRST.index)
    days: dict[date, list[Item]] = {}
    for (day, _directive), item in sorted(
        found.items(), key=lambda one: (WORST_FIRST.index(one[1].klass), one[1].code)
    ):
        days.setdefault(day, []).append(item)
    return days
