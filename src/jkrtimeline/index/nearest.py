"""A Query with a limit and a centre → the events nearest to it."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from ..periods import Period
from ..query import Query, Row
from .plan import Direction, Plan, first_from
from .schema import NO_END, NO_START
from .select import make_plan, rows_in_time

_YEAR = 364
"""Days between the first and the last day of an event that lasts a year."""

_MONTH = 30
"""Most days between the first and the last day on which an event can begin, if its month is known."""

_EXACT = f"event.begun - event.first <= {_MONTH} AND (event.last - event.first < {_YEAR} OR event.last = {NO_END})"
"""The condition that an event is about a few days; else it is their background."""

_OVERLAPPING = 1000
"""The most events that began before the centre and last into it; those that began last."""


class _Near(NamedTuple):
    """An event: its distance from the centre in days and in events, and its number."""

    days: int
    events: int
    n: int


def nearest_events(connection: sqlite3.Connection, query: Query) -> Iterator[Row]:
    """The `limit` events of a query that are nearest to its centre, in order of time.

    The distance is the number of days between the start of an event and the centre, 0 for one that lasts into it; among
    equals, the number of events between them. The background (events that last a year or more, or whose month is
    unknown) counts only where there is nothing else.
    """
    centre, limit = query.centre or Period(), query.limit or 0
    first, last = (day and day.toordinal() for day in (centre.first or centre.last, centre.last or centre.first))
    whole = query.without_centre()
    plan = make_plan(connection, whole)
    if not first or not last or not limit:
        return
    middle = first_from(connection, first)
    overlapping = make_plan(connection, whole._replace(periods=(*whole.periods, centre)))
    chosen: set[int] = set()
    for condition in (_EXACT, f"NOT ({_EXACT})"):
        candidates = [
            *_days(connection, overlapping.between(1, middle - 1), condition, _OVERLAPPING, "DESC"),
            *_days(connection, plan.between(1, middle - 1), condition, limit, "DESC"),
            *_days(connection, plan.between(middle), condition, limit, "ASC"),
        ]
        near = sorted(
            _Near(
                0 if first <= end < NO_END and begun <= last else max(begun - last, first - begun), abs(n - middle), n
            )
            for n, begun, end in dict.fromkeys(candidates)
        )
        chosen.update(each.n for each in near[: limit - len(chosen)])
        if len(chosen) == limit:
            break
    for n in sorted(chosen, reverse=query.reverse):
        yield from (row for _, row in rows_in_time(connection, plan.between(n, n), reverse=False))


def _days(
    connection: sqlite3.Connection, plan: Plan, condition: str, most: int, order: Direction
) -> Iterator[tuple[int, int, int]]:
    """Number, first and last day of at most `most` events of a plan: the first (ASC) or last (DESC) ones."""
    columns, known = "event.n, event.first, event.last", f"AND event.first > {NO_START} AND {condition}"
    return plan.select(connection, columns, "event", known, order=order, limit=most)
