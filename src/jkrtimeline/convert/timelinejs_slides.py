"""TimelineJS 3 (JSON, or its spreadsheet) → drafts of events.

Source of the keys: Knight Lab's TimelineJS documentation, "JSON data format" and the Google spreadsheet
template.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..edtf import DateError
from ..errors import DataError
from ..text.normalize import fold
from . import human_dates
from .column_map import Columns
from .draft import Draft, Heading, is_address
from .human_dates import RefusedDate
from .markup import plain
from .report import ADDRESS, TIME, Noun, Report

_ERA = Noun("era", "eras")
_MEDIA = Noun("medium without an address", "media without an address")

_TITLE_MEDIA = Noun("medium of the title", "media of the title")

_CLOCK = ("time", "hour", "minute", "second", "millisecond")
_COLUMNS: dict[str, tuple[str, ...]] = {
    **{name: ("start_date", name) for name in ("year", "month", "day", "time")},
    **{f"end {name}": ("end_date", name) for name in ("year", "month", "day", "time")},
    "display date": ("display_date",),
    "headline": ("text", "headline"),
    "text": ("text", "text"),
    "media": ("media", "url"),
    "media credit": ("media", "credit"),
    "media caption": ("media", "caption"),
    **dict.fromkeys(("alt text", "media alt text", "media alt", "alt"), ("media", "alt")),
    **dict.fromkeys(("link", "media link"), ("media", "link")),
    "type": ("type",),
    "group": ("group",),
    **dict.fromkeys(("id", "unique id"), ("unique_id",)),
}
"""Column of the spreadsheet → where the same stands in a slide of the JSON."""

_KEYS = {path[0] for path in _COLUMNS.values()}
_MEDIA_KEYS = {path[1] for path in _COLUMNS.values() if path[0] == "media"}
"""What of a slide and of its medium is read."""

SlideColumns = dict[int, tuple[str, ...]]
"""The number of a column, from 0 → its place in a slide."""


def columns_of(header: Sequence[str], given: Columns) -> SlideColumns:
    """The columns of a spreadsheet of TimelineJS, without those that are `given` another meaning; none
    for other tables."""
    folded = [fold(cell) for cell in header]
    if not {"year", "headline"} <= set(folded):
        return {}
    taken = {number for numbers in given.values() for number in numbers}
    return {n: _COLUMNS[word] for n, word in enumerate(folded) if word in _COLUMNS and n not in taken}


def slide_of(row: Sequence[str], columns: SlideColumns) -> dict[str, Any]:
    """A row of the spreadsheet as a slide of the JSON."""
    slide: dict[str, Any] = {}
    for number, path in columns.items():
        if text := row[number].strip():
            within = slide.setdefault(path[0], {}) if len(path) > 1 else slide
            within[path[-1]] = text
    return slide


def parse(name: str, text: str, *, sure: bool) -> Any:
    """The value of a JSON text, with numbers as they are written; None where it is no timeline of
    TimelineJS. When it is `sure` to be one, raises DataError instead."""
    if not sure and text.lstrip()[:1] != "{":
        return None
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as error:
        if not sure:
            return None  # JSON Lines, or YAML in brackets
        place, reason = "", "nested too deeply"
        if isinstance(error, json.JSONDecodeError):
            place, reason = f":{error.lineno}:{error.colno}", error.msg
        raise DataError(f"{name}{place}: this is not JSON: {reason}", hint="check the file there") from None
    return value if sure or _is_timeline(value) else None


def _is_timeline(value: Any) -> bool:
    """Whether this is a timeline of TimelineJS, of this version or the one before, and not our own."""
    if not isinstance(value, Mapping):
        return False
    slides = value.get("events")
    first = slides[0] if isinstance(slides, list) and slides else None
    own = {"start_date", "text"}
    return _is_old(value) or "eras" in value or (isinstance(first, Mapping) and not own.isdisjoint(first))


def _is_old(value: Any) -> bool:
    timeline = value.get("timeline") if isinstance(value, Mapping) else None
    return isinstance(timeline, Mapping) and "date" in timeline


def read(name: str, value: Any, losses: Report, heading: Heading) -> Iterator[Draft]:
    """The events of a timeline that was read from JSON. Raises DataError for one that cannot be."""
    if _is_old(value):
        hint = "load it into a newer TimelineJS, or its spreadsheet, and export that"
        raise DataError(f"{name}: a file of TimelineJS version 2, which is not read", hint=hint)
    slides = value.get("events") if isinstance(value, Mapping) else None
    if not isinstance(slides, list):
        raise DataError(f"{name}: no file of TimelineJS: it has no list of events", hint="see --from for other kinds")
    if value.get("scale") == "cosmological":
        raise DataError(
            f"{name}: a timeline on the cosmological scale has no dates", hint="years run from 0001 to 9999"
        )
    title = value.get("title")
    if isinstance(title, Mapping):
        _title(0, title, losses, heading)
    eras = value.get("eras")
    for number, _ in enumerate(eras if isinstance(eras, list) else (), 1):
        losses.other(0, _ERA, f"era {number} is left out", "a stretch of time can be written as an event", whole=True)
    for number, slide in enumerate(slides, 1):
        if not isinstance(slide, Mapping):
            losses.record(number, "slide", "this is no record")
            continue
        made = draft(number, slide, losses, heading, {})
        if made is not None:
            yield made


def _text(record: Any, *path: str) -> str:
    """The text at a place in a slide; empty where there is none."""
    for key in path:
        record = record.get(key) if isinstance(record, Mapping) else None
    return str(record).strip() if isinstance(record, str | int) and not isinstance(record, bool) else ""


def _title(place: int, slide: Mapping[str, Any], losses: Report, heading: Heading) -> None:
    _tell_unread("title.", slide, losses)
    if any(_text(slide, "media", key) for key in _MEDIA_KEYS):
        losses.other(place, _TITLE_MEDIA, "the medium of the title is left out", "only events have sources")
    for key, texts in (("headline", heading.titles), ("text", heading.about)):
        text, _ = plain(_text(slide, "text", key))
        if text:
            texts.append(text)


def _tell_unread(start: str, slide: Mapping[str, Any], losses: Report) -> None:
    """Tell what of a slide is not read; `start` stands before the names of its keys."""
    media = slide.get("media")
    for key, value in slide.items():
        if key not in _KEYS and value:
            losses.columns[start + key] = None
    for key, value in media.items() if isinstance(media, Mapping) else ():
        if key not in _MEDIA_KEYS and value:
            losses.columns[f"{start}media.{key}"] = None


def draft(
    place: int, slide: Mapping[str, Any], losses: Report, heading: Heading, given: Mapping[str, Any]
) -> Draft | None:
    """The event of a slide; `given` values come before its own. None where it is none."""
    kind = fold(_text(slide, "type"))
    if kind == "title":
        _title(place, slide, losses, heading)
        return None
    if kind == "era":
        losses.other(place, _ERA, "an era is left out", "a stretch of time can be written as an event", whole=True)
        return None
    headline, links = plain(_text(slide, "text", "headline"))
    summary, more = plain(_text(slide, "text", "text"))
    shown = [_text(slide, *path) for path in (("display_date",), ("start_date", "display_date"))]
    _tell_unread("", slide, losses)
    values: dict[str, Any] = {
        "id": _text(slide, "unique_id"),
        "title": headline,
        "summary": summary,
        "date_note": plain(next(filter(None, shown), ""))[0],
        "themes": [plain(_text(slide, "group"))[0]],
        "sources": [*_media(place, slide, losses), *_links(place, [*links, *more], losses)],
    }
    try:
        date = given.get("date") or _date(place, slide, losses)
    except DateError as error:
        losses.record(place, getattr(error, "rule", "date"), error.message, error.hint)
        return None
    return Draft(place, {**values, "date": date, **{key: value for key, value in given.items() if value}})


def _date(place: int, slide: Mapping[str, Any], losses: Report) -> str:
    """The date of a slide. Raises DateError."""
    ends = []
    for key in ("start_date", "end_date"):
        if any(_text(slide, key, part) for part in _CLOCK):
            losses.other(place, TIME)
        given = [_text(slide, key, part) for part in ("year", "month", "day")]
        ends.append(human_dates.parts(*given) if any(given) else "")
    start, end = ends
    if end and not start:
        raise RefusedDate("there is an end without a start", "no-start", hint="give it a year to start with")
    return human_dates.interval(start, end or start) if start else ""


def _media(place: int, slide: Mapping[str, Any], losses: Report) -> Iterator[dict[str, str]]:
    """What a slide shows, and what that links to, as sources."""
    credit, caption, alt = (plain(_text(slide, "media", key))[0] for key in ("credit", "caption", "alt"))
    told = {"publisher": credit, "about": caption or alt}
    for key in ("url", "link"):
        address = _text(slide, "media", key)
        if is_address(address):
            yield {**told, "url": address}
            told = {"publisher": credit}
        elif address:
            losses.other(place, _MEDIA if key == "url" else ADDRESS)


def _links(place: int, links: Sequence[tuple[str, str]], losses: Report) -> Iterator[dict[str, str]]:
    for address, text in links:
        if is_address(address):
            yield {"url": address, "about": text}
        elif address:
            losses.other(place, ADDRESS)
