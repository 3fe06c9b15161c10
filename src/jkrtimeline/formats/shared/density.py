"""A histogram of events over time for the web page: its bins, bars and labels."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ...edtf import MONTHS
from ...model import Event

MOST_BARS = 160
"""The greatest number of bars: on a phone one is then two pixels wide."""

_WIDEST = 1.6
"""The greatest width of a bar, in percent of the histogram."""

_LABELS = 8
"""The greatest number of labels."""

_NARROW, _WIDE = 288, 592
"""Pixels of the histogram in a window of 320 pixels, and in the narrowest wide window."""

_LETTER, _GAP = 8, 8
"""Pixels: the greatest width of a letter, and the least gap between two labels."""


class Unit(NamedTuple):
    """The length of a bin, in days or in months."""

    name: str
    days: int = 0
    months: int = 0

    def number(self, day: date) -> int:
        """The number of the unit that a day is in."""
        if self.days:
            return (day.toordinal() - 1) // self.days  # a week begins on Monday, as 1 January of the year 1
        return (day.year * 12 + day.month - 1) // self.months

    def first_day(self, number: int) -> date:
        """The first day of the unit with a number, or the nearest day that Python can represent."""
        if self.days:
            return date.fromordinal(min(number * self.days + 1, date.max.toordinal()))
        year, month = divmod(number * self.months, 12)
        return date.max if year > date.max.year else date(max(year, 1), month + 1, 1)


_UNITS = (
    Unit("day", days=1),
    Unit("week", days=7),
    Unit("month", months=1),
    Unit("quarter", months=3),
    Unit("year", months=12),
    Unit("decade", months=120),
    Unit("century", months=1200),
)


class BarLabel(NamedTuple):
    """A label under the bars. It begins at `at` percent of the width, or ends there (`end`). With `wide`, only wide
    windows show it."""

    text: str
    at: float
    wide: bool = False
    end: bool = False


class Bars(NamedTuple):
    """The bars: `heights` are counts of events, `unit` is the length of a bin. `days` are the first day of each bin and
    the day after the last one, counted from 1970-01-01."""

    unit: str
    days: list[int]
    heights: list[int]
    labels: list[BarLabel]

    @property
    def highest(self) -> int:
        """The greatest height."""
        return max(self.heights)

    @property
    def boxes(self) -> list[tuple[int, float, float, float, float]]:
        """Number, left, top, width and height in percent of each bar above zero. Where there are few bins, a bar is
        narrower than its bin and in the middle of it."""
        wide, high = 100 / len(self.heights), 100 / self.highest
        bar = min(wide * 0.8, _WIDEST)
        return [
            (
                number,
                round(number * wide + (wide - bar) / 2, 3),
                round(100 - count * high, 2),
                round(bar, 3),
                round(count * high, 2),
            )
            for number, count in enumerate(self.heights)
            if count
        ]


def epoch(day: date) -> int:
    """Days since 1970-01-01, as the script of the page counts."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def bars(events: Sequence[Event]) -> Bars | None:
    """The bars for some events. Each counts in the bin where it starts, or where it ends if its start is unknown.

    None if no event has a known day.
    """
    begun = [day for event in events if (day := event.start or event.end)]
    if not begun:
        return None
    first = min(begun)
    last = max(max(begun), *(event.end or event.start or first for event in events))
    unit = next((each for each in _UNITS if each.number(last) - each.number(first) < MOST_BARS), _UNITS[-1])
    numbers = range(unit.number(first), unit.number(last) + 1)
    starts = [unit.first_day(number) for number in numbers]
    counts = Counter(map(unit.number, begun))
    end = max(epoch(unit.first_day(numbers.stop)), epoch(last) + 1)
    return Bars(unit.name, [*map(epoch, starts), end], [counts[number] for number in numbers], _labels(starts))


def _labels(starts: list[date]) -> list[BarLabel]:
    """Labels where years begin, or months if there are few years; at most _LABELS."""
    # Not at the first bin, which may be in the middle of its year or month.
    pairs = list(enumerate(pairwise(starts), 1))
    years = [number for number, (before, day) in pairs if day.year != before.year]
    months = [number for number, (before, day) in pairs if day.month != before.month]
    by_month = not years or (len(years) < 2 and len(months) <= 2 * _LABELS)
    labelled = (months if by_month else years) or [0]
    labelled = labelled[:: math.ceil(len(labelled) / _LABELS)]

    def text(day: date) -> str:
        return f"{MONTHS[day.month - 1]} {day.year}" if by_month else str(day.year)

    labels = [BarLabel(text(starts[number]), round(100 * number / len(starts), 2)) for number in labelled]
    narrow = _fitting(labels, _NARROW)
    if not narrow:  # all are near the right edge
        return [labels[0]._replace(end=True)]
    wide = _fitting(labels, _WIDE)
    return [label._replace(wide=label not in narrow) for label in labels if label in narrow or label in wide]


def _fitting(labels: list[BarLabel], pixels: int) -> list[BarLabel]:
    """The labels that fit into a width of `pixels` without touching each other, taken from the left."""
    fitting, free = [], 0.0
    for label in labels:
        begin = label.at * pixels / 100
        end = begin + len(label.text) * _LETTER
        if free <= begin and end <= pixels:
            fitting.append(label)
            free = end + _GAP
    return fitting
