"""Charts as SVG drawn on the server: they print, need no script, and each has its table beside it."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.models import Assignment
from directives.querysets import Klass
from directives.statistics import BurnUp, MonthRate, burn_up
from directives.views.as_of import day_shown
from meetings.models import Meeting

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 36, 12, 32
INNER_WIDTH, INNER_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str
    value: str
    colour: str = "within"

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def y_of(share: float) -> float:
    return round(TOP + INNER_HEIGHT * (1 - share), 1)


def rate_bars(months: list[MonthRate]) -> list[Bar]:
    """One bar a month, as high as its rate; a month in which nothing was due has none."""
    step = INNER_WIDTH / len(months)
    return [
        Bar(
            x=round(LEFT + step * n + step * 0.15, 1),
            y=y_of(one.rate or 0),
            width=round(step * 0.7, 1),
            height=round(INNER_HEIGHT * (one.rate or 0), 1),
            label=f"{one.month:%m/%y}",
            value="" if one.rate is None else f"{one.rate * 100:.0f}",
            colour="done",
        )
        for n, one in enumerate(months)
    ]


def age_bars(ages: dict[str, dict[str, int]]) -> list[Bar]:
    """A stack for each age: overdue below, then within time, then without a day."""
    most = max((sum(counts.values()) for counts in ages.values()), default=0) or 1
    step = INNER_WIDTH / len(ages)
    bars = []
    for n, (name, counts) in enumerate(ages.items()):
        base = 0
        for klass, colour in (
            (Klass.OPEN_OVERDUE, "overdue"),
            (Klass.OPEN_WITHIN, "within"),
            (Klass.OPEN_NO_DEADLINE, "undated"),
        ):
            count = counts[klass]
            base += count
            bars.append(
                Bar(
                    x=round(LEFT + step * n + step * 0.2, 1),
                    y=y_of(base / most),
                    width=round(step * 0.6, 1),
                    height=round(INNER_HEIGHT * count / most, 1),
                    label=age_words(name) if klass == Klass.OPEN_OVERDUE else "",
                    value=str(count) if count else "",
                    colour=colour,
                )
            )
    return bars


def age_words(name: str) -> str:
    words = {
        "30": _("up to 30 days"),
        "90": _("31 to 90 days"),
        "180": _("91 to 180 days"),
        "365": _("181 to 365 days"),
        "more": _("over a year"),
    }
    return str(words[name])


def burn_lines(points: list[BurnUp]) -> dict[str, Any]:
    """Three lines over the days: all, completed, overdue."""
    most = max((point.total for point in points), default=0) or 1
    step = INNER_WIDTH / max(1, len(points) - 1)

    def line(name: str) -> str:
        return " ".join(
            f"{LEFT + step * n:.1f},{y_of(getattr(point, name) / most)}" for n, point in enumerate(points)
        )

    return {
        "total": line("total"),
        "completed": line("completed"),
        "overdue": line("overdue"),
        "most": most,
        "marks": [(round(LEFT + step * n, 1), f"{point.on:%d/%m/%y}") for n, point in enumerate(points)],
    }


@require_safe
def meeting_progress(request, pk: int):
    """What became of a meeting's directives, day by day."""
    shown = day_shown(request)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.standing), pk=pk)
    rows = Assignment.objects.visible_to(request.standing).readable_by(request.standing)
    points = burn_up(meeting, shown.day, rows=rows)
    context = {"meeting": meeting, "points": points, "lines": burn_lines(points), **shown.context()}
    return render(request, "directives/meeting_progress.html", context, status=shown.status)
