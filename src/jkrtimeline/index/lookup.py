"""Events, actors, themes, threads and places by their ids and names."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from ..query import ENTRY_KINDS, Row
from ..text.normalize import fold, prefix_range
from .connection import checked, read_meta
from .plan import size
from .schema import NO_END, NO_START

_CANDIDATES = 2000
"""Ids or names that are compared with one that does not exist."""

_NAMES = 20_000
"""Names that are compared by their sound."""

_LEAST = 3
"""Characters of a part of an id that names an event."""

_COMPLETIONS = 200
"""Ids or names that are offered for a beginning."""


def storable(text: str) -> str:
    """`text` as SQLite takes it: bytes of a command line that are not UTF-8 become question marks."""
    return text.encode("utf-8", "replace").decode()


def _column(connection: sqlite3.Connection, sql: str, values: Any = ()) -> list[Any]:
    """The first column of a result."""
    return [row[0] for row in connection.execute(sql, values)]


# --- events ----------------------------------------------------------------------------------------------


def find(connection: sqlite3.Connection, identity: str) -> Row | None:
    """The event with this id."""
    sql = "SELECT json, crc FROM event JOIN record USING (n) WHERE id = ?"
    row = connection.execute(sql, (storable(identity),)).fetchone()
    return Row(checked(*row)) if row else None


def followers(connection: sqlite3.Connection, identity: str) -> list[Row]:
    """The events that directly follow this one, in order of time."""
    sql = "SELECT json, crc FROM record WHERE n IN (SELECT later_n FROM follow WHERE earlier_id = ?) ORDER BY n"
    return [Row(checked(*row)) for row in connection.execute(sql, (identity,))]


def near_ids(connection: sqlite3.Connection, identity: str) -> list[str]:
    """Ids of events that `identity` may be a misspelling of: those that begin alike, then the first ones."""
    ids = _ids_from(connection, storable(identity)[:4], _CANDIDATES)
    return ids + _column(connection, "SELECT id FROM event ORDER BY n LIMIT ?", (_CANDIDATES - len(ids),))


def ids_with(connection: sqlite3.Connection, part: str, most: int) -> list[str]:
    """At most `most` ids of events that contain `part`, with hyphens for spaces, from the beginning of a word on: those
    that begin with it, else any."""
    part = storable(part).replace(" ", "-")
    if len(part) < _LEAST:
        return []
    sql = "SELECT id FROM event WHERE instr('-' || lower(id), ?) ORDER BY id LIMIT ?"
    return _ids_from(connection, part, most) or _column(connection, sql, (f"-{part.lower()}", most))


def _ids_from(connection: sqlite3.Connection, start: str, most: int) -> list[str]:
    sql = "SELECT id FROM event WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    return _column(connection, sql, (*prefix_range(start), most))


# --- actors, themes, threads and places -------------------------------------------------------------------


def registry(connection: sqlite3.Connection, kind: str) -> dict[str, dict[str, Any]]:
    """A registry: id → public JSON record, in its order."""
    rows = connection.execute("SELECT id, json, crc FROM entry WHERE kind = ? ORDER BY position", (kind,))
    return {identity: json.loads(checked(*row)) for identity, *row in rows}


def counted_entries(
    connection: sqlite3.Connection, kind: str, ids: Iterable[str] | None = None
) -> dict[str, dict[str, Any]]:
    """A registry, or the entries with these ids, in its order: id → public record with the counts of all events."""
    sql = (
        "SELECT entry.id, json, crc, coalesce(count, 0), first, last FROM entry"
        " LEFT JOIN tag ON tag.kind = entry.kind AND tag.id = entry.id WHERE entry.kind = ?"
    )
    values = [kind]
    if ids is not None:
        sql += " AND entry.id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(ids)))
    rows = connection.execute(f"{sql} ORDER BY position", values)
    return {identity: json.loads(checked(text, crc)) | count_fields(*counts) for identity, text, crc, *counts in rows}


def count_fields(count: int, first: int | None, last: int | None) -> dict[str, Any]:
    """The public fields of an entry for its number of events, and their first and last day number."""
    days = (day and day.isoformat() for day in map(known_day, (first, last)))
    return dict(zip(("count", "first", "last"), (count, *days), strict=True))


def known_day(number: int | None) -> date | None:
    """The day with this number; None where it is unknown or open."""
    return None if number is None or number in (NO_START, NO_END) else date.fromordinal(number)


def days_of_tag(connection: sqlite3.Connection, kind: str, identity: str) -> tuple[date | None, date | None] | None:
    """The first and last day of the events with this actor, theme or thread; None where there are none."""
    values = (kind, storable(identity))
    row = connection.execute("SELECT first, last FROM tag WHERE kind = ? AND id = ?", values).fetchone()
    return row and (known_day(row[0]), known_day(row[1]))


def resolve(connection: sqlite3.Connection, kind: str, text: str) -> list[str]:
    """The ids of tags that a name may mean: none, one, or several.

    An entry of a registry is meant by its id, its name, an alias or native name; any other tag by any run of its
    words: the places with `jeju island`.
    """
    text = storable(text)
    folded = fold(text)
    if not folded:
        return []
    if kind not in ENTRY_KINDS:
        sql = "SELECT id FROM tag WHERE kind = ? AND instr(' ' || id || ' ', ?)"
        return _column(connection, sql, (kind, f" {folded} "))
    ids = _column(connection, "SELECT id FROM entry WHERE kind = ? AND id = ?", (kind, text))
    return ids or _column(connection, "SELECT id FROM name WHERE kind = ? AND folded = ?", (kind, folded))


def entries_with_words(connection: sqlite3.Connection, kind: str, text: str) -> list[str]:
    """The ids of the entries with `text` as whole words in a name."""
    sql = "SELECT DISTINCT id FROM name WHERE kind = ? AND instr(' ' || folded || ' ', ?) ORDER BY id"
    return _column(connection, sql, (kind, f" {fold(storable(text))} "))


def named(connection: sqlite3.Connection, kind: str, text: str) -> dict[str, str]:
    """The entries that a name, alias, native name or id means, the most frequent first: id → name."""
    return most_frequent(connection, kind, resolve(connection, kind, text))


def persons_with(connection: sqlite3.Connection, text: str) -> dict[str, str]:
    """The persons with `text` as whole words in a name, the most frequent first: id → name."""
    return most_frequent(connection, "actor", entries_with_words(connection, "actor", text), persons=True)


def persons_sounding_like(connection: sqlite3.Connection, text: str) -> dict[str, str]:
    """The persons of whose names `text` is another romanization, the most frequent first: id → name."""
    from ..text.spelling import sound_key

    sound = sound_key(fold(storable(text)))
    sql = "SELECT id, folded FROM name WHERE kind = 'actor' AND instr(folded, ' ') LIMIT ?"
    rows = connection.execute(sql, (_NAMES,)) if sound else ()
    ids = {identity for identity, name in rows if sound_key(name) == sound}
    return most_frequent(connection, "actor", ids, persons=True)


def most_frequent(
    connection: sqlite3.Connection, kind: str, ids: Iterable[str], *, persons: bool = False
) -> dict[str, str]:
    """The entries with these ids, or those of persons, with most events first, then by id: id → name."""
    records = counted_entries(connection, kind, ids).items()
    ordered = sorted(records, key=lambda item: (-item[1]["count"], item[0]))
    return {identity: record["name"] for identity, record in ordered if not persons or record["kind"] == "person"}


def near_names(connection: sqlite3.Connection, kind: str, text: str) -> list[str]:
    """Names and ids that `text` may be a misspelling of: of a registry no more than _CANDIDATES of each sort; of other
    tags all, the most frequent first, and their words."""
    if kind not in ENTRY_KINDS:
        texts = [name for _, name in sorted(connection.execute("SELECT -count, id FROM tag WHERE kind = ?", (kind,)))]
        return list(dict.fromkeys([*texts, *(word for text in texts for word in text.split())]))
    start, end = prefix_range(fold(storable(text))[:1])
    values = {"kind": kind, "start": start, "end": end, "most": _CANDIDATES}
    names: dict[str, None] = {}
    for sql in (
        "SELECT folded FROM name WHERE kind = :kind AND folded >= :start AND folded < :end LIMIT :most",
        "SELECT id FROM entry WHERE kind = :kind ORDER BY position LIMIT :most",
        "SELECT folded FROM name WHERE kind = :kind LIMIT :most",
    ):
        names |= dict.fromkeys(_column(connection, sql, values))
    return list(names)


def complete(connection: sqlite3.Connection, kind: str, start: str) -> list[str]:
    """At most _COMPLETIONS ids that begin with `start`, and one-word names of entries; of places all names."""
    start, end = prefix_range(storable(start))
    if kind == "event":
        return _ids_from(connection, start, _COMPLETIONS)
    if kind == "place":
        names, folded = places_of(connection).names, fold(start)
        return sorted(name for key, name in names.items() if key.startswith(folded))
    sql = "SELECT id FROM tag WHERE kind = :kind AND id >= :start AND id < :end ORDER BY id LIMIT :most"
    if kind in ENTRY_KINDS:
        sql = (
            "SELECT id FROM entry WHERE kind = :kind AND id >= :start AND id < :end UNION SELECT folded FROM name"
            " WHERE kind = :kind AND folded >= :start AND folded < :end AND instr(folded, ' ') = 0"
            " GROUP BY folded HAVING count(*) = 1 ORDER BY 1 LIMIT :most"
        )
    return _column(connection, sql, {"kind": kind, "start": start, "end": end, "most": _COMPLETIONS})


class Places(NamedTuple):
    """The name of each place by its key, the folded name; and the keys of each tag, by its number as text."""

    names: dict[str, str]
    keys: dict[str, list[str]]


def places_of(connection: sqlite3.Connection) -> Places:
    """The places of all events, in the order of their first events. A tag has the key of each place whose words occur
    in it one after another, as in filters."""
    from ..text.places import phrases_in, place_names  # only counts and completion need it

    sql = "SELECT n, number, json_extract(json, '$.place') FROM tag JOIN record USING (n) WHERE kind = 'place'"
    texts: dict[str, str] = {str(number): text for _, number, text in sorted(connection.execute(sql))}
    names: dict[str, str] = {}
    for text in texts.values():
        for name in place_names(text):
            names.setdefault(fold(name), name)
    longest = max((len(key.split()) for key in names), default=0)
    keys = {
        number: [phrase for phrase in phrases_in(text, longest) if phrase in names] for number, text in texts.items()
    }
    return Places(names, keys)


def totals(connection: sqlite3.Connection) -> dict[str, int]:
    """How many events, entries of each registry, and sources there are; sources are counted over all events."""
    sql = "SELECT count(*) FROM entry WHERE kind = ?"
    registries = {f"{kind}s": int(_column(connection, sql, (kind,))[0]) for kind in ENTRY_KINDS}
    return {"events": size(connection), **registries, "sources": int(read_meta(connection, "sources"))}
