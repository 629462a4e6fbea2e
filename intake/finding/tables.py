"""Tables of tasks: a heading row that names its columns, and a row for each task."""

import re
from dataclasses import dataclass, field, replace

from intake.finding.bodies import Body, bodies_at, end_of
from intake.finding.deadlines import Calendar, Due, deadline_in
from intake.finding.segments import Block, trim
from intake.finding.view import canonical

_COLUMNS = (
    ("support", re.compile(canonical(r"phối hợp"), re.IGNORECASE)),
    ("due", re.compile(canonical(r"thời hạn|thời gian|tiến độ|hạn hoàn thành|hoàn thành"), re.IGNORECASE)),
    (
        "lead",
        re.compile(
            canonical(r"chủ trì|(?:đơn vị|cơ quan|bộ phận) (?:thực hiện|phụ trách|được giao)|đầu mối"),
            re.IGNORECASE,
        ),
    ),
    ("task", re.compile(canonical(r"nội dung|nhiệm vụ|công việc|ý kiến chỉ đạo"), re.IGNORECASE)),
)
_LONGEST_HEAD, _LONGEST_NAME, _SHORTEST_TASK = 60, 160, 8


@dataclass
class Row:
    """One task of a table; places are of the block's line."""

    start: int
    end: int
    task_at: int
    task_end: int
    lead: list[Body] = field(default_factory=list)
    support: list[Body] = field(default_factory=list)
    due: Due | None = None


class Table:
    """Remembers the columns of the table the walk is in."""

    def __init__(self) -> None:
        self._columns: dict[str, int] = {}

    def row(self, block: Block, known: Calendar, names: tuple[str, ...]) -> Row | None:
        """The task of this line; None where it is no row, or the heading itself (see `is_heading`)."""
        cells = _cells(block.line.text)
        if len(cells) < 2:
            self._columns = {}
            return None
        if columns := _heading(block.line.text, cells):
            self._columns = columns
            return None
        if not self._columns or max(self._columns.values()) >= len(cells):
            return None
        text = block.line.text
        start, end = cells[self._columns["task"]]
        if end - start < _SHORTEST_TASK:
            return None
        row = Row(start, max(end, *(cells[place][1] for place in self._columns.values())), start, end)
        row.lead = _bodies(text, *cells[self._columns["lead"]], names)
        if "support" in self._columns:
            row.support = _bodies(text, *cells[self._columns["support"]], names)
        if "due" in self._columns:
            row.due = _due(text, *cells[self._columns["due"]], known)
        return row

    def is_heading(self, block: Block) -> bool:
        return bool(_heading(block.line.text, _cells(block.line.text)))


def _cells(text: str) -> list[tuple[int, int]]:
    if "|" not in text:
        return []
    bars = [-1, *(place for place, sign in enumerate(text) if sign == "|"), len(text)]
    cells = [trim(text, start + 1, end) for start, end in zip(bars, bars[1:], strict=False)]
    if text.lstrip().startswith("|"):
        cells = cells[1:]
    if text.rstrip().endswith("|"):
        cells = cells[:-1]
    return cells


def _heading(text: str, cells: list[tuple[int, int]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, (start, end) in enumerate(cells):
        if end - start > _LONGEST_HEAD:
            return {}
        for name, pattern in _COLUMNS:
            if name not in columns and pattern.search(text, start, end):
                columns[name] = place
                break
    return columns if {"task", "lead"} <= columns.keys() else {}


def _bodies(text: str, start: int, end: int, names: tuple[str, ...]) -> list[Body]:
    """Whoever stands in the cell; what the grammar does not know is taken as it stands."""
    if start >= end or not text[start].isalpha():
        return []
    found = bodies_at(text[:end], start, names)
    if found and not text[end_of(found, text[:end]) : end].strip():
        return found
    return [Body(text[start:end], start, end)] if end - start <= _LONGEST_NAME else []


def _due(text: str, start: int, end: int, known: Calendar) -> Due | None:
    cell = text[start:end]
    for before in ("", "trước ", "trong "):
        if due := deadline_in(before + cell, known):
            return replace(
                due, start=start + max(due.start - len(before), 0), end=start + max(due.end - len(before), 0)
            )
    return None
