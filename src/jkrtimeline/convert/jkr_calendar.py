"""The entries of calendars that jkr wrote (`formats.ics`) → the values of their events."""

import re
from contextlib import suppress
from datetime import date
from typing import Any

from .. import edtf
from ..edtf import DateError
from ..eventfile.patterns import is_address
from ..fields import LABELS, STATUSES
from .human_dates import read_date

_UID = r"(.+)@jkr"
_DATED = r"(.{4,40}?)(?:, no exact day)?: (.+)"
_LABELS = {"Date: ": "date_note", **{f"{label}: ": name for name, label in LABELS.items()}}


def jkr_event_id(uid: str) -> str | None:
    """The id of the event of an entry that jkr wrote; None for other entries."""
    match = re.fullmatch(_UID, uid)
    return match[1] if match else None


def jkr_entry_values(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the event of an entry that jkr wrote, from its title and description."""
    given = dict(values)
    days = edtf.parse(values["date"])
    title, when = values["title"], _date_in(values["title"], days.start, days.end)
    if when is not None:
        given["date"], title = when
    status, colon, rest = title.partition(": ")
    if colon and status in STATUSES[1:]:
        given["status"], title = status, rest
    given["title"] = title
    summary: list[str] = []
    sources: list[dict[str, str]] = []
    for line in values["summary"].split("\n"):
        label = next((label for label in _LABELS if line.startswith(label)), None)
        if label is not None:
            given[_LABELS[label]] = line.removeprefix(label)
        elif line.startswith("With: "):
            given["actors"] = line.removeprefix("With: ").split("; ")
        elif match := re.fullmatch(r"\[\d+\] (.+)", line):
            sources.append(_source(match[1]))
        elif sources and is_address(line) and "url" not in sources[-1]:
            sources[-1]["url"] = line
        else:
            summary.append(line)
    given["summary"] = "\n".join(summary)
    if sources:
        given["sources"] = sources
    return given


def _source(text: str) -> dict[str, str]:
    """A source written as `Publisher, “Title”, 3 Oct 2024`, or as a note without a title."""
    match = re.fullmatch(r"(?:([^“]+), )?“(.+)”(?:, ([^“”,]+?))?(?:, accessed .+)?", text)
    if match is None:
        return {"about": text}
    source = {"publisher": match[1] or "", "title": match[2]}
    with suppress(DateError):
        source["date"] = read_date(match[3] or "").text
    return source


def _date_in(title: str, first: date | None, last: date | None) -> tuple[str, str] | None:
    """The date in front of a title and the rest, if that date is on these days."""
    match = re.fullmatch(_DATED, title)
    if match is None:
        return None
    try:
        when = read_date(match[1]).when
    except DateError:
        return None
    days = (when.start or when.end, when.end if when.start and when.end else when.start or when.end)
    return (when.text, match[2]) if days == (first, last) else None
