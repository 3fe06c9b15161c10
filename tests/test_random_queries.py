"""Random queries give the same results by an index, whatever its limits, as by a plain reading of the events."""

import json
import random
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import jkrtimeline as jkr
from jkrtimeline.catalog import Catalog
from jkrtimeline.index import hits, plan, schema
from jkrtimeline.query import Query
from jkrtimeline.search import match as search_match
from jkrtimeline.stats import DIMENSIONS

from .random_queries import (
    ACTORS,
    FIRST,
    THEMES,
    WORDS,
    Events,
    RandomFilters,
    Reading,
    SearchWords,
    ends,
    event,
    random_words,
    texts,
)
from .test_oracle import Record
from .test_stats import ordered

TODAY = date(2025, 6, 18)


class Limits(NamedTuple):
    """Numbers of events from which on the index reads them by another method."""

    long: int
    few: int
    forms: int
    small: int
    weighed: int
    window: int
    read_at_once: int


LIMITS = {
    "default": Limits(
        schema.LONG, plan._FEW, search_match._MAX_EXPANSIONS, hits.SMALL, hits.WEIGHED, hits.WINDOW, hits.FEW
    ),
    "small": Limits(2, 1, 3, 60, 6, 20, 5),
    "rare": Limits(2, 1, 0, 0, 1000, 10, 3),
    "common": Limits(2, 1, 0, 0, 0, 1000, 1000),
    "least": Limits(0, 0, 0, 0, 0, 0, 0),
}


@pytest.fixture(params=LIMITS)
def limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Limits:
    limits = LIMITS[request.param]
    monkeypatch.setattr(plan, "LONG", limits.long)
    monkeypatch.setattr(schema, "LONG_EVENTS", re.sub(r"> \d+;", f"> {limits.long};", schema.LONG_EVENTS))
    monkeypatch.setattr(plan, "_FEW", limits.few)
    monkeypatch.setattr(search_match, "_MAX_EXPANSIONS", limits.forms)
    monkeypatch.setattr(hits, "SMALL", limits.small)
    monkeypatch.setattr(hits, "WEIGHED", limits.weighed)
    monkeypatch.setattr(hits, "WINDOW", limits.window)
    monkeypatch.setattr(hits, "FEW", limits.read_at_once)
    return limits


def load_records(folder: Path, records: Sequence[Record]) -> jkr.Timeline:
    file = folder / "events.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    return jkr.load(file, today=TODAY, cache=None)


@pytest.mark.parametrize("seed", range(6))
def test_random_queries(seed: int, limits: Limits, tmp_path: Path) -> None:
    chance = random.Random(f"{seed} {limits}")  # other queries for each
    records = [event(chance, number) for number in range(chance.choice((1, 12, 60, 90)))]
    records[0].update(actors=ACTORS, themes=THEMES, thread="quay", place="Zenda / Strelsau")  # so that each name occurs
    events, timeline = Events(records), load_records(tmp_path, records)
    for _ in range(15):
        drawn = RandomFilters(chance)
        filters, matching = drawn.filters, drawn.matching(events)
        ids = [each["id"] for each in matching]
        assert [each.id for each in timeline.events(**filters)] == ids, filters
        assert [each.id for each in timeline.events(**filters, reverse=True)] == ids[::-1], filters
        limit = chance.choice((0, 1, 3, 1000))
        assert [each.id for each in timeline.events(**filters, limit=limit)] == ids[:limit], filters
        assert timeline.catalog.count(timeline.catalog.query(**filters)) == len(ids), filters
        check_counts(chance, timeline, filters, Reading(events, matching, drawn.low))  # type: ignore[arg-type]
        check_search(chance, timeline, drawn, matching, limits)


def check_counts(chance: random.Random, timeline: jkr.Timeline, filters: dict[str, Any], plain: Reading) -> None:
    """Facets, numbers and histograms."""
    for kind, listed in (("actor", timeline.actors), ("theme", timeline.themes), ("thread", timeline.threads)):
        wanted: dict[str, tuple[int, date, date]] = {}
        for each in plain.matching:
            first, last, _ = ends(each)
            for name in plain.oracle.tags(each, kind):
                count, low, high = wanted.get(name, (0, date.max, date.min))
                wanted[name] = (count + 1, min(low, first or date.min), max(high, last or date.max))
        given: Any = listed(**filters)
        assert {each.id: (each.count, each.first or date.min, each.last or date.max) for each in given} == wanted
        assert [each.count for each in given] == sorted((each.count for each in given), reverse=True)
        query = timeline.catalog.query(**filters)
        parts = chance.choice((16, 8, 7))
        assert timeline.catalog.histograms(kind, query, parts) == plain.histograms(kind, parts), (filters, parts)  # type: ignore[arg-type]
    for by in DIMENSIONS:
        stats = timeline.stats(by, **filters)
        assert stats.events == len(plain.matching)
        assert {(each.key,): each.count for each in stats.buckets if each.count} == plain.cells(by), (by, filters)
        assert ordered(by, stats.buckets)
        silence = stats.silence
        assert (silence.days if silence else 0, stats.median_days, stats.inexact) == plain.rhythm(), filters
        if silence is not None:
            spans = {each["id"]: ends(each)[:2] for each in plain.matching}
            after, before = spans[silence.after], spans[silence.before]
            assert (after[1] or after[0]) == silence.start - timedelta(1)
            assert before[0] == silence.end + timedelta(1)
    by, other = chance.sample(DIMENSIONS, 2)
    assert timeline.stats(by, other, **filters).cells == plain.cells(by, other), (by, other, filters)


def check_search(
    chance: random.Random, timeline: jkr.Timeline, drawn: RandomFilters, matching: Sequence[Record], limits: Limits
) -> None:
    """A ranked search under the same filters, and the marks of its words and of those that filter."""
    wanted, filters, also = random_words(chance), dict(drawn.filters), drawn.words
    filters["match"] = [wanted.text, *([also.text] if also else [])]
    filters["sort"] = "relevance"

    def searched(**more: Any) -> list[Any]:
        return [row.hit for row in timeline.catalog.rows(timeline.catalog.query(**{**filters, **more}))]

    hits = [each["id"] for each in matching if wanted.fits(texts(each))]
    titled = {each["id"] for each in matching if wanted.groups and SearchWords("", wanted.groups).fits(each["title"])}
    ranking = searched()
    given = [hit.event.id for hit in ranking]
    assert sorted(given) == sorted(hits), (wanted, filters)
    assert not any(hit.missing for hit in ranking)
    scores = [hit.score for hit in ranking]
    tiers = hits  # without words that must occur
    if wanted.groups:
        first = {
            each["id"]
            for each in matching
            if any(SearchWords("", (group,)).fits(each["title"]) for group in wanted.groups)
        }
        tiers = [each for each in hits[::-1] if each in first] + [each for each in hits[::-1] if each not in first]
    by_weight = scores == sorted(scores, reverse=True) and min(scores, default=1) > 0
    by_tiers = given == tiers and not any(scores)
    if not wanted.groups:
        assert by_tiers, (wanted, filters)
    elif timeline.catalog.size() <= limits.small:
        assert by_weight, (wanted, filters)
    else:  # it depends on how often each word occurs
        assert by_weight or by_tiers, (wanted, filters)
    seen = SearchWords("", (tuple(word for each in (wanted, also) if each for group in each.groups for word in group),))
    for hit in ranking:
        marked = [hit.event.title[low:high] for low, high in hit.title_marks]
        assert all(map(seen.fits, marked)), (marked, wanted, filters)
        assert bool(marked) >= (hit.event.id in titled)
    assert timeline.catalog.count(timeline.catalog.query(**filters)) == len(hits)
    assert [hit.event.id for hit in searched(reverse=True)] == given[::-1]
    assert [hit.event.id for hit in searched(limit=3)] == given[:3]
    check_without_highlights(timeline.catalog, timeline.catalog.query(**filters), ranking)
    check_most_words(chance, timeline, drawn, matching)


def check_most_words(
    chance: random.Random, timeline: jkr.Timeline, drawn: RandomFilters, matching: Sequence[Record]
) -> None:
    """Events that lack words of a search come after those with all, each with its missing words."""
    occurring = [word for word in WORDS if any(word in texts(each).split() for each in matching)]
    words = chance.sample(occurring, min(3, len(occurring)))
    if not words:
        return
    hits = timeline.search(" ".join(words), **drawn.filters)
    lacks = {each["id"]: tuple(word for word in words if word not in texts(each).split()) for each in matching}
    assert [hit.missing for hit in hits] == [lacks[hit.event.id] for hit in hits]
    full = [not hit.missing for hit in hits]
    assert full == sorted(full, reverse=True)
    assert {hit.event.id for hit in hits if not hit.missing} == {name for name, lacking in lacks.items() if not lacking}
    assert timeline.catalog.count(timeline.catalog.query(" ".join(words), **drawn.filters)) == len(hits)
    strict = timeline.search(" ".join(words), all_words=True, **drawn.filters)
    assert {hit.event.id for hit in strict} == {hit.event.id for hit in hits if not hit.missing}
    dated = timeline.search(" ".join(words), **drawn.filters, sort="date")
    names = {hit.event.id for hit in hits}
    assert [hit.event.id for hit in dated] == [each["id"] for each in matching if each["id"] in names]
    query = timeline.catalog.query(" ".join(words), **drawn.filters)
    for order in (query, query._replace(reverse=True), query._replace(offset=2), query._replace(by_rank=False)):
        check_without_highlights(timeline.catalog, order, [row.hit for row in timeline.catalog.rows(order)])


def check_without_highlights(catalog: Catalog, query: Query, hits: Sequence[jkr.Hit]) -> None:
    """The same hits without marks; where a snippet would begin at a match, it is the beginning of the summary."""
    plain = [row.hit for row in catalog.rows(query._replace(highlights=False))]
    assert [(hit.event, hit.score, hit.missing) for hit in plain] == [
        (hit.event, hit.score, hit.missing) for hit in hits
    ]
    assert not any(hit.title_marks or hit.snippet_marks for hit in plain)


def test_an_open_event_hides_no_other_of_its_day(tmp_path: Path) -> None:
    chance = random.Random(0)
    spans = ["2024-01-01/2024-01-20", "2024-01-01/..", "2024-01-30"]
    timeline = load_records(tmp_path, [{**event(chance, number), "date": text} for number, text in enumerate(spans)])
    for filters in ({}, {"since": "2023"}, {"until": "2024-02"}, {"period": "2024-01-02..2024-01-30"}):
        silence = timeline.stats(**filters).silence  # type: ignore[arg-type]
        assert silence is not None
        assert (silence.days, silence.after, silence.before) == (9, "e0", "e2")


def test_a_gap_is_between_events_that_are_counted(tmp_path: Path) -> None:
    """Also where both began before the period, and others with them."""
    chance = random.Random(0)
    spans = ["2024-01-01/2024-01-03", "2024-02-01/2024-02-02", "2024-02-01/2024-12-31", "2023-12-01/2024-03-01"]
    records = [{**event(chance, number), "date": text, "actors": []} for number, text in enumerate(spans)]
    records.append({**event(chance, 4), "date": "2023-01-01/2024-05-01"})
    timeline = load_records(tmp_path, [*records, {**event(chance, 5), "date": "2023-02-01", "place": "Zenda"}])
    silence = timeline.stats(since="2024-04").silence
    assert silence is None  # the one lasts into the other
    records[4]["date"] = "2023-01-01/.."
    silence = load_records(tmp_path, records).stats(since="2024-04").silence
    assert silence is not None
    assert (silence.after, silence.before, silence.days) == ("e4", "e2", 395)


def test_two_periods_without_a_common_day_have_no_events_and_a_count_of_none(tmp_path: Path) -> None:
    chance = random.Random(0)
    days = [FIRST + timedelta(each) for each in range(150)]
    catalog = load_records(tmp_path, [{**event(chance, n), "date": f"{day}"} for n, day in enumerate(days)]).catalog
    for periods in (["2022-11-05", "2023-03-01"], ["2023-03-01", "2022-11-05"], ["2022-11-05", "March"]):
        query = catalog.query(period=periods)
        assert catalog.count(query) == 0, periods
        assert list(catalog.rows(query)) == []
