"""One event whole: its dates, people, notes, what it follows, what followed, and its sources."""

from collections.abc import Mapping
from typing import Any

from ... import edtf
from ...model import Event, Source
from ...query import Result, Row, display_name
from ...text.sanitize import visible
from .links import link
from .page import BOLD, DIM, PLAIN, SIGNS, WEEKDAYS, Page, Piece, ThemePalette

_LABEL = 13
"""Columns of the names of fields."""


def cards(result: Result, page: Page) -> None:
    """Write one card an event."""
    for place, row in enumerate(result.rows):
        if place:
            page.line()
            page.line(("─" * min(page.options.width, 40), DIM))
            page.line()
        _card(row.event, result, page)


def _card(event: Event, result: Result, page: Page) -> None:
    actors, themes, threads = (result.data.registry(kind) for kind in ("actor", "theme", "thread"))
    page.block([], [], visible(event.title), BOLD)
    sign, style = SIGNS[event.importance]
    status = "" if event.status == "happened" else f"   {event.status}"
    single = event.start if event.start == event.end and event.date.exact else None
    weekday = f"{WEEKDAYS[single.weekday()]} " if single else ""
    page.line(
        (sign + " ", style), (f"{weekday}{edtf.show(event.date)}", PLAIN), (f"   {event.importance}{status}", DIM)
    )
    if event.date_note:
        page.block([("  ", PLAIN)], [("  ", PLAIN)], visible(event.date_note), DIM)
    if event.summary:
        page.line()
        page.block([], [], visible(event.summary), PLAIN)
    page.line()
    _field(page, "Place", event.place)
    for number, name in enumerate(event.actors):
        _field(page, "Actors" if number == 0 else "", _actor(name, actors))
    colours = ThemePalette(result.data)
    for number, name in enumerate(event.themes):
        _field(page, "Themes" if number == 0 else "", display_name(name, themes), colours[name])
    if event.thread:
        _field(page, "Thread", display_name(event.thread, threads))
    _field(page, "Note", event.note)
    for number, name in enumerate(event.follows):
        _relation(page, "Follows" if number == 0 else "", event, result.data.find(name), name)
    for number, row in enumerate(result.data.following(event.id)):
        _relation(page, "Followed by" if number == 0 else "", event, row, "")
    _field(page, "Id", event.id)
    for number, source in enumerate(event.sources, 1):
        _source(page, number, source)


def _field(page: Page, label: str, text: str | None, style: Any = PLAIN) -> None:
    if text:
        page.block([(f"{label:<{_LABEL}}", DIM)], [(" " * _LABEL, PLAIN)], visible(text), style)


def _actor(name: str, actors: Mapping[str, Mapping[str, Any]]) -> str:
    record = actors.get(name)
    if record is None:
        return name
    native = " / ".join(dict.fromkeys(record["native"].values()))
    return f"{record['name']}   {native}" if native else str(record["name"])


def _relation(page: Page, label: str, event: Event, row: Row | None, name: str) -> None:
    """An event before or after this one, and the days between them."""
    if row is None:
        _field(page, label, name)
        return
    other = row.event
    between = ""
    if event.start and other.start and event.date.exact and other.date.exact:
        days = (other.start - event.start).days
        count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
        between = "same day" if days == 0 else f"{count} {'later' if days > 0 else 'before'}"
    when = ", ".join(part for part in (edtf.show(other.date), between) if part)
    _field(page, label, f"{other.title} ({when})")
    page.block([(" " * _LABEL, PLAIN)], [(" " * _LABEL, PLAIN)], visible(other.id), DIM)


def _source(page: Page, number: int, source: Source) -> None:
    """A numbered source: who, kind, language, day; then its headline or what it is about; then where."""
    facts = ", ".join(part for part in (source.kind, source.lang, source.day) if part)
    if number == 1:
        page.line()
    first = f"[{number}] "
    margin: list[Piece] = [(" " * len(first), PLAIN)]
    page.block([(first, DIM)], margin, visible("   ".join(part for part in (source.by, facts) if part)), PLAIN)
    if source.headline:
        page.block(margin, margin, visible(source.headline), DIM, url=source.url)
    if source.url:  # whole, even where it is too long: a broken address cannot be followed
        page.line(*margin, (visible(source.url), DIM, link(source.url)))
