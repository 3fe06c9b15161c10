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

from jkrtimeline.cli import environment
from jkrtimeline.cli.app import COMMANDS, app
from jkrtimeline.fields import RECORDS, Field, FieldType
from jkrtimeline.formats import FORMATS

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
        monkeypatch.setattr(environment, "on_terminal", lambda: True)
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


HOLDS: dict[FieldType, str] = {
    "flag": "true or false",
    "texts": "list of texts",
    "names": "language: name",
    "rows": "list of lists of texts",
    "lists": "name: list of ids",
}
KINDS = {name: f"of a{'n' * (name[0] in 'aeiou')} {name}" for name in RECORDS} | {"theme": "of a theme or thread"}


def holds(field: Field) -> str:
    """What a key holds, in words."""
    if field.type == "choice":
        return " ".join(f"`{choice}`" for choice in field.choices)
    if field.type == "records":
        return f"list of {field.name}"
    if field.type == "registry":
        return f"id: {field.name.removesuffix('s')}"
    return HOLDS.get(field.type, field.type)


def table(kind: str) -> str:
    """All keys of a kind of record that people write."""
    rows = [
        f"| `{field.name}`{' (needed)' * field.required} | {holds(field)} | {field.about} |"
        for field in RECORDS[kind]
        if field.type != "derived"
    ]
    return "\n".join([f"| {KINDS[kind]} | holds | |", "|---|---|---|", *rows]) + "\n"


def test_the_tables_of_keys_are_those_of_the_description(request: pytest.FixtureRequest) -> None:
    tables = "\n".join(map(table, RECORDS))
    section = TEXT[TEXT.index("### The event file") : TEXT.index("## In Python")]
    shown = section[section.index("| of a file") :]
    if request.config.getoption("--update-golden"):
        rewrite(shown, f"{tables}\n")
        return
    assert shown == f"{tables}\n"


def test_links_within_the_readme_lead_somewhere() -> None:
    headings = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in re.findall(r"(?m)^#+ (.+)$", TEXT)}
    links = re.findall(r"\]\(#([^)]+)\)", TEXT)
    assert links
    assert set(links) <= headings


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell")
def test_the_commands_for_an_own_timeline_do_what_is_said(tmp_path: Path) -> None:
    section = TEXT[TEXT.index("## Your own timeline") : TEXT.index("### The event file")]
    assert len(section.splitlines()) <= 30  # one screen
    example = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)
    assert example is not None
    assert len(example[1].splitlines()) == 5
    (tmp_path / "mine.yaml").write_text(example[1], encoding="utf-8")
    commands = re.findall(r"(?m)^\| `([^`]+)` \|", section)
    assert [command.split()[0] for command in commands].count("jkr") == 5
    script = ["set -eu", f'jkr() {{ {sys.executable} -m jkrtimeline "$@"; }}', *commands]
    script += ["jkr check --strict other.yaml", "jkr timeline --fields id"]
    done = subprocess.run(["bash", "-c", "\n".join(script)], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\tfirst\t") == 2  # alone, and with the bundled events
    assert done.stdout.endswith("\nfirst\nsecond\n")  # by JKR_DATA
    assert (tmp_path / "events.schema.json").read_text(encoding="utf-8").startswith("{")


def test_links_and_pictures_are_there() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in target]
    assert {target for target in targets if not (HERE.parent / target).is_file()} == set()
    pictures = [HERE.parent / target for target in targets if Path(target).suffix in (".png", ".svg")]
    assert len(pictures) == 2
    assert max(picture.stat().st_size for picture in pictures) <= 200_000


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
    install, test = "pip install . && jkr timeline --since 2024-10", 'pip install ".[test]" && python -m pytest -n auto'
    assert commands == [install, test]
