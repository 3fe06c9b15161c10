"""The headings of a timeline in any format: its title and query in words, and the months over its events."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from heapq import heappop, heappush, heappushpop

from ... import edtf
from ...model import Event
from ...periods import Period
from ...query import Query, Result, Row, display_name
from ...text.sanitize import numbered, plural
from .short_texts import span_text


def query_parts(result: Result) -> list[str]:
    """The periods and the filters of a query, in words."""
    if result.kind == "event" and result.query.is_nearest and result.query.centre is not None:
        rest = result._replace(query=result.query.without_centre())
        return [*query_parts(rest), f"nearest to {period_text(result.query.centre)}"]
    parts = (*map(period_text, result.query.periods), *map(str, result.query.recurring), *result.described)
    return [part for part in parts if part]


def heading_title(result: Result) -> str:
    """The name of the thread, or else of the theme, if the query is for one only; else the title of the data."""
    for kind in ("thread", "theme"):
        groups = [group for group in result.query.tags if group[0].kind == kind]
        if len(groups) == 1 and len(groups[0]) == 1:
            return display_name(groups[0][0].id, result.catalog.registry(groups[0][0].kind))
    return result.catalog.header.title


def heading_parts(result: Result, count: int | None = None) -> list[str]:
    """The query in words, then how many of all events it matches. `count` is that number if the caller knows it."""
    if count is None:
        rows_are_events = result.kind == "event"  # else the limit is one of other rows
        count = result.catalog.count(result.query if rows_are_events else result.query._replace(limit=None))
    return [*query_parts(result), _count_text(result, count)]


def _count_text(result: Result, count: int) -> str:
    """`342 events`, `58 of 342 events`, or with a limit `first 3 of 58 matches (342 events)`."""
    query, total = result.query, result.catalog.size()
    events = f"{total} {plural(total, 'event')}"
    if result.kind == "event" and not result.card and query.limit is not None and count == query.limit:
        whole = query.without_centre() if query.is_nearest else query
        matches = result.catalog.count(whole._replace(limit=None))
        if matches > count:
            cut = first_of(count, query)
            return f"{cut} {events}" if matches == total else f"{cut} {matches} matches ({events})"
    return f"{count} of {total} events" if query.search is not None or count != total else events


def period_text(period: Period) -> str:
    """A period for reading: a whole month or year without its days."""
    first, last = period.first, period.last
    months = (first is None or first.day == 1) and (last is None or last == edtf.month_end(last.year, last.month))
    years = months and (first is None or first.month == 1) and (last is None or last.month == 12)
    length = 4 if years else 7 if months else 10
    return span_text(*(day.isoformat()[:length] if day else None for day in (first, last)))


def first_of(count: int, query: Query) -> str:
    """The words before the number of all rows, when a limit shows `count` of them: `first 3 of`, in reverse `last 3
    of`."""
    if query.is_nearest:
        return f"{count:,} of"
    return f"{'last' if query.reverse else 'first'} {count:,} of"


def rows_text(count: int, total: int, noun: str, query: Query) -> str:
    """The number of rows: `58 actors`, or with a limit `first 3 of 58 actors`."""
    return f"{first_of(count, query)} {numbered(total, noun)}" if count < total else numbered(total, noun)


_YEAR = timedelta(days=364)
"""From the first to the last day of a year."""

BACKGROUND = -1
"""The year under which `by_month` yields the background of a window."""


def _window_of(query: Query) -> Period | None:
    """The window of a query: its days, if it has a first and a last one less than a year apart, else None. A query
    for days of every year, or for the nearest events, has a window without ends."""
    if query.recurring or query.is_nearest:
        return Period()
    window: Period | None = Period()
    for period in query.periods:
        window = window and window.overlap(period)
    if window is None or window.first is None or window.last is None or window.last - window.first >= _YEAR:
        return None
    return window


def year_label(year: int) -> str:
    """The heading for a year that `by_month` yields."""
    if year == BACKGROUND:
        return "A year or longer, or month unknown"
    return str(year) if year else "Start open or unknown"


def month_of(event: Event) -> int:
    """The month under which an event is drawn; 0, the head of its year, if its date is less exact than a month."""
    return event.start.month if event.start and event.date.precision in ("day", "month") else 0


AHEAD = 1000
"""Rows held at most, while `by_month` waits for inexact ones that are drawn before them."""


def by_month(rows: Iterable[Row], query: Query) -> Iterator[tuple[int, int, Row]]:
    """Rows by date → (year, month, row) in the order in which they are drawn.

    A year begins with the events less exact than a month (month 0), a month with those less exact than a day. The year
    is 0 where the start is open or unknown. At most AHEAD rows are held: an inexact event after more rows of its year
    is drawn in the month in which it begins. The background of a window comes last, under the year BACKGROUND and the
    month 0.
    """
    window, reverse = _window_of(query), query.reverse
    background: list[Row] = []
    waiting: list[tuple[int, int, Row]] = []
    current, passed = -1, 0

    def month(key: int) -> int:
        return 13 - key // 2 if key > 1 and reverse else key // 2

    def rest() -> Iterator[tuple[int, int, Row]]:
        while waiting:
            key, _, row = heappop(waiting)
            yield current, month(key), row

    for number, row in enumerate(rows):
        event = row.event
        if window is not None and len(background) < AHEAD and event.is_background(window.first):
            background.append(row)
            continue
        year, begun = (event.start.year, event.start.month) if event.start else (0, 0)
        if year != current:
            yield from rest()
            current, passed = year, 0
        # A month has two keys: for what is less exact than a day, and for its days; 0 is the head of the year.
        key = 2 * (13 - begun if begun and reverse else begun)
        if event.date.precision == "day":
            key += 1
        else:
            head = key if event.date.precision == "month" else 0
            key = head if head >= passed else key + 1
        if len(waiting) < AHEAD:
            heappush(waiting, (key, number, row))
        else:
            passed, _, each = heappushpop(waiting, (key, number, row))
            yield current, month(passed), each
    yield from rest()
    for row in background:
        yield BACKGROUND, 0, row
