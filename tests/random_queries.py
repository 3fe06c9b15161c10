"""Events and filters at random, and a plain reading of which events match, without an index."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from jkrtimeline import edtf

from .test_oracle import Record
from .test_stats import MONTHS, Key, Plain, called

LEVELS = ("minor", "notable", "major")

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


def event(chance: random.Random, number: int) -> dict[str, Any]:
    def some(names: Sequence[str], most: int) -> list[str]:
        return chance.sample(names, chance.randint(0, most))

    return {
        "id": f"e{number}",
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


_parse = lru_cache(edtf.parse)


def ends(record: Record) -> tuple[date | None, date | None, date | None]:
    """First and last day, and the last day on which it can have begun."""
    read = _parse(record["date"])
    return read.start, read.end, edtf.latest_start(read)


class Events:
    """Events in the order of time, read without an index."""

    def __init__(self, records: Sequence[dict[str, Any]]) -> None:
        def days(record: Record) -> tuple[date, date]:
            start, end, _ = ends(record)
            return start or date.min, end or date.max

        self.events = sorted(records, key=days)

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
        histograms: dict[str, list[int]] = {}
        for first, latest, record in known:
            part, other = ((day - begin).days * parts // length for day in (first, latest))
            for name in self.oracle.tags(record, kind) if part == other else ():
                histograms.setdefault(name, [0] * parts)[part] += 1
        return histograms


class SearchWords(NamedTuple):
    """Search words, and their meaning: of each group one word or beginning (`*`), and none of `refused`."""

    text: str
    groups: tuple[tuple[str, ...], ...]
    refused: tuple[str, ...] = ()

    def fits(self, texts: str) -> bool:
        """Whether a text has a word of each group and none that is refused."""

        def has(word: str) -> bool:
            begins = word.removesuffix("*")
            return any(each == word or (begins != word and each.startswith(begins)) for each in texts.split())

        return all(any(map(has, group)) for group in self.groups) and not any(map(has, self.refused))


def random_words(chance: random.Random) -> SearchWords:
    one, two, three = chance.sample([*WORDS, "ka*", "ta*", "ann", "quay"], 3)
    return chance.choice(
        [
            SearchWords(one, ((one,),)),
            SearchWords(f"{one} {two}", ((one,), (two,))),
            SearchWords(f"{one} OR {two}", ((one, two),)),
            SearchWords(f"{one} -{two}", ((one,),), (two,)),
            SearchWords(f"-{one} -{two}", (), (one, two)),
            SearchWords(f"{one} -{two} -{three}", ((one,),), (two, three)),
            SearchWords("ka*", (("ka*",),)),
        ]
    )


def texts(record: Record) -> str:
    """All words of an event."""
    parts = [record["title"], record["summary"] or "", record["thread"] or "", (record["place"] or "").lower()]
    return " ".join([*parts, *record["actors"], *record["themes"]])


class RandomFilters:
    """Filters at random, and the tests that an event must pass."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.filters: dict[str, Any] = {}
        self.tests: list[Callable[[Record], bool]] = []
        self.low: date | None = None
        self.words: SearchWords | None = None
        kinds = [self.by_days, self.by_tags, self.by_tags, self.by_level, self.by_status, self.by_words]
        for add_filter in chance.sample(kinds, chance.choice((0, 1, 1, 2, 2, 3))):
            add_filter()
        if "period" not in self.filters and "since" not in self.filters and chance.random() < 0.2:
            self.filters.pop("until", None)
            self.by_days_of_every_year()

    def by_days(self) -> None:
        names = self.chance.choice((["period"], ["since"], ["until"], ["since", "until"], ["period", "since"]))
        begin = self.chance.randrange(-40, DAYS + 300)
        for name in names:
            # An end before the beginning is refused; a period before `since` is not.
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
        wanted = self.words = random_words(self.chance)
        self.filters["match"] = wanted.text
        self.tests.append(lambda record: wanted.fits(texts(record)))

    def matching(self, events: Events) -> list[Record]:
        """The events that pass all tests, in the order of time."""
        return [each for each in events.events if all(fits(each) for fits in self.tests)]
