"""The positions in a chart: of days and ticks on the time axis, and of marks and titles in a lane.

A lane has a band of marks, and titles below it, in a high lane on both sides of it. No two titles overlap. A title
begins or ends at its mark; unless it is right beside the band, a line leads to it.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ...edtf import MONTHS, EventDate
from ...periods import Period
from .chart_elements import Block, Mark

_SHORTEST = 7
"""The least number of days of an axis: a single day would be as wide as the chart."""

_MARGIN = 0.01
"""The share of the axis before the first and after the last event, unless the query gives the period."""

_STEPS: tuple[tuple[int, str, int], ...] = (
    *((1, "day", 1), (7, "day", 7), (30, "month", 1), (91, "month", 3), (182, "month", 6)),
    *((365 * step, "year", step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)
"""Steps from tick to tick, the shortest first: their days, their unit, and how many of the unit they take."""

_GAP, _LEADING = 12.0, 3.0
"""Pixels between two titles, horizontally and vertically."""


class Tick(NamedTuple):
    """A line across the chart: its day, its label, and for the first tick of a longer unit the label of that unit;
    `begins` if that unit begins on this day."""

    day: date
    label: str
    longer: str = ""
    begins: bool = False


class TimeAxis(NamedTuple):
    """Days from `first` to `last`, drawn from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    @property
    def _day_width(self) -> float:
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def x(self, day: date) -> float:
        """The beginning of a day, or for a day beyond the axis its edge."""
        return min(max(self.left + (day - self.first).days * self._day_width, self.left), self.right)

    def span(self, when: EventDate) -> tuple[float, float]:
        """The beginning and end of a date. An open end is the edge of the axis."""
        start, end = self.x(when.start or self.first), self.right
        if when.end:
            end = max(self.x(when.end) + self._day_width, start) if when.end >= self.first else start
        return start, min(end, self.right)

    def ticks(self, room: float) -> Iterator[Tick]:
        """Ticks with at least `room` pixels for each label."""
        days = room / self._day_width
        _, unit, step = next((each for each in _STEPS if each[0] >= days), _STEPS[-1])
        before = ""
        for day in self._days(unit, step):
            month, year = MONTHS[day.month - 1], str(day.year)
            if unit == "day":
                label, longer, begins = str(day.day), f"{month} {year}", day.day == 1
            elif unit == "month":
                label, longer, begins = month, year, day.month == 1
            else:
                label, longer, begins = year, "", False
            yield Tick(day, label, longer if longer != before else "", begins)
            before = longer

    def _days(self, unit: str, step: int) -> Iterator[date]:
        """The first day of every `step`-th day, month or year."""
        if unit == "day":
            first, last = self.first.toordinal(), self.last.toordinal()
            yield from map(date.fromordinal, range(first + (1 - first) % step, last + 1, step))
            return
        step *= 12 if unit == "year" else 1
        first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        for month in range(first // step * step, last + 1, step):
            day = date(max(month // 12, 1), month % 12 + 1, 1)
            if day >= self.first:
                yield day


def axis(dates: Sequence[EventDate], periods: Iterable[Period], left: float, right: float) -> TimeAxis | None:
    """The axis for some dates: the period of the query, else from the first to the last date exact to the month. None
    if no day is known."""
    periods = list(periods)
    begin = max((each.first for each in periods if each.first), default=None)
    end = min((each.last for each in periods if each.last), default=None)
    exact = [each for each in dates if each.start and each.end and each.precision in ("day", "month")]
    days = [day for each in exact or dates for day in (each.start, each.end) if day]
    ends = [day for day in (begin or min(days, default=None), end or max(days, default=None)) if day]
    if not ends:
        return None
    first, last = min(ends).toordinal(), max(ends).toordinal()
    is_short = last - first + 1 < _SHORTEST
    margin = max(int((last - first) * _MARGIN), (_SHORTEST - (last - first)) // 2, 0)
    if not begin or is_short:
        first = max(first - margin, 1)
    if not end or is_short:
        last = min(last + margin, date.max.toordinal())
    return TimeAxis(date.fromordinal(first), date.fromordinal(last), left, right)


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
