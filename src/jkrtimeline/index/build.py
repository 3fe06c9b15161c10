"""A Dataset, and its events in the order of time → the tables of a new index."""

import json
import sqlite3
from binascii import crc32
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from ..eventfile import cycles
from ..model import Actor, Dataset, Theme
from ..text.json_text import to_json
from ..text.normalize import fold, folded_words
from . import schema
from .counts import store_counts
from .data_files import Progress
from .entry_names import FreeWords, names_of
from .lexicon import write_lexicon
from .meta import write_meta
from .rows import Batch, Rows, Totals
from .time_order import TimeOrder

_MOST_WORDS = 250_000
"""The most words that are collected before they are written, some 30 MB. Writing them together, in order, takes a tenth
of the time."""

_LOWER = bytes(ord(chr(code).lower()) if code >= 128 or chr(code).isalnum() else ord(" ") for code in range(128))
_TO_WORDS = _LOWER + bytes(range(128, 256))
"""A table for bytes.translate: ASCII letters in lower case, spaces for what separates words."""


class _Words:
    """Collects the words of texts, and writes each of them once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: set[bytes] = set()

    def add(self, texts: Iterable[str]) -> None:
        """Collect the words of some texts."""
        self._words.update(" ".join(texts).encode().translate(_TO_WORDS).split())
        if len(self._words) > _MOST_WORDS:
            self.write()

    def write(self) -> None:
        """Write the words collected since the last time."""
        words = {word.decode() for word in self._words if word.isascii()}  # they are folded already
        words.update(word for text in self._words if not text.isascii() for word in folded_words(text.decode()))
        self._connection.executemany("INSERT OR IGNORE INTO word VALUES (?)", zip(sorted(words), strict=True))
        self._words.clear()


def fill(
    connection: sqlite3.Connection,
    dataset: Dataset,
    events: TimeOrder,
    meta: Mapping[str, str],
    progress: Progress | None = None,
) -> None:
    """Create the tables, and write the events, their registries and totals, and `meta`.

    Raises ValueError where an event is not valid, or an id occurs twice.
    """
    connection.executescript(schema.SCHEMA)
    free_words = FreeWords(dataset)
    rows, words = Rows(dataset, events.starts), _Words(connection)

    with connection:
        try:
            resolved = map(free_words.resolved, events) if free_words else events
            for number, public in enumerate(resolved, 1):
                rows.add(*public)
                if rows.full or number == len(events):
                    _insert(connection, rows.take(), words)
                    if progress is not None:
                        progress("indexing", number, len(events))
        except sqlite3.IntegrityError as error:
            raise ValueError(f"an id occurs twice: {error}") from None
        _finish(connection, dataset, rows.totals(), words, meta)


def _insert(connection: sqlite3.Connection, batch: Batch, words: _Words) -> None:
    connection.executemany("INSERT INTO record VALUES (?, ?, ?)", batch.records)
    connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", batch.events)
    columns = ", ".join(("rowid", *schema.EVERY_COLUMN))
    connection.executemany(f"INSERT INTO search ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", batch.texts)
    connection.executemany("INSERT OR IGNORE INTO follow VALUES (?, ?)", batch.follows)
    # The words of names are added once for all events, at the end.
    words.add(text for _, title, *_, summary, source, _ in batch.texts for text in (title, summary, source))


def refuse_cycles(connection: sqlite3.Connection) -> None:
    """Raise ValueError where an event follows itself, directly or through others."""

    def before(identity: str) -> list[str]:
        sql = "SELECT earlier FROM event JOIN follow ON earlier = event.id WHERE later = ?"
        return [name for (name,) in connection.execute(sql, (identity,))]

    # In every cycle an event follows one that does not begin before it.
    sql = (
        "SELECT later FROM follow JOIN event AS one ON one.id = earlier JOIN event AS other ON other.id = later"
        " WHERE one.first >= other.first"
    )
    candidates = [name for (name,) in connection.execute(sql)]
    if not candidates:
        return
    connection.execute("CREATE INDEX follow_later ON follow (later)")
    done: set[str] = set()
    if any(cycles.cycle_from(name, before, done) for name in candidates):
        raise ValueError("an event follows itself")


def _finish(
    connection: sqlite3.Connection, dataset: Dataset, totals: Totals, words: _Words, meta: Mapping[str, str]
) -> None:
    """Write the registries and the totals of all events."""
    connection.execute(schema.LONG_EVENTS)
    connection.executemany("INSERT INTO tag VALUES (?, ?, ?, ?, ?, ?, ?, ?)", totals.tags)
    connection.executemany("INSERT INTO tally VALUES (?, NULL, ?)", totals.without.items())
    words.add(totals.names)
    words.write()
    _write_registry(connection, "actor", dataset.actors, Actor)
    _write_registry(connection, "theme", dataset.themes, Theme)
    _write_registry(connection, "thread", dataset.threads, Theme)
    ambiguous = dataset.ambiguous or {}
    names = [("actor", fold(form), name) for form, names in ambiguous.items() for name in names]
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", names)
    synonyms = [[fold(word) for word in row] for row in dataset.synonyms]
    write_lexicon(connection, synonyms)
    about = {
        "header": json.dumps(dataset.header.public()),
        "synonyms": json.dumps(synonyms),
        "ambiguous": json.dumps(ambiguous),
        "sources": str(totals.sources),
    }
    write_meta(connection, {**about, **store_counts(connection, totals.days), **meta})


def _write_registry(
    connection: sqlite3.Connection, kind: str, known: Sequence[Actor | Theme], entry_type: type[Actor | Theme]
) -> None:
    """Write a registry: `known` entries, then the free words that events use, in the order of their first events."""
    ids = {entry.id for entry in known}
    used = connection.execute("SELECT id FROM tag WHERE kind = ? ORDER BY n, id", (kind,)).fetchall()
    free = (entry_type(id=word, name=word) for (word,) in used if word not in ids)
    for position, entry in enumerate(chain(known, free)):
        text = to_json(entry.public())
        row = (kind, position, entry.id, text, crc32(text.encode()))
        connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", row)
        folded = {(kind, fold(form), entry.id) for form in names_of(entry)}
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(folded))
