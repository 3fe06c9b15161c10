"""Numbers over time in one line of block characters."""

from collections.abc import Sequence

from ...query import Result
from ...stats import EARLIER, UNITS
from .page import DIM, Page

_LEVELS = "▁▂▃▄▅▆▇█"

_WIDEST = 3
"""Cells that a month, quarter or year takes at most."""


def sparkline(numbers: Sequence[int]) -> str:
    """Draw numbers as characters of eight heights, 0 as a blank.

    The highest is that of the largest number, but a step is at least one event: a single one is the lowest.
    """
    top = max([*numbers, len(_LEVELS)])
    return "".join(_LEVELS[-(-number * len(_LEVELS) // top) - 1] if number else " " for number in numbers)


def density(result: Result, page: Page) -> None:
    """Draw in one line how many events begin in each month, quarter or year, with the first and last at its ends."""
    query = result.query._replace(by_rank=False, reverse=False)
    for unit in UNITS:  # from the shortest
        stats = result.data.counted(unit, None, query)
        bins = [each for each in stats.buckets if each.key not in (None, EARLIER)]
        if len(bins) < 2:
            return
        first, last = bins[0].name, bins[-1].name
        room = page.width - len(first) - len(last) - 2
        if len(bins) <= room:
            break
    merged = -(-len(bins) // room)
    numbers = [sum(each.count for each in bins[low : low + merged]) for low in range(0, len(bins), merged)]
    wide = max(min(room // len(numbers), _WIDEST), 1)
    drawn = "".join(letter * wide for letter in sparkline(numbers))
    page.line((f"{first} ", DIM), (drawn, DIM), (f" {last}", DIM))
