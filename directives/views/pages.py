"""Pages of a long table: counted up to a limit, so that a page costs what it shows, not what is stored."""

from array import array
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from directives.kept import kept
from directives.orders import Head

PAGE_SIZE = 50
# Nobody turns more pages than this; who looks for something narrows the filters.
MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Pages of `rows` in their order. `heads` are those of that order; `common` the same rows, asked for so that a few
    of many are found fast; `whole` are rows as they are shown, of which those of the page are fetched: they need not be
    narrowed once more. `question` names the rows and their order: their number and the keys of a page are then kept
    until something happens, and where the rows are known to be `few`, the order of them all."""

    object_list: Any

    def __init__(
        self,
        rows: Any,
        per_page: int,
        *,
        heads: Callable[[], Iterable[Head]] = tuple,
        common: Any = None,
        whole: Any = None,
        question: Hashable = None,
        few: bool = False,
    ) -> None:
        super().__init__(rows, per_page)
        self.heads = heads
        self.common = rows if common is None else common
        self.whole = rows if whole is None else whole
        self.question = question
        self.few = few

    def _check_object_list_is_ordered(self) -> None:
        """Looks at the rows before anybody needs them; the lists name their order."""

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {} if self.question is None else kept(("pages", self.question), dict, is_shared=False)

    def _once(self, name: Any, make: Callable[[], Any]) -> Any:
        if name not in self._known:
            self._known[name] = make()
        return self._known[name]

    @property
    def _all_keys(self) -> array:
        """Of few rows, up to the limit: they are counted and put in order in one question."""
        return self._once("all", lambda: array("q", _slice(self.object_list, 0, MOST_COUNTED + 1)))

    @property
    def _found(self) -> int:
        return len(self._all_keys) if self.few else self._once("number", self._counted)

    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    def page(self, number: Any) -> Page:
        """The order is found on narrow rows; only those of the page are fetched whole."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self._once(start, lambda: self._keys(start, start + self.per_page))
        rows = self.whole.order_by().in_bulk(keys)
        return Page([rows[key] for key in keys if key in rows], number, self)

    def _keys(self, start: int, stop: int) -> list[int]:
        """The rows of a page. Few rows are sorted; of many, the heads are read one behind the other, then the rest."""
        if self.few:
            return list(self._all_keys[start:stop])
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
