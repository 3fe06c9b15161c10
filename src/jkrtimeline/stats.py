"""Counts of events and what they are counted by. Knows how stretches of time are named and follow each
other, nothing of tables.

An event counts where it starts, once: in the month, quarter or year in which all days lie on which it
can have begun. Where they lie in several (`2024` by month), or the start is open or unknown, no month is
known, and it counts as such. What began before the first month that was asked for, and only reaches into
it, counts as earlier. Approximate and uncertain dates are taken as they are written. An event of several
themes or actors counts for each of them, and for those whom its actors belong to, as it does in filters.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from .edtf import MONTH_NAMES, MONTHS, month_end

UNITS = {"month": 12, "quarter": 4, "year": 1}
"""Stretches of time, and how many of them a year has."""

Dimension = Literal["month", "quarter", "year", "theme", "thread", "actor", "place", "importance"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
"""What events can be counted by."""

EARLIER = "earlier"
"""The key of what began before the period that was asked for."""


def place(day: datetime.date, unit: str) -> int:
    """The number of the month, quarter or year that a day lies in; they count on without a gap."""
    return day.year * UNITS[unit] + (day.month - 1) * UNITS[unit] // 12


def span(number: int, unit: str) -> tuple[datetime.date, datetime.date]:
    """First and last day of the month, quarter or year with this number."""
    months = 12 // UNITS[unit]
    year, part = divmod(number, UNITS[unit])
    return datetime.date(year, part * months + 1, 1), month_end(year, (part + 1) * months)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One month, theme, actor …: `key` as filters take it (a month within the year: `01`), None for
    events that have none; `name` for people; `count` the events in it, each once."""

    key: str | None
    name: str
    count: int = 0


def time_bucket(number: int, unit: str, count: int = 0, *, cyclic: bool = False) -> Bucket:
    """The bucket of a month, quarter or year. `cyclic`: of each year's, with a number from 0."""
    if cyclic and unit == "month":
        return Bucket(f"{number + 1:02}", MONTH_NAMES[number], count)
    if cyclic:
        return Bucket(f"Q{number + 1}", f"Q{number + 1}", count)
    year, part = divmod(number, UNITS[unit])
    if unit == "year":
        return Bucket(f"{year:04}", str(year), count)
    if unit == "quarter":
        return Bucket(f"{year:04}-Q{part + 1}", f"Q{part + 1} {year}", count)
    return Bucket(f"{year:04}-{part + 1:02}", f"{MONTHS[part]} {year}", count)


@dataclass(frozen=True, slots=True)
class Count:
    """One number: how many events have this key, and this other one where two are asked for."""

    key: str | None
    name: str
    count: int
    and_key: str | None = None
    and_name: str | None = None

    def public(self, *, paired: bool) -> dict[str, Any]:
        """The public JSON shape; `paired` with the other key."""
        other = {"and_key": self.and_key, "and_name": self.and_name} if paired else {}
        return {"key": self.key, "name": self.name, **other, "count": self.count}


@dataclass(frozen=True, slots=True)
class Silence:
    """Days without an event: `start` and `end` are its first and last, `after` and `before` the ids of
    the events on either side."""

    days: int
    start: datetime.date
    end: datetime.date
    after: str
    before: str

    def public(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {
            "days": self.days,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "after": self.after,
            "before": self.before,
        }


@dataclass(frozen=True, slots=True)
class Stats:
    """How many events there are by something, and by something else besides.

    `by` and `and_by` are of DIMENSIONS. `buckets` are in the order of time, with the empty ones between,
    or the fullest first, then by name; what has no key stands last. `and_buckets` are those of `and_by`.
    `cells` are the counts of pairs of keys, but for those that are 0. `events` is how many events were
    counted. `silence` is the longest stretch of days without an event between two events, None where
    there is none; `median_days` lies in the middle of the days from the start of each event to that of
    the next. For these two only events count whose first day is known; `inexact` is how many are not so.
    An event fills the days until its end, one without an end only its first day.
    """

    by: str
    and_by: str | None
    events: int
    buckets: tuple[Bucket, ...]
    and_buckets: tuple[Bucket, ...] = ()
    cells: Mapping[tuple[str | None, str | None], int] | None = None
    silence: Silence | None = None
    median_days: float | None = None
    inexact: int = 0

    def __repr__(self) -> str:
        by = " and ".join(filter(None, (self.by, self.and_by)))
        return f"<Stats by {by}: {len(self.buckets)} buckets, {self.events} events>"

    def _repr_html_(self) -> str:
        from .notebook import stats_html

        return stats_html(self)

    def rows(self) -> Iterator[Count]:
        """The numbers: one for each bucket, or one for each pair, those that are 0 too."""
        for one in self.buckets:
            if self.cells is None:
                yield Count(one.key, one.name, one.count)
                continue
            for other in self.and_buckets:
                yield Count(one.key, one.name, self.cells.get((one.key, other.key), 0), other.key, other.name)

    def public(self) -> dict[str, Any]:
        """The public JSON shape, but for the rows."""
        return {
            "by": self.by,
            "and": self.and_by,
            "events": self.events,
            "silence": self.silence and self.silence.public(),
            "median_days": self.median_days,
            "inexact": self.inexact,
        }
