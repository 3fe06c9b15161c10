"""Rows of events and a Dataset → the tables of the index, in a connection that someone else opened."""

import json
import sqlite3
from binascii import crc32
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from ..eventfile import cross_check
from ..model import Actor, Dataset, Theme
from ..text.json_text import to_json
from ..text.normalize import fold
from . import facets, schema
from .data_files import Progress
from .meta import put_meta
from .rows import Batch, Rows, Totals, Words, days_of, forms, names_of


def fill(
    connection: sqlite3.Connection, dataset: Dataset, meta: Mapping[str, str], progress: Progress | None = None
) -> None:
    """Make the tables and write all of `dataset` and of the events whose records the connection has
    already, in the order of time; `meta` is kept beside it."""
    connection.executescript(schema.SCHEMA)
    rows, words = Rows(names_of(dataset), _reach(connection)), Words()
    (total,) = connection.execute("SELECT count(*) FROM record").fetchone()
    with connection:
        for n, text in connection.execute("SELECT n, json FROM record ORDER BY n"):
            rows.add(json.loads(text), text)
            if rows.full or n == total:
                _insert(connection, rows.take(), words)
                if progress is not None:
                    progress("indexing", n, total)
        _finish(connection, dataset, rows.totals(), meta)


def fill_from(
    connection: sqlite3.Connection,
    found: Iterable[tuple[int, Batch] | Totals],
    meta: Callable[[], Mapping[str, str]],
    progress: Progress | None,
    size: int,
) -> None:
    """Make the tables and write batches of rows, each with the number of bytes, of `size`, that were read for
    it, and in the end what they come to. There is nothing beside the events.

    Raises ValueError where not all of them can be events of one index.
    """
    connection.executescript(schema.RECORD + schema.SCHEMA)
    words = Words()
    with connection:
        try:
            for each in found:
                if isinstance(each, Totals):
                    _refuse_circles(connection)
                    _finish(connection, cross_check.without_registries(), each, meta())
                    return
                done, batch = each
                connection.executemany("INSERT INTO record VALUES (?, ?, ?)", batch.records)
                _insert(connection, batch, words)
                if progress is not None:
                    progress("indexing", done, size)
        except sqlite3.IntegrityError as error:
            raise ValueError(f"an id stands twice: {error}") from None


def _reach(connection: sqlite3.Connection) -> tuple[int, int]:
    """The first and the last of the days on which the events of the records begin."""
    sql = "SELECT json_extract(json, '$.date') FROM record WHERE json_extract(json, '$.start') IS NOT NULL ORDER BY n"
    ends = [connection.execute(f"{sql} {order} LIMIT 1").fetchone() for order in ("ASC", "DESC")]
    first, last = (days_of(row[0]).first if row else schema.NO_START for row in ends)
    return first, last


def _insert(connection: sqlite3.Connection, batch: Batch, words: Words) -> None:
    connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", batch.events)
    columns = ", ".join(schema.EVERY_COLUMN)
    connection.executemany(f"INSERT INTO search (rowid, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", batch.texts)
    found = words.new(batch.spoken()) if batch.words is None else batch.words
    connection.executemany("INSERT OR IGNORE INTO word VALUES (?)", found)
    connection.executemany("INSERT OR IGNORE INTO follow VALUES (?, ?)", batch.follows)


def _refuse_circles(connection: sqlite3.Connection) -> None:
    """Raise ValueError where an event follows itself, by way of others."""

    def before(identity: str) -> list[str]:
        sql = "SELECT earlier FROM event JOIN follow ON earlier = event.id WHERE later = ?"
        return [name for (name,) in connection.execute(sql, (identity,))]

    # Every circle has a step to an event that does not begin before.
    sql = (
        "SELECT later FROM follow JOIN event AS one ON one.id = earlier JOIN event AS other ON other.id = later"
        " WHERE one.first >= other.first"
    )
    doubtful = [name for (name,) in connection.execute(sql)]
    if not doubtful:
        return
    connection.execute("CREATE INDEX follow_later ON follow (later)")
    done: set[str] = set()
    if any(cross_check.circle(name, before, done) for name in doubtful):
        raise ValueError("an event follows itself")


def _finish(connection: sqlite3.Connection, dataset: Dataset, totals: Totals, meta: Mapping[str, str]) -> None:
    """Write what belongs to all the events."""
    connection.execute(schema.LONG_EVENTS)
    connection.executemany("INSERT INTO tag VALUES (?, ?, ?, ?, ?, ?, ?, ?)", totals.tags)
    connection.executemany("INSERT INTO tally VALUES (?, NULL, ?)", totals.lacking.items())
    connection.executemany("INSERT OR IGNORE INTO word VALUES (?)", Words().new(totals.names))
    _enter(connection, "actor", dataset.actors, lambda word: Actor(id=word, name=word))
    _enter(connection, "theme", dataset.themes, lambda word: Theme(id=word, name=word))
    _enter(connection, "thread", dataset.threads, lambda word: Theme(id=word, name=word))
    ambiguous = dataset.ambiguous or {}
    rows_of = [("actor", fold(form), name) for form, names in ambiguous.items() for name in names]
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", rows_of)
    synonyms = [[fold(word) for word in row] for row in dataset.synonyms]
    about = {
        "header": json.dumps(dataset.header.public()),
        "synonyms": json.dumps(synonyms),
        "ambiguous": json.dumps(ambiguous),
        "sources": str(totals.sources),
    }
    put_meta(connection, {**about, **facets.tally(connection, totals.days), **meta})


def _enter(
    connection: sqlite3.Connection, kind: str, known: Sequence[Actor | Theme], make: Callable[[str], Actor | Theme]
) -> None:
    """Write a registry: what is `known`, then the words that events use besides, in the order of appearance."""
    names = {entry.id for entry in known}
    used = connection.execute("SELECT id FROM tag WHERE kind = ? ORDER BY n, id", (kind,)).fetchall()
    free = (make(word) for (word,) in used if word not in names)
    for place, entry in enumerate(chain(known, free)):
        text = to_json(entry.public())
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (kind, place, entry.id, text, crc32(text.encode()))
        )
        folded = {(kind, fold(form), entry.id) for form in forms(entry)}
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(folded))
