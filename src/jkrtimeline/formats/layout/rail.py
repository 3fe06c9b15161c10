"""How a timeline is laid out for people, whatever draws it: what its heading says, and under which
month an event stands."""

import re
from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop

from ... import edtf
from ...model import Event
from ...periods import Period
from ...query import Result, Row


def requested_period(result: Result) -> list[str]:
    """The period and the filters of a query, in words and filters."""
    return [part for part in (*map(period_text, result.query.periods), *result.filters) if part]


def heading_parts(result: Result, count: int) -> list[str]:
    """The query in words, and how many events of all it found: `count`."""
    total = result.data.size()
    parts = requested_period(result)
    if result.query.search is not None or count != total:
        parts.append(f"{count} of {total} events")
    else:
        parts.append(f"{total} event{'' if total == 1 else 's'}")
    return parts


def period_text(period: Period) -> str:
    """A period as people write it: whole months and years without their days."""
    first, last = period.first, period.last
    if first is None and last is None:
        return ""
    months = (first is None or first.day == 1) and (last is None or last == edtf.month_end(last.year, last.month))
    years = months and (first is None or first.month == 1) and (last is None or last.month == 12)
    length = 4 if years else 7 if months else 10
    ends = [day.isoformat()[:length] if day else ".." for day in (first, last)]
    return edtf.show(edtf.parse(ends[0] if ends[0] == ends[1] else "/".join(ends)))


def month_of(event: Event) -> int:
    """The month under which an event stands; 0 at the head of its year, for what is less exact than a month."""
    coarse = event.date.precision not in ("day", "month") or event.start is None
    return 0 if coarse or event.start is None else event.start.month


_WHEN = re.compile(r',"start":(?:"(\d{4})-(\d\d)-\d\d"|null),"end":[^,]*,"precision":"(\w+)"')
"""Of a public record what tells its place in the picture. No text in it can look so: a quotation mark
inside of one has a backslash before it."""

AHEAD = 1000
"""Events at most that are read before one is shown, to find what stands before it."""


def by_month(rows: Iterable[Row], reverse: bool, ahead: int = AHEAD) -> Iterator[tuple[int, int, Row]]:
    """Rows in the order of time → the same as (year, month, row) in the order of the picture.

    In a year first what is less exact than a month, whose month is 0; then the months, in each first what is
    less exact than a day. The year is 0 where the start is open or unknown. Few rows are held: of what belongs
    at a head but begins so late that more than `ahead` rows of the year come between, a month's stands in it
    where it begins, and all else under the month in which it begins.
    """
    waiting: list[tuple[int, int, Row]] = []
    current, passed = -1, 0

    def month(key: int) -> int:
        return 13 - key // 2 if key > 1 and reverse else key // 2

    def rest() -> Iterator[tuple[int, int, Row]]:
        waiting.sort(reverse=True)
        while waiting:  # what has been shown is not held
            key, _, row = waiting.pop()
            yield current, month(key), row

    for number, row in enumerate(rows):
        found = _WHEN.search(row.raw)
        assert found is not None  # each public record of an event has them
        year, begun, precision = int(found[1] or 0), int(found[2] or 0), found[3]
        if year != current:
            yield from rest()
            current, passed = year, 0
        # A month has two places: for what is less exact than a day, and for its days; 0 is the head of the year.
        key = 2 * (13 - begun if begun and reverse else begun)
        if precision == "day":
            key += 1
        else:
            head = key if precision == "month" else 0
            key = head if head >= passed else key + 1
        if len(waiting) < ahead:
            heappush(waiting, (key, number, row))
        else:
            passed, _, each = heappushpop(waiting, (key, number, row))
            yield current, month(passed), each
    yield from rest()
