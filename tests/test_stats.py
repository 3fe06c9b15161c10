"""jkr stats: counts against a plain reading of the data, the rules for dates that tell no month, and the pictures."""

import csv
import json
import random
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import jkrtimeline as jkr
from jkrtimeline import edtf
from jkrtimeline.formats.shared.cells import Ruler
from jkrtimeline.formats.shared.histogram import sparkline
from jkrtimeline.stats import DIMENSIONS, UNITS, Dimension, unit_days, unit_number
from jkrtimeline.text.normalize import fold

from .conftest import SAMPLE, Run
from .test_oracle import LEVELS, FilterSet, Oracle, Record, days, matched, oracle, timeline

__all__ = ["matched", "oracle", "timeline"]  # fixtures

# --- an oracle --------------------------------------------------------------------------------------

MONTHS = {name: number for number, name in enumerate(("month", "quarter", "year"))}
Key = str | None


def began(event: Record) -> tuple[date, date]:
    """First and last day on which an event can have begun."""
    first, last = days(event["date"].split("/")[0])
    return first, min(last, days(event["date"])[1])


def called(day: date, unit: str) -> str:
    """The month, quarter or year of a day."""
    quarter = (day.month + 2) // 3
    return {"month": f"{day.year}-{day.month:02}", "quarter": f"{day.year}-Q{quarter}", "year": f"{day.year}"}[unit]


class Plain:
    """Counts by a plain reading of the matching events, from the first day of the period `low` on."""

    def __init__(self, oracle: Oracle, matching: Sequence[Record], low: date | None) -> None:
        self.oracle, self.matching, self.low = oracle, matching, low
        texts = [re.sub(r" \([^)]*\)", "", event.get("place") or "") for event in oracle.events]
        self.places = {fold(name) for text in texts for name in re.split(r" / |, ", text) if name}

    def keys(self, event: Record, by: str, yearly: bool = False) -> list[Key]:
        if by in ("theme", "thread", "actor"):
            return [*self.oracle.tags(event, by)] or [None]
        if by == "place":
            words = f" {fold(event.get('place') or '')} "
            return [place for place in self.places if f" {place} " in words] or [None]
        if by == "publisher":
            return [*dict.fromkeys(each.get("publisher") for each in event.get("sources", ()))] or [None]
        if by == "importance":
            return [event.get("importance", "minor")]
        first, last = (called(day, by) for day in began(event))
        if first != last:
            return [None]
        if self.low is not None and first < called(self.low, by):
            return ["earlier"]
        return [first.split("-")[1] if yearly else first]

    def cells(self, *by: str) -> Counter[tuple[Key, ...]]:
        units = [each for each in by if each in MONTHS]
        yearly = min(units, key=MONTHS.__getitem__) if len(units) == 2 else None
        counter: Counter[tuple[Key, ...]] = Counter()
        for event in self.matching:
            pairs: list[tuple[Key, ...]] = [()]
            for each in by:
                pairs = [(*pair, key) for pair in pairs for key in self.keys(event, each, each == yearly)]
            counter.update(pairs)
        return counter

    def rhythm(self) -> tuple[int, float | None, int]:
        """Days of the longest silence, the median, and how many have no known first day."""
        exact = [days(event["date"]) for event in self.matching if len(set(began(event))) == 1]
        firsts = [first for first, _ in exact]
        gaps = [(after - before).days for before, after in pairwise(firsts)]
        full = {first + timedelta(number) for first, last in exact for number in range((last - first).days + 1)}
        longest = quiet = 0
        for number in range((max(firsts) - min(firsts)).days if firsts else 0):
            quiet = 0 if min(firsts) + timedelta(number) in full else quiet + 1
            longest = max(longest, quiet)
        return longest, statistics.median(gaps) if gaps else None, len(self.matching) - len(exact)


def ordered(by: str, buckets: Iterable[jkr.Bucket]) -> bool:
    rows = [each for each in buckets if each.key is not None]
    if by in MONTHS:
        keys = [each.key for each in rows if each.key != "earlier"]
        return keys == sorted(map(str, keys))
    if by == "importance":
        return [each.key for each in rows] == [level for level in LEVELS[::-1] if level in {each.key for each in rows}]
    return rows == sorted(rows, key=lambda each: (-each.count, each.name, each.key or ""))


@pytest.mark.parametrize("seed", range(15))
def test_random_counts(seed: int, oracle: Oracle, timeline: jkr.Timeline, matched: dict[str, set[str]]) -> None:
    chance = random.Random(seed)
    drawn = FilterSet(chance, oracle, matched)
    filters: dict[str, Any] = {**drawn.filters, "reverse": False, "limit": None}
    low = max((each.first for each in timeline.catalog.query(**filters).periods if each.first), default=None)
    plain = Plain(oracle, drawn.matches(), low)
    for by in DIMENSIONS:
        stats = timeline.stats(by, **filters)
        assert stats.events == len(plain.matching)
        assert {(each.key,): each.count for each in stats.buckets if each.count} == plain.cells(by), (by, filters)
        assert ordered(by, stats.buckets)
        assert len({each.key for each in stats.buckets}) == len(stats.buckets)
        assert all(each.key is not None for each in stats.buckets[:-1])
        silence = stats.silence.days if stats.silence else 0
        assert (silence, stats.median_days, stats.inexact) == plain.rhythm()
        other = chance.choice([each for each in DIMENSIONS if each != by])
        pairs = timeline.stats(by, other, **filters)
        cells = plain.cells(by, other)
        assert pairs.cells == cells, (by, other, filters)
        assert {(row.key, row.and_key): row.count for row in pairs.rows() if row.count} == cells
        assert len(list(pairs.rows())) == len(pairs.buckets) * len(pairs.and_buckets)
        known = [each for each in stats.buckets if each.key is not None]
        none = [each for each in stats.buckets if each.key is None]
        turned = timeline.stats(by, **{**filters, "reverse": True, "limit": 4})
        assert list(turned.buckets) == [*known[::-1], *none][:4]


def test_a_gap_is_between_the_events_that_it_names(bundled: jkr.Timeline) -> None:
    for filters in ({}, {"theme": "tariffs"}, {"actor": "ishiba"}, {"since": "2024-10", "importance": "major"}):
        stats: Any = bundled.stats(**filters)  # type: ignore[arg-type]
        silence = stats.silence
        after, before = bundled.event(silence.after), bundled.event(silence.before)
        assert after.end is not None
        assert before.start is not None
        assert (after.end + timedelta(1), before.start - timedelta(1)) == (silence.start, silence.end)
        assert silence.days == (silence.end - silence.start).days + 1
        within = bundled.events(**filters, period=f"{silence.start}..{silence.end}")  # type: ignore[arg-type]
        assert all(event.date.precision != "day" for event in within)


# --- dates ------------------------------------------------------------------------------------------


def counts(tmp_path: Path, texts: Sequence[str], by: Dimension, **filters: Any) -> dict[str | None, int]:
    """Counts of events with these dates."""
    return {each.key: each.count for each in made(tmp_path, texts).stats(by, **filters).buckets}


def made(tmp_path: Path, texts: Sequence[str]) -> jkr.Timeline:
    file = tmp_path / "dates.jsonl"
    events = [{"id": f"e{number}", "date": text, "title": f"Event {number}"} for number, text in enumerate(texts)]
    file.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    return jkr.load(file, cache=None)


@pytest.mark.parametrize(
    ("text", "month", "quarter", "year"),
    [
        ("2024-05-31", "2024-05", "2024-Q2", "2024"),
        ("2024-05", "2024-05", "2024-Q2", "2024"),
        ("2024-05~", "2024-05", "2024-Q2", "2024"),
        ("2024-35", None, "2024-Q3", "2024"),
        ("2024-21", None, None, "2024"),
        ("2024-24", None, None, None),
        ("2024-41", None, None, "2024"),
        ("2024", None, None, "2024"),
        ("2024-05-XX", "2024-05", "2024-Q2", "2024"),
        ("202X", None, None, None),
        ("2024-05-31/2024-09-01", "2024-05", "2024-Q2", "2024"),
        ("2024-05/2025", "2024-05", "2024-Q2", "2024"),
        ("2024/2025-03-01", None, None, "2024"),
        ("2024/2024-01-20", "2024-01", "2024-Q1", "2024"),
        ("2024-05-31/..", "2024-05", "2024-Q2", "2024"),
        ("2024-05-31/", "2024-05", "2024-Q2", "2024"),
        ("../2024-05-31", None, None, None),
        ("/2024-05", None, None, None),
    ],
)
def test_event_counts_where_it_starts_if_that_is_known(
    tmp_path: Path, text: str, month: str | None, quarter: str | None, year: str | None
) -> None:
    timeline = made(tmp_path, [text])
    keys: dict[Dimension, str | None] = {"month": month, "quarter": quarter, "year": year}
    for by, key in keys.items():
        (bucket,) = timeline.stats(by).buckets
        assert (bucket.key, bucket.count) == (key, 1)
        assert bucket.name == f"no {by}" if key is None else bucket.name


def test_events_that_began_before_the_period_are_counted_apart(tmp_path: Path) -> None:
    texts = ["2023-01-01/..", "2024-02-28/2024-03-02", "2024-03-01/2024-03-20", "2024-03-15", "2024", "2024-05-01"]
    months = counts(tmp_path, texts, "month", since="2024-03-10")
    assert months == {"earlier": 1, "2024-03": 2, "2024-04": 0, "2024-05": 1, None: 1}
    stats = made(tmp_path, texts).stats("month", "year", since="2024-03-10")
    assert stats.buckets[0] == jkr.Bucket("earlier", "before Mar 2024", 1)
    assert stats.cells == {
        ("earlier", "earlier"): 1,
        ("03", "2024"): 2,
        ("05", "2024"): 1,
        (None, "2024"): 1,
    }


def test_months_cover_the_period_and_the_data(tmp_path: Path) -> None:
    texts = ["2023-11-05", "2024-02-01", "2024-04-30"]
    whole = ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03", "2024-04"]
    assert list(counts(tmp_path, texts, "month")) == whole
    assert counts(tmp_path, texts, "month", period="2023-12..2024-03") == {
        "2023-12": 0, "2024-01": 0, "2024-02": 1, "2024-03": 0
    }  # fmt: skip
    assert list(counts(tmp_path, texts, "month", since="2024-02", until="2030")) == ["2024-02", "2024-03", "2024-04"]
    assert list(counts(tmp_path, texts, "year", period="1900..2030")) == ["2023", "2024"]
    assert counts(tmp_path, texts, "month", since="2025") == {}
    assert counts(tmp_path, ["2023-01-01/..", "2024-01-01"], "month", since="2025") == {"earlier": 1}
    assert counts(tmp_path, ["2024"], "month", period="2024-03") == {None: 1}
    assert list(counts(tmp_path, ["0001-01-01", "9999-12-31"], "year"))[::9998] == ["0001", "9999"]


@pytest.mark.parametrize(
    ("texts", "silence", "median", "inexact"),
    [
        ([], None, None, 0),
        (["2024-01-01"], None, None, 0),
        (["2024-01-01", "2024-01-01"], None, 0, 0),
        (["2024-01-01", "2024-01-02"], None, 1, 0),
        (["2024-01-01", "2024-01-03", "2024-01-04"], (1, "e0", "e1"), 1.5, 0),
        (["2024-01-01/2024-01-20", "2024-01-03", "2024-01-25"], (4, "e0", "e2"), 12, 0),
        (["2024-01-01/..", "2024-01-05", "2024-01-07"], (3, "e0", "e1"), 3, 0),
        (["2024-01-01", "2024-01", "2024-01-11", "../2024-02-01"], (9, "e0", "e2"), 10, 2),
        (["2024-01-01/2024-01-03", "2024-01-02/2024-01-03", "2024-01-05", "2024-01-05"], (1, "e1", "e2"), 1, 0),
        (["2024-01-01", "2024-01-05", "2024-01-09"], (3, "e0", "e1"), 4, 0),
        (["0001-01-01", "9999-12-31"], (3652057, "e0", "e1"), 3652058, 0),
    ],
)
def test_rhythm(
    tmp_path: Path, texts: list[str], silence: tuple[int, str, str] | None, median: float | None, inexact: int
) -> None:
    stats = made(tmp_path, texts).stats()
    longest = stats.silence and (stats.silence.days, stats.silence.after, stats.silence.before)
    assert (longest, stats.median_days, stats.inexact) == (silence, median, inexact)


@given(st.dates(), st.sampled_from(list(UNITS)))
def test_stretches_of_time_hold_their_days_and_leave_no_gap(day: date, unit: str) -> None:
    number = unit_number(day, unit)
    first, last = unit_days(number, unit)
    assert first <= day <= last
    assert unit_number(first, unit) == unit_number(last, unit) == number
    assert last == date.max or unit_number(last + timedelta(1), unit) == number + 1


@pytest.mark.parametrize(
    "text", ["2024", "2024-05", "2024-05-06", "2024/2025", "2024-05-06/..", "2024-05/", "../2024", "202X"]
)
def test_latest_start_lies_between_the_ends(text: str) -> None:
    when = edtf.parse(text)
    latest = edtf.latest_start(when)
    assert (latest is None) == (when.start is None)
    assert latest is None or (when.start is not None and when.start <= latest and latest <= (when.end or date.max))


@pytest.mark.parametrize(("by", "other"), [("theme", None), ("theme", "actor"), ("month", "place")])
def test_counting_takes_linear_time(tmp_path: Path, by: Dimension, other: Dimension | None) -> None:
    steps = []
    for size in (500, 4000):
        file = tmp_path / f"{size}.jsonl"
        events = (
            {"id": f"e{n}", "date": f"{2000 + n % 20}", "title": "E", "themes": ["t"], "actors": ["a"], "place": "P"}
            for n in range(size)
        )
        file.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
        timeline = jkr.load(file, cache=None)
        done: list[None] = []
        timeline.catalog.index._connection.set_progress_handler(partial(done.append, None), 100)
        assert timeline.stats(by, other, actor="a").events == size
        steps.append(len(done))
    assert steps[0] > 0
    assert steps[1] < 12 * steps[0]


# --- the command ------------------------------------------------------------------------------------


def test_json_is_an_object_with_rows_and_tables_are_the_rows(run: Run) -> None:
    for line in ("stats", "stats --by theme", "stats --by year --and actor -n 3", "stats --actor ruritania --by place"):
        argv = [*line.split(" "), "--data", str(SAMPLE)]
        printed = json.loads(run(*argv, "--json").out)
        assert list(printed) == ["by", "and", "events", "silence", "median_days", "inexact", "rows"]
        lines = run(*argv, "--jsonl").out.splitlines()
        assert [json.loads(each) for each in lines] == printed["rows"]
        table = list(csv.DictReader(StringIO(run(*argv, "--csv").out)))
        assert table == [
            {key: "" if value is None else str(value) for key, value in row.items()} for row in printed["rows"]
        ]
        plain = [each.split("\t") for each in run(*argv).out.splitlines()]
        assert plain == [list(row.values()) for row in table]
        assert run(*argv, "--fields", "count,key").out.splitlines() == [
            f"{row['count']}\t{row['key']}" for row in table
        ]


def test_file_gets_the_format_of_its_ending(run: Run, tmp_path: Path) -> None:
    for suffix in ("json", "csv", "txt"):
        file = tmp_path / f"counts.{suffix}"
        form = "text" if suffix == "txt" else suffix
        assert run("stats", "-o", str(file), "--data", str(SAMPLE)) == (0, "", "")
        assert file.read_text(encoding="utf-8") == run("stats", "-f", form, "--data", str(SAMPLE)).out


def test_nothing_matches(run: Run) -> None:
    argv = ["stats", "--data", str(SAMPLE), "--until", "2018"]
    message = "jkr: no event matches\nhint: the data covers 2019–2024\n"
    assert run(*argv) == (0, "", message)
    assert run(*argv, "-f", "text", "-e") == (1, "", message)
    printed = json.loads(run(*argv, "--json").out)
    assert (printed["rows"], printed["events"], printed["silence"], printed["median_days"]) == ([], 0, None, None)
    assert run(*argv, "--and", "theme", "--csv").out == "key,name,and_key,and_name,count\n"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ("--by mont", "unknown dimension 'mont'\nhint: did you mean month?"),
        ("--and weekday", "unknown dimension 'weekday'\nhint: "),
        ("--by theme --and theme", "theme is given twice\nhint: "),
        ("-f yaml", "yaml cannot hold counts\nhint: "),
        ("--fields id", "unknown field 'id'\nhint: "),
        ("--limit -1", "the limit is -1\nhint: "),
    ],
)
def test_wrong_use(run: Run, argv: str, message: str) -> None:
    result = run("stats", "--data", str(SAMPLE), *argv.split(" "))
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"jkr: {message}")


def test_limit_and_order_are_of_the_rows(run: Run) -> None:
    keys = [
        row["key"] for row in json.loads(run("stats", "--by", "theme", "--data", str(SAMPLE), "--json").out)["rows"]
    ]
    assert keys == ["harbour", "summit", "letters", None]
    assert run("stats", "--by", "theme", "-n2", "--data", str(SAMPLE), "--fields", "key").out == "harbour\nsummit\n"
    assert run("stats", "--by", "theme", "-rn1", "--data", str(SAMPLE), "--fields", "key").out == "letters\n"
    assert run("stats", "-n0", "--data", str(SAMPLE)) == (0, "", "")


# --- pictures ---------------------------------------------------------------------------------------

ASCII = """\
Sample of islands   8 events

2019  1 ########
2020  1 ########
2021  4 ################################
2022  1 ########
2023  0
2024  1 ########

Longest silence  599 days, 14 Jun 2022 -
                 2 Feb 2024
  after          A letter, perhaps of
                 thanks
  before         Visit put off
Median           189.5 days from one
                 event to the next
                 without 3 events whose
                 first day is not known
"""


def test_ascii(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from jkrtimeline.cli import environment

    render_options = environment.render_options
    monkeypatch.setattr(
        environment, "render_options", lambda *args, **kwargs: render_options(*args, **kwargs)._replace(unicode=False)
    )
    monkeypatch.setenv("COLUMNS", "40")
    data = ["-f", "text", "--data", str(SAMPLE)]
    assert run("stats", "--by", "year", *data).out == ASCII
    monkeypatch.setenv("COLUMNS", "120")
    lines = run("stats", "--by", "year", "--and", "importance", *data).out.splitlines()
    assert lines[2:6] == [
        "       major notable   minor",
        "2019        -       -      1:",
        "2020        -      1:       -",
        "2021       1:       -      3@",
    ]
    assert run("themes", *data).out.splitlines()[6].startswith("1  Letters  letters ")
    assert all(run(command, *data).out.replace("石田", "").isascii() for command in ("themes", "threads"))


@pytest.mark.parametrize("width", [30, 40, 80, 200])
@pytest.mark.parametrize("by", ["month", "theme", "place", "actor", "importance", "year"])
def test_no_line_is_wider_than_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, width: int, by: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    others = [["--and", other] for other in ("quarter", "theme", "actor", "importance") if other != by]
    for options in ([], *others):
        text = run("stats", "--by", by, *options, "-f", "text").out
        assert max(map(cell_len, text.splitlines())) <= width, options
        assert "Longest silence" in text


def test_bars_are_as_long_as_the_numbers_say(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (40, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run("stats", "-f", "text").out.split("\n\n")[1].splitlines()
        most = max(int(line[8:12]) for line in lines)
        for line in lines:
            number, bar = int(line[8:12]), line[13:]
            assert set(bar) <= {"▆"}
            assert abs(len(bar) - number * (width - 13) / most) <= 0.5
        assert max(map(len, lines)) == width


def test_heat_map_shows_each_number_once(run: Run, monkeypatch: pytest.MonkeyPatch, bundled: jkr.Timeline) -> None:
    stats = bundled.stats("importance", "quarter")
    assert stats.cells is not None
    for width in (40, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run("stats", "--by", "importance", "--and", "quarter", "-f", "text").out.splitlines()
        for each in stats.buckets:
            parts = [line.removeprefix(each.name) for line in lines if line.startswith(f"{each.name} ")]
            shown = [int(cell[:-1] or 0) for cell in " ".join(parts).split()]
            assert shown == [stats.cells.get((each.key, other.key), 0) for other in stats.and_buckets]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([0, 1, 0], " ▁ "),
        ([8, 4, 1, 0], "█▄▁ "),
        ([16, 8, 1, 2, 3], "█▄▁▁▂"),
        ([3, 0, 0, 2], "▃  ▂"),
        ([1000, 1], "█▁"),
        ([], ""),
        ([0, 0], "  "),
    ],
)
def test_sparkline(numbers: list[int], text: str) -> None:
    assert sparkline(numbers) == text


@given(st.lists(st.integers(0, 10**6)))
def test_sparkline_rises_with_its_numbers(numbers: list[int]) -> None:
    letters = sparkline(numbers)
    assert len(letters) == len(numbers)
    heights = [" ▁▂▃▄▅▆▇█".index(letter) for letter in letters]
    assert all((height == 0) == (number == 0) for height, number in zip(heights, numbers, strict=True))
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    assert [heights[each] for each in order] == sorted(heights)


@given(st.text(), st.integers(1, 30))
def test_cut_text_fits(text: str, width: int) -> None:
    shown = Ruler().cut(text, width)
    assert cell_len(shown) <= width
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


def test_courses_hold_the_events_whose_part_is_known(bundled: jkr.Timeline) -> None:
    query = bundled.catalog.query(since="2024", theme="history")
    bins = bundled.catalog.histograms("theme", query, 8)
    assert sum(bins["history"]) == bundled.catalog.count(query) - sum(
        event.date.precision != "day" for event in bundled.events(since="2024", theme="history")
    )
    assert bins["history"][0] > 0
    assert bins["history"][-1] > 0
    assert bundled.catalog.histograms("actor", bundled.catalog.query(since="2030"), 8) == {}


def test_lists_have_sparklines_where_there_is_room(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for width, length in ((48, 8), (80, 8), (100, 16)):
        monkeypatch.setenv("COLUMNS", str(width))
        line = next(each for each in run("themes", "-f", "text").out.splitlines() if "  history " in each)
        assert sum(letter in "▁▂▃▄▅▆▇█" for letter in line) == length
    assert "▁" not in run("themes", "--json").out
    monkeypatch.setenv("COLUMNS", "40")
    assert "▁" not in run("themes", "-f", "text").out
