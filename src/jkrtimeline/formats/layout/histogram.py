"""Counts as bars or as a heat map, and below them the longest gap and the median interval."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ...stats import EARLIER, Bucket, Stats
from ...text.plural import numbered, plural
from ...text.sanitize import visible
from .page import DIM, PLAIN, Page, Piece, ThemeStyles, neutral_style
from .short_texts import span_text

if TYPE_CHECKING:
    from rich.style import Style

    from ...catalog import Catalog

_BAR = "▆"
"""A block that leaves a gap between the bars of two lines."""

_LONG = 12
"""More empty rows than this in a row are replaced by one line."""

_LABEL_WIDTH = 17
"""Cells of the labels of the facts below the bars."""


def histogram(stats: Stats, data: "Catalog", page: Page) -> None:
    """Draw bars or a heat map, then the longest gap and the median interval."""
    page.line()
    if stats.cells is None:
        _bars(stats, data, page)
    else:
        from .heat_map import heat_map

        heat_map(stats, stats.cells, data, page)
    _spacing(stats, data, page)


def without_long_gaps(buckets: Sequence[Bucket]) -> Iterator[Bucket | int]:
    """Yield the buckets, but for a long run of empty ones only its length."""
    for empty, group in groupby(buckets, key=lambda each: each.count == 0):
        several = list(group)
        if empty and len(several) > _LONG:
            yield len(several)
        else:
            yield from several


def draw_gap(number: int, unit: str, page: Page) -> None:
    """Draw the line that replaces empty rows."""
    page.line((f"⋮ {number:,} {unit}s without an event", DIM))


def styles_of(by: str, buckets: Sequence[Bucket], data: "Catalog", page: Page) -> Mapping[str | None, "Style"]:
    """The style of each bucket that is a theme, by its key."""
    if by != "theme":
        return {}
    themes = ThemeStyles(data, page)
    return {each.key: themes[each.key] for each in buckets if each.key is not None}


def row_label(bucket: Bucket, width: int, page: Page) -> Piece:
    """The name of a row in `width` cells, padded or cut."""
    text = page.left(page.ruler.cut(visible(bucket.name), width), width)
    return text, DIM if bucket.key in (None, EARLIER) else PLAIN


def label_width(stats: Stats, page: Page) -> int:
    """The width of the names of rows: that of the widest, or two fifths of the page."""
    most = max((page.ruler.cells(visible(each.name)) for each in stats.buckets), default=0)
    return min(most, max(page.width * 2 // 5, 12))


def _bars(stats: Stats, data: "Catalog", page: Page) -> None:
    styles = styles_of(stats.by, stats.buckets, data, page)
    label = label_width(stats, page)
    most = max((each.count for each in stats.buckets), default=0)
    digits = len(str(most))
    room = page.width - label - digits - 3
    neutral = neutral_style(page)
    for each in without_long_gaps(stats.buckets):
        if isinstance(each, int):
            draw_gap(each, stats.by, page)
            continue
        length = max(round(each.count * room / most), 1) if each.count else 0
        number = (f"  {each.count:>{digits}} ", PLAIN if each.count else DIM)
        page.line(row_label(each, label, page), number, (_BAR * length, styles.get(each.key, neutral)))


def _spacing(stats: Stats, data: "Catalog", page: Page) -> None:
    """Draw the longest gap and the median interval."""
    facts: list[tuple[str, str]] = []
    if stats.silence is not None:
        gap = stats.silence
        when = span_text(str(gap.start), str(gap.end))
        facts = [
            ("Longest silence", f"{numbered(gap.days, 'day')}, {when}"),
            ("  after", _title(gap.after, data)),
            ("  before", _title(gap.before, data)),
        ]
    if (median := stats.median_days) is not None:
        facts.append(("Median", f"{median:g} {plural(median, 'day')} from one event to the next"))
    if not facts:
        return
    if (number := stats.inexact) > 0:
        facts.append(("", f"without {numbered(number, 'event')} whose first day is not known"))
    page.line()
    for name, text in facts:
        page.block([(f"{name:<{_LABEL_WIDTH}}", DIM)], None, text, PLAIN if name else DIM)


def _title(identity: str, data: "Catalog") -> str:
    row = data.find(identity)
    return visible(row.event.title) if row is not None else visible(identity)
