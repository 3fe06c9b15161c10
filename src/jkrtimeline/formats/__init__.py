"""The table of output formats, and the options that they draw with. Imports none of them.

To add a format, write a module with a function `write(result, out, options)` and add its row here.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol


class Format(NamedTuple):
    """One output format.

    `suffixes` are the file name endings that select it. `fields` says whether --fields applies, `table` whether
    --raw and --bom do, `events` whether it can hold events only. `module` names its module where that is not
    the format's name (with `_` for `-`).
    """

    name: str
    about: str
    suffixes: tuple[str, ...] = ()
    fields: bool = True
    events: bool = False
    table: bool = False
    module: str = ""


FORMATS = {
    each.name: each
    for each in (
        Format("text", "formatted for reading (default on a terminal)", (".txt",), fields=False, module="terminal"),
        Format("plain", "one tab-separated line each, nothing cut (default in a pipe)"),
        Format("json", "one JSON array", (".json",)),
        Format("jsonl", "one JSON object per line; --data reads it back", (".jsonl", ".ndjson")),
        Format("csv", "comma-separated, with a header; lists joined with '; '", (".csv",), table=True),
        Format("tsv", "tab-separated, with a header; lists joined with '; '", (".tsv",), table=True),
        Format("yaml", "an event file with the actors, themes and threads it uses", (".yaml", ".yml"), False, True),
        Format("markdown", "a brief with numbered sources", (".md", ".markdown"), False, True),
        Format("ics", "a calendar of all-day events (iCalendar)", (".ics",), False, True),
        Format("timelinejs", "slides for TimelineJS by Knight Lab", (".timeline.json",), False, True),
        Format("csl-json", "the sources, for Zotero and pandoc", (".csl.json",), False, True),
        Format("bibtex", "the sources, for BibTeX and biblatex", (".bib",), False, True),
        Format("html", "a web page in one file", (".html", ".htm"), fields=False, events=True),
    )
}

ColorDepth = Literal["none", "standard", "256", "truecolor"]


class RenderOptions(NamedTuple):
    """How and where output is drawn.

    For text: `width` in cells, the `colours` and `links` (OSC 8) that the terminal supports, whether it shows
    `unicode`, whether summaries and sources are wanted (`full`), the `background` if it is known, whether characters
    of ambiguous width take two cells (`ambiguous`), and the lines of the screen (`height`, 0 when there is none).
    For tables: whether cells are `defused` for spreadsheets and made `visible` for terminals, and whether a byte order
    mark (`bom`) comes first.
    """

    width: int = 80
    colours: ColorDepth = "none"
    unicode: bool = True
    full: bool = False
    links: bool = False
    defused: bool = True
    visible: bool = True
    bom: bool = False
    background: Literal["dark", "light", ""] = ""
    ambiguous: bool = False
    height: int = 0


if TYPE_CHECKING:
    from collections.abc import Callable

    from ..query import Result

    class Writer(Protocol):
        """A stream that takes text in any number of pieces."""

        def write(self, text: str, /) -> object: ...


def load(name: str) -> "Callable[[Result, Writer, RenderOptions], None]":
    """Import the module of a format and return its `write`."""
    module = FORMATS[name].module or name.replace("-", "_")
    write: Callable[[Result, Writer, RenderOptions], None] = import_module(f"{__name__}.{module}").write
    return write
