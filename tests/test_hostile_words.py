"""Hostile words on the command line, in the names of files and in variables steer no terminal."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jkrtimeline.cli.app import COMMANDS

from .conftest import HERE, SAMPLE, Run, needs_posix
from .hostile_text import EVIL, EVIL_NAME, steering
from .test_docs import GROUP


def options(command: str) -> Iterator[str]:
    """Every option of a command that takes a value, and nothing for its arguments; none that writes a file."""
    yield ""
    for parameter in GROUP.get_command(None, command).params:  # type: ignore[attr-defined]
        flag = parameter.param_type_name != "option" or parameter.is_flag
        yield from () if flag or "--output" in parameter.opts else parameter.opts


TYPED = EVIL.replace("\0", "")
"""What can be typed: the command line has no NUL."""


FILE_OF_OPTION = {
    "--until": HERE / "import" / "google.ics",
    "--zone": HERE / "import" / "google.ics",
    "--sheet": HERE / "import" / "excel.xlsx",
}
"""The files in which options of `import` have a meaning."""


@pytest.mark.parametrize(
    ("command", "option"),
    [(each, option) for each in COMMANDS if each != "browse" for option in options(each)],  # which needs a terminal
)
def test_nothing_of_the_command_line_steers_the_terminal(run: Run, destination: str, command: str, option: str) -> None:
    base = {
        "search": ["quay", *(["-f", "svg"] if option in ("--lanes", "--size") else [])],
        "show": ["2024-02-visit"],
        "open": ["--print", "2024-02-visit"],
        "info": ["--cite"] if option in ("--format", "-f") else [],
        "timeline": ["-f", "svg"] if option in ("--lanes", "--size") else [],
        "import": [str(FILE_OF_OPTION.get(option, HERE / "import" / "google-calendar.csv"))],
        "diff": [str(SAMPLE), str(SAMPLE)],
    }.get(command, [])
    words = [*base, option, TYPED] if option else [*base[: command in ("diff", "open")], TYPED]
    data = ["--data", str(SAMPLE)] if "--data" in options(command) else []
    result = run(command, *words, *([] if option == "--data" else data))
    assert "internal error" not in result.err
    assert steering(result.out) == []
    assert steering(result.err) == []
    expected = {
        ("new", ""): (1,),
        ("search", ""): (0,),
        ("offices", ""): (0,),
        ("show", ""): (0,),
        ("open", ""): (0,),
    }.get((command, option), (2, 3, 4))
    assert result.code in ((0,) if option == "--match" else expected)
    unread = ("--within", "--zone", "--until", "--sheet") if command == "import" else ("--within",)  # refused first
    assert result.code == 0 or "evil" in result.err or option in unread
    if option not in ("--around", "--in"):
        text = run(command, f"{option}={TYPED}" if option else f"--{TYPED}", *data, "-f", "text")
        assert steering(text.out + text.err) == []


@pytest.mark.parametrize(
    "argv", [[TYPED], [f"--{TYPED}"], [f"-{TYPED}"], ["timeline", f"-n{TYPED}"], ["show", "\ud8ff"]]
)
def test_messages_repeat_wrong_words_harmlessly(run: Run, argv: list[str]) -> None:
    result = run(*argv)
    assert (result.code in (2, 4), result.out) == (True, "")
    assert result.err.startswith("jkr: ")
    assert steering(result.err) == []


@needs_posix
@pytest.mark.parametrize(
    "content", [None, b"events: [", b"\xff", b"title: x\n", b"[{\n", b"events: [{id: a}]\n", "folder"]
)
def test_name_of_a_file_in_messages(run: Run, tmp_path: Path, content: bytes | str | None) -> None:
    file = tmp_path / os.fsdecode(EVIL_NAME)
    if content == "folder":
        file.mkdir()
    elif isinstance(content, bytes):
        file.write_bytes(content)
    for argv in (["timeline", "--data"], ["info", "--json", "--data"], ["check"], ["check", "--json"]):
        result = run(*argv, str(file))
        assert result.code == 3
        assert steering(result.out + result.err) == []
        assert "il �[red]��" in result.out + result.err or "--json" in argv
        assert all(line.startswith(("jkr: ", "hint: ")) for line in result.err.splitlines())
        if argv[0] == "check" and result.out:
            lines = result.out.splitlines() if "--json" not in argv else ["/ "]
            assert all(line.startswith(("/", "    ")) for line in lines), "a line end in a name begins a new line"
            if "--json" in argv:
                assert {each["path"] for each in json.loads(result.out)} == {str(file)}


@needs_posix
def test_name_of_an_output_file_in_messages(run: Run, tmp_path: Path) -> None:
    target = str(tmp_path / os.fsdecode(EVIL_NAME))
    for argv in (["-o", target], ["-o", f"{target}/x.json"], ["-f", "json", "-o", str(tmp_path) + "/" + "\x1b" * 300]):
        result = run("timeline", "--data", str(SAMPLE), *argv)
        assert (result.code in (1, 2), result.out, steering(result.err)) == (True, "", [])
        assert result.err.startswith("jkr: ")
    assert list(tmp_path.iterdir()) == []
    assert run("timeline", "--data", str(SAMPLE), "-o", f"{target}.json") == (0, "", "")
    assert len(json.loads(Path(f"{target}.json").read_text(encoding="utf-8"))) == 8


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800"])
@pytest.mark.parametrize(
    "argv", ["timeline --data", "info --data", "check", "timeline -o", "diff a b -o", "import a -o", "import"]
)
def test_name_that_no_file_can_have(run: Run, argv: str, name: str) -> None:
    result = run(*argv.split(" "), name)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"jkr: {name!r} is not a file name\nhint: name a file\n"


def test_huge_columns_are_ignored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "9" * 5000)
    assert run("timeline", "-n1", "-f", "text").code == 0
