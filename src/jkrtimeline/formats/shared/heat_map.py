"""Counts of pairs as a heat map: cells with a number, on a stronger background the larger it is."""

from collections.abc import Iterator, Sequence
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from rich.color import Color
from rich.style import Style

from ... import edtf
from ...stats import EARLIER, UNITS, Bucket, Stats
from ...text.sanitize import visible
from .histogram import draw_rows, label_width, styles_of
from .page import BOLD, DIM, PLAIN, Page, Piece
from .palette import HUES, NEUTRAL

if TYPE_CHECKING:
    from ...catalog import Catalog

_SHADES = "░▒▓█"
"""Shades that follow the number where there are no background colours."""

_SHORT = 8
"""Columns with a longer head have each head on a separate line, joined to the column by a rail."""

_LAST_HEAD = 14
"""The least width of the head of the last column."""

_STEPS = len(HUES[NEUTRAL].dark_ramp)
"""Strengths of the background in 256 colours."""


class _Column(NamedTuple):
    """A column: its bucket, the year above its head (for months and quarters), its head, and its style."""

    bucket: Bucket
    year: str
    head: str
    style: Style


class HeatMap:
    """The counts of pairs, with a row for each bucket and a column for each of the other dimension."""

    def __init__(self, stats: Stats, catalog: "Catalog", page: Page) -> None:
        self._stats, self._page, cells = stats, page, page.ruler.cells
        self._is_time = stats.and_by in UNITS
        styles = styles_of(stats.and_by, stats.and_buckets, catalog, page)
        self._columns = [_column(each, self._is_time, styles.get(each.key, BOLD)) for each in stats.and_buckets]
        self._tall = not self._is_time and any(cells(each.head) > _SHORT for each in self._columns)
        keys = {each.key for each in stats.buckets}
        self._counts = {pair: number for pair, number in (stats.cells or {}).items() if pair[0] in keys}
        self._largest = max(self._counts.values(), default=1)
        self._label = label_width(stats, page) + 1
        heads = [0] if self._tall else [cells(text) for each in self._columns for text in (each.year, each.head)]
        self._width = max(len(str(self._largest)) + 1, *heads) + 1

    def draw(self) -> None:
        """Draw rows and columns. Columns of time that do not fit continue below; others are left out."""
        page, columns = self._page, self._columns
        room = page.width - self._label - (_LAST_HEAD - self._width if self._tall else 0)
        fit = max(room // self._width, 1)
        for low in range(0, len(columns) if self._is_time else min(len(columns), 1), fit):
            panel = columns[low : low + fit]
            if low:
                page.line()
            if self._tall:
                self._tall_heads(panel)
            else:
                self._heads(panel)
            draw_rows(self._stats, self._label, page, partial(self._cells, panel))
        if not self._is_time and len(columns) > fit:
            page.block(f"and {len(columns) - fit:,} more, with fewer events (json and csv have them)", DIM)

    def _heads(self, panel: Sequence[_Column]) -> None:
        """Draw the heads, and above them each year once."""
        margin: Piece = (" " * self._label, PLAIN)
        years = [each.year for each in panel]
        if any(years):
            new = [year if year != before else "" for year, before in zip(years, ["", *years], strict=False)]
            self._page.line(margin, *((self._right(year), BOLD) for year in new))
        self._page.line(margin, *((self._right(each.head), each.style) for each in panel))

    def _right(self, text: str) -> str:
        """A text at the right of a column, and a blank."""
        return self._page.right(text, self._width - 1) + " "

    def _tall_heads(self, panel: Sequence[_Column]) -> None:
        """Draw each head, with its number of events, on a separate line, joined to its column by a rail."""
        indent = " " * (self._width - 2)
        for number, each in enumerate(panel):
            count = f" {each.bucket.count:,}"
            room = self._page.width - self._label - self._width * (number + 1)
            head = self._page.ruler.cut(each.head, max(room - len(count), 1))
            rails: list[Piece] = [(indent + "│ ", DIM)] * number
            margin = " " * self._label
            self._page.line((margin, PLAIN), *rails, (indent + "┌ ", DIM), (head, each.style), (count, DIM))

    def _cells(self, panel: Sequence[_Column], bucket: Bucket) -> Iterator[Piece]:
        for column in panel:
            number = self._counts.get((bucket.key, column.bucket.key), 0)
            if self._page.options.colours in ("256", "truecolor"):
                style = _cell_style(column.style, number / self._largest, self._page) if number else DIM
                yield self._right(str(number) if number else "·"), style
            else:
                shade = _SHADES[-(-number * len(_SHADES) // self._largest) - 1] if number else "·"
                yield self._page.right(str(number) if number else "", self._width - 1), PLAIN
                yield shade, column.style if number else DIM


def _column(bucket: Bucket, is_time: bool, style: Style) -> _Column:
    if not is_time:
        return _Column(bucket, "", visible(bucket.name), style)
    if bucket.key is None or bucket.key == EARLIER:
        return _Column(bucket, "", "prior" if bucket.key else "none", style)
    year, _, part = bucket.key.partition("-")
    if part:
        return _Column(bucket, year, part if part.startswith("Q") else edtf.MONTHS[int(part) - 1], style)
    return _Column(bucket, "", bucket.name[:3] if len(year) == 2 and year.isdigit() else year, style)


def _cell_style(head: Style, part: float, page: Page) -> Style:
    """The style of a cell: the hue of its column, mixed into the background of the page in proportion to `part`, the
    share of the largest number."""
    is_light = page.options.background == "light"
    if page.options.colours == "256":
        number = head.color.number if head.color else None
        hue = next((hue for hue in HUES if number in (hue.dark, hue.light, hue.unknown)), HUES[NEUTRAL])
        ramp = hue.light_ramp if is_light else hue.dark_ramp
        return text_on(*Color.from_ansi(ramp[ceil(part * _STEPS) - 1]).get_truecolor())
    channels = (head.color or Color.parse(HUES[NEUTRAL].middle)).get_truecolor()
    base, share = 255 if is_light else 24, 0.2 + 0.8 * part
    return text_on(*(round(base + (channel - base) * share) for channel in channels))


def text_on(red: int, green: int, blue: int) -> Style:
    """Black or white text, whichever contrasts more, on a background."""
    white = _luminance(red, green, blue) < 0.179  # where both contrast alike, 4.58 (WCAG 2.2)
    return Style(color="#ffffff" if white else "#000000", bgcolor=f"#{red:02x}{green:02x}{blue:02x}")


def _luminance(*channels: int) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [c / 12.92 if (c := channel / 255) <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
