"""Which events a question means, by an index and by a plain reading of the events, whatever way the index takes;
and that no question looks at more rows than it must."""

import json
import random
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pytest

import jkrtimeline as jkr
from jkrtimeline import edtf
from jkrtimeline.errors import JkrError
from jkrtimeline.index import plan, ranked, schema
from jkrtimeline.search import match as search_match
from jkrtimeline.stats import DIMENSIONS, Dimension

from .test_oracle import Record
from .test_stats import MONTHS, Key, Plain, called, ordered

TODAY = date(2025, 6, 18)
LEVELS = ("minor", "notable", "major")

# --- events at random -------------------------------------------------------------------------------

WORDS = ["kabalo", "kadumo", "kafiro", "kagumo", "takilo", "tabuma", "zorabo", "vilamu", "nopalo", "rumika"]
ACTORS, THEMES, PLACES = ["ann", "bob", "cyd", "dan"], ["docks", "trade", "water"], ["Upper Zenda", "Zenda", "Strelsau"]
FIRST, DAYS = date(2022, 11, 1), 500


def when(chance: random.Random) -> str:
    """A date of any kind, most of them on few days."""
    day = FIRST + timedelta(chance.choice((chance.randrange(DAYS), 30 * chance.randrange(DAYS // 30))))
    end = day + timedelta(chance.choice((0, 1, 2, 5, 31, 32, 200)))
    kinds = [f"{day}"] * 6 + [
        *(f"{day}/{end}", f"{day}/{end}", f"{day:%Y-%m}", f"{day:%Y-%m}/{end}", f"{day:%Y}", f"{day:%Y}-33", f"{day}~"),
        *(f"{day}/..", f"{day}/", f"../{day}", f"/{day:%Y-%m}", f"{day:%Y}-24", f"{day:%Y-%m}/..", "202X"),
    ]
    return chance.choice(kinds)


def event(chance: random.Random, place: int) -> dict[str, Any]:
    def some(names: Sequence[str], most: int) -> list[str]:
        return chance.sample(names, chance.randint(0, most))

    return {
        "id": f"e{place}",
        "date": when(chance),
        "title": " ".join(chance.sample(WORDS, 2)),
        "summary": " ".join(chance.choices(WORDS, k=3)) if chance.random() < 0.7 else None,
        "actors": some(ACTORS, 2),
        "themes": some(THEMES, 2),
        "thread": chance.choice((None, None, "quay")),
        "place": chance.choice((None, *PLACES)),
        "importance": chance.choice(LEVELS[: chance.choice((1, 3))]),
        "status": chance.choice(("happened", "happened", "postponed", "denied")),
    }


def ends(record: Record) -> tuple[date | None, date | None, date | None]:
    """First and last day, and the last day on which it can have begun."""
    read = edtf.parse(record["date"])
    return read.start, read.end, edtf.latest_start(read)


class Events:
    """Events in the order of time, read without an index."""

    def __init__(self, records: Sequence[dict[str, Any]]) -> None:
        def place(record: Record) -> tuple[date, date]:
            start, end, _ = ends(record)
            return start or date.min, end or date.max

        self.events = sorted(records, key=place)

    def tags(self, record: Record, kind: str) -> set[str]:
        if kind in ("thread", "place"):
            return {record[kind]} if record[kind] else set()
        return set(record[f"{kind}s"])


class Reading(Plain):
    """Counts by a plain reading, also of dates without an end or a start."""

    def keys(self, event: Record, by: str, yearly: bool = False) -> list[Key]:
        if by not in MONTHS:
            return super().keys(event, by, yearly)
        first, _, latest = ends(event)
        if first is None or latest is None or called(first, by) != called(latest, by):
            return [None]
        if self.low is not None and called(first, by) < called(self.low, by):
            return ["earlier"]
        return [called(first, by).split("-")[1] if yearly else called(first, by)]

    def rhythm(self) -> tuple[int, float | None, int]:
        spans = [
            (first, last or first) for first, last, latest in map(ends, self.matching) if first and first == latest
        ]
        gaps = [(after - before).days for (before, _), (after, _) in pairwise(spans)]
        longest, filled = 0, date.max
        for first, last in spans:
            longest = max(longest, (first - filled).days - 1 if filled < first else 0)
            filled = max(filled, last) if filled != date.max else last
        return longest, median(gaps) if gaps else None, len(self.matching) - len(spans)

    def histograms(self, kind: str, parts: int) -> dict[str, list[int]]:
        known = [
            (first, latest, each) for each in self.matching for first, _, latest in (ends(each),) if first and latest
        ]
        if not known:
            return {}
        begin = min(first for first, _, _ in known)
        length = (max(first for first, _, _ in known) - begin).days + 1
        found: dict[str, list[int]] = {}
        for first, latest, record in known:
            place, other = ((day - begin).days * parts // length for day in (first, latest))
            for name in self.oracle.tags(record, kind) if place == other else ():
                found.setdefault(name, [0] * parts)[place] += 1
        return found


# --- questions at random ----------------------------------------------------------------------------


class Wanted(NamedTuple):
    """Search words, and what they ask for: of each group one word or beginning (`*`), and none of the others."""

    text: str
    groups: tuple[tuple[str, ...], ...]
    refused: tuple[str, ...] = ()

    def fits(self, texts: str) -> bool:
        """Whether a text has a word of each group and none that is refused."""

        def has(word: str) -> bool:
            begins = word.removesuffix("*")
            return any(each == word or (begins != word and each.startswith(begins)) for each in texts.split())

        return all(any(map(has, group)) for group in self.groups) and not any(map(has, self.refused))


def asked_words(chance: random.Random) -> Wanted:
    one, two, three = chance.sample([*WORDS, "ka*", "ta*", "ann", "quay"], 3)
    return chance.choice(
        [
            Wanted(one, ((one,),)),
            Wanted(f"{one} {two}", ((one,), (two,))),
            Wanted(f"{one} OR {two}", ((one, two),)),
            Wanted(f"{one} -{two}", ((one,),), (two,)),
            Wanted(f"-{one} -{two}", (), (one, two)),
            Wanted(f"{one} -{two} -{three}", ((one,),), (two, three)),
            Wanted("ka*", (("ka*",),)),
        ]
    )


def texts(record: Record) -> str:
    """All words of an event."""
    parts = [record["title"], record["summary"] or "", record["thread"] or "", (record["place"] or "").lower()]
    return " ".join([*parts, *record["actors"], *record["themes"]])


class Question:
    """Filters at random, and the tests that an event must pass."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.filters: dict[str, Any] = {}
        self.tests: list[Callable[[Record], bool]] = []
        self.low: date | None = None
        self.words: Wanted | None = None
        ways = [self.by_days, self.by_tags, self.by_tags, self.by_level, self.by_status, self.by_words]
        for way in chance.sample(ways, chance.choice((0, 1, 1, 2, 2, 3))):
            way()
        if "period" not in self.filters and "since" not in self.filters and chance.random() < 0.2:
            self.filters.pop("until", None)
            self.by_days_of_every_year()

    def by_days(self) -> None:
        names = self.chance.choice((["period"], ["since"], ["until"], ["since", "until"], ["period", "since"]))
        begin = self.chance.randrange(-40, DAYS + 300)
        for name in names:
            # What ends before it begins is refused; a period before `since` is not.
            day = FIRST + timedelta(begin + (self.chance.randrange(800) if name == "until" else 0))
            begin = self.chance.randrange(-40, DAYS + 300) if name == "period" else begin
            month = (day.replace(day=1), edtf.month_end(day.year, day.month))
            whole = (date(day.year, 1, 1), date(day.year, 12, 31))
            text, low, high = self.chance.choice(
                [(f"{day}", day, day), (f"{day:%Y-%m}", *month), (f"{day:%Y}", *whole)]
            )
            self.filters[name] = text
            self.overlap(None if name == "until" else low, None if name == "since" else high)

    def overlap(self, low: date | None, high: date | None) -> None:
        if low is not None:
            self.low = max(low, self.low or low)

        def fits(record: Record) -> bool:
            first, last, _ = ends(record)
            return not (low and last and last < low) and not (high and first and first > high)

        self.tests.append(fits)

    def by_days_of_every_year(self) -> None:
        """A month or a day of every year; within a year when there is one."""
        day = FIRST + timedelta(self.chance.randrange(366))
        whole = self.chance.random() < 0.7
        self.filters["period"] = f"{day:%B}" if whole else f"{day:%m-%d}"
        year = self.chance.choice((None, 2022, 2023, 2024))
        if year:
            self.filters["since"], self.filters["until"] = f"{year}", f"{year}"
            self.low = date(year, 1, 1)
        years = [year] if year else range(1990, 2040)
        spans = [
            (each.replace(day=1), edtf.month_end(each.year, each.month)) if whole else (each, each)
            for each in (day.replace(year=number) for number in years)
        ]

        def fits(record: Record) -> bool:
            first, last, _ = ends(record)
            return any((first or date.min) <= end and (last or date.max) >= begin for begin, end in spans)

        self.tests.append(fits)

    def by_tags(self) -> None:
        kind, names = self.chance.choice((("actor", ACTORS), ("theme", THEMES), ("place", ["zenda", "strelsau"])))
        wanted = set(self.chance.sample(names, self.chance.choice((1, 1, 2))))
        unwanted = kind != "place" and self.chance.random() < 0.4
        self.filters.setdefault(f"not_{kind}" if unwanted else kind, []).append(",".join(sorted(wanted)))

        def fits(record: Record) -> bool:
            if kind == "place":
                return any(name in (record["place"] or "").lower().split() for name in wanted)
            return bool(wanted & set(record[f"{kind}s"])) != unwanted

        self.tests.append(fits)

    def by_level(self) -> None:
        least = self.chance.randrange(3)
        self.filters["importance"] = LEVELS[least]
        self.tests.append(lambda record: LEVELS.index(record["importance"]) >= least)

    def by_status(self) -> None:
        wanted = self.chance.sample(("happened", "postponed", "denied", "announced"), self.chance.choice((1, 2)))
        self.filters["status"] = ",".join(wanted)
        self.tests.append(lambda record: record["status"] in wanted)

    def by_words(self) -> None:
        wanted = self.words = asked_words(self.chance)
        self.filters["match"] = wanted.text
        self.tests.append(lambda record: wanted.fits(texts(record)))

    def found(self, events: Events) -> list[Record]:
        return [each for each in events.events if all(fits(each) for fits in self.tests)]


class Limits(NamedTuple):
    """Numbers at which the index takes another way."""

    long: int
    few: int
    forms: int
    small: int
    weighed: int
    window: int
    read_at_once: int


WAYS = {
    "as-it-is": Limits(
        schema.LONG, plan._FEW, search_match._MAX_EXPANSIONS, ranked.SMALL, ranked.WEIGHED, ranked.WINDOW, ranked.FEW
    ),
    "small": Limits(2, 1, 3, 60, 6, 20, 5),
    "rare": Limits(2, 1, 0, 0, 1000, 10, 3),
    "common": Limits(2, 1, 0, 0, 0, 1000, 1000),
    "least": Limits(0, 0, 0, 0, 0, 0, 0),
}


@pytest.fixture(params=WAYS)
def limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Limits:
    found = WAYS[request.param]
    monkeypatch.setattr(plan, "LONG", found.long)
    monkeypatch.setattr(schema, "LONG_EVENTS", re.sub(r"> \d+;", f"> {found.long};", schema.LONG_EVENTS))
    monkeypatch.setattr(plan, "_FEW", found.few)
    monkeypatch.setattr(search_match, "_MAX_EXPANSIONS", found.forms)
    monkeypatch.setattr(ranked, "SMALL", found.small)
    monkeypatch.setattr(ranked, "WEIGHED", found.weighed)
    monkeypatch.setattr(ranked, "WINDOW", found.window)
    monkeypatch.setattr(ranked, "FEW", found.read_at_once)
    return found


def made(folder: Path, records: Sequence[Record]) -> jkr.Timeline:
    file = folder / "events.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    return jkr.load(file, today=TODAY, cache=None)


@pytest.mark.parametrize("seed", range(6))
def test_random_queries(seed: int, limits: Limits, tmp_path: Path) -> None:
    chance = random.Random(seed)
    records = [event(chance, place) for place in range(chance.choice((1, 12, 60, 90)))]
    records[0].update(actors=ACTORS, themes=THEMES, thread="quay", place="Zenda / Strelsau")  # so that all is known
    events, timeline = Events(records), made(tmp_path, records)
    for _ in range(25):
        question = Question(chance)
        filters, found = question.filters, question.found(events)
        names = [each["id"] for each in found]
        assert [each.id for each in timeline.events(**filters)] == names, filters
        assert [each.id for each in timeline.events(**filters, reverse=True)] == names[::-1], filters
        limit = chance.choice((0, 1, 3, 1000))
        assert [each.id for each in timeline.events(**filters, limit=limit)] == names[:limit], filters
        assert timeline.catalog.count(timeline.catalog.query(**filters)) == len(names), filters
        check_counts(chance, timeline, filters, Reading(events, found, question.low))  # type: ignore[arg-type]
        check_search(chance, timeline, question, found, limits)


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
    chance: random.Random, timeline: jkr.Timeline, question: Question, found: Sequence[Record], limits: Limits
) -> None:
    """Words that rank, under the same filters; where they are, and those that filter, is marked."""
    wanted, filters, also = asked_words(chance), dict(question.filters), question.words
    filters["match"] = [wanted.text, *([also.text] if also else [])]
    filters["sort"] = "relevance"

    def searched(**more: Any) -> list[Any]:
        return [row.hit for row in timeline.catalog.rows(timeline.catalog.query(**{**filters, **more}))]

    hits = [each["id"] for each in found if wanted.fits(texts(each))]
    titled = {each["id"] for each in found if wanted.groups and Wanted("", wanted.groups).fits(each["title"])}
    ranking = searched()
    given = [hit.event.id for hit in ranking]
    assert sorted(given) == sorted(hits), (wanted, filters)
    assert not any(hit.missing for hit in ranking)
    scores = [hit.score for hit in ranking]
    tiers = hits  # of what only must not occur
    if wanted.groups:
        first = {
            each["id"] for each in found if any(Wanted("", (group,)).fits(each["title"]) for group in wanted.groups)
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
    seen = Wanted("", (tuple(word for each in (wanted, also) if each for group in each.groups for word in group),))
    for hit in ranking:
        marked = [hit.event.title[low:high] for low, high in hit.title_marks]
        assert all(map(seen.fits, marked)), (marked, wanted, filters)
        assert bool(marked) >= (hit.event.id in titled)
    assert timeline.catalog.count(timeline.catalog.query(**filters)) == len(hits)
    assert [hit.event.id for hit in searched(reverse=True)] == given[::-1]
    assert [hit.event.id for hit in searched(limit=3)] == given[:3]
    check_most_words(chance, timeline, question, found)


def check_most_words(
    chance: random.Random, timeline: jkr.Timeline, question: Question, found: Sequence[Record]
) -> None:
    """Words of which an event may lack some: first those with all, then those with most, each with what it lacks."""
    occurring = [word for word in WORDS if any(word in texts(each).split() for each in found)]
    words = chance.sample(occurring, min(3, len(occurring)))
    if not words:
        return
    hits = timeline.search(" ".join(words), **question.filters)
    lacks = {each["id"]: tuple(word for word in words if word not in texts(each).split()) for each in found}
    assert [hit.missing for hit in hits] == [lacks[hit.event.id] for hit in hits]
    full = [not hit.missing for hit in hits]
    assert full == sorted(full, reverse=True)
    assert {hit.event.id for hit in hits if not hit.missing} == {name for name, lacking in lacks.items() if not lacking}
    assert timeline.catalog.count(timeline.catalog.query(" ".join(words), **question.filters)) == len(hits)
    strict = timeline.search(" ".join(words), all_words=True, **question.filters)
    assert {hit.event.id for hit in strict} == {hit.event.id for hit in hits if not hit.missing}
    dated = timeline.search(" ".join(words), **question.filters, sort="date")
    names = {hit.event.id for hit in hits}
    assert [hit.event.id for hit in dated] == [each["id"] for each in found if each["id"] in names]


def test_an_open_event_hides_no_other_of_its_day(tmp_path: Path) -> None:
    chance = random.Random(0)
    spans = ["2024-01-01/2024-01-20", "2024-01-01/..", "2024-01-30"]
    timeline = made(tmp_path, [{**event(chance, place), "date": text} for place, text in enumerate(spans)])
    for filters in ({}, {"since": "2023"}, {"until": "2024-02"}, {"period": "2024-01-02..2024-01-30"}):
        silence = timeline.stats(**filters).silence  # type: ignore[arg-type]
        assert silence is not None
        assert (silence.days, silence.after, silence.before) == (9, "e0", "e2")


def test_a_gap_is_between_events_that_are_counted(tmp_path: Path) -> None:
    """Also where both began before the period that was asked for, and others with them."""
    chance = random.Random(0)
    spans = ["2024-01-01/2024-01-03", "2024-02-01/2024-02-02", "2024-02-01/2024-12-31", "2023-12-01/2024-03-01"]
    records = [{**event(chance, place), "date": text, "actors": []} for place, text in enumerate(spans)]
    records.append({**event(chance, 4), "date": "2023-01-01/2024-05-01"})
    timeline = made(tmp_path, [*records, {**event(chance, 5), "date": "2023-02-01", "place": "Zenda"}])
    silence = timeline.stats(since="2024-04").silence
    assert silence is None  # the one lasts into the other
    records[4]["date"] = "2023-01-01/.."
    silence = made(tmp_path, records).stats(since="2024-04").silence
    assert silence is not None
    assert (silence.after, silence.before, silence.days) == ("e4", "e2", 395)


def test_two_periods_without_a_common_day_have_no_events_and_a_count_of_none(tmp_path: Path) -> None:
    chance = random.Random(0)
    days = [FIRST + timedelta(each) for each in range(150)]
    catalog = made(tmp_path, [{**event(chance, n), "date": f"{day}"} for n, day in enumerate(days)]).catalog
    for periods in (["2022-11-05", "2023-03-01"], ["2023-03-01", "2022-11-05"], ["2022-11-05", "March"]):
        query = catalog.query(period=periods)
        assert catalog.count(query) == 0, periods
        assert list(catalog.rows(query)) == []


@pytest.mark.parametrize("most", [0, 1000])
def test_many_early_events_are_not_fetched_one_by_one(
    most: int, monkeypatch: pytest.MonkeyPatch, sizes: list[jkr.Timeline]
) -> None:
    """FTS5 starts its search anew for each number that it is given; `+` keeps SQLite from giving it any."""
    monkeypatch.setattr(plan, "_FEW", most)
    connection = sizes[0].catalog._index._connection
    chosen = plan.Plan((plan.Run(100, 120, (3, 7, 50)),), required=(f'"{COMMON}"',))
    numbers, details = [], []
    for part, values in chosen.parts():
        numbers += [n for (n,) in connection.execute(f"SELECT search.rowid FROM {part}", values)]
        details += [detail for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {part}", values)]
    assert numbers == [3, 7, 50, *range(100, 121)]
    # `=` in the name of FTS5's plan: a single row is asked for.
    assert any(re.search(r"VIRTUAL TABLE INDEX \d+:.*=", detail) for detail in details) == (most > 0)


# --- plans ------------------------------------------------------------------------------------------

COMMON, RARE = "harbour", "seldom"
EDGES = date(1990, 1, 1), date(2010, 1, 1)
"""The years that many events fill; between them few do."""


def lines(number: int) -> str:
    """So many events, of which a few are in the year 2000, whatever their number; in time as in a file. All have
    COMMON in the summary, a third in the title."""
    chance = random.Random(5)
    few, found = 12, []
    for place in range(number):
        half = (number - few) // 2
        if place < half or place >= half + few:
            begin, part = (EDGES[0], place / half) if place < half else (EDGES[1], (place - half - few) / half)
            day = begin + timedelta(int(part * 700))
        else:
            day = date(2000, 3, 1) + timedelta((place - half) // 3)
        end = day + timedelta(45 if place == half else chance.choice((0, 0, 0, 3)))
        record = {
            "id": f"{day}-{place:06}",
            "date": f"{day}" if day == end else f"{day}/{end}",
            "title": f"{chance.choice(('A ship', 'A boat', COMMON))} {chance.choice('abcdefgh')}o{place % 97}",
            "summary": f"At the {COMMON} {RARE if place == number // 2 else 'again'}, {chance.choice(WORDS)}",
            "actors": chance.sample(ACTORS, 2),
            "themes": [chance.choice(THEMES)],
            "thread": chance.choice((None, "quay")),
            "place": chance.choice(PLACES),
            "importance": chance.choice(LEVELS),
            "follows": [f"{day}-{place - 1:06}"] if (place - half) % 5 == 1 else [],
        }
        found.append(json.dumps(record))
    return "\n".join(found)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> list[jkr.Timeline]:
    """The same timeline with two thousand events and with twenty thousand."""
    made = []
    for number in (2_000, 20_000):
        file = tmp_path_factory.mktemp("plans") / "events.jsonl"
        file.write_text(lines(number), encoding="utf-8")
        made.append(jkr.load(file, today=TODAY, cache=None))
    return made


Ask = Callable[[jkr.Timeline], object]


def page(**filters: Any) -> Ask:
    """The first events."""
    return lambda timeline: [
        row.raw for row in timeline.catalog.rows(timeline.catalog.query(**{"limit": 20, **filters}))
    ]


def search(text: str, **filters: Any) -> Ask:
    return lambda timeline: [
        row.record() for row in timeline.catalog.rows(timeline.catalog.query(text, **{"limit": 20, **filters}))
    ]


def counts(by: Dimension) -> Ask:
    return lambda timeline: timeline.stats(by)


def middle(timeline: jkr.Timeline) -> str:
    """The id of an event of the year 2000, which another follows."""
    return timeline.catalog.complete("event", "2000-03-01")[0]


def refused(ask: Ask) -> Ask:
    """A question that is not answered."""

    def asked(timeline: jkr.Timeline) -> str:
        with pytest.raises(JkrError) as found:
            ask(timeline)
        return str(found.value)

    return asked


STEADY: dict[str, Ask] = {
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
    "followers": lambda timeline: timeline.catalog.following(middle(timeline)),
    "stats": lambda timeline: timeline.stats(),
    "stats in a period": lambda timeline: timeline.stats(period="2000-03"),
    "stats, theme by month, in a period": lambda timeline: timeline.stats("theme", "month", period="2000-03"),
    **{f"stats by {by}": counts(by) for by in DIMENSIONS},
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
    "registry": lambda timeline: (timeline.catalog.registry("actor"), timeline.catalog.first_ids("actor", 3)),
    "complete an actor": lambda timeline: timeline.catalog.complete("actor", "a"),
    "complete a place": lambda timeline: timeline.catalog.complete("place", "z"),
    "complete an event": lambda timeline: timeline.catalog.complete("event", "2000-03"),
    "unknown actor": refused(page(actor="anna")),
    "unknown place": refused(page(place="zendaa")),
    "unknown event": refused(lambda timeline: timeline.event("2000-03-xx")),
}
"""Questions that take as long however many events there are."""

GROWING: dict[str, Ask] = {
    "all": page(limit=None),
    "all, reversed": page(limit=None, reverse=True),
    "all in a period": page(limit=None, since="2000"),
    "count of a word": lambda timeline: timeline.catalog.count(timeline.catalog.query(match=COMMON)),
    "actors since": lambda timeline: timeline.actors(since="2000"),
    "stats since": lambda timeline: timeline.stats(since="2000"),
    "stats of an actor": lambda timeline: timeline.stats("theme", actor="ann"),
    "stats of a pair": lambda timeline: timeline.stats("month", "theme"),
    "histograms since": lambda timeline: timeline.catalog.histograms("actor", timeline.catalog.query(since="2000"), 8),
}
"""Questions that look at all that they tell of."""


def plans(timeline: jkr.Timeline, ask: Ask) -> list[tuple[str, str]]:
    """The steps of the plans of all statements that a question runs, each with its statement."""
    connection = timeline.catalog._index._connection
    statements: dict[str, None] = {}
    connection.set_trace_callback(lambda text: statements.setdefault(text))
    try:
        ask(timeline)
    finally:
        connection.set_trace_callback(None)
    found = []
    for text in statements:
        if text.startswith("--") or re.search(r"'main'\.'search_|PRAGMA", text):  # FTS5's own
            continue
        found += [(detail, text) for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN {text}")]
    return found


EXCEPTIONS = {
    r"^SELECT first FROM event WHERE first > 0 ORDER BY n (ASC|DESC) LIMIT 1$": "passes over what has no start",
    r"^SELECT id FROM event ORDER BY n LIMIT \d+$": "so many ids that an unknown one is compared with",
    r"^SELECT count\(\*\)(, max\(rowid\))? FROM \(SELECT (1|rowid) FROM search WHERE .* LIMIT \d+\)$": (
        "counts no further than that"
    ),
    r"WHERE id IN \(SELECT later FROM follow WHERE earlier = '[^']*'\) ORDER BY n$": "the few that follow one event",
    r"^SELECT DISTINCT id FROM name WHERE kind = ": "the names of a registry, to tell whom an unknown one could mean",
    r"^SELECT id FROM entry WHERE kind = .* UNION SELECT folded FROM name WHERE kind = ": "the same, or some of them",
    r"^SELECT event\.first, .* GROUP BY ": "counts events, of which all are looked at",
}
"""Statements that may look through a table, or put into order what they read, and why."""


@pytest.fixture(params=[None, 0], ids=["early-looked-up", "early-looked-through"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either way to those that began before a period."""
    if request.param is not None:
        monkeypatch.setattr(plan, "_FEW", request.param)


@pytest.mark.parametrize("name", [*STEADY, *GROWING])
@pytest.mark.usefixtures("few")
def test_an_index_serves_each_query(name: str, sizes: list[jkr.Timeline]) -> None:
    found = plans(sizes[0], {**STEADY, **GROWING}[name])
    assert found
    wrong = []
    for detail, statement in found:
        matched = re.match(r"SCAN search VIRTUAL TABLE INDEX \d+:.*M", detail)
        through = detail.startswith("SCAN ") and not matched and not detail.startswith("SCAN json_each ")
        if (through or "TEMP B-TREE" in detail) and not any(re.search(each, statement) for each in EXCEPTIONS):
            wrong.append((detail, statement))
    assert wrong == []


def test_each_exception_is_one(sizes: list[jkr.Timeline]) -> None:
    statements = [text for ask in (*STEADY.values(), *GROWING.values()) for _, text in plans(sizes[0], ask)]
    assert [each for each in EXCEPTIONS if not any(re.search(each, text) for text in statements)] == []


def test_plans_name_full_scans(sizes: list[jkr.Timeline]) -> None:
    def ask(timeline: jkr.Timeline) -> None:
        connection = timeline.catalog._index._connection
        connection.execute("SELECT id FROM event ORDER BY last").fetchall()
        connection.execute("SELECT title FROM search").fetchall()

    details = [detail for detail, _ in plans(sizes[0], ask)]
    assert details == ["SCAN event", "USE TEMP B-TREE FOR ORDER BY", "SCAN search VIRTUAL TABLE INDEX 0:"]


def steps(timeline: jkr.Timeline, ask: Ask) -> int:
    """How many tens of steps SQLite takes for a question; what FTS5 does within one is not counted."""
    done: list[None] = []
    connection = timeline.catalog._index._connection
    connection.set_progress_handler(partial(done.append, None), 10)
    try:
        ask(timeline)
    finally:
        connection.set_progress_handler(None, 0)
    return len(done)


@pytest.mark.parametrize("name", STEADY)
def test_ten_times_the_events_take_no_more_steps(name: str, sizes: list[jkr.Timeline]) -> None:
    """But for those to find the first event of a day, which grow with the logarithm."""
    small, large = (steps(timeline, STEADY[name]) for timeline in sizes)
    assert large <= 2 * small + 10


@pytest.mark.parametrize("name", GROWING)
def test_steps_are_counted_and_grow_no_faster_than_the_events(name: str, sizes: list[jkr.Timeline]) -> None:
    small, large = (steps(timeline, GROWING[name]) for timeline in sizes)
    assert 3 * small < large < 12 * small


@pytest.mark.parametrize("name", STEADY)
def test_steady_queries_have_results(name: str, sizes: list[jkr.Timeline]) -> None:
    """Not with nothing, which would take no steps; those that the few events of 2000 answer alike."""
    small, large = (STEADY[name](timeline) for timeline in sizes)
    assert small
    assert large
