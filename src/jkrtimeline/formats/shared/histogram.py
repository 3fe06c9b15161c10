"""Counts as bars, with the longest gap and the median interval below them; counts on one line of block characters."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from ...query import Query, Result
from ...stats import EARLIER, UNITS, Bucket, Stats
from ...text.sanitize import numbered, plural, visible
from .headings import heading_parts, rows_text
from .page import DIM, PLAIN, Page, Piece, ThemeStyles
from .palette import NEUTRAL
from .short_texts import readable_date, span_text

if TYPE_CHECKING:
    from rich.style import Style

    from ...catalog import Catalog

_BAR = "▆"
"""A block that leaves a gap between the bars of two lines."""

_LEVELS = "▁▂▃▄▅▆▇█"

_LONG = 12
"""More empty rows than this in a row are replaced by one line."""

_LABEL_WIDTH = 17
"""Cells of the labels of the facts below the bars."""

_FEW = 8
"""Fewer months or weeks than this are drawn by a shorter unit."""

_MOST_READ = 1000
"""Events read at most, to count them by weeks or days."""

_WIDEST = 3
"""The greatest width of a bin of one line, in cells."""


def histogram(result: Result, stats: Stats, page: Page) -> None:
    """Draw a heading, bars or a heat map, then the longest gap and the median interval."""
    shown = sum(each.key is not None for each in stats.buckets)
    noun = "level" if stats.by == "importance" else stats.by
    cut = [rows_text(shown, stats.keys, noun, result.query)] if shown < stats.keys else []
    page.heading(result.catalog.header.title, [*cut, *heading_parts(result)])
    page.line()
    if stats.cells is None:
        _bars(stats, result.catalog, page)
    else:
        from .heat_map import HeatMap

        HeatMap(stats, result.catalog, page).draw()
    _spacing(stats, result.catalog, page)


def draw_rows(stats: Stats, label: int, page: Page, pieces: Callable[[Bucket], Iterable[Piece]]) -> None:
    """Draw a line for each bucket: its name in `label` cells, then its `pieces`. A long run of empty ones is one
    line."""
    for is_empty, group in groupby(stats.buckets, key=lambda each: each.count == 0):
        buckets = list(group)
        if is_empty and len(buckets) > _LONG:
            page.line((f"⋮ {len(buckets):,} {stats.by}s without an event", DIM))
            continue
        for each in buckets:
            name = page.left(page.ruler.cut(visible(each.name), label), label)
            page.line((name, DIM if each.key in (None, EARLIER) else PLAIN), *pieces(each))


def styles_of(
    by: str | None, buckets: Sequence[Bucket], catalog: "Catalog", page: Page
) -> Mapping[str | None, "Style"]:
    """The style of each bucket that is a theme, by its key."""
    if by != "theme":
        return {}
    themes = ThemeStyles(catalog, page)
    return {each.key: themes[each.key] for each in buckets if each.key is not None}


def label_width(stats: Stats, page: Page) -> int:
    """The width of the names of rows: that of the widest, or two fifths of the page."""
    most = max((page.ruler.cells(visible(each.name)) for each in stats.buckets), default=0)
    return min(most, max(page.width * 2 // 5, 12))


def _bars(stats: Stats, catalog: "Catalog", page: Page) -> None:
    styles, neutral = styles_of(stats.by, stats.buckets, catalog, page), page.hue(NEUTRAL)
    label = label_width(stats, page)
    most = max((each.count for each in stats.buckets), default=0)
    digits = len(str(most))
    room = page.width - label - digits - 3

    def pieces(bucket: Bucket) -> list[Piece]:
        count = bucket.count
        length = max(round(count * room / most), 1) if count else 0
        number = (f"  {count:>{digits}} ", PLAIN if count else DIM)
        return [number, (_BAR * length, styles.get(bucket.key, neutral))]

    draw_rows(stats, label, page, pieces)


def _spacing(stats: Stats, catalog: "Catalog", page: Page) -> None:
    """Draw the longest gap and the median interval."""
    facts: list[tuple[str, str]] = []
    if (gap := stats.silence) is not None:
        facts = [
            ("Longest silence", f"{numbered(gap.days, 'day')}, {span_text(str(gap.start), str(gap.end))}"),
            ("  after", _title(gap.after, catalog)),
            ("  before", _title(gap.before, catalog)),
        ]
    if (median := stats.median_days) is not None:
        facts.append(("Median", f"{median:g} {plural(median, 'day')} from one event to the next"))
    if facts and stats.inexact:
        facts.append(("", f"without {numbered(stats.inexact, 'event')} whose first day is not known"))
    if facts:
        page.line()
    for name, text in facts:
        page.block(text, PLAIN if name else DIM, [(f"{name:<{_LABEL_WIDTH}}", DIM)])


def _title(identity: str, catalog: "Catalog") -> str:
    row = catalog.find(identity)
    return visible(row.event.title) if row is not None else visible(identity)


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
        stats = result.catalog.stats(unit, None, query)
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
    events = (row.event for row in result.catalog.rows(query))
    starts = [event.start for event in events if event.start and event.start >= low and event.date.precision == "day"]
    if not starts:
        return [], "", ""
    days = [day.toordinal() - 1 for day in starts]  # a week begins on Monday: 1 January of the year 1 is one
    length = 7 if max(days) // 7 - min(days) // 7 + 1 >= _FEW else 1
    counts = Counter(day // length for day in days)
    numbers = [counts[number] for number in range(min(counts), max(counts) + 1)]
    return numbers, readable_date(str(min(starts))), readable_date(str(max(starts)))
