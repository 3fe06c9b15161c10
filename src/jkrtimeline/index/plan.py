"""A Query → which events it means, as SQL.

Events are numbered in the order of time, so that a period is a run of numbers, but for those events that
began before it and last into it. All else that a query asks for is one MATCH: the search table holds the
tags of events as words.
"""

import json
import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from ..fields import IMPORTANCE
from ..query import Query, Tag
from ..search.match import to_match
from ..search.syntax import Search
from .meta import meta
from .schema import LONG, TAG_FIELD, tag_word

_FEW = 1000
"""Events that began earlier and are looked up one by one; of more, all that match are looked through."""


class Plan(NamedTuple):
    """The events whose number is from `low` to `high`, or one of `early` (as a JSON array; empty: none), all of
    which are below `low`; `few` of these. Of them those that match each of `required` and none of `refused`,
    which are expressions of FTS5, as is `every`, which all events match (empty where
    nothing can be refused). `words` is the one of `required` to highlight; empty for none."""

    low: int
    high: int
    early: str = ""
    few: bool = True
    words: str = ""
    required: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    every: str = ""

    @property
    def match(self) -> str:
        """One expression; empty where nothing is required or refused."""
        # In a NOT of several words FTS5 loses where some of those on its left stand.
        refusing = [f"({self.every}) NOT ({' OR '.join(f'({each})' for each in self.refused)})"] if self.refused else []
        return " AND ".join(f"({each})" for each in (*self.required, *refusing))

    def parts(self, *tables: str) -> list[tuple[str, list[str | int]]]:
        """What stands after FROM, and its values, for the one run of events and then the other, in the order of
        time. `tables` are joined by their n; without a match there is the first of them only, as it is."""
        match = self.match
        if match:
            last = "search.rowid"
            joined = "".join(f" CROSS JOIN {table} ON {table}.n = {last}" for table in tables)
            begin, values = f"search{joined} WHERE search MATCH ? AND", [match]
        else:
            last = f"{tables[0]}.n"
            joined = "".join(f" CROSS JOIN {table} ON {table}.n = {last}" for table in tables[1:])
            begin, values = f"{tables[0]}{joined} WHERE", []
        found: list[tuple[str, list[str | int]]] = []
        if self.early:
            # Many are not looked up in the search one by one; elsewhere that costs nothing.
            column = f"{last} < {self.low} AND +{last}" if match and not self.few else last
            found.append((f"{begin} {column} IN (SELECT value FROM json_each(?))", [*values, self.early]))
        if self.low <= self.high:
            found.append((f"{begin} {last} BETWEEN ? AND ?", [*values, self.low, self.high]))
        return found

    def is_whole(self, connection: sqlite3.Connection) -> bool:
        """Whether these are all events."""
        return not (self.required or self.refused) and self.low == 1 and self.high == size(connection)


def size(connection: sqlite3.Connection) -> int:
    """How many events there are."""
    return int(connection.execute("SELECT coalesce(max(n), 0) FROM event").fetchone()[0])


def make_plan(connection: sqlite3.Connection, query: Query) -> Plan:
    """Which events a query means. The words that rank, or else the first ones that only filter, are those that
    were looked for; those of other filters stand out with them, and count in the rank."""
    nothing = Plan(1, 0)
    high = size(connection)
    since = max((period.first for period in query.periods if period.first is not None), default=None)
    until = min((period.last for period in query.periods if period.last is not None), default=None)
    low = 1
    early: list[int] = []
    if until is not None:
        high = begun_by(connection, until.toordinal() + 1) - 1
    if since is not None and high:
        low = begun_by(connection, since.toordinal())
        early = _lasting(connection, since.toordinal(), low, high)
        high = max(high, low - 1)  # where one period ends before another begins
    required = [_tagged(connection, tags) for tags in query.tags]
    refused = [_tagged(connection, query.without)]
    if query.importance != IMPORTANCE[0]:
        levels = IMPORTANCE[IMPORTANCE.index(query.importance) :]
        required.append(_tagged(connection, [("importance", level) for level in levels]))
    required += [_tagged(connection, [("status", status) for status in statuses]) for statuses in query.statuses]
    if not all(required):
        return nothing
    words: list[str] = []
    for search in (*([] if query.search is None else [query.search]), *query.matches):
        if search.empty:
            return nothing
        positive, negative = match_texts(connection, search)
        words.append(positive)
        refused.append(negative)
    refused = [text for text in refused if text]
    return Plan(
        low,
        high,
        json.dumps(early) if early else "",
        len(early) <= _FEW,
        words[0] if words else "",
        tuple(text for text in (*words, *required) if text),
        tuple(refused),
        _tagged(connection, [("importance", level) for level in IMPORTANCE]) if words or refused else "",
    )


def begun_by(connection: sqlite3.Connection, day: int) -> int:
    """The number of the first event that begins on this day or later; one more than there are for none."""
    low, high = 1, size(connection) + 1
    while low < high:
        middle = (low + high) // 2
        (first,) = connection.execute("SELECT first FROM event WHERE n = ?", (middle,)).fetchone()
        low, high = (middle + 1, high) if first < day else (low, middle)
    return low


def _lasting(connection: sqlite3.Connection, day: int, low: int, high: int) -> list[int]:
    """The numbers, below `low`, of the events that begin before this day and end on it or later."""
    sql = f"SELECT n FROM event INDEXED BY event_long WHERE last - first > {LONG} AND first < ? AND last >= ?"
    found = connection.execute(sql, (day, day)).fetchall()
    sql = f"SELECT n FROM event WHERE n BETWEEN ? AND ? AND last - first <= {LONG} AND last >= ?"
    found += connection.execute(sql, (begun_by(connection, day - LONG), low - 1, day)).fetchall()
    return sorted(n for (n,) in found if n <= high)


def _tagged(connection: sqlite3.Connection, tags: Iterable[Tag | tuple[str, str]]) -> str:
    """MATCH for events that have one of these tags; empty where no event has any."""
    sql = "SELECT number FROM tag WHERE kind = ? AND id = ?"
    numbers = [number for tag in dict.fromkeys(tags) for (number,) in connection.execute(sql, tag)]
    either = " OR ".join(f'"{tag_word(number)}"' for number in numbers)
    return f"{{{TAG_FIELD}}} : ({either})" if either else ""


def match_texts(connection: sqlite3.Connection, search: Search) -> tuple[str, str]:
    """MATCH for what must occur and for what must not; empty where there is none."""
    return to_match(search, json.loads(meta(connection, "synonyms")), partial(_expand, connection))


def _expand(connection: sqlite3.Connection, prefix: str) -> list[str]:
    rows = connection.execute("SELECT word FROM word WHERE word >= ? AND word < ?", (prefix, prefix + "\U0010ffff"))
    return [word for (word,) in rows]
