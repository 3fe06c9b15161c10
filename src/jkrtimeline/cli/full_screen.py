"""The terminal of a full-screen program: whether there is one, and what it can do."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress

from ..errors import UsageError
from . import environment

_HINT = "in a pipe, use jkr timeline or jkr search"

_NO_CLIPBOARD = {"TERM": ("linux",), "TERM_PROGRAM": ("Apple_Terminal",)}
"""Terminals that do not know OSC 52, by the variables that name them."""


def require_screen() -> None:
    """Raise UsageError if standard output is not a terminal, or one that only prints lines."""
    if not environment.on_terminal():
        raise UsageError("browse needs a terminal", hint=_HINT)
    if (name := os.environ.get("TERM", "")) in ("dumb", "unknown"):
        raise UsageError(f"the terminal (TERM={name}) shows no full screen", hint="use jkr timeline or jkr search")


def require_keyboard() -> None:
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


def no_clipboard(variables: Mapping[str, str]) -> str:
    """Why the terminal cannot copy; empty if it may."""
    unknown = any(variables.get(variable) in names for variable, names in _NO_CLIPBOARD.items())
    in_screen = variables.get("TERM", "").startswith("screen") and "TMUX" not in variables
    return "this terminal cannot copy (no OSC 52)" if unknown or in_screen else ""
