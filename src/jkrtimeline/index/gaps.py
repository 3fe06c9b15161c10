"""The spacing of events: the longest gaps between them, and the median number of days from one to the next."""

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
from .connection import read_meta
from .plan import Direction, Plan, first_from
from .schema import NO_END, NO_START
from .select import make_plan


class FilledDays(NamedTuple):
    """Events with the same first day: the last day that one of them fills, whether the first day is known to be that of
    the events, and how many they are."""

    first: int
    last: int
    is_known: bool
    events: int


class Bounds(NamedTuple):
    """The days around a gap, as date.toordinal: the last that is filled before it, and the first of the event after
    it."""

    filled: int
    first: int


class Spacing(NamedTuple):
    """The number of events, and of those with a known first day. Of these: the median number of days from one to the
    next, and the longest gaps, the longest first; of equal ones the earliest."""

    events: int
    exact: int
    median: float | None
    gaps: list[Bounds]


STORED = 100
"""Gaps between all events that an index holds."""

_KNOWN = f"(event.first > {NO_START} AND event.first = event.begun)"
"""The condition that the first day is known."""

_FILLED = f"iif(event.last = {NO_END}, event.first, event.last)"
"""The last day that an event fills; one without an end fills its first."""


def longest_gaps(connection: sqlite3.Connection, query: Query, most: int) -> list[Silence]:
    """The `most` longest stretches of days without an event between two events of a query, ordered as in Spacing."""
    plan = make_plan(connection, query)
    return dated_gaps(connection, plan, spacing_of(connection, plan, most).gaps[:most])


def spacing_of(connection: sqlite3.Connection, plan: Plan, most: int) -> Spacing:
    """The spacing of the events of a plan, with at least the `most` longest gaps."""
    if most <= STORED and plan.is_whole(connection):
        stored = Spacing(*json.loads(read_meta(connection, "spacing")))
        return stored._replace(gaps=[Bounds(*each) for each in stored.gaps])
    return measure_spacing(_filled_days(connection, plan), most)


def _filled_days(connection: sqlite3.Connection, plan: Plan) -> Iterator[FilledDays]:
    columns = f"event.first, max({_FILLED}), {_KNOWN}, count(*)"
    days = plan.select(connection, columns, "event", f"GROUP BY event.first, {_KNOWN} ORDER BY event.first")
    return map(FilledDays._make, days)


def measure_spacing(days: Iterable[FilledDays], most: int) -> Spacing:
    """The spacing of events, given by their days in order, with at most the `most` longest gaps."""
    steps: Counter[int] = Counter()  # the days from one event to the next
    longest: list[tuple[int, int, int]] = []  # a heap of (length, -first, filled)
    previous = filled = exact = events = 0
    for first, last, is_known, number in days:
        events += number
        if not is_known:
            continue
        if exact:
            steps[first - previous] += 1
            if first - filled > 1:
                gap = (first - filled - 1, -first, filled)
                if len(longest) < most:
                    heappush(longest, gap)
                else:
                    heappushpop(longest, gap)
        steps[0] += number - 1
        previous, filled, exact = first, max(filled, last), exact + number
    gaps = [Bounds(filled, -first) for _, first, filled in sorted(longest, reverse=True)]
    return Spacing(events, exact, _median(steps), gaps)


def dated_gaps(connection: sqlite3.Connection, plan: Plan, gaps: Iterable[Bounds]) -> list[Silence]:
    """The gaps between the events of a plan, with the ids on either side: the last event that ends before the gap, and
    the first one that begins after it."""
    results = []
    for filled, first in gaps:
        number = first_from(connection, first)
        after = _id_at(connection, plan.between(1, number - 1), f"{_FILLED} = ?", filled, "DESC")
        before = _id_at(connection, plan.between(number), "event.first = ?", first, "ASC")
        start, end = date.fromordinal(filled + 1), date.fromordinal(first - 1)
        results.append(Silence((end - start).days + 1, start, end, after, before))
    return results


def _id_at(connection: sqlite3.Connection, plan: Plan, condition: str, day: int, order: Direction) -> str:
    """The id of the last (DESC) or first (ASC) event of a plan with this day."""
    condition = f"AND {_KNOWN} AND {condition}"
    for (identity,) in plan.select(connection, "id", "event", condition, [day], order=order, limit=1):
        return str(identity)
    raise sqlite3.DatabaseError("no event is beside a gap")


def _median(counts: Counter[int]) -> float | None:
    """The median of numbers, of which each occurs as often as counted."""
    total = counts.total()
    if not total:
        return None
    ordered = sorted(counts)
    up_to = list(accumulate(counts[each] for each in ordered))
    low, high = (ordered[bisect_right(up_to, position)] for position in ((total - 1) // 2, total // 2))
    return (low + high) / 2
