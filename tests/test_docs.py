"""The README, the docs and the help agree with the program, and are complete.

`python -m docs.update` updates the output that they show.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from docs import update
from jkrtimeline.cli.app import COMMANDS, app
from jkrtimeline.filters import Filters
from jkrtimeline.formats import FORMATS

from .conftest import HERE, Run

ROOT = HERE.parent
HIDDEN = {"--install-completion", "--show-completion"}
"""Options of Typer that no help lists."""

PAGES = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in update.PAGES}
README = PAGES["README.md"]
GROUP = typer.main.get_command(app)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"(?m)^#+ (.+)$", re.sub(r"(?ms)^```.*?^```", "", page))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def options_of_the_program() -> set[str]:
    """Every option, long and short, of every command."""
    commands = [GROUP, *(GROUP.get_command(None, name) for name in COMMANDS)]  # type: ignore[attr-defined]
    options = {name for command in commands for each in command.params for name in each.opts if name.startswith("-")}
    return options | {"--help", "-h"}


# --- what is shown ----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="needs a terminal and bash")
@pytest.mark.parametrize("file", update.documents(), ids=lambda file: file.name)
def test_a_page_shows_what_the_program_prints(file: Path, tmp_path: Path) -> None:
    page = file.read_text(encoding="utf-8")
    assert update.documents()[file](page, tmp_path) == page, "run python -m docs.update"


@pytest.mark.parametrize("name", PAGES)
def test_no_example_fails_inside(name: str) -> None:
    assert "internal error" not in PAGES[name]
    assert "Traceback" not in PAGES[name]


def test_the_updater_rewrites_what_differs(tmp_path: Path) -> None:
    page = """
```yaml x.yaml
title: X
events: []
```

```console
$ jkr info --data x.yaml | head -n 1
old
```

<!-- generated: exit codes -->
old
<!-- /generated -->

```python
print(1 + 1)
```

```text
old
```
z
"""
    updated = update.updated(page, tmp_path)
    assert "old" not in updated
    assert "\n| 130 | " in updated
    assert "```text\n2\n```\nz\n" in updated
    assert "$ jkr info --data x.yaml | head -n 1\ntitle     X\n```" in updated
    assert update.updated(updated, tmp_path) == updated


# --- README -----------------------------------------------------------------------------------------------


def test_the_readme_fits_on_a_few_screens() -> None:
    assert len(README.splitlines()) <= 150
    assert README.count("```console\n") == 5


def test_the_commands_of_the_readme_install_and_test() -> None:
    install, test = "pip install . && jkr timeline --since 2024-10", 'pip install ".[test]" && python -m pytest -n auto'
    assert re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL) == [install, test]


def test_the_readme_links_to_every_page() -> None:
    links = set(re.findall(r"\]\(([^)#]+)\)", README))
    assert set(PAGES) - {"README.md"} <= links


def test_contributing_names_every_package() -> None:
    table = PAGES["CONTRIBUTING.md"].partition("| Package or module |")[2].partition("\n## ")[0]
    folders = {f"{path.parent.name}/" for path in (ROOT / "src" / "jkrtimeline").glob("*/__init__.py")}
    modules = {path.stem for path in (ROOT / "src" / "jkrtimeline").glob("*.py") if not path.stem.startswith("__")}
    cells = " ".join(re.findall(r"(?m)^\| (`[^|]+) \|", table))
    assert set(re.findall(r"`([\w/]+)`", cells)) == folders | modules


# --- links ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", PAGES[name])
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), target


def test_pictures_are_small() -> None:
    pictures = [ROOT / target for target in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)]
    assert len(pictures) == 2
    assert max(picture.stat().st_size for picture in pictures) <= 200_000


# --- commands and options ---------------------------------------------------------------------------------


def test_the_help_of_every_command_is_shown() -> None:
    assert {name for name in COMMANDS if f"$ jkr {name} --help\n" not in PAGES["docs/commands.md"]} == set()


@pytest.mark.parametrize("name", PAGES)
def test_options_that_are_named_exist(name: str) -> None:
    text = re.sub(r"(?ms)^```(sh|console).*?^```", "", PAGES[name])
    named = set(re.findall(r"`(?:jkr [^`]*)?(--[a-z][\w-]*)", text))
    others = {"--docs", "--update-golden"}  # of python -m benchmarks and of the tests
    assert named <= options_of_the_program() | others


def test_every_format_and_suffix_is_named() -> None:
    page = PAGES["docs/formats.md"]
    names = {*FORMATS, *(suffix for each in FORMATS.values() for suffix in each.suffixes)}
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_every_filter_is_named() -> None:
    options = {f"--{name.replace('_', '-')}" for name in Filters.__annotations__} - {"--period", "--reverse", "--limit"}
    assert {option for option in options if option not in PAGES["docs/filters-and-dates.md"]} == set()
    assert {name for name in Filters.__annotations__ if name not in PAGES["docs/python.md"]} == set()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(command: str, run: Run) -> None:
    result = run(*([command] if command else []), "--help")
    assert result.code == 0
    assert result.err == ""
    assert f"jkr {command}".strip() in result.out
    assert "--help" in result.out


# --- the man page -----------------------------------------------------------------------------------------


def test_the_man_page_describes_every_command_and_option() -> None:
    page = update.MAN_PAGE.read_text(encoding="utf-8").replace("\\-", "-")
    assert {name for name in COMMANDS if f'.SS "jkr {name} ' not in page} == set()
    assert {name for name in options_of_the_program() - HIDDEN if name not in page} == set()


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="needs mandoc")
def test_the_man_page_is_well_formed() -> None:
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", update.MAN_PAGE], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


# --- event files ------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell")
def test_the_commands_for_an_event_file_work(tmp_path: Path) -> None:
    page = PAGES["docs/event-file.md"]
    example = re.search(r"```yaml mine.yaml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    assert len(example[1].splitlines()) == 5
    (tmp_path / "mine.yaml").write_text(example[1], encoding="utf-8")
    section = page[page.index("| Type | To |") : page.index("## Several files")]
    commands = re.findall(r"(?m)^\| `([^`]+)` \|", section)
    assert [command.split()[0] for command in commands].count("jkr") == 5
    script = ["set -eu", f'jkr() {{ {sys.executable} -m jkrtimeline "$@"; }}', *commands]
    script += ["jkr check --strict other.yaml", "jkr timeline --fields id"]
    done = subprocess.run(["bash", "-c", "\n".join(script)], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\tfirst\t") == 2  # alone, and with the bundled events
    assert done.stdout.endswith("\nfirst\nsecond\n")  # through JKR_DATA
    assert (tmp_path / "events.schema.json").read_text(encoding="utf-8").startswith("{")
