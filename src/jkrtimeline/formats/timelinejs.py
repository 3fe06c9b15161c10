"""Slides: JSON for TimelineJS 3 of Knight Lab. The keys follow its documentation, "JSON data format", and the
behaviour of version 3.9.

An event is a slide in the group of its first theme. Only the most frequent themes are groups, because each group takes
a row from the space of the slides. TimelineJS reads texts as HTML, so text of the data is escaped. Sources are links in
the text, not media: TimelineJS would embed whole pages. A date that is not exact to the day has a `display_date`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any

from .. import edtf
from ..edtf import EventDate
from ..model import Event, Source
from ..query import Result, display_name
from ..text.json_text import to_json
from ..text.sanitize import visible
from . import RenderOptions, Writer
from .shared.headings import query_parts
from .shared.links import link
from .shared.short_texts import data_facts, ends_of, paragraphs, status_prefix
from .shared.spool import spooled

_GROUPS = 6
"""The greatest number of groups: with more, a window of 700 pixels has no room for the text of a slide."""

_AUTOLINK = r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)"
"""Where TimelineJS would make part of a text a link, without regard to quotation marks. An invisible `<wbr>` there
prevents it."""


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write an object with a title and the events, one per line."""
    themes = result.catalog.registry("theme")
    header = result.catalog.header
    about = ["; ".join(query_parts(result)), header.about, *data_facts(header)]
    title = {"text": {"headline": _html(header.title), "text": "".join(_paragraphs(about))}}
    out.write(f'{{"title":{to_json(title)},\n"events":[')
    separator = "\n"
    with spooled(result.rows) as events:
        often = Counter(event.themes[0] for event in events if event.themes)
        groups = [theme for theme, _ in often.most_common(_GROUPS)]
        for event in events:
            theme = next((display_name(each, themes) for each in event.themes if each in groups), "")
            out.write(separator + to_json(_slide(event, theme)))
            separator = ",\n"
    out.write("\n]}\n")


def _slide(event: Event, theme: str) -> dict[str, Any]:
    text = [*paragraphs(event), event.place]
    sources = "; ".join(filter(None, map(_source, event.sources)))
    slide: dict[str, Any] = {
        "unique_id": event.id,
        **_days(event.date),
        "text": {
            "headline": _html(status_prefix(event) + event.title),
            "text": "".join(_paragraphs(text)) + (f"<p>Sources: {sources}</p>" if sources else ""),
        },
    }
    if theme:
        slide["group"] = _group(theme)
    return slide


def _days(when: EventDate) -> dict[str, Any]:
    """`start_date`, `end_date` and `display_date`. A slide needs a start: the end serves as one where the start is open
    or unknown, and `display_date` says so."""
    first, last = [*ends_of(when.text), None][:2]
    start = first or last
    assert start is not None  # a date has at least one end
    days: dict[str, Any] = {"start_date": _parts(start, last=False)}
    if last is not None and first is not None:
        days["end_date"] = _parts(last, last=True)
    elif first is not None and not when.text.endswith("..") and start.precision not in ("day", "month", "year"):
        days["end_date"] = _parts(start, last=True)
    if not when.exact or when.start is None or when.end is None:
        days["display_date"] = edtf.date_text(when)
    return days


def _parts(when: EventDate, *, last: bool) -> dict[str, int]:
    """The first or last day of a date that is not an interval: only its year, or year and month, if that is exact."""
    day = when.end if last else when.start
    assert day is not None
    length = {"day": 3, "year": 1, "decade": 1, "century": 1}.get(when.precision, 2)
    return {name: getattr(day, name) for name in ("year", "month", "day")[:length]}


def _paragraphs(texts: list[str | None]) -> Iterator[str]:
    for text in texts:
        for line in (text or "").splitlines():
            if line.strip():
                yield f"<p>{_running(line)}</p>"


def _source(source: Source) -> str:
    name = source.line or source.url or ""
    archived = _linked("archived", source.archived) if link(source.archived) else ""
    return _linked(name, source.url) + (f" ({archived})" if archived else "")


def _linked(text: str, url: str | None) -> str:
    """Text as a link, if the address may become one."""
    if not (address := link(url)):
        return _running(text)
    # Encode what TimelineJS would make a link inside the link.
    address = re.sub("(?i)(?<!//)www[.]", "%77ww.", address.replace("@", "%40"))
    return f'<a href="{escape(address)}">{_running(text)}</a>'


def _running(text: str) -> str:
    return re.sub(_AUTOLINK, "<wbr>", _html(text))


def _html(text: str) -> str:
    return escape(visible(text).strip())


def _group(theme: str) -> str:
    """The name of a group. TimelineJS reads it as HTML, strips tags, and reads it as HTML again, so characters with a
    meaning there are replaced by similar ones."""
    return re.sub(r"&(?=[#\w])", "＆", visible(theme)).replace("<", "‹").replace(">", "›")
