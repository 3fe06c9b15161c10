"""What a command finds around it: the environment, the clock, the data, the terminal. Read here only."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO

from ..catalog import Catalog
from ..errors import UsageError
from ..formats import ColorDepth, RenderOptions
from ..index.cache_dir import cache_folder
from ..index.data_files import STDIN, Progress, paths_of
from ..index.database import Index
from ..text.suggest import did_you_mean

COLOURS = ("auto", "always", "never")
"""When to use colours."""

MIN_WIDTH, MAX_WIDTH = 30, 120
"""Columns; a shorter line has no room for the rail, a longer one is hard to follow with the eye."""


def open_catalog(files: Sequence[str], today: str | None = None) -> Catalog:
    """The catalog of the data files that were named, of JKR_DATA, or of the bundled one."""
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
    """The day that relative periods count from: `--today`, JKR_TODAY or the clock."""
    given = today or os.environ.get("JKR_TODAY")
    if not given:
        return date.today()
    try:
        if len(given) != 10:
            raise ValueError(given)
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"today cannot be {given!r}", hint="write a day: --today 2025-06-18") from None


def data_files(files: Sequence[str]) -> tuple[str, ...]:
    """The paths of the data that is meant: named, of JKR_DATA, or the bundled one."""
    return paths_of([file_name(path) for path in files or files_of_environment()])


def files_of_environment() -> list[str]:
    """The data files of JKR_DATA."""
    return [part for part in os.environ.get("JKR_DATA", "").split(os.pathsep) if part]


def file_name(path: str) -> str:
    """`path`, if a file can be called so at all. Raises UsageError."""
    try:
        possible = path and b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # half a letter
        possible = False
    if not possible:
        raise UsageError(f"no file can be called {path!r}", hint="name a file")
    return path


def stdin(paths: Sequence[str]) -> IO[bytes] | None:
    """Standard input, if one of `paths` means it."""
    if paths.count(STDIN) > 1:
        raise UsageError("standard input can be read only once", hint="name - once")
    return sys.stdin.buffer if STDIN in paths and sys.stdin is not None else None


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def render_options(color: str | None, full: bool, to_file: bool) -> RenderOptions:
    """How text for people is printed here. `color` is --color."""
    if color is not None and color not in COLOURS:
        raise UsageError(f"unknown --color {color!r}", hint=did_you_mean(color, COLOURS, "auto, always or never"))
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    colours = _colours(color or "auto", to_file)
    links = colours in ("256", "truecolor")  # what knows fewer colours may print a hyperlink as it stands
    return RenderOptions(width(), colours, to_file or encoding.startswith("utf"), full, links)


def width() -> int:
    """Columns of the terminal, at most MAX_WIDTH."""
    return min(_columns(), MAX_WIDTH)


def _columns() -> int:
    with suppress(ValueError):
        if (columns := int(os.environ.get("COLUMNS", ""))) > 0:
            return max(columns, MIN_WIDTH)
    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, MIN_WIDTH)
    except (OSError, ValueError, AttributeError):
        return 80


def _colours(color: str, to_file: bool) -> ColorDepth:
    """https://no-color.org and https://force-color.org; an option on the command line wins."""
    environment = os.environ
    terminal = environment.get("TERM", "")
    if color == "auto":
        if environment.get("NO_COLOR"):
            return "none"
        if not environment.get("FORCE_COLOR") and (to_file or not on_terminal() or terminal == "dumb"):
            return "none"
    if color == "never":
        return "none"
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "truecolor"
    return "standard" if terminal and "256" not in terminal and on_terminal() else "256"
