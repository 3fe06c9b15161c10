"""A Query with a search → its hits, by rank or in order of time.

In small data every event is scored. In large data those with a rare part of the search are; where every part is
common, the events with all of them come in order of time, the latest first, and then those with most of them among the
latest events.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import chain, islice
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ..query import Query, Row
from ..search import ranking
from ..search.ranking import Scored
from ..search.reading import Part, SearchReading
from .connection import checked
from .plan import EventSpan, Plan, count_events, make_filter_plan, size, spans_of
from .scoring import Scope, WeighedPart, score_events
from .select import HIGHLIGHTS, rest_of, rows_in_time
from .snippet import match_info
from .vocabulary import IndexVocabulary

if TYPE_CHECKING:
    from ..periods import Period, Recurring

_BATCH = 20
"""Scored events that are read at once."""

SMALL = 5000
"""The most events of which all are scored."""

WEIGHED = 200
"""In larger data a part is rare that matches at most so many events, divided by the number of parts."""

WINDOW = 2000
"""The number of latest events in larger data that are scored where every part is common."""

FEW = 20
"""The most events with every part that are read at once, even where they are far apart."""

_COUNTED = 1000
"""The most events of a part that are counted; the number of more is estimated."""


class Ranked(NamedTuple):
    """The events of a search, and the MATCH text to highlight. `scored` are all events, best first; but where those
    with every part are many, `full` is their plan, and `scored` are only the others."""

    words: str
    scored: list[Scored]
    full: Plan | None = None


def search_plan(connection: sqlite3.Connection, query: Query, reading: SearchReading) -> Plan:
    """Which events a search gives under the filters of a query."""
    ranked = ranked_events(connection, query, reading)
    if ranked.full is not None:
        return ranked.full
    numbers = tuple(sorted(each.n for each in ranked.scored))
    return Plan((EventSpan(1, 0, numbers),) if numbers else ())


def ranked_events(connection: sqlite3.Connection, query: Query, reading: SearchReading) -> Ranked:
    """The events of a search under the filters of a query."""
    if reading.empty:
        return Ranked("", [])
    vocabulary, total = IndexVocabulary(connection, related=not reading.all_words), size(connection)
    alone = len(reading.parts) == 1
    parts = [_weigh(connection, vocabulary, part, total, alone=alone) for part in reading.parts]
    words = " OR ".join(each.either for each in parts)
    refused = vocabulary.match(reading.excluded)
    plan = make_filter_plan(connection, query)
    if not plan.spans:
        return Ranked("", [])
    plan = plan._replace(
        words=words,
        required=(*(f"({each.match})" for each in parts if each.part.required), *plan.required),
        refused=(*plan.refused, *([refused] if refused else [])),
    )
    if not parts:
        return Ranked("", [], plan)
    most = WEIGHED // len(parts)
    rare = [each for each in parts if 0 < each.events <= most and not each.spans]
    if total <= SMALL or rare:
        within = min(rare, key=lambda each: each.events).either if total > SMALL else ""
        return Ranked(words, score_events(connection, reading, parts, Scope(plan, total, 1, total, within)))
    full = _with_all(connection, query, plan, parts)
    high = max((each for span in full.spans for each in (span.high, *span.lasting)), default=total)
    latest = Scope(plan, total, max(high - WINDOW, 0) + 1, high)
    scored = [] if reading.all_words or len(parts) == 1 else score_events(connection, reading, parts, latest)
    others = [each for each in scored if each.missing]
    few = _if_few(connection, full)
    return Ranked(words, others, full) if few is None else Ranked(words, [*few, *others])


def _if_few(connection: sqlite3.Connection, full: Plan) -> list[Scored] | None:
    """The events of a plan, those with a match in the title first, each with the latest first; None for more than
    FEW."""
    numbers = [n for (n,) in full.select(connection, "event.n", "event", order="DESC", limit=FEW + 1)]
    if len(numbers) > FEW:
        return None
    sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
    rows = connection.execute(sql, (f"{{title}} : ({full.words})", json.dumps(numbers)))
    titled = {n for (n,) in rows}
    return [Scored(n, 0.0) for n in sorted(numbers, key=lambda n: (n not in titled, -n))]


def _weigh(
    connection: sqlite3.Connection, vocabulary: IndexVocabulary, part: Part, total: int, *, alone: bool
) -> WeighedPart:
    """A part with its worth. The related words of a part that is `alone` count only if it does not occur itself."""
    match = vocabulary.match(part.terms)
    spans = spans_of(connection, _within(Query(), [part.when])) if part.when else ()
    typed = _count(connection, match, total) + sum(span.size for span in spans)
    related = "" if part.when or (alone and typed) else vocabulary.related_match(part.terms)
    events = _count(connection, f"{match} OR {related}", total) if related else typed
    return WeighedPart(part, match, related, spans, events, ranking.worth(typed, events, total))


def _count(connection: sqlite3.Connection, match: str, total: int) -> int:
    """The number of events that match, estimated where they are many."""
    sql = "SELECT count(*), max(rowid) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)"
    count, last = connection.execute(sql, (match, _COUNTED)).fetchone()
    if count < _COUNTED:
        return int(count)
    # The events after the last one counted are taken to match as often as those before it.
    return max(int(count), int(count * total // last))


def _with_all(connection: sqlite3.Connection, query: Query, plan: Plan, parts: Sequence[WeighedPart]) -> Plan:
    """The plan for the events with every part; where a part is a date, only the events of that time."""
    dates = [each.part.when for each in parts if each.part.when]
    rarest_first = sorted((each for each in parts if not each.part.when), key=lambda each: each.events)
    return plan._replace(
        spans=spans_of(connection, _within(query, dates)) if dates else plan.spans,
        required=tuple(dict.fromkeys((*(each.either for each in rarest_first), *plan.required))),
    )


def _within(query: Query, dates: "Iterable[Period | Recurring]") -> Query:
    """A query that events match only if their days overlap each of some dates."""
    from ..periods import Period

    periods, recurring = list(query.periods), list(query.recurring)
    for when in dates:
        if isinstance(when, Period):
            periods.append(when)
        else:
            recurring.append(when)
    return query._replace(periods=tuple(periods), recurring=tuple(recurring))


def hits(connection: sqlite3.Connection, query: Query, reading: SearchReading) -> Iterator[Row]:
    """The events of a search under the filters of a query, in its order."""
    yield from (row for _, row in islice(_numbered(connection, query, reading), query.limit))


def _numbered(connection: sqlite3.Connection, query: Query, reading: SearchReading) -> Iterator[tuple[int, Row]]:
    """The events of a search after the offset of a query, with their numbers."""
    ranked = ranked_events(connection, query, reading)
    highlighted = ranked.words if query.highlights else ""
    offset, reverse = query.offset, query.reverse
    scored = ranked.scored if query.by_rank else sorted(ranked.scored, key=attrgetter("n"))
    rows = _scored_rows(connection, highlighted, scored[::-1] if reverse else scored)
    if ranked.full is not None:
        full = ranked.full._replace(words=highlighted)
        if not query.by_rank:
            rows = merge(
                rows_in_time(connection, full, reverse, searched=True), rows, key=itemgetter(0), reverse=reverse
            )
        elif reverse:
            rows = chain(rows, _title_first(connection, full, ranked.words, reverse=True))
        else:
            yield from _title_first(connection, full, ranked.words, offset)
            offset = max(offset - count_events(connection, full), 0) if offset else 0
    yield from islice(rows, offset, None)


def _title_first(
    connection: sqlite3.Connection, full: Plan, words: str, offset: int = 0, *, reverse: bool = False
) -> Iterator[tuple[int, Row]]:
    """Events with a match of `words` in the title, then the others, each with the latest first; without `words`, all in
    the order of time. `reverse` turns the whole order round. The first `offset` events are skipped."""
    title = f"{{title}} : ({words})"
    tiers = [full._replace(required=(*full.required, f"({title})")), full._replace(refused=(title, *full.refused))]
    if not words:
        tiers = [full]
    latest_first = bool(words) != reverse
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
        texts = {n: rest for n, *rest in connection.execute(highlights, (words, numbers))} if words else {}
        raw = {n: checked(*row) for n, *row in connection.execute(records, (numbers,))}
        for each in batch:
            find = partial(
                match_info, highlighted=texts.get(each.n, ()), score=round(each.score, 4), missing=each.missing
            )
            yield each.n, Row(raw[each.n], find, searched=True)
