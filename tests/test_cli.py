"""The command line on the sample and the bundled data: options, streams, files, colours."""

import csv
import json
import os
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest

import jkrtimeline
from jkrtimeline import load
from jkrtimeline.cli.app import COMMANDS

from .conftest import SAMPLE, Run, jkr
from .sample import ALL, CLOSED, LETTER, PLAN, STORM, SUMMIT, SURVEY, TALKS, VISIT

FIRST_FILE = {"id": "first", "date": "2018", "title": "Before all"}


def ids(run: Run, *argv: str) -> list[str]:
    result = run(*argv, "--data", str(SAMPLE), "--json")
    assert result.code == 0, result.err
    return [event["id"] for event in json.loads(result.out)]


CHOICES: list[tuple[list[str], list[str]]] = [
    ([], ALL),
    (["--since", "2021-06"], [STORM, CLOSED, LETTER, VISIT]),
    (["--until", "2020"], [SURVEY, TALKS]),
    (["--since", "2020-06", "--until", "2021-03"], [SUMMIT]),
    (["--in", "2021-05"], [PLAN, STORM]),
    (["--on", "2021-06-01"], [STORM]),
    (["2022"], [CLOSED, LETTER]),
    (["2021-04..2021-05"], [PLAN, STORM]),
    (["Mar", "2021"], [SUMMIT]),
    (["@2021-05-quay-plan"], [PLAN, STORM]),
    (["--around", SUMMIT, "--within", "90d"], [SUMMIT, PLAN, STORM]),
    (["--around", "2021-06-05"], [PLAN, STORM]),
    (["--actor", "ruritania"], [SURVEY, TALKS, SUMMIT, CLOSED, LETTER]),
    (["-a", "RASSENDYLL"], [TALKS, SUMMIT, LETTER]),
    (["-a", "石田ルドルフ"], [TALKS, SUMMIT, LETTER]),
    (["-a", "harbor-authority,black-michael"], [SURVEY, TALKS, SUMMIT, CLOSED, VISIT]),
    (["-a", "ruritania", "-a", "strelsau"], [TALKS, SUMMIT]),
    (["--not-actor", "strelsau"], [SURVEY, STORM, CLOSED, LETTER]),
    (["-t", "Docks"], [SURVEY, TALKS, SUMMIT, PLAN, CLOSED]),
    (["--theme", "letters,summit"], [TALKS, SUMMIT, LETTER, VISIT]),
    (["--theme", "summit", "--not-theme", "harbour"], [VISIT]),
    (["--thread", "The Quay"], [SUMMIT, PLAN, CLOSED]),
    (["--place", "strelsau"], [SUMMIT, PLAN]),
    (["--importance", "notable"], [TALKS, SUMMIT, VISIT]),
    (["--importance", "major"], [SUMMIT]),
    (["--status", "announced,postponed"], [CLOSED, VISIT]),
    (["--match", "quay"], [SUMMIT, PLAN, CLOSED]),
    (["--match", "quay", "--match", "-plan"], [SUMMIT, CLOSED]),
    (["--match", "labor"], [TALKS]),
    (["-n", "2"], [SURVEY, TALKS]),
    (["-n2"], [SURVEY, TALKS]),
    (["--limit", "0"], []),
    (["-r", "-n2"], [VISIT, LETTER]),
    (["--reverse", "--until", "2020"], [TALKS, SURVEY]),
    (["--sort", "date", "-n1"], [SURVEY]),
    (["-a", "ruritania", "-t", "harbour", "--since", "2021", "--thread", "the-quay", "-r"], [CLOSED, SUMMIT]),
]


@pytest.mark.parametrize(("argv", "expected"), CHOICES, ids=str)
def test_each_option_chooses_events(run: Run, argv: list[str], expected: list[str]) -> None:
    assert ids(run, "timeline", *argv) == expected


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["quay"], {SUMMIT, PLAN, CLOSED}),
        (["quay", "-plan"], {SUMMIT, CLOSED}),
        (["-plan", "quay"], {SUMMIT, CLOSED}),
        (["-n5", "quay", "-plan", "--since", "2021-06"], {CLOSED}),
        (["--", "quay", "-plan"], {SUMMIT, CLOSED}),
        (["title:storm", "OR", "title:letter"], {STORM, LETTER}),
        (["quay", "-n0"], set()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_search_takes_words_with_a_hyphen(run: Run, argv: list[str], expected: set[str]) -> None:
    before = ["--data", str(SAMPLE), "--json"]
    result = run("search", *before, *argv)
    assert result.code == 0, result.err
    assert {event["id"] for event in json.loads(result.out)} == expected


def test_search_adds_score_and_snippet_best_first(run: Run) -> None:
    result = run("search", "quay", "--data", str(SAMPLE), "--json")
    scores = [event["score"] for event in json.loads(result.out)]
    assert scores == sorted(scores, reverse=True)
    assert "quay" in json.loads(run("search", "strait", "--data", str(SAMPLE), "--json").out)[0]["snippet"]


@pytest.mark.parametrize("command", ["timeline", "actors", "themes", "threads"])
def test_no_match_prints_an_empty_array_and_a_note(run: Run, command: str) -> None:
    result = run(command, "--in", "1999", "--data", str(SAMPLE), "--json")
    assert (result.code, json.loads(result.out)) == (0, [])
    assert result.err.startswith("jkr: no ")
    assert run(command, "--in", "1999", "--data", str(SAMPLE), "--exit-status").code == 1
    assert run(command, "--data", str(SAMPLE), "-e").code == 0


@pytest.mark.parametrize("command", ["timeline", "actors", "themes", "threads"])
def test_empty_table_keeps_its_header(run: Run, command: str) -> None:
    header = run(command, "--data", str(SAMPLE), "--csv").out.splitlines()[0]
    assert run(command, "--data", str(SAMPLE), "--csv", "-n0").out.splitlines() == [header]


@pytest.mark.parametrize("argv", [["timeline"], ["actors"], ["themes"], ["info"], ["show", VISIT]], ids=lambda a: a[0])
def test_data_goes_to_stdout_only(run: Run, argv: list[str]) -> None:
    result = run(*argv, "--data", str(SAMPLE))
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("\n")
    assert "\x1b" not in result.out


def test_a_pipe_gets_one_plain_line_per_event(run: Run) -> None:
    line = run("timeline", "--data", str(SAMPLE), "--in", "2021-03").out
    themes = "summit; harbour"
    actors = "rudolf-rassendyll; black-michael; ruritania; strelsau"
    cells = [
        "2021-03-16/2021-03-17",
        SUMMIT,
        "Summit at Zenda; 石田 takes part",
        actors,
        themes,
        "https://example.org/2",
    ]
    assert line == "\t".join(cells) + "\n"


def test_actors_count_with_their_members(run: Run) -> None:
    out = run("actors", "--data", str(SAMPLE), "--since", "2020", "--until", "2021-11", "--json").out
    actors = {actor["id"]: actor for actor in json.loads(out)}
    assert {name: actor["count"] for name, actor in actors.items()} == {
        "strelsau": 3, "ruritania": 2, "rudolf-rassendyll": 2, "black-michael": 2,
    }  # fmt: skip
    assert (actors["strelsau"]["first"], actors["strelsau"]["last"]) == ("2020-03-01", "2021-05-31")
    keys = {"id", "name", "kind", "of", "native", "aliases", "offices", "count", "first", "last"}
    assert keys <= set(actors["strelsau"])


# --- data -------------------------------------------------------------------------------------------


def test_data_comes_from_files_standard_input_and_the_environment(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps(FIRST_FILE) + "\n", encoding="utf-8")
    several = run("timeline", "--data", str(SAMPLE), "--data", str(file), "--json", "--fields", "id")
    assert [event["id"] for event in json.loads(several.out)] == ["first", *ALL]
    with_bundled = run("timeline", "--data", "bundled", "--data", str(file), "--json", "--fields", "id")
    assert json.loads(with_bundled.out)[0]["id"] == "first"
    assert len(json.loads(with_bundled.out)) == len(json.loads(run("timeline", "--json").out)) + 1
    piped = jkr("timeline", "--data", "-", "--fields", "id", stdin=SAMPLE.read_bytes())
    assert piped.stdout.decode().split() == ALL
    both = jkr("timeline", "--fields", "id", JKR_DATA=f"{file}{os.pathsep}{SAMPLE}")
    assert both.stdout.decode().split() == ["first", *ALL]
    named = jkr("timeline", "--fields", "id", "--data", str(SAMPLE), JKR_DATA=str(file))
    assert named.stdout.decode().split() == ALL


@pytest.mark.parametrize(
    ("option", "variable", "expected"),
    [
        (["--today", "2022-03-01"], "", [SUMMIT, PLAN, STORM, CLOSED]),
        ([], "2023-05-01", [CLOSED, LETTER]),
        (["--today", "2022-03-01"], "2023-05-01", [SUMMIT, PLAN, STORM, CLOSED]),
    ],
    ids=["option", "variable", "option-wins"],
)
def test_today(
    run: Run, monkeypatch: pytest.MonkeyPatch, option: list[str], variable: str, expected: list[str]
) -> None:
    monkeypatch.setenv("JKR_TODAY", variable)
    assert ids(run, "timeline", "last year", *option) == expected


# --- fields, version, help --------------------------------------------------------------------------


@pytest.mark.parametrize("given", [["--fields", "title,id"], ["--fields", "title", "--fields", " id"]], ids=str)
def test_fields_come_in_the_order_of_the_option(run: Run, given: list[str]) -> None:
    base = ["timeline", "--data", str(SAMPLE), "--in", "2021-06", *given]
    assert [list(event.items()) for event in json.loads(run(*base, "--json").out)] == [
        [("title", "Storm delays the work"), ("id", STORM)]
    ]
    assert next(csv.reader(StringIO(run(*base, "--csv").out))) == ["title", "id"]
    assert run(*base).out == f"Storm delays the work\t{STORM}\n"


def test_version_names_tool_and_data(run: Run) -> None:
    result = run("--version")
    assert (result.code, result.err) == (0, "")
    assert jkrtimeline.__version__ in result.out
    assert "2025.06" in result.out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command(run: Run, command: str) -> None:
    short, long = run(command, "-h"), run(command, "--help")
    assert (short.code, short.err) == (0, "")
    assert f"jkr {command}" in short.out
    assert short.out == long.out


def test_help_lists_the_commands(run: Run) -> None:
    result = run("--help")
    assert (result.code, result.err) == (0, "")
    assert all(f"\n  {name} " in result.out for name in COMMANDS)
    assert run("help") == result


def test_without_arguments_the_overview_is_printed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JKR_DATA", str(SAMPLE))
    result = run()
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[:2] == ["Sample of islands", "8 events covering 2019–2024"]
    assert [line.strip() for line in lines if line.strip() in ALL] == [VISIT, LETTER, CLOSED, STORM, PLAN]
    examples = [line for line in lines if line.startswith("  jkr ")]
    assert len(examples) == 4


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        ([b"search", b"\xffquay"], 0),
        ([b"search", b"\xff"], 0),
        ([b"timeline", b"--match", b"\xff"], 0),
        ([b"timeline", b"\xff"], 2),
        ([b"timeline", b"--actor", b"\xff"], 2),
        ([b"timeline", b"--place", b"\xff"], 2),
        ([b"timeline", b"--around", b"\xff"], 2),
        ([b"timeline", b"--in", b"@\xff"], 4),
        ([b"timeline", b"-f", b"\xff"], 2),
        ([b"show", b"\xff"], 4),
        ([b"\xff"], 2),
    ],
    ids=lambda value: b" ".join(value).decode(errors="backslashreplace") if isinstance(value, list) else str(value),
)
def test_arguments_that_are_not_utf8(argv: Sequence[bytes], code: int) -> None:
    result = jkr(*argv, JKR_DATA=str(SAMPLE))
    assert b"internal error" not in result.stderr
    assert b"Traceback" not in result.stderr
    assert result.returncode == code


def test_counts_follow_search_words_in_any_order(run: Run) -> None:
    counted = run("actors", "--match", "tariffs", "--json").out
    assert counted == run("actors", "--match", "tariffs", "--json").out
    assert [actor.id for actor in load(cache=None).actors(match="tariffs", sort="relevance")] == [
        actor["id"] for actor in json.loads(counted)
    ]


def test_a_huge_limit_is_no_limit(run: Run) -> None:
    assert len(ids(run, "timeline", "--limit", "9" * 30)) == 8


def test_columns_that_are_not_a_number_are_ignored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "²")
    assert run("timeline", "-n1", "-f", "text").code == 0


def test_an_empty_period_is_not_everything(run: Run) -> None:
    assert run("timeline", "").code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_options_are_written_small(command: str, run: Run) -> None:
    """Some versions of Typer take a metavar for the name of an option."""
    assert not re.search(r"--[A-Z]", run(command, "--help").out)


def test_dotted_letters_and_their_word_find_each_other(run: Run) -> None:
    assert ids_of_search(run, "U.S.") == ids_of_search(run, "US")


def ids_of_search(run: Run, *words: str) -> set[str]:
    return {event["id"] for event in json.loads(run("search", *words, "--json").out)}
