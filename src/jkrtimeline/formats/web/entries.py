"""The events of the web page, and what they can be filtered by, as the templates draw them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from ... import edtf
from ...edtf import MONTH_NAMES, MONTHS
from ...membership import upwards
from ...model import Event
from ...query import Result, Row, display_name
from ...text.normalize import fold
from ...text.places import SEPARATORS, phrases_in
from ..layout import schema_org
from ..layout.palette import ThemeHues
from ..layout.rail import by_month, window_of, year_label


class Piece(NamedTuple):
    """A piece of text. `datetime` is a date as in HTML. `mark` says whether a search matched it. `rest` continues a
    date with the month and year, which the heading above has, too."""

    text: str
    datetime: str = ""
    mark: bool = False
    rest: str = ""


class FilterValue(NamedTuple):
    """A theme, actor, thread or place of the page. `hue` is the colour of a theme, by its position in HUES, `events`
    the number of events that have it, `aliases` are its other names."""

    id: str
    name: str
    hue: int = 0
    events: int = 0
    aliases: tuple[str, ...] = ()


class PlacePart(NamedTuple):
    """A part of the place of an event; `id` is empty for the separator of two parts."""

    text: str
    id: str = ""


class Relation(NamedTuple):
    """An event that another one follows, or is followed by; `here` says whether it is on the page."""

    id: str
    title: str
    date: str
    here: bool


class Entry(NamedTuple):
    """An event of the page."""

    event: Event
    when: list[Piece]
    title: list[Piece]
    themes: list[FilterValue]
    actors: list[FilterValue]
    thread: FilterValue | None
    place: list[PlacePart]
    earlier: list[Relation]
    later: list[Relation]


class PageRow(NamedTuple):
    """A row with its heading and year; either may be empty."""

    heading: str
    year: str
    row: Row


class Section(NamedTuple):
    """The events under a heading: those of a month, the first of a year, or all if they are not in order of time."""

    heading: str
    year: str
    entries: list[Entry]


class PageFilters(NamedTuple):
    """The values that the events of a page can be filtered by, the most frequent first, and the ids that each event
    has."""

    theme: list[FilterValue]
    actor: list[FilterValue]
    thread: list[FilterValue]
    place: list[FilterValue]
    of_events: list[dict[str, list[str]]]


def sections(result: Result, rows: Sequence[PageRow], themes: Iterable[FilterValue]) -> list[Section]:
    """The sections of a page, of rows in the order of `page_rows`."""
    here = {each.row.event.id for each in rows}
    names = {each.id: each for each in themes}
    actors, threads = result.data.registry("actor"), result.data.registry("thread")

    def relation(event: Event) -> Relation:
        return Relation(event.id, event.title, edtf.date_text(event.date), event.id in here)

    def entry(row: Row, month: str) -> Entry:
        event, data = row.event, result.data
        earlier = [(other, data.find(other)) for other in event.follows]
        return Entry(
            event,
            without_month(date_pieces(event), month),
            title_pieces(event.title, row.hit.title_marks if row.marked else ()),
            [names[each] for each in dict.fromkeys(event.themes)],
            [FilterValue(each, display_name(each, actors)) for each in dict.fromkeys(event.actors)],
            FilterValue(event.thread, display_name(event.thread, threads)) if event.thread else None,
            place_parts(event.place or ""),
            [relation(before.event) if before else Relation(other, other, "", False) for other, before in earlier],
            [relation(after.event) for after in data.following(event.id)],
        )

    def month(heading: str, year: str) -> str:
        return f"{MONTHS[MONTH_NAMES.index(heading)]} {year}" if year and heading else year

    return [
        Section(heading, year, [entry(each.row, month(heading, year)) for each in group])
        for (heading, year), group in groupby(rows, key=itemgetter(0, 1))
    ]


def page_rows(result: Result) -> Iterator[PageRow]:
    """The rows in the order of the page, each with its heading and year."""
    if result.card or result.query.by_rank:
        heading = "Events" if result.card else "Best matches first"
        yield from (PageRow(heading, "", row) for row in result.rows)
        return
    for year, month, row in by_month(result.rows, result.query.reverse, window=window_of(result.query)):
        heading = MONTH_NAMES[month - 1] if month else "" if year > 0 else year_label(year)
        yield PageRow(heading, str(year) if year > 0 else "", row)


def page_filters(result: Result, events: Sequence[Event]) -> PageFilters:
    """The filters for some events. An event also has the actors that its actors belong to, and each place whose words
    are in its place, as for `--place`."""
    registry = result.data.registry
    themes, actors, threads = registry("theme"), registry("actor"), registry("thread")
    hues = ThemeHues(result.data)
    chains = {name: upwards(name, lambda each: actors.get(each, {}).get("of")) for e in events for name in e.actors}
    places: dict[str, str] = {}
    for part in (part for event in events for part in place_parts(event.place or "") if part.id):
        places.setdefault(part.id, part.text)
    longest = max((len(each.split()) for each in places), default=0)
    of_events = [
        {
            "theme": list(dict.fromkeys(event.themes)),
            "actor": list(dict.fromkeys([*event.actors, *(each for name in event.actors for each in chains[name])])),
            "thread": [event.thread] if event.thread else [],
            "place": [phrase for phrase in phrases_in(event.place or "", longest) if phrase in places],
        }
        for event in events
    ]

    def values(kind: str, entries: Mapping[str, Any]) -> list[FilterValue]:
        counted = []
        for identity, count in Counter(each for ids in of_events for each in ids[kind]).items():
            name = places[identity] if kind == "place" else display_name(identity, entries)
            record = entries.get(identity, {}) if kind == "actor" else {}
            aliases = (*(record.get("aliases") or ()), *(record.get("native") or {}).values())
            counted.append(FilterValue(identity, name, hues[identity] if kind == "theme" else 0, count, aliases))
        return sorted(counted, key=lambda each: (-each.events, each.name, each.id))

    return PageFilters(
        _by_family(values("theme", themes), themes),
        values("actor", actors),
        values("thread", threads),
        values("place", {}),
        of_events,
    )


def _by_family(themes: list[FilterValue], registry: Mapping[str, Any]) -> list[FilterValue]:
    """Themes grouped by family, the most frequent family first. Where possible, two neighbouring families differ in
    hue."""
    families: dict[str, list[FilterValue]] = {}
    for each in themes:
        families.setdefault(registry.get(each.id, {}).get("family") or each.id, []).append(each)
    waiting = sorted(families.values(), key=lambda family: -sum(each.events for each in family))
    ordered: list[FilterValue] = []
    while waiting:
        free = (number for number, family in enumerate(waiting) if not ordered or family[0].hue != ordered[-1].hue)
        ordered += waiting.pop(next(free, 0))
    return ordered


def place_parts(place: str) -> list[PlacePart]:
    """The parts of a place: `Tokyo, Japan / Seoul (by phone)` is Tokyo, Japan and Seoul, and what is between them."""
    parts = re.split(SEPARATORS, place)
    return [PlacePart(text, "" if number % 2 else fold(text)) for number, text in enumerate(parts) if text]


def title_pieces(text: str, marks: Sequence[tuple[int, int]]) -> list[Piece]:
    """A title in pieces, of which those that a search matched are marked."""
    pieces, last = [], 0
    for low, high in marks:
        pieces += [Piece(text[last:low]), Piece(text[low:high], mark=True)]
        last = high
    return [piece for piece in (*pieces, Piece(text[last:])) if piece.text]


def date_pieces(event: Event) -> list[Piece]:
    """The date for reading, in pieces. `<time datetime>` in HTML can be a day, month or year, but no interval, so each
    end is a piece."""
    text = edtf.date_text(event.date)
    ends = event.date.text.split("/")
    known = [edtf.parse(each) if each not in ("", "..") else None for each in ends]
    exact = [schema_org.reduced(each) if each else "" for each in known]
    between, dash, after = text.partition("–")
    if dash and len(ends) == 2 and all(each and each.precision in ("day", "month", "year") for each in known):
        gap = " " if between.endswith(" ") else ""
        return [Piece(between.strip(), exact[0]), Piece(gap + "–" + gap), Piece(after.strip(), exact[1])]
    return [Piece(text, next((each for each in exact if each), ""))]


def without_month(pieces: list[Piece], month: str) -> list[Piece]:
    """Split the month and year of the heading above from the end of a date, as `rest`."""
    *before, last = pieces
    if not month or not last.text.endswith(f" {month}"):
        return pieces
    return [*before, last._replace(text=last.text[: -len(month) - 1], rest=f" {month}")]
