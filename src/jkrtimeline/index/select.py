"""A Query → the events that match, in order of time. What a search ranks is in `hits`.

Values reach SQLite as parameters only; MATCH texts come from `search.match`, in quotation marks.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from ..query import MatchInfo, Query, Row
from .connection import checked
from .lookup import storable
from .plan import Plan, count_events, make_filter_plan
from .schema import CLOSING, EVERY_COLUMN, OPENING

_COLUMNS = ("title", "summary", "source")
"""The columns in which matched words are highlighted."""

_SIGNS = f"char({ord(OPENING)}), char({ord(CLOSING)})"
HIGHLIGHTS = ", ".join(f"highlight(search, {EVERY_COLUMN.index(name)}, {_SIGNS})" for name in _COLUMNS)
"""The SQL for these columns with their highlights."""


def make_plan(connection: sqlite3.Connection, query: Query) -> Plan:
    """Which events a query means."""
    if query.search is None:
        return make_filter_plan(connection, query)
    from .hits import search_plan

    return search_plan(connection, query, query.search)


def rows(connection: sqlite3.Connection, query: Query) -> Iterator[Row]:
    """The events of a query without a search, in its order."""
    plan = rest_of(connection, make_filter_plan(connection, query), query.offset, query.reverse)
    yield from (row for _, row in islice(rows_in_time(connection, plan, query.reverse), query.limit))


def rest_of(connection: sqlite3.Connection, plan: Plan, offset: int, reverse: bool) -> Plan:
    """The events of a plan without the first `offset` ones in order of time, or in reverse order. Reads no event."""
    if not offset:
        return plan
    number = _number_at(connection, plan, offset, reverse)
    if number is None:
        return plan._replace(spans=())
    return plan.between(1, number) if reverse else plan.between(number)


def _number_at(connection: sqlite3.Connection, plan: Plan, position: int, reverse: bool) -> int | None:
    """The number of the event at a position, from 0; None where there are not so many."""
    if not plan.match:
        for span in plan.spans[::-1] if reverse else plan.spans:
            if position < span.size:
                index = span.size - 1 - position if reverse else position
                return span.lasting[index] if index < len(span.lasting) else span.low + index - len(span.lasting)
            position -= span.size
        return None
    parts, direction = plan.from_where("search", "search.rowid"), "DESC" if reverse else "ASC"
    for part, values in parts[::-1] if reverse else parts:
        sql = f"SELECT search.rowid FROM {part} ORDER BY search.rowid {direction} LIMIT 1 OFFSET ?"
        if row := connection.execute(sql, (*values, position)).fetchone():
            return int(row[0])
        position -= connection.execute(f"SELECT count(*) FROM {part}", values).fetchone()[0]
    return None


def rows_in_time(
    connection: sqlite3.Connection, plan: Plan, reverse: bool, *, searched: bool = False
) -> Iterator[tuple[int, Row]]:
    """The events of a plan in order of time, with their numbers, read as they are consumed."""
    columns = "record.n, json, crc" + (f", {HIGHLIGHTS}" if plan.words else "")
    records = plan.select(connection, columns, "record", order="DESC" if reverse else "ASC")
    for n, raw, crc, *highlighted in records:
        find = partial(_match_info, highlighted) if highlighted or searched else None
        yield n, Row(checked(raw, crc), find, searched=searched)


def _match_info(highlighted: Sequence[str], record: Mapping[str, Any]) -> MatchInfo:
    from .snippet import match_info  # which only highlights need

    return match_info(record, highlighted)


def numbers(connection: sqlite3.Connection, query: Query) -> Iterator[int]:
    """The numbers of the events of a query, in order of time; its limit and offset do not apply."""
    plan = make_plan(connection, query)
    if not plan.match:
        for span in plan.spans:
            yield from span.lasting
            yield from range(span.low, span.high + 1)
        return
    yield from (number for (number,) in plan.select(connection, "search.rowid", order="ASC"))


def position(connection: sqlite3.Connection, query: Query, identity: str) -> int | None:
    """The position of an event among those of a query, from 0, in order of time; None where it is not among them."""
    row = connection.execute("SELECT n FROM event WHERE id = ?", (storable(identity),)).fetchone()
    plan = make_plan(connection, query)
    if row is None or not count_events(connection, plan.between(row[0], row[0])):
        return None
    return count_events(connection, plan.between(1, row[0] - 1))


def count(connection: sqlite3.Connection, query: Query) -> int:
    """How many events match, whatever the limit."""
    if query.search is None:
        return count_events(connection, make_filter_plan(connection, query))
    from .hits import ranked_events

    ranked = ranked_events(connection, query, query.search)
    return len(ranked.scored) + (count_events(connection, ranked.full) if ranked.full is not None else 0)
