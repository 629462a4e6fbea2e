"""One cell of a file that came in, read as what its column is; what it cannot be is said at its address."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from units.text import fold
from units.working_calendar import FIRST_DAY, LAST_DAY

# Days as a program counts them that lost the format of the cell.
SERIAL_DAYS = range(25_569, 73_051)  # 1970 to 2099
SERIAL_START = date(1899, 12, 30)
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?")
YES = {"co", "x", "yes", "true", "dung", "1", "y"}
NO = {"", "khong", "no", "false", "sai", "0", "n"}

Cell = tuple[str, Any]


class Wrong(Exception):
    """A cell cannot be what it should be; the sentence says why."""


@dataclass
class Row:
    """A row under the header: its cells by the column's name, and what was found while reading them."""

    number: int
    cells: dict[str, Cell]
    letters: dict[str, str]  # name of a column -> its letter
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def at(self, name: str) -> str:
        return f"{self.letters.get(name, '')}{self.number}"

    def has(self, name: str) -> bool:
        """Whether the file has that column at all."""
        return name in self.letters

    def is_blank(self, names: Iterable[str]) -> bool:
        return not any(name in self.cells for name in names)

    def problem(self, name: str, words: str) -> None:
        self.problems.append((self.at(name), words))

    def note(self, name: str, words: str) -> None:
        if (self.at(name), words) not in self.notes:
            self.notes.append((self.at(name), words))

    def read(self, name: str, how: Callable[["Row", str], Any], default: Any = None) -> Any:
        """The cell as `how` understands it; where it cannot, the problem stands at its address."""
        try:
            return how(self, name)
        except Wrong as wrong:
            self.problem(name, str(wrong))
            return default

    def refuse_unreadable(self) -> None:
        for name, (kind, value) in self.cells.items():
            if kind == "m":
                self.problem(
                    name, _("The cells %(range)s are merged sideways. Take them apart.") % {"range": value}
                )
            elif kind == "e":
                self.problem(
                    name, _("The formula of this cell ends in an error (%(value)s).") % {"value": value}
                )


def text(row: Row, name: str) -> str:
    """What stands in the cell, as a person reads it."""
    kind, value = row.cells.get(name, ("t", ""))
    if kind == "d":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if kind == "n":
        return str(int(value)) if float(value).is_integer() else str(value)
    if kind == "b":
        return str(_("yes") if value else _("no"))
    return unicodedata.normalize("NFC", str(value))


def short(most: int) -> Callable[[Row, str], str]:
    """A text of one line, at most so long."""

    def read(row: Row, name: str) -> str:
        found = " ".join(text(row, name).split())
        if len(found) > most:
            raise Wrong(_("%(n)s letters; at most %(most)s have room.") % {"n": len(found), "most": most})
        return found

    return read


def day(row: Row, name: str) -> date | None:
    kind, value = row.cells.get(name, ("t", ""))
    if kind == "n":
        if int(value) not in SERIAL_DAYS:
            raise Wrong(_("%(value)s is a number, no day. Write dd/mm/yyyy.") % {"value": value})
        found = SERIAL_START + timedelta(days=int(value))
        row.note(
            name,
            _("The number %(value)s was read as %(day)s.")
            % {"value": int(value), "day": f"{found:%d/%m/%Y}"},
        )
    elif kind == "d":
        found = date.fromisoformat(value)
    else:
        written = text(row, name).strip()
        if not written:
            return None
        found = _written_day(row, name, written)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Wrong(_("%(day)s: such a year is a typing error.") % {"day": f"{found:%d/%m/%Y}"})
    return found


def _written_day(row: Row, name: str, written: str) -> date:
    if match := _DAY.fullmatch(written):
        number, month, year = (int(part) for part in match.groups())
        is_short = len(match.group(3)) == 2
        year += 2000 if is_short else 0
    elif match := _ISO.fullmatch(written):
        year, month, number = (int(part) for part in match.groups())
        is_short = False
    else:
        raise Wrong(_("“%(text)s” is no day. Write dd/mm/yyyy, such as 15/09/2024.") % {"text": written[:40]})
    try:
        found = date(year, month, number)
    except ValueError:
        raise Wrong(_("“%(text)s”: there is no such day.") % {"text": written}) from None
    if is_short:
        row.note(name, _("“%(text)s” was read as %(day)s.") % {"text": written, "day": f"{found:%d/%m/%Y}"})
    return found


def yes_or_no(row: Row, name: str) -> bool:
    kind, value = row.cells.get(name, ("t", ""))
    if kind == "b":
        return bool(value)
    written = fold(text(row, name))
    if written in YES:
        return True
    if written in NO:
        return False
    raise Wrong(_("Write “%(yes)s” or “%(no)s”.") % {"yes": _("yes"), "no": _("no")})


def one_of(
    choices: Iterable[tuple[str, Iterable[str]]], *, default: str | None = None
) -> Callable[[Row, str], str]:
    """A value by one of its names, marks and letter case ignored; an empty cell is the default."""
    known = {fold(word): value for value, words in choices for word in (value, *words)}
    offered = [next(iter(words)) for _value, words in choices]

    def read(row: Row, name: str) -> str:
        written = text(row, name).strip()
        if not written and default is not None:
            return default
        found = known.get(fold(written))
        if found is None:
            raise Wrong(
                _("“%(text)s” is none of: %(offered)s.")
                % {"text": written[:60], "offered": "; ".join(offered)}
            )
        return found

    return read


def lines(row: Row, name: str) -> list[str]:
    """Several names in one cell: one below the other, or divided by semicolons."""
    return [
        part for one in re.split(r"[\n;]+", text(row, name)) if (part := " ".join(one.split()).strip(" ,.-"))
    ]


def same(cell: Cell | None, wanted: Any) -> bool:
    """Whether the cell says what the export of that value would have written."""
    kind, value = cell or ("t", "")
    if wanted in (None, ""):
        return value == ""
    if isinstance(wanted, datetime):
        wanted = wanted.date()
    if isinstance(wanted, date):
        return value == (wanted.isoformat() if kind == "d" else f"{wanted:%d/%m/%Y}")
    if isinstance(wanted, bool):
        wanted = str(_("yes") if wanted else _("no"))
    if isinstance(wanted, (int, float)):
        return kind == "n" and abs(float(value) - wanted) < 1e-9
    if kind == "n" and float(value).is_integer():
        # A code of digits alone that a program took for a number.
        value = int(value)
    return _plain(str(value)) == _plain(str(wanted)[:32_767])


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def letter(column: int) -> str:
    return get_column_letter(column)
