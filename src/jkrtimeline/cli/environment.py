"""The environment of a command: its data files, cache, clock, colours and terminal."""

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
from . import terminal_traits
from .data_paths import expand_paths
from .messages import unknown

COLOURS = ("auto", "always", "never")
"""Values of --color."""

MIN_WIDTH, MAX_WIDTH = 30, 120
"""Columns of text for reading; shorter lines have no room for the rail, longer ones are hard to follow."""


def open_catalog(files: Sequence[str] | None, today: str | None = None) -> Catalog:
    """The catalog of the named data files, else of those of JKR_DATA, else of the bundled one. Raises JkrError."""
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


def data_files(files: Sequence[str] | None) -> tuple[str, ...]:
    """The paths of the named data files, else of those of JKR_DATA, else of the bundled one. Raises JkrError."""
    return paths_of(expand_paths(files or files_of_environment()))


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
        raise unknown("--color", color, COLOURS)
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    colours = color_depth(color or "auto", to_file)
    links = colours in ("256", "truecolor")  # terminals with fewer colours may print a hyperlink's address
    return RenderOptions(
        width=width(),
        colours=colours,
        unicode=to_file or encoding.startswith("utf"),
        full=full,
        links=links,
        background=terminal_traits.background(os.environ),
        ambiguous=not to_file and terminal_traits.is_ambiguous_wide(os.environ),
        height=0 if to_file else _screen_size("LINES", 1, default=24),
    )


def open_in_browser(address: str) -> None:
    """Open an http(s) address in the user's browser. Raises JkrError."""
    import webbrowser

    if not address.startswith(("http://", "https://")):
        raise JkrError(f"{address!r} is not an http or https address", hint="only web pages are opened")
    if not webbrowser.open(address):
        raise JkrError("no browser can be started", hint="set BROWSER, or print the address with --print")


def width() -> int:
    """Columns for text: those of the terminal, within MIN_WIDTH and MAX_WIDTH."""
    return min(max(_screen_size("COLUMNS", 0, default=80) or 80, MIN_WIDTH), MAX_WIDTH)


def _screen_size(variable: str, axis: int, *, default: int) -> int:
    """The columns (axis 0) or lines (1) of the screen: those of a variable, else of the terminal, `default` if it
    reports none; 0 without a terminal."""
    with suppress(ValueError):
        if (size := int(os.environ.get(variable, ""))) > 0:
            return size
    try:
        return os.get_terminal_size(sys.stdout.fileno())[axis] or default
    except (OSError, ValueError, AttributeError):
        return 0


def color_depth(color: str, to_file: bool) -> ColorDepth:
    """The colours to use; `color` is --color.

    Follows the conventions of no-color.org, force-color.org and bixense.com/clicolors, in this order.
    """
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
