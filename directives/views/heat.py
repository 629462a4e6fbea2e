"""Units (or leaders, meetings, fields) by class: where it burns is seen at once. Worst first."""

from dataclasses import dataclass, field
from math import ceil

from django.shortcuts import render
from django.views.decorators.http import require_safe

from directives.querysets import Klass
from directives.statistics import GROUPINGS, Group, kept_statistics
from directives.views.as_of import day_shown
from directives.views.figures import FILTER_OF, GROUPED_BY

LEVELS = 5
# What burns stands beside the name, also on a narrow screen.
COLUMNS = (
    Klass.OPEN_OVERDUE,
    Klass.OPEN_WITHIN,
    Klass.OPEN_NO_DEADLINE,
    Klass.COMPLETED_ON_TIME,
    Klass.COMPLETED_LATE,
    Klass.COMPLETED_NO_DEADLINE,
)


@dataclass
class Cell:
    klass: str
    n: int
    level: int  # 0 for none, LEVELS for the most of its column


@dataclass
class HeatRow:
    group: Group
    cells: list[Cell] = field(default_factory=list)


@require_safe
def heat(request):
    shown = day_shown(request)
    by = request.GET.get("by", "unit")
    by = by if by in GROUPINGS else "unit"
    found = kept_statistics(shown.day, by=by, reader=request.standing)
    return render(
        request,
        "directives/heat.html",
        {
            "figures": found,
            "rows": heat_rows(found.groups),
            "by": by,
            "by_words": GROUPED_BY[by],
            "groupings": GROUPED_BY,
            "filter_name": FILTER_OF[by],
            "classes": [str(klass) for klass in COLUMNS],
            **shown.context(),
        },
        status=shown.status,
    )


def heat_rows(groups: list[Group]) -> list[HeatRow]:
    """Each number with its share of the highest in its column; columns are never compared with each other."""
    most = {klass: max((group.counts[klass] for group in groups), default=0) for klass in COLUMNS}
    return [
        HeatRow(group, [_cell(klass, group.counts[klass], most[klass]) for klass in COLUMNS])
        for group in groups
    ]


def _cell(klass: str, n: int, most: int) -> Cell:
    return Cell(klass, n, ceil(LEVELS * n / most) if n else 0)
