"""Counts of events, by time and by kind, and the names of months, quarters and years.

An event counts once, in the month, quarter or year in which it begins. It has no month if its start is open or unknown,
or if the days on which it can have begun are in several months (`2024`). An event that began before the first month of
the query, and lasts into it, counts as earlier. Qualifiers make no difference. An event with several themes or actors
counts for each of them, and for each actor that these belong to, as in filters.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from .edtf import MONTH_NAMES, MONTHS, month_end

UNITS = {"month": 12, "quarter": 4, "year": 1}
"""Units of time → how many of them a year has."""

Dimension = Literal["month", "quarter", "year", "theme", "thread", "actor", "place", "publisher", "importance"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
"""What events can be counted by."""

EARLIER = "earlier"
"""The key of events that began before the period of the query."""


def unit_number(day: datetime.date, unit: str) -> int:
    """The number of the month, quarter or year of a day. The next one has the next number, also in another year."""
    return day.year * UNITS[unit] + (day.month - 1) * UNITS[unit] // 12


def unit_days(number: int, unit: str) -> tuple[datetime.date, datetime.date]:
    """First and last day of the month, quarter or year with this number."""
    months = 12 // UNITS[unit]
    year, part = divmod(number, UNITS[unit])
    return datetime.date(year, part * months + 1, 1), month_end(year, (part + 1) * months)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One month, theme, actor …: `key` as filters take it (`01` for a month of every year), None for events that have
    none; its `name` for people; and `count`, the number of its events."""

    key: str | None
    name: str
    count: int = 0


def time_bucket(number: int, unit: str, count: int = 0, *, cyclic: bool = False) -> Bucket:
    """The bucket of a month, quarter or year. `cyclic`: that of every year, with a number from 0."""
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
class Count(Bucket):
    """How many events have a key, or a pair of keys."""

    and_key: str | None = None
    and_name: str | None = None

    def public(self, *, paired: bool) -> dict[str, Any]:
        """The public JSON shape; `paired` with the other key."""
        other = {"and_key": self.and_key, "and_name": self.and_name} if paired else {}
        return {"key": self.key, "name": self.name, **other, "count": self.count}


@dataclass(frozen=True, slots=True)
class Silence:
    """A gap: the days without an event from `start` to `end`; `after` and `before` are the ids of the events on either
    side."""

    days: int
    start: datetime.date
    end: datetime.date
    after: str
    before: str

    def public(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {**asdict(self), "start": self.start.isoformat(), "end": self.end.isoformat()}


@dataclass(frozen=True, slots=True)
class Stats:
    """The number of events by one dimension, or by two.

    `by` and `and_by` are of DIMENSIONS, `events` is the number of events. `buckets` are in order of time, with the
    empty ones between; or the fullest first, then by name. The bucket without a key is the last. `and_buckets` are
    those of `and_by`, and `cells` the counts of pairs of keys that are not 0. `keys` is the number of buckets with a
    key that there would be without a limit.

    `silence` is the longest stretch of days without an event, None where there is none. `median_days` is the median of
    the days from the start of an event to the start of the next. Both leave out the events whose first day is unknown;
    `inexact` is their number. An event lasts until its end, one without an end only for its first day.
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
    keys: int = 0

    def __repr__(self) -> str:
        by = " and ".join(filter(None, (self.by, self.and_by)))
        return f"<Stats by {by}: {len(self.buckets)} buckets, {self.events} events>"

    def _repr_html_(self) -> str:
        from .notebook import stats_html

        return stats_html(self)

    def rows(self) -> Iterator[Count]:
        """The counts of all buckets, or of all pairs, 0 included."""
        for one in self.buckets:
            if self.cells is None:
                yield Count(one.key, one.name, one.count)
                continue
            for other in self.and_buckets:
                yield Count(one.key, one.name, self.cells.get((one.key, other.key), 0), other.key, other.name)

    def public(self) -> dict[str, Any]:
        """The public JSON shape, without the rows."""
        return {
            "by": self.by,
            "and": self.and_by,
            "events": self.events,
            "silence": self.silence and self.silence.public(),
            "median_days": self.median_days,
            "inexact": self.inexact,
        }
