"""How many events began when: the bars of a timeline, as fine as they can be told apart."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from ...edtf import MONTHS
from ...model import Event

MOST = 160
"""Bars at most: on a phone one is then two pixels wide."""

_LABELS = 8
"""Labels under the bars at most."""

_NARROW, _WIDE = 288, 592
"""Pixels that the bars have in a window of 320 pixels, and in the narrowest that the style does not call narrow."""

_LETTER, _GAP = 8, 8
"""Pixels that a letter of a label takes at most, and that part two labels at least."""

Unit = tuple[str, Callable[[date], int], Callable[[int], date]]


def _first(year: int, month: int = 1) -> date:
    """The first day of a month; the last of all days where the calendar has ended."""
    return date.max if year > date.max.year else date(max(year, 1), month, 1)


def _day(number: int) -> date:
    return date.fromordinal(min(max(number, 1), date.max.toordinal()))


_UNITS: tuple[Unit, ...] = (
    ("day", date.toordinal, _day),
    ("week", lambda day: (day.toordinal() - 1) // 7, lambda number: _day(number * 7 + 1)),
    ("month", lambda day: day.year * 12 + day.month - 1, lambda number: _first(number // 12, number % 12 + 1)),
    (
        "quarter",
        lambda day: day.year * 4 + (day.month - 1) // 3,
        lambda number: _first(number // 4, number % 4 * 3 + 1),
    ),
    ("year", lambda day: day.year, _first),
    ("decade", lambda day: day.year // 10, lambda number: _first(number * 10)),
    ("century", lambda day: day.year // 100, lambda number: _first(number * 100)),
)
"""Name, number of the unit that a day is in, first day of a unit by its number."""


class Label(NamedTuple):
    """What stands under the bars, and where: in percent of the width. `wide` when there is no room for it in
    a narrow window, `end` when it ends there instead of beginning."""

    text: str
    at: float
    wide: bool = False
    end: bool = False


class Bars(NamedTuple):
    """`days` are the first days of the bars and the day after the last one, counted from 1970-01-01;
    `heights` the numbers of events; `unit` how long a bar is."""

    unit: str
    days: list[int]
    heights: list[int]
    labels: list[Label]

    @property
    def highest(self) -> int:
        """Of the heights."""
        return max(self.heights)

    @property
    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Left, top, width and height of each bar that has a height, in percent of the picture."""
        wide, high = 100 / len(self.heights), 100 / self.highest
        return [
            (round(place * wide, 3), round(100 - count * high, 2), round(wide * 0.8, 3), round(count * high, 2))
            for place, count in enumerate(self.heights)
            if count
        ]


def epoch(day: date) -> int:
    """Days since 1970-01-01, as the script counts."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def bars(events: Sequence[Event]) -> Bars | None:
    """The bars for some events, each counted where it begins (ends, if the start is not known); None when
    there is no day in any of them."""
    begun = [day for event in events if (day := event.start or event.end)]
    if not begun:
        return None
    first = min(begun)
    last = max(max(begun), *(event.end or event.start or first for event in events))
    name, number, start = next((u for u in _UNITS if u[1](last) - u[1](first) < MOST), _UNITS[-1])
    low, high = number(first), number(last)
    starts = [start(each) for each in range(low, high + 2)]
    counts = Counter(number(day) - low for day in begun)
    days = [epoch(day) for day in starts]
    days[-1] = max(days[-1], epoch(last) + 1)
    heights = [counts[place] for place in range(high - low + 1)]
    return Bars(name, days, heights, _labels(starts[:-1]))


def _labels(starts: list[date]) -> list[Label]:
    """A label where a year begins, or a month where there are few years, not too many of them."""
    years = [place for place, day in enumerate(starts) if place and day.year != starts[place - 1].year]
    months = [place for place, day in enumerate(starts) if place and day.month != starts[place - 1].month]
    by_month = not years or (len(years) < 2 and len(months) <= 2 * _LABELS)
    places = (months if by_month else years) or [0]
    places = places[:: math.ceil(len(places) / _LABELS)]

    def text(day: date) -> str:
        return f"{MONTHS[day.month - 1]} {day.year}" if by_month else str(day.year)

    labels = [Label(text(starts[place]), round(100 * place / len(starts), 2)) for place in places]
    narrow = _with_room(labels, _NARROW)
    if not narrow:  # near the right edge, all of them
        return [labels[0]._replace(end=True)]
    wide = _with_room(labels, _WIDE)
    return [label._replace(wide=label not in narrow) for label in labels if label in narrow or label in wide]


def _with_room(labels: list[Label], pixels: int) -> list[Label]:
    """Those that neither touch one before them nor leave a strip of so many pixels, the first first."""
    kept, free = [], 0.0
    for label in labels:
        begin = label.at * pixels / 100
        end = begin + len(label.text) * _LETTER
        if free <= begin and end <= pixels:
            kept.append(label)
            free = end + _GAP
    return kept
