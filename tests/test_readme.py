"""README and help tell the truth: every example is run, every option named exists, and none is left out.

`--update-golden` writes the examples' output into the README anew.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import typer.main

from jkrtimeline.cli import COMMANDS, app, session
from jkrtimeline.output import FORMATS

from .conftest import HERE, Run

README = HERE.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)
GROUP = typer.main.get_command(app)


def rewrite(old: str, new: str) -> None:
    """Put what the program prints in the place of what the README shows."""
    README.write_text(README.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("example", list(EXAMPLE.finditer(TEXT)), ids=lambda match: match["command"])
def test_examples_print_what_is_shown(
    example: re.Match[str], run: Run, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    command, pipe, rest = example["command"].partition(" | ")
    if pipe:
        program = rest.split()[0]
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
        line = example["command"].replace("jkr ", f"{sys.executable} -m jkrtimeline ", 1)
        shown = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True, env=os.environ).stdout
    else:
        monkeypatch.setattr(session, "on_terminal", lambda: True)
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", "80")
        words = [word.strip("'") for word in re.findall(r"'[^']*'|\S+", command)]
        result = run(*words[1:])
        assert (result.code, result.err) == (0, "")
        shown = result.out
    if request.config.getoption("--update-golden"):
        rewrite(example[0], f"```console\n$ {example['command']}\n{shown}```")
        return
    assert shown == example["output"]


def test_the_python_example_runs(request: pytest.FixtureRequest) -> None:
    match = PYTHON.search(TEXT)
    assert match is not None
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(match["code"], "README.md", "exec"), {})
    if request.config.getoption("--update-golden"):
        rewrite(match[0], f"```python\n{match['code']}```\n\n```text\n{printed.getvalue()}```")
        return
    assert printed.getvalue() == match["output"]


def test_the_event_file_example_is_valid(run: Run, tmp_path: Path) -> None:
    match = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert match is not None
    file = tmp_path / "mine.yaml"
    file.write_text(match[1], encoding="utf-8")
    assert run("check", str(file)).code == 0
    assert run("timeline", "--data", str(file), "--fields", "id").out == "first\nsecond\n"


def options_of_the_program() -> set[str]:
    found = {"--help", "-h"}
    commands = [GROUP, *(GROUP.get_command(None, name) for name in COMMANDS)]  # type: ignore[attr-defined]
    for command in commands:
        for parameter in command.params:
            if parameter.param_type_name == "option":
                found.update(parameter.opts)
    return found


def test_the_reference_names_every_option_and_no_other() -> None:
    reference = TEXT[TEXT.index("## Commands") : TEXT.index("**Filters.**")]
    named = set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", reference))
    assert named == options_of_the_program()


def test_options_anywhere_in_the_readme_exist() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][\w-]*", re.sub(r"```sh.*?```", "", TEXT, flags=re.DOTALL)))
    assert named <= options_of_the_program()


def test_the_reference_names_every_command_and_format() -> None:
    reference = TEXT[TEXT.index("## Commands") :]
    assert {name for name in COMMANDS if f"`jkr {name}" not in reference} == set()
    assert {name for name in FORMATS if f"`{name}`" not in reference} == set()
    suffixes = {suffix for each in FORMATS.values() for suffix in each.suffixes}
    assert {suffix for suffix in suffixes if f"`{suffix}`" not in reference} == set()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_there_for_every_command(command: str, run: Run) -> None:
    result = run(*([command] if command else []), "--help")
    assert result.code == 0
    assert result.err == ""
    assert f"jkr {command}".strip() in result.out
    assert "--help" in result.out


def test_the_first_command_is_the_one_that_is_promised() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", TEXT, re.DOTALL)
    assert commands == ["pip install . && jkr timeline --since 2024-10", 'pip install ".[test]" && python -m pytest']
