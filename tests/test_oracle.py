"""Some hundreds of random queries, answered by the program and by a plain reading of the YAML file."""

import calendar
import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import jkrtimeline as jkr

from .conftest import BUNDLED

TODAY = date(2025, 6, 18)
LEVELS = ("minor", "notable", "major")
STATUSES = ("happened", "announced", "postponed", "cancelled", "denied")
WORDS = ("tariff", "yasukuni", "summit", "martial law", "missile -launch", "sado OR gsomia", "actor:ishiba", "독도")
Days = tuple[date, date]
Record = Mapping[str, Any]


def days(text: str) -> Days:
    """First and last day of `2024`, `2024-10`, `2024-10-03`, with or without a qualifier, or of an interval."""
    if "/" in text:
        first, last = (days(end) for end in text.split("/"))
        return first[0], last[1]
    year, month, day = (*(int(part) for part in text.rstrip("?~%").split("-")), 0, 0)[:3]
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if not day:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


class Oracle:
    """The bundled data, read without any of the program's code."""

    def __init__(self) -> None:
        with BUNDLED.open("rb") as file:
            self.data: dict[str, Any] = yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        events = enumerate(self.data["events"])
        ordered = sorted(events, key=lambda pair: (*days(pair[1]["date"]), pair[0]))
        self.events: list[Record] = [event for _, event in ordered]

    def above(self, actor: str) -> set[str]:
        """An actor and all whom it belongs to."""
        over = self.data["actors"][actor].get("of")
        return {actor} | (self.above(over) if over else set())

    def tags(self, event: Record, kind: str) -> set[str]:
        if kind == "thread":
            return {event["thread"]} if event.get("thread") else set()
        names = event.get(f"{kind}s", [])
        return set().union(*map(self.above, names)) if kind == "actor" else set(names)

    def names(self, kind: str, identity: str) -> list[str]:
        """All names of an actor, theme or thread in a filter."""
        entry = self.data[f"{kind}s"][identity]
        return [identity, entry["name"], *entry.get("aliases", []), *entry.get("native", {}).values()]


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture(scope="module")
def timeline(shared_cache: Path) -> jkr.Timeline:
    return jkr.load(BUNDLED, today=TODAY, cache=shared_cache)


Test = Callable[[Record], bool]


class FilterSet:
    """Random filters, and the tests that an event must pass."""

    def __init__(self, chance: random.Random, oracle: Oracle, matched: Mapping[str, set[str]]) -> None:
        self.chance, self.oracle = chance, oracle
        self.filters: dict[str, Any] = {}
        self.tests: list[Test] = []
        for name in chance.sample(
            ("actor", "theme", "thread", "not_actor", "not_theme"), chance.choice((0, 0, 1, 1, 2))
        ):
            self.by_name(name)
        for add in chance.sample(
            (self.by_level, self.by_status, chance.choice((self.by_days, self.by_days, self.around))),
            chance.choice((0, 1, 2)),
        ):
            add()
        if chance.random() < 0.15:
            words = chance.choice(WORDS)
            self.filters["match"] = words
            self.tests.append(lambda event: event["id"] in matched[words])
        self.filters["reverse"] = chance.random() < 0.3
        self.filters["limit"] = chance.choice((None, None, 0, 1, 3, 10, 1000))

    def by_name(self, name: str) -> None:
        chance, oracle = self.chance, self.oracle
        kind, unwanted = name.removeprefix("not_"), name.startswith("not_")
        # Names that events have, so that few results are empty.
        event = chance.choice([event for event in oracle.events if oracle.tags(event, kind)])
        known = sorted(oracle.tags(event, kind))
        texts, groups = [], []
        for _ in range(chance.choice((1, 1, 2))):
            ids = [chance.choice(known), *chance.choices(list(oracle.data[f"{kind}s"]), k=chance.choice((0, 0, 1, 2)))]
            texts.append(chance.choice((",", ", ")).join(self.called(kind, one) for one in ids))
            groups.append(set(ids))
        self.filters[name] = texts if len(texts) > 1 or chance.random() < 0.5 else texts[0]
        for group in groups:
            self.tests.append(lambda event, group=group: bool(oracle.tags(event, kind) & group) != unwanted)  # type: ignore[misc]

    def called(self, kind: str, identity: str) -> str:
        """One of its names that no other entry has."""
        oracle = self.oracle
        name = self.chance.choice([name for name in oracle.names(kind, identity) if "," not in name])
        shared = {key.casefold() for key in oracle.data["ambiguous"]} if kind == "actor" else set()
        holders = [
            each for each in oracle.data[f"{kind}s"] if name.casefold() in map(str.casefold, oracle.names(kind, each))
        ]
        if len(holders) > 1 or name.casefold() in shared:
            name = identity
        return self.chance.choice((name, name.upper() if name.isascii() else name))

    def by_level(self) -> None:
        least = self.chance.choice(LEVELS)
        self.filters["importance"] = least
        self.tests.append(lambda event: LEVELS.index(event.get("importance", "minor")) >= LEVELS.index(least))

    def by_status(self) -> None:
        wanted = self.chance.sample(STATUSES, self.chance.choice((1, 2, 3)))
        self.filters["status"] = ",".join(wanted)
        self.tests.append(lambda event: event.get("status", "happened") in wanted)

    def by_days(self) -> None:
        """A period, or one or both of since and until; partial dates mean their whole span."""
        written = [self.date(), self.date()]
        first, last = sorted(written, key=lambda pair: pair[1])
        low: date | None = first[1][0]
        high: date | None = last[1][1]
        how = self.chance.choice(("period", "since", "until", "both", "range"))
        if how == "period":
            self.filters["period"], (low, high) = first
        elif how == "range":
            self.filters["period"] = first[0] + self.chance.choice(("..", "/")) + last[0]
        else:
            if how == "until":
                low = None
            else:
                self.filters["since"] = first[0]
            if how == "since":
                high = None
            else:
                self.filters["until"] = last[0]
        self.overlap(low, high)

    def around(self) -> None:
        event = self.chance.choice(self.oracle.events)
        first, last = days(event["date"])
        length = self.chance.randrange(90)
        self.filters.update(around=event["id"], within=f"{length}d")
        self.overlap(first - timedelta(days=length), last + timedelta(days=length))

    def overlap(self, low: date | None, high: date | None) -> None:
        def test(event: Record) -> bool:
            first, last = days(event["date"])
            return (low is None or last >= low) and (high is None or first <= high)

        self.tests.append(test)

    def date(self) -> tuple[str, Days]:
        """A day, month, quarter, half or year as people write it, and its days."""
        year, month = self.chance.randint(2023, 2025), self.chance.randint(1, 12)
        quarter = (month - 1) // 3 + 1
        span = {
            f"{year}": days(f"{year}"),
            f"{year}-{month:02}": days(f"{year}-{month:02}"),
            f"{year}-{month:02}-{month + 3:02}": days(f"{year}-{month:02}-{month + 3:02}"),
            f"{year}-Q{quarter}": (date(year, 3 * quarter - 2, 1), days(f"{year}-{3 * quarter}")[1]),
            f"{year}-H2": (date(year, 7, 1), date(year, 12, 31)),
            f"{calendar.month_name[month]} {year}": days(f"{year}-{month:02}"),
        }
        text = self.chance.choice(list(span))
        return text, span[text]

    def matches(self) -> list[Record]:
        """The matching events, before reverse and limit."""
        return [event for event in self.oracle.events if all(test(event) for test in self.tests)]


@pytest.fixture(scope="module")
def matched(timeline: jkr.Timeline) -> dict[str, set[str]]:
    """The matches of each of WORDS alone: the oracle knows no stems, only that filters narrow them."""
    matches = {words: {hit.event.id for hit in timeline.search(words)} for words in WORDS}
    assert all(matches.values())
    return matches


@pytest.mark.parametrize("seed", range(40))
def test_random_queries(seed: int, oracle: Oracle, timeline: jkr.Timeline, matched: dict[str, set[str]]) -> None:
    chance = random.Random(seed)
    for _ in range(10):
        drawn = FilterSet(chance, oracle, matched)
        filters = drawn.filters
        matches = [event["id"] for event in drawn.matches()]
        wanted = (matches[::-1] if filters["reverse"] else matches)[: filters["limit"]]
        assert [event.id for event in timeline.events(**filters)] == wanted, filters
        assert timeline.catalog.count(timeline.catalog.query(**filters)) == len(wanted), filters


@pytest.mark.parametrize("seed", range(20))
def test_random_counts(seed: int, oracle: Oracle, timeline: jkr.Timeline, matched: dict[str, set[str]]) -> None:
    chance = random.Random(1000 + seed)
    for _ in range(3):
        drawn = FilterSet(chance, oracle, matched)
        filters = {**drawn.filters, "reverse": False, "limit": None}
        matches = drawn.matches()
        for kind, listed in (("actor", timeline.actors), ("theme", timeline.themes), ("thread", timeline.threads)):
            spans: dict[str, list[Days]] = {identity: [] for identity in oracle.data[f"{kind}s"]}
            for event in matches:
                for identity in oracle.tags(event, kind):
                    spans[identity].append(days(event["date"]))
            wanted = [
                (identity, len(those), min(first for first, _ in those), max(last for _, last in those))
                for identity, those in spans.items()
                if those
            ]
            wanted.sort(key=lambda row: -row[1])  # among equals the order of the file
            records: Any = listed(**filters)
            given = [(each.id, each.count, each.first, each.last) for each in records if each.count]
            assert given == wanted, (kind, filters)
            cut: Any = listed(**{**filters, "limit": 2, "reverse": True})
            assert [each.id for each in cut] == [each.id for each in records[::-1][:2]]


def test_every_field_of_every_event(oracle: Oracle, timeline: jkr.Timeline) -> None:
    """In the order of time."""
    events = timeline.events()
    assert [event.id for event in events] == [event["id"] for event in oracle.events]
    for event, record in zip(events, oracle.events, strict=True):
        public = event.public()
        assert (event.start, event.end) == days(record["date"])
        for key, value in record.items():
            if key == "sources":
                given = [{name: text for name, text in source.items() if text} for source in public["sources"]]
                assert given == value
            else:
                assert public[key] == value, (event.id, key)


def test_search_under_filters_is_the_search_narrowed(timeline: jkr.Timeline) -> None:
    narrow: dict[str, Any] = {"since": "2024", "not_theme": "history", "importance": "notable"}
    allowed = {event.id for event in timeline.events(**narrow)}
    for words in WORDS:
        everywhere = [hit for hit in timeline.search(words) if hit.event.id in allowed]
        assert timeline.search(words, **narrow) == everywhere
        assert timeline.search(words, **narrow, reverse=True) == everywhere[::-1]
        assert timeline.search(words, **narrow, limit=3) == everywhere[:3]
