"""The web page: all events in one self-contained file, good without its script, better with it.

Knows what stands on the page; how it looks is in `web/`: a Jinja template, a style and a script, which are
put into the page whole. Their hashes are the only code that the page's Content-Security-Policy allows.
The only home of jinja2. What is text in the data stays text: the template escapes everything.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined

from .. import __version__, edtf
from ..edtf import MONTH_NAMES
from ..fields import IMPORTANCE, STATUSES
from ..model import Event, upwards
from ..query import Result, Row
from ..text.json_text import to_json
from ..text.sanitize import visible
from . import RenderOptions
from .layout import density, schema_org
from .layout.links import link
from .layout.palette import ThemeHues
from .layout.rail import by_month, heading_parts

if TYPE_CHECKING:
    from . import Writer

_MANY = 10
"""How many actors to choose from are shown at once; the rest are folded away."""

_PARTS = {"style": ("page.css",), "script": ("words.js", "strip.js", "page.js")}
"""What is put into the page whole, and the files that it is made of, in order."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""BCP 47, in short: what may stand in `lang`."""


class Piece(NamedTuple):
    """A piece of text; `datetime` for a date that HTML can say, `mark` for words that were looked for."""

    text: str
    datetime: str = ""
    mark: bool = False


class Name(NamedTuple):
    """A theme or actor: the hue of a theme as `colour`, `times` it occurs on the page, `words` that find it."""

    id: str
    name: str
    colour: int = 0
    times: int = 0
    words: str = ""


class Entry(NamedTuple):
    """An event as it stands on the page. `follows` are the earlier events with their titles and whether
    they are on the page too."""

    event: Event
    when: list[Piece]
    title: list[Piece]
    themes: list[Name]
    actors: list[str]
    thread: str
    follows: list[tuple[str, str, bool]]


class Section(NamedTuple):
    """A month with its events; a year's head, or the whole answer when it is not in the order of time."""

    heading: str
    year: str
    entries: list[Entry]


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write the page."""
    environment = _environment()
    hashes = {f"{name}_hash": _hash(environment.get_template(name).render()) for name in _PARTS}
    for piece in environment.get_template("page.html").generate(_page(result) | hashes):
        out.write(piece)


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_web),
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.policies["json.dumps_function"] = lambda value, **_: to_json(value)
    environment.filters |= {"address": link, "lang": language}
    return environment


def _web(name: str) -> str:
    """A template; or the style or the script, which templates include as they are."""
    folder = files(str(__package__)) / "web"
    if name not in _PARTS:
        return (folder / name).read_text(encoding="utf-8")
    whole = "\n".join((folder / part).read_text(encoding="utf-8") for part in _PARTS[name])
    return f"{{% raw %}}{whole.strip()}{{% endraw %}}"


def language(code: str | None) -> str:
    """A language code that may stand in `lang`; else nothing."""
    return code if code and _LANGUAGE.fullmatch(code) else ""


def _page(result: Result) -> dict[str, Any]:
    placed = list(_placed(result))
    events = [row.event for _, row in placed]
    actors, themes = result.data.registry("actor"), result.data.registry("theme")
    threads = result.data.registry("thread")
    owners = {name: upwards(name, lambda each: actors.get(each, {}).get("of")) for e in events for name in e.actors}
    acting = [sorted({owner for name in event.actors for owner in owners[name]}) for event in events]
    actor_names = _names(acting, actors)
    hues = ThemeHues(result.data)
    theme_names = {
        each.id: each._replace(colour=hues[each.id]) for each in _names([event.themes for event in events], themes)
    }
    here = {event.id for event in events}
    titles = {event.id: event.title for event in events}

    def entry(row: Row) -> Entry:
        event, earlier = row.event, []
        for other in event.follows:
            found = None if other in here else result.data.find(other)
            earlier.append((other, titles.get(other) or (found.event.title if found else other), other in here))
        return Entry(
            event,
            when(event),
            _marked(event.title, row.hit.title_marks if row.marked else ()),
            [theme_names[each] for each in dict.fromkeys(event.themes)],
            [actors.get(each, {}).get("name") or each for each in event.actors],
            threads.get(event.thread, {}).get("name") or event.thread if event.thread else "",
            earlier,
        )

    sections = [
        Section(heading, year, [entry(row) for _, row in rows])
        for (heading, year), rows in groupby(placed, key=itemgetter(0))
    ]
    chosen = sorted(theme_names.values(), key=lambda each: (-each.times, each.name))
    header = result.data.header
    bars = density.bars(events)
    return {
        "header": header,
        "coverage": edtf.show(edtf.parse(header.coverage)) if header.coverage else "",
        "parts": heading_parts(result, len(events) if result.card else result.data.count(result.query)),
        "sections": sections,
        "themes": chosen,
        "actors": actor_names[:_MANY],
        "more_actors": actor_names[_MANY:],
        "people": sorted((actors[name] for name in owners if name in actors), key=lambda each: str(each["name"])),
        "importance": IMPORTANCE[::-1],
        "happened": STATUSES[0],
        "bars": bars,
        "command": result.command(),
        "jkr": __version__,
        "linked": schema_org.item_list(header, events, result.data),
        "facts": {
            "bins": bars.days if bars else [],
            "heights": bars.heights if bars else [],
            "themes": [each.id for each in chosen],
            "actors": [[each.id, each.words] for each in actor_names],
            "importance": IMPORTANCE,
            "synonyms": result.data.synonyms,
            "events": list(_facts(events, acting, [each.id for each in chosen], [each.id for each in actor_names])),
        },
    }


def _hash(text: str) -> str:
    """Of an inline script or style, as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _names(chosen: Sequence[Sequence[str]], registry: Any) -> list[Name]:
    """What occurs in some events, the most frequent first."""
    counts = Counter(name for names in chosen for name in dict.fromkeys(names))
    found = []
    for name, count in counts.items():
        record = registry.get(name, {})
        words = " ".join([*(record.get("native") or {}).values(), *(record.get("aliases") or ())])
        found.append(Name(name, record.get("name") or name, 0, count, words))
    return sorted(found, key=lambda each: (-each.times, each.name))


def _placed(result: Result) -> Iterator[tuple[tuple[str, str], Row]]:
    """The rows in the order of the page, each with its heading and its year."""
    if result.card or result.query.by_rank:
        heading = "Events" if result.card else "Best matches first"
        yield from (((heading, ""), row) for row in result.rows)
        return
    for year, month, row in by_month(result.rows, result.query.reverse):
        heading = MONTH_NAMES[month - 1] if month else "" if year else "Start open or unknown"
        yield (heading, str(year) if year else ""), row


def _facts(
    events: Sequence[Event], acting: Sequence[Sequence[str]], themes: Sequence[str], actors: Sequence[str]
) -> Iterator[list[Any]]:
    """What the script filters by: first and last day, importance, themes and actors by their places."""
    theme_at = {name: place for place, name in enumerate(themes)}
    actor_at = {name: place for place, name in enumerate(actors)}
    for event, names in zip(events, acting, strict=True):
        days = [day and density.epoch(day) for day in (event.start, event.end)]
        about = [theme_at[name] for name in dict.fromkeys(event.themes)]
        yield [*days, IMPORTANCE.index(event.importance), about, [actor_at[name] for name in names]]


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> list[Piece]:
    """A title in pieces, the words that were looked for marked."""
    pieces, last = [], 0
    for low, high in marks:
        pieces += [Piece(text[last:low]), Piece(text[low:high], mark=True)]
        last = high
    return [piece for piece in (*pieces, Piece(text[last:])) if piece.text]


def when(event: Event) -> list[Piece]:
    """The date as people write it, in pieces with what HTML's `<time datetime>` can say of them: a day, a
    month or a year, but no interval, so that each end has its own."""
    text = edtf.show(event.date)
    ends = event.date.text.split("/")
    known = [edtf.parse(each) if each not in ("", "..") else None for each in ends]
    exact = [schema_org.reduced(each) if each else "" for each in known]
    between, dash, after = text.partition("–")
    if dash and len(ends) == 2 and all(each and each.precision in ("day", "month", "year") for each in known):
        gap = " " if between.endswith(" ") else ""
        return [Piece(between.strip(), exact[0]), Piece(gap + "–" + gap), Piece(after.strip(), exact[1])]
    return [Piece(text, next((each for each in exact if each), ""))]
