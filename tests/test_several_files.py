"""Several event files together: their registries, ids and names are shared."""

import json
import re
from pathlib import Path

import pytest

from jkrtimeline.eventfile import Input

from .conftest import Run, check_data
from .data_texts import BASE, write_files

EVENT = "{id: second, date: 2021, title: Second, actors: [ann], themes: [tea], thread: feast, follows: [first]}"
WITHOUT = f"events:\n  - {EVENT}\n"
WITH = f"actors: {{cat: {{name: Cat, of: bob}}}}\nthemes: {{pie: {{name: Pie}}}}\nthreads: {{}}\n{WITHOUT}"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("order", [["base", "mine"], ["mine", "base"]], ids="-".join)
@pytest.mark.parametrize("mine", [WITH, WITHOUT], ids=["with registries", "without"])
def test_an_event_may_use_the_names_of_another_file(run: Run, mine: str, order: list[str]) -> None:
    write_files(base=BASE, mine=mine)
    data = [word for name in order for word in ("--data", f"{name}.yaml")]
    assert run("check", *(f"{name}.yaml" for name in order)).code == 0
    for words in (["-a", "annie"], ["-t", "tea time"], ["--thread", "the feast"], ["--match", "actor:lee"]):
        assert run("timeline", *data, *words, "--fields", "id").out == "second\n"
    (event,) = json.loads(run("timeline", *data, "--since", "2021", "--json").out)
    assert (event["actors"], event["themes"], event["thread"], event["follows"]) == (
        *(["ann"], ["tea"], "feast"),
        ["first"],
    )
    assert "Ann Lee" in run("show", "second", *data, "-f", "text").out


def test_an_event_may_use_the_names_of_the_bundled_data(run: Run) -> None:
    event = "{id: mine, date: 2030, title: Mine, actors: [shigeru-ishiba], themes: [tariffs], thread: sado-mine"
    write_files(mine=f"events:\n  - {event}, follows: [2025-06-17-kananaskis-summit]}}\n")
    data = ["--data", "bundled", "--data", "mine.yaml"]
    assert run("check", *data).code == 0
    words = ["--since", "2030", "-a", "石破茂", "-t", "tariffs", "--thread", "sado-mine"]
    assert run("timeline", *data, *words, "--fields", "id").out == "mine\n"
    assert "Mine" in run("show", "2025-06-17-kananaskis-summit", *data, "-f", "text").out


def test_an_unknown_name_is_an_error_in_a_file_with_a_registry(run: Run) -> None:
    write_files(base=BASE, mine=WITH.replace("[ann]", "[anne]"))
    result = run("check", "base.yaml", "mine.yaml")
    assert result.code == 3
    assert re.search(r"^mine\.yaml:5:54: error: unknown actor 'anne' .*\n    did you mean ann\?$", result.out, re.M)


@pytest.mark.parametrize("command", ["check", "timeline"])
def test_a_duplicate_id_names_both_locations(run: Run, command: str) -> None:
    write_files(base=BASE, mine="# mine\n\nevents:\n  - {date: 2022, title: Another, id: first}\n")
    result = run(command, "--data", "base.yaml", "--data", "mine.yaml")
    assert result.code == 3
    (line,) = [line for line in (result.out + result.err).splitlines() if "'first'" in line and "source" not in line]
    assert "mine.yaml:4:38: " in line
    assert "base.yaml:5" in line


def test_an_actor_that_differs_between_files_names_both_locations(run: Run) -> None:
    write_files(base=BASE, mine="title: Mine\nactors:\n  ann:\n    name: Anna\nevents: []\n")
    result = run("check", "base.yaml", "mine.yaml")
    assert result.code == 3
    assert re.search(r"^mine\.yaml:[34]:\d+: error: actor 'ann' .*base\.yaml:1", result.out, re.M)


# --- GitHub Actions ---------------------------------------------------------------------------------


def test_an_alias_that_two_actors_share_is_reported() -> None:
    one = b"actors: {x: {name: X, aliases: [Q]}}\nevents: []\n"
    two = "actors: {y: {name: Y, native: {ja: ｑ}}}\nevents: []\n".encode()
    (problem,) = check_data(Input("one", one), Input("two", two))
    assert (problem.location, problem.rule, problem.severity) == ("two:1:13", "shared-alias", "warning")
    assert "{q: [x, y]}" in problem.hint
    listed = two + b"ambiguous: {q: [x, y]}\n"
    assert check_data(Input("one", one), Input("two", listed)) == []


def test_free_words_come_back_from_an_event_file(run: Run, tmp_path: Path) -> None:
    file, again = tmp_path / "a.yaml", tmp_path / "again.yaml"
    file.write_text("events: [{id: a, date: 2024, title: A, actors: [Lee Jae-myung], themes: ['a, b'], thread: c d}]\n")
    assert run("timeline", "--data", str(file), "-o", str(again)).code == 0
    assert run("check", str(again)).code == 0
    both = [run("timeline", "--data", str(each), "--json").out for each in (file, again)]
    assert both[0] == both[1]
