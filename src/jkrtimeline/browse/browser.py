"""The application: its colours, its end, and what happens when something fails."""

import asyncio
import os
import select
import signal
import sys
from contextlib import suppress
from threading import Timer
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.types import CSSPathType

from ..catalog import Catalog
from ..formats import RenderOptions
from .main_screen import MainScreen
from .outside import Outside
from .rendering import Renderer
from .view import View

_INTERRUPTED = 128 + signal.SIGINT

_WATCH = 1.0
"""Seconds from one look at whether the terminal is still there to the next."""

_PATIENCE = 3.0
"""Seconds until a process that was ended by a signal ends in any case: a terminal that is gone may take no more
output."""


class Browser(App[None]):
    """The full-screen browser of one catalog. After `run`, `failure` is the error that ended it."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    CSS_PATH: ClassVar[CSSPathType | None] = "browse.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(self, catalog: Catalog, view: View, outside: Outside, options: RenderOptions | None = None) -> None:
        super().__init__(ansi_color=True)
        options = options or RenderOptions()
        self.theme = "ansi-light" if options.background == "light" else "ansi-dark"
        self.main: MainScreen = MainScreen(catalog, view, Renderer(catalog, options), outside)
        self.failure: Exception | None = None

    def get_default_screen(self) -> MainScreen:
        return self.main

    def on_mount(self) -> None:
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):  # on Windows, or in a thread
                number = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            self.set_interval(_WATCH, self._end_without_terminal)

    def _end_without_terminal(self) -> None:
        """Leave when the terminal is gone. No signal says so where SIGHUP is ignored or another session has it."""
        if _is_gone(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0):
            self._end(signal.SIGHUP)

    def _end(self, number: int) -> None:
        """Leave at once, as after a signal; the terminal is restored."""
        timer = Timer(_PATIENCE, os._exit, (128 + number,))
        timer.daemon = True
        timer.start()
        self.exit(return_code=128 + number)

    def action_interrupt(self) -> None:
        self.exit(return_code=_INTERRUPTED)

    def _handle_exception(self, error: Exception) -> None:
        self.failure = self.failure or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without Textual's traceback: the caller reports `failure`."""
        self._close_messages_no_wait()


def _is_gone(terminal: int) -> bool:
    """Whether a terminal, by its file descriptor, has been closed by its other side."""
    if not hasattr(select, "poll"):  # on Windows
        return False
    poll = select.poll()
    poll.register(terminal, select.POLLIN)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
