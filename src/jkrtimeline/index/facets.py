"""The actors, themes, threads and places of a query's events: counts, histograms, and what occurs with them."""

import json
import sqlite3
from collections import Counter
from typing import Any

from ..query import Kind, Query
from .lookup import count_fields, counted_entries
from .schema import BINS, NO_START
from .select import make_plan

COUNTED = 20_000
"""The most events, the latest ones, of which companions are counted."""

_STARTED = f"event.first > {NO_START} AND event.begun > {NO_START}"
"""The condition that the start of an event is known, at least roughly."""


def facets(connection: sqlite3.Connection, kind: Kind, query: Query) -> list[dict[str, Any]]:
    """The public records of a registry with counts, the most frequent first.

    The counts are of the events that match the query. An entry with none is left out when the query narrows anything.
    """
    plan = make_plan(connection, query)
    if plan.is_whole(connection):
        records = counted_entries(connection, kind)
    else:
        tags, counts = tags_of(connection, kind), dict[str, list[int]]()
        for numbers, first, last in plan.select(connection, "tags, event.first, event.last", "event"):
            for number in numbers.split():
                if number in tags:
                    count = counts.setdefault(tags[number], [0, first, last])
                    count[:] = count[0] + 1, min(first, count[1]), max(last, count[2])
        records = counted_entries(connection, kind, counts)
        for identity, record in records.items():
            record.update(count_fields(*counts[identity]))
    return sorted(records.values(), key=lambda record: -record["count"])


def tags_of(connection: sqlite3.Connection, kind: str) -> dict[str, str]:
    """The tags of a kind: number as in event.tags → id."""
    rows = connection.execute("SELECT number, id FROM tag WHERE kind = ?", (kind,))
    return {str(number): identity for number, identity in rows}


def histograms(connection: sqlite3.Connection, kind: Kind, query: Query, parts: int) -> dict[str, list[int]]:
    """A histogram for each entry of a registry: id → how many events begin in each of `parts` equal parts of the time
    from the first matching event to the last.

    Events that are not known to begin within one part are left out, as in stats.
    """
    plan = make_plan(connection, query)
    if plan.is_whole(connection) and parts in (BINS, BINS // 2):
        return _stored_histograms(connection, kind, parts)
    ends = plan.select(connection, "min(event.first), max(event.first)", "event", f"AND {_STARTED}")
    known = [day for pair in ends for day in pair if day is not None]
    if not known:
        return {}
    begin, days = min(known), max(known) - min(known) + 1
    tags = tags_of(connection, kind)
    bins: dict[str, list[int]] = {}
    events = plan.select(connection, "event.first, event.begun, event.tags", "event", f"AND {_STARTED}")
    for first, begun, numbers in events:
        bin_number = (first - begin) * parts // days
        if (begun - begin) * parts // days == bin_number:
            for number in numbers.split():
                if number in tags:
                    bins.setdefault(tags[number], [0] * parts)[bin_number] += 1
    return bins


def _stored_histograms(connection: sqlite3.Connection, kind: Kind, parts: int) -> dict[str, list[int]]:
    """The histograms of all events, in BINS parts or in half as many wider ones.

    A wide bin holds more than its two narrow ones together: some events are known to begin in it, but not in which
    half. So the index holds their number, too.
    """
    stored: dict[str, list[int]] = {}
    for identity, text in connection.execute("SELECT id, bins FROM tag WHERE kind = ?", (kind,)):
        bins = list(map(int, text.split()))
        pairs = zip(bins[:BINS:2], bins[1:BINS:2], bins[BINS:], strict=True)
        stored[identity] = bins[:BINS] if parts == BINS else list(map(sum, pairs))
    return {identity: bins for identity, bins in stored.items() if any(bins)}


def companions(connection: sqlite3.Connection, query: Query) -> dict[str, list[tuple[str, int]]]:
    """Kind → (id, number of events) of the tags of the latest COUNTED events of a query, the most frequent first."""
    plan = make_plan(connection, query)
    counts: Counter[str] = Counter()
    for (numbers,) in plan.select(connection, "tags", "event", order="DESC", limit=COUNTED):
        counts.update(numbers.split())
    by_kind: dict[str, list[tuple[str, int]]] = {}
    sql = "SELECT number, kind, id FROM tag WHERE number IN (SELECT value FROM json_each(?))"
    for number, kind, identity in connection.execute(sql, (json.dumps(list(map(int, counts))),)):
        by_kind.setdefault(kind, []).append((identity, counts[str(number)]))
    return {kind: sorted(each, key=lambda item: (-item[1], item[0])) for kind, each in by_kind.items()}
