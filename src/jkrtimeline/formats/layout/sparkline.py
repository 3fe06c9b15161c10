"""Numbers over time in one line of block characters."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ... import edtf
from ...query import Query, Result
from ...stats import EARLIER, UNITS
from .page import DIM, Page

_LEVELS = "▁▂▃▄▅▆▇█"

_FEW = 8
"""Fewer months or weeks are drawn by a shorter unit."""

_MOST_READ = 1000
"""Events that are read at most to count them by weeks or days."""

_WIDEST = 3
"""Cells that a month, quarter or year takes at most."""


def sparkline(numbers: Sequence[int]) -> str:
    """Draw numbers as characters of eight heights, 0 as a blank.

    The highest is that of the largest number, but a step is at least one event: a single one is the lowest.
    """
    top = max([*numbers, len(_LEVELS)])
    return "".join(_LEVELS[-(-number * len(_LEVELS) // top) - 1] if number else " " for number in numbers)


def density(result: Result, page: Page) -> None:
    """Draw in one line how many events begin in each month, quarter or year, with the first and last at its ends.

    A period of few months is drawn by weeks or days.
    """
    query = result.query._replace(by_rank=False, reverse=False)
    for unit in UNITS:  # from the shortest
        stats = result.data.counted(unit, None, query)
        bins = [each for each in stats.buckets if each.key not in (None, EARLIER)]
        if not bins:
            return
        first, last = bins[0].name, bins[-1].name
        room = page.width - len(first) - len(last) - 2
        if len(bins) <= room:
            break
    numbers = [each.count for each in bins]
    if unit == "month" and len(bins) < _FEW and stats.events <= _MOST_READ:
        low = max([date.fromisoformat(f"{bins[0].key}-01"), *(each.first for each in query.periods if each.first)])
        numbers, first, last = _fine(result, query, low)
        room = page.width - len(first) - len(last) - 2
    if len(numbers) < 2:
        return
    merged = -(-len(numbers) // room)
    numbers = [sum(numbers[low : low + merged]) for low in range(0, len(numbers), merged)]
    wide = max(min(room // len(numbers), _WIDEST), 1)
    drawn = "".join(letter * wide for letter in sparkline(numbers))
    page.line((f"{first} ", DIM), (drawn, DIM), (f" {last}", DIM))


def _fine(result: Result, query: Query, low: date) -> tuple[list[int], str, str]:
    """How many events begin in each week from the day `low`, or, of few weeks, on each day; the first and last day."""
    events = (row.event for row in result.data.rows(query))
    starts = [event.start for event in events if event.start and event.start >= low and event.date.precision == "day"]
    if not starts:
        return [], "", ""
    days = [day.toordinal() - 1 for day in starts]  # a week begins on Monday: 1 January of the year 1 is one
    length = 7 if max(days) // 7 - min(days) // 7 + 1 >= _FEW else 1
    counts = Counter(day // length for day in days)
    names = [edtf.date_text(edtf.parse(day.isoformat())) for day in (min(starts), max(starts))]
    return [counts[number] for number in range(min(counts), max(counts) + 1)], names[0], names[1]
