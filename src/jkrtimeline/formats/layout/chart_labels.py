"""Marks and titles in a lane of a chart: placed so that no two titles overlap.

A lane has a band of marks, and titles below it, or on both sides of it where the lane is high. A title begins or ends
at its mark; where it is not right beside the band, a line leads to it.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .chart_text import Block

_GAP, _LEADING = 12.0, 3.0
"""Pixels between two titles, beside and below each other."""


class Mark(NamedTuple):
    """The centre and the radius of a mark."""

    x: float
    y: float
    radius: float


class Label(NamedTuple):
    """The lines of a title, its top left corner, whether it ends at its mark, and where the line to it begins and ends,
    at the x of its mark."""

    block: Block
    left: float
    top: float
    at_end: bool
    x: float
    line: tuple[float, float]


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def dodged(points: Iterable[tuple[float, float]], room: float, *, both: bool) -> list[float]:
    """How far each mark moves up or down from the middle so that those near each other can be told apart; `points` are
    the x and the radius of each, by x. `room` is how far they can move; with `both`, up as well as down."""
    moved: list[float] = []
    placed: list[tuple[float, float, float]] = []
    for x, radius in points:
        near = [each for each in placed[-40:] if x - each[0] < radius + each[2]]
        best = 0.0
        for slot in _slots(radius, room, both=both):
            if all((x - px) ** 2 + (slot - py) ** 2 >= (0.9 * (radius + pr)) ** 2 for px, py, pr in near):
                best = slot
                break
        moved.append(best)
        placed.append((x, best, radius))
    return moved


def _slots(radius: float, room: float, *, both: bool) -> Iterator[float]:
    yield 0.0
    step = distance = max(radius, 3.0)
    while distance <= room:
        yield distance
        if both:
            yield -distance
        distance += step


class LaneLabels:
    """Places the titles of one lane, between `top` and `bottom`; the band of marks is between `high` and `low`. `unit`
    is the length of a pixel at the usual size."""

    def __init__(
        self, left: float, right: float, top: float, bottom: float, high: float, low: float, unit: float
    ) -> None:
        self._left, self._right, self._top, self._bottom = left, right, top, bottom
        self._high, self._low, self._unit = high, low, unit
        self._boxes: list[_Box] = []
        self._widest = 0.0

    def place(self, mark: Mark, blocks: Iterable[Block], line: float) -> Label | None:
        """Place one of the blocks, the first that fits, in lines of this height; None where there is no room."""
        for block in blocks:
            height = len(block.lines) * line
            for label in self._candidates(mark, block, height, line):
                box = _Box(label.left, label.top, label.left + block.width, label.top + height)
                lead = _Box(mark.x - 1, min(label.line), mark.x + 1, max(label.line))
                beside, under = _GAP * self._unit, _LEADING * self._unit
                wide = _Box(box.left - beside, box.top - under, box.right + beside, box.bottom + under)
                if not (self._meets(wide) or self._meets(lead)):
                    self._add(box)
                    self._add(_Box(lead.left - 2, lead.top, lead.right + 2, lead.bottom))
                    return label
        return None

    def _add(self, box: _Box) -> None:
        insort(self._boxes, box)
        self._widest = max(self._widest, box.right - box.left)

    def _meets(self, box: _Box) -> bool:
        start = bisect_left(self._boxes, (box.left - self._widest,))
        for other in self._boxes[start:]:
            if other.left >= box.right:
                return False
            if box.meets(other):
                return True
        return False

    def _candidates(self, mark: Mark, block: Block, height: float, line: float) -> Iterator[Label]:
        """Where a block may be: to the right of its mark, else to the left; each time the nearest level first, below
        and above in turn."""
        step, under, space = line / 2, _LEADING * self._unit, 5 * self._unit
        highest = max(int((max(self._bottom - self._low, self._high - self._top) - under - height) // step), -1)
        for at_end in (False, True):
            for level in range(highest + 1):
                away = level * step + under
                for top in (self._low + away, self._high - away - height):
                    if level:  # the line to the mark runs beside the text
                        left = mark.x - space - block.width if at_end else mark.x + space
                        lead = (mark.y, top + height if top > mark.y else top)
                    else:
                        left = mark.x + mark.radius - block.width if at_end else mark.x - mark.radius
                        lead = (mark.y, mark.y)
                    inside = top >= self._top and top + height <= self._bottom
                    if inside and left >= self._left and left + block.width <= self._right:
                        yield Label(block, left, top, at_end, mark.x, lead)
