"""The time axis of a chart: the pixels of a day, and the ticks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from ...edtf import MONTHS, EventDate
from ...periods import Period

_SHORTEST = 7
"""The least number of days of an axis: a single day would be as wide as the chart."""

_MARGIN = 0.01
"""The share of the axis before the first and after the last event, unless the query gives the period."""

_STEPS: tuple[tuple[int, Literal["day", "month", "year"], int], ...] = (
    *((1, "day", 1), (7, "day", 7), (30, "month", 1), (91, "month", 3), (182, "month", 6)),
    *((365 * step, "year", step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)
"""What may be between two ticks: its least number of days, and a unit and how many of it."""


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
