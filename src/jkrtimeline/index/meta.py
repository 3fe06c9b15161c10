"""The table of texts about the index itself, and the checksums of stored texts."""

import sqlite3
from binascii import crc32
from collections.abc import Mapping

from . import schema


def is_ours(connection: sqlite3.Connection) -> bool:
    """Whether a database is an index of this version."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return (application, version) == (schema.APPLICATION_ID, schema.VERSION)


def read_meta(connection: sqlite3.Connection, key: str) -> str:
    """The value of a key: header, synonyms, ambiguous, sources, spacing or digests (of the data files).

    Raises DatabaseError when it is missing or damaged.
    """
    row = connection.execute("SELECT value, crc FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"no {key} in the index")
    return checked(*row)


def write_meta(connection: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Write texts about the index itself."""
    rows = [(key, value, crc32(value.encode())) for key, value in values.items()]
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", rows)


def checked(raw: str, crc: int) -> str:
    """The text of a row. Raises DatabaseError when its checksum is wrong: SQLite does not notice a damaged text."""
    if not isinstance(raw, str) or crc32(raw.encode()) != crc:
        raise sqlite3.DatabaseError("a row of the index is damaged")
    return raw
