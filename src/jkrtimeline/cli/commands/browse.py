"""browse: the full-screen browser."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import UsageError
from ...fields import EVENT_FIELDS
from ...formats import FORMATS, load_writer
from ...output_files import format_by_suffix, write_file
from ...query import Result
from ...text.sanitize import numbered
from .. import environment
from ..option_groups import grouped
from ..options import Data, PeriodFilterOptions

if TYPE_CHECKING:
    from ...browse.view import View
    from ...catalog import Catalog

_HINT = "in a pipe, use jkr timeline or jkr search"

_DRAWS_PER_SECOND = "250"
"""The most times a second that Textual draws. With its default of 60, a change waits up to 17 ms to be drawn."""

_NO_CLIPBOARD = {"TERM": ("linux",), "TERM_PROGRAM": ("Apple_Terminal",)}
"""Terminals that do not know OSC 52, by the variables that name them."""


@grouped
def browse(
    *,
    filters: PeriodFilterOptions,
    data: Data = None,
    ascii: Annotated[
        bool, typer.Option("--ascii", help="Draw with ASCII characters.", rich_help_panel="Output")
    ] = False,
) -> int:
    """Browse the chronology full-screen: move, search, narrow, read. Press ? for the keys.

    Examples:
        jkr browse                      # everything
        jkr browse 2024 -a yoon         # one year of one person
        jkr browse --data mine.yaml     # a file of your own
    """
    _require_screen()
    catalog = environment.open_catalog(data, filters.today)
    options = [] if filters.today is None else ["--today", filters.today]
    for each in data or ():
        options += ["--data", each]
    filters.query(catalog, "browse")  # an unknown name is refused before the screen changes
    _require_keyboard()
    os.environ.setdefault("TEXTUAL_FPS", _DRAWS_PER_SECOND)

    from ...browse.browser import Browser
    from ...browse.view import CommandLineActions, View

    actions = CommandLineActions(
        export=lambda view, name: _export(catalog, view, name),
        exists=lambda name: os.path.exists(_path(name)),
        open_address=environment.open_in_browser,
        no_clipboard=_no_clipboard(),
    )
    render = environment.render_options(None, to_file=False)
    if ascii:
        render = render._replace(unicode=False)
    browser = Browser(catalog, View(filters.given(), tuple(options)), actions, render)
    browser.run()
    if browser.failure is not None:
        raise browser.failure
    return browser.return_code or 0


def _path(name: str) -> str:
    return os.path.expanduser(environment.checked_path(name))


def _export(catalog: "Catalog", view: "View", name: str) -> str:
    """Write the events of a view to a file, in the format of its ending. Raises JkrError."""
    path = _path(name)
    format_name = format_by_suffix(path)
    query = view.query(catalog)
    fields = EVENT_FIELDS if FORMATS[format_name].table else ()
    result = Result(catalog.rows(query), query, catalog, fields=fields, command=view.command)
    options = environment.render_options("never", to_file=True)._replace(full=True)
    write_file(path, lambda out: load_writer(format_name)(result, out, options))
    return f"{numbered(catalog.count(query), 'event')} → {path}"


def _require_screen() -> None:
    """Raise UsageError if standard output is not a terminal, or one that only prints lines."""
    if not environment.on_terminal():
        raise UsageError("browse needs a terminal", hint=_HINT)
    if (name := os.environ.get("TERM", "")) in ("dumb", "unknown"):
        raise UsageError(f"the terminal (TERM={name}) shows no full screen", hint="use jkr timeline or jkr search")


def _require_keyboard() -> None:
    """Make the terminal standard input, and the stream that Textual draws on.

    Call it after standard input has been read. Raises UsageError if there is no terminal to type on.
    """
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        with suppress(OSError):
            terminal = os.open("/dev/tty", os.O_RDWR)
            os.dup2(terminal, 0)
            os.close(terminal)
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        raise UsageError("browse needs a terminal to type on", hint=_HINT)
    if not environment.on_terminal(standard_error=True):
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]  # Textual draws on it


def _no_clipboard() -> str:
    """Why the terminal cannot copy; empty if it may."""
    lacks_osc52 = any(os.environ.get(variable) in names for variable, names in _NO_CLIPBOARD.items())
    in_screen = os.environ.get("TERM", "").startswith("screen") and "TMUX" not in os.environ
    return "this terminal cannot copy (no OSC 52)" if lacks_osc52 or in_screen else ""
