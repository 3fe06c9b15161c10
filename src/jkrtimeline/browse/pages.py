"""The events of a view, read page by page, so that memory does not grow with their number."""

from collections import OrderedDict

from ..catalog import Catalog
from ..query import Query, Row

PAGE = 50
"""Rows of a page."""

_PAGES = 100
"""Pages held in memory."""

_RANKED = 6
"""Pages of a ranked list that are searched for an event."""


class Pages:
    """The rows of a query by their position, from 0.

    `count` is their number; until `count_all`, that of the first page. `partial` is the position of the first row of a
    ranked search that lacks a word; all after it do, too. It is None where no such row is known.
    """

    def __init__(self, catalog: Catalog, query: Query) -> None:
        self.query = query
        self._catalog = catalog
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self.count: int = PAGE
        self.load(0)
        self.count = len(self._pages[0])
        self.partial: int | None = self._first_partial(self.count)

    def count_all(self) -> None:
        """Count all rows. Where there are very many, this takes longer than reading the first page."""
        if self.count == PAGE:
            self.count = self._catalog.count(self.query)
            if self.partial is None:
                self.partial = self._first_partial(min(self.count, _RANKED * PAGE))

    def _first_partial(self, count: int) -> int | None:
        """Bisect the first `count` rows for the first that lacks a word."""
        low, high = 0, count if self.query.by_rank else 0
        while low < high:
            middle = (low + high) // 2
            row = self.row(middle)
            low, high = (low, middle) if row is not None and row.record(("missing",))["missing"] else (middle + 1, high)
        return low if self.query.by_rank and low < count else None

    def __len__(self) -> int:
        return self.count

    def cached(self, position: int) -> Row | None:
        """The row at a position, if its page is in memory."""
        page = self._pages.get(position // PAGE)
        return page[position % PAGE] if page and position % PAGE < len(page) else None

    def load(self, position: int) -> None:
        """Read the page of a position. Safe to call from another thread than `cached`."""
        number = position // PAGE
        if number in self._pages or not 0 <= position < self.count:
            return
        rows = list(self._catalog.rows(self.query._replace(limit=PAGE, offset=number * PAGE)))
        self._pages[number] = rows
        while len(self._pages) > _PAGES:
            self._pages.popitem(last=False)

    def row(self, position: int) -> Row | None:
        """The row at a position, read if necessary; None past the end."""
        self.load(position)
        return self.cached(position)

    def position_of(self, identity: str) -> int | None:
        """The position of the event with this id; None where it is not, or far down a ranked list."""
        if not self.query.by_rank:
            return self._catalog.position(self.query, identity)
        rows = ((n, self.row(n)) for n in range(min(self.count, _RANKED * PAGE)))
        return next((n for n, row in rows if row is not None and row.event.id == identity), None)
