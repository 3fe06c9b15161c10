"""The time axis of a chart: the pixels of a day, and the ticks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ...edtf import MONTHS, EventDate
from ...periods import Period

_SHORTEST = 7
"""The least number of days of an axis: a single day would be as wide as the chart."""

_MARGIN = 0.01
"""The share of the axis before the first and after the last event, unless the query gives the period."""


class Tick(NamedTuple):
    """A line across the chart: its day, its label, and for the first tick of a longer unit the label of that unit;
    `begins` if that unit begins on this day."""

    day: date
    label: str
    longer: str = ""
    begins: bool = False


class TimeAxis:
    """Days from `first` to `last`, drawn from `left` to `right`."""

    def __init__(self, first: date, last: date, left: float, right: float) -> None:
        self.first: date = first
        self.last: date = last
        self.left: float = left
        self.right: float = right
        self._scale = (right - left) / ((last - first).days + 1)

    def x(self, day: date) -> float:
        """The beginning of a day, or for a day beyond the axis its edge."""
        return min(max(self.left + (day - self.first).days * self._scale, self.left), self.right)

    def span(self, when: EventDate) -> tuple[float, float]:
        """The beginning and end of a date. An open end is the edge of the axis."""
        start, end = self.x(when.start or self.first), self.right
        if when.end:
            end = max(self.x(when.end) + self._scale, start) if when.end >= self.first else start
        return start, min(end, self.right)

    def ticks(self, room: float) -> list[Tick]:
        """Ticks with at least `room` pixels for each label."""
        days = room / self._scale
        for length, make in _UNITS:
            if length >= days:
                return list(make(self))
        return list(_years(self, 1000))

    def days(self, step: Callable[[date], date], start: date) -> Iterator[date]:
        """Days of the axis, from `start` on, each a step after the one before."""
        day = start
        while day <= self.last:
            if day >= self.first:
                yield day
            try:
                day = step(day)
            except (OverflowError, ValueError):  # the year 10000
                return


def axis(dates: Sequence[EventDate], periods: Iterable[Period], left: float, right: float) -> TimeAxis | None:
    """The axis for some dates: the period of the query, else from the first to the last date exact to the month. None
    if no day is known."""
    periods = list(periods)
    firsts = [each.first for each in periods if each.first]
    lasts = [each.last for each in periods if each.last]
    exact = [each for each in dates if each.start and each.end and each.precision in ("day", "month")]
    known = exact or list(dates)
    days = [day for each in known for day in (each.start, each.end) if day]
    first = max(firsts) if firsts else min(days, default=None)
    last = min(lasts) if lasts else max(days, default=None)
    first, last = first or last, last or first
    if first is None or last is None:
        return None
    first, last = min(first, last), max(first, last)
    margin = timedelta(max(int((last - first).days * _MARGIN), (_SHORTEST - (last - first).days) // 2, 0))
    short = (last - first).days + 1 < _SHORTEST
    return TimeAxis(
        first if firsts and not short else _moved(first, -margin),
        last if lasts and not short else _moved(last, margin),
        left,
        right,
    )


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.min if by.days < 0 else date.max


def _by_day(scale: TimeAxis, step: int) -> Iterator[Tick]:
    start = scale.first - timedelta((scale.first.toordinal() - 1) % step if scale.first.toordinal() > step else 0)
    before = None
    for day in scale.days(lambda day: day + timedelta(step), start):
        month = f"{MONTHS[day.month - 1]} {day.year}"
        yield Tick(day, str(day.day), month if month != before else "", day.day == 1)
        before = month


def _by_month(scale: TimeAxis, step: int) -> Iterator[Tick]:
    def next_(day: date) -> date:
        months = day.year * 12 + day.month - 1 + step
        return date(months // 12, months % 12 + 1, 1)

    before = None
    for day in scale.days(next_, date(scale.first.year, 1, 1)):
        yield Tick(day, MONTHS[day.month - 1], str(day.year) if day.year != before else "", day.month == 1)
        before = day.year


def _years(scale: TimeAxis, step: int) -> Iterator[Tick]:
    first = max(scale.first.year // step * step, 1)
    for day in scale.days(lambda day: date(day.year // step * step + step, 1, 1), date(first, 1, 1)):
        yield Tick(day, str(day.year))


_UNITS: tuple[tuple[float, Callable[[TimeAxis], Iterator[Tick]]], ...] = (
    (1, lambda scale: _by_day(scale, 1)),
    (7, lambda scale: _by_day(scale, 7)),
    (30, lambda scale: _by_month(scale, 1)),
    (91, lambda scale: _by_month(scale, 3)),
    (182, lambda scale: _by_month(scale, 6)),
    *((365.0 * step, lambda scale, step=step: _years(scale, step)) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500)),
)
"""The least days of a unit, and the function that makes its ticks."""
