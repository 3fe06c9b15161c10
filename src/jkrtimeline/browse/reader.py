"""Reads views in a background thread, so that keys respond at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Condition, Thread
from typing import NamedTuple

from textual.message import Message

from ..catalog import Catalog
from ..query import Query
from .pages import Pages
from .view import View, Window

_PAUSE = 0.1
"""Seconds to wait for another view before all events are counted: about the time between two typed letters."""

_BATCH = 1000
"""Events counted between two checks for a newer request."""

_MOST_MONTHS = 3000
"""From this many months on, the density strip counts by year."""


@dataclass
class FirstPage(Message):
    """The first rows of a view have been read; `position` is that of the row to select."""

    view: View
    pages: Pages
    position: int


@dataclass
class RowsCounted(Message):
    """All rows of a view have been counted; `advice` is what to do where there are none."""

    view: View
    advice: str


@dataclass
class MonthCounts(Message):
    """How many events of a view begin in each month, by its first day. `bounds` are the days of all months; None
    where no event has a known start."""

    view: View
    bounds: Window | None
    months: dict[date, int]


@dataclass
class Failed(Message):
    """A view could not be read."""

    view: View
    error: Exception


class _Request(NamedTuple):
    """A view to read, and the id of the event to select in it (empty: the first)."""

    view: View
    selected: str


class _Axis(NamedTuple):
    """The months of the density strip: their first days, and for each the number of the first event on or after it."""

    bounds: Window
    months: list[date]
    numbers: list[int]


class ViewReader:
    """Reads one view at a time and posts FirstPage, RowsCounted and MonthCounts, or Failed.

    A new request cancels the one that is being read. `post` must be safe to call from another thread.
    """

    def __init__(self, catalog: Catalog, post: Callable[[Message], object]) -> None:
        self._catalog = catalog
        self._post = post
        self._changed = Condition()
        self._request: _Request | None = None
        self._reading = False
        self._stopped = False
        self._axis: _Axis | None = None
        Thread(target=self._run, name="reader", daemon=True).start()

    def read(self, view: View, selected: str = "") -> None:
        """Read this view, and cancel any other."""
        with self._changed:
            self._request, self._reading = _Request(view, selected), True
            self._changed.notify_all()

    def stop(self) -> None:
        """End the thread."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    @property
    def is_idle(self) -> bool:
        """Whether the last request has been read and posted."""
        with self._changed:
            return not self._reading

    def _is_replaced(self) -> bool:
        return self._request is not None or self._stopped

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._request is None:
                    self._reading = False
                self._changed.wait_for(self._is_replaced)
                if self._stopped or self._request is None:
                    return
                request, self._request = self._request, None
            try:
                for message in self._messages(*request):
                    if self._is_replaced():
                        break
                    self._post(message)
            except Exception as error:
                if not self._is_replaced():
                    self._post(Failed(request.view, error))

    def _messages(self, view: View, selected: str) -> Iterator[Message]:
        """Yield the messages for a view; each is read only when the one before has been posted."""
        pages, position = Pages(self._catalog, view.query(self._catalog)), 0
        if selected and not view.unfinished:
            pages.count_all()
            position = pages.position_of(selected) or 0
            pages.load(position)
        yield FirstPage(view, pages, position)
        if view.unfinished:
            with self._changed:
                self._changed.wait_for(self._is_replaced, _PAUSE)
        if not self._is_replaced():
            pages.count_all()
            yield RowsCounted(view, "" if pages.count else self._catalog.suggestion(pages.query))
            yield from self._density(view)

    def _density(self, view: View) -> Iterator[MonthCounts]:
        """Count the events of a view by month, unless a newer request comes in."""
        axis = self._axis = self._axis or self._make_axis(view.initial().query(self._catalog))
        if axis is None:
            yield MonthCounts(view, None, {})
            return
        counts = [0] * len(axis.months)
        month = 0
        for read, number in enumerate(self._catalog.numbers(view.all_days().query(self._catalog))):
            if read % _BATCH == 0 and self._is_replaced():
                return
            while month + 1 < len(counts) and number >= axis.numbers[month + 1]:
                month += 1
            if number >= axis.numbers[month]:  # without a known start it has no month
                counts[month] += 1
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
        months: list[date] = []
        month: date | None = first.replace(day=1)
        while month is not None and month <= last:
            months.append(month)
            month = _months_after(month, step)
        end = month - timedelta(1) if month is not None else date.max
        return _Axis(Window(months[0], end), months, [self._catalog.first_number(month) for month in months])

    def _first_start(self, query: Query) -> date | None:
        starts = (row.event.start for row in self._catalog.rows(query))
        return next((start for start in starts if start is not None), None)


def _months_after(month: date, number: int) -> date | None:
    """The first day of the month so many months later; None after December 9999."""
    years, months = divmod(month.month - 1 + number, 12)
    return month.replace(year=month.year + years, month=months + 1) if month.year + years <= date.max.year else None
