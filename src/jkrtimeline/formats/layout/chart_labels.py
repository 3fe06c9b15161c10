"""The positions of marks and titles in a lane of a chart, such that no two titles overlap.

A lane has a band of marks, and titles below it, in a high lane on both sides of it. A title begins or ends at its mark;
unless it is right beside the band, a line leads to it.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .chart_text import Block

_GAP, _LEADING = 12.0, 3.0
"""Pixels between two titles, horizontally and vertically."""


class Mark(NamedTuple):
    """The centre and the radius of a mark."""

    x: float
    y: float
    radius: float


class ChartLabel(NamedTuple):
    """The lines of a title, its top left corner, whether it ends at its mark, the `x` of its mark, and the ends of the
    vertical line that leads to it from there."""

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
    """How far each mark moves down from the middle, so that marks near each other can be distinguished.

    `points` are the x and the radius of each, by x. Marks move at most `room`, and with `both` up as well as down.
    """
    moved: list[float] = []
    before: list[tuple[float, float, float]] = []
    for x, radius in points:
        near = [each for each in before[-40:] if x - each[0] < radius + each[2]]
        best = 0.0
        for slot in _slots(radius, room, both=both):
            if all((x - px) ** 2 + (slot - py) ** 2 >= (0.9 * (radius + pr)) ** 2 for px, py, pr in near):
                best = slot
                break
        moved.append(best)
        before.append((x, best, radius))
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
    """The titles of one lane, between `top` and `bottom`, with its band of marks between `high` and `low`. `unit` is
    the length of a pixel of a chart of 1600 × 900."""

    def __init__(
        self, left: float, right: float, top: float, bottom: float, high: float, low: float, unit: float
    ) -> None:
        self._left, self._right, self._top, self._bottom = left, right, top, bottom
        self._high, self._low, self._unit = high, low, unit
        self._boxes: list[_Box] = []
        self._widest = 0.0

    def fit(self, mark: Mark, blocks: Iterable[Block], line: float) -> ChartLabel | None:
        """Add the first of these blocks that fits, with lines of the height `line`. None if there is no room."""
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

    def _candidates(self, mark: Mark, block: Block, height: float, line: float) -> Iterator[ChartLabel]:
        """The positions for a block: to the right of its mark, then to the left; from the nearest level outwards, below
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
                        yield ChartLabel(block, left, top, at_end, mark.x, lead)
