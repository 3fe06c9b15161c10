"""Counts of pairs as a heat map: cells with a number, on a stronger background the larger it is."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from rich.color import Color
from rich.style import Style

from ... import edtf
from ...stats import EARLIER, UNITS, Bucket, Stats
from ...text.sanitize import visible
from .histogram import draw_gap, label_width, row_label, styles_of, without_long_gaps
from .page import BOLD, DIM, PLAIN, Page, Piece
from .palette import HUES, NEUTRAL, hexadecimal

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

Counts = Mapping[tuple[str | None, str | None], int]


class _Column(NamedTuple):
    """A column: its bucket, the year above its head (for months and quarters), its head, and its style."""

    bucket: Bucket
    year: str
    head: str
    style: Style


class _Sizes(NamedTuple):
    """The widths of the row names and of a column, and the largest number in the map."""

    label: int
    column: int
    largest: int


def heat_map(stats: Stats, counts: Counts, data: "Catalog", page: Page) -> None:
    """Draw rows and columns. Columns of time that do not fit continue below; others are left out."""
    is_time = stats.and_by in UNITS
    styles = styles_of(stats.and_by or "", stats.and_buckets, data, page)
    columns = [_column(each, is_time, styles.get(each.key, BOLD)) for each in stats.and_buckets]
    cells = page.ruler.cells
    tall = not is_time and max((cells(each.head) for each in columns), default=0) > _SHORT
    shown = [number for (key, _), number in counts.items() if any(key == each.key for each in stats.buckets)]
    largest = max(shown, default=1)
    heads = [0] if tall else [cells(text) for each in columns for text in (each.year, each.head)]
    sizes = _Sizes(label_width(stats, page) + 1, max(len(str(largest)) + 1, *heads) + 1, largest)
    room = page.width - sizes.label - (_LAST_HEAD - sizes.column if tall else 0)
    fit = max(room // sizes.column, 1)
    panels = [columns[low : low + fit] for low in range(0, len(columns), fit)]
    for number, panel in enumerate(panels if is_time else panels[:1]):
        if number:
            page.line()
        if tall:
            _tall_heads(panel, sizes, page)
        else:
            _heads(panel, sizes, page)
        _rows(stats, counts, panel, sizes, page)
    if not is_time and len(columns) > fit:
        page.block([], [], f"and {len(columns) - fit:,} more, with fewer events (json and csv have them)", DIM)


def _column(bucket: Bucket, is_time: bool, style: Style) -> _Column:
    if not is_time:
        return _Column(bucket, "", visible(bucket.name), style)
    if bucket.key == EARLIER:
        return _Column(bucket, "", "prior", style)
    if bucket.key is None:
        return _Column(bucket, "", "none", style)
    year, _, part = bucket.key.partition("-")
    if not part:
        return _Column(bucket, "", bucket.name[:3] if len(year) == 2 and year.isdigit() else year, style)
    return _Column(bucket, year, part if part.startswith("Q") else edtf.MONTHS[int(part) - 1], style)


def _heads(panel: Sequence[_Column], sizes: _Sizes, page: Page) -> None:
    """Draw the heads, and above them each year once."""
    margin: Piece = (" " * sizes.label, PLAIN)
    years = [each.year for each in panel]
    if any(years):
        new = [year if year != before else "" for year, before in zip(years, ["", *years], strict=False)]
        page.line(margin, *((page.right(year, sizes.column - 1) + " ", BOLD) for year in new))
    page.line(margin, *((page.right(each.head, sizes.column - 1) + " ", each.style) for each in panel))


def _tall_heads(panel: Sequence[_Column], sizes: _Sizes, page: Page) -> None:
    """Draw each head, with its number of events, on a separate line, joined to its column by a rail."""
    indent = " " * (sizes.column - 2)
    rail: Piece = (indent + "│ ", DIM)
    for number, each in enumerate(panel):
        count = f" {each.bucket.count:,}"
        room = page.width - sizes.label - sizes.column * number - sizes.column
        head = page.ruler.cut(each.head, max(room - len(count), 1))
        page.line((" " * sizes.label, PLAIN), *[rail] * number, (indent + "┌ ", DIM), (head, each.style), (count, DIM))


def _rows(stats: Stats, counts: Counts, panel: Sequence[_Column], sizes: _Sizes, page: Page) -> None:
    coloured = page.options.colours in ("256", "truecolor")
    for each in without_long_gaps(stats.buckets):
        if isinstance(each, int):
            draw_gap(each, stats.by, page)
            continue
        pieces = [row_label(each, sizes.label, page)]
        for column in panel:
            number = counts.get((each.key, column.bucket.key), 0)
            if coloured:
                text = page.right(str(number) if number else "·", sizes.column - 1) + " "
                pieces.append((text, _cell_style(column.style, number / sizes.largest, page) if number else DIM))
            else:
                shade = _SHADES[-(-number * len(_SHADES) // sizes.largest) - 1] if number else "·"
                pieces.append((page.right(str(number) if number else "", sizes.column - 1), PLAIN))
                pieces.append((shade, column.style if number else DIM))
        page.line(*pieces)


def _cell_style(head: Style, part: float, page: Page) -> Style:
    """The style of a cell: the hue of its column, mixed into the background of the page in proportion to `part`, the
    share of the largest number."""
    if page.options.colours == "256":
        background = hexadecimal(_ramp(head, page)[ceil(part * _STEPS) - 1])
        return text_on(*(int(background[at : at + 2], 16) for at in (1, 3, 5)))
    hue = (head.color or Color.parse(HUES[NEUTRAL].middle)).get_truecolor()
    base = 255 if page.options.background == "light" else 24
    share = 0.2 + 0.8 * part
    red, green, blue = (round(base + (channel - base) * share) for channel in hue)
    return text_on(red, green, blue)


def _ramp(head: Style, page: Page) -> tuple[int, ...]:
    """The xterm colours for the cells of a column, from faint to strong."""
    number = head.color.number if head.color else None
    hue = next((hue for hue in HUES if number in (hue.dark, hue.light, hue.unknown)), HUES[NEUTRAL])
    return hue.light_ramp if page.options.background == "light" else hue.dark_ramp


def text_on(red: int, green: int, blue: int) -> Style:
    """Black or white text, whichever contrasts more, on a background."""
    white = _luminance(red, green, blue) < 0.179  # where both contrast alike, 4.58 (WCAG 2.2)
    return Style(color="#ffffff" if white else "#000000", bgcolor=f"#{red:02x}{green:02x}{blue:02x}")


def _luminance(*channels: int) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [c / 12.92 if (c := channel / 255) <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
