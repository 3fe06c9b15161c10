"""The problems of `jkr check` as annotations of GitHub Actions."""

import json
import re
from pathlib import Path

import pytest

from .conftest import HERE, Run
from .data_texts import BASE, write_files


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


COMMAND = re.compile(r"::(?P<severity>error|warning) (?P<properties>[^:]*)::(?P<message>.*)")


def unescaped(text: str) -> str:
    """As actions/runner reads it (ActionCommand.cs)."""
    for sign, code in {"\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C", "%": "%25"}.items():
        text = text.replace(code, sign)
    return text


def annotations(out: str) -> list[dict[str, object]]:
    """The problems that GitHub Actions reads from lines."""
    problems = []
    for line in out.splitlines():
        command = COMMAND.fullmatch(line)
        assert command, line
        values = dict(each.split("=", 1) for each in command["properties"].split(","))
        message, _, hint = unescaped(command["message"]).partition("\n")
        problems.append(
            {
                "path": unescaped(values.pop("file")),
                "line": int(values.pop("line", 0)),
                "column": int(values.pop("col", 0)),
                "severity": command["severity"],
                "rule": unescaped(values.pop("title")),
                "message": message,
                "hint": hint,
            }
        )
        assert values == {}
    return problems


@pytest.mark.parametrize("path", sorted((HERE / "invalid").glob("*.yaml")), ids=lambda path: path.stem)
def test_github_annotations_match_the_json(run: Run, path: Path) -> None:
    github, as_json = run("check", "-f", "github", str(path)), run("check", "--json", str(path))
    assert (github.code, github.err) == (as_json.code, as_json.err)
    assert annotations(github.out) == json.loads(as_json.out)
    assert github.out.count("\n") == len(json.loads(as_json.out)) > 0


def test_signs_of_a_workflow_command_are_escaped(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "100%, a:b"
    folder.mkdir()
    file = folder / "mine.yaml"
    file.write_text('events:\n- {id: a, date: "1%, 2:3\\n::error::x", title: A, sources: [{url: "http://a"}]}\n')
    (line,) = run("check", "-f", "github", "100%, a:b/mine.yaml").out.splitlines()
    assert line.startswith("::error file=100%25%2C a%3Ab/mine.yaml,line=2,col=17,title=bad-date::date: '1%25, 2:3")
    assert annotations(line)[0]["path"] == "100%, a:b/mine.yaml"


def test_a_problem_of_a_whole_file_has_no_line(run: Run) -> None:
    Path("table.csv").write_text("id,date\n", encoding="utf-8")
    result = run("check", "-f", "github", "table.csv")
    assert result.out.startswith("::error file=table.csv,title=table::a table")
    assert result.code == 3


def test_a_valid_file_prints_nothing(run: Run) -> None:
    write_files(mine=BASE.replace("title: First", 'title: First, sources: [{url: "http://a"}]'))
    result = run("check", "-f", "github", "mine.yaml")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_strict_fails_on_warnings_in_every_format(run: Run) -> None:
    write_files(mine=BASE)
    for name in ("text", "json", "github"):
        assert run("check", "-f", name, "mine.yaml").code == 0
        assert run("check", "-f", name, "--strict", "mine.yaml").code == 3
