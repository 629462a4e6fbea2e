"""Tables more than one document shows."""

from directives.querysets import Klass
from directives.statistics import Figures, Statistics
from reports.content import Column, Table

CLASSES = (
    (Klass.COMPLETED_ON_TIME, "Hoàn thành đúng hạn"),
    (Klass.COMPLETED_LATE, "Hoàn thành quá hạn"),
    (Klass.COMPLETED_NO_DEADLINE, "Hoàn thành, không thời hạn"),
    (Klass.OPEN_WITHIN, "Chưa hoàn thành, trong hạn"),
    (Klass.OPEN_OVERDUE, "Chưa hoàn thành, quá hạn"),
    (Klass.OPEN_NO_DEADLINE, "Chưa hoàn thành, không thời hạn"),
)


def by_unit(found: Statistics, name: str = "Theo đơn vị") -> Table:
    """Unit by unit, the worst first, with the classes and the rates."""
    columns = [
        Column("STT", 6, "number"),
        Column("Đơn vị", 24),
        Column("Tổng số", 8, "number"),
        *(Column(words, 9, "number") for _klass, words in CLASSES),
        Column("Tỷ lệ hoàn thành", 10, "rate"),
    ]
    rows = [[n, group.name or "(chưa rõ)", *_cells(group)] for n, group in enumerate(found.groups, start=1)]
    return Table(name, columns, rows, [None, "Tổng cộng", *_cells(found)] if rows else [])


def _cells(one: Figures) -> list:
    return [one.total, *(one.counts[klass] for klass, _words in CLASSES), one.official_rate]


def figures(found: Statistics) -> dict:
    """Single figures by name, for templates and checks."""
    counts = found.counts
    return {
        "total": found.total,
        "completed": found.completed + counts[Klass.COMPLETED_NO_DEADLINE],
        "open": counts[Klass.OPEN_WITHIN] + counts[Klass.OPEN_OVERDUE] + counts[Klass.OPEN_NO_DEADLINE],
        "directives": found.directives["total"],
        "official_rate": found.official_rate,
        "update_discipline": found.update_discipline,
        **{str(klass): counts[klass] for klass, _words in CLASSES},
    }


def rank_of(found: Statistics) -> dict[str, int]:
    return {group.key: n for n, group in enumerate(found.groups)}
