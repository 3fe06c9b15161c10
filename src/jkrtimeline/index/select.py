"""A Query → the events that match, in order; facets, counts, names. All SQL that reads.

Values reach SQLite as parameters only; MATCH texts come from `words`, in quotation marks.
"""

import json
import sqlite3
from binascii import crc32
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..public import IMPORTANCE
from ..query import KINDS, Kind, Query, Row, Tag
from ..words import Search, fold, to_match
from . import schema

if TYPE_CHECKING:
    from ..model import Event, Hit


class Conditions:
    """Parts of a WHERE over the table event, joined by AND, and their values in order."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []

    def add(self, part: str, *values: Any) -> None:
        self.parts.append(part)
        self.values += values

    @property
    def where(self) -> str:
        return " AND ".join(self.parts) or "1"


_CANDIDATES = 2000
"""Ids that are compared with one that does not exist."""


def conditions(connection: sqlite3.Connection, query: Query) -> Conditions:
    """Which events a query means, but for the words that rank them."""
    chosen = Conditions()
    for period in query.periods:
        if period.last is not None:
            chosen.add("event.first <= ?", period.last.toordinal())
        if period.first is not None:
            chosen.add("event.last >= ?", period.first.toordinal())
    for tags in query.tags:
        _tagged(chosen, "IN", tags)
    if query.without:
        _tagged(chosen, "NOT IN", query.without)
    if query.importance != IMPORTANCE[0]:
        chosen.add("event.importance >= ?", IMPORTANCE.index(query.importance))
    for statuses in query.statuses:
        chosen.add(f"event.status IN ({_marks(statuses)})", *statuses)
    for search in query.matches:
        positive, negative = match_texts(connection, search)
        if search.empty:
            chosen.add("0")
        if positive:
            chosen.add("event.n IN (SELECT rowid FROM search WHERE search MATCH ?)", positive)
        if negative:
            chosen.add("event.n NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", negative)
    return chosen


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _tagged(chosen: Conditions, how: str, tags: Sequence[Tag]) -> None:
    """One condition for each kind of the tags (a group has one kind)."""
    for kind in dict.fromkeys(tag.kind for tag in tags):
        names = [tag.id for tag in tags if tag.kind == kind]
        chosen.add(f"event.n {how} (SELECT n FROM tag WHERE kind = ? AND id IN ({_marks(names)}))", kind, *names)


def match_texts(connection: sqlite3.Connection, search: Search) -> tuple[str, str]:
    """MATCH for what must occur and for what must not; empty where there is none."""
    synonyms = json.loads(meta(connection, "synonyms"))
    return to_match(search, synonyms, partial(_expand, connection))


def _expand(connection: sqlite3.Connection, prefix: str) -> list[str]:
    rows = connection.execute(
        "SELECT term FROM vocabulary WHERE term >= ? AND term < ?", (prefix, prefix + "\U0010ffff")
    )
    return [term for (term,) in rows]


def meta(connection: sqlite3.Connection, key: str) -> str:
    """A text about the index: header, synonyms, ambiguous, prints, began."""
    row = connection.execute("SELECT value, crc FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"no {key} in the index")
    return _checked(*row)


def rows(connection: sqlite3.Connection, query: Query) -> Iterator[Row]:
    """The events of a query, in its order."""
    searched = query.search is not None
    words = query.search
    if words is None and query.matches:  # they do not rank, but what they match is to stand out
        words, query = query.matches[0], query._replace(matches=query.matches[1:])
    chosen = conditions(connection, query)
    limit = -1 if query.limit is None else query.limit
    positive = ""
    if words is not None:
        if words.empty:
            return
        positive, negative = match_texts(connection, words)
        if negative:
            chosen.add("event.n NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", negative)
    direction = "DESC" if query.reverse else "ASC"
    # The order of n, said so that the index on the days serves both the choice and the order.
    by_time = f"event.first {direction}, event.last {direction}, event.n {direction}"
    if not positive:
        sql = f"SELECT json, crc FROM event WHERE {chosen.where} ORDER BY {by_time} LIMIT ?"
        find = partial(_hit, 0.0, ("", "", "")) if searched else None
        for raw, crc in connection.execute(sql, (*chosen.values, limit)):
            yield Row(_checked(raw, crc), find, searched=searched)
        return
    order = f"rank {direction}, {by_time}" if query.by_rank else by_time
    weights = ", ".join(str(weight) for weight in schema.WEIGHTS.values())
    columns = list(schema.WEIGHTS)
    found = ", ".join(f"highlight(search, {columns.index(name)}, ?, ?)" for name in ("title", "summary", "source"))
    rank = f"bm25(search, {weights}) * (1 + {schema.BOOST} * event.importance)"
    sql = (
        f"SELECT json, crc, {rank} AS rank, {found} FROM search JOIN event ON event.n = search.rowid"
        f" WHERE search MATCH ? AND {chosen.where} ORDER BY {order} LIMIT ?"
    )
    signs = (schema.OPENING, schema.CLOSING) * 3
    for raw, crc, score, *texts in connection.execute(sql, (*signs, positive, *chosen.values, limit)):
        yield Row(_checked(raw, crc), partial(_hit, round(-score, 4), texts), searched=searched)


def _hit(score: float, found: Sequence[str], event: "Event") -> "Hit":
    from .snippet import hit

    return hit(event, score, found)


def _checked(raw: str, crc: int) -> str:
    """A row that is as it was written. SQLite itself does not see a damaged text."""
    if crc32(raw.encode()) != crc:
        raise sqlite3.DatabaseError("a row of the index is damaged")
    return raw


def count(connection: sqlite3.Connection, query: Query) -> int:
    """How many events match, whatever the limit."""
    chosen = conditions(connection, filtering(query))
    return int(connection.execute(f"SELECT count(*) FROM event WHERE {chosen.where}", chosen.values).fetchone()[0])


def filtering(query: Query) -> Query:
    """The same choice of events, with the words that rank as a filter like any other."""
    return query if query.search is None else query._replace(search=None, matches=(*query.matches, query.search))


def storable(text: str) -> str:
    """`text` as SQLite takes it: bytes of a command line that are not UTF-8 become question marks."""
    return text.encode("utf-8", "replace").decode()


def event(connection: sqlite3.Connection, name: str) -> Row | None:
    """The event with this id."""
    row = connection.execute("SELECT json, crc FROM event WHERE id = ?", (storable(name),)).fetchone()
    return Row(_checked(*row)) if row else None


def followers(connection: sqlite3.Connection, name: str) -> list[Row]:
    """The events that follow this one, in the order of time."""
    sql = "SELECT json, crc FROM event WHERE id IN (SELECT later FROM follow WHERE earlier = ?) ORDER BY n"
    return [Row(_checked(*row)) for row in connection.execute(sql, (name,))]


def facets(connection: sqlite3.Connection, kind: Kind, query: Query) -> list[tuple[str, int, int | None, int | None]]:
    """Entries of a registry as (public JSON, count, first day, last day), the most frequent first.

    The counts are of the events that match the query. An entry with none is left out when the query
    narrows anything. Days are ordinals; None where open.
    """
    chosen = conditions(connection, filtering(query))
    narrowed = bool(chosen.parts)
    sql = (
        "SELECT entry.json, entry.crc, count(event.n), min(event.first), max(event.last) FROM entry"
        " LEFT JOIN tag ON tag.kind = entry.kind AND tag.id = entry.id"
        f" LEFT JOIN event ON event.n = tag.n AND {chosen.where}"
        " WHERE entry.kind = ? GROUP BY entry.place HAVING count(event.n) > ? ORDER BY count(event.n) DESC, entry.place"
    )
    values = (*chosen.values, kind, 0 if narrowed else -1)
    found = []
    for text, crc, number, first, last in connection.execute(sql, values):
        days = (first if first != schema.NO_START else None, last if last != schema.NO_END else None)
        found.append((_checked(text, crc), number, *days))
    return found


def entries(connection: sqlite3.Connection, kind: str) -> dict[str, dict[str, Any]]:
    """A registry: id → public JSON record, in its order."""
    found = connection.execute("SELECT id, json, crc FROM entry WHERE kind = ? ORDER BY place", (kind,))
    return {name: json.loads(_checked(text, crc)) for name, text, crc in found}


def resolve(connection: sqlite3.Connection, kind: Kind, text: str) -> list[str]:
    """The ids that a name, alias, native name or id could mean: none, one, or several.

    A place is meant by any run of its words: `seoul`, `jeju island`.
    """
    text = storable(text)
    folded = fold(text)
    if not folded:
        return []
    if kind == "place":
        found = connection.execute(
            "SELECT DISTINCT id FROM tag WHERE kind = 'place' AND instr(' ' || id || ' ', ?)", (f" {folded} ",)
        )
        return [name for (name,) in found]
    found = connection.execute("SELECT id FROM entry WHERE kind = ? AND id = ?", (kind, text))
    if row := found.fetchone():
        return [row[0]]
    found = connection.execute("SELECT id FROM name WHERE kind = ? AND folded = ?", (kind, folded))
    return [name for (name,) in found]


def holders(connection: sqlite3.Connection, kind: Kind, text: str) -> list[str]:
    """The ids that have `text` as a whole word in a name: whom a surname could mean."""
    sql = "SELECT DISTINCT id FROM name WHERE kind = ? AND instr(' ' || folded || ' ', ?) ORDER BY id"
    return [name for (name,) in connection.execute(sql, (kind, f" {fold(storable(text))} "))]


def names(connection: sqlite3.Connection, kind: Kind) -> list[str]:
    """All that a filter of this kind takes, for suggestions."""
    if kind == "place":
        places = {name for (name,) in connection.execute("SELECT DISTINCT id FROM tag WHERE kind = 'place'")}
        return sorted(places | {word for place in places for word in place.split()})
    sql = "SELECT id FROM entry WHERE kind = :kind UNION SELECT folded FROM name WHERE kind = :kind"
    return [name for (name,) in connection.execute(sql, {"kind": kind})]


def complete(connection: sqlite3.Connection, kind: Kind | str, start: str, limit: int = 200) -> list[str]:
    """Ids, and names of one word, that begin with `start`; of events (`kind` event) their ids."""
    start = storable(start)
    end = start + "\U0010ffff"
    if kind == "event":
        sql = "SELECT id FROM event WHERE id >= ? AND id < ? ORDER BY n LIMIT ?"
        return [name for (name,) in connection.execute(sql, (start, end, limit))]
    if kind == "place":
        return [name for name in names(connection, "place") if name.startswith(start)][:limit]
    sql = (
        "SELECT id FROM entry WHERE kind = :kind AND id >= :start AND id < :end UNION"
        " SELECT folded FROM name WHERE kind = :kind AND folded >= :start AND folded < :end AND instr(folded, ' ') = 0"
        " GROUP BY folded HAVING count(*) = 1 ORDER BY 1 LIMIT :limit"
    )
    return [name for (name,) in connection.execute(sql, {"kind": kind, "start": start, "end": end, "limit": limit})]


def size(connection: sqlite3.Connection) -> int:
    """How many events there are."""
    return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])


def near_ids(connection: sqlite3.Connection, name: str) -> list[str]:
    """Ids of events that `name` could be a slip of: those that begin alike, else the first ones."""
    start = storable(name)[:4]
    sql = "SELECT id FROM event WHERE id >= ? AND id < ? ORDER BY n LIMIT ?"
    found = connection.execute(sql, (start, start + "\U0010ffff", _CANDIDATES)).fetchall()
    found += connection.execute("SELECT id FROM event ORDER BY n LIMIT ?", (_CANDIDATES - len(found),)).fetchall()
    return [name for (name,) in found]


def totals(connection: sqlite3.Connection) -> dict[str, int]:
    """How many events, and entries of each registry; sources are counted over all events."""
    found = {"events": size(connection)}
    for kind in KINDS[:3]:
        sql = "SELECT count(*) FROM entry WHERE kind = ?"
        found[f"{kind}s"] = int(connection.execute(sql, (kind,)).fetchone()[0])
    sql = "SELECT coalesce(sum(json_array_length(json, '$.sources')), 0) FROM event"
    found["sources"] = int(connection.execute(sql).fetchone()[0])
    return found


def nearest_words(connection: sqlite3.Connection, word: str) -> list[str]:
    """Words of the index that look like `word`, best first: a slip of the finger, not another word."""
    from difflib import get_close_matches

    start = fold(word)
    if len(start) < 4:
        return []
    sql = "SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ?"
    candidates = [name for (name,) in connection.execute(sql, (len(start) - 2, len(start) + 2))]
    near = get_close_matches(start, candidates, n=5, cutoff=0.75)
    return sorted(near, key=lambda name: name[0] != start[0])


def hits(connection: sqlite3.Connection, search: Search) -> int:
    """How many events a search finds, without any filter."""
    return count(connection, Query(search=search))
