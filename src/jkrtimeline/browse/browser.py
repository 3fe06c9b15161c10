"""The Textual application: its colours, how it ends, and what it does when something fails."""

import asyncio
import os
import select
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import ClassVar

from rich.segment import Segment
from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.types import AnimationLevel, CSSPathType
from textual.worker import WorkerFailed

from ..catalog import Catalog
from ..formats import RenderOptions
from ..formats.shared.cells import ASCII
from .main_screen import MainScreen
from .rendering import Renderer
from .view import CommandLineActions, View

_INTERRUPTED = 128 + signal.SIGINT

_POLL_INTERVAL = 1.0
"""Seconds between two checks that the terminal is still there."""

_EXIT_TIMEOUT = 3.0
"""Seconds after a signal until the process is ended anyway: a terminal that is gone may block all output."""

_ASCII = ASCII | str.maketrans("╭╮╰╯▌▐▎✓×↑", "++++|||xx^")
"""Also the frames and signs that only the browser draws."""


class _AsciiFilter(LineFilter):
    """Draws everything with ASCII characters, but for the text of the data."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text.translate(_ASCII), style, control) for text, style, control in segments]


class Browser(App[None]):
    """The full-screen browser of one catalog. After `run`, `failure` is the error that ended it."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    CSS_PATH: ClassVar[CSSPathType | None] = "browse.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(
        self, catalog: Catalog, view: View, actions: CommandLineActions, options: RenderOptions | None = None
    ) -> None:
        super().__init__(ansi_color=True)
        self.animation_level: AnimationLevel = "none"
        options = options or RenderOptions()
        self._ascii = _AsciiFilter(enabled=not options.unicode or options.ambiguous)
        self.theme = "ansi-light" if options.background == "light" else "ansi-dark"
        self.main: MainScreen = MainScreen(catalog, view, Renderer(catalog, options), actions)
        self.failure: BaseException | None = None

    def get_default_screen(self) -> MainScreen:
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters of Textual, and that of --ascii."""
        return [*super().get_line_filters(), *([self._ascii] if self._ascii.enabled else [])]

    def on_mount(self) -> None:
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):  # on Windows, or in a thread
                number = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            self.set_interval(_POLL_INTERVAL, self._end_without_terminal)

    def _end_without_terminal(self) -> None:
        """Exit when the terminal is gone. There is no signal where SIGHUP is ignored or sent to another session."""
        if _is_gone(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0):
            self._end(signal.SIGHUP)

    def _end(self, number: int) -> None:
        """Exit at once with the code of a signal; the terminal is restored."""
        timer = Timer(_EXIT_TIMEOUT, os._exit, (128 + number,))
        timer.daemon = True
        timer.start()
        self.exit(return_code=128 + number)

    def action_interrupt(self) -> None:
        self.exit(return_code=_INTERRUPTED)

    def _handle_exception(self, error: Exception) -> None:
        self.failure = self.failure or (error.error if isinstance(error, WorkerFailed) else error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Exit without Textual's traceback: the caller reports `failure`."""
        self._close_messages_no_wait()


def _is_gone(terminal: int) -> bool:
    """Whether the other side has closed the terminal with this file descriptor."""
    if not hasattr(select, "poll"):  # on Windows
        return False
    poll = select.poll()
    poll.register(terminal, select.POLLIN)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
