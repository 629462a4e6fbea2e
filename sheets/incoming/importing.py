"""What every kind of rows that comes in has in common: whose right it is, how a row is judged, what is then done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from sheets.content import Column
from sheets.incoming.cells import Row, same
from sheets.models import IncomingRow
from units.standing import Standing

Outcome = IncomingRow.Outcome


@dataclass
class Examined:
    """What a row would do: nothing (`act` is None), or that. Its problems and notes stand on the row."""

    outcome: str
    label: str = ""
    act: Callable[[], Any] | None = None


class Importer:
    """One kind of rows. Each of its rows is judged by itself and as often as one likes: judging changes nothing."""

    kind: ClassVar[str]
    label: ClassVar[str | Promise]
    # Without these columns the file is none of that kind.
    keys: ClassVar[tuple[str, ...]]
    # Entered all in one transaction, or in pieces that each are whole.
    at_once: ClassVar[bool] = False
    # Where an action names a field, the column that filled it.
    column_of: ClassVar[dict[str, str]] = {}

    def __init__(
        self, *, by, standing: Standing, allows_past: bool = False, written_in: str = settings.LANGUAGE_CODE
    ) -> None:
        self.by, self.standing, self.allows_past, self.written_in = by, standing, allows_past, written_in

    @classmethod
    def columns(cls) -> list[Column]:
        raise NotImplementedError

    @classmethod
    def check_right(cls, user, standing: Standing) -> None:
        """Raise PermissionDenied where the person may not enter such rows."""
        raise NotImplementedError

    def prepare(self, rows: Iterable[Row]) -> None:
        """Fetch at once what these rows will be held against."""

    def examine(self, row: Row) -> Examined:
        row.refuse_unreadable()
        if row.problems:
            return Examined(Outcome.WRONG)
        examined = self.judge(row)
        return Examined(Outcome.WRONG, examined.label) if row.problems else examined

    def judge(self, row: Row) -> Examined:
        raise NotImplementedError

    def said_otherwise(self, row: Row, columns: Iterable[Column], one: Any) -> list[str]:
        """The columns in which the row says something else than the export of `one` in the file's own language; an
        empty cell says nothing."""
        with translation.override(self.written_in):
            return [
                column.name
                for column in columns
                if column.name in row.cells and not same(row.cells[column.name], column.value(one))
            ]
