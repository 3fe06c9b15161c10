"""The positions of marks and titles in a lane of a chart, such that no two titles overlap.

A lane has a band of marks, and titles below it, in a high lane on both sides of it. A title begins or ends at its mark;
unless it is right beside the band, a line leads to it.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .chart_elements import Block, Mark

_GAP, _LEADING = 12.0, 3.0
"""Pixels between two titles, horizontally and vertically."""


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


def dodged(points: Iterable[tuple[float, float]], room: float, *, both: bool) -> list[float]:
    """How far each mark moves down from the middle, so that marks near each other can be distinguished.

    `points` are the x and the radius of each, by x. Marks move at most `room`, and with `both` up as well as down.
    """
    moved: list[Mark] = []
    for x, radius in points:
        near = [each for each in moved[-40:] if x - each.x < radius + each.radius]
        y = next(
            (
                slot
                for slot in _slots(radius, room, both=both)
                if all((x - px) ** 2 + (slot - py) ** 2 >= (0.9 * (radius + pr)) ** 2 for px, py, pr in near)
            ),
            0.0,
        )
        moved.append(Mark(x, y, radius))
    return [each.y for each in moved]


def _slots(radius: float, room: float, *, both: bool) -> Iterator[float]:
    yield 0.0
    step = distance = max(radius, 3.0)
    while distance <= room:
        yield distance
        if both:
            yield -distance
        distance += step


@dataclass
class LaneLabels:
    """The titles of one lane, between `top` and `bottom`, with its band of marks between `high` and `low`. `unit` is
    the length of a pixel of a chart of 1600 × 900."""

    left: float
    right: float
    top: float
    bottom: float
    high: float
    low: float
    unit: float
    _boxes: list[_Box] = field(default_factory=list)
    _widest: float = 0.0

    def fit(self, mark: Mark, blocks: Iterable[Block], line: float) -> ChartLabel | None:
        """Add the first of these blocks that fits, with lines of the height `line`. None if there is no room."""
        beside, under = _GAP * self.unit, _LEADING * self.unit
        for block in blocks:
            height = len(block.lines) * line
            for label in self._candidates(mark, block, height, line):
                left, top, right, bottom = label.left, label.top, label.left + block.width, label.top + height
                high, low = min(label.line), max(label.line)
                wide = _Box(left - beside, top - under, right + beside, bottom + under)
                if not (self._meets(wide) or self._meets(_Box(mark.x - 1, high, mark.x + 1, low))):
                    self._add(_Box(left, top, right, bottom))
                    self._add(_Box(mark.x - 3, high, mark.x + 3, low))
                    return label
        return None

    def _add(self, box: _Box) -> None:
        insort(self._boxes, box)
        self._widest = max(self._widest, box.right - box.left)

    def _meets(self, box: _Box) -> bool:
        """Whether a box overlaps another, of which only those that begin near it are compared."""
        start = bisect_left(self._boxes, (box.left - self._widest,))
        end = bisect_left(self._boxes, (box.right,))
        return any(
            box.left < other.right and box.top < other.bottom and other.top < box.bottom
            for other in self._boxes[start:end]
        )

    def _candidates(self, mark: Mark, block: Block, height: float, line: float) -> Iterator[ChartLabel]:
        """The positions for a block: to the right of its mark, then to the left; from the nearest level outwards, below
        and above in turn."""
        step, under, space = line / 2, _LEADING * self.unit, 5 * self.unit
        highest = max(int((max(self.bottom - self.low, self.high - self.top) - under - height) // step), -1)
        for at_end in (False, True):
            for level in range(highest + 1):
                away = level * step + under
                for top in (self.low + away, self.high - away - height):
                    if level:  # the line to the mark runs beside the text
                        left = mark.x - space - block.width if at_end else mark.x + space
                        lead = (mark.y, top + height if top > mark.y else top)
                    else:
                        left = mark.x + mark.radius - block.width if at_end else mark.x - mark.radius
                        lead = (mark.y, mark.y)
                    inside = top >= self.top and top + height <= self.bottom
                    if inside and left >= self.left and left + block.width <= self.right:
                        yield ChartLabel(block, left, top, at_end, mark.x, lead)
