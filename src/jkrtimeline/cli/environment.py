"""The environment of a command: variables, clock, data files and terminal. Only this module reads them."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO

from ..catalog import Catalog
from ..errors import JkrError, UsageError
from ..formats import ColorDepth, RenderOptions
from ..index.cache_dir import cache_folder
from ..index.data_files import STDIN, Progress, paths_of
from ..index.database import Index
from ..text.suggest import did_you_mean
from . import terminal_traits
from .data_paths import expand

COLOURS = ("auto", "always", "never")
"""Values of --color."""

MIN_WIDTH, MAX_WIDTH = 30, 120
"""Columns of text for reading; shorter lines have no room for the rail, longer ones are hard to follow."""


def open_catalog(files: Sequence[str], today: str | None = None) -> Catalog:
    """The catalog of the data files that are named, of JKR_DATA, or of the bundled one. Raises JkrError."""
    day = current_day(today)
    paths = data_files(files)
    return Catalog(Index(paths, cache(), stdin(paths), progress()), day)


def cache() -> Path | None:
    """The folder for index files."""
    return cache_folder(os.environ)


def progress() -> Progress | None:
    """A bar on standard error, if that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    from .progress import Bar

    return Bar(sys.stderr)


def current_day(today: str | None) -> date:
    """The day that relative periods count from: `--today`, JKR_TODAY or the clock. Raises UsageError."""
    if today is not None:
        return _day(today, "--today", "write a day: --today 2025-06-18")
    variable = os.environ.get("JKR_TODAY")
    return _day(variable, "JKR_TODAY", "set it to a day: JKR_TODAY=2025-06-18") if variable else date.today()


def _day(text: str, name: str, hint: str) -> date:
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name} is {text!r}, not a day", hint=hint) from None


def data_files(files: Sequence[str]) -> tuple[str, ...]:
    """The paths of the data files: those that are named, those of JKR_DATA, or the bundled one."""
    return paths_of(expand(files or files_of_environment()))


def files_of_environment() -> list[str]:
    """The data files of JKR_DATA."""
    return [part for part in os.environ.get("JKR_DATA", "").split(os.pathsep) if part]


def stdin(paths: Sequence[str]) -> IO[bytes] | None:
    """Standard input, if `paths` name it. Raises UsageError when they do so twice."""
    if paths.count(STDIN) > 1:
        raise UsageError("standard input can be read only once", hint="give - once")
    return sys.stdin.buffer if STDIN in paths and sys.stdin is not None else None


def on_terminal(*, standard_error: bool = False) -> bool:
    """Whether standard output, or standard error, is a terminal."""
    stream = sys.stderr if standard_error else sys.stdout
    return stream is not None and stream.isatty()


def render_options(color: str | None, full: bool, to_file: bool) -> RenderOptions:
    """How to print text for reading here. `color` is --color. Raises UsageError."""
    if color is not None and color not in COLOURS:
        raise UsageError(f"unknown --color {color!r}", hint=did_you_mean(color, COLOURS, "auto, always or never"))
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    colours = color_depth(color or "auto", to_file)
    links = colours in ("256", "truecolor")  # terminals with fewer colours may print a hyperlink's address
    return RenderOptions(
        width(),
        colours,
        to_file or encoding.startswith("utf"),
        full,
        links,
        background=terminal_traits.background(os.environ),
        ambiguous=not to_file and terminal_traits.is_ambiguous_wide(os.environ),
        height=0 if to_file else _lines(),
    )


def open_in_browser(address: str) -> None:
    """Open an http(s) address in the user's browser. Raises JkrError."""
    import webbrowser

    if not address.startswith(("http://", "https://")):
        raise JkrError(f"{address!r} is not an http or https address", hint="only web pages are opened")
    if not webbrowser.open(address):
        raise JkrError("no browser can be started", hint="set BROWSER, or print the address with --print")


def width() -> int:
    """Columns for text: those of the terminal, at most MAX_WIDTH."""
    return min(max(_columns(), MIN_WIDTH), MAX_WIDTH)


def _lines() -> int:
    """Lines of the terminal; 0 when there is none."""
    with suppress(ValueError):
        if (lines := int(os.environ.get("LINES", ""))) > 0:
            return lines
    try:
        return (os.get_terminal_size(sys.stdout.fileno()).lines or 24) if on_terminal() else 0
    except (OSError, ValueError, AttributeError):
        return 0


def _columns() -> int:
    with suppress(ValueError):
        if (columns := int(os.environ.get("COLUMNS", ""))) > 0:
            return columns
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80  # 0: of unknown size
    except (OSError, ValueError, AttributeError):
        return 80


def color_depth(color: str, to_file: bool) -> ColorDepth:
    """The colours to use; `color` is --color. Follows no-color.org, force-color.org and bixense.com/clicolors, in this
    order."""
    terminal = os.environ.get("TERM", "")
    if color == "auto":
        if os.environ.get("NO_COLOR"):
            return "none"
        forced = os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") != "0"
        unwanted = to_file or not on_terminal() or terminal == "dumb" or os.environ.get("CLICOLOR") == "0"
        if unwanted and not forced:
            return "none"
    if color == "never":
        return "none"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "truecolor"
    return "standard" if terminal and "256" not in terminal and on_terminal() else "256"
