"""The counts of headings, places and gaps; the background of a window of days, and the nearest events."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from jkrtimeline import Event, Timeline, edtf
from jkrtimeline.output_fields import GAP_FIELDS

from .conftest import SAMPLE, Run


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("JKR_DATA", "bundled")


def heading(run: Run, *argv: str) -> str:
    """The heading of an answer formatted for reading, in one line."""
    result = run(*argv, "-f", "text")
    assert result.code == 0, result.err
    return " ".join(result.out.split("\n\n")[0].split())


def events(run: Run, *argv: str) -> int:
    return int(run("timeline", *argv, "--count").out)


def test_a_heading_counts_the_matches_beyond_a_limit(run: Run) -> None:
    every, history = events(run), events(run, "-t", "history")
    assert heading(run, "timeline", "-t", "history", "-n", "3").endswith(
        f"first 3 of {history} matches ({every} events)"
    )
    assert heading(run, "timeline", "-t", "history", "-n", "3", "-r").endswith(
        f"last 3 of {history} matches ({every} events)"
    )
    assert heading(run, "timeline", "-n", "3").endswith(f"first 3 of {every} events")
    assert heading(run, "timeline", "-t", "history", "-n", str(history)).endswith(f"{history} of {every} events")


def test_so_do_those_of_a_search_and_of_markdown(run: Run) -> None:
    hits = int(run("search", "summit", "--count").out)
    assert f"first 1 of {hits} matches (" in heading(run, "search", "summit", "-n", "1")
    assert f"; first 1 of {hits} matches (" in run("timeline", "--match", "summit", "-n", "1", "-f", "markdown").out


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("themes -n 2", "first 2 of 19 themes"),
        ("threads -n 2 -r", "last 2 of 26 threads"),
        ("themes -n 30", "19 themes"),
        ("stats --by theme -n 2", "first 2 of 19 themes"),
        ("stats --by quarter -n 3 -r", "last 3 of 10 quarters"),
        ("stats --by quarter -n 30", "Japan–South Korea relations 342 events"),
        ("stats --by importance -n 1", "first 1 of 3 levels"),
        ("sources --in 2025-06-17 -n 1", "first 1 of"),
        ("offices prime minister --in 2024 -n 1", "first 1 of 4 offices (157 in all)"),
    ],
)
def test_so_do_those_of_other_lists(run: Run, line: str, expected: str) -> None:
    assert expected in heading(run, *line.split(" "))


def test_ids_are_below_the_titles(run: Run) -> None:
    out = run("timeline", "2025-06-17", "--ids", "-f", "text").out
    assert "\n             2025-06-17-kananaskis-summit\n" in out
    assert "2025-06-17-kananaskis-summit" not in run("timeline", "2025-06-17", "-f", "text").out
    assert run("timeline", "2025-06-17", "--ids").out == run("timeline", "2025-06-17").out


def test_a_row_shows_the_theme_of_the_filter(run: Run) -> None:
    argv = ("timeline", "2025-02-07", "-f", "text")
    assert "US alliances\n" in run(*argv).out
    assert "US tariffs\n" in run(*argv, "-t", "tariffs").out
    colours = run(*argv, "--color", "always").out, run(*argv, "-t", "tariffs", "--color", "always").out
    marks = [out[: out.index("●")].rsplit("\x1b[", 1)[1] for out in colours]
    assert marks[0] != marks[1]


def test_the_background_of_a_window_comes_last(run: Run) -> None:
    out = run("timeline", "2024-W40", "-f", "text").out
    before, label, after = out.partition("\n\nA year or longer, or month unknown\n")
    assert label
    assert "Ishiba becomes prime minister" in before
    assert after == "           ● 2024: Record number of South Koreans visit Japan in 2024\n"
    markdown = run("timeline", "2024-W40", "-f", "markdown").out
    assert markdown.index("## October 2024") < markdown.index("## A year or longer, or month unknown")


@pytest.mark.parametrize("period", ["2024", "2024-01..", "2023-06..2024-05"])
def test_a_year_or_more_is_no_window(run: Run, period: str) -> None:
    assert "A year or longer" not in run("timeline", period, "-f", "text").out


def test_days_of_every_year_have_a_background(run: Run) -> None:
    out = run("timeline", "15 August", "-f", "text").out
    assert out.index("Liberation Day") < out.index("A year or longer") < out.index("2024: Record number")


def test_long_events_and_those_of_unknown_months_are_background(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    dates = {
        "day": "2024-05-03",
        "month": "2024-05",
        "spring": "2024-21",
        "quarter": "2024-34",
        "year": "2024",
        "war": "2024-02-24/..",
        "starts": "2024-05-04/..",
        "weeks": "2024-04-01/2024-06-30",
        "long": "2023-06-01/2024-05-31",
    }
    file.write_text(
        "events:\n" + "".join(f"- {{id: {name}, date: {day}, title: T {name}}}\n" for name, day in dates.items())
    )
    for order in ([], ["-r"]):
        out = run("timeline", "2024-05", "-f", "text", "--data", str(file), *order).out
        before, _, after = out.partition("A year or longer, or month unknown")
        background = {"spring", "quarter", "year", "war", "long"}
        assert {name for name in dates if f"T {name}\n" in after} == background
        assert {name for name in dates if f"T {name}\n" in before} == {"day", "month", "starts", "weeks"}


def test_windows_do_not_change_plain_output(run: Run) -> None:
    """It stays in the order of time."""
    ids = [line.split("\t")[1] for line in run("timeline", "2021-05", "--data", str(SAMPLE)).out.splitlines()]
    assert ids == [
        line.split("\t")[1]
        for line in run("timeline", "--data", str(SAMPLE)).out.splitlines()
        if line.split("\t")[1] in ids
    ]


# --- the nearest events ---------------------------------------------------------------------------------


def distance(event: Event, first: date, last: date) -> int:
    """The days between the start of an event and a period; 0 where the event lasts into it."""
    assert event.start is not None
    if event.start <= last and event.end is not None and event.end >= first:
        return 0
    return max((event.start - last).days, (first - event.start).days)


@pytest.mark.parametrize("day", [date(2024, 12, 3), date(2023, 8, 18), date(2022, 1, 1), date(2030, 1, 1)])
@pytest.mark.parametrize("filters", [{}, {"actor": "ishiba"}, {"theme": "tariffs"}, {"match": "summit"}])
@pytest.mark.parametrize("limit", [1, 4, 30])
def test_around_with_a_limit_gives_the_nearest(
    bundled: Timeline, day: date, filters: dict[str, Any], limit: int
) -> None:
    near = bundled.events(around=day, limit=limit, **filters)
    others = [event for event in bundled.events(**filters) if not event.is_background(None)]
    assert near == sorted(near, key=bundled.events().index)
    assert len(near) == min(limit, len(bundled.events(**filters)))
    given = sorted(distance(event, day, day) for event in near if not event.is_background(None))
    assert given == sorted(distance(event, day, day) for event in others)[:limit]


def test_the_nearest_to_an_event_include_it_in_order_of_time(bundled: Timeline) -> None:
    ids = [event.id for event in bundled.events(around="2025-06-17-kananaskis-summit", limit=4)]
    assert "2025-06-17-kananaskis-summit" in ids
    reverse = bundled.events(around="2025-06-17-kananaskis-summit", limit=4, reverse=True)
    assert [event.id for event in reverse] == ids[::-1]


def test_background_is_near_only_where_nothing_else_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    dates = {"year": "2024", "far": "2020-01-01", "day": "2024-05-03", "ongoing": "2024-05-01/.."}
    file.write_text("".join(f'{{"id": "{name}", "date": "{day}", "title": "T"}}\n' for name, day in dates.items()))

    def near(limit: int) -> list[str]:
        out = run("timeline", "--around", "2024-06", "-n", str(limit), "--data", str(file)).out
        return [line.split("\t")[1] for line in out.splitlines()]

    assert near(1) == ["day"]
    assert near(2) == ["ongoing", "day"]
    assert near(3) == ["far", "ongoing", "day"]
    assert near(4) == ["far", "year", "ongoing", "day"]
    assert near(9) == near(4)


def test_a_limit_within_a_length_is_the_first_ones(bundled: Timeline) -> None:
    every = bundled.events(around="2024-12-03", within="60d")
    assert bundled.events(around="2024-12-03", within="60d", limit=3) == every[:3]


def test_the_heading_and_the_count_of_the_nearest(run: Run) -> None:
    argv = ("--around", "2024-12-03", "-n", "4")
    assert heading(run, "timeline", *argv).endswith(f"nearest to 3 Dec 2024 4 of {events(run)} events")
    assert events(run, *argv) == 4
    assert run("actors", *argv).out == run("actors", "--around", "2024-12-03", "--within", "30d", "-n", "4").out


def test_a_thread_is_a_period_and_a_centre(bundled: Timeline) -> None:
    thread = bundled.events(thread="martial-law")
    first, last = thread[0].start, max(event.end or date.min for event in thread)
    assert bundled.events(period="@martial-law") == bundled.events(since=first, until=last)
    assert bundled.events(since="@martial-law")[-1].id == bundled.events()[-1].id


# --- places ---------------------------------------------------------------------------------------------


def test_places_are_counted_as_the_filter_counts_them(run: Run) -> None:
    rows = json.loads(run("stats", "--by", "place", "--json").out)["rows"]
    assert {"Seoul", "Japan", "Sea of Japan", "Dokdo/Takeshima"} <= {row["name"] for row in rows}
    for row in rows[:12] + rows[-5:]:
        if row["key"] is not None:
            assert events(run, "--place", row["name"]) == row["count"], row
            assert events(run, "--place", row["key"]) == row["count"], row


def test_places_are_counted_under_filters_and_in_pairs(run: Run) -> None:
    rows = json.loads(run("stats", "--by", "place", "--since", "2025", "-a", "ishiba", "--json").out)["rows"]
    tokyo = next(row for row in rows if row["name"] == "Tokyo")
    assert tokyo["count"] == events(run, "--since", "2025", "-a", "ishiba", "--place", "tokyo")
    pairs = json.loads(run("stats", "--by", "place", "--and", "year", "--json").out)["rows"]
    assert sum(row["count"] for row in pairs if row["name"] == "Tokyo") == events(run, "--place", "tokyo")


# --- gaps -----------------------------------------------------------------------------------------------


def gaps(timeline: Timeline, **filters: Any) -> list[tuple[int, date]]:
    """Length and first day of all gaps, the longest first, by a plain reading."""
    stretches = []
    filled: date | None = None
    for event in timeline.events(**filters):
        if event.start is None or edtf.latest_start(event.date) != event.start:
            continue
        if filled is not None and (event.start - filled).days > 1:
            stretches.append(((event.start - filled).days - 1, filled + timedelta(1)))
        filled = max(filled or event.start, event.end or event.start)
    return sorted(stretches, key=lambda gap: (-gap[0], gap[1]))


@pytest.mark.parametrize("filters", [{}, {"theme": "history"}, {"actor": "ishiba"}, {"since": "2025"}])
def test_the_longest_gaps(bundled: Timeline, filters: dict[str, Any]) -> None:
    given = bundled.gaps(5, **filters)
    assert [(gap.days, gap.start) for gap in given] == gaps(bundled, **filters)[:5]
    assert [(gap.days, gap.start) for gap in bundled.gaps(500, **filters)] == gaps(bundled, **filters)[:500]
    assert given[0] == bundled.stats(**filters).silence
    for gap in given:
        assert bundled.event(gap.before).start == gap.end + timedelta(1)
        after = bundled.event(gap.after)
        assert (after.end or after.start) == gap.start - timedelta(1)


def test_a_limit_and_a_direction_apply_to_gaps(bundled: Timeline) -> None:
    gaps = bundled.gaps(theme="history")
    assert len(gaps) == 10
    assert bundled.gaps(limit=2, theme="history") == gaps[:2]
    assert bundled.gaps(limit=2, reverse=True, theme="history") == gaps[:-3:-1]
    assert bundled.gaps(3, limit=20, theme="history") == gaps[:3]


def test_gaps_in_every_format(run: Run) -> None:
    argv = ("stats", "--gaps", "2", "-t", "history")
    records = json.loads(run(*argv, "--json").out)
    assert tuple(records[0]) == GAP_FIELDS
    assert run(*argv).out.splitlines()[0] == "\t".join(
        str(records[0][key]) for key in ("days", "start", "end", "after", "before")
    )
    assert run(*argv, "--csv").out.startswith(",".join(GAP_FIELDS) + "\n")
    text = run(*argv, "-f", "text").out
    assert "   2 longest gaps   theme: history" in text
    assert f"\n{records[0]['days']} days  22 Apr – 5 Jun 2024\n         after   21 Apr 2024  " in text
    assert f"                              {records[0]['before']}\n" in text
    assert json.loads(run(*argv, "-r", "--json").out) == records[::-1]


@pytest.mark.parametrize("line", ["--gaps 0", "--gaps -1", "--gaps 2 --by theme", "--gaps 2 --and year", "--gaps x"])
def test_invalid_gaps_are_refused(run: Run, line: str) -> None:
    result = run("stats", *line.split(" "))
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 2


def test_a_query_without_gaps_says_so(run: Run) -> None:
    result = run("stats", "--gaps", "2", "--in", "2025-06-17")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("jkr: no two events")


def test_publishers_are_counted_under_filters_once_an_event(bundled: Timeline) -> None:
    for filters in ({}, {"theme": "tariffs"}, {"period": "2024", "actor": "ishiba"}):
        events = bundled.events(**filters)  # type: ignore[arg-type]
        expected = Counter(name for event in events for name in {source.publisher for source in event.sources} if name)
        stats = bundled.stats("publisher", **filters)  # type: ignore[arg-type]
        assert {each.key: each.count for each in stats.buckets if each.key} == expected
    years = bundled.stats("publisher", "year", theme="tariffs")
    assert years.cells is not None
    assert sum(years.cells.values()) >= years.events > 0


@pytest.mark.parametrize(
    ("by", "hint"), [("source", "--by publisher"), ("week", "--by month"), ("country", "--by actor")]
)
def test_what_is_no_dimension_gets_a_hint(run: Run, by: str, hint: str) -> None:
    result = run("stats", "--by", by)
    assert result.code == 2
    assert f"unknown dimension '{by}'" in result.err
    assert hint in result.err


@pytest.mark.parametrize("command", ["timeline", "stats", "sources"])
def test_a_day_without_events_gets_a_hint_to_the_nearest(run: Run, command: str) -> None:
    result = run(command, "a year ago", "--today", "2026-05-03", "--data", "bundled")
    assert "hint: the nearest: jkr timeline --around 2025-05-03 -n 4\n" in result.err
    assert "nearest" not in run(command, "2025-05-03", "--match", "zzzz", "--data", "bundled").err


def test_the_nearest_that_match_are_highlighted(run: Run) -> None:
    line = "--around kananaskis -n 1 --match summit -f text --color always"
    nearest = run("timeline", *line.split())
    assert "\x1b[1;4msummit\x1b[0m" in nearest.out
