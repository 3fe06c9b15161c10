"""The web page: all events in one self-contained file, good without its script, better with it.

Knows what is on the page; how it is drawn is in `web/`: Jinja templates, styles and scripts, which are put into the
page whole. Their hashes are the only code that the page's Content-Security-Policy allows. The only home of jinja2. What
is text in the data stays text: the templates escape everything.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from .. import __version__, edtf
from ..fields import IMPORTANCE, STATUSES
from ..model import Event, Header
from ..query import KINDS, Result
from ..text.json_text import to_json
from ..text.sanitize import visible
from . import RenderOptions
from .layout import density, schema_org
from .layout.links import link
from .layout.palette import HUES, hexadecimal
from .layout.rail import heading_parts
from .web.entries import Names, names, placed, sections
from .web.search_facts import search_facts

if TYPE_CHECKING:
    from . import Writer

_MANY = 10
"""How many actors to choose from are shown at once; the rest are folded away."""

_FEW = 12
"""Events of which a page shows each in full at first; of more, it shows a line each."""

_DESCRIPTION = 300
"""Characters of the description in the page's head at most: search engines show fewer."""

_STYLES = ("base.css", "controls.css", "event.css", "print.css")
_PARTS = {
    "early": ("early.js",),
    "script": (
        *("stems.js", "fields.js", "terms.js", "dates.js", "reading.js", "ranking.js", "marks.js"),
        *("strip.js", "state.js", "filters.js", "drawer.js", "scheme.js", "page.js"),
    ),
}
"""Scripts that are put into the page whole, and the files that they are made of, in order."""

_LINES = {"@media screen": ':root.scripted[data-view="lines"]', "@media print": ':root[data-view="lines"]'}
"""Where lines.css holds: on a screen only with the script, which can show an event in full."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""BCP 47, in short: what may be in `lang`."""


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write the page."""
    environment = _environment()
    hashes = {f"{name}_hash": _hash(environment.get_template(name).render()) for name in ("style", *_PARTS)}
    for piece in environment.get_template("page.html").generate(_page(result, full=options.full) | hashes):
        out.write(piece)


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_web),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.policies["json.dumps_function"] = lambda value, **_: to_json(value)
    environment.filters |= {"address": link, "lang": language}
    return environment


def _web(name: str) -> str:
    """A template; or the style or a script, which templates include as they are."""
    if name == "style":
        return f"{{% raw %}}{_style().strip()}{{% endraw %}}"
    if name in _PARTS:
        whole = "\n".join(map(_file, _PARTS[name]))
        return f"{{% raw %}}{whole.strip()}{{% endraw %}}"
    return _file(name)


def _file(name: str) -> str:
    return (files(str(__package__)) / "web" / name).read_text(encoding="utf-8")


@cache
def _style() -> str:
    """The styles, with the colours of themes from the palette of the terminal, and lines.css for screen and paper."""
    hues = "".join(
        f"  --c{number}: light-dark({hexadecimal(hue.light)}, {hexadecimal(hue.dark)});\n"
        for number, hue in enumerate(HUES)
    )
    classes = "\n".join(f".c{number} {{ --hue: var(--c{number}); }}" for number in range(len(HUES)))
    lines = _file("lines.css")
    views = [f"{media} {{\n{lines.replace('LINES', root)}}}" for media, root in _LINES.items()]
    return "\n".join([f":root {{\n{hues}}}\n{classes}", *map(_file, _STYLES), *views])


def language(code: str | None) -> str:
    """A language code that may be in `lang`; else nothing."""
    return code if code and _LANGUAGE.fullmatch(code) else ""


def _page(result: Result, *, full: bool) -> dict[str, Any]:
    rows = list(placed(result))
    events = [row.event for _, row in rows]
    filters = names(result, events)
    header = result.data.header
    bars = density.bars(events) if len(events) > 1 else None
    parts = heading_parts(result, len(events) if result.card else result.data.count(result.query))
    actors = result.data.registry("actor")
    involved = {each.id for each in filters.actor}
    return {
        "header": header,
        "view": "full" if full or result.card or len(events) <= _FEW else "lines",
        "description": _description(header, parts),
        "coverage": edtf.date_text(edtf.parse(header.coverage)) if header.coverage else "",
        "parts": parts,
        "total": len(events),
        "sections": sections(result, rows, filters.theme),
        "themes": filters.theme,
        "actors": filters.actor[:_MANY],
        "more_actors": filters.actor[_MANY:],
        "threads": filters.thread,
        "people": sorted((actors[name] for name in involved if name in actors), key=lambda each: str(each["name"])),
        "office_dates": office_dates,
        "importance": [
            (level, sum(IMPORTANCE.index(event.importance) >= level for event in events))
            for level in reversed(range(len(IMPORTANCE)))
        ],
        "levels": IMPORTANCE,
        "happened": STATUSES[0],
        "bars": bars,
        "command": result.command(),
        "jkr": __version__,
        "linked": schema_org.dataset(header, events, result.data),
        "facts": _facts(result, events, filters, bars),
    }


def _hash(text: str) -> str:
    """Of an inline script or style, as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _description(header: Header, parts: Sequence[str]) -> str:
    """What search engines show of the page: the beginning of what the data says about itself, or the heading."""
    return shorten(visible(header.about or " · ".join([header.title, *parts])), _DESCRIPTION, placeholder=" …")


def office_dates(office: Mapping[str, Any]) -> str:
    """From when to when an office was held, as people write it; empty where neither is known."""
    since, until = office["from"] or "", office["to"] or ".."
    if not since:
        return "" if until == ".." else edtf.date_text(edtf.parse(f"../{until}"))
    return edtf.date_text(edtf.parse(f"{since}/{until}"))


def _facts(result: Result, events: Sequence[Event], filters: Names, bars: density.Bars | None) -> dict[str, Any]:
    """What the script filters by."""
    return {
        "bins": bars.days if bars else [],
        "heights": bars.heights if bars else [],
        "importance": IMPORTANCE,
        "names": {
            kind: [[each.id, each.name, *each.more] for each in chosen]
            for kind, chosen in zip(KINDS, (filters.actor, filters.theme, filters.thread, filters.place), strict=True)
        },
        "search": search_facts(result.data, events),
        "events": list(_event_facts(events, filters)),
    }


def _event_facts(events: Sequence[Event], filters: Names) -> Iterator[list[Any]]:
    """First and last day, importance, and the numbers of the actors, themes, threads and places of each event; last,
    how many of the actors are its own, before those that they belong to."""
    chosen = (filters.actor, filters.theme, filters.thread, filters.place)
    number_of = [{each.id: number for number, each in enumerate(some)} for some in chosen]
    for event, tags in zip(events, filters.of_events, strict=True):
        days = [day and density.epoch(day) for day in (event.start, event.end)]
        numbers = [
            [number[name] for name in tags[kind] if name in number]
            for kind, number in zip(KINDS, number_of, strict=True)
        ]
        yield [*days, IMPORTANCE.index(event.importance), *numbers, len(set(event.actors))]
