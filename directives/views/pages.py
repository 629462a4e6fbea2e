"""Pages of a long table: counted up to a limit, so that a page costs what it shows, not what is stored."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Window

from directives.orders import Head

PAGE_SIZE = 50
# Nobody turns more pages than this; who looks for something narrows the filters.
MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Pages of `rows` in their order. `heads` are those of that order; `common` the same rows, asked for so that a few
    of many are found fast. Where the rows are known to be `few`, they are counted and put in order in one question.
    `whole` are rows as they are shown, of which those of the page are fetched: they need not be narrowed once more."""

    object_list: Any

    def __init__(
        self,
        rows: Any,
        per_page: int,
        *,
        heads: Callable[[], Iterable[Head]] = tuple,
        common: Any = None,
        few: bool = False,
        whole: Any = None,
    ) -> None:
        super().__init__(rows, per_page)
        self.few = few
        self._known_keys: dict[int, list[int]] = {}
        self.heads = heads
        self.common = rows if common is None else common
        self.whole = rows if whole is None else whole

    def get_page(self, number: Any) -> Page:
        if self.few:
            self._ask_at_once(number)
        return super().get_page(number)

    def _ask_at_once(self, number: Any) -> None:
        """A page past the last row does not tell how many there are; they are then counted."""
        page = int(number) if str(number).isdecimal() and len(str(number)) < 6 else 1
        start = (max(page, 1) - 1) * self.per_page
        rows = self.object_list.annotate(found=Window(Count("*"))).values_list("pk", "found")
        found = list(rows[start : start + self.per_page])
        if found or not start:
            self._known_keys = {start: [key for key, _found in found]}
            self._found = found[0][1] if found else 0

    @cached_property
    def _found(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    def page(self, number: Any) -> Page:
        """The order is found on narrow rows; only those of the page are fetched whole."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self._keys(start, start + self.per_page)
        rows = self.whole.order_by().in_bulk(keys)
        return Page([rows[key] for key in keys if key in rows], number, self)

    def _keys(self, start: int, stop: int) -> list[int]:
        """The rows of a page. Few rows are sorted; of many, the heads are read one behind the other, then the rest."""
        if start in self._known_keys:
            return self._known_keys[start]
        if not self.is_more:
            return _slice(self.object_list, start, stop)
        keys: list[int] = []
        rest = self.common
        for head in self.heads():
            part = rest.filter(head.where).order_by(*head.order)
            found = _slice(part, start, stop)
            keys += found
            if len(found) == stop - start:
                return keys
            passed = start + len(found) if found or not start else part.order_by().count()
            start, stop = max(0, start - passed), stop - passed
            rest = rest.filter(~Q(head.where))
        return keys + _slice(rest, start, stop)

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._found > MOST_COUNTED


def _slice(rows: Any, start: int, stop: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[start:stop])
