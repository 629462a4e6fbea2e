"""Pages of a long table: counted up to a limit, so that a page costs what it shows, not what is stored."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

PAGE_SIZE = 50
# Nobody turns more pages than this; who looks for something narrows the filters.
MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    object_list: Any

    @cached_property
    def _found(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._found > MOST_COUNTED
