"""What comes out of reading a workbook. Reasons travel as codes and become sentences here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

# More rows than any import of the house has; and what a table's width can be.
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_LETTERS = 32_767
# What the file may unpack to: a table of that size is far below.
MOST_UNPACKED = 150 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_OUTPUT = 96 * 1024 * 1024
SECONDS = 60


class Why(StrEnum):
    EMPTY = "empty"
    TYPE = "type"
    OLD = "old"
    BROKEN = "broken"
    PROTECTED = "protected"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    TOO_MUCH_WORK = "too_much_work"
    TOO_MANY_ROWS = "too_many_rows"
    NO_ROWS = "no_rows"


@dataclass(frozen=True)
class Grid:
    """`rows` are the rows that hold something: [number, {column number: [kind, value]}]. Kinds: t(ext), n(umber),
    d(ay, ISO), b(oolean), e(rror of a formula), m (covered by a merged range that cannot be read as one cell)."""

    rows: list[tuple[int, dict[int, tuple[str, Any]]]]
    # Ranges of merged cells that were read as if each cell held the value: [first cell, last cell].
    merged: list[list[str]]


class Unreadable(Exception):
    def __init__(self, why: Why, name: str):
        super().__init__(why, name)
        self.why = why
        self.name = name

    @property
    def message(self) -> str:
        return _sentence(self.why) % {"name": self.name, "rows": f"{MOST_ROWS:,}".replace(",", ".")}


def _sentence(why: Why) -> str:
    match why:
        case Why.EMPTY:
            return _("“%(name)s” is empty.")
        case Why.TYPE:
            return _("“%(name)s” is no Excel workbook. Save it as xlsx.")
        case Why.OLD:
            return _("“%(name)s” is an old Excel file (xls). Save it as xlsx.")
        case Why.BROKEN:
            return _(
                "“%(name)s” is damaged or not an Excel workbook. Open it in Excel and save it again as xlsx."
            )
        case Why.PROTECTED:
            return _("“%(name)s” is protected by a password. Remove the protection and choose it again.")
        case Why.UNPACKS_TOO_BIG:
            return _("“%(name)s” unpacks to far more than a table can hold, so it was not opened.")
        case Why.TOO_MUCH_WORK:
            return _(
                "“%(name)s” takes too long or too much memory to read. Copy its table into the template."
            )
        case Why.TOO_MANY_ROWS:
            return _("“%(name)s” has more than %(rows)s rows. Split it into several files.")
        case Why.NO_ROWS:
            return _("“%(name)s” holds no row below its header.")
