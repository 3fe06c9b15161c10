"""A Dataset, and its events in the order of time → the tables of a new index."""

import json
import sqlite3
from binascii import crc32
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from ..eventfile.event_store import PublicEvent
from ..eventfile.registry_check import cycle_from
from ..model import Actor, Dataset, Event, Theme
from ..text.json_text import to_json
from ..text.normalize import fold
from . import schema
from .connection import IndexConnection, write_meta
from .counts import store_counts
from .data_files import Progress
from .lexicon import write_lexicon
from .row_writer import RowWriter
from .rows import RowBuilder, Totals, names_of
from .time_order import TimeOrder


def fill(
    connection: IndexConnection,
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
    rows = RowBuilder(dataset, events.starts)
    with connection:
        try:
            with RowWriter(connection) as writer:
                resolved = map(free_words.resolved, events) if free_words else events
                for number, public in enumerate(resolved, 1):
                    rows.add(*public)
                    if rows.full or number == len(events):
                        writer.add(rows.take())
                        if progress is not None:
                            progress("indexing", number, len(events))
                totals = rows.totals()
                writer.add_words(totals.names)
        except sqlite3.IntegrityError as error:
            raise ValueError(f"an id occurs twice: {error}") from None
        _finish(connection, dataset, totals, meta)


def refuse_cycles(connection: sqlite3.Connection) -> None:
    """Raise ValueError where an event follows itself, directly or through others."""
    # In every cycle an event follows one that does not come before it.
    sql = "SELECT later_n FROM follow JOIN event ON id = earlier_id WHERE n >= later_n"
    candidates = [number for (number,) in connection.execute(sql)]
    if not candidates:
        return
    connection.execute("CREATE INDEX follow_later ON follow (later_n)")

    def before(number: int) -> list[int]:
        sql = "SELECT n FROM follow JOIN event ON id = earlier_id WHERE later_n = ?"
        return [n for (n,) in connection.execute(sql, (number,))]

    done: set[int] = set()
    if any(cycle_from(number, before, done) for number in candidates):
        raise ValueError("an event follows itself")


def _finish(connection: sqlite3.Connection, dataset: Dataset, totals: Totals, meta: Mapping[str, str]) -> None:
    """Write what needs all events: tags, registries, names, the lexicon, counts and `meta`."""
    connection.execute(schema.LONG_EVENTS)
    connection.executemany("INSERT INTO tag VALUES (?, ?, ?, ?, ?, ?, ?, ?)", totals.tags)
    connection.executemany("INSERT INTO tally VALUES (?, NULL, ?)", totals.without.items())
    _write_registry(connection, "actor", dataset.actors, Actor)
    _write_registry(connection, "theme", dataset.themes, Theme)
    _write_registry(connection, "thread", dataset.threads, Theme)
    ambiguous = dataset.ambiguous or {}
    names = [("actor", fold(form), identity) for form, ids in ambiguous.items() for identity in ids]
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


class FreeWords:
    """Reads the free words of files without registries as names of entries in other files' registries.

    A word that is no id, but a name, alias or native name of exactly one entry, means that entry; case and accents do
    not matter, as in filters. A short form that the data calls ambiguous means none.
    """

    def __init__(self, dataset: Dataset) -> None:
        ambiguous = {fold(form) for form in dataset.ambiguous or {}}
        self._registries = (_Meanings(dataset.actors, ambiguous), _Meanings(dataset.themes), _Meanings(dataset.threads))

    def __bool__(self) -> bool:
        """Whether there is any entry that a word can mean."""
        return any(each.meant for each in self._registries)

    def resolved(self, public: PublicEvent) -> PublicEvent:
        """An event with the ids that its free words mean."""
        event = public.event
        words = (event.actors, event.themes, (event.thread,) if event.thread else ())
        ids = tuple(registry.ids(each) for registry, each in zip(self._registries, words, strict=True))
        if ids == words:
            return public
        actors, themes, threads = (list(dict.fromkeys(each)) for each in ids)
        record = {**json.loads(public.json), "actors": actors, "themes": themes, "thread": next(iter(threads), None)}
        return PublicEvent(Event.from_public(record), to_json(record))


class _Meanings:
    """The ids of a registry, and those that other words mean."""

    def __init__(self, entries: Sequence[Actor | Theme], ambiguous: Collection[str] = ()) -> None:
        self._ids = {entry.id for entry in entries}
        ids_by_form: dict[str, set[str]] = {}
        for entry in entries:
            for name in names_of(entry):
                ids_by_form.setdefault(fold(name), set()).add(entry.id)
        self.meant = {
            form: ids.pop() for form, ids in ids_by_form.items() if form and len(ids) == 1 and form not in ambiguous
        }

    def ids(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words, with ids instead of those that mean one."""
        return tuple(word if word in self._ids else self.meant.get(fold(word), word) for word in words)
