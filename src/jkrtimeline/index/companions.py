"""An actor, theme or thread → its counts, and the actors, themes and threads of the same events."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..query import Kind, Query
from .meta import checked
from .ranked import make_plan
from .schema import NO_END, NO_START

COUNTED = 20_000
"""Events, the latest ones, of which companions are counted: of more it takes as long as there are many."""


def companions(connection: sqlite3.Connection, query: Query) -> dict[str, list[tuple[str, int]]]:
    """Kind → (id, number of events) of what occurs in the latest COUNTED events of a query, the most frequent
    first."""
    chosen = make_plan(connection, query)
    counts: Counter[str] = Counter()
    left = COUNTED
    for part, values in chosen.parts("event", reverse=True):
        sql = f"SELECT tags FROM {part} ORDER BY {chosen.number('event')} DESC LIMIT ?"
        for (numbers,) in connection.execute(sql, (*values, left)):
            counts.update(numbers.split())
            left -= 1
    found: dict[str, list[tuple[str, int]]] = {}
    sql = "SELECT number, kind, id FROM tag WHERE number IN (SELECT value FROM json_each(?))"
    for tag, kind, identity in connection.execute(sql, (json.dumps(list(map(int, counts))),)):
        found.setdefault(kind, []).append((identity, counts[str(tag)]))
    return {kind: sorted(each, key=lambda item: (-item[1], item[0])) for kind, each in found.items()}


def entry_records(connection: sqlite3.Connection, kind: Kind, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Id → public record of these entries of a registry, with their counts over all events."""
    sql = (
        "SELECT entry.id, json, crc, tag.count, tag.first, tag.last FROM entry"
        " LEFT JOIN tag ON tag.kind = entry.kind AND tag.id = entry.id"
        " WHERE entry.kind = ? AND entry.id IN (SELECT value FROM json_each(?))"
    )
    records: dict[str, dict[str, Any]] = {}
    for identity, text, crc, count, *days in connection.execute(sql, (kind, json.dumps(list(ids)))):
        first, last = (
            date.fromordinal(day).isoformat() if day and day not in (NO_START, NO_END) else None for day in days
        )
        records[identity] = {**json.loads(checked(text, crc)), "count": count or 0, "first": first, "last": last}
    return records
