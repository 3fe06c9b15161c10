"""No query reads more rows than it must: the query plans of SQLite, and the number of its steps."""

import json
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

import jkrtimeline as jkr
from jkrtimeline.errors import JkrError
from jkrtimeline.index import plan
from jkrtimeline.stats import DIMENSIONS, Dimension

from .random_queries import ACTORS, LEVELS, PLACES, THEMES, WORDS

TODAY = date(2025, 6, 18)

COMMON, RARE = "harbour", "seldom"
EDGES = date(1990, 1, 1), date(2010, 1, 1)
"""The years that many events fill; between them few do."""


def lines(number: int) -> str:
    """So many events in the order of time, a few of them in the year 2000, whatever the number. All have COMMON in the
    summary, a third in the title."""
    chance = random.Random(5)
    few, lines = 12, []
    for position in range(number):
        half = (number - few) // 2
        if position < half:
            day = EDGES[0] + timedelta(int(position / half * 700))
        elif position < half + few:
            day = date(2000, 3, 1) + timedelta((position - half) // 3)
        else:
            day = EDGES[1] + timedelta(int((position - half - few) / half * 700))
        end = day + timedelta(45 if position == half else chance.choice((0, 0, 0, 3)))
        record = {
            "id": f"{day}-{position:06}",
            "date": f"{day}" if day == end else f"{day}/{end}",
            "title": f"{chance.choice(('A ship', 'A boat', COMMON))} {chance.choice('abcdefgh')}o{position % 97}",
            "summary": f"At the {COMMON} {RARE if position == number // 2 else 'again'}, {chance.choice(WORDS)}",
            "actors": chance.sample(ACTORS, 2),
            "themes": [chance.choice(THEMES)],
            "thread": chance.choice((None, "quay")),
            "place": chance.choice(PLACES),
            "importance": chance.choice(LEVELS),
            "follows": [f"{day}-{position - 1:06}"] if (position - half) % 5 == 1 else [],
        }
        lines.append(json.dumps(record))
    return "\n".join(lines)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> list[jkr.Timeline]:
    """The same timeline with two thousand events and with twenty thousand."""
    timelines = []
    for number in (2_000, 20_000):
        file = tmp_path_factory.mktemp("plans") / "events.jsonl"
        file.write_text(lines(number), encoding="utf-8")
        timelines.append(jkr.load(file, today=TODAY, cache=None))
    return timelines


Query = Callable[[jkr.Timeline], object]


def page(**filters: Any) -> Query:
    """The first events."""
    return lambda timeline: [
        row.raw for row in timeline.catalog.rows(timeline.catalog.query(**{"limit": 20, **filters}))
    ]


def search(text: str, **filters: Any) -> Query:
    return lambda timeline: [
        row.record() for row in timeline.catalog.rows(timeline.catalog.query(text, **{"limit": 20, **filters}))
    ]


def counts(by: Dimension) -> Query:
    return lambda timeline: timeline.stats(by)


def middle(timeline: jkr.Timeline) -> str:
    """The id of an event of the year 2000, which another follows."""
    return timeline.catalog.complete("event", "2000-03-01")[0]


def refused(query: Query) -> Query:
    """A query that raises an error, whose message is the result."""

    def read(timeline: jkr.Timeline) -> str:
        with pytest.raises(JkrError) as raised:
            query(timeline)
        return str(raised.value)

    return read


STEADY: dict[str, Query] = {
    "search, common": search(COMMON),
    "search, common, reversed": search(COMMON, reverse=True),
    "search, common, in time": search(COMMON, sort="date"),
    "search, two common": search(f"{COMMON} again"),
    "search, rare": search(RARE),
    "search, common and rare": search(f"{COMMON} {RARE}"),
    "search, most of common words": search(f"{COMMON} again ship {WORDS[0]}"),
    "search, misspelled": search("harbuor"),
    "search, a word that occurs nowhere": search(f"{COMMON} xyzzyxyzzy"),
    "search, a date": search(f"{COMMON} march 2000"),
    "search, phrase": search(f'"the {COMMON}"'),
    "search, prefix": search("harb*"),
    "search, common, not": search(f"{COMMON} -ship"),
    "search, only not": search("-ship"),
    "search, field": search(f"title:{COMMON}"),
    "search, of an actor": search(COMMON, actor="ann"),
    "search, in a month": search(COMMON, period="2000-03"),
    "match": page(match=COMMON),
    "match, reversed": page(match=COMMON, reverse=True),
    "first 20": page(),
    "last 20": page(reverse=True),
    "one day": page(period="2000-03-02", limit=None),
    "until": page(until="2000-03-02"),
    "until, reversed": page(until="2000-03-02", reverse=True),
    "around": page(around="2000-03-02", within="2d", limit=None),
    "actor in a period": page(actor="ann", period="2000-03"),
    "actor": page(actor="ann"),
    "not actor": page(not_actor="ann"),
    "theme and place, reversed": page(theme="docks", place="zenda", reverse=True),
    "importance and status": page(importance="major", status="happened"),
    "count": lambda timeline: timeline.catalog.count(timeline.catalog.query()),
    "count in a period": lambda timeline: timeline.catalog.count(timeline.catalog.query(period="2000-03")),
    "show": lambda timeline: timeline.catalog.row(middle(timeline)).raw,
    "followers": lambda timeline: timeline.catalog.followers(middle(timeline)),
    "stats": lambda timeline: timeline.stats(),
    "stats in a period": lambda timeline: timeline.stats(period="2000-03"),
    "stats, theme by month, in a period": lambda timeline: timeline.stats("theme", "month", period="2000-03"),
    **{f"stats by {by}": counts(by) for by in DIMENSIONS if by != "publisher"},
    "info": lambda timeline: (
        timeline.totals(),
        timeline.header,
        timeline.catalog.synonyms,
        timeline.catalog.ambiguous,
    ),
    "actors": lambda timeline: timeline.actors(),
    "actors in a period": lambda timeline: timeline.actors(period="2000-03"),
    "themes": lambda timeline: timeline.themes(),
    "threads": lambda timeline: timeline.threads(),
    "histograms": lambda timeline: timeline.catalog.histograms("theme", timeline.catalog.query(), 8),
    "registry": lambda timeline: timeline.catalog.registry("actor"),
    "complete an actor": lambda timeline: timeline.catalog.complete("actor", "a"),
    "complete a place": lambda timeline: timeline.catalog.complete("place", "z"),
    "complete an event": lambda timeline: timeline.catalog.complete("event", "2000-03"),
    "unknown actor": refused(page(actor="anna")),
    "unknown place": refused(page(place="zendaa")),
    "unknown event": refused(lambda timeline: timeline.event("2000-03-xx")),
}
"""Queries that take the same time whatever the number of events."""

GROWING: dict[str, Query] = {
    "all": page(limit=None),
    "all, reversed": page(limit=None, reverse=True),
    "all in a period": page(limit=None, since="2000"),
    "count of a word": lambda timeline: timeline.catalog.count(timeline.catalog.query(match=COMMON)),
    "actors since": lambda timeline: timeline.actors(since="2000"),
    "stats since": lambda timeline: timeline.stats(since="2000"),
    "stats of an actor": lambda timeline: timeline.stats("theme", actor="ann"),
    "stats by publisher": counts("publisher"),
    "stats of a pair": lambda timeline: timeline.stats("month", "theme"),
    "histograms since": lambda timeline: timeline.catalog.histograms("actor", timeline.catalog.query(since="2000"), 8),
}
"""Queries that read all the events that they count or return."""


def plans(timeline: jkr.Timeline, query: Query) -> list[tuple[str, str]]:
    """The steps of the plans of all statements that a query runs, each with its statement."""
    connection = timeline.catalog.index._connection
    statements: dict[str, None] = {}
    connection.set_trace_callback(lambda text: statements.setdefault(text))
    try:
        query(timeline)
    finally:
        connection.set_trace_callback(None)
    details = []
    for text in statements:
        if text.startswith("--") or re.search(r"'main'\.'search_|PRAGMA", text):  # FTS5's own
            continue
        details += [(detail, text) for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN {text}")]
    return details


EXCEPTIONS = {
    r"^SELECT first FROM event WHERE first > 0 ORDER BY n (ASC|DESC) LIMIT 1$": "skips events without a start",
    r"^SELECT id FROM event ORDER BY n LIMIT \d+$": "a fixed number of ids, to compare an unknown one with",
    r"^SELECT count\(\*\)(, max\(rowid\))? FROM \(SELECT (1|rowid) FROM search WHERE .* LIMIT \d+\)$": (
        "counts no further than that"
    ),
    r"^SELECT DISTINCT id FROM name WHERE kind = ": "the names of a registry, to suggest one for an unknown name",
    r"^SELECT id FROM entry WHERE kind = .* UNION SELECT folded FROM name WHERE kind = ": "the same, or some of them",
    r"^SELECT event\.first, .* GROUP BY ": "counts events, all of which must be read",
}
"""Statements that may scan a table or sort, and the reason."""


@pytest.fixture(params=[None, 0], ids=["early-by-number", "early-by-scan"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each method of reading the events that began before a period."""
    if request.param is not None:
        monkeypatch.setattr(plan, "_FEW", request.param)


@pytest.mark.parametrize("name", [*STEADY, *GROWING])
@pytest.mark.usefixtures("few")
def test_an_index_serves_each_query(name: str, sizes: list[jkr.Timeline]) -> None:
    details = plans(sizes[0], {**STEADY, **GROWING}[name])
    assert details
    wrong = []
    for detail, statement in details:
        matched = re.match(r"SCAN (search|phrase) VIRTUAL TABLE INDEX \d+:.*M", detail)
        is_scan = detail.startswith("SCAN ") and not matched and not detail.startswith("SCAN json_each ")
        if (is_scan or "TEMP B-TREE" in detail) and not any(re.search(each, statement) for each in EXCEPTIONS):
            wrong.append((detail, statement))
    assert wrong == []


def test_each_exception_is_one(sizes: list[jkr.Timeline]) -> None:
    statements = [text for query in (*STEADY.values(), *GROWING.values()) for _, text in plans(sizes[0], query)]
    assert [each for each in EXCEPTIONS if not any(re.search(each, text) for text in statements)] == []


def test_plans_name_full_scans(sizes: list[jkr.Timeline]) -> None:
    def query(timeline: jkr.Timeline) -> None:
        connection = timeline.catalog.index._connection
        connection.execute("SELECT id FROM event ORDER BY last").fetchall()
        connection.execute("SELECT title FROM search").fetchall()

    details = [detail for detail, _ in plans(sizes[0], query)]
    assert details == ["SCAN event", "USE TEMP B-TREE FOR ORDER BY", "SCAN search VIRTUAL TABLE INDEX 0:"]


def steps(timeline: jkr.Timeline, query: Query) -> int:
    """How many tens of steps SQLite takes for a query; the work of FTS5 within a step is not counted."""
    done: list[None] = []
    connection = timeline.catalog.index._connection
    connection.set_progress_handler(partial(done.append, None), 10)
    try:
        query(timeline)
    finally:
        connection.set_progress_handler(None, 0)
    return len(done)


@pytest.mark.parametrize("name", STEADY)
def test_ten_times_the_events_take_no_more_steps(name: str, sizes: list[jkr.Timeline]) -> None:
    """Except those to find the first event of a day, which grow with the logarithm."""
    small, large = (steps(timeline, STEADY[name]) for timeline in sizes)
    assert large <= 2 * small + 10


@pytest.mark.parametrize("name", GROWING)
def test_steps_are_counted_and_grow_no_faster_than_the_events(name: str, sizes: list[jkr.Timeline]) -> None:
    small, large = (steps(timeline, GROWING[name]) for timeline in sizes)
    assert 3 * small < large < 12 * small


@pytest.mark.parametrize("name", STEADY)
def test_steady_queries_have_results(name: str, sizes: list[jkr.Timeline]) -> None:
    """An empty result would take no steps."""
    small, large = (STEADY[name](timeline) for timeline in sizes)
    assert small
    assert large


@pytest.mark.parametrize("most", [0, 1000])
def test_many_early_events_are_not_fetched_one_by_one(
    most: int, monkeypatch: pytest.MonkeyPatch, sizes: list[jkr.Timeline]
) -> None:
    """FTS5 starts its search anew for each number that it is given; `+` keeps SQLite from giving it any."""
    monkeypatch.setattr(plan, "_FEW", most)
    connection = sizes[0].catalog.index._connection
    chosen = plan.Plan((plan.EventSpan(100, 120, (3, 7, 50)),), required=(f'"{COMMON}"',))
    numbers: list[int] = []
    read = plans(sizes[0], lambda _: numbers.extend(n for (n,) in chosen.select(connection, "search.rowid")))
    details = [detail for detail, _ in read]
    assert numbers == [3, 7, 50, *range(100, 121)]
    # `=` in the name of FTS5's plan: it looks up a single row.
    assert any(re.search(r"VIRTUAL TABLE INDEX \d+:.*=", detail) for detail in details) == (most > 0)
