"""The man page, from the same help pages as `--help`: `python -m docs.update` writes it to jkr.1."""

import re
from collections.abc import Iterable, Iterator

from jkrtimeline import __version__
from jkrtimeline.cli import help_page
from jkrtimeline.cli.app import COMMANDS
from jkrtimeline.cli.help_page import HelpEntry

from .tables import ENVIRONMENT, EXIT_CODES

DATE = "2025-06-19"
"""Last day that the bundled data covers, as the date of the page."""

DESCRIPTION = (
    "jkr prints a curated, sourced chronology: Japan–South Korea relations from 2023 to June 2025, or any event file"
    " of the same shape.",
    "On a terminal, text that does not fit goes through a pager. A pipe gets one line per event, with fields separated"
    " by tabs. Nothing is sent over the network.",
)
FILES = (
    ("$XDG_CACHE_HOME/jkr", "The index, made from the event files. It can be deleted at any time."),
    ("mine.yaml", "An event file in YAML, JSON or JSON Lines; see jkr new, jkr schema and jkr check."),
)


def to_roff() -> str:
    """The page, in the man macros that both groff and mandoc read."""
    program = help_page.of_program()
    parts = [
        f'.TH JKR 1 {DATE} "jkr {__version__}" "User Commands"',
        *section("NAME", [f"jkr \\- {escaped(program.purpose[:1].lower() + program.purpose[1:].rstrip('.'))}"]),
        *section("SYNOPSIS", [f".B jkr\n.I COMMAND\n{escaped('[OPTIONS]')}"]),
        *section("DESCRIPTION", paragraphs(DESCRIPTION)),
        *section("OPTIONS", entries(program.groups["Options"])),
        *section("COMMANDS", commands()),
        *section("EXIT STATUS", entries(HelpEntry(code, plain(text)) for code, text in EXIT_CODES)),
        *section("ENVIRONMENT", entries(HelpEntry(name, plain(text)) for name, text in ENVIRONMENT)),
        *section("FILES", entries(HelpEntry(*each) for each in FILES)),
        *section("EXAMPLES", entries(program.examples)),
        *section("SEE ALSO", [".BR jq (1),", ".BR less (1)"]),
    ]
    return "\n".join(parts) + "\n"


def section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    yield f".SH {heading}"
    yield from lines


def commands() -> Iterator[str]:
    """Each command as a subsection: what it does, its options by group, examples."""
    for name in COMMANDS:
        page = help_page.of_command(name)
        yield f'.SS "{escaped(page.usage)}"'
        yield from paragraphs([page.purpose, *page.details])
        for heading, group in page.groups.items():
            if heading == "Help":  # the same for every command
                continue
            yield f".PP\n{escaped(heading)}:"
            yield from entries(group)
        yield ".PP\nExamples:"
        yield from entries(page.examples)


def paragraphs(texts: Iterable[str]) -> Iterator[str]:
    """Paragraphs; the first follows its heading."""
    for number, text in enumerate(texts):
        if number:
            yield ".PP"
        yield escaped(text)


def entries(items: Iterable[HelpEntry]) -> Iterator[str]:
    """A tagged list."""
    for names, text in items:
        yield f".TP\n.B {escaped(names.strip())}"
        if text:
            yield escaped(text)


def plain(markdown: str) -> str:
    """Text without the marks of Markdown."""
    return markdown.replace("`", "")


def escaped(text: str) -> str:
    """Text in roff: with typed hyphens, and without lines that start as a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq")
    return re.sub(r"(?m)^\.", "\\\\&.", text)
