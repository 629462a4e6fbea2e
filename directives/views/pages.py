"""Pages of a long table: counted up to a limit, so that a page costs what it shows, not what is stored."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

PAGE_SIZE = 50
# Nobody turns more pages than this; who looks for something narrows the filters.
MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    object_list: Any

    @cached_property
    def _found(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    def page(self, number: Any) -> Page:
        """The order is found on narrow rows; only those of the page are fetched whole."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        rows = self.object_list.order_by().in_bulk(keys)
        return Page([rows[key] for key in keys if key in rows], number, self)

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._found > MOST_COUNTED
