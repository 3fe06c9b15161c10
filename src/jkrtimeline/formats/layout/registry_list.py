"""Actors, themes or threads as a list, with counts, sparklines and spans."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...query import Result, Row
from ...text.sanitize import visible
from .page import DIM, PLAIN, Page, Piece, ThemeStyles
from .short_texts import span_text
from .sparkline import sparkline

if TYPE_CHECKING:
    from rich.style import Style

_SPARKLINES = ((100, 16), (48, 8))
"""Widths of a page from which a list has sparklines, and the characters of a sparkline."""

_WITH_SPAN = 72
"""The width of a page from which a list has the months of the first and last event."""


def registry_list(result: Result, rows: Sequence[Row], page: Page) -> None:
    """Draw a line for each entry: count, name, native names, id, sparkline and span."""
    assert result.kind in ("actor", "theme", "thread")
    page.line()
    records = [row.record() for row in rows]
    parts = next((letters for least, letters in _SPARKLINES if page.width >= least), 0)
    numbers = result.data.histograms(result.kind, result.query, parts) if parts and records else {}
    spans = [_span(record["first"], record["last"]) if page.width >= _WITH_SPAN else "" for record in records]
    span_width = max(map(page.ruler.cells, spans), default=0)
    digits = max((len(str(record["count"])) for record in records), default=1)
    themes = ThemeStyles(result.data, page) if result.kind == "theme" else None
    for record, span in zip(records, spans, strict=True):
        style = themes[record["id"]] if themes is not None else PLAIN
        end: list[Piece] = [(" " * parts, PLAIN), (page.left(span, span_width), DIM)]
        if record["id"] in numbers:
            end[0] = sparkline(numbers[record["id"]]), DIM if themes is None else style
        if span_width:
            end.insert(1, ("  ", PLAIN))
        room = max(page.width - digits - 2 - page.columns(end) - 2, 1)
        names = _names(record, style, room, page)
        gap = room + 2 - page.columns(names)
        page.line((f"{record['count']:>{digits}}  ", DIM), *names, (" " * gap, PLAIN), *end)
        if record.get("about"):
            margin: list[Piece] = [(" " * (digits + 2), PLAIN)]
            page.block(margin, margin, visible(record["about"]), DIM)


def _names(record: dict[str, Any], style: "Style", room: int, page: Page) -> list[Piece]:
    """The name, cut to `room` cells, then native names and the id if they fit."""
    name, identity = str(record["name"]), str(record["id"])
    natives = dict.fromkeys((record.get("native") or {}).values())
    pieces: list[Piece] = [(page.ruler.cut(visible(name), room), style)]
    for text in (" ".join(natives), identity if identity != name else ""):
        piece: Piece = ("  " + visible(text), DIM)
        if text and page.columns([*pieces, piece]) <= room:
            pieces.append(piece)
    return pieces


def _span(first: str | None, last: str | None) -> str:
    """The months of the first and last event."""
    return span_text(*(day and day[:7] for day in (first, last)))
