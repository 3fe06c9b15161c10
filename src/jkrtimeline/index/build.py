"""A Dataset and a ledger of events → the tables of the index, in a connection that someone else opened."""

import json
import sqlite3
from binascii import crc32
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from ..model import Actor, Dataset, Event, Source, Theme, upwards
from ..public import to_json
from ..words import BREAK, fold, index_text
from . import schema
from .files import Progress

_STEP = 1000
"""Events between two words of progress."""


def fill(
    connection: sqlite3.Connection, dataset: Dataset, meta: Mapping[str, str], progress: Progress | None = None
) -> None:
    """Make the tables and write all of `dataset` and of the events that the connection's ledger has kept;
    `meta` is kept beside it."""
    connection.executescript(schema.SCHEMA)
    actors = {actor.id: actor for actor in dataset.actors}
    themes = {theme.id: theme for theme in dataset.themes}
    threads = {thread.id: thread for thread in dataset.threads}
    with connection:
        synonyms = [[fold(word) for word in row] for row in dataset.synonyms]
        about = {
            "header": json.dumps(dataset.header.public()),
            "synonyms": json.dumps(synonyms),
            "ambiguous": json.dumps(dataset.ambiguous or {}),
        }
        put_meta(connection, {**about, **meta})
        (total,) = connection.execute("SELECT count(*) FROM event").fetchone()
        for n, record in connection.execute("SELECT n, json FROM event ORDER BY n"):
            _add(connection, n, Event.from_public(json.loads(record)), actors, themes, threads)
            if progress is not None and n % _STEP == 0:
                progress("indexing", n, total)
        _enter(connection, "actor", dataset.actors, lambda word: Actor(word, word))
        _enter(connection, "theme", dataset.themes, lambda word: Theme(word, word))
        _enter(connection, "thread", dataset.threads, lambda word: Theme(word, word))
        connection.execute(schema.TAG_EVENT)
        ambiguous = dataset.ambiguous or {}
        rows_of = [("actor", fold(form), name) for form, names in ambiguous.items() for name in names]
        connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", rows_of)
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")


def put_meta(connection: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Keep texts about the index itself."""
    rows = [(key, value, crc32(value.encode())) for key, value in values.items()]
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", rows)


def _enter(
    connection: sqlite3.Connection, kind: str, known: Sequence[Actor | Theme], make: Callable[[str], Actor | Theme]
) -> None:
    """Write a registry: what is `known`, then the words that events use besides, in the order of appearance."""
    names = {entry.id for entry in known}
    used = connection.execute("SELECT id FROM tag WHERE kind = ? GROUP BY id ORDER BY min(n), id", (kind,))
    free = (make(word) for (word,) in used if word not in names)
    for place, entry in enumerate(chain(known, free)):
        text = to_json(entry.public())
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (kind, place, entry.id, text, crc32(text.encode()))
        )
        forms = {(kind, fold(form), entry.id) for form in _forms(entry)}
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(forms))


def _add(
    connection: sqlite3.Connection,
    n: int,
    event: Event,
    actors: Mapping[str, Actor],
    themes: Mapping[str, Theme],
    threads: Mapping[str, Theme],
) -> None:
    tags = {("actor", name) for actor in event.actors for name in upwards(actor, _owner(actors))}
    tags |= {("theme", theme) for theme in event.themes}
    if event.thread:
        tags.add(("thread", event.thread))
    if event.place:
        tags.add(("place", fold(event.place)))
    connection.executemany("INSERT INTO tag VALUES (?, ?, ?)", [(kind, name, n) for kind, name in sorted(tags)])
    stories = [theme for name in event.themes for theme in _forms_of(name, themes)]
    stories += _forms_of(event.thread, threads) if event.thread else []
    columns = [
        [event.title],
        [form for name in event.actors for form in _forms_of(name, actors)],
        stories,
        [event.place or ""],
        running_texts(event),
        [source_text(source) for source in event.sources],
    ]
    texts = [BREAK.join(map(index_text, column)) for column in columns]
    connection.execute(
        "INSERT INTO search (rowid, title, actor, theme, place, summary, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (n, *texts),
    )
    connection.execute("INSERT INTO spelling (rowid, text) VALUES (?, ?)", (n, "\n".join(texts)))


def _owner(actors: Mapping[str, Actor]) -> Callable[[str], str | None]:
    return lambda name: actors[name].of if name in actors else None


def running_texts(event: Event) -> list[str]:
    """What an event says of itself beside its title: a search word in them is shown as a snippet."""
    return [text for text in (event.summary, event.note, event.date_note) if text]


def source_text(source: Source) -> str:
    """One source in one line."""
    return " ".join(text for text in (source.publisher, source.via, source.title, source.about) if text)


def _forms(entry: Actor | Theme) -> Iterator[str]:
    """All names of an actor, theme or thread."""
    yield from (entry.id, entry.name, *entry.aliases)
    if isinstance(entry, Actor):
        yield from (entry.native or {}).values()


def _forms_of(name: str, entries: Mapping[str, Actor] | Mapping[str, Theme]) -> list[str]:
    """What a search finds an event by, of an actor, theme or thread. The aliases of themes are for
    filters only: `comfort women` is not to find all that is about history."""
    entry = entries.get(name)
    if entry is None:
        return [name]
    return list(dict.fromkeys(_forms(entry) if isinstance(entry, Actor) else (entry.id, entry.name)))
