"""The ledger of the events that are being read: the index's own table of records, and beside it, until
all is checked, whose they are and where each of them stands."""

import json
import sqlite3
from binascii import crc32
from collections.abc import Iterator, Sequence

from ..eventfile import Input, load
from ..eventfile.ledger import Location, Reference, Titled
from ..model import Dataset, Event
from ..text.json_text import to_json
from . import schema, select
from .new_index import new_index
from .rows import days_of

_SCHEMA = """
CREATE TABLE held (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first, last, file, line, title_line, title_column);
CREATE TABLE unfit (id TEXT PRIMARY KEY, file, line) WITHOUT ROWID;
CREATE TABLE reference (later TEXT, earlier TEXT, file, line, column);
CREATE INDEX reference_later ON reference (later);
"""

_REFERENCES = "SELECT reference.file, reference.line, column, reference.later, reference.earlier FROM reference"


def collected(*inputs: Input) -> tuple[Dataset, tuple[Event, ...]]:
    """What some data files hold, with their events in the order of time, in memory. Raises DataError."""
    with new_index(None, ()) as made:
        ledger = StagedEvents(made.connection)
        dataset = load(inputs, ledger)
        ledger.close()
        rows = made.connection.execute("SELECT json FROM record ORDER BY n")
        return dataset, tuple(Event.from_public(json.loads(text)) for (text,) in rows)


class StagedEvents:
    """Keeps events in a connection to an empty database (see dataset.ledger.Ledger)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._unfit = False
        connection.executescript(schema.RECORD + _SCHEMA)

    def add(self, event: Event, place: Location, title: Location, follows: Sequence[Location]) -> Location | None:
        first, last, _ = days_of(event.date.text)
        if self._unfit and (earlier := self._kept(event.id)):
            return earlier
        row = (event.id, first, last, place.file, place.line, title.line, title.column)
        done = self._connection.execute("INSERT OR IGNORE INTO held VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)
        if not done.rowcount:
            return self._kept(event.id)
        record = to_json(event.public())
        self._connection.execute(
            "INSERT INTO record VALUES (?, ?, ?)", (done.lastrowid, record, crc32(record.encode()))
        )
        self._refer(event.id, event.follows, follows)
        return None

    def reserve(
        self, identity: str, place: Location, follows: Sequence[str], places: Sequence[Location]
    ) -> Location | None:
        earlier = self._kept(identity)
        if earlier is None:
            self._connection.execute("INSERT INTO unfit VALUES (?, ?, ?)", (identity, place.file, place.line))
            self._unfit = True
            self._refer(identity, follows, places)
        return earlier

    def _refer(self, identity: str, follows: Sequence[str], places: Sequence[Location]) -> None:
        rows = [(identity, name, *where) for name, where in zip(follows, places, strict=True)]
        if rows:
            self._connection.executemany("INSERT INTO reference VALUES (?, ?, ?, ?, ?)", rows)

    def _kept(self, identity: str) -> Location | None:
        sql = "SELECT file, line, 1 FROM held WHERE id = :id UNION ALL SELECT file, line, 1 FROM unfit WHERE id = :id"
        found = self._connection.execute(sql, {"id": identity}).fetchone()
        return Location(*found) if found else None

    def dangling(self) -> Iterator[Reference]:
        sql = (
            f"{_REFERENCES} LEFT JOIN held ON held.id = earlier LEFT JOIN unfit ON unfit.id = earlier"
            " WHERE held.id IS NULL AND unfit.id IS NULL ORDER BY reference.rowid"
        )
        for *place, later, earlier in self._connection.execute(sql):
            yield Reference(Location(*place), later, earlier)

    def untimely(self) -> Iterator[tuple[Reference, bool]]:
        sql = (
            f"SELECT found.*, coalesce(one.first > other.first, 0) FROM ({_REFERENCES}) AS found"
            " LEFT JOIN held AS one ON one.id = found.earlier LEFT JOIN held AS other ON other.id = found.later"
            " WHERE coalesce(one.first >= other.first, 1)"
        )
        for *place, later, earlier, after in self._connection.execute(sql):
            yield Reference(Location(*place), later, earlier), bool(after)

    def followed(self, identity: str) -> list[str]:
        sql = (
            "SELECT earlier FROM reference LEFT JOIN held ON held.id = earlier LEFT JOIN unfit ON unfit.id = earlier"
            " WHERE later = ? AND coalesce(held.id, unfit.id) IS NOT NULL ORDER BY reference.rowid"
        )
        return [name for (name,) in self._connection.execute(sql, (identity,))]

    def near(self, identity: str) -> list[str]:
        return select.near_ids(self._connection, identity, "held")

    def titles(self) -> Iterator[Titled]:
        sql = (
            "SELECT iif(exact, json_extract(json, '$.start'), json_extract(json, '$.date')) AS moment, exact,"
            " file, title_line, title_column, id, json_extract(json, '$.title') FROM"
            " (SELECT *, first > ? AND json_extract(json, '$.precision') = 'day' AS exact"
            " FROM held JOIN record USING (n))"
            " ORDER BY moment, n"
        )
        for when, exact, file, line, column, name, title in self._connection.execute(sql, (schema.NO_START,)):
            yield Titled(when, bool(exact), Location(file, line, column), name, title)

    def close(self) -> None:
        """Put the records in the order of time, and keep nothing else."""
        sql = (
            "SELECT 1 FROM held AS one JOIN held AS other ON other.n = one.n + 1"
            " WHERE (one.first, one.last) > (other.first, other.last) LIMIT 1"
        )
        if self._connection.execute(sql).fetchone():
            self._connection.executescript(
                "ALTER TABLE record RENAME TO unordered;"
                + schema.RECORD
                + "INSERT INTO record SELECT NULL, json, crc FROM unordered JOIN held USING (n)"
                " ORDER BY first, last, n; DROP TABLE unordered;"
            )
        self._connection.executescript("DROP TABLE held; DROP TABLE reference; DROP TABLE unfit;")
