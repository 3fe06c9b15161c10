"""The order of a registry, without reading all of it: it may hold every word that was ever used."""

import sqlite3

from ..query import Kind


def first_ids(connection: sqlite3.Connection, kind: Kind, most: int) -> list[str]:
    """The ids of at most so many actors, themes or threads, as they stand in their registry."""
    found = connection.execute("SELECT id FROM entry WHERE kind = ? ORDER BY place LIMIT ?", (kind, most))
    return [name for (name,) in found]
