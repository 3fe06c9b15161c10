"""What is printed: golden output of each format, files that are written whole, and what holds for any text.

`--update-golden` updates tests/golden; read the difference before you commit it.
"""

import csv
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from jkrtimeline import load
from jkrtimeline.cli import terminal_traits
from jkrtimeline.formats.layout.cells import ASCII, Ruler
from jkrtimeline.formats.layout.sparkline import sparkline

from .conftest import BUNDLED, HERE, SAMPLE, Run, jkr
from .test_cli import ALL, SUMMIT

GOLDEN = HERE / "golden"
TEXTS = ["text", "plain", "json", "jsonl", "csv", "tsv", "yaml"]
COMMANDS = {
    **{f"timeline-{width}.txt": (width, "timeline -f text") for width in (60, 80, 120)},
    "timeline-full-80.txt": (80, "timeline -f text --full"),
    "timeline-full-60.txt": (60, "timeline -f text --full"),
    "timeline-filtered.txt": (80, "timeline 2021-03..2022 --actor ruritania --theme harbour -r -f text"),
    "timeline-colours.txt": (80, "timeline --color always -f text"),
    "search-rank.txt": (80, "search quay -f text"),
    "search-rank-colours.txt": (80, "search quay -f text --color always"),
    "search-date.txt": (80, "search quay --sort date -f text"),
    "cards-80.txt": (80, "show 2021-03-16-zenda-summit 2022-06-13-letter -f text"),
    "cards-60.txt": (60, "show 2021-12-01-quay-closed 2024-02-visit -f text"),
    **{f"{kind}.txt": (80, f"{kind} -f text") for kind in ("actors", "themes", "threads")},
    **{f"stats-{width}.txt": (width, "stats -f text") for width in (40, 80, 120)},
    **{f"stats-map-{width}.txt": (width, "stats --by year --and actor -f text") for width in (40, 80, 120)},
    "stats-calendar.txt": (40, "stats --by month --and year -f text"),
    "stats-months.txt": (60, "stats --by theme --and month --until 2022 -f text"),
    "stats-one.txt": (80, "stats --match survey --by year -f text"),
    "stats-map-colours.txt": (80, "stats --by year --and theme --color always -f text"),
    "stats-theme-colours.txt": (80, "stats --by theme --color always -f text"),
    "stats.json": (80, "stats --by quarter --json"),
    "stats-pairs.csv": (80, "stats --by year --and theme --csv"),
    "stats.plain": (80, "stats --by place -r"),
    "actors-120.txt": (120, "actors -f text"),
    **{f"{kind}.plain": (80, kind) for kind in ("timeline", "actors", "themes")},
    **{f"timeline.{name}": (80, f"timeline -f {name}") for name in ("json", "jsonl", "csv", "tsv", "yaml")},
    **{f"actors.{name}": (80, f"actors -f {name}") for name in ("json", "csv", "tsv")},
    "themes.json": (80, "themes --json"),
    "search.json": (80, "search quay --json"),
    "fields.csv": (80, "timeline --csv --fields date,title,sources"),
    **{
        f"timeline.{suffix}": (80, f"timeline -f {name}")
        for name, suffix in (
            *(("markdown", "md"), ("ics", "ics"), ("timelinejs", "timeline.json")),
            *(("csl-json", "csl.json"), ("bibtex", "bib")),
        )
    },
    "filtered.md": (80, "timeline 2021-03..2022 --actor ruritania --theme harbour -r -f markdown"),
    "search.md": (80, "search quay -f markdown"),
    "card.md": (80, "show 2021-03-16-zenda-summit 2019-survey -f markdown"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_golden(
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    request: pytest.FixtureRequest,
) -> None:
    from jkrtimeline.cli.main import main

    width, line = COMMANDS[name]
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    printed = []
    for _ in range(2):
        assert main([*line.split(" "), "--data", str(SAMPLE)]) == 0
        printed.append(capfdbinary.readouterr().out)
    assert printed[0] == printed[1]
    file = GOLDEN / name
    if request.config.getoption("--update-golden"):
        file.write_bytes(printed[0])
    assert printed[0] == file.read_bytes()
    if name.endswith(".txt") and "colours" not in name and "cards" not in name:
        assert max(cell_len(each) for each in printed[0].decode().splitlines()) <= width


def test_registry_shows_first_and_last_day_also_when_one_is_open(run: Run) -> None:
    lines = run("actors", "--data", str(SAMPLE), "-f", "text").out.splitlines()
    assert "2019" in next(line for line in lines if "Ruritania" in line)  # its last event has no end


# --- what reads back --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["jsonl", "json", "yaml"])
@pytest.mark.parametrize("data", [SAMPLE, BUNDLED], ids=["sample", "bundled"])
def test_events_read_back(run: Run, tmp_path: Path, form: str, data: Path) -> None:
    file = tmp_path / f"copy.{form}"
    assert run("timeline", "--data", str(data), "-o", str(file)).code == 0
    assert load(file, cache=None).events() == load(data, cache=None).events()


@pytest.mark.parametrize("form", ["jsonl", "json", "yaml"])
@pytest.mark.parametrize(
    "line",
    [
        "timeline --since 2024-10",
        "search korea",
        "timeline --actor ishiba -r",
        "show 2025-01-13-seoul-foreign-ministers",
    ],
)
def test_part_of_the_events_reads_back(run: Run, tmp_path: Path, form: str, line: str) -> None:
    file = tmp_path / f"part.{form}"
    assert run(*line.split(" "), "-o", str(file)).code == 0
    wanted = {event["id"] for event in json.loads(run(*line.split(" "), "--json").out)}
    again = run("timeline", "--data", str(file), "--json")
    assert again.code == 0, again.err
    assert {event["id"] for event in json.loads(again.out)} == wanted
    assert run("check", str(file)).code == 0


def test_yaml_has_just_the_names_that_it_uses(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "part.yaml"
    assert run("timeline", "--data", str(SAMPLE), "--theme", "letters", "-o", str(file)).code == 0
    assert {actor.id for actor in load(file, cache=None).actors()} == {"rudolf-rassendyll", "ruritania"}
    assert [theme.id for theme in load(file, cache=None).themes()] == ["letters"]
    assert load(file, cache=None).threads() == []
    assert load(file, cache=None).header == load(SAMPLE, cache=None).header


def test_yaml_of_everything_answers_as_the_file_it_came_from(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    assert run("timeline", "--data", str(SAMPLE), "-o", str(file)).code == 0
    assert run("check", "--strict", str(file)).code == 0
    for line in ("actors --json", "search 埠頭 --json --fields id", "timeline --actor rudolf"):
        first, second = run(*line.split(" "), "--data", str(SAMPLE)), run(*line.split(" "), "--data", str(file))
        assert (first.code, first.out) == (second.code, second.out)


def test_csv_and_tsv_have_the_same_cells(run: Run) -> None:
    out = run("timeline", "--data", str(SAMPLE), "--csv").out
    rows = list(csv.DictReader(StringIO(out, newline="")))
    assert [row["id"] for row in rows] == ALL
    assert rows[6]["summary"] == 'The letter says: "a, b; c".'
    summit = next(row for row in rows if row["id"] == SUMMIT)
    assert summit["actors"] == "rudolf-rassendyll; black-michael; ruritania; strelsau"
    assert (summit["thread"], summit["approximate"], summit["date_note"]) == (
        "the-quay",
        "false",
        "Dinner ran past midnight",
    )
    lines = run("timeline", "--data", str(SAMPLE), "-f", "tsv").out.splitlines()
    assert [line.split("\t") for line in lines] == [list(rows[0]), *(list(row.values()) for row in rows)]


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        *((f".{form}", form) for form in TEXTS[2:]),
        (".ndjson", "jsonl"),
        (".yml", "yaml"),
        (".JSON", "json"),
        (".md", "markdown"),
        (".markdown", "markdown"),
        (".timeline.json", "timelinejs"),
        (".csl.json", "csl-json"),
        (".CSL.JSON", "csl-json"),
        (".bib", "bibtex"),
        (".txt", "text"),
    ],
)
def test_suffix_picks_the_format(run: Run, tmp_path: Path, suffix: str, form: str) -> None:
    file = tmp_path / f"out{suffix}"
    result = run("timeline", "--data", str(SAMPLE), "--output", str(file))
    assert result == (0, "", "")
    assert file.read_text(encoding="utf-8") == run("timeline", "--data", str(SAMPLE), "-f", form).out


def test_hyphen_means_standard_output_and_format_beats_suffix(run: Run, tmp_path: Path) -> None:
    plain = run("timeline", "--data", str(SAMPLE), "-f", "csv")
    assert run("timeline", "--data", str(SAMPLE), "-f", "csv", "-o", "-") == plain
    file = tmp_path / "out.json"
    assert run("timeline", "--data", str(SAMPLE), "-f", "csv", "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8") == plain.out


def test_an_empty_answer_still_writes_the_file(run: Run, tmp_path: Path) -> None:
    for name, content in (("a.json", "[]\n"), ("a.jsonl", ""), ("a.txt", None)):
        file = tmp_path / name
        file.write_text("of another question", encoding="utf-8")
        result = run("timeline", "--data", str(SAMPLE), "--in", "1999", "-o", str(file))
        assert (result.code, result.out) == (0, "")
        assert "another" not in file.read_text(encoding="utf-8")
        assert content is None or file.read_text(encoding="utf-8") == content


posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


@posix
def test_file_keeps_its_mode_and_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    file, link = tmp_path / "out.json", tmp_path / "link.json"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    assert run("timeline", "--data", str(SAMPLE), "-o", str(link)).code == 0
    assert len(json.loads(file.read_text(encoding="utf-8"))) == len(ALL)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()


def short_of_room(limit: int) -> Callable[[], None]:
    """For a process that may write files of `limit` bytes only: to it a disk that fills up."""
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@posix
@pytest.mark.parametrize("existing", [True, False])
def test_file_is_written_whole_or_not_at_all(tmp_path: Path, existing: bool) -> None:
    jkr("timeline")  # the index is written before room gets short
    file = tmp_path / "out.jsonl"
    if existing:
        file.write_text("old", encoding="utf-8")
    command = [sys.executable, "-m", "jkrtimeline", "timeline", "-o", str(file)]
    done = subprocess.run(command, capture_output=True, preexec_fn=short_of_room(50_000), check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"out.jsonl" in done.stderr
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == (["old"] if existing else [])


@posix
def test_a_refused_command_leaves_the_file_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("old", encoding="utf-8")
    assert run("timeline", "--actor", "nobody at all", "-o", str(file)).code == 2
    assert run("timeline", "--data", "missing", "-o", str(file)).code == 3
    assert run("timeline", "-f", "json", "-o", "/dev/full").code == 1
    assert run("timeline", "-o", str(file / "x.json")).code == 1
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


@posix
def test_output_to_a_named_pipe_and_to_the_standard_output_device(run: Run, tmp_path: Path) -> None:
    fifo = tmp_path / "out.json"
    os.mkfifo(fifo)
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("timeline", "--data", str(SAMPLE), "-o", str(fifo)).code == 0
        assert len(json.loads(os.read(reading, 1 << 16))) == len(ALL)
    finally:
        os.close(reading)
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    device = jkr("timeline", "--data", str(SAMPLE), "-f", "json", "-o", "/dev/stdout")
    assert (device.returncode, device.stderr) == (0, b"")
    assert len(json.loads(device.stdout)) == len(ALL)


# --- wrapping ---------------------------------------------------------------------------------------

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


# --- a timeline formatted for reading ---------------------------------------------------------------


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
def test_the_background_is_known_from_the_environment(environment: dict[str, str], expected: str) -> None:
    assert terminal_traits.background(environment) == expected


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
