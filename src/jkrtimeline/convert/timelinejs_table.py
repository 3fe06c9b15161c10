"""The spreadsheet of TimelineJS 3: its columns, and its rows as slides of the JSON."""

from collections.abc import Sequence
from typing import Any

from ..text.normalize import fold
from .column_cells import Columns

SLIDE_PATHS: dict[str, tuple[str, ...]] = {
    **{name: ("start_date", name) for name in ("year", "month", "day", "time")},
    **{f"end {name}": ("end_date", name) for name in ("year", "month", "day", "time")},
    "display date": ("display_date",),
    "headline": ("text", "headline"),
    "text": ("text", "text"),
    "media": ("media", "url"),
    "media credit": ("media", "credit"),
    "media caption": ("media", "caption"),
    **dict.fromkeys(("alt text", "media alt text", "media alt", "alt"), ("media", "alt")),
    **dict.fromkeys(("link", "media link"), ("media", "link")),
    "type": ("type",),
    "group": ("group",),
    **dict.fromkeys(("id", "unique id"), ("unique_id",)),
}
"""Column of the spreadsheet → path of the same value in a slide of the JSON."""

SlideColumns = dict[int, tuple[str, ...]]
"""The number of a column, from 0 → the path of its value in a slide."""


def slide_columns(header: Sequence[str], given: Columns) -> SlideColumns:
    """The columns of a spreadsheet of TimelineJS, without those that are `given` another meaning; none
    for other tables."""
    folded = [fold(cell) for cell in header]
    if not {"year", "headline"} <= set(folded):
        return {}
    taken = {number for numbers in given.values() for number in numbers}
    return {n: SLIDE_PATHS[word] for n, word in enumerate(folded) if word in SLIDE_PATHS and n not in taken}


def slide_of(row: Sequence[str], columns: SlideColumns) -> dict[str, Any]:
    """A row of the spreadsheet as a slide of the JSON."""
    slide: dict[str, Any] = {}
    for number, path in columns.items():
        if text := row[number].strip():
            *outer, key = path
            within = slide.setdefault(outer[0], {}) if outer else slide
            within[key] = text
    return slide
