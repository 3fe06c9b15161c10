"""A Query → how many events match, by month, theme, actor …; the longest silence; the course of each
entry of a registry. Events are counted by SQLite, day by day; only days are put into months here."""

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from .. import stats
from ..public import IMPORTANCE
from ..query import KINDS, Kind, Query
from ..stats import EARLIER, UNITS, Bucket, Silence, Stats
from .schema import NO_END, NO_START
from .select import Conditions, conditions, count, entries, filtering

_Key = int | str | None
"""A month, quarter or year by its number, a tag by its id, EARLIER, or None."""


class _Reach(NamedTuple):
    """The first day that was asked for, and days up to which the months are told even if they are empty:
    those that were asked for, as far as the data has events. What it does not reach is not empty but
    unknown."""

    low: date | None
    ends: tuple[date, ...]


_KNOWN = f"event.first > {NO_START} AND event.first = event.begun"
"""That the first day is known."""

_FILLED = f"iif(event.last = {NO_END}, event.first, event.last)"
"""The last day that an event fills; one without an end fills its first."""


def counted(connection: sqlite3.Connection, query: Query, by: str, and_by: str | None) -> Stats:
    """Counts by one or two of DIMENSIONS. The limit and the direction of the query are those of the
    buckets of the first."""
    query = filtering(query)
    chosen = conditions(connection, query)
    events = count(connection, query)
    both = tuple(each for each in (by, and_by) if each)
    # Of two stretches of time the shorter is the one of each year: months by years, as in a calendar.
    units = [each for each in both if each in UNITS]
    yearly = max(units, key=UNITS.__getitem__) if len(units) == 2 else None
    reach = _reach(connection, query)
    axes: list[list[Bucket]] = []
    for each in both:
        found = _cells(connection, chosen, (each,), yearly, reach.low)
        axes.append(_buckets(connection, each, Counter({key: n for (key,), n in found.items()}), each == yearly, reach))
    buckets = [each for each in axes[0] if each.key is not None]
    buckets = [*(buckets[::-1] if query.reverse else buckets), *(each for each in axes[0] if each.key is None)]
    cells = None
    if and_by is not None:
        found = _cells(connection, chosen, both, yearly, reach.low)
        cells = {(_key(by, one, yearly), _key(and_by, other, yearly)): number for (one, other), number in found.items()}
    silence, median, exact = _rhythm(connection, chosen)
    return Stats(
        by,
        and_by,
        events,
        tuple(buckets[: query.limit]),
        tuple(axes[1]) if and_by is not None else (),
        cells,
        silence,
        median,
        events - exact,
    )


def _reach(connection: sqlite3.Connection, query: Query) -> _Reach:
    low = max((period.first for period in query.periods if period.first is not None), default=None)
    high = min((period.last for period in query.periods if period.last is not None), default=None)
    sql = f"SELECT min(first), max(first) FROM event WHERE first > {NO_START}"
    first, last = (day and date.fromordinal(day) for day in connection.execute(sql).fetchone())
    if first is None:
        return _Reach(low, ())
    begin, end = max(low or first, first), min(high or last, last)
    ends = [day for day, asked in ((begin, low), (end, high)) if asked is not None and begin <= end]
    return _Reach(low, tuple(ends))


def _cells(
    connection: sqlite3.Connection, chosen: Conditions, by: Sequence[str], yearly: str | None, low: date | None
) -> Counter[tuple[_Key, ...]]:
    """How many events have each key, or each pair of keys."""
    columns, joins, values, readers = ["event.first", "event.begun"], "", [], []
    for place, each in enumerate(by):
        if each in UNITS:
            readers.append(_reader(each, each == yearly, low))
        elif each in KINDS:
            columns.append(f"tag{place}.id")
            joins += f" LEFT JOIN tag AS tag{place} ON tag{place}.n = event.n AND tag{place}.kind = ?"
            values.append(each)
        else:
            columns.append(f"event.{each}")
    if not readers:
        columns[:2] = ["0", "0"]
    names, order = ", ".join(columns), ", ".join(str(place + 1) for place in range(len(columns)))
    sql = f"SELECT {names}, count(*) FROM event{joins} WHERE {chosen.where} GROUP BY {order}"
    found: Counter[tuple[_Key, ...]] = Counter()
    for first, begun, *rest in connection.execute(sql, (*values, *chosen.values)):
        *ids, number = rest
        times, others = iter(readers), iter(ids)
        found[tuple(next(times)(first, begun) if each in UNITS else next(others) for each in by)] += number
    return found


def _reader(unit: str, cyclic: bool, low: date | None) -> Callable[[int, int], _Key]:
    """What tells the month, quarter or year of an event by its first day and the last on which it can
    have begun."""
    least = None if low is None else stats.place(low, unit)

    def read(first: int, begun: int) -> _Key:
        if NO_START in (first, begun):
            return None
        number = stats.place(date.fromordinal(first), unit)
        if begun != first and stats.place(date.fromordinal(begun), unit) != number:
            return None
        if least is not None and number < least:
            return EARLIER
        return number % UNITS[unit] if cyclic else number

    return read


def _key(by: str, key: _Key, yearly: str | None) -> str | None:
    """A key as it is told."""
    if by == "importance":
        return IMPORTANCE[int(key or 0)]
    return stats.time_bucket(key, by, cyclic=by == yearly).key if isinstance(key, int) else key


def _buckets(
    connection: sqlite3.Connection,
    by: str,
    found: Counter[_Key],
    cyclic: bool,
    reach: _Reach,
) -> list[Bucket]:
    """The keys with their names, in order."""
    nothing = [Bucket(None, f"no {by}", found[None])] if found[None] else []
    if by in UNITS:
        return [*_times(by, found, cyclic, reach), *nothing]
    if by == "importance":
        levels = reversed(range(len(IMPORTANCE)))
        return [Bucket(IMPORTANCE[level], IMPORTANCE[level], found[level]) for level in levels if found[level]]
    names = _names(connection, by)
    buckets = [Bucket(str(key), names(str(key)), number) for key, number in found.items() if key is not None]
    return [*sorted(buckets, key=lambda each: (-each.count, each.name, each.key)), *nothing]


def _times(unit: str, found: Counter[_Key], cyclic: bool, reach: _Reach) -> Iterator[Bucket]:
    """Months, quarters or years from the first to the last, with the empty ones."""
    numbers = [key for key in found if isinstance(key, int)]
    if cyclic:
        numbers = [0, UNITS[unit] - 1] if numbers else []
    elif found:
        numbers += [stats.place(day, unit) for day in reach.ends]
    if found[EARLIER] and reach.low is not None:
        name = stats.time_bucket(stats.place(reach.low, unit), unit).name
        yield Bucket(EARLIER, f"before {name}", found[EARLIER])
    if numbers:
        for number in range(min(numbers), max(numbers) + 1):
            yield stats.time_bucket(number, unit, found[number], cyclic=cyclic)


def _names(connection: sqlite3.Connection, kind: str) -> Callable[[str], str]:
    """What tells the name of a tag; of a place as its first event writes it."""
    if kind != "place":
        known = entries(connection, kind)
        return lambda name: str(known[name]["name"]) if name in known else name
    sql = "SELECT json_extract(json, '$.place') FROM event WHERE n = (SELECT min(n) FROM tag WHERE kind = ? AND id = ?)"
    return lambda name: str(connection.execute(sql, (kind, name)).fetchone()[0])


def _rhythm(connection: sqlite3.Connection, chosen: Conditions) -> tuple[Silence | None, float | None, int]:
    """The longest silence, the median of the days from one event to the next, and how many events have a
    known first day, of which alone both are told."""
    sql = (
        f"SELECT first, max({_FILLED}), count(*) FROM event WHERE {_KNOWN} AND {chosen.where}"
        " GROUP BY first ORDER BY first"
    )
    gaps: Counter[int] = Counter()
    longest, edges = 0, (0, 0)
    before, filled, exact = 0, 0, 0
    for first, last, number in connection.execute(sql, chosen.values):
        if exact:
            gaps[first - before] += 1
            if first - filled - 1 > longest:
                longest, edges = first - filled - 1, (filled, first)
        gaps[0] += number - 1
        before, filled, exact = first, max(filled, last), exact + number
    if not longest:
        return None, _median(gaps), exact
    sql = f"SELECT id FROM event WHERE {_KNOWN} AND {chosen.where} AND"
    # Of several the last one that ends there, and the first one that begins there.
    values = [*chosen.values, edges[0]]
    (after,) = connection.execute(f"{sql} {_FILLED} = ? ORDER BY n DESC LIMIT 1", values).fetchone()
    (until,) = connection.execute(f"{sql} first = ? ORDER BY n LIMIT 1", [*chosen.values, edges[1]]).fetchone()
    days = date.fromordinal(edges[0] + 1), date.fromordinal(edges[1] - 1)
    return Silence(longest, *days, after, until), _median(gaps), exact


def _median(numbers: Counter[int]) -> float | None:
    """The median of numbers, told by how often each occurs."""
    total = numbers.total()
    if not total:
        return None
    ordered = sorted(numbers)
    upto = list(accumulate(numbers[each] for each in ordered))
    low, high = (ordered[bisect_right(upto, place)] for place in ((total - 1) // 2, total // 2))
    return (low + high) / 2


def courses(connection: sqlite3.Connection, kind: Kind, query: Query, parts: int) -> dict[str, list[int]]:
    """How the events of each entry of a registry lie in time: id → how many begin in each of so many equal
    parts of the time from the first event that matches to the last.

    What is not known to begin within one part is left out, as in stats.
    """
    chosen = conditions(connection, filtering(query))
    started = f"event.first > {NO_START} AND event.begun > {NO_START} AND {chosen.where}"
    sql = f"SELECT min(first), max(first) - min(first) + 1 FROM event WHERE {started}"
    begin, days = connection.execute(sql, chosen.values).fetchone()
    sql = (
        "SELECT tag.id, event.first, event.begun, count(*) FROM tag JOIN event ON event.n = tag.n"
        f" WHERE tag.kind = ? AND {started} GROUP BY tag.id, event.first, event.begun"
    )
    found: dict[str, list[int]] = {}
    for name, first, begun, number in connection.execute(sql, (kind, *chosen.values)):
        part = (first - begin) * parts // days
        if (begun - begin) * parts // days == part:
            found.setdefault(name, [0] * parts)[part] += number
    return found
