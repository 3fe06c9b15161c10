"""An SQLite database for sqlite-utils and Datasette.

It has tables of events, actors, themes, threads and sources, tables that link them, and full-text search of the events
as `sqlite-utils enable-fts --create-triggers` makes it. The columns derive from the table of fields; lists of texts and
native names are JSON. A link to an event that the result lacks is left out.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ..errors import JkrError
from ..eventfile.used_names import LINKED, UsedNames, entry_fields
from ..fields import EVENT, EVENT_FIELDS, LABELS, OFFICE, SOURCE, Field
from ..query import Result, Row
from ..registries import REGISTRIES
from ..text.json_text import to_json, without_empty
from . import BinaryWriter, RenderOptions
from .shared.headings import query_parts
from .shared.short_texts import readable_date

if TYPE_CHECKING:
    from ..model import Source

_BATCH = 500
"""Events inserted at once."""

_EVENT_COLUMNS = tuple(name for name in EVENT_FIELDS if name not in LINKED)
_SEARCHED = ("title", "summary", "place", *LABELS, "date_note")
_TOKENIZER = "porter unicode61 remove_diacritics 2"


def write(result: Result, out: BinaryWriter, options: RenderOptions) -> None:
    """Write the database. Raises JkrError if its temporary file cannot be written."""
    rows = iter(result.rows)
    first = list(islice(rows, 1))  # a failing query is no error of the file below
    with TemporaryDirectory() as folder:
        file = Path(folder, "events.db")
        try:
            with closing(sqlite3.connect(file, isolation_level=None)) as connection:
                _fill(connection, result, chain(first, rows))
        except sqlite3.OperationalError as error:
            hint = "free some space, or set TMPDIR to another folder"
            raise JkrError(f"temporary files in {Path(folder).parent}: {error}", hint=hint) from None
        with open(file, "rb") as stream:
            copyfileobj(stream, out)


def _fill(connection: sqlite3.Connection, result: Result, rows: Iterator[Row]) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for statement in _schema():
        connection.execute(statement)
    header, filters = result.catalog.header, "; ".join(query_parts(result))
    facts = {"version": header.version, "coverage": readable_date(header.coverage)}
    facts = without_empty({**facts, "license": header.license, "about": header.about})
    _insert(connection, "about", {"title": header.title, "filters": filters, **facts}.items())
    used = _insert_events(connection, rows)
    for kind, registry in REGISTRIES.items():
        entries = list(used.records(kind, result.catalog))
        names = ("id", *(field.name for field in entry_fields(registry.record)))
        _insert(connection, registry.section, ([entry[name] for name in names] for entry in entries))
        if kind == "actor":
            _insert(connection, "actor_offices", _offices(entries))
    connection.execute("DELETE FROM event_follows WHERE follows_id NOT IN (SELECT id FROM events)")
    for trigger in _triggers():
        connection.execute(trigger)
    connection.execute("COMMIT")


def _offices(actors: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    for actor in actors:
        for number, office in enumerate(actor["offices"] or [], 1):
            yield [actor["id"], number, *office.values()]


def _insert_events(connection: sqlite3.Connection, rows: Iterator[Row]) -> UsedNames:
    """Insert events, sources and links. Return the names that they use."""
    used, count = UsedNames(), 0
    numbers: dict[Source, int] = {}
    while batch := list(islice(rows, _BATCH)):
        events, texts, sources, cited = (list[list[Any]]() for _ in range(4))
        links: dict[str, list[list[Any]]] = {"actors": [], "themes": [], "follows": []}
        for number, row in enumerate(batch, count + 1):
            record, event = row.record(_EVENT_COLUMNS), row.event
            used.add(event)
            events.append([record[name] for name in _EVENT_COLUMNS])
            texts.append([number, *(record[name] for name in _SEARCHED)])
            for name, linked in links.items():
                linked += ([event.id, each, n] for n, each in enumerate(dict.fromkeys(record[name]), 1))
            for n, source in enumerate(dict.fromkeys(event.sources), 1):
                if source not in numbers:
                    numbers[source] = len(numbers) + 1
                    sources.append([numbers[source], *source.public().values()])
                cited.append([event.id, numbers[source], n])
        _insert(connection, "events", events)
        _insert(connection, "sources", sources)
        _insert(connection, "event_sources", cited)
        for name, linked in links.items():
            _insert(connection, f"event_{name}", linked)
        _insert(connection, f"events_fts (rowid, {_quoted(_SEARCHED)})", texts)
        count += len(batch)
    return used


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Iterable[Any]]) -> None:
    """Insert rows, which have a value for every column of a table. Lists and mappings become JSON."""
    stored = [[_stored(value) for value in row] for row in rows]
    if stored:
        marks = ", ".join("?" * len(stored[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", stored)


def _stored(value: Any) -> Any:
    if isinstance(value, list | dict):
        value = to_json(value) if value else None
    # SQLite refuses surrogates.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


# --- the tables -------------------------------------------------------------------------------------


def _quoted(names: Iterable[str]) -> str:
    """Names of columns in quotation marks, since some are keywords of SQL."""
    return ", ".join(f'"{name}"' for name in names)


def _columns(fields: Iterable[Field]) -> str:
    """The definitions of the columns for some fields."""
    logical = ("approximate", "uncertain")
    return ", ".join(
        f'"{field.name}" {"INTEGER" if field.type == "flag" or field.name in logical else "TEXT"}'
        f"{' NOT NULL' if field.required else ''}"
        for field in fields
    )


def _schema() -> Iterator[str]:
    yield "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)"
    for registry in REGISTRIES.values():
        columns = _columns(entry_fields(registry.record))
        columns += ', FOREIGN KEY ("of") REFERENCES actors (id)' if "of" in registry.record.by_name else ""
        yield f"CREATE TABLE {registry.section} (id TEXT PRIMARY KEY, {columns})"
    yield (
        "CREATE TABLE actor_offices (actor_id TEXT NOT NULL REFERENCES actors (id), position INTEGER NOT NULL, "
        f"{_columns(OFFICE)}, PRIMARY KEY (actor_id, position))"
    )
    columns = _columns(EVENT.by_name[name] for name in _EVENT_COLUMNS[1:])
    yield f"CREATE TABLE events (id TEXT PRIMARY KEY, {columns}, FOREIGN KEY (thread) REFERENCES threads (id))"
    yield 'CREATE INDEX idx_events_start ON events ("start")'
    yield "CREATE INDEX idx_events_thread ON events (thread)"
    yield f"CREATE TABLE sources (id INTEGER PRIMARY KEY, {_columns(SOURCE)})"
    links = (("actors", "actor_id"), ("themes", "theme_id"), ("sources", "source_id"), ("follows", "follows_id"))
    for table, column in links:
        other, type_ = ("events" if table == "follows" else table), ("INTEGER" if table == "sources" else "TEXT")
        yield (
            f"CREATE TABLE event_{table} (event_id TEXT NOT NULL REFERENCES events (id), "
            f"{column} {type_} NOT NULL REFERENCES {other} (id), position INTEGER NOT NULL, "
            f"PRIMARY KEY (event_id, {column}))"
        )
        yield f"CREATE INDEX idx_event_{table}_{column} ON event_{table} ({column})"
    # sqlite-utils and Datasette recognise the search of a table by `content=[events]`.
    yield (
        f"CREATE VIRTUAL TABLE events_fts USING FTS5 ({_quoted(_SEARCHED)}, tokenize='{_TOKENIZER}', content=[events])"
    )


def _triggers() -> Iterator[str]:
    """The triggers that update the search when events change, with the names that sqlite-utils gives them."""
    columns = _quoted(_SEARCHED)
    old, new = (", ".join(f'{row}."{name}"' for name in _SEARCHED) for row in ("old", "new"))
    insert = f"INSERT INTO events_fts (rowid, {columns}) VALUES (new.rowid, {new});"
    delete = f"INSERT INTO events_fts (events_fts, rowid, {columns}) VALUES ('delete', old.rowid, {old});"
    for name, event, actions in (("ai", "INSERT", insert), ("ad", "DELETE", delete), ("au", "UPDATE", delete + insert)):
        yield f"CREATE TRIGGER events_{name} AFTER {event} ON events BEGIN {actions} END"
