"""One event in full: its dates, actors, notes, the events before and after it, and its sources."""

from collections.abc import Mapping
from typing import Any

from ... import edtf
from ...model import Event, Source
from ...query import Result, Row, display_name
from ...text.sanitize import visible
from .event_lines import address
from .page import BOLD, DIM, MARKS, PLAIN, WEEKDAYS, Page, Piece, ThemeStyles
from .rail import days_between

_LABEL = 13
"""Cells of the names of fields."""


def cards(result: Result, page: Page) -> None:
    """Draw a card per event."""
    for number, row in enumerate(result.rows):
        if number:
            page.line()
            page.line(("─" * min(page.width, 40), DIM))
            page.line()
        _card(row.event, result, page)


def _card(event: Event, result: Result, page: Page) -> None:
    themes = ThemeStyles(result.data, page)
    page.block([], [], visible(event.title), BOLD)
    status = "" if event.status == "happened" else f"   {event.status}"
    single = event.start if event.start == event.end and event.date.exact else None
    weekday = f"{WEEKDAYS[single.weekday()]} " if single else ""
    page.line(
        (MARKS[event.importance] + " ", themes[event.themes[0]] if event.themes else PLAIN),
        (f"{weekday}{edtf.show(event.date)}", PLAIN),
        (f"   {event.importance}{status}", DIM),
    )
    if event.date_note:
        page.block([("  ", PLAIN)], None, visible(event.date_note), DIM)
    if event.summary:
        page.line()
        page.block([], [], visible(event.summary), PLAIN)
    page.line()
    _field(page, "Place", event.place)
    _actors(page, event.actors, result.data.registry("actor"))
    _listed(page, "Themes", [(themes.name(each), themes[each]) for each in event.themes], ", ")
    if event.thread:
        _field(page, "Thread", display_name(event.thread, result.data.registry("thread")))
    _field(page, "Note", event.note)
    earlier = [(result.data.find(name), name) for name in event.follows]
    _relations(page, "Follows", event, earlier)
    _relations(page, "Followed by", event, [(row, "") for row in result.data.following(event.id)])
    _field(page, "Id", event.id)
    for number, source in enumerate(event.sources, 1):
        _source(page, number, source)


def _field(page: Page, label: str, text: str | None) -> None:
    if text:
        page.block([(f"{label:<{_LABEL}}", DIM)], None, visible(text), PLAIN)


def _listed(page: Page, label: str, items: list[Piece], separator: str) -> None:
    """Short texts one after another, in as many lines as they need; none is broken."""
    label_piece: Piece = (f"{label:<{_LABEL}}", DIM)
    line: list[Piece] = []
    for item in items:
        if line and _LABEL + page.columns([*line, item]) + 2 * len(separator) > page.width:
            page.line(label_piece, *line, (separator.rstrip(), DIM))
            label_piece, line = (" " * _LABEL, PLAIN), []
        line += [(separator, DIM), item] if line else [item]
    if line:
        page.line(label_piece, *line)


def _actors(page: Page, names: tuple[str, ...], registry: Mapping[str, Mapping[str, Any]]) -> None:
    """Actors one after another; where any has a native name, a line each, with native names in a column."""
    actors = [visible(display_name(name, registry)) for name in names]
    natives = [visible(" / ".join(dict.fromkeys(registry.get(name, {}).get("native", {}).values()))) for name in names]
    if not any(natives):
        _listed(page, "Actors", [(name, PLAIN) for name in actors], ", ")
        return
    cells = page.ruler.cells
    width = max(cells(name) for name, native in zip(actors, natives, strict=True) if native)
    for number, (name, native) in enumerate(zip(actors, natives, strict=True)):
        label = "" if number else "Actors"
        if _LABEL + width + 2 + cells(native) > page.width:
            page.block([(f"{label:<{_LABEL}}", DIM)], None, f"{name}  {native}", PLAIN)
            continue
        pieces: list[Piece] = [(name, PLAIN)] if not native else [(page.left(name, width) + "  ", PLAIN), (native, DIM)]
        page.block([(f"{label:<{_LABEL}}", DIM)], None, pieces[0][0], PLAIN, end=pieces[1:], column=width + 2)


def _relations(page: Page, label: str, event: Event, related: list[tuple[Row | None, str]]) -> None:
    """Events before or after this one: dates in a column, then title, days between, and id."""
    dates = [edtf.show(row.event.date) if row else "" for row, _ in related]
    width = max(map(page.ruler.cells, dates), default=0) + 2
    for number, ((row, name), date) in enumerate(zip(related, dates, strict=True)):
        first: list[Piece] = [(f"{'' if number else label:<{_LABEL}}", DIM), (page.left(date, width), DIM)]
        if row is None:
            page.block(first, None, visible(name), PLAIN)
            continue
        page.block(first, None, visible(row.event.title), PLAIN)
        facts = "   ".join(part for part in (_distance(event, row.event), visible(row.event.id)) if part)
        page.block([(" " * (_LABEL + width), PLAIN)], None, facts, DIM)


def _distance(event: Event, other: Event) -> str:
    """How long before or after an event another one is."""
    days = days_between(event, other)
    if days is None:
        return ""
    if days == 0:
        return "same day"
    return f"{abs(days):,} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'before'}"


def _source(page: Page, number: int, source: Source) -> None:
    """A numbered source: publisher, kind, language and day; its headline or subject; its address."""
    facts = ", ".join(part for part in (source.kind, source.lang, source.day) if part)
    if number == 1:
        page.line()
    first = f"[{number}] "
    margin: list[Piece] = [(" " * len(first), PLAIN)]
    page.block([(first, DIM)], None, visible("   ".join(part for part in (source.by, facts) if part)), PLAIN)
    if source.headline:
        page.block(margin, None, visible(source.headline), DIM, url=source.url)
    if source.url:
        address(page, margin, source.url)
