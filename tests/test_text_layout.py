"""Text formatted for reading: lines, columns and curves that fit their width."""

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from jkrtimeline.cli import environment as cli_environment
from jkrtimeline.formats.shared.cells import ASCII, Ruler
from jkrtimeline.formats.shared.histogram import sparkline

from .conftest import BUNDLED, Run

LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("  ab石田ルド\u0301\u200d👩🏽❤️한é"), max_size=200
)


@settings(max_examples=300, deadline=None)
@given(LETTERS, st.integers(2, 60))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = [text[low:high] for low, high in Ruler().wrap(text, width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    ends = [position for pair in Ruler().wrap(text, width) for position in pair]
    assert ends == sorted(ends)


ODD_DATES = {
    "201X": "2010s: x",
    "20XX": "2000–2099: x",
    "../2022": "until 2022: x",
    "/2022": "? – 2022: x",
    "2024-10-05/2025-03": "5 Oct 2024 – Mar 2025: x",
    "2023-12/2024-02": "Dec 2023 – Feb 2024: x",
    "2023-12-30/2024-01-02": "30 Dec 2023 – 2 Jan 2024: x",
    "2024-05~": "c. May 2024: x",
    "2024-12-01/..": " 1 →     · x",
    "2024-34": "Q2       · x",
    "2024-05": "          · x",
}


@pytest.mark.parametrize(("when", "shown"), ODD_DATES.items())
def test_the_timeline_shows_every_part_of_a_date(run: Run, tmp_path: Path, when: str, shown: str) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(f"events: [{{id: a, date: {when!r}, title: x}}]", encoding="utf-8")
    assert shown in run("timeline", "--data", str(file), "-f", "text").out


def test_words_of_match_are_highlighted_too(run: Run) -> None:
    out = run("timeline", "--match", "ishiba", "-f", "text", "--color", "always").out
    assert "mIshiba\x1b" in out


def lines_of(run: Run, monkeypatch: pytest.MonkeyPatch, line: str, **environment: object) -> list[str]:
    for name, value in environment.items():
        monkeypatch.setenv(name, str(value))
    result = run(*line.split(" "), "-f", "text")
    assert result.code == 0, result.err
    return result.out.splitlines()


def test_titles_take_the_whole_line_at_80_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    events = json.loads(run("timeline", "--json").out)
    lines = lines_of(run, monkeypatch, "timeline", COLUMNS=80)
    months = {event["start"][:7] for event in events}
    years = {month[:4] for month in months}
    assert len(lines) < len(events) + len(months) + 2 * len(years) + 15
    assert max(map(cell_len, lines)) <= 80


def test_themes_have_a_column_right_of_the_longest_title_on_a_wide_page(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {theme["id"]: theme["name"] for theme in json.loads(run("themes", "--json").out)}
    events = json.loads(run("timeline", "2025", "--json").out)
    lines = lines_of(run, monkeypatch, "timeline 2025", COLUMNS=120)
    columns = {
        line.index("  " + names[event["themes"][0]], 13 + len(event["title"]))
        for event in events
        for line in lines
        if line[13:].startswith(event["title"] + " ") and line.endswith(names[event["themes"][0]])
    }
    assert columns == {13 + max(len(event["title"]) for event in events)}


def test_a_list_longer_than_the_screen_begins_with_its_density(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = lines_of(run, monkeypatch, "timeline", COLUMNS=80, LINES=24)
    assert re.fullmatch("Jan 2023 [▁▂▃▄▅▆▇█ ]+ Jun 2025", lines[1])
    stats = json.loads(run("stats", "--json").out)["rows"]
    counts = [row["count"] for row in stats if row["key"]]
    drawn = lines[1].removeprefix("Jan 2023 ").removesuffix(" Jun 2025")
    assert len(drawn) % len(counts) == 0
    assert drawn[:: len(drawn) // len(counts)] == sparkline(counts)
    for other, height in (("timeline", 10_000), ("timeline -n 100", 24), ("timeline 2025-06", 60)):
        assert lines_of(run, monkeypatch, other, LINES=height)[1] == ""


@pytest.mark.parametrize(
    ("period", "ends", "unit"),
    [
        ("2025-02-03..2025-04-20", r"7 Feb 2025 (.+) 18 Apr 2025", 7),
        ("2025-06-02..2025-06-20", r"3 Jun 2025 (.+) 19 Jun 2025", 1),
    ],
)
def test_the_density_of_few_months_is_drawn_by_weeks_or_days(
    run: Run, monkeypatch: pytest.MonkeyPatch, period: str, ends: str, unit: int
) -> None:
    starts = [
        date.fromisoformat(event["start"])
        for event in json.loads(run("timeline", period, "--json").out)
        if event["precision"] == "day" and event["start"] >= period[:10]
    ]
    days = [day.toordinal() - 1 for day in starts]
    counts = [sum(day // unit == number for day in days) for number in range(min(days) // unit, max(days) // unit + 1)]
    line = lines_of(run, monkeypatch, f"timeline {period}", COLUMNS=80, LINES=10)[1]
    drawn = re.fullmatch(ends, line)
    assert drawn is not None, line
    assert drawn[1][:: len(drawn[1]) // len(counts)] == sparkline(counts)


@pytest.mark.parametrize(
    "line", ["timeline --full", "show 2025-06-17", "stats", "stats --by theme --and year", "actors"]
)
def test_ascii_draws_no_mark_beyond_ascii(run: Run, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    lines = lines_of(run, monkeypatch, f"{line} --ascii", COLUMNS=80)
    assert not set("".join(lines)) & set(map(chr, ASCII))
    data = set(BUNDLED.read_text(encoding="utf-8"))
    assert {letter for letter in "".join(lines) if not letter.isascii()} <= data
    assert len(lines) == len(lines_of(run, monkeypatch, line, COLUMNS=80))
    assert run(*line.split(), "--ascii", "--json") == run(*line.split(), "--json")


@pytest.mark.parametrize("width", [60, 80, 110, 140])
def test_each_actor_has_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    actors = json.loads(run("actors", "--json").out)
    heading, empty, *lines = lines_of(run, monkeypatch, "actors", COLUMNS=width)
    assert (heading.split("   ")[1], empty, len(lines)) == (f"{len(actors)} actors", "", len(actors))
    for line, actor in zip(lines, actors, strict=True):
        _, shown = line.strip().split("  ", 1)
        name = shown.partition("  ")[0]
        assert actor["name"].startswith(name.removesuffix("…").strip())
        assert name == actor["name"] or name.endswith("…")
    if width >= 110:
        assert f"  {actors[0]['id']}  " in lines[0]


def test_the_rail_of_a_thread_shows_the_days_between_events(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    events = json.loads(run("timeline", "--thread", "sado-mine", "--json").out)
    starts = [date.fromisoformat(event["start"]) for event in events if event["precision"] == "day"]
    days = [(second - first).days for first, second in pairwise(starts)]
    for order in ("", " -r"):
        lines = lines_of(run, monkeypatch, f"timeline --thread sado-mine{order}")
        shown = [int(match[1]) for line in lines if (match := re.fullmatch(r" {11}┊ (\d+) days?", line))]
        assert shown == [each for each in days if each][:: -1 if order else 1]
    assert not any("┊" in line for line in lines_of(run, monkeypatch, "timeline --theme history"))


@pytest.mark.parametrize("line", ["timeline --full", "stats", "actors", "stats --by theme --and year", "search 石破"])
def test_lines_fit_where_ambiguous_characters_are_wide(run: Run, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    wide = Ruler(ambiguous=True)
    for environment in ({"JKR_WIDTH": "cjk"}, {"LC_ALL": "ko_KR.UTF-8"}):
        lines = lines_of(run, monkeypatch, line, COLUMNS=80, **environment)
        text = "\n".join(each for each in lines if "://" not in each)
        assert not set(text) & set(map(chr, ASCII))
        assert max(map(wide.cells, text.splitlines())) <= 80
        monkeypatch.delenv(next(iter(environment)))
    assert wide.cells("é–가") == 2 + 1 + 2


def test_korean_breaks_between_words_and_japanese_between_characters() -> None:
    def lines(text: str, width: int) -> list[str]:
        return [text[low:high] for low, high in Ruler().wrap(text, width)]

    assert lines("윤석열 대통령이 방문했다", 9) == ["윤석열", "대통령이", "방문했다"]
    assert lines("尹錫悦大統領が訪問した。", 8) == ["尹錫悦大", "統領が訪", "問した。"]
    assert lines("尹錫悦大統領が、", 14) == ["尹錫悦大統領", "が、"]
    assert lines("石破Ishiba", 8) == ["石破", "Ishiba"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"JKR_THEME": "dark"}, "dark"),
        ({"JKR_THEME": "light", "COLORFGBG": "15;0"}, "light"),
        ({"COLORFGBG": "15;0"}, "dark"),
        ({"COLORFGBG": "0;default;15"}, "light"),
        ({"COLORFGBG": "12;8"}, "dark"),
        ({"COLORFGBG": "default"}, ""),
        ({}, ""),
    ],
)
def test_the_background_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("JKR_THEME", "COLORFGBG"):
        monkeypatch.setenv(name, environment.get(name, ""))
    assert cli_environment.background() == expected


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": "0"}, False),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
        ({"CLICOLOR": "1"}, False),
        ({"CLICOLOR": "0", "FORCE_COLOR": "1"}, True),
    ],
)
def test_clicolor(run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[" in "".join(lines_of(run, monkeypatch, "timeline 2025-06", **environment))) == coloured


@pytest.mark.parametrize("name", ["JKR_THEME", "JKR_WIDTH"])
def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "blue")
    result = run("timeline", "-f", "text")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"jkr: {name} is 'blue'\nhint: set it to ")


@pytest.mark.parametrize("columns", [30, 40, 50])
@pytest.mark.parametrize(
    "line",
    [
        *("offices foreign minister", "offices -a hayashi", "show 2025-06-17-kananaskis-summit", "show ishiba"),
        *("show comfort-women", "show tariffs", "stats --gaps 3", "timeline 2025", "actors -n 9", "search tariffs"),
    ],
)
def test_no_line_is_longer_than_a_narrow_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, line: str, columns: int
) -> None:
    lines = lines_of(run, monkeypatch, line, COLUMNS=columns)
    assert [each for each in lines if cell_len(each) > columns and "://" not in each] == []


def test_dates_of_a_narrow_terminal_are_whole(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "    10 Nov 2021 – 13 Sep 2023" in lines_of(run, monkeypatch, "offices foreign minister", COLUMNS=30)
    lines = lines_of(run, monkeypatch, "show 2025-06-17-kananaskis-summit", COLUMNS=30)
    assert "             8 days before" in lines
    assert "Follows      9 Jun 2025" in lines
