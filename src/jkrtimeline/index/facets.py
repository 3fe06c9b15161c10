"""A Query → how many events match by month, theme, actor and the like, and a histogram for each entry of a registry.

SQLite counts the events day by day; days become months, quarters and years here.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

from .. import stats
from ..fields import IMPORTANCE
from ..query import KINDS, Kind, Query
from ..stats import EARLIER, UNITS, Bucket, Stats
from .gaps import STORED, Spacing, days_of, longest_edges, rhythm_of, silence_of
from .meta import meta
from .places import places_of
from .plan import Plan, Run, known_starts, size
from .ranked import make_plan
from .schema import BINS, NO_START
from .select import entries, tags_of

_Key = int | str | None
"""A month, quarter or year by its number, a tag by its id, EARLIER, or None."""


class _Reach(NamedTuple):
    """The first day of the period of a query, and the days between which empty months are listed, too: the ends of the
    period, as far as there are events. Months beyond the events are not empty but unknown."""

    low: date | None
    ends: tuple[date, ...]


_STARTED = f"event.first > {NO_START} AND event.begun > {NO_START}"
"""The condition that the start of an event is known, at least roughly."""


def counted(connection: sqlite3.Connection, query: Query, by: str, and_by: str | None) -> Stats:
    """Counts by one or two of DIMENSIONS. The limit and direction of the query apply to the buckets of the first."""
    chosen = make_plan(connection, query)
    both = tuple(each for each in (by, and_by) if each)
    # Of two units of time the shorter counts within the year: months by years, as in a calendar.
    units = [each for each in both if each in UNITS]
    yearly = max(units, key=UNITS.__getitem__) if len(units) == 2 else None
    reach = _reach(connection, query)
    whole = chosen.is_whole(connection) and yearly is None
    axes: list[list[Bucket]] = []
    for each in both:
        found = _tallied(connection, each) if whole else _cells(connection, chosen, (each,), yearly, reach.low)
        axes.append(_buckets(connection, each, Counter({key: n for (key,), n in found.items()}), each == yearly, reach))
    buckets = [each for each in axes[0] if each.key is not None]
    buckets = [*(buckets[::-1] if query.reverse else buckets), *(each for each in axes[0] if each.key is None)]
    cells = None
    if and_by is not None:
        found = _cells(connection, chosen, both, yearly, reach.low)
        cells = {(_key(by, one, yearly), _key(and_by, other, yearly)): number for (one, other), number in found.items()}
    rhythm = (
        Spacing(*json.loads(meta(connection, "rhythm")))
        if whole
        else rhythm_of(connection, chosen, days_of(connection, chosen))
    )
    return Stats(
        by,
        and_by,
        rhythm.events,
        tuple(buckets[: query.limit]),
        tuple(axes[1]) if and_by is not None else (),
        cells,
        silence_of(rhythm),
        rhythm.median,
        rhythm.events - rhythm.exact,
    )


def tally(connection: sqlite3.Connection, days: Sequence[tuple[int, ...]]) -> dict[str, str]:
    """Store the counts of all events by time in a new index (`days` as in rows.Totals); return what `meta` holds of
    them."""
    for unit in UNITS:
        read = _reader(unit, False, None)
        counts: Counter[_Key] = Counter()
        for first, begun, number, _ in days:
            counts[read(first, begun)] += number
        connection.executemany("INSERT INTO tally VALUES (?, ?, ?)", [(unit, *item) for item in counts.items()])
    spans = [(first, last, first != NO_START and first == begun, number) for first, begun, number, last in days]
    return {
        "rhythm": json.dumps(rhythm_of(connection, Plan((Run(1, size(connection)),)), spans)),
        "gaps": json.dumps(longest_edges(spans, STORED)),
    }


def _tallied(connection: sqlite3.Connection, by: str) -> Counter[tuple[_Key, ...]]:
    """How many of all events have each key, as stored in the index."""
    found: Counter[tuple[_Key, ...]] = Counter()
    for key, number in connection.execute("SELECT key, count FROM tally WHERE dimension = ?", (by,)):
        found[(key,)] = number
    if by == "place":
        keys = places_of(connection).keys
        for tag, number in connection.execute("SELECT CAST(number AS TEXT), count FROM tag WHERE kind = ?", (by,)):
            found.update({(key,): number for key in keys[tag]})
        return +found
    for key, number in connection.execute("SELECT id, count FROM tag WHERE kind = ?", (by,)):
        found[(IMPORTANCE.index(key) if by == "importance" else key,)] = number
    return +found


def _keys_of(connection: sqlite3.Connection, kind: str) -> Mapping[str, Sequence[_Key]]:
    """The keys of each tag of a kind, by its number as it stands in event.tags."""
    if kind == "place":
        return places_of(connection).keys
    return {number: (identity,) for number, identity in tags_of(connection, kind).items()}


def _reach(connection: sqlite3.Connection, query: Query) -> _Reach:
    low = max((period.first for period in query.periods if period.first is not None), default=None)
    high = min((period.last for period in query.periods if period.last is not None), default=None)
    if low is None and high is None:
        return _Reach(None, ())
    begun = known_starts(connection)
    if not begun:
        return _Reach(low, ())
    first, last = map(date.fromordinal, begun)
    begin, end = max(low or first, first), min(high or last, last)
    ends = [day for day, limit in ((begin, low), (end, high)) if limit is not None and begin <= end]
    return _Reach(low, tuple(ends))


def _cells(
    connection: sqlite3.Connection, chosen: Plan, by: Sequence[str], yearly: str | None, low: date | None
) -> Counter[tuple[_Key, ...]]:
    """How many events have each key, or each pair of keys."""
    tags = {each: _keys_of(connection, each) for each in by if each in KINDS}
    readers = {each: _reader(each, each == yearly, low) for each in by if each in UNITS}
    columns = "event.first, event.begun, event.importance" if readers else "0, 0, event.importance"
    grouped = "'', count(*)", "GROUP BY 1, 2, 3"
    counted_columns, group = ("event.tags, 1", "") if tags else grouped
    found: Counter[tuple[_Key, ...]] = Counter()
    for part, values in chosen.parts("event"):
        sql = f"SELECT {columns}, {counted_columns} FROM {part} {group}"
        for first, begun, importance, numbers, count in connection.execute(sql, values):
            keys: list[Sequence[_Key]] = []
            for each in by:
                if each in readers:
                    keys.append((readers[each](first, begun),))
                elif each in tags:
                    known = tags[each]
                    keys.append([key for number in numbers.split() for key in known.get(number, ())] or (None,))
                else:
                    keys.append((importance,))
            for cell in product(*keys):
                found[cell] += count
    return found


def _reader(unit: str, cyclic: bool, low: date | None) -> Callable[[int, int], _Key]:
    """A function that gives the month, quarter or year of an event, by its first day and the last day on which it can
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
    """A key as filters take it."""
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
    """A function that gives the name of a key; that of a place is the one in its first event."""
    if kind == "place":
        return places_of(connection).names.__getitem__
    known = entries(connection, kind)
    return lambda name: str(known[name]["name"]) if name in known else name


def histograms(connection: sqlite3.Connection, kind: Kind, query: Query, parts: int) -> dict[str, list[int]]:
    """A histogram for each entry of a registry: id → how many events begin in each of `parts` equal parts of the time
    from the first matching event to the last.

    Events that are not known to begin within one part are left out, as in stats.
    """
    chosen = make_plan(connection, query)
    if chosen.is_whole(connection) and parts in (BINS, BINS // 2):
        stored = connection.execute("SELECT id, bins FROM tag WHERE kind = ?", (kind,))
        bins = {name: [int(number) for number in text.split()] for name, text in stored}
        if parts == BINS:
            of_parts = {name: each[:BINS] for name, each in bins.items()}
        else:
            of_parts = {
                name: [sum(three) for three in zip(each[:BINS:2], each[1:BINS:2], each[BINS:], strict=True)]
                for name, each in bins.items()
            }
        return {name: each for name, each in of_parts.items() if any(each)}
    columns = "event.first, event.begun, event.tags"
    ends = [
        connection.execute(f"SELECT min(event.first), max(event.first) FROM {part} AND {_STARTED}", values).fetchone()
        for part, values in chosen.parts("event")
    ]
    known = [day for pair in ends for day in pair if day is not None]
    if not known:
        return {}
    begin, days = min(known), max(known) - min(known) + 1
    tags = tags_of(connection, kind)
    bins_of: dict[str, list[int]] = {}
    for part, values in chosen.parts("event"):
        for first, begun, numbers in connection.execute(f"SELECT {columns} FROM {part} AND {_STARTED}", values):
            bin_number = (first - begin) * parts // days
            if (begun - begin) * parts // days == bin_number:
                for number in numbers.split():
                    if number in tags:
                        bins_of.setdefault(tags[number], [0] * parts)[bin_number] += 1
    return bins_of
