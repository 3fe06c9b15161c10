"""The card of an actor, theme or thread: names, offices, counts, companions and events."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...query import Query, Result, Tag
from ...text.sanitize import visible
from .card import LABEL_WIDTH, comma_list, dated_titles, field_line, label_piece
from .event_lines import EventLines
from .page import BOLD, DIM, PLAIN, Page, Piece, ThemeStyles
from .short_texts import office_facts, readable_date
from .sparkline import sparkline

if TYPE_CHECKING:
    from rich.style import Style

_PARTS = 16
"""Characters of the sparkline."""

_MOST = 6
"""Companions shown of each kind; the JSON has all."""

_WIKIDATA = "https://www.wikidata.org/wiki/"


def profile_card(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """Draw the record that profiles.profile makes."""
    kind = record["type"]
    themes = ThemeStyles(result.data, page)
    page.block([], [], visible(record["name"]), BOLD)
    native = " / ".join(dict.fromkeys((record.get("native") or {}).values()))
    page.block([], [], "   ".join(visible(part) for part in (record.get("kind") or kind, native) if part), DIM)
    for text in (record.get("about"), record.get("note")):
        if text:
            page.line()
            page.block([], [], visible(text), PLAIN)
    page.line()
    if record.get("of"):
        owner = result.data.entry_records("actor", [record["of"]]).get(record["of"], {})
        field_line(page, "Part of", owner.get("name") or record["of"])
    field_line(page, "Also", ", ".join(record["aliases"]))
    _offices(record.get("offices") or (), page)
    _coverage(record, result, page)
    for label, key in (("Members", "members"), ("With", "with"), ("Actors", "actors")):
        comma_list(page, label, [_companion(each) for each in record.get(key, ())[:_MOST]])
    styled = [_companion(each, themes[each["id"]]) for each in record.get("themes", ())[:_MOST]]
    comma_list(page, "Themes", styled)
    comma_list(page, "Threads", [_companion(each) for each in record.get("threads", ())[:_MOST]])
    latest = [(readable_date(each["date"]), each["title"], each["id"]) for each in record.get("latest", ())]
    dated_titles(page, "Latest", latest)
    field_line(page, "Id", record["id"])
    if item := record.get("wikidata"):
        page.block([label_piece("Wikidata")], None, visible(item), PLAIN, url=f"{_WIKIDATA}{item}")
    if kind == "thread":
        _story(record, result, page)


def _companion(entry: Mapping[str, Any], style: "Style" = PLAIN) -> Piece:
    """The name of an entry, and the number of events that it shares."""
    return f"{visible(entry['name'])} {entry['count']:,}", style


def _offices(offices: Sequence[Mapping[str, Any]], page: Page) -> None:
    """Draw an office on each line, with its dates below."""
    for number, office in enumerate(offices):
        page.block([label_piece("" if number else "Offices")], None, visible(office["title"]), PLAIN)
        if text := "   ".join(filter(None, (office_facts(office), visible(office["note"] or "")))):
            page.block([(" " * LABEL_WIDTH, PLAIN)], None, text, DIM)


def _coverage(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """Draw the number of events, the first and last day, and a sparkline."""
    first, last = readable_date(record["first"]), readable_date(record["last"])
    span = f"   {first} – {last}".rstrip() if first or last else ""
    end: list[Piece] = []
    if record["count"]:
        histogram = result.data.histograms(record["type"], Query(), _PARTS).get(record["id"])
        end = [(sparkline(histogram), DIM)] if histogram else []
    page.block([label_piece("Events")], None, f"{record['count']:,}{span}", PLAIN, end=end)


def _story(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """Draw the timeline of a thread, with the days between events and what each event follows."""
    query = Query(tags=((Tag("thread", record["id"]),),))
    story = result._replace(rows=result.data.rows(query), query=query, card=False, kind="event")
    EventLines(story, page).timeline(story=True)
    if any(step["follows"] for step in record["events"]):
        page.line()
        page.line(("↓ leads to the event below; ↳ follows the event named", DIM))
