"""The events that a search gives, ranked: what matches each part, its score, and what it lacks.

In small data every event is weighed. In large data those with a rare part of the search are; where every part is
common, the events with all of them come in order of time, the latest first, and then those with most of them among the
latest events.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..periods import Period
from ..query import Query
from ..search import ranking
from ..search.ranking import Scored
from ..search.reading import Part, SearchReading
from ..search.syntax import SEARCH_FIELDS, Term
from ..text.normalize import index_text
from .plan import Plan, Run, make_filter_plan, runs_of, size
from .vocabulary import IndexVocabulary

SMALL = 5000
"""Events of which all are weighed."""

WEIGHED = 200
"""Events of a rare part, times the number of parts: so many are looked up in larger data at most."""

WINDOW = 2000
"""The latest of larger data, which are weighed where every part is common."""

FEW = 20
"""Events with every part that are read at once, even if it takes a while to come to them."""

_COUNTED = 1000
"""Events of a part that are counted; the number of more is estimated."""


class _Weighable(NamedTuple):
    """A part of a search against an index: its MATCH text, the events of its date, how many events it has, and what
    it is worth."""

    part: Part
    match: str
    runs: tuple[Run, ...]
    events: int
    worth: float

    @property
    def is_word(self) -> bool:
        """Whether it is a bare word that occurs."""
        terms = self.part.terms
        return len(terms) == 1 and terms[0].plain and not self.part.when and self.events > 0


class Ranked(NamedTuple):
    """The events of a search. `words` is the MATCH text to highlight. `scored` are the events in order; where
    `full` is not None it is the plan for those with every part, which are many, and `scored` are only the others."""

    words: str
    scored: list[Scored]
    full: Plan | None = None


class _Scope(NamedTuple):
    """The events that are weighed: those of `plan` from `low` to `high` that match `within`, unless it is empty.
    `total` is how many events there are."""

    plan: Plan
    total: int
    low: int
    high: int
    within: str = ""


def make_plan(connection: sqlite3.Connection, query: Query) -> Plan:
    """Which events a query means."""
    if query.search is None:
        return make_filter_plan(connection, query)
    ranked = ranked_events(connection, query, query.search)
    if ranked.full is not None:
        return ranked.full
    numbers = tuple(sorted(each.n for each in ranked.scored))
    return Plan((Run(1, 0, numbers),) if numbers else ())


def ranked_events(connection: sqlite3.Connection, query: Query, reading: SearchReading) -> Ranked:
    """The events of a search under the filters of a query."""
    if reading.empty:
        return Ranked("", [])
    vocabulary, total = IndexVocabulary(connection), size(connection)
    parts = [_weighable(connection, vocabulary, part, total) for part in reading.parts]
    words = " OR ".join(f"({each.match})" for each in parts)
    refused = vocabulary.match(reading.excluded)
    plan = make_filter_plan(connection, query)
    if not plan.runs:
        return Ranked("", [])
    plan = plan._replace(
        words=words,
        required=(*(f"({each.match})" for each in parts if each.part.required), *plan.required),
        refused=(*plan.refused, *([refused] if refused else [])),
    )
    if not parts:
        return Ranked("", [], plan)
    if total <= SMALL:
        return Ranked(words, _scored(connection, reading, parts, _Scope(plan, total, 1, total)))
    most = WEIGHED // len(parts)
    rare = [each for each in parts if 0 < each.events <= most and not each.runs]
    if rare:
        rarest = min(rare, key=lambda each: each.events)
        return Ranked(words, _scored(connection, reading, parts, _Scope(plan, total, 1, total, rarest.match)))
    full = _with_all(connection, query, plan, parts)
    high = max((each for run in full.runs for each in (run.high, *run.early)), default=total)
    latest = _Scope(plan, total, max(high - WINDOW, 0) + 1, high)
    scored = [] if reading.strict or len(parts) == 1 else _scored(connection, reading, parts, latest)
    others = [each for each in scored if each.missing]
    few = _if_few(connection, full)
    return Ranked(words, others, full) if few is None else Ranked(words, [*few, *others])


def _if_few(connection: sqlite3.Connection, full: Plan) -> list[Scored] | None:
    """The events of a plan, those with a match in the title first, each with the latest first; None for more than
    FEW."""
    numbers: list[int] = []
    column = full.number("event")
    for part, values in full.parts("event", reverse=True):
        sql = f"SELECT {column} FROM {part} ORDER BY {column} DESC LIMIT ?"
        numbers += [n for (n,) in connection.execute(sql, (*values, FEW + 1 - len(numbers)))]
    if len(numbers) > FEW:
        return None
    sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
    rows = connection.execute(sql, (f"{{title}} : ({full.words})", json.dumps(numbers)))
    titled = {n for (n,) in rows}
    return [Scored(n, 0.0) for n in sorted(numbers, key=lambda n: (n not in titled, -n))]


def _weighable(connection: sqlite3.Connection, vocabulary: IndexVocabulary, part: Part, total: int) -> _Weighable:
    match = vocabulary.match(part.terms)
    runs = runs_of(connection, part.when) if part.when else ()
    sql = "SELECT count(*), max(rowid) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)"
    count, last = connection.execute(sql, (match, _COUNTED)).fetchone()
    if count == _COUNTED:  # as many of all as there are up to the last that is counted
        count = max(count, count * total // last)
    count += sum(max(run.high - run.low + 1, 0) + len(run.early) for run in runs)
    return _Weighable(part, match, runs, count, ranking.worth(count, total))


class _Tally:
    """What an event has of a search: what it has earned, what its parts are worth, the parts that it lacks, and how
    many are in its title."""

    __slots__ = ("earned", "lacking", "matched", "titled")

    def __init__(self) -> None:
        self.earned = self.matched = 0.0
        self.lacking: list[_Weighable] = []
        self.titled = 0


def _scored(
    connection: sqlite3.Connection, reading: SearchReading, parts: Sequence[_Weighable], scope: _Scope
) -> list[Scored]:
    """The events with every part or most of them, best first."""
    tallies = _tallied(connection, parts, scope)
    able = {
        n: tally
        for n, tally in tallies.items()
        if not any(reading.strict or each.part.required for each in tally.lacking)
    }
    whole = sum(each.worth for each in parts if each.events)
    floor = ranking.floor(max((tally.matched for tally in able.values()), default=0.0), whole)
    chosen = {n: tally for n, tally in able.items() if not tally.lacking or tally.matched >= floor}
    sql = (
        "SELECT n, importance, sz FROM event JOIN search_docsize ON search_docsize.id = n"
        " WHERE n IN (SELECT value FROM json_each(?))"
    )
    scored = []
    for n, importance, sizes in connection.execute(sql, (json.dumps(list(chosen)),)):
        tally = chosen[n]
        titled = tally.titled / max(_first_size(sizes), 1)
        points = ranking.score(tally.earned, importance, titled, n / scope.total, latest=reading.latest)
        scored.append(Scored(n, points, tuple(each.part.typed for each in tally.lacking)))
    return ranking.best(scored)


def _first_size(sizes: bytes) -> int:
    """The number of words in the title: the first of the sizes that FTS5 has of a row, which are SQLite's varints."""
    number = 0
    for byte in sizes:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number


def _tallied(connection: sqlite3.Connection, parts: Sequence[_Weighable], scope: _Scope) -> dict[int, _Tally]:
    """What each event has of a search, of those with any part of it."""
    weights = [_text_weights(connection, each.match, scope) for each in parts]
    titled = [{n for n, weight in rows.items() if weight == ranking.TITLE} for rows in weights]
    weighed = {n for rows in weights for n in rows} if scope.within else range(scope.low, scope.high + 1)
    for each, rows in zip(parts, weights, strict=True):
        _add_dates(rows, each.runs, weighed)
    allowed = _allowed(connection, scope)
    tallies = {n: _Tally() for n in set().union(*weights) & allowed}
    for each, rows, in_title in zip(parts, weights, titled, strict=True):
        for n, tally in tallies.items():
            if n in rows:
                tally.earned += each.worth * rows[n]
                tally.matched += each.worth
                tally.titled += n in in_title
            else:
                tally.lacking.append(each)
    for phrase, worth in _phrases(parts):
        for n, weight in _text_weights(connection, phrase, scope).items():
            if n in tallies:
                tallies[n].earned += ranking.NEIGHBOURS * worth * weight
    return tallies


def _text_weights(connection: sqlite3.Connection, match: str, scope: _Scope) -> dict[int, float]:
    """Events that match → the weight of the best field in which they do."""
    weights: dict[int, float] = {}
    sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"
    for fields, weight in ranking.FIELD_WEIGHTS:
        columns = fields if weights else SEARCH_FIELDS
        text = f"({{{' '.join(columns)}}} : ({match}))"
        match_text = f"({scope.within}) AND {text}" if scope.within else text
        rows = connection.execute(sql, (match_text, scope.low, scope.high))
        weights.update((n, weight) for (n,) in rows)
        if not weights:
            break
    return weights


def _add_dates(weights: dict[int, float], runs: Iterable[Run], weighed: Iterable[int]) -> None:
    """Add the events of a date, of those that are weighed."""
    for low, high, early in runs:
        for n in weighed:
            if low <= n <= high:
                weights[n] = ranking.WITHIN
        for n in set(early).intersection(weighed):
            weights[n] = max(weights.get(n, 0.0), ranking.LASTING)


def _allowed(connection: sqlite3.Connection, scope: _Scope) -> set[int]:
    """The events that the filters of the plan let through, of those that are weighed."""
    match = " AND ".join(f"({text})" for text in (scope.within, scope.plan.match) if text)
    if match:
        sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"
        rows: Iterable[int] = [n for (n,) in connection.execute(sql, (match, scope.low, scope.high))]
    else:
        rows = range(scope.low, scope.high + 1)
    early = {n for run in scope.plan.runs for n in run.early}
    return {n for n in rows if n in early or any(run.low <= n <= run.high for run in scope.plan.runs)}


def _phrases(parts: Sequence[_Weighable]) -> Iterator[tuple[str, float]]:
    """MATCH texts of neighbouring words, with what they are worth."""
    for one, other in pairwise(parts):
        if one.is_word and other.is_word:
            texts = (_quoted(each.part.terms[0]) for each in (one, other))
            yield f"NEAR({' '.join(texts)}, {ranking.GAP})", one.worth + other.worth
    for each in parts:
        if each.part.terms[0].apart:
            yield _quoted(each.part.terms[0]), each.worth


def _quoted(term: Term) -> str:
    return f'"{index_text(term.text)}"'


def _with_all(connection: sqlite3.Connection, query: Query, plan: Plan, parts: Sequence[_Weighable]) -> Plan:
    """The plan for the events with every part; of a date, only the events of that time."""
    dates = [each.part.when for each in parts if each.part.when]
    periods = tuple(when for when in dates if isinstance(when, Period))
    recurring = tuple(when for when in dates if not isinstance(when, Period))
    within = query._replace(periods=(*query.periods, *periods), recurring=(*query.recurring, *recurring))
    rarest_first = sorted((each for each in parts if not each.part.when), key=lambda each: each.events)
    return plan._replace(
        runs=make_filter_plan(connection, within).runs if dates else plan.runs,
        required=tuple(dict.fromkeys((*(f"({each.match})" for each in rarest_first), *plan.required))),
    )
