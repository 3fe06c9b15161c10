"""The card of an event, and that of an actor, theme or thread: a line for each fact, and the events related to it."""

from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from ... import edtf
from ...model import Event
from ...query import Query, Result, Tag, display_name
from ...text.sanitize import numbered, visible
from .event_lines import EventLines, source_entry
from .histogram import sparkline
from .page import BOLD, DIM, MARKS, PLAIN, SHORT_WEEKDAYS, Page, Piece, ThemeStyles
from .short_texts import office_facts, readable_date

LABEL_WIDTH = 13
"""Cells of the column of field names."""

_PARTS = 16
"""Characters of the sparkline."""

_NARROWEST = 16
"""Cells of the narrowest column of titles beside their dates."""

_MOST = 6
"""Companions shown of each kind; the JSON has all."""

_WIKIDATA = "https://www.wikidata.org/wiki/"


def cards(result: Result, page: Page) -> None:
    """Draw a card for each row: an event, or the profile of an actor, theme or thread."""
    for number, row in enumerate(result.rows):
        if number:
            page.line()
            page.line(("─" * min(page.width, 40), DIM))
            page.line()
        if row.is_profile:
            _profile_card(row.record(), result, page)
        else:
            _event_card(row.event, result, page)


def _event_card(event: Event, result: Result, page: Page) -> None:
    catalog, themes = result.catalog, ThemeStyles(result.catalog, page)
    page.block(visible(event.title), BOLD)
    status = "" if event.has_happened else f"   {event.status}"
    single = event.start if event.start == event.end and event.date.exact else None
    weekday = f"{SHORT_WEEKDAYS[single.weekday()]} " if single else ""
    page.line(
        (MARKS[event.importance] + " ", themes[event.themes[0]] if event.themes else PLAIN),
        (f"{weekday}{edtf.date_text(event.date)}", PLAIN),
        (f"   {event.importance}{status}", DIM),
    )
    if event.date_note:
        page.block(visible(event.date_note), DIM, [("  ", PLAIN)])
    if event.summary:
        page.line()
        page.block(visible(event.summary), PLAIN)
    page.line()
    _field(page, "Place", event.place)
    _actors(page, event.actors, catalog.registry("actor"))
    _comma_list(page, "Themes", [(themes.name(each), themes[each]) for each in event.themes])
    if event.thread:
        _field(page, "Thread", display_name(event.thread, catalog.registry("thread")))
    for label, text in event.labelled:
        _field(page, label, text)
    earlier = ((catalog.find(name), name) for name in event.follows)
    dated_titles(page, ["Follows"], [_related(event, row.event) if row else ("", name, "") for row, name in earlier])
    dated_titles(page, ["Followed by"], [_related(event, row.event) for row in catalog.followers(event.id)])
    _field(page, "Id", event.id)
    for number, source in enumerate(event.sources, 1):
        if number == 1:
            page.line()
        source_entry(page, (f"[{number}] ", DIM), source, (source.kind, source.lang, source.day))


def _label(label: str) -> Piece:
    """The name of a field, in its column."""
    return f"{label:<{LABEL_WIDTH}}", DIM


def _field(page: Page, label: str, text: str | None) -> None:
    """Draw a field and its text, unless it is empty."""
    if text:
        page.block(visible(text), PLAIN, [_label(label)])


def _comma_list(page: Page, label: str, items: Sequence[Piece]) -> None:
    """Draw a field of short texts with commas between them. Lines break only after a comma."""
    line: list[Piece] = []
    for number, item in enumerate(items, 1):
        if line and LABEL_WIDTH + page.columns([*line, item]) + 2 * len(", ") > page.width:
            page.line(_label(label), *line, (",", DIM))
            label, line = "", []
        if not line and LABEL_WIDTH + page.columns([item]) + 1 > page.width:
            page.block(item[0] + ("," if number < len(items) else ""), item[1], [_label(label)])
            label = ""
            continue
        line += [(", ", DIM), item] if line else [item]
    if line:
        page.line(_label(label), *line)


def dated_titles(
    page: Page, labels: Sequence[str], entries: Sequence[tuple[str, str, str]], label_width: int = LABEL_WIDTH
) -> None:
    """Draw events, each with its date, its title, and below it a line of facts. `labels` precede the first ones. On a
    narrow page the title is below the date."""
    width = max((page.ruler.cells(date) for date, _, _ in entries), default=0) + 2
    is_narrow = page.width - label_width - width < _NARROWEST
    width = 0 if is_narrow else width
    for label, (date, title, facts) in zip(chain(labels, repeat("")), entries, strict=False):
        first: list[Piece] = [(f"{label:<{label_width}}", DIM), (page.left(date, width), DIM)]
        if is_narrow:
            page.block(date, DIM, first[:1])
            first = [(" " * label_width, PLAIN)]
        page.block(visible(title), PLAIN, first)
        if facts:
            page.block(visible(facts), DIM, [(" " * (label_width + width), PLAIN)])


def _actors(page: Page, names: Sequence[str], registry: Mapping[str, Mapping[str, Any]]) -> None:
    """Draw the actors on one line, or if any has a native name, on a line each, with native names in a column."""
    actors = [visible(display_name(name, registry)) for name in names]
    natives = [visible(" / ".join(dict.fromkeys(registry.get(name, {}).get("native", {}).values()))) for name in names]
    if not any(natives):
        _comma_list(page, "Actors", [(name, PLAIN) for name in actors])
        return
    cells = page.ruler.cells
    width = max(cells(name) for name, native in zip(actors, natives, strict=True) if native)
    for number, (name, native) in enumerate(zip(actors, natives, strict=True)):
        first, end = [_label("" if number else "Actors")], [(native, DIM)] if native else []
        if native and LABEL_WIDTH + width + 4 + cells(native) > page.width:
            name, end = f"{name}  {native}", []
        page.block(name, PLAIN, first, end=end, column=width + 4)


def _related(event: Event, other: Event) -> tuple[str, str, str]:
    """Date and title of another event; the days from this one to it, if they are known, and its id."""
    days = event.days_until(other)
    distance = "" if days is None else "same day" if not days else numbered(abs(days), "day")
    if days:
        distance += " later" if days > 0 else " before"
    return edtf.date_text(other.date), other.title, "   ".join(filter(None, (distance, other.id)))


def _profile_card(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """Draw the record that profiles.profile makes."""
    kind, themes = record["type"], ThemeStyles(result.catalog, page)
    page.block(visible(record["name"]), BOLD)
    native = " / ".join(dict.fromkeys((record.get("native") or {}).values()))
    page.block("   ".join(visible(part) for part in (record.get("kind") or kind, native) if part), DIM)
    for text in (record.get("about"), record.get("note")):
        if text:
            page.line()
            page.block(visible(text), PLAIN)
    page.line()
    if owner := record.get("of"):
        owners = result.catalog.counted_entries("actor", [owner])
        _field(page, "Part of", owners.get(owner, {}).get("name") or owner)
    _field(page, "Also", ", ".join(record["aliases"]))
    for number, office in enumerate(record.get("offices") or ()):
        page.block(visible(office["title"]), PLAIN, [_label("" if number else "Offices")])
        if text := "   ".join(filter(None, (office_facts(office), visible(office["note"] or "")))):
            page.block(text, DIM, [(" " * LABEL_WIDTH, PLAIN)])
    _coverage(record, result, page)
    for key in ("members", "with", "actors", "themes", "threads"):
        companions = [
            (f"{visible(each['name'])} {each['count']:,}", themes[each["id"]] if key == "themes" else PLAIN)
            for each in record.get(key, ())[:_MOST]
        ]
        _comma_list(page, key.title(), companions)
    latest = [(readable_date(each["date"]), each["title"], each["id"]) for each in record.get("latest", ())]
    dated_titles(page, ["Latest"], latest)
    _field(page, "Id", record["id"])
    if item := record.get("wikidata"):
        page.block(visible(item), PLAIN, [_label("Wikidata")], url=f"{_WIKIDATA}{item}")
    if kind == "thread":
        _story(record, result, page)


def _coverage(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """Draw the number of events, the first and last day, and a sparkline."""
    first, last = readable_date(record["first"]), readable_date(record["last"])
    span = f"   {first} – {last}".rstrip() if first or last else ""
    end: list[Piece] = []
    if record["count"]:
        histogram = result.catalog.histograms(record["type"], Query(), _PARTS).get(record["id"])
        end = [(sparkline(histogram), DIM)] if histogram else []
    page.block(f"{record['count']:,}{span}", PLAIN, [_label("Events")], end=end)


def _story(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """Draw the timeline of a thread, with the days between events and what each event follows."""
    query = Query(tags=((Tag("thread", record["id"]),),))
    story = result._replace(rows=result.catalog.rows(query), query=query, card=False, kind="event")
    EventLines(story, page).timeline(story=True)
    if any(step["follows"] for step in record["events"]):
        page.line()
        page.block("↓ leads to the event below; ↳ follows the event named", DIM)
