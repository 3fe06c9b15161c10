"""The gaps between events: the longest ones, and the median number of days from one event to the next."""

import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from heapq import heappush, heappushpop
from itertools import accumulate
from typing import NamedTuple

from ..query import Query
from ..stats import Silence
from .meta import meta
from .plan import Plan, begun_by
from .ranked import make_plan
from .schema import NO_END, NO_START


class Spacing(NamedTuple):
    """The spacing of events: their number, and the number of those with a known first day, of which the rest is true.
    `median` is that of the days from one to the next. The longest gap is after the day `filled` and before the day
    `first`; `after` and `until` are the ids of the events on these days."""

    events: int
    exact: int
    median: float | None
    filled: int
    first: int
    after: str | None
    until: str | None


class Edges(NamedTuple):
    """The last day that is filled before a gap, and the first one after it."""

    filled: int
    first: int


STORED = 100
"""Gaps between all events that an index holds."""

_KNOWN = f"(event.first > {NO_START} AND event.first = event.begun)"
"""The condition that the first day is known."""

_FILLED = f"iif(event.last = {NO_END}, event.first, event.last)"
"""The last day that an event fills; one without an end fills its first."""


def days_of(connection: sqlite3.Connection, chosen: Plan) -> Iterator[tuple[int, int, int, int]]:
    """The first days of events, in order: each with the last day of the longest of these events, whether it is known to
    be their first day, and their number."""
    for part, values in chosen.parts("event"):
        sql = f"SELECT event.first, max({_FILLED}), {_KNOWN}, count(*) FROM {part} GROUP BY event.first, {_KNOWN}"
        yield from connection.execute(f"{sql} ORDER BY event.first", values)


def rhythm_of(connection: sqlite3.Connection, chosen: Plan, days: Iterable[tuple[int, int, int, int]]) -> Spacing:
    """The spacing of events of which `days` are as in `days_of`."""
    gaps: Counter[int] = Counter()
    longest, edges = 0, (0, 0)
    before, filled, exact, events = 0, 0, 0, 0
    for first, last, known, number in days:
        events += number
        if not known:
            continue
        if exact:
            gaps[first - before] += 1
            if first - filled - 1 > longest:
                longest, edges = first - filled - 1, (filled, first)
        gaps[0] += number - 1
        before, filled, exact = first, max(filled, last), exact + number
    after = until = None
    if longest:
        # Of several events the last one that ends there, and the first one that begins there.
        number = begun_by(connection, edges[1])
        after = _at(connection, chosen.before(number), f"{_FILLED} = ?", edges[0], "DESC")
        until = _at(connection, chosen.since(number), "event.first = ?", edges[1], "ASC")
    return Spacing(events, exact, _median(gaps), *edges, after, until)


def longest_gaps(connection: sqlite3.Connection, query: Query, most: int) -> list[Silence]:
    """The `most` longest stretches of days without an event between two events of a query, the longest first; of equal
    ones the earliest."""
    chosen = make_plan(connection, query)
    if most <= STORED and chosen.is_whole(connection):
        edges = [Edges(*each) for each in json.loads(meta(connection, "gaps"))][:most]
    else:
        edges = longest_edges(days_of(connection, chosen), most)
    silences = []
    for filled, first in edges:
        number = begun_by(connection, first)
        after = _at(connection, chosen.before(number), f"{_FILLED} = ?", filled, "DESC")
        before = _at(connection, chosen.since(number), "event.first = ?", first, "ASC")
        silences.append(silence_of(Spacing(0, 0, None, filled, first, after, before)))
    return [each for each in silences if each is not None]


def longest_edges(days: Iterable[tuple[int, int, int, int]], most: int) -> list[Edges]:
    """The edges of the `most` longest gaps between days of events (as `days_of` gives them), in the order of
    `longest_gaps`."""
    gaps: list[tuple[int, int, int]] = []
    filled = 0
    for first, last, known, _ in days:
        if not known:
            continue
        if filled and first - filled > 1:
            gap = (first - filled - 1, -first, filled)
            if len(gaps) < most:
                heappush(gaps, gap)
            else:
                heappushpop(gaps, gap)
        filled = max(filled, last)
    return [Edges(filled, -first) for _, first, filled in sorted(gaps, reverse=True)]


def _at(connection: sqlite3.Connection, chosen: Plan, condition: str, day: int, order: str) -> str | None:
    """The id of the last (DESC) or first (ASC) of the chosen events that has this day."""
    number = chosen.number("event")
    for part, values in chosen.parts("event", reverse=order == "DESC"):
        sql = f"SELECT id FROM {part} AND {_KNOWN} AND {condition} ORDER BY {number} {order} LIMIT 1"
        if row := connection.execute(sql, (*values, day)).fetchone():
            return str(row[0])
    return None


def silence_of(rhythm: Spacing) -> Silence | None:
    """The longest silence; None where there is none."""
    if rhythm.after is None or rhythm.until is None:
        return None
    first, last = date.fromordinal(rhythm.filled + 1), date.fromordinal(rhythm.first - 1)
    return Silence((last - first).days + 1, first, last, rhythm.after, rhythm.until)


def _median(numbers: Counter[int]) -> float | None:
    """The median of numbers, of which each occurs as often as counted."""
    total = numbers.total()
    if not total:
        return None
    ordered = sorted(numbers)
    upto = list(accumulate(numbers[each] for each in ordered))
    low, high = (ordered[bisect_right(upto, position)] for position in ((total - 1) // 2, total // 2))
    return (low + high) / 2
