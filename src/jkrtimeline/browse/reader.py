"""Reads the events of a view: page by page, so that memory does not grow with their number, and in a background thread,
so that keys respond at once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Event
from typing import NamedTuple

from textual.message import Message

from ..catalog import Catalog
from ..index import plan, select
from ..query import Query, Row
from ..stats import unit_days, unit_number
from .view import View, Window

PAGE = 50
"""Rows of a page."""

_PAGES = 100
"""Pages held in memory."""

_RANKED = 6
"""Pages of a ranked list that are searched for an event."""

_PAUSE = 0.1
"""Seconds to wait for another view before all events are counted: about the time between two typed letters."""

_BATCH = 1000
"""Events counted between two checks whether the view has been replaced."""

_MOST_MONTHS = 3000
"""From this many months on, the density strip counts by year."""


class Pages:
    """The rows of a query by their position, from 0. Other threads may read them, too.

    `count` is their number; until `count_all`, that of the first page. `partial` is the position of the first row of a
    ranked search that lacks a word; all after it do, too. It is None where no such row is known.
    """

    def __init__(self, catalog: Catalog, query: Query) -> None:
        self.query: Query = query._replace(highlights=False)
        self._catalog = catalog
        self._page: Callable[[int], list[Row]] = lru_cache(maxsize=_PAGES)(self._read)
        self.count: int = len(self._page(0))
        self.partial: int | None = self._first_partial(self.count)

    def _read(self, page: int) -> list[Row]:
        return list(self._catalog.rows(self.query._replace(limit=PAGE, offset=page * PAGE)))

    def count_all(self) -> None:
        """Count all rows. Where there are very many, this takes longer than reading the first page."""
        if self.count == PAGE:
            self.count = self._catalog.count(self.query)
            if self.partial is None:
                self.partial = self._first_partial(min(self.count, _RANKED * PAGE))

    def _first_partial(self, count: int) -> int | None:
        """The position of the first of the first `count` rows that lacks a word."""

        def is_partial(position: int) -> bool:
            row = self.row(position)
            return row is not None and bool(row.record(("missing",))["missing"])

        if not self.query.by_rank:
            return None
        first = bisect_left(range(count), True, key=is_partial)
        return first if first < count else None

    def __len__(self) -> int:
        return self.count

    def row(self, position: int) -> Row | None:
        """The row at a position, read if necessary; None past the end."""
        return self._page(position // PAGE)[position % PAGE] if 0 <= position < self.count else None

    def position_of(self, identity: str) -> int | None:
        """The position of the event with this id; None where it is not, or far down a ranked list."""
        if not self.query.by_rank:
            return self._catalog.index.read(select.position, self.query, identity)
        rows = map(self.row, range(min(self.count, _RANKED * PAGE)))
        return next((n for n, row in enumerate(rows) if row is not None and row.event.id == identity), None)


@dataclass
class FirstPage(Message):
    """The first rows of a view have been read; `position` is that of the row to select."""

    view: View
    pages: Pages
    position: int


@dataclass
class RowsCounted(Message):
    """All rows of a view have been counted; `hint` says what to do where there are none."""

    view: View
    hint: str


@dataclass
class MonthCounts(Message):
    """How many events of a view begin in each month, by its first day. `bounds` are the days of all months; None
    where no event has a known start."""

    view: View
    bounds: Window | None
    months: dict[date, int]


class _Axis(NamedTuple):
    """The months of the density strip: their first days, and for each the number of the first event on or after it."""

    bounds: Window
    months: list[date]
    numbers: list[int]


class ViewReader:
    """Reads a view and yields what has been read: FirstPage, RowsCounted and MonthCounts."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._axis: _Axis | None = None

    def messages(self, view: View, selected: str, cancelled: Event) -> Iterator[Message]:
        """Yield the messages for a view; each is read only when it is asked for. `selected` is the id of the event to
        select (empty: the first). Stop soon after `cancelled` is set: another view is read."""
        pages, position = Pages(self._catalog, view.query(self._catalog)), 0
        if selected and not view.unfinished:
            pages.count_all()
            position = pages.position_of(selected) or 0
            pages.row(position)  # reads its page here, not in the thread that draws
        yield FirstPage(view, pages, position)
        if view.unfinished:
            cancelled.wait(_PAUSE)
        if not cancelled.is_set():
            pages.count_all()
            yield RowsCounted(view, "" if pages.count else self._catalog.suggestion(pages.query))
            yield from self._density(view, cancelled)

    def _density(self, view: View, cancelled: Event) -> Iterator[MonthCounts]:
        """Count the events of a view by month."""
        axis = self._axis = self._axis or self._make_axis(view.initial().query(self._catalog))
        if axis is None:
            yield MonthCounts(view, None, {})
            return
        counts = [0] * len(axis.months)
        for read, number in enumerate(self._catalog.numbers(view.all_days().query(self._catalog))):
            if read % _BATCH == 0 and cancelled.is_set():
                return
            if month := bisect_right(axis.numbers, number):  # without a known start it has none
                counts[month - 1] += 1
        yield MonthCounts(view, axis.bounds, dict(zip(axis.months, counts, strict=True)))

    def _make_axis(self, query: Query) -> _Axis | None:
        """The months (or years, where there are very many months) from the first event of a query to the last, within
        its periods. None where no event has a known start."""
        first, last = (self._first_start(query._replace(reverse=reverse)) for reverse in (False, True))
        if first is None or last is None:
            return None
        first = max([first, *(period.first for period in query.periods if period.first)])
        last = max([first, min([last, *(period.last for period in query.periods if period.last)])])
        step = 1 if (last.year - first.year) * 12 < _MOST_MONTHS else 12
        numbers = range(unit_number(first, "month"), unit_number(last, "month") + 1, step)
        months = [unit_days(number, "month")[0] for number in numbers]
        _, end = unit_days(min(numbers[-1] + step - 1, unit_number(date.max, "month")), "month")
        read = self._catalog.index.read
        return _Axis(Window(months[0], end), months, [read(plan.first_from, month.toordinal()) for month in months])

    def _first_start(self, query: Query) -> date | None:
        starts = (row.event.start for row in self._catalog.rows(query))
        return next((start for start in starts if start is not None), None)
