"""A Query → the numbers of its events by month, theme, actor and other dimensions.

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
from ..query import KINDS, Query
from ..stats import EARLIER, UNITS, Bucket, Stats
from .connection import checked
from .facets import tags_of
from .gaps import STORED, FilledDays, dated_gaps, measure_spacing, spacing_of
from .lookup import places_of, registry
from .plan import Plan, known_starts
from .schema import NO_START
from .select import make_plan

Key = int | str | None
"""A month, quarter or year by its number, a tag by its id, EARLIER, or None for no key."""


class _Limits(NamedTuple):
    """The first day of the period of a query, and the days between which empty months are listed, too: the ends of the
    period, as far as there are events. Months beyond the events are not empty but unknown."""

    low: date | None
    ends: tuple[date, ...]


def count_by(connection: sqlite3.Connection, query: Query, by: str, and_by: str | None) -> Stats:
    """Counts by one or two of DIMENSIONS. The limit and direction of the query apply to the buckets of the first."""
    plan = make_plan(connection, query)
    both = tuple(each for each in (by, and_by) if each)
    # Of two units of time the shorter counts within the year: months by years, as in a calendar.
    units = [each for each in both if each in UNITS]
    yearly = max(units, key=UNITS.__getitem__) if len(units) == 2 else None
    limits = _limits(connection, query)
    whole = plan.is_whole(connection) and yearly is None and "publisher" not in both
    axes: list[list[Bucket]] = []
    for each in both:
        counts = _stored_counts(connection, each) if whole else _count(connection, plan, (each,), yearly, limits.low)
        by_key = Counter({key: number for (key,), number in counts.items()})
        axes.append(_buckets(connection, each, by_key, each == yearly, limits))
    buckets = [each for each in axes[0] if each.key is not None]
    buckets = [*(buckets[::-1] if query.reverse else buckets), *(each for each in axes[0] if each.key is None)]
    cells = None
    if and_by is not None:
        pairs = _count(connection, plan, both, yearly, limits.low)
        cells = {(_text(by, one, yearly), _text(and_by, other, yearly)): n for (one, other), n in pairs.items()}
    spacing = spacing_of(connection, plan, 1)
    return Stats(
        by,
        and_by,
        spacing.events,
        tuple(buckets[: query.limit]),
        tuple(axes[1]) if and_by is not None else (),
        cells,
        next(iter(dated_gaps(connection, plan, spacing.gaps[:1])), None),
        spacing.median,
        spacing.events - spacing.exact,
        sum(each.key is not None for each in buckets),
    )


def store_counts(connection: sqlite3.Connection, days: Sequence[tuple[int, int, int, int]]) -> dict[str, str]:
    """Write the counts of all events by time into a new index, and return what belongs into `meta`. `days` are as in
    rows.Totals."""
    for unit in UNITS:
        read = _time_reader(unit, False, None)
        counts: Counter[Key] = Counter()
        for first, begun, number, _ in days:
            counts[read(first, begun)] += number
        connection.executemany("INSERT INTO tally VALUES (?, ?, ?)", [(unit, *item) for item in counts.items()])
    filled = (FilledDays(first, last, first == begun != NO_START, number) for first, begun, number, last in days)
    return {"spacing": json.dumps(measure_spacing(filled, STORED))}


def _limits(connection: sqlite3.Connection, query: Query) -> _Limits:
    low = max((period.first for period in query.periods if period.first is not None), default=None)
    high = min((period.last for period in query.periods if period.last is not None), default=None)
    begun = known_starts(connection) if low or high else []
    if not begun:
        return _Limits(low, ())
    first, last = map(date.fromordinal, begun)
    begin, end = max(low or first, first), min(high or last, last)
    ends = [day for day, limit in ((begin, low), (end, high)) if limit is not None and begin <= end]
    return _Limits(low, tuple(ends))


def _stored_counts(connection: sqlite3.Connection, by: str) -> Counter[tuple[Key, ...]]:
    """How many of all events have each key."""
    counts: Counter[tuple[Key, ...]] = Counter()
    for key, number in connection.execute("SELECT key, count FROM tally WHERE dimension = ?", (by,)):
        counts[(key,)] = number
    keys = _keys_of(connection, by)
    for tag, number in connection.execute("SELECT CAST(number AS TEXT), count FROM tag WHERE kind = ?", (by,)):
        counts.update({(key,): number for key in keys[tag]})
    return +counts


def _keys_of(connection: sqlite3.Connection, kind: str) -> Mapping[str, Sequence[Key]]:
    """The keys of each tag of a kind, by its number as in event.tags."""
    if kind == "place":
        return places_of(connection).keys
    return {number: (identity,) for number, identity in tags_of(connection, kind).items()}


def _count(
    connection: sqlite3.Connection, plan: Plan, by: Sequence[str], yearly: str | None, low: date | None
) -> Counter[tuple[Key, ...]]:
    """How many events have each key, or each pair of keys."""
    tags = {each: _keys_of(connection, each) for each in by if each in KINDS}
    readers = {each: _time_reader(each, each == yearly, low) for each in by if each in UNITS}
    times = "event.first, event.begun" if readers else "0, 0"
    rest, group = (
        ("event.tags, 1, event.n", "") if tags or "publisher" in by else ("'', count(*), 0", "GROUP BY 1, 2, 3")
    )
    counts: Counter[tuple[Key, ...]] = Counter()
    events = plan.select(connection, f"{times}, event.importance, {rest}", "event", group)
    for first, begun, importance, numbers, count, n in events:
        keys: list[Sequence[Key]] = []
        for each in by:
            if each in readers:
                keys.append((readers[each](first, begun),))
            elif each in tags:
                known = tags[each]
                keys.append([key for number in numbers.split() for key in known.get(number, ())] or (None,))
            elif each == "publisher":
                keys.append(_publishers(connection, n) or (None,))
            else:
                keys.append((IMPORTANCE[importance],))
        for cell in product(*keys):
            counts[cell] += count
    return counts


def _publishers(connection: sqlite3.Connection, n: int) -> list[str]:
    """The publishers of the sources of an event. No index has them: they are read from the records."""
    row = connection.execute("SELECT json, crc FROM record WHERE n = ?", (n,)).fetchone()
    names = (source.get("publisher") for source in json.loads(checked(*row)).get("sources", ()))
    return list(dict.fromkeys(name for name in names if name))


def _time_reader(unit: str, cyclic: bool, low: date | None) -> Callable[[int, int], Key]:
    """A function that gives the month, quarter or year of an event, by its first day and the last day on which it can
    have begun."""
    least = None if low is None else stats.unit_number(low, unit)

    def read(first: int, begun: int) -> Key:
        if NO_START in (first, begun):
            return None
        number = stats.unit_number(date.fromordinal(first), unit)
        if begun != first and stats.unit_number(date.fromordinal(begun), unit) != number:
            return None
        if least is not None and number < least:
            return EARLIER
        return number % UNITS[unit] if cyclic else number

    return read


def _text(by: str, key: Key, yearly: str | None) -> str | None:
    """A key as filters take it."""
    return stats.time_bucket(key, by, cyclic=by == yearly).key if isinstance(key, int) else key


def _buckets(
    connection: sqlite3.Connection, by: str, counts: Counter[Key], cyclic: bool, limits: _Limits
) -> list[Bucket]:
    """The keys with their names and counts, in order."""
    without = [Bucket(None, f"no {by}", counts[None])] if counts[None] else []
    if by in UNITS:
        return [*_times(by, counts, cyclic, limits), *without]
    if by == "importance":
        return [Bucket(level, level, counts[level]) for level in reversed(IMPORTANCE) if counts[level]]
    names = _names(connection, by)
    buckets = [Bucket(str(key), names(str(key)), number) for key, number in counts.items() if key is not None]
    return [*sorted(buckets, key=lambda each: (-each.count, each.name, each.key)), *without]


def _times(unit: str, counts: Counter[Key], cyclic: bool, limits: _Limits) -> Iterator[Bucket]:
    """Months, quarters or years from the first to the last, with the empty ones."""
    numbers = [key for key in counts if isinstance(key, int)]
    if cyclic:
        numbers = [0, UNITS[unit] - 1] if numbers else []
    elif counts:
        numbers += [stats.unit_number(day, unit) for day in limits.ends]
    if counts[EARLIER] and limits.low is not None:
        name = stats.time_bucket(stats.unit_number(limits.low, unit), unit).name
        yield Bucket(EARLIER, f"before {name}", counts[EARLIER])
    if numbers:
        for number in range(min(numbers), max(numbers) + 1):
            yield stats.time_bucket(number, unit, counts[number], cyclic=cyclic)


def _names(connection: sqlite3.Connection, kind: str) -> Callable[[str], str]:
    """A function that gives the name of a key."""
    if kind == "publisher":
        return str
    if kind == "place":
        return places_of(connection).names.__getitem__
    known = registry(connection, kind)
    return lambda identity: str(known[identity]["name"]) if identity in known else identity
