"""The progress bar of building an index, on standard error of a terminal."""

from time import monotonic
from typing import IO, Any

_PATIENCE = 0.5
"""Seconds before a bar appears; a faster step needs none."""


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
        now = monotonic()
        self._begun = self._begun or now
        if self._shown is None:
            if now - self._begun < _PATIENCE:
                return
            self._shown = self._started()
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
