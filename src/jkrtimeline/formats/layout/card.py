"""One event in full: its dates, actors, notes, the events before and after it, and its sources."""

from collections.abc import Mapping
from typing import Any

from ... import edtf
from ...model import Event, Source
from ...query import Result, Row, display_name
from ...text.sanitize import visible
from .event_lines import addresses
from .page import BOLD, DIM, MARKS, PLAIN, WEEKDAYS, Page, Piece, ThemeStyles

LABEL_WIDTH = 13
"""Cells of the names of fields."""


def cards(result: Result, page: Page) -> None:
    """Draw a card per event, actor, theme or thread."""
    for number, row in enumerate(result.rows):
        if number:
            page.line()
            page.line(("─" * min(page.width, 40), DIM))
            page.line()
        if row.is_profile:
            from .profile_card import profile_card

            profile_card(row.record(), result, page)
        else:
            _card(row.event, result, page)


def _card(event: Event, result: Result, page: Page) -> None:
    themes = ThemeStyles(result.data, page)
    page.block([], [], visible(event.title), BOLD)
    status = "" if event.status == "happened" else f"   {event.status}"
    single = event.start if event.start == event.end and event.date.exact else None
    weekday = f"{WEEKDAYS[single.weekday()]} " if single else ""
    page.line(
        (MARKS[event.importance] + " ", themes[event.themes[0]] if event.themes else PLAIN),
        (f"{weekday}{edtf.date_text(event.date)}", PLAIN),
        (f"   {event.importance}{status}", DIM),
    )
    if event.date_note:
        page.block([("  ", PLAIN)], None, visible(event.date_note), DIM)
    if event.summary:
        page.line()
        page.block([], [], visible(event.summary), PLAIN)
    page.line()
    field_line(page, "Place", event.place)
    _actors(page, event.actors, result.data.registry("actor"))
    listed(page, "Themes", [(themes.name(each), themes[each]) for each in event.themes], ", ")
    if event.thread:
        field_line(page, "Thread", display_name(event.thread, result.data.registry("thread")))
    field_line(page, "Note", event.note)
    earlier = [(result.data.find(name), name) for name in event.follows]
    _relations(page, "Follows", event, earlier)
    _relations(page, "Followed by", event, [(row, "") for row in result.data.following(event.id)])
    field_line(page, "Id", event.id)
    for number, source in enumerate(event.sources, 1):
        _source(page, number, source)


def field_line(page: Page, label: str, text: str | None) -> None:
    if text:
        page.block([(f"{label:<{LABEL_WIDTH}}", DIM)], None, visible(text), PLAIN)


def listed(page: Page, label: str, items: list[Piece], separator: str) -> None:
    """Short texts one after another, in as many lines as they need; none is broken."""
    label_piece: Piece = (f"{label:<{LABEL_WIDTH}}", DIM)
    line: list[Piece] = []
    for item in items:
        if line and LABEL_WIDTH + page.columns([*line, item]) + 2 * len(separator) > page.width:
            page.line(label_piece, *line, (separator.rstrip(), DIM))
            label_piece, line = (" " * LABEL_WIDTH, PLAIN), []
        line += [(separator, DIM), item] if line else [item]
    if line:
        page.line(label_piece, *line)


def _actors(page: Page, names: tuple[str, ...], registry: Mapping[str, Mapping[str, Any]]) -> None:
    """Actors one after another; where any has a native name, a line each, with native names in a column."""
    actors = [visible(display_name(name, registry)) for name in names]
    natives = [visible(" / ".join(dict.fromkeys(registry.get(name, {}).get("native", {}).values()))) for name in names]
    if not any(natives):
        listed(page, "Actors", [(name, PLAIN) for name in actors], ", ")
        return
    cells = page.ruler.cells
    width = max(cells(name) for name, native in zip(actors, natives, strict=True) if native)
    for number, (name, native) in enumerate(zip(actors, natives, strict=True)):
        label = "" if number else "Actors"
        if LABEL_WIDTH + width + 2 + cells(native) > page.width:
            page.block([(f"{label:<{LABEL_WIDTH}}", DIM)], None, f"{name}  {native}", PLAIN)
            continue
        pieces: list[Piece] = [(name, PLAIN)] if not native else [(page.left(name, width) + "  ", PLAIN), (native, DIM)]
        page.block([(f"{label:<{LABEL_WIDTH}}", DIM)], None, pieces[0][0], PLAIN, end=pieces[1:], column=width + 2)


def _relations(page: Page, label: str, event: Event, related: list[tuple[Row | None, str]]) -> None:
    """Events before or after this one: dates in a column, then title, days between, and id."""
    dates = [edtf.date_text(row.event.date) if row else "" for row, _ in related]
    width = max(map(page.ruler.cells, dates), default=0) + 2
    for number, ((row, name), date) in enumerate(zip(related, dates, strict=True)):
        first: list[Piece] = [(f"{'' if number else label:<{LABEL_WIDTH}}", DIM), (page.left(date, width), DIM)]
        if row is None:
            page.block(first, None, visible(name), PLAIN)
            continue
        page.block(first, None, visible(row.event.title), PLAIN)
        facts = "   ".join(part for part in (_distance(event, row.event), visible(row.event.id)) if part)
        page.block([(" " * (LABEL_WIDTH + width), PLAIN)], None, facts, DIM)


def _distance(event: Event, other: Event) -> str:
    """How long before or after an event another one is."""
    days = event.days_until(other)
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
    addresses(page, margin, margin, source)
