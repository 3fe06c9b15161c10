"""The table of texts about the index itself, and the checksums of stored texts."""

import json
import sqlite3
from binascii import crc32
from collections.abc import Mapping, Sequence

from . import schema


def is_index_of(connection: sqlite3.Connection, digests: Sequence[str]) -> bool:
    """Whether a database is an index, of this version, of data files with these digests.

    Raises sqlite3.Error or ValueError when it is damaged.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    is_ours = (application, version) == (schema.APPLICATION_ID, schema.VERSION)
    return is_ours and json.loads(read_meta(connection, "digests")) == digests


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
