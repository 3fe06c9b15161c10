"""Events while they are validated, in temporary tables: a million of them take no memory."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ..model import Event
from ..text.json_text import to_json
from ..text.normalize import prefix_range

_SCHEMA = """
CREATE TABLE staged (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first, file, line, date, is_exact, title, title_line, title_column);
CREATE TABLE invalid (id TEXT PRIMARY KEY, file, line) WITHOUT ROWID;
CREATE TABLE reference (later TEXT, earlier TEXT, file, line, column);
CREATE INDEX reference_later ON reference (later);
"""

_REFERENCES = "SELECT reference.file, reference.line, column, reference.later, reference.earlier FROM reference"

_NEAR = 2000
"""Ids that are compared with one that no event has."""


class PublicEvent(NamedTuple):
    """An event, and the same as public JSON."""

    event: Event
    json: str


def public_event(event: Event) -> PublicEvent:
    """An event with its public JSON."""
    return PublicEvent(event, to_json(event.public()))


class Location(NamedTuple):
    """A position: the number of its file (from 0), line and column (from 1)."""

    file: int
    line: int
    column: int


class Reference(NamedTuple):
    """One id under `follows`: its position, the event that has it, and the event that it names. `is_late` holds when
    the named event starts later."""

    position: Location
    later: str
    earlier: str
    is_late: bool = False


class EventTitle(NamedTuple):
    """The title of an event and its position. `date` is its first day where it is exact to a day, else its EDTF."""

    date: str
    is_exact: bool
    position: Location
    id: str
    title: str


class EventStore:
    """Holds the ids, titles and references of events in an empty database. `events` are the events themselves of the
    files with numbers in `in_memory`."""

    def __init__(self, connection: sqlite3.Connection, in_memory: Collection[int] = ()) -> None:
        self._connection = connection
        self._has_invalid = False
        self.events: dict[int, list[Event]] = {number: [] for number in in_memory}
        connection.executescript(_SCHEMA)

    def add(self, event: Event, position: Location, title: Location, follows: Sequence[Location]) -> Location | None:
        """Add an event, with the positions of it, its title, and each id that it follows.

        Where an earlier event has the same id, nothing is added, and the position of that one returned.
        """
        if self._has_invalid and (earlier := self._position(event.id)):
            return earlier
        is_exact = event.start is not None and event.date.precision == "day"
        first, date = event.start.toordinal() if event.start else 0, str(event.start) if is_exact else event.date.text
        row = (event.id, first, position.file, position.line, date, is_exact, event.title, *title[1:])
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
        """Add just the id of an invalid event and what it follows; the position of an earlier one with that id."""
        earlier = self._position(identity)
        if earlier is None:
            self._connection.execute("INSERT INTO invalid VALUES (?, ?, ?)", (identity, position.file, position.line))
            self._has_invalid = True
            self._refer(identity, follows, positions)
        return earlier

    def _refer(self, identity: str, follows: Sequence[str], positions: Sequence[Location]) -> None:
        rows = [(identity, name, *position) for name, position in zip(follows, positions, strict=True)]
        self._connection.executemany("INSERT INTO reference VALUES (?, ?, ?, ?, ?)", rows)

    def _position(self, identity: str) -> Location | None:
        sql = (
            "SELECT file, line, 1 FROM staged WHERE id = :id UNION ALL SELECT file, line, 1 FROM invalid WHERE id = :id"
        )
        row = self._connection.execute(sql, {"id": identity}).fetchone()
        return Location(*row) if row else None

    def dangling(self) -> Iterator[Reference]:
        """The references to ids that no event has."""
        sql = (
            f"{_REFERENCES} LEFT JOIN staged ON staged.id = earlier LEFT JOIN invalid ON invalid.id = earlier"
            " WHERE staged.id IS NULL AND invalid.id IS NULL ORDER BY reference.rowid"
        )
        for *position, later, earlier in self._connection.execute(sql):
            yield Reference(Location(*position), later, earlier)

    def untimely(self) -> Iterator[Reference]:
        """The references to events that do not start before the one that follows them, or may not. Every cycle has
        one."""
        sql = (
            f"SELECT reference.*, coalesce(one.first > other.first, 0) FROM ({_REFERENCES}) AS reference"
            " LEFT JOIN staged AS one ON one.id = reference.earlier"
            " LEFT JOIN staged AS other ON other.id = reference.later"
            " WHERE coalesce(one.first >= other.first, 1)"
        )
        for *position, later, earlier, is_late in self._connection.execute(sql):
            yield Reference(Location(*position), later, earlier, bool(is_late))

    def followed(self, identity: str) -> list[str]:
        """The ids of events that one follows."""
        sql = (
            "SELECT earlier FROM reference LEFT JOIN staged ON staged.id = earlier"
            " LEFT JOIN invalid ON invalid.id = earlier"
            " WHERE later = ? AND coalesce(staged.id, invalid.id) IS NOT NULL ORDER BY reference.rowid"
        )
        return [name for (name,) in self._connection.execute(sql, (identity,))]

    def near(self, identity: str) -> list[str]:
        """Ids that `identity` could be a slip of: those that begin alike, then the first ones."""
        sql = "SELECT id FROM staged WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        ids = [name for (name,) in self._connection.execute(sql, (*prefix_range(identity[:4]), _NEAR))]
        rows = self._connection.execute("SELECT id FROM staged ORDER BY n LIMIT ?", (_NEAR - len(ids),))
        return ids + [name for (name,) in rows]

    def titles(self) -> Iterator[EventTitle]:
        """The title of each event, by date and then in the order of the files."""
        sql = "SELECT date, is_exact, file, title_line, title_column, id, title FROM staged ORDER BY date, n"
        for date, is_exact, file, line, column, name, title in self._connection.execute(sql):
            yield EventTitle(date, bool(is_exact), Location(file, line, column), name, title)

    def drop(self) -> None:
        """Remove the tables."""
        self._connection.executescript("DROP TABLE staged; DROP TABLE reference; DROP TABLE invalid;")
