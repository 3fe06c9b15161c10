"""A Query → the events that match, in order; facets, counts, names. All SQL that reads, except counts by time and kind.

Values reach SQLite as parameters only; MATCH texts come from `search.match`, in quotation marks.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from heapq import merge
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from ..query import ENTRY_KINDS, Kind, MatchInfo, Query, Row
from ..search.ranking import Scored
from ..search.reading import SearchReading, interpret
from ..search.syntax import Search
from ..text.normalize import fold
from . import schema
from .meta import checked, meta
from .plan import Plan, begun_by, make_filter_plan, size
from .ranked import make_plan, ranked_events
from .vocabulary import IndexVocabulary

__all__ = ["begun_by", "meta", "size"]

_CANDIDATES = 2000
"""Ids that are compared with one that does not exist."""

_MANY = 20
"""Scored events that are read at once."""

_COLUMNS = ("title", "summary", "source")
"""The columns in which matched words are highlighted."""

_HIGHLIGHTS = ", ".join(f"highlight(search, {schema.EVERY_COLUMN.index(name)}, ?, ?)" for name in _COLUMNS)
_SIGNS = (schema.OPENING, schema.CLOSING) * len(_COLUMNS)
_NOTHING = ("",) * len(_COLUMNS)


def rows(connection: sqlite3.Connection, query: Query) -> Iterator[Row]:
    """The events of a query, in its order. A search ranks them: see ranked."""
    if query.search is None:
        chosen = make_filter_plan(connection, query)
        rest = _after(connection, chosen, query.offset, query.reverse)
        in_time = _in_time(connection, rest, query.reverse)
        yield from (row for _, row in islice(in_time, query.limit))
        return
    yield from islice(_searched(connection, query, query.search), query.limit)


def _after(connection: sqlite3.Connection, chosen: Plan, offset: int, reverse: bool) -> Plan:
    """The events that follow the first `offset` ones in order of time (in reverse order if `reverse`)."""
    if not offset:
        return chosen
    number = _number_at(connection, chosen, offset, reverse)
    if number is None:
        return chosen._replace(runs=())
    return chosen.before(number + 1) if reverse else chosen.since(number)


def _number_at(connection: sqlite3.Connection, chosen: Plan, position: int, reverse: bool) -> int | None:
    """The number of the event at a position, from 0; None where there are not so many. No event is read."""
    if not chosen.match:
        for run in chosen.runs[::-1] if reverse else chosen.runs:
            length = len(run.early) + max(run.high - run.low + 1, 0)
            if position < length:
                index = length - 1 - position if reverse else position
                return run.early[index] if index < len(run.early) else run.low + index - len(run.early)
            position -= length
        return None
    direction = "DESC" if reverse else "ASC"
    for part, values in chosen.parts(reverse=reverse):
        sql = f"SELECT search.rowid FROM {part} ORDER BY search.rowid {direction} LIMIT 1 OFFSET ?"
        if row := connection.execute(sql, (*values, position)).fetchone():
            return int(row[0])
        position -= connection.execute(f"SELECT count(*) FROM {part}", values).fetchone()[0]
    return None


def _in_time(
    connection: sqlite3.Connection, chosen: Plan, reverse: bool, *, searched: bool = False
) -> Iterator[tuple[int, Row]]:
    """The events that are chosen in the order of time, with their numbers, read as they are taken."""
    columns, signs = (f"json, crc, {_HIGHLIGHTS}", _SIGNS) if chosen.words else ("json, crc", ())
    number, direction = chosen.number("record"), "DESC" if reverse else "ASC"
    for part, values in chosen.parts("record", reverse=reverse):
        sql = f"SELECT {number}, {columns} FROM {part} ORDER BY {number} {direction}"
        for n, raw, crc, *texts in connection.execute(sql, (*signs, *values)):
            find = partial(_found, 0.0, (), texts or _NOTHING) if texts or searched else None
            yield n, Row(checked(raw, crc), find, searched=searched)


def _searched(connection: sqlite3.Connection, query: Query, reading: SearchReading) -> Iterator[Row]:
    """The events of a search, by rank or in order of time."""
    ranked = ranked_events(connection, query, reading)
    scored = ranked.scored if query.by_rank else sorted(ranked.scored, key=lambda each: each.n)
    rows = _scored_rows(connection, ranked.words, scored[::-1] if query.reverse else scored)
    if ranked.full is None:
        yield from (row for _, row in islice(rows, query.offset, None))
    elif not query.by_rank:
        full = _in_time(connection, ranked.full, query.reverse, searched=True)
        both: Iterator[tuple[int, Row]] = merge(full, rows, key=itemgetter(0), reverse=query.reverse)
        yield from (row for _, row in islice(both, query.offset, None))
    elif query.reverse:
        both = chain(rows, _title_first(connection, ranked.full, reverse=True))
        yield from (row for _, row in islice(both, query.offset, None))
    else:
        yield from (row for _, row in _title_first(connection, ranked.full, query.offset))
        skipped = max(query.offset - _count(connection, ranked.full), 0) if query.offset else 0
        yield from (row for _, row in islice(rows, skipped, None))


def _title_first(
    connection: sqlite3.Connection, full: Plan, offset: int = 0, *, reverse: bool = False
) -> Iterator[tuple[int, Row]]:
    """Events by their titles: those with a match there, then the others; each with the latest first. Those before
    `offset` are skipped."""
    title = f"{{title}} : ({full.words})"
    tiers = [full._replace(required=(*full.required, f"({title})")), full._replace(refused=(title, *full.refused))]
    if not full.words:
        tiers = [full]
    for tier in tiers[::-1] if reverse else tiers:
        latest_first = bool(full.words) != reverse
        size_of_tier = _count(connection, tier) if offset else 0
        if offset < size_of_tier or not offset:
            rest = _after(connection, tier, offset, latest_first)
            yield from _in_time(connection, rest, latest_first, searched=True)
        offset = max(offset - size_of_tier, 0)


def _scored_rows(connection: sqlite3.Connection, words: str, scored: Sequence[Scored]) -> Iterator[tuple[int, Row]]:
    """The rows of scored events, in their order, with their numbers."""
    sql = (
        f"SELECT search.rowid, {_HIGHLIGHTS} FROM search"
        " WHERE search MATCH ? AND search.rowid IN (SELECT value FROM json_each(?))"
    )
    for start in range(0, len(scored), _MANY):
        taken = scored[start : start + _MANY]
        numbers = json.dumps([each.n for each in taken])
        texts = {n: rest for n, *rest in connection.execute(sql, (*_SIGNS, words, numbers))} if words else {}
        records = "SELECT n, json, crc FROM record WHERE n IN (SELECT value FROM json_each(?))"
        found = {n: (raw, crc) for n, raw, crc in connection.execute(records, (numbers,))}
        for each in taken:
            find = partial(_found, round(each.score, 4), each.missing, texts.get(each.n, _NOTHING))
            yield each.n, Row(checked(*found[each.n]), find, searched=True)


def _found(score: float, missing: tuple[str, ...], texts: Sequence[str], record: Mapping[str, Any]) -> MatchInfo:
    from .snippet import found

    return found(record, score, texts)._replace(missing=missing)


def numbers(connection: sqlite3.Connection, query: Query) -> Iterator[int]:
    """The numbers of the events of a query, in order of time; its limit and offset do not apply."""
    chosen = make_plan(connection, query)
    if not chosen.match:
        for run in chosen.runs:
            yield from run.early
            yield from range(run.low, run.high + 1)
        return
    for part, values in chosen.parts():
        for (number,) in connection.execute(f"SELECT search.rowid FROM {part} ORDER BY search.rowid", values):
            yield number


def position(connection: sqlite3.Connection, query: Query, identity: str) -> int | None:
    """Where the event with this id is among those of a query, from 0, in order of time; None where it is not."""
    row = connection.execute("SELECT n FROM event WHERE id = ?", (storable(identity),)).fetchone()
    chosen = make_plan(connection, query)
    if row is None or not _count(connection, chosen.since(row[0]).before(row[0] + 1)):
        return None
    return _count(connection, chosen.before(row[0]))


def count(connection: sqlite3.Connection, query: Query) -> int:
    """How many events match, whatever the limit."""
    others = 0
    if query.search is None:
        chosen = make_filter_plan(connection, query)
    else:
        ranked = ranked_events(connection, query, query.search)
        others = len(ranked.scored)
        if ranked.full is None:
            return others
        chosen = ranked.full
    return others + _count(connection, chosen)


def _count(connection: sqlite3.Connection, chosen: Plan) -> int:
    if not chosen.match:
        return sum(max(run.high - run.low + 1, 0) + len(run.early) for run in chosen.runs)
    parts = chosen.parts()
    return sum(connection.execute(f"SELECT count(*) FROM {part}", values).fetchone()[0] for part, values in parts)


def storable(text: str) -> str:
    """`text` as SQLite takes it: bytes of a command line that are not UTF-8 become question marks."""
    return text.encode("utf-8", "replace").decode()


def event(connection: sqlite3.Connection, name: str) -> Row | None:
    """The event with this id."""
    sql = "SELECT json, crc FROM event JOIN record USING (n) WHERE id = ?"
    row = connection.execute(sql, (storable(name),)).fetchone()
    return Row(checked(*row)) if row else None


def followers(connection: sqlite3.Connection, name: str) -> list[Row]:
    """The events that follow this one, in the order of time."""
    sql = (
        "SELECT json, crc FROM event JOIN record USING (n) WHERE id IN (SELECT later FROM follow WHERE earlier = ?)"
        " ORDER BY n"
    )
    return [Row(checked(*row)) for row in connection.execute(sql, (name,))]


def facets(connection: sqlite3.Connection, kind: Kind, query: Query) -> list[tuple[str, int, int | None, int | None]]:
    """Entries of a registry as (public JSON, count, first day, last day), the most frequent first.

    The counts are of the events that match the query. An entry with none is left out when the query
    narrows anything. Days are ordinals; None where open.
    """
    chosen = make_plan(connection, query)
    if whole := chosen.is_whole(connection):
        sql = "SELECT id, count, first, last FROM tag WHERE kind = ?"
        known = {name: rest for name, *rest in connection.execute(sql, (kind,))}
    else:
        known, tags = {}, tags_of(connection, kind)
        for part, values in chosen.parts("event"):
            for numbers, first, last in connection.execute(f"SELECT tags, event.first, event.last FROM {part}", values):
                for number in numbers.split():
                    if number in tags:
                        tally = known.setdefault(tags[number], [0, first, last])
                        tally[0] += 1
                        tally[1:] = min(first, tally[1]), max(last, tally[2])
    found = []
    sql = "SELECT id, json, crc FROM entry WHERE kind = ? ORDER BY place"
    for name, text, crc in connection.execute(sql, (kind,)):
        if name in known or whole:
            number, first, last = known.get(name, (0, schema.NO_START, schema.NO_END))
            days = (first if first != schema.NO_START else None, last if last != schema.NO_END else None)
            found.append((checked(text, crc), number, *days))
    return sorted(found, key=lambda row: -row[1])


def facet_records(connection: sqlite3.Connection, kind: Kind, query: Query) -> list[dict[str, Any]]:
    """Entries of a registry as public records with counts, as `facets`."""
    records = []
    for text, count, first, last in facets(connection, kind, query):
        record: dict[str, Any] = json.loads(text)
        days = (date.fromordinal(day).isoformat() if day else None for day in (first, last))
        record.update(zip(("count", "first", "last"), (count, *days), strict=True))
        records.append(record)
    return records


def tags_of(connection: sqlite3.Connection, kind: str) -> dict[str, str]:
    """The tags of a kind: number as in event.tags → id."""
    found = connection.execute("SELECT number, id FROM tag WHERE kind = ?", (kind,))
    return {str(number): name for number, name in found}


def first_ids(connection: sqlite3.Connection, kind: Kind, most: int) -> list[str]:
    """The ids of at most so many actors, themes or threads, in the order of their registry."""
    found = connection.execute("SELECT id FROM entry WHERE kind = ? ORDER BY place LIMIT ?", (kind, most))
    return [name for (name,) in found]


def entries(connection: sqlite3.Connection, kind: str) -> dict[str, dict[str, Any]]:
    """A registry: id → public JSON record, in its order."""
    found = connection.execute("SELECT id, json, crc FROM entry WHERE kind = ? ORDER BY place", (kind,))
    return {name: json.loads(checked(text, crc)) for name, text, crc in found}


def resolve(connection: sqlite3.Connection, kind: str, text: str) -> list[str]:
    """The ids of tags that a name could mean: none, one, or several.

    An entry of a registry is meant by its id, its name, an alias or native name; any other tag by any run of its
    words: the places with `jeju island`.
    """
    text = storable(text)
    folded = fold(text)
    if not folded:
        return []
    if kind not in ENTRY_KINDS:
        sql = "SELECT id FROM tag WHERE kind = ? AND instr(' ' || id || ' ', ?)"
        return [name for (name,) in connection.execute(sql, (kind, f" {folded} "))]
    found = connection.execute("SELECT id FROM entry WHERE kind = ? AND id = ?", (kind, text))
    if row := found.fetchone():
        return [row[0]]
    found = connection.execute("SELECT id FROM name WHERE kind = ? AND folded = ?", (kind, folded))
    return [name for (name,) in found]


def holders(connection: sqlite3.Connection, kind: str, text: str) -> list[str]:
    """The ids that have `text` as a whole word in a name: whom a surname could mean."""
    sql = "SELECT DISTINCT id FROM name WHERE kind = ? AND instr(' ' || folded || ' ', ?) ORDER BY id"
    return [name for (name,) in connection.execute(sql, (kind, f" {fold(storable(text))} "))]


def most_frequent(connection: sqlite3.Connection, kind: str, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Entries of a registry as (id, name), those with most events first, then by id."""
    sql = (
        "SELECT entry.id, json, crc FROM entry LEFT JOIN tag ON tag.kind = entry.kind AND tag.id = entry.id"
        " WHERE entry.kind = ? AND entry.id IN (SELECT value FROM json_each(?))"
        " ORDER BY coalesce(count, 0) DESC, entry.id"
    )
    rows = connection.execute(sql, (kind, json.dumps(ids)))
    return [(identity, json.loads(checked(text, crc))["name"]) for identity, text, crc in rows]


def days_of_tag(connection: sqlite3.Connection, kind: Kind, identity: str) -> tuple[date | None, date | None] | None:
    """The first and last day of the events with this actor, theme or thread; None where there are none."""
    sql = "SELECT first, last FROM tag WHERE kind = ? AND id = ?"
    row = connection.execute(sql, (kind, storable(identity))).fetchone()
    if row is None:
        return None
    first, last = row
    return (
        date.fromordinal(first) if first != schema.NO_START else None,
        date.fromordinal(last) if last != schema.NO_END else None,
    )


def names(connection: sqlite3.Connection, kind: str, text: str) -> list[str]:
    """What a filter of this kind takes and `text` could be a slip of: names and ids of a registry, no more than
    _CANDIDATES of each sort; or else all texts, the most frequent first, and their words."""
    if kind not in ENTRY_KINDS:
        rows = connection.execute("SELECT id, count FROM tag WHERE kind = ?", (kind,))
        texts = [name for name, _ in sorted(rows, key=lambda row: (-row[1], row[0]))]
        return list(dict.fromkeys([*texts, *(word for text in texts for word in text.split())]))
    start = fold(storable(text))[:1]
    alike = "folded >= :start AND folded < :end"
    values = {"kind": kind, "start": start, "end": start + "\U0010ffff", "most": _CANDIDATES}
    found: dict[str, None] = {}
    for sql in (
        f"SELECT folded FROM name WHERE kind = :kind AND {alike} LIMIT :most",
        "SELECT id FROM entry WHERE kind = :kind ORDER BY place LIMIT :most",
        "SELECT folded FROM name WHERE kind = :kind LIMIT :most",
    ):
        found |= dict.fromkeys(name for (name,) in connection.execute(sql, values))
    return list(found)


def complete(connection: sqlite3.Connection, kind: str, start: str, limit: int = 200) -> list[str]:
    """Ids, and names of one word, that begin with `start`; of events (`kind` event) their ids."""
    start = storable(start)
    end = start + "\U0010ffff"
    if kind == "event":
        sql = "SELECT id FROM event WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        return [name for (name,) in connection.execute(sql, (start, end, limit))]
    if kind not in ENTRY_KINDS:
        return [name for name in names(connection, kind, start) if name.startswith(start)][:limit]
    sql = (
        "SELECT id FROM entry WHERE kind = :kind AND id >= :start AND id < :end UNION"
        " SELECT folded FROM name WHERE kind = :kind AND folded >= :start AND folded < :end AND instr(folded, ' ') = 0"
        " GROUP BY folded HAVING count(*) = 1 ORDER BY 1 LIMIT :limit"
    )
    return [name for (name,) in connection.execute(sql, {"kind": kind, "start": start, "end": end, "limit": limit})]


def near_ids(connection: sqlite3.Connection, name: str, table: str = "event") -> list[str]:
    """Ids of events that `name` could be a slip of: those that begin alike, else the first ones."""
    start = storable(name)[:4]
    sql = f"SELECT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    found = connection.execute(sql, (start, start + "\U0010ffff", _CANDIDATES)).fetchall()
    found += connection.execute(f"SELECT id FROM {table} ORDER BY n LIMIT ?", (_CANDIDATES - len(found),)).fetchall()
    return [name for (name,) in found]


def totals(connection: sqlite3.Connection) -> dict[str, int]:
    """How many events, and entries of each registry; sources are counted over all events."""
    found = {"events": size(connection)}
    for kind in ENTRY_KINDS:
        sql = "SELECT count(*) FROM entry WHERE kind = ?"
        found[f"{kind}s"] = int(connection.execute(sql, (kind,)).fetchone()[0])
    found["sources"] = int(meta(connection, "sources"))
    return found


def interpret_search(connection: sqlite3.Connection, typed: Search, today: date, *, all_words: bool) -> SearchReading:
    """What typed words mean, in the words of the index."""
    return interpret(typed, IndexVocabulary(connection), today, all_words=all_words)


def nearest_word(connection: sqlite3.Connection, word: str) -> str | None:
    """The word that occurs and is most like another."""
    return IndexVocabulary(connection).nearest(word)


def hits(connection: sqlite3.Connection, words: Search) -> int:
    """How many events have all the words, without any filter."""
    return count(connection, Query(matches=(words,)))
