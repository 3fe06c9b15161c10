"""The events of a view, read page by page, so that a million of them take no memory."""

from collections import OrderedDict

from ..catalog import Catalog
from ..query import Query, Row

PAGE = 50
"""Rows that are read at once."""

_PAGES = 100
"""Pages that stay in memory."""

_RANKED = 6
"""Pages of a ranked list in which an event is searched."""


class Pages:
    """The rows of a query by their position, from 0.

    `count` is how many there are: until `count_all` those of the first page. `rest` is the position of the first row
    that lacks a word of a ranked search, as do all that follow; None where none is known.
    """

    def __init__(self, catalog: Catalog, query: Query) -> None:
        self.query = query
        self._catalog = catalog
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self.count: int = PAGE
        self.load(0)
        self.count = len(self._pages[0])
        self.rest: int | None = self._first_rest(self.count)

    def count_all(self) -> None:
        """Count all rows, which takes longer than the first page where there are very many."""
        if self.count == PAGE:
            self.count = self._catalog.count(self.query)
            if self.rest is None:
                self.rest = self._first_rest(min(self.count, _RANKED * PAGE))

    def _first_rest(self, count: int) -> int | None:
        """The first of so many rows that lacks a word, by bisection."""
        low, high = 0, count if self.query.by_rank else 0
        while low < high:
            middle = (low + high) // 2
            row = self.row(middle)
            low, high = (low, middle) if row is not None and row.record(("missing",))["missing"] else (middle + 1, high)
        return low if self.query.by_rank and low < count else None

    def __len__(self) -> int:
        return self.count

    def cached(self, position: int) -> Row | None:
        """A row, if its page is in memory."""
        page = self._pages.get(position // PAGE)
        return page[position % PAGE] if page and position % PAGE < len(page) else None

    def load(self, position: int) -> None:
        """Read the page of a position. May be called from another thread than `cached`."""
        number = position // PAGE
        if number in self._pages or not 0 <= position < self.count:
            return
        rows = list(self._catalog.rows(self.query._replace(limit=PAGE, offset=number * PAGE)))
        self._pages[number] = rows
        while len(self._pages) > _PAGES:
            self._pages.popitem(last=False)

    def row(self, position: int) -> Row | None:
        """A row, read if need be; None where there is none."""
        self.load(position)
        return self.cached(position)

    def position_of(self, identity: str) -> int | None:
        """Where the event with this id is, of a ranked list among its first rows only; None where it is not."""
        if not self.query.by_rank:
            return self._catalog.position(self.query, identity)
        rows = ((n, self.row(n)) for n in range(min(self.count, _RANKED * PAGE)))
        return next((n for n, row in rows if row is not None and row.event.id == identity), None)
