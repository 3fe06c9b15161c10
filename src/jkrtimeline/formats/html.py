"""A web page with all events in one file, complete without its script, and searchable with it.

This module collects what is on the page. `web/` has the Jinja templates, styles and scripts; styles and scripts are
included in the page, whose Content-Security-Policy allows only their hashes. The templates escape all text. jinja2 is
used only here.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from textwrap import shorten
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from .. import __version__
from ..fields import IMPORTANCE
from ..model import Event
from ..query import KINDS, Result
from ..text.json_text import to_json
from ..text.sanitize import visible
from . import RenderOptions, Writer
from .shared import density, schema_org
from .shared.headings import heading_parts
from .shared.links import link
from .shared.palette import HUES, hexadecimal
from .shared.search_facts import search_facts
from .shared.short_texts import readable_date, span_text
from .shared.web_entries import PageFilters, page_filters, sections

_MANY = 10
"""Actors to filter by that are shown at once; the rest are folded."""

_FEW = 12
"""A page of up to this many events shows each in full at first; a longer one shows a line for each."""

_DESCRIPTION = 300
"""The greatest length of the description in the head of the page: search engines show less."""

_STYLES = ("base.css", "controls.css", "event.css", "print.css")
_SCRIPTS = (
    *("stems.js", "fields.js", "terms.js", "dates.js", "reading.js", "ranking.js", "marks.js"),
    *("strip.js", "state.js", "filters.js", "drawer.js", "scheme.js", "page.js"),
)
"""The files that the style and the script of the page consist of, in order."""

_LINES = {"@media screen": ':root.scripted[data-view="lines"]', "@media print": ':root[data-view="lines"]'}
"""Where lines.css applies: on a screen only with the script, which can show an event in full."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""BCP 47, simplified: what `lang` may hold."""


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write the page."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_file),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.policies["json.dumps_function"] = lambda value, **_: to_json(value)
    environment.filters |= {"address": link, "lang": language, "hash": _hash}
    inline = {"style": _style(), "early": _file("early.js").strip(), "script": "\n".join(map(_file, _SCRIPTS)).strip()}
    for piece in environment.get_template("page.html").generate(_page(result, full=options.full) | inline):
        out.write(piece)


def _file(name: str) -> str:
    return (files(str(__package__)) / "web" / name).read_text(encoding="utf-8")


@cache
def _style() -> str:
    """The styles: the colours of themes, as in the terminal; the style files; and lines.css for screen and paper."""
    hues = "".join(
        f"  --c{number}: light-dark({hexadecimal(hue.light)}, {hexadecimal(hue.dark)});\n"
        for number, hue in enumerate(HUES)
    )
    classes = "\n".join(f".c{number} {{ --hue: var(--c{number}); }}" for number in range(len(HUES)))
    lines = _file("lines.css")
    views = [f"{media} {{\n{lines.replace('LINES', root)}}}" for media, root in _LINES.items()]
    return "\n".join([f":root {{\n{hues}}}\n{classes}", *map(_file, _STYLES), *views]).strip()


def language(code: str | None) -> str:
    """The language code if `lang` may hold it, else an empty text."""
    return code if code and _LANGUAGE.fullmatch(code) else ""


def _page(result: Result, *, full: bool) -> dict[str, Any]:
    parts = sections(result)
    events = [entry.event for section in parts for entry in section.entries]
    filters = page_filters(result.catalog, events)
    themes, actors = filters.values["theme"], filters.values["actor"]
    header = result.catalog.header
    bars = density.bars(events) if len(events) > 1 else None
    about = heading_parts(result, len(events) if result.card else None)
    description = header.about or " · ".join([header.title, *about])
    registry = result.catalog.registry("actor")
    people = [registry[each.id] for each in actors if each.id in registry]
    return {
        "header": header,
        "view": "full" if full or result.card or len(events) <= _FEW else "lines",
        "description": shorten(visible(description), _DESCRIPTION, placeholder=" …"),
        "coverage": readable_date(header.coverage),
        "parts": about,
        "total": len(events),
        "sections": parts,
        "themes": themes,
        "actors": actors[:_MANY],
        "more_actors": actors[_MANY:],
        "threads": filters.values["thread"],
        "people": sorted(people, key=lambda each: str(each["name"])),
        "span_text": span_text,
        "importance": [
            (level, sum(IMPORTANCE.index(event.importance) >= level for event in events))
            for level in reversed(range(len(IMPORTANCE)))
        ],
        "levels": IMPORTANCE,
        "bars": bars,
        "command": result.command(),
        "jkr": __version__,
        "linked": schema_org.dataset(header, events, result.catalog),
        "facts": _facts(result, events, filters, bars),
    }


def _hash(text: str) -> str:
    """The hash of an inline script or style for the Content-Security-Policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _facts(result: Result, events: Sequence[Event], filters: PageFilters, bars: density.Bars | None) -> dict[str, Any]:
    """What the script filters and searches by."""
    return {
        "bins": bars.days if bars else [],
        "heights": bars.heights if bars else [],
        "importance": IMPORTANCE,
        "names": {
            kind: [[each.id, each.name, *each.aliases] for each in values] for kind, values in filters.values.items()
        },
        "search": search_facts(result.catalog, events),
        "events": list(_event_facts(events, filters)),
    }


def _event_facts(events: Sequence[Event], filters: PageFilters) -> Iterator[list[Any]]:
    """For each event: its first and last day, its importance, the numbers of its actors, themes, threads and places,
    and how many of the actors the event names; those that they belong to follow."""
    number_of = {kind: {each.id: number for number, each in enumerate(some)} for kind, some in filters.values.items()}
    for event, ids in zip(events, filters.of_events, strict=True):
        days = [day and density.epoch(day) for day in (event.start, event.end)]
        numbers = [[number_of[kind][each] for each in ids[kind]] for kind in KINDS]
        yield [*days, IMPORTANCE.index(event.importance), *numbers, len(set(event.actors))]
