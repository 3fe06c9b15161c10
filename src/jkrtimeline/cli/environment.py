"""The environment of a command: its data files, cache, clock, colours and terminal."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import IO, Literal

from ..catalog import Catalog
from ..errors import DataError, JkrError, UsageError, unknown_name
from ..formats import ColorDepth, RenderOptions
from ..index.cache_dir import cache_folder
from ..index.data_files import STDIN, paths_of
from ..index.database import Index
from .messages import Bar

FILE_ENDINGS = (".yaml", ".yml", ".json", ".jsonl", ".ndjson")
"""Endings of the event files in a folder."""

COLOURS = ("auto", "always", "never")
"""Values of --color."""

MIN_WIDTH, MAX_WIDTH = 30, 120
"""Columns of text for reading; shorter lines have no room for dates and titles, longer ones are hard to follow."""


def open_catalog(files: Sequence[str] | None, today: str | None = None) -> Catalog:
    """The catalog of the named data files, else of those of JKR_DATA, else of the bundled one. Raises JkrError."""
    day = current_day(today)
    paths = data_files(files)
    return Catalog(Index(paths, cache(), stdin(paths), progress_bar()), day)


def cache() -> Path | None:
    """The folder for index files."""
    return cache_folder(os.environ)


def progress_bar() -> Bar | None:
    """A bar on standard error while an index is built, if that is a terminal."""
    return Bar(sys.stderr) if on_terminal(standard_error=True) else None


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
    return paths_of([path for name in files or files_of_environment() for path in _expand_path(name)])


def _expand_path(name: str) -> list[str]:
    """A data file as people name it, with `~`, a folder or a pattern expanded. A name without a file stays unchanged.
    Raises UsageError and DataError."""
    if checked_path(name) in (STDIN, "bundled") or os.path.isfile(name):
        return [name]
    path = os.path.expanduser(name) if name.startswith("~") and not os.path.exists(name) else name
    if os.path.isdir(path):
        files = sorted(
            entry.path for entry in os.scandir(path) if entry.is_file() and entry.name.endswith(FILE_ENDINGS)
        )
        if not files:
            raise DataError(
                f"{path}: a folder without event files", hint=f"name a file, or a folder with {', '.join(FILE_ENDINGS)}"
            )
        return files
    if not os.path.lexists(path) and any(sign in path for sign in "*?["):
        from glob import glob

        matching = sorted(each for each in glob(path) if os.path.isfile(each))
        if not matching:
            raise DataError(f"{path}: no file matches", hint="check the pattern")
        return matching
    return [path]


def checked_path(path: str) -> str:
    """`path`, if it can be the name of a file. Raises UsageError."""
    try:
        possible = path and b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # half of a surrogate pair
        possible = False
    if not possible:
        raise UsageError(f"{path!r} is not a file name", hint="name a file")
    return path


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


def render_options(color: str | None, *, to_file: bool) -> RenderOptions:
    """How to print text for reading here. `color` is --color. Raises UsageError."""
    if color is not None and color not in COLOURS:
        raise unknown_name("--color", color, COLOURS)
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    colours = color_depth(color or "auto", to_file)
    links = colours in ("256", "truecolor")  # terminals with fewer colours may print a hyperlink's address
    return RenderOptions(
        width=width(),
        colours=colours,
        unicode=to_file or encoding.startswith("utf"),
        links=links,
        background=background(),
        ambiguous=not to_file and is_ambiguous_wide(),
        height=0 if to_file else _screen_size().lines,
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
    return min(max(_screen_size().columns, MIN_WIDTH), MAX_WIDTH)


def _screen_size() -> os.terminal_size:
    """COLUMNS and LINES, else the size of the terminal; 0 lines without one."""
    return get_terminal_size((80, 24 if on_terminal() else 0))


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


def background() -> Literal["dark", "light", ""]:
    """The background: JKR_THEME, else COLORFGBG (`15;0` is white on black); empty if unknown. Raises UsageError."""
    theme = os.environ.get("JKR_THEME", "")
    if theme in ("dark", "light"):
        return "dark" if theme == "dark" else "light"
    if theme:
        raise UsageError(f"JKR_THEME is {theme!r}", hint="set it to dark or light")
    number = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    if not (number.isascii() and number.isdigit()):
        return ""
    # Of the 16 colours, white (7) and the bright ones are light, but not grey (8), as in Vim.
    return "light" if int(number) == 7 or 9 <= int(number) <= 15 else "dark"


def is_ambiguous_wide() -> bool:
    """Whether characters of ambiguous width take two cells: JKR_WIDTH, else a CJK locale. Raises UsageError."""
    width = os.environ.get("JKR_WIDTH", "")
    if width in ("cjk", "narrow"):
        return width == "cjk"
    if width:
        raise UsageError(f"JKR_WIDTH is {width!r}", hint="set it to cjk or narrow")
    locale = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := os.environ.get(name))), "")
    return locale[:2].lower() in ("ja", "ko", "zh")
