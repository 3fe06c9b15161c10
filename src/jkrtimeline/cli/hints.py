"""Hints for what was typed by mistake: a command or option of another program; a name, an event or search words where
a PERIOD belongs."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING, Literal

from ..errors import JkrError, UsageError
from ..index import lookup
from ..periods import NotAPeriod
from ..stats import DIMENSIONS
from ..text.sanitize import visible
from ..text.suggest import did_you_mean, nearest_names

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..filters import Filters

COMMAND_HINTS = {
    **dict.fromkeys(("export", "save", "write", "output", "html", "web", "ics"), "write a file: jkr timeline -o FILE"),
    **dict.fromkeys(("chart", "graph", "plot", "draw", "svg", "picture"), "draw a chart: jkr timeline -o FILE.svg"),
    **dict.fromkeys(("list", "ls", "log", "events", "all", "dates", "history"), "list events: jkr timeline"),
    **dict.fromkeys(("latest", "recent", "last", "tail", "news"), "the latest events: jkr timeline --reverse -n 5"),
    **dict.fromkeys(("first", "head"), "the first events: jkr timeline -n 5"),
    **dict.fromkeys(("today", "yesterday"), "the events of a day: jkr timeline today"),
    **dict.fromkeys(("around", "near"), "events near a date or an event: jkr timeline --around DATE"),
    **dict.fromkeys(("find", "grep", "query", "filter", "match"), "search: jkr search WORDS"),
    **dict.fromkeys(("when", "what", "where", "why", "how", "did"), "search: jkr search WORDS"),
    **dict.fromkeys(("view", "get", "cat", "event", "read", "print", "details"), "read an event: jkr show ID"),
    **dict.fromkeys(("url", "link", "source"), "open a source of an event: jkr open ID"),
    **dict.fromkeys(("validate", "lint", "verify", "test"), "check a file: jkr check FILE"),
    "convert": "make an event file: jkr import FILE; write another format: jkr timeline -o FILE",
    **dict.fromkeys(("load", "read-file"), "make an event file: jkr import FILE"),
    **dict.fromkeys(("init", "create", "template", "start"), "start an event file: jkr new FILE"),
    **dict.fromkeys(("add", "edit", "delete", "remove"), "edit the event file itself, then check it: jkr check FILE"),
    **dict.fromkeys(("people", "persons", "person", "actor"), "list people and organisations: jkr actors"),
    "who": "who held an office when: jkr offices WORDS --on DATE; people: jkr actors",
    **dict.fromkeys(
        ("office", "minister", "ministers", "president", "presidents", "ambassador", "ambassadors", "leaders"),
        "who held an office when: jkr offices WORDS --on DATE",
    ),
    **dict.fromkeys(("topics", "tags", "categories", "theme"), "list themes: jkr themes"),
    **dict.fromkeys(("stories", "series", "thread"), "list threads: jkr threads"),
    **dict.fromkeys(("places", "locations", "place"), "count events by place: jkr stats --by place"),
    **dict.fromkeys(("publishers", "publisher", "outlets"), "count events by publisher: jkr stats --by publisher"),
    **dict.fromkeys(("count", "histogram", "statistics", "counts"), "count events: jkr stats"),
    **dict.fromkeys(("gaps", "silence", "silences"), "the longest times without an event: jkr stats --gaps 5"),
    **dict.fromkeys(("compare", "changes"), "compare two event files: jkr diff OLD NEW"),
    **dict.fromkeys(("cite", "citation"), "cite the data: jkr info --cite"),
    **dict.fromkeys(("bib", "bibtex", "bibliography", "references"), "a bibliography: jkr sources -o FILE.bib"),
    **dict.fromkeys(("ui", "tui", "gui", "interactive"), "browse full-screen: jkr browse"),
    **dict.fromkeys(("man", "manual", "usage", "commands"), "list the commands: jkr help"),
    "version": "print the version: jkr --version",
}
"""A command of another program → the hint for it."""

OPTION_HINTS = {
    **dict.fromkeys(("--from", "--after", "--start", "--begin"), "--since"),
    **dict.fromkeys(("--to", "--before", "--end", "--till"), "--until"),
    **dict.fromkeys(("--date", "--during", "--period", "--year", "--month"), "--in"),
    **dict.fromkeys(("--near",), "--around"),
    **dict.fromkeys(("--who", "--person", "--people", "--country", "--author"), "--actor"),
    **dict.fromkeys(("--topic", "--tag", "--category", "--subject"), "--theme"),
    **dict.fromkeys(("--where", "--location", "--at"), "--place"),
    **dict.fromkeys(("--grep", "--search", "--query", "--words"), "--match"),
    **dict.fromkeys(("--level", "--priority"), "--importance"),
    **dict.fromkeys(("--max", "--max-count", "--head", "--lines", "--top", "--number"), "--limit"),
    **dict.fromkeys(("--out", "--save", "--export", "--file", "--to-file"), "--output, or for event files --data"),
    **dict.fromkeys(("--input", "--infile", "--source"), "--data"),
    **dict.fromkeys(("--columns", "--keys", "--select"), "--fields"),
    **dict.fromkeys(("--order", "--order-by", "--sort-by"), "--sort"),
    **dict.fromkeys(("--colour", "--colors", "--no-color", "--no-colour"), "--color WHEN (auto, always or never)"),
    **dict.fromkeys(("--verbose", "--details", "--long"), "--full"),
    "--group-by": "--by",
    "--by": "jkr stats --by",
    **dict.fromkeys(("--publisher", "--outlet"), "jkr stats --by publisher, or jkr sources"),
}
"""An option of another program → that of jkr."""

_DIMENSION_HINTS = {
    **dict.fromkeys(("source", "sources"), "--by publisher counts publishers; jkr sources lists sources"),
    **dict.fromkeys(("outlet", "outlets", "media", "newspaper", "agency"), "--by publisher"),
    **dict.fromkeys(("day", "date", "week"), "--by month is the shortest unit of time"),
    **dict.fromkeys(("country", "person", "people", "party", "name"), "--by actor"),
    **dict.fromkeys(("topic", "tag", "category", "subject"), "--by theme"),
    **dict.fromkeys(("story", "series"), "--by thread"),
    **dict.fromkeys(("location", "city", "where"), "--by place"),
    **dict.fromkeys(("level", "priority"), "--by importance"),
}
"""A dimension that jkr does not count by → the hint for it."""

_NAME_OPTIONS: dict[Literal["actor", "theme", "thread"], str] = {"actor": "-a", "theme": "-t", "thread": "--thread"}
"""A kind of entry → the option of its name."""


def require_dimensions(names: Iterable[str | None]) -> None:
    """Raise UsageError, with its hint, for a dimension of _DIMENSION_HINTS."""
    for name in names:
        if name and "," in name:
            raise UsageError(f"unknown dimension {name!r}", hint=f"write --by {name.replace(',', ' --and ', 1)}")
        if name and (hint := _DIMENSION_HINTS.get(name.lower())):
            raise UsageError(f"unknown dimension {name!r}", hint=hint)


def command_hint(name: str, commands: Iterable[str]) -> str:
    """The hint for an unknown command: the one that does the same in jkr, the nearest, or what opens a date or name."""
    if hint := COMMAND_HINTS.get(name.lower()):
        return hint
    if near := did_you_mean(name, commands):
        return near
    for other in nearest_names(name, COMMAND_HINTS, 1):
        return COMMAND_HINTS[other]
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", name, re.ASCII):
        return f"jkr help lists the commands; for the events of {name}: jkr timeline {name}"
    return f"jkr help lists the commands; to search for it: jkr search {quote(visible(name))}"


def with_better_hint(error: UsageError, catalog: "Catalog", text: str, command: str) -> UsageError:
    """`error`, with a better hint if it says that `text`, the PERIOD of a command, is not a period."""
    if not isinstance(error, NotAPeriod) or repr(text) not in error.message:
        return error
    return UsageError(error.message, hint=next(_period_hints(catalog, text, command), error.hint))


def _period_hints(catalog: "Catalog", text: str, command: str) -> Iterator[str]:
    """Hints for a text that is not a period, the best first."""
    words = [word for word in text.lower().split() if word not in ("by", "per", "and")]
    dimensions = [word.removesuffix("s") if word.removesuffix("s") in DIMENSIONS else word for word in words]
    if command == "stats" and 0 < len(words) < 3 and set(dimensions) <= set(DIMENSIONS):
        yield f"to count by it: jkr stats --by {' --and '.join(dimensions)}"
    if any(catalog.index.read(lookup.named, kind, text) for kind in _NAME_OPTIONS if command == f"{kind}s"):
        yield f"about it: jkr show {quote(text)}"
    yield from _by_name(catalog, text, command)
    yield from _two_parts(catalog, text, command)
    ids = catalog.index.read(lookup.ids_with, text, 2)
    if len(ids) == 1:
        yield f"for the days of the event: @{ids[0]}; to read it: jkr show {ids[0]}"
    if catalog.count(catalog.query(text, limit=1)):
        yield f"to search for it: jkr search {quote(text)}"


def _by_name(catalog: "Catalog", text: str, command: str, period: str = "") -> Iterator[str]:
    """The option for a text that names an actor, theme or thread."""
    for kind, option in _NAME_OPTIONS.items():
        filters: Filters = {}
        filters[kind] = [text]
        with suppress(UsageError):
            catalog.query(**filters)
            yield f"for the {kind}: jkr {command} {period}{option} {quote(text)}"


def _two_parts(catalog: "Catalog", text: str, command: str) -> Iterator[str]:
    """The hint for `2024 ishiba` and `ishiba 2024`, and for two periods."""
    words = [word for word in text.replace(",", " ").split() if word != "and"]
    for number in range(1, len(words)):
        one, two = " ".join(words[:number]), " ".join(words[number:])
        with suppress(JkrError):
            catalog.read_period(f"{one} to {two}")
            yield f"for both and the time between: {quote(f'{one} to {two}')}; else ask for one after the other"
        for period, name in ((one, two), (two, one)):
            with suppress(JkrError):
                catalog.read_period(period)
                yield from _by_name(catalog, name, command, f"{quote(period)} ")
