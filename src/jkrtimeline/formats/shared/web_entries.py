"""The events of the web page, and what they can be filtered by, as the templates draw them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import edtf
from ...edtf import MONTH_NAMES, MONTHS
from ...model import Event
from ...query import KINDS, Kind, Result, Row, display_name
from ...registries import with_owners
from ...text.normalize import fold
from ...text.places import SEPARATORS, phrases_in
from . import schema_org
from .headings import by_month, year_label
from .palette import ThemeHues
from .short_texts import ends_of

if TYPE_CHECKING:
    from ...catalog import Catalog


class HtmlPiece(NamedTuple):
    """A piece of text of the web page. `datetime` is a date as in HTML. `mark` says whether a search matched it. `rest`
    continues a date with the month and year, which the heading above has, too."""

    text: str
    datetime: str = ""
    mark: bool = False
    rest: str = ""


class FilterValue(NamedTuple):
    """A theme, actor, thread or place of the page. `hue` is the colour of a theme, by its position in HUES, `events`
    the number of events that have it, `aliases` are its other names. The separator of two places has no id."""

    id: str
    name: str
    hue: int = 0
    events: int = 0
    aliases: tuple[str, ...] = ()


class Relation(NamedTuple):
    """An event that another one follows, or is followed by; `here` says whether it is on the page."""

    id: str
    title: str
    date: str
    here: bool


class Entry(NamedTuple):
    """An event of the page."""

    event: Event
    when: list[HtmlPiece]
    title: list[HtmlPiece]
    themes: list[FilterValue]
    actors: list[FilterValue]
    thread: FilterValue | None
    place: list[FilterValue]
    earlier: list[Relation]
    later: list[Relation]


class Section(NamedTuple):
    """The events under a heading: those of a month, the first of a year, or all if they are not in order of time."""

    heading: str
    year: str
    entries: list[Entry]


class PageFilters(NamedTuple):
    """The values of each kind that the events of a page can be filtered by, the most frequent first, and the ids of
    each kind that each event has."""

    values: dict[Kind, list[FilterValue]]
    of_events: list[dict[Kind, list[str]]]


def sections(result: Result) -> list[Section]:
    """The events of a result in the order of the page."""
    rows, catalog = list(result.rows), result.catalog
    here = {row.event.id for row in rows}
    themes, actors, threads = (catalog.registry(kind) for kind in ("theme", "actor", "thread"))
    hues = ThemeHues(catalog)

    def relation(event: Event) -> Relation:
        return Relation(event.id, event.title, edtf.date_text(event.date), event.id in here)

    def entry(row: Row, month: str) -> Entry:
        event = row.event
        earlier = [(other, catalog.find(other)) for other in event.follows]
        return Entry(
            event,
            without_month(date_pieces(event), month),
            title_pieces(event.title, row.hit.title_marks if row.marked else ()),
            [FilterValue(each, display_name(each, themes), hues[each]) for each in dict.fromkeys(event.themes)],
            [FilterValue(each, display_name(each, actors)) for each in dict.fromkeys(event.actors)],
            FilterValue(event.thread, display_name(event.thread, threads)) if event.thread else None,
            place_parts(event.place or ""),
            [relation(before.event) if before else Relation(other, other, "", False) for other, before in earlier],
            [relation(after.event) for after in catalog.followers(event.id)],
        )

    if rows and (result.card or result.query.by_rank):
        heading = "Events" if result.card else "Best matches first"
        return [Section(heading, "", [entry(row, "") for row in rows])]
    parts = []
    for (year, month), of_month in groupby(by_month(rows, result.query), key=itemgetter(0, 1)):
        shown_year = str(year) if year > 0 else ""
        heading = MONTH_NAMES[month - 1] if month else "" if shown_year else year_label(year)
        short = f"{MONTHS[month - 1]} {year}" if month else shown_year
        parts.append(Section(heading, shown_year, [entry(row, short) for _, _, row in of_month]))
    return parts


def page_filters(catalog: "Catalog", events: Sequence[Event]) -> PageFilters:
    """The filters for some events. An event also has the actors that its actors belong to, and each place whose words
    are in its place, as for `--place`."""
    registries: dict[Kind, Mapping[str, Any]] = {kind: catalog.registry(kind) for kind in KINDS if kind != "place"}
    hues, actors = ThemeHues(catalog), registries["actor"]
    chains = {name: with_owners(name, lambda each: actors.get(each, {}).get("of")) for e in events for name in e.actors}
    parts = [part for event in events for part in place_parts(event.place or "") if part.id]
    registries["place"] = {part.id: {"name": part.name} for part in reversed(parts)}  # as the first event writes it
    longest = max((len(each.split()) for each in registries["place"]), default=0)
    of_events: list[dict[Kind, list[str]]] = [
        {
            "actor": list(dict.fromkeys([*event.actors, *(each for name in event.actors for each in chains[name])])),
            "theme": list(dict.fromkeys(event.themes)),
            "thread": [event.thread] if event.thread else [],
            "place": [run for run in phrases_in(event.place or "", longest) if run in registries["place"]],
        }
        for event in events
    ]

    def value(kind: Kind, identity: str, count: int) -> FilterValue:
        entries = registries[kind]
        record = entries.get(identity, {}) if kind == "actor" else {}
        aliases = (*(record.get("aliases") or ()), *(record.get("native") or {}).values())
        hue = hues[identity] if kind == "theme" else 0
        return FilterValue(identity, display_name(identity, entries), hue, count, aliases)

    values = {}
    for kind in KINDS:
        counts = Counter(each for ids in of_events for each in ids[kind])
        unsorted = [value(kind, identity, count) for identity, count in counts.items()]
        values[kind] = sorted(unsorted, key=lambda each: (-each.events, each.name, each.id))
    values["theme"] = _by_family(values["theme"], registries["theme"])
    return PageFilters(values, of_events)


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


def place_parts(place: str) -> list[FilterValue]:
    """The parts of a place: `Tokyo, Japan / Seoul (by phone)` is Tokyo, Japan and Seoul, and what is between them."""
    parts = re.split(SEPARATORS, place)
    return [FilterValue("" if number % 2 else fold(text), text) for number, text in enumerate(parts) if text]


def title_pieces(text: str, marks: Sequence[tuple[int, int]]) -> list[HtmlPiece]:
    """A title in pieces, of which those that a search matched are marked."""
    pieces, last = [], 0
    for low, high in marks:
        pieces += [HtmlPiece(text[last:low]), HtmlPiece(text[low:high], mark=True)]
        last = high
    return [piece for piece in (*pieces, HtmlPiece(text[last:])) if piece.text]


def date_pieces(event: Event) -> list[HtmlPiece]:
    """The date for reading, in pieces. `<time datetime>` in HTML can be a day, month or year, but no interval, so each
    end is a piece."""
    text, ends = edtf.date_text(event.date), ends_of(event.date.text)
    exact = [schema_org.reduced(each) if each else "" for each in ends]
    before, dash, after = text.partition("–")
    if dash and len(ends) == 2 and all(each and each.precision in ("day", "month", "year") for each in ends):
        gap = " " if before.endswith(" ") else ""
        return [HtmlPiece(before.strip(), exact[0]), HtmlPiece(gap + "–" + gap), HtmlPiece(after.strip(), exact[1])]
    return [HtmlPiece(text, next(filter(None, exact), ""))]


def without_month(pieces: list[HtmlPiece], month: str) -> list[HtmlPiece]:
    """Split the month and year of the heading above from the end of a date, as `rest`."""
    *before, last = pieces
    if not month or not last.text.endswith(f" {month}"):
        return pieces
    return [*before, last._replace(text=last.text[: -len(month) - 1], rest=f" {month}")]
