"""Completion in the shell: commands, options and values, through the protocol of Typer."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jkrtimeline.cli.app import COMMANDS
from jkrtimeline.formats import FORMATS

from .conftest import SAMPLE, TODAY

ACTORS = ["black-michael", "harbor-authority", "rudolf-rassendyll", "ruritania", "strelsau"]


def shell(**environment: str) -> subprocess.CompletedProcess[bytes]:
    """What a shell does to complete a line: it starts the program with the line in the environment."""
    command = [sys.executable, "-m", "jkrtimeline"]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


def completed(line: str, **environment: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    words = line.split(" ")
    settings = {"_JKR_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    result = shell(**{"JKR_DATA": str(SAMPLE), **settings, **environment})
    assert (result.returncode, result.stderr) == (0, b"")
    return result.stdout.decode("utf-8").split("\n")[:-1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("jkr ", list(COMMANDS)),
        ("jkr th", ["themes", "threads"]),
        ("jkr timeline --sin", ["--since"]),
        ("jkr timeline --not-", ["--not-actor", "--not-theme"]),
        ("jkr search --im", ["--importance"]),
        ("jkr timeline --actor ru", ["rudolf-rassendyll", "rur", "ruritania"]),
        ("jkr timeline -a st", ["strelsau"]),
        ("jkr timeline -a Stre", ["strelsau"]),
        ("jkr timeline -a STRELSAU,Bla", ["STRELSAU,black-michael"]),
        ("jkr timeline --theme=DO", ["docks"]),
        ("jkr timeline --format JSON", ["json", "jsonl"]),
        ("jkr help time", ["timeline"]),
        ("jkr actors --not-actor st", ["strelsau"]),
        ("jkr timeline --actor strelsau,bl", ["strelsau,black-michael"]),
        ("jkr timeline --actor ruritania,strelsau,ha", ["ruritania,strelsau,harbor-authority"]),
        ("jkr timeline --theme do", ["docks"]),
        ("jkr search -t summit,le", ["summit,letters"]),
        ("jkr timeline --not-theme su", ["summit", "summits"]),
        ("jkr timeline --thread the", ["the-quay"]),
        ("jkr timeline --place ze", ["Zenda"]),
        ("jkr timeline --place RUR", ["Ruritania"]),
        ("jkr timeline --place=ze", ["Zenda"]),
        ("jkr timeline --place Strelsau,zen", ["Strelsau,Zenda"]),
        ("jkr show Stre", ["strelsau"]),
        ("jkr show HARB", ["harbor-authority", "harbour", "harbours"]),
        ("jkr open 2021-05-q", ["2021-05-quay-plan"]),
        ("jkr offices -a Rud", ["rudolf-rassendyll"]),
        ("jkr offices --fields ho", ["holder"]),
        ("jkr off", ["offices"]),
        ("jkr show 2021-05", ["2021-05-quay-plan", "2021-05-30-storm"]),
        ("jkr show 2019-survey 2024", ["2024-02-visit"]),
        ("jkr timeline -f ", list(FORMATS)),
        ("jkr timeline --format js", ["json", "jsonl"]),
        ("jkr timeline --importance ", ["major", "notable", "minor"]),
        ("jkr timeline --status p", ["postponed"]),
        ("jkr timeline --sort ", ["date", "relevance"]),
        ("jkr timeline --color a", ["auto", "always"]),
        ("jkr stats --by th", ["theme", "thread"]),
        ("jkr stats --by month --and y", ["year"]),
        ("jkr check --format ", ["text", "json", "github"]),
        ("jkr timeline --actor nobody", []),
    ],
)
def test_values_of_bash(line: str, expected: list[str]) -> None:
    completions = [each for each in completed(line) if each]
    assert sorted(completions) == sorted(expected)


def test_no_start_offers_every_actor() -> None:
    assert set(ACTORS) <= set(completed("jkr timeline --actor "))


def test_data_option_is_obeyed() -> None:
    line = f"jkr timeline --data {SAMPLE} --actor rur"
    assert completed(line, JKR_DATA="bundled") == ["rur", "ruritania"]
    assert "shigeru-ishiba" in completed("jkr timeline --actor shigeru", JKR_DATA="bundled")
    assert "ishiba" in completed("jkr timeline --actor ishi", JKR_DATA="bundled")


def test_every_option_of_the_help_is_offered() -> None:
    offered = completed("jkr timeline --")
    wanted = ("since", "until", "in", "around", "within", "actor", "theme", "thread", "place", "importance", "status")
    more = ("match", "not-actor", "not-theme", "limit", "reverse", "sort", "full", "format", "json", "jsonl", "csv")
    last = ("output", "fields", "color", "no-pager", "data", "today", "exit-status", "help")
    assert {f"--{name}" for name in (*wanted, *more, *last)} <= set(offered)


@pytest.mark.parametrize(
    ("name", "environment"),
    [("zsh", {}), ("fish", {"_TYPER_COMPLETE_FISH_ACTION": "get-args"})],
)
def test_values_of_other_shells(name: str, environment: dict[str, str]) -> None:
    for line, expected, other in (
        ("jkr timeline --actor ru", "rudolf-rassendyll", "strelsau"),
        ("jkr show 2021-05", "2021-05-quay-plan", "2019-survey"),
        ("jkr timeline --theme summit,le", "summit,letters", "docks"),
    ):
        settings = {"_JKR_COMPLETE": f"complete_{name}", "_TYPER_COMPLETE_ARGS": line, "JKR_DATA": str(SAMPLE)}
        result = shell(**settings, **environment)
        assert (result.returncode, result.stderr) == (0, b"")
        assert expected in result.stdout.decode()
        assert other not in result.stdout.decode()


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_script_for_the_shell(name: str) -> None:
    result = shell(_JKR_COMPLETE=f"source_{name}")
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"_JKR_COMPLETE" in result.stdout


@pytest.mark.parametrize("content", [None, b"events: [", b"events:\n  - {id: a, date: soon, title: A}\n", b"\xff"])
@pytest.mark.parametrize("line", ["jkr timeline --actor ru", "jkr show 2", "jkr timeline --theme ", "jkr timeline --t"])
def test_bad_data_file_completes_nothing_and_says_nothing(tmp_path: Path, content: bytes | None, line: str) -> None:
    file = tmp_path / "bad.yaml"
    if content is not None:
        file.write_bytes(content)
    completions = [each for each in completed(line, JKR_DATA=str(file)) if each]
    assert sorted(completions) == (["--theme", "--thread", "--today"] if line.endswith("--t") else [])


def test_bad_settings_say_nothing(tmp_path: Path) -> None:
    completed("jkr timeline --actor ru", JKR_TODAY="soon")
    file = tmp_path / "cache"
    file.write_bytes(b"no folder")
    assert "ruritania" in completed("jkr timeline --actor ru", JKR_CACHE_DIR=str(file), JKR_TODAY=TODAY)


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are not bytes there")
def test_word_that_is_not_utf8() -> None:
    environment = {
        **os.environb,
        b"_JKR_COMPLETE": b"complete_bash",
        b"COMP_WORDS": b"jkr timeline --actor \xff",
        b"COMP_CWORD": b"3",
    }
    settings = {os.fsdecode(name): os.fsdecode(value) for name, value in environment.items()}
    result = shell(**settings)
    assert (result.returncode, result.stderr) == (0, b"")


# --- real shells ----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal on Windows")
@pytest.mark.parametrize("name", ["bash", "zsh"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("jkr timeline --place south\\ ko", r"South\\ Korea "),
        ('jkr timeline --place "south ko', r'South Korea" '),
        ("jkr timeline --theme=hist", r"jkr timeline --theme=history "),
        ("jkr timeline --data ~/mine.yaml -a strel", r"jkr timeline --data ~/mine\.yaml -a strelsau "),
        ("jkr timeline --data=$HOME/mine.yaml -a strel", r"jkr timeline --data=\$HOME/mine\.yaml -a strelsau "),
    ],
)
def test_keys_in_a_shell(tmp_path: Path, name: str, typed: str, expected: str) -> None:
    pexpect = pytest.importorskip("pexpect")
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "jkr").write_text(f'#!/bin/sh\nexec {sys.executable} -m jkrtimeline "$@"\n', encoding="utf-8")
    (folder / "jkr").chmod(0o755)
    shutil.copy(SAMPLE, tmp_path / "mine.yaml")
    settings = {"HOME": str(tmp_path), "TERM": "dumb", "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    environment = {name: value for name, value in os.environ.items() if name != "JKR_DATA"} | settings
    argv = ["--norc", "--noprofile"] if name == "bash" else ["-f"]
    child = pexpect.spawn(program, argv, env=environment, encoding="utf-8", timeout=30, dimensions=(30, 200))
    try:
        start = "" if name == "bash" else "autoload -Uz compinit; compinit -u; "
        child.sendline(f"{start}source <(jkr completion {name}); echo rea''dy")
        child.expect("ready\r?\n")
        child.send(typed + "\t")
        child.expect(expected)
    finally:
        child.close(force=True)


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("jkr sea", "search"),
        ("jkr timeline --place south\\ ko", "South Korea"),
        ('jkr timeline --place "south ko', "South Korea"),
        ("jkr timeline --theme=hist", "--theme=history"),
        ("jkr timeline --data ~/mine.yaml -a Strel", "strelsau"),
        ("jkr timeline --data=$HOME/mine.yaml -a strel", "strelsau"),
    ],
)
def test_words_in_fish(tmp_path: Path, typed: str, expected: str) -> None:
    (tmp_path / "jkr").write_text(f'#!/bin/sh\nexec {sys.executable} -m jkrtimeline "$@"\n', encoding="utf-8")
    (tmp_path / "jkr").chmod(0o755)
    shutil.copy(SAMPLE, tmp_path / "mine.yaml")
    settings = {"HOME": str(tmp_path), "LINE": typed, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    command = ["fish", "--private", "-c", 'jkr completion fish | source; complete -C "$LINE"']
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **settings}, check=True)
    assert expected in done.stdout.splitlines()
