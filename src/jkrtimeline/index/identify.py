"""What a text could name: events by a part of their id, persons by a word of their name. Reads the index only."""

import sqlite3

from ..text.normalize import fold
from .select import storable

_LEAST = 3
"""Characters of an id from which on a part of it names an event."""


def ids_with(connection: sqlite3.Connection, part: str, most: int) -> list[str]:
    """At most so many ids of events that hold `part`: those that begin with it; else those of which a word begins
    with it; else any."""
    part = storable(part)
    if len(part) < _LEAST:
        return []
    sql = "SELECT id FROM event WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    ids = [name for (name,) in connection.execute(sql, (part, part + "\U0010ffff", most))]
    if ids:
        return ids
    part = part.lower()
    for text, pattern in (("'-' || lower(id)", f"-{part}"), ("lower(id)", part)):
        sql = f"SELECT id FROM event WHERE instr({text}, ?) ORDER BY id LIMIT ?"
        if ids := [name for (name,) in connection.execute(sql, (pattern, most))]:
            return ids
    return []


def persons_with(connection: sqlite3.Connection, text: str) -> list[str]:
    """The ids of the persons who have `text` as whole words in a name: whom a surname could mean."""
    sql = (
        "SELECT DISTINCT name.id FROM name JOIN entry ON entry.kind = name.kind AND entry.id = name.id"
        " WHERE name.kind = 'actor' AND instr(' ' || folded || ' ', ?)"
        " AND json_extract(json, '$.kind') = 'person' ORDER BY name.id"
    )
    folded = fold(storable(text))
    return [name for (name,) in connection.execute(sql, (f" {folded} ",))] if folded else []
