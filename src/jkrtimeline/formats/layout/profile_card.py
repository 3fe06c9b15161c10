"""The profile of an actor, theme or thread: names, offices, counts, companions, and its events."""

from collections.abc import Mapping, Sequence
from typing import Any

from ... import edtf
from ...query import Query, Result, Tag
from ...text.sanitize import visible
from .card import LABEL_WIDTH, field_line, listed
from .event_lines import EventLines
from .office_list import facts
from .page import BOLD, DIM, PLAIN, Page, Piece, ThemeStyles
from .sparkline import sparkline

_PARTS = 16
"""Characters of the sparkline."""

_MOST = 6
"""Companions of each kind; the JSON has more."""

_WIKIDATA = "https://www.wikidata.org/wiki/"


def profile_card(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """Draw a profile, as profiles.profile makes it."""
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
        listed(page, label, [_counted(each) for each in record.get(key, ())[:_MOST]], ", ")
    styled: list[Piece] = [(_counted(each)[0], themes[each["id"]]) for each in record.get("themes", ())[:_MOST]]
    listed(page, "Themes", styled, ", ")
    listed(page, "Threads", [_counted(each) for each in record.get("threads", ())[:_MOST]], ", ")
    _events(record.get("latest", ()), page)
    field_line(page, "Id", record["id"])
    if record.get("wikidata"):
        page.block([(f"{'Wikidata':<{LABEL_WIDTH}}", DIM)], None, visible(record["wikidata"]), PLAIN, url=_item(record))
    if kind == "thread":
        _story(record, result, page)


def _item(record: Mapping[str, Any]) -> str:
    return _WIKIDATA + str(record["wikidata"])


def _counted(entry: Mapping[str, Any]) -> Piece:
    return f"{visible(entry['name'])} {entry['count']:,}", PLAIN


def _offices(offices: Sequence[Mapping[str, Any]], page: Page) -> None:
    """An office per line, with its dates below."""
    for number, office in enumerate(offices):
        first: list[Piece] = [(f"{'' if number else 'Offices':<{LABEL_WIDTH}}", DIM)]
        page.block(first, None, visible(office["title"]), PLAIN)
        if text := "   ".join(part for part in (facts(office), visible(office["note"] or "")) if part):
            page.block([(" " * LABEL_WIDTH, PLAIN)], None, text, DIM)


def _coverage(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """How many events there are, from when to when, and how they are spread over time."""
    first, last = (edtf.date_text(edtf.parse(day)) if day else "" for day in (record["first"], record["last"]))
    span = f"   {first} – {last}".rstrip() if first or last else ""
    end: list[Piece] = []
    if record["count"]:
        histogram = result.data.histograms(record["type"], Query(), _PARTS).get(record["id"])
        end = [(sparkline(histogram), DIM)] if histogram else []
    page.block([(f"{'Events':<{LABEL_WIDTH}}", DIM)], None, f"{record['count']:,}{span}", PLAIN, end=end)


def _events(events: Sequence[Mapping[str, Any]], page: Page) -> None:
    """The latest events: dates in a column, then title and id."""
    dates = [edtf.date_text(edtf.parse(each["date"])) for each in events]
    width = max(map(page.ruler.cells, dates), default=0) + 2
    for number, (event, date) in enumerate(zip(events, dates, strict=True)):
        first: list[Piece] = [(f"{'' if number else 'Latest':<{LABEL_WIDTH}}", DIM), (page.left(date, width), DIM)]
        page.block(first, None, visible(event["title"]), PLAIN)
        page.block([(" " * (LABEL_WIDTH + width), PLAIN)], None, visible(event["id"]), DIM)


def _story(record: Mapping[str, Any], result: Result, page: Page) -> None:
    """The events of a thread under years and months, with the days between them and what each follows."""
    query = Query(tags=((Tag("thread", record["id"]),),))
    story = result._replace(rows=result.data.rows(query), query=query, card=False, kind="event")
    EventLines(story, page).timeline(story=True)
    if any(step["follows"] for step in record["events"]):
        page.line()
        page.line(("↓ leads to the event below; ↳ follows the event named", DIM))
