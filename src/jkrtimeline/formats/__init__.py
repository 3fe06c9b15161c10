"""The table of output formats, and the options for drawing them. Imports no format.

To add a format, write a module with a function `write(result, out, options)` and add its row here.
"""

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..query import Result


class Format(NamedTuple):
    """One output format.

    `suffixes` are the file name endings that select it. `fields` says whether --fields applies, `table` whether
    --raw and --bom do. A format of `events` holds rows of events and of the kinds in `also`; others hold any row.
    `binary` output is bytes, which no terminal shows.
    """

    name: str
    about: str
    suffixes: tuple[str, ...] = ()
    fields: bool = True
    events: bool = False
    table: bool = False
    binary: bool = False
    also: tuple[str, ...] = ()


events_format: partial[Format] = partial(Format, fields=False, events=True)
"""A format of events only, whole: without --fields. `also` names other kinds of rows that it holds."""

FORMATS = {
    each.name: each
    for each in (
        Format("text", "formatted for reading (default on a terminal)", (".txt",), fields=False),
        Format("plain", "one tab-separated line each, nothing cut (default in a pipe)"),
        Format("json", "one JSON array", (".json",)),
        Format("jsonl", "one JSON object per line; --data reads it back", (".jsonl", ".ndjson")),
        Format("csv", "comma-separated, with a header; lists joined with '; '", (".csv",), table=True),
        Format("tsv", "tab-separated, with a header; lists joined with '; '", (".tsv",), table=True),
        Format("xlsx", "a workbook for Excel and LibreOffice; jkr import reads it back", (".xlsx",), binary=True),
        events_format(
            "sqlite",
            "a database for sqlite-utils and Datasette, with search",
            (".db", ".sqlite", ".sqlite3"),
            binary=True,
        ),
        events_format(
            "datapackage",
            "a zip of linked tables with their schemas (Frictionless Data Package)",
            (".zip",),
            binary=True,
        ),
        events_format(
            "yaml", "an event file with the actors, themes and threads it uses", (".yaml", ".yml"), also=("office",)
        ),
        events_format(
            "markdown", "a brief with footnotes, for GitHub and pandoc", (".md", ".markdown"), also=("source", "office")
        ),
        events_format("ics", "a calendar of all-day events (iCalendar)", (".ics",)),
        events_format("timelinejs", "slides for TimelineJS by Knight Lab", (".timeline.json",)),
        events_format("csl-json", "the sources, for Zotero and pandoc", (".csl.json",), also=("source",)),
        events_format("bibtex", "the sources, for BibTeX and biblatex", (".bib",), also=("source",)),
        events_format("svg", "a chart for a slide or a paper", (".svg",)),
        events_format("html", "a web page in one file", (".html", ".htm")),
    )
}


def formats_of(kind: str) -> list[str]:
    """The names of the formats that can hold rows of a kind."""
    return [name for name, each in FORMATS.items() if not each.events or kind in ("event", *each.also)]


Lanes = Literal["theme", "thread", "actor", "none"]
LANES: "tuple[Lanes, ...]" = ("theme", "thread", "actor", "none")
"""What the lanes of a chart can hold."""

SMALLEST_CHART, LARGEST_CHART = (400, 300), (10_000, 10_000)
"""Width and height in pixels. A smaller chart has no room for its caption."""


def is_chart_size(size: tuple[int, int]) -> bool:
    """Whether a chart can have this width and height."""
    (least, low), (most, high) = SMALLEST_CHART, LARGEST_CHART
    return len(size) == 2 and least <= size[0] <= most and low <= size[1] <= high


ColorDepth = Literal["none", "standard", "256", "truecolor"]


class RenderOptions(NamedTuple):
    """How and where output is drawn.

    For text: the `width` of a line in cells; the `colours` and `links` (OSC 8) that the terminal supports; whether it
    shows `unicode`, and characters of `ambiguous` width in two cells; whether to show summaries and sources (`full`)
    and `ids`; the `background`, empty if unknown; the lines of the screen (`height`, 0 without one).
    For tables: whether to keep cells from running as formulas in a spreadsheet (`defused`) and from controlling a
    terminal (`sanitized`), and whether to begin with a byte order mark (`bom`).
    For a chart: what its `lanes` hold, and its `size` in pixels.
    """

    width: int = 80
    colours: ColorDepth = "none"
    unicode: bool = True
    full: bool = False
    links: bool = False
    defused: bool = True
    sanitized: bool = True
    bom: bool = False
    background: Literal["dark", "light", ""] = ""
    ambiguous: bool = False
    height: int = 0
    ids: bool = False
    lanes: "Lanes" = "theme"
    size: tuple[int, int] = (1600, 900)


class Writer(Protocol):
    """A stream that takes text in any number of pieces."""

    def write(self, text: str, /) -> object: ...


class BinaryWriter(Protocol):
    """A stream that takes bytes in any number of pieces."""

    def write(self, data: bytes, /) -> object: ...


def load_writer(name: str) -> "Callable[[Result, Any, RenderOptions], None]":
    """Import the module of a format and return its `write`. The second argument of `write` is a Writer, or a
    BinaryWriter for a binary format."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    write: Callable[[Result, Any, RenderOptions], None] = module.write
    return write
