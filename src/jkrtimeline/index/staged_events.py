"""The ids, positions, titles and references of events that are being validated, in temporary tables."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from itertools import chain

from ..eventfile import Input, read_dataset
from ..eventfile.event_store import EventTitle, Location, Reference
from ..model import Dataset, Event
from .lookup import near_ids
from .schema import NO_START
from .time_order import day_numbers

_SCHEMA = """
CREATE TABLE staged (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first, last, file, line,
    date, is_exact, title, title_line, title_column);
CREATE TABLE invalid (id TEXT PRIMARY KEY, file, line) WITHOUT ROWID;
CREATE TABLE reference (later TEXT, earlier TEXT, file, line, column);
CREATE INDEX reference_later ON reference (later);
"""

_REFERENCES = "SELECT reference.file, reference.line, column, reference.later, reference.earlier FROM reference"


def read_events(*inputs: Input) -> tuple[Dataset, tuple[Event, ...]]:
    """The content of some data files, and their events in the order of time. Raises DataError."""
    with closing(sqlite3.connect(":memory:")) as connection:
        staged = StagedEvents(connection, range(len(inputs)))
        dataset = read_dataset(inputs, staged)
    events = chain.from_iterable(staged.events.values())
    return dataset, tuple(sorted(events, key=lambda event: day_numbers(event.date)[:2]))


class StagedEvents:
    """An eventfile.EventStore in an empty database. `events` are the events themselves of the files with numbers in
    `in_memory`."""

    def __init__(self, connection: sqlite3.Connection, in_memory: Collection[int] = ()) -> None:
        self._connection = connection
        self._has_invalid = False
        self.events: dict[int, list[Event]] = {number: [] for number in in_memory}
        connection.executescript(_SCHEMA)

    def add(self, event: Event, position: Location, title: Location, follows: Sequence[Location]) -> Location | None:
        if self._has_invalid and (earlier := self._position(event.id)):
            return earlier
        first, last, _ = day_numbers(event.date)
        is_exact = first > NO_START and event.date.precision == "day"
        date = str(event.start) if is_exact else event.date.text
        row = (event.id, first, last, position.file, position.line, date, is_exact, event.title, *title[1:])
        values = ", ".join("?" * len(row))
        done = self._connection.execute(f"INSERT OR IGNORE INTO staged VALUES (NULL, {values})", row)
        if not done.rowcount:
            return self._position(event.id)
        if position.file in self.events:
            self.events[position.file].append(event)
        self._refer(event.id, event.follows, follows)
        return None

    def reserve(
        self, identity: str, position: Location, follows: Sequence[str], positions: Sequence[Location]
    ) -> Location | None:
        earlier = self._position(identity)
        if earlier is None:
            self._connection.execute("INSERT INTO invalid VALUES (?, ?, ?)", (identity, position.file, position.line))
            self._has_invalid = True
            self._refer(identity, follows, positions)
        return earlier

    def _refer(self, identity: str, follows: Sequence[str], positions: Sequence[Location]) -> None:
        rows = [(identity, name, *position) for name, position in zip(follows, positions, strict=True)]
        if rows:
            self._connection.executemany("INSERT INTO reference VALUES (?, ?, ?, ?, ?)", rows)

    def _position(self, identity: str) -> Location | None:
        sql = (
            "SELECT file, line, 1 FROM staged WHERE id = :id UNION ALL SELECT file, line, 1 FROM invalid WHERE id = :id"
        )
        row = self._connection.execute(sql, {"id": identity}).fetchone()
        return Location(*row) if row else None

    def dangling(self) -> Iterator[Reference]:
        sql = (
            f"{_REFERENCES} LEFT JOIN staged ON staged.id = earlier LEFT JOIN invalid ON invalid.id = earlier"
            " WHERE staged.id IS NULL AND invalid.id IS NULL ORDER BY reference.rowid"
        )
        for *position, later, earlier in self._connection.execute(sql):
            yield Reference(Location(*position), later, earlier)

    def untimely(self) -> Iterator[Reference]:
        sql = (
            f"SELECT reference.*, coalesce(one.first > other.first, 0) FROM ({_REFERENCES}) AS reference"
            " LEFT JOIN staged AS one ON one.id = reference.earlier"
            " LEFT JOIN staged AS other ON other.id = reference.later"
            " WHERE coalesce(one.first >= other.first, 1)"
        )
        for *position, later, earlier, is_late in self._connection.execute(sql):
            yield Reference(Location(*position), later, earlier, bool(is_late))

    def followed(self, identity: str) -> list[str]:
        sql = (
            "SELECT earlier FROM reference LEFT JOIN staged ON staged.id = earlier"
            " LEFT JOIN invalid ON invalid.id = earlier"
            " WHERE later = ? AND coalesce(staged.id, invalid.id) IS NOT NULL ORDER BY reference.rowid"
        )
        return [name for (name,) in self._connection.execute(sql, (identity,))]

    def near(self, identity: str) -> list[str]:
        return near_ids(self._connection, identity, "staged")

    def titles(self) -> Iterator[EventTitle]:
        sql = "SELECT date, is_exact, file, title_line, title_column, id, title FROM staged ORDER BY date, n"
        for date, is_exact, file, line, column, name, title in self._connection.execute(sql):
            yield EventTitle(date, bool(is_exact), Location(file, line, column), name, title)

    def drop(self) -> None:
        """Remove the tables."""
        self._connection.executescript("DROP TABLE staged; DROP TABLE reference; DROP TABLE invalid;")
