"""The density strip: bars of events over time, and the window of days that is shown."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from .. import edtf
from ..formats.shared.histogram import sparkline
from .view import Window


class DensityStrip(Widget):
    """Two lines: the bars, and the first and last day shown. Dragging over the bars narrows the window."""

    @dataclass
    class Narrowed(Message):
        """A window was dragged; None after a click: all days."""

        window: Window | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._months: dict[date, int] = {}
        self.bounds: Window | None = None
        self.window: Window | None = None
        self._drag: tuple[int, int] | None = None  # the cells where it begins and ends
        self._marked: date | None = None

    def show(self, counts: dict[date, int], bounds: Window | None, window: Window | None) -> None:
        """Show counts, in order by the first day of each month, between `bounds`; `window` None means all days."""
        self._months, self.bounds, self.window = counts, bounds, window
        self.refresh()

    def mark(self, day: date | None) -> None:
        """Mark the day of the selected event; None marks nothing."""
        if day != self._marked:
            self._marked = day
            self.refresh()

    def _counts(self, width: int) -> Sequence[int]:
        """The number of events for each cell: of all its months, or of the month that it is part of."""
        assert self.bounds is not None
        edges = [self.bounds.first + timedelta(self.bounds.days * cell // width) for cell in range(width + 1)]
        begins, totals = [*self._months], [0, *accumulate(self._months.values())]
        indexes = [bisect_left(begins, edge) for edge in edges]
        # A cell in which no month begins shows the month that it is part of.
        return [totals[end] - totals[min(start, max(end - 1, 0))] for start, end in pairwise(indexes)]

    def render(self) -> Text:
        width = max(self.size.width, 1)
        if self.bounds is None:
            return Text("no events", "dim")
        text = Text(sparkline(self._counts(width)), no_wrap=True)
        low, high = self._cells(width)
        text.stylize(Style(dim=True), 0, low)
        text.stylize(Style(dim=True), high + 1, width)
        if self._marked is not None and self.bounds.first <= self._marked <= self.bounds.last:
            cell = self._cell(self._marked, self.bounds, width)
            text.stylize(Style(reverse=True), cell, cell + 1)
        shown = self.window or self.bounds
        left, right = (edtf.date_text(edtf.parse(str(day))) for day in (shown.first, shown.last))
        text.append("\n" + left + " " * max(width - len(left) - len(right), 1) + right, "dim")
        return text

    def _cells(self, width: int) -> tuple[int, int]:
        """The first and the last cell of the window, or of what is being dragged."""
        if self._drag is not None:
            return min(self._drag), max(self._drag)
        if self.window is None or self.bounds is None:
            return 0, width - 1
        return (self._cell(self.window.first, self.bounds, width), self._cell(self.window.last, self.bounds, width))

    @staticmethod
    def _cell(day: date, bounds: Window, width: int) -> int:
        """The cell of a day; for a day beyond `bounds`, the first or last one."""
        return max(0, min((day - bounds.first).days * width // bounds.days, width - 1))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self.bounds is not None:
            self.capture_mouse()
            self._drag = (event.x, event.x)
            self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag is not None:
            self._drag = (self._drag[0], max(0, min(event.x, self.size.width - 1)))
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._drag is None or self.bounds is None:
            return
        self.release_mouse()
        width = max(self.size.width, 1)
        low, high = self._cells(width)
        single, self._drag = low == high, None
        first, last = (self.bounds.first + timedelta(self.bounds.days * cell // width) for cell in (low, high + 1))
        self.post_message(self.Narrowed(None if single else Window(first, max(first, last - timedelta(1)))))
