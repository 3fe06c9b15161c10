"""The card of an event: dates, actors, notes, the events before and after it, and sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from ... import edtf
from ...model import Event, Source
from ...query import Result, display_name
from ...text.plural import numbered
from ...text.sanitize import visible
from .event_lines import addresses
from .page import BOLD, DIM, MARKS, PLAIN, WEEKDAYS, Page, Piece, ThemeStyles

LABEL_WIDTH = 13
"""Cells of the column of field names."""


def cards(result: Result, page: Page) -> None:
    """Draw a card for each row: an event, or the profile of an actor, theme or thread."""
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
    comma_list(page, "Themes", [(themes.name(each), themes[each]) for each in event.themes])
    if event.thread:
        field_line(page, "Thread", display_name(event.thread, result.data.registry("thread")))
    for label, text in event.labelled:
        field_line(page, label, text)
    earlier = ((result.data.find(name), name) for name in event.follows)
    dated_titles(page, "Follows", [_related(event, row.event) if row else ("", name, "") for row, name in earlier])
    dated_titles(page, "Followed by", [_related(event, row.event) for row in result.data.following(event.id)])
    field_line(page, "Id", event.id)
    for number, source in enumerate(event.sources, 1):
        _source(page, number, source)


def label_piece(label: str) -> Piece:
    """The name of a field, in its column."""
    return f"{label:<{LABEL_WIDTH}}", DIM


def field_line(page: Page, label: str, text: str | None) -> None:
    """Draw a field and its text, unless it is empty."""
    if text:
        page.block([label_piece(label)], None, visible(text), PLAIN)


def comma_list(page: Page, label: str, items: list[Piece]) -> None:
    """Draw a field of short texts with commas between them. Lines break only after a comma."""
    line: list[Piece] = []
    for item in items:
        if line and LABEL_WIDTH + page.columns([*line, item]) + 2 * len(", ") > page.width:
            page.line(label_piece(label), *line, (",", DIM))
            label, line = "", []
        line += [(", ", DIM), item] if line else [item]
    if line:
        page.line(label_piece(label), *line)


def dated_titles(page: Page, label: str, entries: Sequence[tuple[str, str, str]]) -> None:
    """Draw a field of events: the date, the title, and below it a line of facts."""
    width = max((page.ruler.cells(date) for date, _, _ in entries), default=0) + 2
    for number, (date, title, facts) in enumerate(entries):
        page.block([label_piece("" if number else label), (page.left(date, width), DIM)], None, visible(title), PLAIN)
        if facts:
            page.block([(" " * (LABEL_WIDTH + width), PLAIN)], None, visible(facts), DIM)


def _actors(page: Page, names: tuple[str, ...], registry: Mapping[str, Mapping[str, Any]]) -> None:
    """Draw the actors on one line, or if any has a native name, on a line each, with native names in a column."""
    actors = [visible(display_name(name, registry)) for name in names]
    natives = [visible(" / ".join(dict.fromkeys(registry.get(name, {}).get("native", {}).values()))) for name in names]
    if not any(natives):
        comma_list(page, "Actors", [(name, PLAIN) for name in actors])
        return
    cells = page.ruler.cells
    width = max(cells(name) for name, native in zip(actors, natives, strict=True) if native)
    for number, (name, native) in enumerate(zip(actors, natives, strict=True)):
        first = [label_piece("" if number else "Actors")]
        if LABEL_WIDTH + width + 2 + cells(native) > page.width:
            page.block(first, None, f"{name}  {native}", PLAIN)
        elif native:
            page.block(first, None, name, PLAIN, end=[(native, DIM)], column=width + 4)
        else:
            page.block(first, None, name, PLAIN)


def _related(event: Event, other: Event) -> tuple[str, str, str]:
    """Date and title of another event; the days from this one to it, and its id."""
    return edtf.date_text(other.date), other.title, "   ".join(filter(None, (_distance(event, other), other.id)))


def _distance(event: Event, other: Event) -> str:
    """How long before or after an event another one is; empty where that is not known to the day."""
    days = event.days_until(other)
    if not days:
        return "" if days is None else "same day"
    return f"{numbered(abs(days), 'day')} {'later' if days > 0 else 'before'}"


def _source(page: Page, number: int, source: Source) -> None:
    """Draw a numbered source: who, kind, language and day; headline or subject; address."""
    facts = ", ".join(filter(None, (source.kind, source.lang, source.day)))
    if number == 1:
        page.line()
    first = f"[{number}] "
    margin: list[Piece] = [(" " * len(first), PLAIN)]
    page.block([(first, DIM)], None, visible("   ".join(filter(None, (source.by, facts)))), PLAIN)
    if source.headline:
        page.block(margin, None, visible(source.headline), DIM, url=source.url)
    addresses(page, margin, margin, source)
