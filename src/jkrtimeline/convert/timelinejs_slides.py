"""TimelineJS (JSON of version 2 or 3, or its spreadsheet) → drafts of events.

Version 2 and the rows of the spreadsheet are read as slides of version 3. Source of the keys: the documentation of
TimelineJS 3, "JSON data format" and the spreadsheet template, and of TimelineJS 2, "File Formats: JSON".
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from ..edtf import DateError
from ..errors import DataError
from ..eventfile.patterns import is_address
from ..text.normalize import fold
from .clock import clock_of, is_clock
from .date_columns import RecordDate, record_date
from .date_rules import DateRules
from .draft import Draft
from .markup import plain_text, sources_of, title_from
from .report import ADDRESSES, MARKUP_TEXTS, ROUNDED_DATES, TIMES, Noun, Report

_ERA = Noun("era", "eras")
_MEDIA = Noun("medium without an address", "media without an address")
_TITLE_MEDIA = Noun("medium of the title", "media of the title")

_PATHS: dict[str, tuple[str, ...]] = {
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
"""Column of the spreadsheet → path of the same value in a slide of the JSON."""

_CLOCK = ("time", "hour", "minute", "second", "millisecond")
_KEYS = {path[0] for path in _PATHS.values()}
_MEDIA_KEYS = {path[1] for path in _PATHS.values() if path[0] == "media"}
"""The keys of a medium that are read."""


def is_timeline(value: Any) -> bool:
    """Whether a JSON value is a timeline of TimelineJS, version 2 or 3."""
    if not isinstance(value, Mapping):
        return False
    if _is_version_2(value) or "eras" in value:
        return True
    slides = value.get("events")
    first = slides[0] if isinstance(slides, list) and slides else None
    return isinstance(first, Mapping) and any(isinstance(first.get(key), Mapping) for key in ("start_date", "text"))


SlideColumns = dict[int, tuple[str, ...]]
"""The number of a column, from 0 → the path of its value in a slide."""


def slide_columns(header: Sequence[str], used: Container[int]) -> SlideColumns:
    """The columns of a spreadsheet of TimelineJS, without those that are `used` for a field; none for other tables."""
    folded = [fold(cell) for cell in header]
    if not {"year", "headline"} <= set(folded):
        return {}
    return {number: _PATHS[word] for number, word in enumerate(folded) if word in _PATHS and number not in used}


def slide_of(row: Sequence[str], columns: SlideColumns) -> dict[str, Any]:
    """A row of the spreadsheet as a slide of the JSON."""
    slide: dict[str, Any] = {}
    for number, (*outer, key) in columns.items():
        if text := row[number].strip():
            (slide.setdefault(outer[0], {}) if outer else slide)[key] = text
    return slide


class SlideReader:
    """Makes drafts of the slides of one file. Title slides give the title of the file."""

    def __init__(self, rules: DateRules, report: Report) -> None:
        self._rules, self._report = rules, report

    def drafts(self, name: str, value: Any) -> Iterator[Draft]:
        """The events of a timeline that was read from JSON. Raises DataError for a value that is none."""
        if _is_version_2(value):
            value = _as_version_3(value["timeline"])
        slides = value.get("events") if isinstance(value, Mapping) else None
        if not isinstance(slides, list):
            message = f"{name}: no file of TimelineJS: it has no list of events"
            raise DataError(message, hint="see --from for other kinds")
        if value.get("scale") == "cosmological":
            message = f"{name}: a timeline on the cosmological scale has no dates"
            raise DataError(message, hint="years run from 0001 to 9999")
        title = value.get("title")
        if isinstance(title, Mapping):
            self._add_title(0, title)
        eras = value.get("eras")
        for number, _ in enumerate(eras if isinstance(eras, list) else (), 1):
            self._leave_out_era(0, f"era {number}")
        for number, slide in enumerate(slides, 1):
            if not isinstance(slide, Mapping):
                self._report.leave_out(number, "slide", "this is no record")
            elif draft := self.draft(number, slide, {}):
                yield draft

    def draft(self, position: int, slide: Mapping[str, Any], given: Mapping[str, Any]) -> Draft | None:
        """The event of a slide, in which `given` values replace those of the slide; None for a title or an era, and
        without a readable date."""
        kind = fold(_text(slide, "type"))
        if kind == "title":
            self._add_title(position, slide)
            return None
        if kind == "era":
            self._leave_out_era(position, "an era")
            return None
        values = self._values(position, slide) | {key: value for key, value in given.items() if value}
        if given.get("date"):
            return Draft(position, values)
        try:
            date = _date(slide, self._rules)
        except DateError as error:
            self._report.leave_out_date(position, error)
            return None
        if date is None:
            return Draft(position, values)
        date.remark_unused(self._report, position)
        if date.original:
            self._report.change(position, ROUNDED_DATES)
        if any(_text(slide, key, part) for key in ("start_date", "end_date") for part in _CLOCK):
            self._report.change(position, TIMES)
        values |= {"date": date.text, "date_note": values["date_note"] or date.original}
        return Draft(position, values, _seconds(slide))

    def _values(self, position: int, slide: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a slide apart from its date."""
        texts = _text(slide, "text", "headline"), _text(slide, "text", "text")
        (headline, links), (summary, more) = map(plain_text, texts)
        if (headline, summary) != texts:
            self._report.change(position, MARKUP_TEXTS)
        self._remark_unread("", slide)
        caption = plain_text(_text(slide, "media", "caption")).text
        return {
            "id": _text(slide, "unique_id"),
            "title": headline or title_from(summary or caption, position, self._report),
            "summary": summary,
            "date_note": plain_text(_text(slide, "display_date") or _text(slide, "start_date", "display_date")).text,
            "themes": [plain_text(_text(slide, "group")).text],
            "sources": [*self._media(position, slide), *sources_of([*links, *more], position, self._report)],
        }

    def _media(self, position: int, slide: Mapping[str, Any]) -> Iterator[dict[str, str]]:
        """The medium of a slide, and the page that it links to, as sources."""
        credit, caption, alt = (plain_text(_text(slide, "media", key)).text for key in ("credit", "caption", "alt"))
        texts = {"publisher": credit, "about": caption or alt}
        for key in ("url", "link"):
            address = _text(slide, "media", key)
            if is_address(address):
                yield {**texts, "url": address}
                texts = {"publisher": credit}
            elif address:
                self._report.add(position, _MEDIA if key == "url" else ADDRESSES)

    def _add_title(self, position: int, slide: Mapping[str, Any]) -> None:
        self._remark_unread("title.", slide)
        if any(_text(slide, "media", key) for key in _MEDIA_KEYS):
            message = "the medium of the title is left out"
            self._report.add(position, _TITLE_MEDIA, message, "only events have sources")
        for key, texts in (("headline", self._report.titles), ("text", self._report.about)):
            if text := plain_text(_text(slide, "text", key)).text:
                texts.append(text)

    def _leave_out_era(self, position: int, name: str) -> None:
        hint = "to import it, write it as an event with a start and an end"
        self._report.add(position, _ERA, f"{name} is left out", hint, effect="record")

    def _remark_unread(self, start: str, slide: Mapping[str, Any]) -> None:
        """Report the keys of a slide that are not read; `start` precedes their names."""
        media = slide.get("media")
        unread = [key for key, value in slide.items() if key not in _KEYS and value]
        if isinstance(media, Mapping):
            unread += [f"media.{key}" for key, value in media.items() if key not in _MEDIA_KEYS and value]
        self._report.columns |= {start + key: "" for key in unread}


def _text(record: Any, *path: str) -> str:
    """The text at a path in a slide; empty if it is missing."""
    for key in path:
        record = record.get(key) if isinstance(record, Mapping) else None
    if isinstance(record, str):
        return record.strip()
    return str(record) if isinstance(record, int) and not isinstance(record, bool) else ""


def _date(slide: Mapping[str, Any], rules: DateRules) -> RecordDate | None:
    """The date of a slide. Raises DateError."""
    values: dict[str, str] = {}
    for key, start in (("start", ""), ("end", "end_")):
        date = slide.get(f"{key}_date")
        values |= {start + part: _text(date, part) for part in ("year", "month", "day")}
        values[key] = date.strip() if isinstance(date, str) else ""
    return record_date(values, [], rules)


def _seconds(slide: Mapping[str, Any]) -> int | None:
    """The time of day at which a slide starts, in seconds."""
    time = _text(slide, "start_date", "time")
    if is_clock(time):
        return clock_of(time).seconds
    parts = [_text(slide, "start_date", part) for part in ("hour", "minute", "second")]
    hour, minute, second = (int(part) if re.fullmatch(r"(?a)\d{1,2}", part) else None for part in parts)
    return None if hour is None else hour * 3600 + (minute or 0) * 60 + (second or 0)


def _is_version_2(value: Any) -> bool:
    timeline = value.get("timeline") if isinstance(value, Mapping) else None
    return isinstance(timeline, Mapping) and "date" in timeline


def _as_version_3(timeline: Mapping[str, Any]) -> dict[str, Any]:
    """A timeline of TimelineJS 2 as version 3 has it."""
    slides, eras = (
        value if isinstance(value, list) else [value] if isinstance(value, Mapping) else []
        for value in (timeline.get("date"), timeline.get("era"))
    )
    events = [_slide_of_version_2(each) if isinstance(each, Mapping) else each for each in slides]
    return {"title": _slide_of_version_2(timeline), "events": events, "eras": eras}


def _slide_of_version_2(record: Mapping[str, Any]) -> dict[str, Any]:
    asset = record.get("asset")
    media = asset if isinstance(asset, Mapping) else {}
    slide: dict[str, Any] = {
        "text": {"headline": record.get("headline"), "text": record.get("text")},
        "group": record.get("tag"),
        "media": {"url": media.get("media"), "credit": media.get("credit"), "caption": media.get("caption")},
    }
    for key, date in (("start_date", record.get("startDate")), ("end_date", record.get("endDate"))):
        if isinstance(date, str) and re.fullmatch(r"(?a)\s*-?\d+(?:\s*,\s*\d*)*\s*", date):  # 2011,12,10,7,2,10
            parts = (part.strip() for part in date.split(","))
            slide[key] = dict(zip(("year", "month", "day", "hour", "minute", "second"), parts, strict=False))
        else:
            slide[key] = date
    return slide
