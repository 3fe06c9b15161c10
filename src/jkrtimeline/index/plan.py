"""The filters of a Query → a Plan: which events they let through, as SQL.

Events are numbered in order of time. A period is a span of numbers, and the few events that began before it and last
into it. All other filters are one MATCH: the search table holds the tags of events as words.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..fields import IMPORTANCE
from ..query import Query, Tag
from .schema import LONG, NO_END, NO_START, TAG_FIELD, tag_word

if TYPE_CHECKING:
    from ..periods import Period

Direction = Literal["ASC", "DESC"]

_FEW = 1000
"""The most events that began earlier and are looked up one by one; where there are more, all that match are scanned."""

_LAST = 2**63 - 1
"""A number above that of every event: the largest of SQLite."""

_LEAP = 8
"""Years within which every day comes again, 29 February too."""


class EventSpan(NamedTuple):
    """Events by their numbers: those from `low` to `high`, and those of `lasting`, which began before
    `low` and last into it."""

    low: int
    high: int
    lasting: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many events these are."""
        return len(self.lasting) + max(self.high - self.low + 1, 0)


class Plan(NamedTuple):
    """The events of `spans` that match each of `required` and none of `refused`.

    The spans are in order and share no event. `required` and `refused` are MATCH texts of FTS5. `every` is one that all
    events match, because NOT needs something on its left. `words` is the one of `required` to highlight, or empty.
    """

    spans: tuple[EventSpan, ...]
    words: str = ""
    required: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    every: str = ""

    @property
    def match(self) -> str:
        """One MATCH text; empty where nothing is required or refused."""
        # Not `required NOT refused`: FTS5 loses positions of words on the left of NOT, which highlight() needs.
        refusing = [f"({self.every}) NOT ({' OR '.join(f'({each})' for each in self.refused)})"] if self.refused else []
        return " AND ".join(f"({each})" for each in (*self.required, *refusing))

    def select(
        self,
        connection: sqlite3.Connection,
        columns: str,
        table: str = "search",
        rest: str = "",
        values: Sequence[int] = (),
        *,
        order: Direction | None = None,
        limit: int = _LAST,
    ) -> Iterator[Any]:
        """Yield at most `limit` rows of `columns` for the events of the plan; with `order` they are sorted by number.

        The columns are those of `table` and, where there is a MATCH text, of search. `rest` follows the condition
        (AND, GROUP BY), with its `values`. A span is read by one or two statements, so an aggregate has a row for each.
        """
        column = "search.rowid" if self.match else f"{table}.n"
        end = f"{rest} ORDER BY {column} {order}" if order else rest
        parts = self.from_where(table, column)
        for part, given in parts[::-1] if order == "DESC" else parts:
            if not limit:
                return
            # Python reads a row ahead, so without LIMIT it would search for one more.
            for row in connection.execute(f"SELECT {columns} FROM {part} {end} LIMIT ?", (*given, *values, limit)):
                yield row
                limit -= 1

    def from_where(self, table: str, column: str) -> list[tuple[str, list[str | int]]]:
        """FROM … WHERE … with its values, for each part of each span, in order of time. `column` has the numbers."""
        match = self.match
        begin, values = f"{table} WHERE", []
        if match:
            joined = f" CROSS JOIN {table} ON {table}.n = {column}" if table != "search" else ""
            begin, values = f"search{joined} WHERE search MATCH ? AND", [match]
        parts: list[tuple[str, list[str | int]]] = []
        for low, high, lasting in self.spans:
            if lasting:
                # Each look-up by number runs the MATCH again; the `+` makes SQLite scan all that match, once.
                early = f"{column} < {low} AND +{column}" if match and len(lasting) > _FEW else column
                parts.append((f"{begin} {early} IN (SELECT value FROM json_each(?))", [*values, json.dumps(lasting)]))
            if low <= high:
                parts.append((f"{begin} {column} BETWEEN ? AND ?", [*values, low, high]))
        return parts

    def between(self, low: int, high: int = _LAST) -> "Plan":
        """Only the events with numbers from `low` to `high`."""
        spans = (
            EventSpan(max(span.low, low), min(span.high, high), tuple(n for n in span.lasting if low <= n <= high))
            for span in self.spans
        )
        return self._replace(spans=tuple(span for span in spans if span.size))

    def is_whole(self, connection: sqlite3.Connection) -> bool:
        """Whether it lets all events through."""
        return not (self.required or self.refused) and self.spans == (EventSpan(1, size(connection)),)


def size(connection: sqlite3.Connection) -> int:
    """How many events there are."""
    return int(connection.execute("SELECT coalesce(max(n), 0) FROM event").fetchone()[0])


def count_events(connection: sqlite3.Connection, plan: Plan) -> int:
    """How many events a plan gives."""
    if not plan.match:
        return sum(span.size for span in plan.spans)
    return sum(count for (count,) in plan.select(connection, "count(*)"))


def make_filter_plan(connection: sqlite3.Connection, query: Query) -> Plan:
    """Which events the filters of a query let through, leaving its search aside. If the query has `highlights`, `words`
    is the first of its `matches`."""
    required = [_tagged(connection, tags) for tags in query.tags]
    refused = [_tagged(connection, query.without)]
    if not all(required):
        return Plan(())
    words: list[str] = []
    for search in query.matches:
        from .vocabulary import IndexVocabulary

        if search.empty:
            return Plan(())
        positive, negative = IndexVocabulary(connection).match_texts(search)
        words.append(positive)
        refused.append(negative)
    return Plan(
        spans_of(connection, query),
        words[0] if words and query.highlights else "",
        tuple(text for text in (*words, *required) if text),
        tuple(text for text in refused if text),
        _tagged(connection, [Tag("importance", level) for level in IMPORTANCE]),
    )


def spans_of(connection: sqlite3.Connection, query: Query) -> tuple[EventSpan, ...]:
    """The events whose days overlap the periods and the recurring days of a query."""
    if not query.recurring:
        span = _span(connection, query.periods)
        return (span,) if span.size else ()
    spans: list[EventSpan] = []
    done = 0  # the number of the last event in `spans`
    for period in _occurrences(connection, query):
        low, high, lasting = _span(connection, (*query.periods, period))
        # An event that lasts from one year into the next is in one span only.
        span = EventSpan(max(low, done + 1), high, tuple(n for n in lasting if n > done))
        if span.size:
            spans.append(span)
            done = max(done, high, *span.lasting[-1:])
    return tuple(spans)


def _occurrences(connection: sqlite3.Connection, query: Query) -> "Iterator[Period]":
    """The recurring days of a query, year by year, within its periods and the years of the data."""
    from ..periods import Period

    limits: Period | None = Period()
    for period in query.periods:
        limits = limits and limits.overlap(period)
    if limits is None:
        return
    # An event without a known start is in every year before its end.
    sql = "SELECT min(last) FROM event WHERE n < ?"
    (end,) = connection.execute(sql, (first_from(connection, NO_START + 1),)).fetchone()
    years = [date.fromordinal(day).year for day in (*known_starts(connection), end) if day and day != NO_END]
    if not years:
        return
    first = max(min(years) - _LEAP, limits.first.year - 1 if limits.first else 1, 1)
    last = min(max(years) + _LEAP, limits.last.year if limits.last else 9999, 9999)
    one, *others = query.recurring
    for year in range(first, last + 1):
        periods = [one.in_year(year)]
        for other in others:
            each = [other.in_year(near) for near in (year - 1, year, year + 1) if 1 <= near <= 9999]
            periods = [a.overlap(b) for a in periods for b in each if a and b]
        yield from filter(None, (period and period.overlap(limits) for period in periods))


def _span(connection: sqlite3.Connection, periods: "Sequence[Period]") -> EventSpan:
    """The events whose days overlap each of some periods."""
    since = max((period.first for period in periods if period.first is not None), default=None)
    until = min((period.last for period in periods if period.last is not None), default=None)
    low, high = 1, size(connection)
    lasting: list[int] = []
    if until is not None:
        high = first_from(connection, until.toordinal() + 1) - 1
    if since is not None and high:
        low = first_from(connection, since.toordinal())
        lasting = _lasting(connection, since.toordinal(), low, high)
    return EventSpan(low, high, tuple(lasting))


def known_starts(connection: sqlite3.Connection) -> list[int]:
    """The first days of the first and the last event with a known start; empty where no event has one."""
    # Events without a start come first.
    sql = f"SELECT first FROM event WHERE first > {NO_START} ORDER BY n"
    rows = [connection.execute(f"{sql} {order} LIMIT 1").fetchone() for order in ("ASC", "DESC")]
    return [row[0] for row in rows if row]


def first_from(connection: sqlite3.Connection, day: int) -> int:
    """The number of the first event that begins on this day or later; one more than there are events if none does."""
    low, high = 1, size(connection) + 1
    while low < high:
        middle = (low + high) // 2
        (first,) = connection.execute("SELECT first FROM event WHERE n = ?", (middle,)).fetchone()
        low, high = (middle + 1, high) if first < day else (low, middle)
    return low


def _lasting(connection: sqlite3.Connection, day: int, low: int, high: int) -> list[int]:
    """The numbers, below `low`, of the events that begin before this day and end on it or later."""
    sql = f"SELECT n FROM event INDEXED BY event_long WHERE last - first > {LONG} AND first < ? AND last >= ?"
    rows = connection.execute(sql, (day, day)).fetchall()
    sql = f"SELECT n FROM event WHERE n BETWEEN ? AND ? AND last - first <= {LONG} AND last >= ?"
    rows += connection.execute(sql, (first_from(connection, day - LONG), low - 1, day)).fetchall()
    return sorted(n for (n,) in rows if n <= high)


def _tagged(connection: sqlite3.Connection, tags: Iterable[Tag]) -> str:
    """MATCH for events that have one of these tags; empty where no event has any."""
    sql = "SELECT number FROM tag WHERE kind = ? AND id = ?"
    numbers = [number for tag in dict.fromkeys(tags) for (number,) in connection.execute(sql, tag)]
    either = " OR ".join(f'"{tag_word(number)}"' for number in numbers)
    return f"{{{TAG_FIELD}}} : ({either})" if either else ""
