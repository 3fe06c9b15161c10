"""Standard error: messages, and a progress bar."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from shutil import get_terminal_size
from time import monotonic
from typing import IO, Any

from ..text.sanitize import visible

_PATIENCE = 0.5
"""Seconds before a progress bar appears; a faster step needs none."""


def note(message: str, hint: str = "", lines: Iterable[str] = ()) -> None:
    """Print one line that says what happened, `lines` below it, and one that says what to do about it."""
    text = [f"jkr: {visible(message)}", *(f"  {visible(line)}" for line in lines)]
    text += [f"hint: {visible(hint)}"] if hint else []
    with suppress(OSError, AttributeError):  # standard error is closed, or full
        if sys.stderr.isatty():
            text = [part for line in text for part in _wrapped(line)]
        sys.stderr.write("\n".join(text) + "\n")


def _wrapped(line: str) -> Iterator[str]:
    """The lines that a line takes on a terminal, broken between words."""
    from ..formats.shared.cells import Ruler

    for start, end in Ruler().wrap(line, get_terminal_size().columns):
        yield line[start:end]


class Bar:
    """A progress bar, called with a step, how much of it is done, and its total (0: unknown). An empty step removes the
    bar; a later step begins a new one."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._begun: float | None = None
        self._shown: Any = None
        self._tasks: dict[str, Any] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show progress."""
        if not step:
            if self._shown is not None:
                self._shown.stop()
            self._begun, self._shown, self._tasks = None, None, {}
            return
        self._begun = self._begun or monotonic()
        if self._shown is None and monotonic() - self._begun < _PATIENCE:
            return
        self._shown = self._shown or self._started()
        if step not in self._tasks:
            self._tasks[step] = self._shown.add_task(step)
        self._shown.update(self._tasks[step], completed=done, total=total or None, refresh=True)

    def _started(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        shown = Progress(*columns, console=Console(file=self._stream), transient=True, auto_refresh=False)
        shown.start()
        return shown
