"""Rows that are not events as lists: actors, themes and threads; sources; offices; gaps."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.style import Style

from ... import edtf
from ...fields import SOURCE
from ...model import Source
from ...query import Result
from ...text.sanitize import plural, visible
from .card import dated_titles
from .event_lines import source_entry
from .headings import heading_parts, query_parts, rows_text
from .histogram import sparkline
from .page import DIM, PLAIN, Page, Piece, ThemeStyles
from .short_texts import office_facts, span_text

_SPARKLINES = ((100, 16), (48, 8))
"""Widths of a page from which a list has sparklines, and the characters of a sparkline."""

_WITH_SPAN = 72
"""The width of a page from which a list has the months of the first and last event."""

_HOLDERS = 28
"""The greatest width of the column of office holders, in cells."""

Records = Sequence[Mapping[str, Any]]


def row_list(result: Result, page: Page) -> None:
    """Draw a heading with the number of rows, and the rows."""
    records = [row.record() for row in result.rows]
    number = rows_text(len(records), result.total or len(records), result.kind, result.query)
    if result.kind == "office":
        total = sum(len(record["offices"]) for record in result.catalog.registry("actor").values())
        parts = [*query_parts(result), f"{number} ({total:,} in all)"]
    elif result.kind == "gap":
        parts = [f"{len(records):,} longest {plural(len(records), 'gap')}", *heading_parts(result)]
    else:
        parts = [number, *heading_parts(result)]
    page.heading(result.catalog.header.title, parts)
    draw = {"office": _office_list, "gap": _gap_list, "source": _source_list}.get(result.kind, _registry_list)
    draw(records, result, page)


def _registry_list(records: Records, result: Result, page: Page) -> None:
    """Draw a line for each entry: count, name, native names, id, sparkline and span."""
    assert result.kind in ("actor", "theme", "thread")
    page.line()
    parts = next((letters for least, letters in _SPARKLINES if page.width >= least), 0)
    numbers = result.catalog.histograms(result.kind, result.query, parts) if parts and records else {}
    spans = [_months(record) if page.width >= _WITH_SPAN else "" for record in records]
    span_width = max(map(page.ruler.cells, spans), default=0)
    digits = _digits(records, "count")
    themes = ThemeStyles(result.catalog, page) if result.kind == "theme" else None
    for record, span in zip(records, spans, strict=True):
        style = themes[record["id"]] if themes is not None else PLAIN
        bars: Piece = (" " * parts, PLAIN)
        if record["id"] in numbers:
            bars = (sparkline(numbers[record["id"]]), style if themes is not None else DIM)
        end = [bars, ("  ", PLAIN), (page.left(span, span_width), DIM)] if span_width else [bars]
        room = max(page.width - digits - 2 - page.columns(end) - 2, 1)
        names = _names(record, style, room, page)
        gap = room + 2 - page.columns(names)
        page.line((f"{record['count']:>{digits}}  ", DIM), *names, (" " * gap, PLAIN), *end)
        if record.get("about"):
            margin: list[Piece] = [(" " * (digits + 2), PLAIN)]
            page.block(visible(record["about"]), DIM, margin)


def _digits(records: Records, key: str) -> int:
    """The width of the largest number."""
    return max((len(f"{record[key]:,}") for record in records), default=1)


def _names(record: Mapping[str, Any], style: Style, room: int, page: Page) -> list[Piece]:
    """The name, cut to `room` cells, then native names and the id if they fit."""
    name, identity = str(record["name"]), str(record["id"])
    natives = dict.fromkeys((record.get("native") or {}).values())
    pieces: list[Piece] = [(page.ruler.cut(visible(name), room), style)]
    for text in (" ".join(natives), identity if identity != name else ""):
        piece: Piece = ("  " + visible(text), DIM)
        if text and page.columns([*pieces, piece]) <= room:
            pieces.append(piece)
    return pieces


def _months(record: Mapping[str, Any]) -> str:
    """The months of the first and last event."""
    return span_text(*(day and day[:7] for day in (record["first"], record["last"])))


def _source_list(records: Records, result: Result, page: Page) -> None:
    """Draw an entry per source: the number of events, publisher, day, kind and language; headline; address."""
    page.line()
    digits = _digits(records, "count")
    for record in records:
        source = Source(**{name: record[name] for name in SOURCE.names()})
        facts = (source.day, source.kind, source.lang)
        source_entry(page, (f"{record['count']:>{digits}}  ", DIM), source, facts)


def _office_list(records: Records, result: Result, page: Page) -> None:
    """Draw the title of each office, and a line for each holder: name, days, whether acting; the note below. On a
    narrow page the days have a line of their own."""
    names = [visible(record["holder"]) for record in records]
    width = min(max(map(page.ruler.cells, names), default=0), _HOLDERS) + 2
    is_narrow = any(2 + width + page.ruler.cells(office_facts(record)) > page.width for record in records)
    for title, held in groupby(records, key=lambda record: record["office"]):
        page.line()
        page.block(visible(str(title)), PLAIN)
        for record in held:
            name, end = visible(record["holder"]), [(office_facts(record), DIM)]
            page.block(name, PLAIN, [("  ", PLAIN)], end=() if is_narrow else end, width=width, column=width)
            if is_narrow:
                page.block(office_facts(record), DIM, [("    ", PLAIN)])
            if record["note"]:
                page.block(visible(record["note"]), DIM, [("    ", PLAIN)])


def _gap_list(records: Records, result: Result, page: Page) -> None:
    """Draw the length and the days of each gap, and below it the events before and after it."""
    digits = _digits(records, "days")
    margin, sides = " " * (digits + 7), ("after", "before")

    def event(record: Mapping[str, Any], side: str) -> tuple[str, str, str]:
        row = result.catalog.find(record[side])
        return edtf.date_text(row.event.date) if row else "", record[f"{side}_title"], record[side]

    for record in records:
        page.line()
        length = f"{record['days']:>{digits},} {plural(record['days'], 'day'):<4}"
        page.line((f"{length}  {span_text(record['start'], record['end'])}", PLAIN))
        events = [event(record, side) for side in sides]
        dated_titles(page, [f"{margin}{side:<8}" for side in sides], events, digits + 15)
