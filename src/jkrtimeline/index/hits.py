"""A Query with a search → its hits, by rank or in order of time."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import chain, islice
from operator import attrgetter, itemgetter

from ..query import Query, Row
from ..search.ranking import Scored
from ..search.reading import SearchReading
from .meta import checked
from .plan import Plan, count_events
from .ranked import ranked_events
from .select import HIGHLIGHTS, SIGNS, rest_of, rows_in_time
from .snippet import match_info

_BATCH = 20
"""Scored events that are read at once."""


def hits(connection: sqlite3.Connection, query: Query, reading: SearchReading) -> Iterator[Row]:
    """The events of a search under the filters of a query, in its order."""
    yield from (row for _, row in islice(_numbered(connection, query, reading), query.limit))


def _numbered(connection: sqlite3.Connection, query: Query, reading: SearchReading) -> Iterator[tuple[int, Row]]:
    """The events of a search after the offset of a query, with their numbers."""
    ranked = ranked_events(connection, query, reading)
    offset, reverse = query.offset, query.reverse
    scored = ranked.scored if query.by_rank else sorted(ranked.scored, key=attrgetter("n"))
    rows = _scored_rows(connection, ranked.words, scored[::-1] if reverse else scored)
    if ranked.full is not None:
        if not query.by_rank:
            full = rows_in_time(connection, ranked.full, reverse, searched=True)
            rows = merge(full, rows, key=itemgetter(0), reverse=reverse)
        elif reverse:
            rows = chain(rows, _title_first(connection, ranked.full, reverse=True))
        else:
            yield from _title_first(connection, ranked.full, offset)
            offset = max(offset - count_events(connection, ranked.full), 0) if offset else 0
    yield from islice(rows, offset, None)


def _title_first(
    connection: sqlite3.Connection, full: Plan, offset: int = 0, *, reverse: bool = False
) -> Iterator[tuple[int, Row]]:
    """Events with a match in the title, then the others, each with the latest first. The first `offset` ones are
    skipped."""
    title = f"{{title}} : ({full.words})"
    tiers = [full._replace(required=(*full.required, f"({title})")), full._replace(refused=(title, *full.refused))]
    if not full.words:
        tiers = [full]
    latest_first = bool(full.words) != reverse
    for tier in tiers[::-1] if reverse else tiers:
        size = count_events(connection, tier) if offset else 0
        if not offset or offset < size:
            yield from rows_in_time(
                connection, rest_of(connection, tier, offset, latest_first), latest_first, searched=True
            )
        offset = max(offset - size, 0)


def _scored_rows(connection: sqlite3.Connection, words: str, scored: Sequence[Scored]) -> Iterator[tuple[int, Row]]:
    """The rows of scored events, in their order, with their numbers."""
    highlights = (
        f"SELECT search.rowid, {HIGHLIGHTS} FROM search"
        " WHERE search MATCH ? AND search.rowid IN (SELECT value FROM json_each(?))"
    )
    records = "SELECT n, json, crc FROM record WHERE n IN (SELECT value FROM json_each(?))"
    for start in range(0, len(scored), _BATCH):
        batch = scored[start : start + _BATCH]
        numbers = json.dumps([each.n for each in batch])
        texts = {n: rest for n, *rest in connection.execute(highlights, (*SIGNS, words, numbers))} if words else {}
        raw = {n: checked(*row) for n, *row in connection.execute(records, (numbers,))}
        for each in batch:
            find = partial(
                match_info, highlighted=texts.get(each.n, ()), score=round(each.score, 4), missing=each.missing
            )
            yield each.n, Row(raw[each.n], find, searched=True)
