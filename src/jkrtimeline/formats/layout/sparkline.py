"""Counts over time on one line of block characters."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ...query import Query, Result
from ...stats import EARLIER, UNITS
from .page import DIM, Page
from .short_texts import readable_date

_LEVELS = "▁▂▃▄▅▆▇█"

_FEW = 8
"""Fewer months or weeks than this are drawn by a shorter unit."""

_MOST_READ = 1000
"""Events read at most, to count them by weeks or days."""

_WIDEST = 3
"""The greatest width of a bin, in cells."""


def sparkline(numbers: Sequence[int]) -> str:
    """Numbers as characters of eight heights, 0 as a blank.

    The largest number has the greatest height, unless it is below eight: a step in height is at least one event.
    """
    top = max([*numbers, len(_LEVELS)])
    return "".join(_LEVELS[-(-number * len(_LEVELS) // top) - 1] if number else " " for number in numbers)


def density_line(result: Result, page: Page) -> None:
    """Draw on one line how many events begin in each month, quarter or year, and name the first and the last.

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
    """Count the events that begin in each week from the day `low`, or on each day of few weeks; name the ends."""
    events = (row.event for row in result.data.rows(query))
    starts = [event.start for event in events if event.start and event.start >= low and event.date.precision == "day"]
    if not starts:
        return [], "", ""
    days = [day.toordinal() - 1 for day in starts]  # a week begins on Monday: 1 January of the year 1 is one
    length = 7 if max(days) // 7 - min(days) // 7 + 1 >= _FEW else 1
    counts = Counter(day // length for day in days)
    numbers = [counts[number] for number in range(min(counts), max(counts) + 1)]
    return numbers, readable_date(str(min(starts))), readable_date(str(max(starts)))
