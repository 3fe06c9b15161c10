"""Periods of time as people type them: `2024-10`, `last month`, `August`, `a..b`, `@event-id`.

A date means all its days, both ends included; a month or a day without a year means that of every year. Text with two
meanings, or with none, is refused, never guessed. `period_text` reads them.
"""

from datetime import date
from typing import NamedTuple

from ..edtf import MONTH_NAMES, MONTHS, month_end
from ..errors import UsageError


class PeriodError(UsageError):
    """Text that does not name one period of time."""


class NotAPeriod(PeriodError):
    """Text that has no form of a period, such as a name. A wrong date has one: `31 April 2024`."""


class Period(NamedTuple):
    """The days from `first` to `last`, both inclusive; None where that end is open."""

    first: date | None = None
    last: date | None = None

    @property
    def day(self) -> date | None:
        """The day of a period of one day; None for others."""
        return self.first if self.first == self.last else None

    def overlap(self, other: "Period") -> "Period | None":
        """The days of both; None where there are none."""
        first = max((day for day in (self.first, other.first) if day), default=None)
        last = min((day for day in (self.last, other.last) if day), default=None)
        return None if first and last and first > last else Period(first, last)


class Recurring(NamedTuple):
    """The same days of every year, from `first` to `last` (month, day), both inclusive.

    Where `last` is before `first`, it is in the next year: December to February. A day that a year lacks, such as
    29 February, is left out.
    """

    first: tuple[int, int]
    last: tuple[int, int]

    def in_year(self, year: int) -> Period | None:
        """The days whose first is in this year; None where the year lacks them all."""
        end_year = year + (self.last < self.first)
        if end_year > 9999:
            return None
        first, last = _day(year, *self.first, up=True), _day(end_year, *self.last, up=False)
        return Period(first, last) if first <= last else None

    def __str__(self) -> str:
        """As people write it: `August`, `15 Aug`, `1 Jul – 15 Aug`."""
        (month, day), (last_month, last_day) = self
        if self.first == self.last:
            return f"{day} {MONTHS[month - 1]}"
        if day == 1 and last_day == month_end(2024, last_month).day:  # 2024 has a 29 February
            whole = month == last_month
            return MONTH_NAMES[month - 1] if whole else f"{MONTHS[month - 1]}–{MONTHS[last_month - 1]}"
        return f"{day} {MONTHS[month - 1]} – {last_day} {MONTHS[last_month - 1]}"


def between(
    text: str, begin: Period | Recurring | None, end: Period | Recurring | None, hint: str
) -> Period | Recurring:
    """The range from the first day of `begin` to the last day of `end`; None is an open end. Raises PeriodError; `hint`
    is what to do if the two are in the wrong order."""
    if isinstance(begin, Recurring) and isinstance(end, Recurring):
        return Recurring(begin.first, end.last)
    if isinstance(begin, Recurring) or isinstance(end, Recurring):
        raise PeriodError(f"{text!r} has a year at one end only", hint="write the year at both ends")
    first, last = begin and begin.first, end and end.last
    if first and last and first > last:
        raise PeriodError(f"{text!r} ends on {last}, before it starts on {first}", hint=hint)
    return Period(first, last)


def _day(year: int, month: int, day: int, *, up: bool) -> date:
    """This day; where the year lacks it, the day after (`up`) or before."""
    end = month_end(year, month)
    if day <= end.day:
        return date(year, month, day)
    return date.fromordinal(end.toordinal() + 1) if up else end
