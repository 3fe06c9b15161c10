"""Counts as bars or as a heat map, and below them how events are spaced."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ... import edtf
from ...stats import EARLIER, Bucket, Stats
from ...text.sanitize import visible
from .page import DIM, PLAIN, Page, Piece, ThemeStyles, neutral_style

if TYPE_CHECKING:
    from rich.style import Style

    from ...catalog import Catalog

_BAR = "▆"
"""Leaves a gap between bars of neighbouring lines."""

_LONG = 12
"""More empty rows than these are summed up in one line."""

_LABEL_WIDTH = 17
"""Cells of the labels below the bars."""


def histogram(stats: Stats, data: "Catalog", page: Page) -> None:
    """Draw bars or a heat map, then the longest silence and the median interval."""
    page.line()
    if stats.cells is None:
        _bars(stats, data, page)
    else:
        from .heat_map import heat_map

        heat_map(stats, stats.cells, data, page)
    _spacing(stats, data, page)


def without_long_gaps(buckets: Sequence[Bucket]) -> Iterator[Bucket | int]:
    """The buckets; for many empty ones in a row, only their number."""
    for empty, group in groupby(buckets, key=lambda each: each.count == 0):
        several = list(group)
        if empty and len(several) > _LONG:
            yield len(several)
        else:
            yield from several


def draw_gap(number: int, unit: str, page: Page) -> None:
    """Draw a line for empty rows that are left out."""
    page.line((f"⋮ {number:,} {unit}s without an event", DIM))


def styles_of(by: str, buckets: Sequence[Bucket], data: "Catalog", page: Page) -> Mapping[str | None, "Style"]:
    """The styles of buckets that are themes; of others none."""
    if by != "theme":
        return {}
    themes = ThemeStyles(data, page)
    return {each.key: themes[each.key] for each in buckets if each.key is not None}


def row_label(bucket: Bucket, width: int, page: Page) -> Piece:
    """The name of a row, filled up or cut to `width` cells."""
    text = page.left(page.ruler.cut(visible(bucket.name), width), width)
    return text, DIM if bucket.key in (None, EARLIER) else PLAIN


def label_width(stats: Stats, page: Page) -> int:
    """Cells of the names of rows: the widest, but not more than leaves room for the rest."""
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
    """Draw the longest silence and the median interval."""
    facts: list[tuple[str, str]] = []
    if stats.silence is not None:
        low, high = stats.silence.start, stats.silence.end
        when = low.isoformat() if low == high else f"{low.isoformat()}/{high.isoformat()}"
        facts = [
            (
                "Longest silence",
                f"{stats.silence.days:,} day{_s(stats.silence.days)}, {edtf.date_text(edtf.parse(when))}",
            ),
            ("  after", _title(stats.silence.after, data)),
            ("  before", _title(stats.silence.before, data)),
        ]
    if stats.median_days is not None:
        facts.append(("Median", f"{stats.median_days:g} day{_s(stats.median_days)} from one event to the next"))
    if not facts:
        return
    if stats.inexact:
        facts.append(("", f"without {stats.inexact:,} event{_s(stats.inexact)} whose first day is not known"))
    page.line()
    for name, text in facts:
        page.block([(f"{name:<{_LABEL_WIDTH}}", DIM)], None, text, PLAIN if name else DIM)


def _s(number: float) -> str:
    return "" if number == 1 else "s"


def _title(identity: str, data: "Catalog") -> str:
    row = data.find(identity)
    return visible(row.event.title) if row is not None else visible(identity)
