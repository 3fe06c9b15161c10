"""The table of formats, and what they are told about where they print. Loads none of them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol


class Format(NamedTuple):
    """One format: `module` has a function `write_NAME` (with `_` for `-`) for a Result. A file whose name ends
    in one of `suffixes` gets it. `fields` and `raw` tell whether --fields and --raw have a meaning;
    `events` whether only events can be written so."""

    name: str
    module: str
    about: str
    suffixes: tuple[str, ...] = ()
    fields: bool = True
    events: bool = False
    raw: bool = False


FORMATS = {
    each.name: each
    for each in (
        Format("text", "terminal", "the picture for people (the default on a terminal)", (".txt",), fields=False),
        Format("plain", "plain", "one line each, tab-separated, nothing cut (the default in a pipe)"),
        Format("json", "records", "one JSON array", (".json",)),
        Format("jsonl", "records", "one JSON object a line; can be read back with --data", (".jsonl", ".ndjson")),
        Format("csv", "records", "comma-separated, with a header; lists joined with '; '", (".csv",), raw=True),
        Format("tsv", "records", "tab-separated, with a header; lists joined with '; '", (".tsv",), raw=True),
        Format("yaml", "records", "an event file with what it needs", (".yaml", ".yml"), fields=False, events=True),
        Format("markdown", "markdown", "a brief for a memo, sources numbered", (".md", ".markdown"), False, True),
        Format("ics", "ics", "a calendar of all-day events (iCalendar)", (".ics",), False, True),
        Format("timelinejs", "timelinejs", "slides for TimelineJS of Knight Lab", (".timeline.json",), False, True),
        Format("csl-json", "citations", "the sources, for Zotero and pandoc", (".csl.json",), False, True),
        Format("bibtex", "citations", "the sources, for LaTeX with biblatex", (".bib",), False, True),
        Format("html", "html", "a web page, whole in one file", (".html", ".htm"), fields=False, events=True),
    )
}

ColorDepth = Literal["none", "standard", "256", "truecolor"]


class RenderOptions(NamedTuple):
    """How and where is printed: columns, colours, whether letters beyond ASCII and hyperlinks (OSC 8) can be
    shown, and whether summaries and sources are wanted, in text for people; in a table, whether its cells are
    made safe for a spreadsheet (`defused`) and for a terminal (`visible`)."""

    width: int = 80
    colours: ColorDepth = "none"
    unicode: bool = True
    full: bool = False
    links: bool = False
    defused: bool = True
    visible: bool = True


if TYPE_CHECKING:
    from collections.abc import Callable

    class Writer(Protocol):
        """Where a format writes: text, in as many pieces as it likes."""

        def write(self, text: str, /) -> object: ...


def load(name: str) -> "Callable[[Any, Writer, RenderOptions], None]":
    """The function that writes a Result in this format; imports its module."""
    function: Callable[[Any, Writer, RenderOptions], None] = getattr(
        import_module(f"{__name__}.{FORMATS[name].module}"), f"write_{name.replace('-', '_')}"
    )
    return function
