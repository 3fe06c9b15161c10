"""Events as the web page has them: dates, names, places and relations in pieces that the templates can link."""

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
from ...text.places import SEPARATORS, word_runs
from ..layout import schema_org
from ..layout.palette import ThemeHues
from ..layout.rail import by_month, window_of, year_label


class Piece(NamedTuple):
    """A piece of text. `datetime` is the date as HTML writes it, `mark` is true for words that a search matched, `rest`
    continues a date with the month and year that the heading above already gives."""

    text: str
    datetime: str = ""
    mark: bool = False
    rest: str = ""


class Name(NamedTuple):
    """A theme, actor, thread or place of the page. `hue` is the number of a theme's colour, `events` how many events of
    the page have it, `more` are further names."""

    id: str
    name: str
    hue: int = 0
    events: int = 0
    more: tuple[str, ...] = ()


class PlacePart(NamedTuple):
    """A piece of an event's place; `id` is empty for what only parts two of them."""

    text: str
    id: str = ""


class Relation(NamedTuple):
    """An event before or after another one; `here` when it is on the page, too."""

    id: str
    title: str
    date: str
    here: bool


class Entry(NamedTuple):
    """An event of the page."""

    event: Event
    when: list[Piece]
    title: list[Piece]
    themes: list[Name]
    actors: list[Name]
    thread: Name | None
    place: list[PlacePart]
    earlier: list[Relation]
    later: list[Relation]


class Section(NamedTuple):
    """A month with its events, the head of a year, or all events where the order is not that of time."""

    heading: str
    year: str
    entries: list[Entry]


class Names(NamedTuple):
    """All that the events of a page can be filtered by, the most frequent first, and what each event has."""

    theme: list[Name]
    actor: list[Name]
    thread: list[Name]
    place: list[Name]
    of_events: list[dict[str, list[str]]]


def sections(result: Result, rows: Sequence[tuple[tuple[str, str], Row]], themes: Iterable[Name]) -> list[Section]:
    """The rows of a page, as `placed` orders them, in months."""
    here = {row.event.id for _, row in rows}
    names = {each.id: each for each in themes}
    actors, threads = result.data.registry("actor"), result.data.registry("thread")

    def relation(event: Event) -> Relation:
        return Relation(event.id, event.title, edtf.date_text(event.date), event.id in here)

    def entry(row: Row, month: str) -> Entry:
        event, data = row.event, result.data
        earlier = [(other, data.find(other)) for other in event.follows]
        return Entry(
            event,
            shortened(when(event), month),
            marked(event.title, row.hit.title_marks if row.marked else ()),
            [names[each] for each in dict.fromkeys(event.themes)],
            [Name(each, display_name(each, actors)) for each in dict.fromkeys(event.actors)],
            Name(event.thread, display_name(event.thread, threads)) if event.thread else None,
            place_parts(event.place or ""),
            [relation(found.event) if found else Relation(other, other, "", False) for other, found in earlier],
            [relation(found.event) for found in data.following(event.id)],
        )

    def month(heading: str, year: str) -> str:
        return f"{MONTHS[MONTH_NAMES.index(heading)]} {year}" if year and heading else year

    return [
        Section(heading, year, [entry(row, month(heading, year)) for _, row in group])
        for (heading, year), group in groupby(rows, key=itemgetter(0))
    ]


def placed(result: Result) -> Iterator[tuple[tuple[str, str], Row]]:
    """The rows in the order of the page, each with its heading and its year."""
    if result.card or result.query.by_rank:
        heading = "Events" if result.card else "Best matches first"
        yield from (((heading, ""), row) for row in result.rows)
        return
    for year, month, row in by_month(result.rows, result.query.reverse, window=window_of(result.query)):
        heading = MONTH_NAMES[month - 1] if month else "" if year > 0 else year_label(year)
        yield (heading, str(year) if year > 0 else ""), row


def names(result: Result, events: Sequence[Event]) -> Names:
    """What the events can be filtered by. The actors of an event are followed by those that they belong to; a place is
    any run of a place's words, as it is for `--place`."""
    actors, threads = result.data.registry("actor"), result.data.registry("thread")
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
            "place": [run for run in word_runs(event.place or "", longest) if run in places],
        }
        for event in events
    ]

    def named(kind: str, name: Mapping[str, str] | None, registry: Mapping[str, Any]) -> list[Name]:
        counts = Counter(each for tags in of_events for each in tags[kind])
        found = []
        for identity, count in counts.items():
            record = registry.get(identity, {})
            more = (*(record.get("aliases") or ()), *(record.get("native") or {}).values()) if kind == "actor" else ()
            shown = name[identity] if name else display_name(identity, registry)
            found.append(Name(identity, shown, hues[identity] if kind == "theme" else 0, count, more))
        return sorted(found, key=lambda each: (-each.events, each.name, each.id))

    return Names(
        _by_family(named("theme", None, result.data.registry("theme")), result.data.registry("theme")),
        named("actor", None, actors),
        named("thread", None, threads),
        named("place", places, {}),
        of_events,
    )


def _by_family(themes: list[Name], registry: Mapping[str, Any]) -> list[Name]:
    """Themes of one family together, the most frequent first; where there is a choice, no two neighbouring families
    have the same hue."""
    families: dict[str, list[Name]] = {}
    for each in themes:
        families.setdefault(registry.get(each.id, {}).get("family") or each.id, []).append(each)
    waiting = sorted(families.values(), key=lambda family: -sum(each.events for each in family))
    ordered: list[Name] = []
    while waiting:
        free = (number for number, family in enumerate(waiting) if not ordered or family[0].hue != ordered[-1].hue)
        ordered += waiting.pop(next(free, 0))
    return ordered


def place_parts(place: str) -> list[PlacePart]:
    """A place in pieces: `Tokyo, Japan / Seoul (by phone)` is Tokyo, Japan and Seoul, and what is between them."""
    parts = re.split(SEPARATORS, place)
    return [PlacePart(text, "" if number % 2 else fold(text)) for number, text in enumerate(parts) if text]


def marked(text: str, marks: Sequence[tuple[int, int]]) -> list[Piece]:
    """A title in pieces, with the words that a search matched marked."""
    pieces, last = [], 0
    for low, high in marks:
        pieces += [Piece(text[last:low]), Piece(text[low:high], mark=True)]
        last = high
    return [piece for piece in (*pieces, Piece(text[last:])) if piece.text]


def when(event: Event) -> list[Piece]:
    """The date as people write it, in pieces with what HTML's `<time datetime>` can say of them: a day, a month or a
    year, but no interval, so that each end has its own."""
    text = edtf.date_text(event.date)
    ends = event.date.text.split("/")
    known = [edtf.parse(each) if each not in ("", "..") else None for each in ends]
    exact = [schema_org.reduced(each) if each else "" for each in known]
    between, dash, after = text.partition("–")
    if dash and len(ends) == 2 and all(each and each.precision in ("day", "month", "year") for each in known):
        gap = " " if between.endswith(" ") else ""
        return [Piece(between.strip(), exact[0]), Piece(gap + "–" + gap), Piece(after.strip(), exact[1])]
    return [Piece(text, next((each for each in exact if each), ""))]


def shortened(pieces: list[Piece], month: str) -> list[Piece]:
    """A date whose last piece has the month and year of the heading above it apart, as `rest`."""
    *before, last = pieces
    if not month or not last.text.endswith(f" {month}"):
        return pieces
    return [*before, last._replace(text=last.text[: -len(month) - 1], rest=f" {month}")]
