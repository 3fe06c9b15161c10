"""The help page of a command: one source for `--help`, `jkr help` and the man page.

A page is made of the command's docstring (purpose, details, and a section `Examples:`) and of its
options, in the groups that `rich_help_panel` names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from inspect import cleandoc
from textwrap import wrap
from typing import Any, NamedTuple

import typer

from . import environment
from .app import COMMAND_GROUPS, app, function_of
from .output_streams import print_text

_MAX_WIDTH = 100
"""Columns of a help page; longer lines are hard to read."""

_NAMES_WIDTH = 28
"""Columns for the names of options; longer names get a line of their own."""

_PURPOSE = "A curated, sourced chronology in the terminal."
_EXAMPLES = """
    jkr timeline --since 2024-10      # events since October 2024
    jkr search tariffs cars           # events about both words, best first
    jkr timeline -a ishiba -o out.md  # one person's events as Markdown
"""


class HelpEntry(NamedTuple):
    """One line of a group: `-a, --actor NAME` or a command, and what it does."""

    names: str
    text: str


_HELP = HelpEntry("-h, --help", "Show this help.")


class HelpPage(NamedTuple):
    """The help of a command. `details` are paragraphs; an entry of `examples` is a command line and its meaning;
    `groups` are entries by their heading."""

    usage: str
    purpose: str
    details: Sequence[str]
    examples: Sequence[HelpEntry]
    groups: Mapping[str, Sequence[HelpEntry]]


def of_command(name: str) -> HelpPage:
    """The page of a command."""
    command: Any = typer.main.get_command(app).get_command(None, name)  # type: ignore[attr-defined]
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    usage = " ".join([f"jkr {name}", *(str(each.metavar) for each in arguments), "[OPTIONS]"])
    groups: dict[str, list[HelpEntry]] = {}
    for each in arguments:
        groups.setdefault("Arguments", []).append(HelpEntry(str(each.metavar).strip("[]"), each.help))
    for each in command.params:
        if each not in arguments:
            groups.setdefault(each.rich_help_panel or "Options", []).append(_option(each))
    groups["Help"] = [_HELP]
    purpose, details, examples = _sections(name)
    return HelpPage(usage, purpose, details, examples, groups)


def of_program() -> HelpPage:
    """The page of `jkr` itself."""
    root: Any = typer.main.get_command(app)
    groups = {
        heading: [HelpEntry(name, _sections(name)[0]) for name in names] for heading, names in COMMAND_GROUPS.items()
    }
    groups["Options"] = [*map(_option, root.params), _HELP]
    details = ["jkr COMMAND --help lists the options of a command."]
    return HelpPage("jkr COMMAND [OPTIONS]", _PURPOSE, details, _examples(_EXAMPLES), groups)


def _option(option: Any) -> HelpEntry:
    """An option: short names first, or as many spaces."""
    short = [name for name in option.opts if not name.startswith("--")]
    long = [name for name in option.opts if name.startswith("--")]
    names = ", ".join([*(short or ["  "]), *long]).replace("  , ", "    ")
    value = "" if option.is_flag else f" {option.metavar}"
    return HelpEntry(names + value, option.help or "")


def _sections(command: str) -> tuple[str, list[str], list[HelpEntry]]:
    """Purpose, details and examples of a command, from the docstring of its function."""
    text, _, examples = cleandoc(function_of(command).__doc__ or "").partition("\nExamples:\n")
    purpose, *details = (" ".join(each.split()) for each in text.strip().split("\n\n"))
    return purpose, details, _examples(examples)


def _examples(lines: str) -> list[HelpEntry]:
    parts = (line.partition("  # ") for line in lines.splitlines() if line.strip())
    return [HelpEntry(command.strip(), text.strip()) for command, _, text in parts]


def print_page(command: str | None) -> None:
    """Print the page of a command, or else of jkr; headings in bold on a terminal. Raises JkrError."""
    page = of_command(command) if command else of_program()
    bold = environment.on_terminal() and environment.color_depth("auto", to_file=False) != "none"
    print_text("\n".join(_lines(page, min(environment.width(), _MAX_WIDTH), bold)) + "\n")


def _lines(page: HelpPage, width: int, bold: bool) -> Iterator[str]:
    def heading(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if bold else text

    yield f"{heading('Usage:')} {page.usage}"
    for paragraph in (page.purpose, *page.details):
        yield ""
        yield from wrap(paragraph, width, break_on_hyphens=False)
    yield ""
    yield heading("Examples:")
    yield from entry_lines(page.examples, width, max((len(each.names) for each in page.examples), default=0) + 4)
    names = max(len(entry.names) for group in page.groups.values() for entry in group)
    for title, group in page.groups.items():
        yield ""
        yield heading(f"{title}:")
        yield from entry_lines(group, width, min(names, _NAMES_WIDTH) + 4)


def entry_lines(entries: Iterable[tuple[str, str]], width: int, margin: int) -> Iterator[str]:
    """Two columns: names, and texts from column `margin` on; below one another where that is too narrow."""
    if width - margin < 24:
        for names, text in entries:
            yield f"  {names.strip()}"
            yield from (f"      {line}" for line in wrap(text, max(width - 6, 16)))
        return
    for names, text in entries:
        lines = wrap(text, width - margin, break_on_hyphens=False) or [""]
        if len(names) > margin - 4:
            yield f"  {names}"
        else:
            yield f"  {names:<{margin - 2}}{lines.pop(0)}".rstrip()
        yield from (" " * margin + line for line in lines)
