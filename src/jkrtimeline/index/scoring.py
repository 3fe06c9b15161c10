"""The score of each event in a search: the parts that match it, in which field, and those that it lacks."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..search import ranking
from ..search.ranking import Scored
from ..search.reading import Part, SearchReading
from ..search.syntax import SEARCH_FIELDS, Term
from ..text.normalize import index_text
from .plan import EventSpan, Plan


class WeighedPart(NamedTuple):
    """A part of a search in an index: its MATCH text, that of its related words if they count, the events in the days
    that it names, the number of events that match, and its worth."""

    part: Part
    match: str
    related: str
    spans: tuple[EventSpan, ...]
    events: int
    worth: float

    @property
    def either(self) -> str:
        """The MATCH text for the part or its related words."""
        return f"({self.match} OR {self.related})" if self.related else f"({self.match})"

    @property
    def is_word(self) -> bool:
        """Whether it is a bare word that occurs."""
        terms = self.part.terms
        return len(terms) == 1 and terms[0].bare and not self.part.when and self.events > 0


class Scope(NamedTuple):
    """The events to score: those of `plan` with numbers from `low` to `high` that match `within`, unless it is empty.
    `total` is the number of all events."""

    plan: Plan
    total: int
    low: int
    high: int
    within: str = ""


class _Tally:
    """How an event matches a search: the points earned, the worth of the parts that match, the parts that it lacks, and
    the number of parts in its title."""

    __slots__ = ("earned", "lacking", "matched_worth", "title_parts")

    def __init__(self) -> None:
        self.earned = self.matched_worth = 0.0
        self.lacking: list[WeighedPart] = []
        self.title_parts = 0


class _FieldMatches(NamedTuple):
    """The events that match a text, by number: the weight of the best field in which they do, and those that match in
    the title."""

    weights: dict[int, float]
    in_title: set[int]


def score_events(
    connection: sqlite3.Connection, reading: SearchReading, parts: Sequence[WeighedPart], scope: Scope
) -> list[Scored]:
    """The events with every part or most of them, best first."""
    tallies = _tallied(connection, parts, scope)
    tallies = {
        n: tally
        for n, tally in tallies.items()
        if not any(reading.all_words or each.part.required for each in tally.lacking)
    }
    whole = sum(each.worth for each in parts if each.events)
    least = ranking.least_worth(max((tally.matched_worth for tally in tallies.values()), default=0.0), whole)
    tallies = {n: tally for n, tally in tallies.items() if not tally.lacking or tally.matched_worth >= least}
    sql = (
        "SELECT n, importance, sz FROM event JOIN search_docsize ON search_docsize.id = n"
        " WHERE n IN (SELECT value FROM json_each(?))"
    )
    scored = []
    for n, importance, sizes in connection.execute(sql, (json.dumps(list(tallies)),)):
        tally = tallies[n]
        title_share = tally.title_parts / max(_first_size(sizes), 1)
        points = ranking.score(tally.earned, importance, title_share, n / scope.total, latest=reading.latest)
        scored.append(Scored(n, points, tuple(each.part.typed for each in tally.lacking)))
    return ranking.best(scored)


def _first_size(sizes: bytes) -> int:
    """The number of words in the title: the first of FTS5's sizes of a row, which are SQLite's varints."""
    number = 0
    for byte in sizes:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number


def _tallied(connection: sqlite3.Connection, parts: Sequence[WeighedPart], scope: Scope) -> dict[int, _Tally]:
    """The tallies of the events that match any part, by number."""
    matches = [_field_matches(connection, each.match, scope) for each in parts]
    weights = [each.weights for each in matches]
    related = [_field_matches(connection, each.related, scope).weights if each.related else {} for each in parts]
    weighed = {n for rows in weights for n in rows} if scope.within else range(scope.low, scope.high + 1)
    for each, rows in zip(parts, weights, strict=True):
        _add_dates(rows, each.spans, weighed)
    allowed = _allowed(connection, scope)
    tallies = {n: _Tally() for n in set().union(*weights, *related) & allowed}
    for each, (rows, in_title), others in zip(parts, matches, related, strict=True):
        for n, tally in tallies.items():
            if n in rows:
                tally.earned += each.worth * max(rows[n], others.get(n, 0.0) * ranking.RELATED)
                tally.matched_worth += each.worth
                tally.title_parts += n in in_title
            elif n in others:
                tally.earned += each.worth * others[n] * ranking.RELATED
                tally.matched_worth += each.worth * ranking.RELATED
            else:
                tally.lacking.append(each)
    for phrase, worth in _phrases(parts):
        for n, weight in _field_matches(connection, phrase, scope).weights.items():
            if n in tallies:
                tallies[n].earned += ranking.NEIGHBOURS * worth * weight
    return tallies


def _field_matches(connection: sqlite3.Connection, match: str, scope: Scope) -> _FieldMatches:
    """The events that match a text in any field: one query, and one for each heavier group of fields if any does."""
    (_, least), *groups = ranking.fields_by_weight()
    sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"

    def matching(fields: Sequence[str]) -> list[int]:
        text = f"({{{' '.join(fields)}}} : ({match}))"
        match_text = f"({scope.within}) AND {text}" if scope.within else text
        return [n for (n,) in connection.execute(sql, (match_text, scope.low, scope.high))]

    weights = dict.fromkeys(matching(SEARCH_FIELDS), least)
    if not weights:
        return _FieldMatches({}, set())
    in_title = set(matching(["title"]))
    for fields, weight in groups:
        weights.update(dict.fromkeys(in_title if fields == ["title"] else matching(fields), weight))
    return _FieldMatches(weights, in_title)


def _add_dates(weights: dict[int, float], spans: Iterable[EventSpan], weighed: Iterable[int]) -> None:
    """Add the weighed events that are within the days of a date."""
    for low, high, lasting in spans:
        within = (n for n in weighed if low <= n <= high)
        for numbers, weight in ((within, ranking.WITHIN), (set(lasting).intersection(weighed), ranking.LASTING)):
            weights.update((n, max(weights.get(n, 0.0), weight)) for n in numbers)


def _allowed(connection: sqlite3.Connection, scope: Scope) -> set[int]:
    """The events of the scope that its plan lets through."""
    match = " AND ".join(f"({text})" for text in (scope.within, scope.plan.match) if text)
    if match:
        sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"
        rows: Iterable[int] = [n for (n,) in connection.execute(sql, (match, scope.low, scope.high))]
    else:
        rows = range(scope.low, scope.high + 1)
    lasting = {n for span in scope.plan.spans for n in span.lasting}
    return {n for n in rows if n in lasting or any(span.low <= n <= span.high for span in scope.plan.spans)}


def _phrases(parts: Sequence[WeighedPart]) -> Iterator[tuple[str, float]]:
    """MATCH texts of neighbouring words, with their worth."""
    for one, other in pairwise(parts):
        if one.is_word and other.is_word:
            texts = (_quoted(each.part.terms[0]) for each in (one, other))
            yield f"NEAR({' '.join(texts)}, {ranking.GAP})", one.worth + other.worth
    for each in parts:
        if each.part.terms[0].apart:
            yield _quoted(each.part.terms[0]), each.worth


def _quoted(term: Term) -> str:
    return f'"{index_text(term.text)}"'
