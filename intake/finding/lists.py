"""In which list and under whose heading a paragraph stands; what a list opens with holds for its items."""

import re
from dataclasses import dataclass, field

from intake.finding import words
from intake.finding.bodies import Body, bodies_at, end_of
from intake.finding.deadlines import Due
from intake.finding.segments import Block, Depth
from intake.finding.view import canonical


@dataclass
class Level:
    """A heading or an opening sentence: whom its items are for, and by when."""

    depth: int
    finer: int = 0
    lead: list[Body] = field(default_factory=list)
    lead_block: Block | None = None
    due: Due | None = None
    due_block: Block | None = None


class Lists:
    def __init__(self) -> None:
        self._levels: list[Level] = []

    def __bool__(self) -> bool:
        return bool(self._levels)

    def leave(self, block: Block) -> None:
        """A marker ends every list that stands as deep or deeper."""
        while self._levels and (self._levels[-1].depth, self._levels[-1].finer) >= (block.depth, block.finer):
            self._levels.pop()

    def enter(self, block: Block, level: Level) -> None:
        if block.depth is Depth.NONE:
            # Stands in the item above it, or opens a list at the bottom.
            if self._levels and self._levels[-1].depth >= 0:
                top = self._levels[-1]
                if level.lead:
                    top.lead, top.lead_block = level.lead, level.lead_block
                if level.due:
                    top.due, top.due_block = level.due, level.due_block
                return
            self._levels = []
        self._levels.append(level)

    @property
    def lead(self) -> list[tuple[Block, Body]]:
        for level in reversed(self._levels):
            if level.lead and level.lead_block:
                return [(level.lead_block, body) for body in level.lead]
        return []

    @property
    def due(self) -> tuple[Due | None, Block | None]:
        for level in reversed(self._levels):
            if level.due:
                return level.due, level.due_block
        return None, None


def depth_of(block: Block) -> int:
    return -1 if block.depth is Depth.NONE else int(block.depth)


_ADDRESSING = re.compile(
    canonical(r"(?:Đối với|Giao|Yêu cầu|Đề nghị|Về phía|Trách nhiệm của|Nhiệm vụ của|Với)\s+(?:cho )?"),
    re.IGNORECASE,
)
_WHICH = re.compile(canonical(r"\s+(?:có|trên|tại|thuộc|liên quan|nơi|trong|được|là)\s"))
_LONGEST_HEADING, _LONGEST_WHICH = 260, 60


def addressed_heading(block: Block, known: tuple[str, ...]) -> list[Body]:
    """A line that names addressees and nothing else: "1. Sở Công Thương", "Giao Bộ Tài chính:"."""
    text = block.line.text
    end = len(text.rstrip(" :.;"))
    if end - block.start > _LONGEST_HEADING or end <= block.start:
        return []
    opened = _ADDRESSING.match(text, block.start)
    bodies = _nothing_but(text, opened.end() if opened else block.start, end, known)
    if not bodies:
        return []
    closes = text.rstrip()[-1]
    marked = block.depth is not Depth.NONE or closes == ":"
    return bodies if marked and (closes not in ".;" or opened) else []


def _nothing_but(text: str, place: int, end: int, known: tuple[str, ...]) -> list[Body]:
    found = bodies_at(text[:end], place, known)
    if not found:
        return []
    rest = text[end_of(found, text[:end]) : end]
    if not rest.strip():
        return found
    # "Ủy ban nhân dân các xã, phường có …": what follows still says which.
    if _WHICH.match(rest) and len(rest) < _LONGEST_WHICH and not words.ACTION_AT.search(rest):
        last = found[-1]
        return [*found[:-1], Body(text[last.start : end], last.start, end, last.is_generic)]
    return []
