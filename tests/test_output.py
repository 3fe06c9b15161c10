"""Output: golden files of each format, and formats that read back.

`--update-golden` updates tests/golden; read the difference before you commit it.
"""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len

from jkrtimeline import load
from jkrtimeline.formats import FORMATS

from .conftest import BUNDLED, HERE, SAMPLE, Run
from .sample import ALL, SUMMIT

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
    **{f"timeline.{name}": (80, f"timeline -f {name}") for name in ("json", "jsonl", "csv", "tsv", "yaml", "ics")},
    **{f"actors.{name}": (80, f"actors -f {name}") for name in ("json", "csv", "tsv")},
    "themes.json": (80, "themes --json"),
    "search.json": (80, "search quay --json"),
    "fields.csv": (80, "timeline --csv --fields date,title,sources"),
    "timeline.md": (80, "timeline -f markdown"),
    "timeline.timeline.json": (80, "timeline -f timelinejs"),
    "timeline.csl.json": (80, "timeline -f csl-json"),
    "timeline.bib": (80, "timeline -f bibtex"),
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


@pytest.mark.parametrize("command", ["timeline", "stats", "actors", "offices", "sources"])
def test_each_command_lists_the_formats_that_it_writes(run: Run, command: str, tmp_path: Path) -> None:
    hint = run(command, "-f", "nope").err.splitlines()[1]
    listed = hint.removeprefix("hint: one of: ").split(", ")
    for name in FORMATS:
        result = run(command, "-f", name, "-o", str(tmp_path / "out"))
        assert result.code == (0 if name in listed else 2), result.err
        if name not in listed:
            assert result.err.splitlines()[1] == hint.replace("one of", "use one of", 1)
    refused = run(command, "-o", "out").err.splitlines()[1]
    endings = refused.removeprefix("hint: use one of these endings: ").partition(",")[0]
    for ending in endings.split(" "):
        assert run(command, "-o", str(tmp_path / f"out{ending}")).code == 0
