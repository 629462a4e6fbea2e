"""What a workbook holds: tables of columns, each column said once. Rows come piece by piece, never all at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from units.standing import Standing

# "rate" is 0 to 1, "moment" a day with its hour.
Kind = Literal["text", "day", "moment", "number", "rate"]
# So many rows are fetched and written at a time.
PIECE = 1000


@dataclass(frozen=True)
class Column:
    name: str
    title: str | Promise
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 18
    beside: str = ""  # the column of the page it goes with, where that is another


@dataclass
class Table:
    name: str
    columns: list[Column]
    count: int
    pieces: Callable[[], Iterator[list[Any]]]


@dataclass
class Book:
    """`about` says in words what the rows are: the list, its filter, its day."""

    title: str
    tables: list[Table]
    about: list[tuple[str, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(table.count for table in self.tables)


@dataclass
class Asking:
    """Who asks and by which address: what the pages read of a request, also where there is none (in a job)."""

    GET: QueryDict
    standing: Standing
    user: Any


def of_rows(name: str, columns: list[Column], rows: Iterable[Any]) -> Table:
    """A table of rows that are at hand, such as figures."""
    kept = list(rows)
    return Table(name, columns, len(kept), lambda: iter([kept] if kept else []))


def of_query(name: str, columns: list[Column], rows: QuerySet) -> Table:
    """A table as long as it is: first the keys in their order, then the rows in pieces.

    No cursor stays open meanwhile, so that on SQLite progress can be written between two pieces; and what somebody
    may no longer see when its piece comes is not written.
    """

    def pieces() -> Iterator[list[Any]]:
        keys = list(rows.values_list("pk", flat=True).iterator(chunk_size=10_000))
        plain = rows.order_by()
        for start in range(0, len(keys), PIECE):
            wanted = keys[start : start + PIECE]
            found = {row.pk: row for row in plain.filter(pk__in=wanted)}
            yield [found[key] for key in wanted if key in found]

    return Table(name, columns, rows.order_by().values("pk").count(), pieces)
