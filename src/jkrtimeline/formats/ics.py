"""The calendar: iCalendar (RFC 5545, and NAME and DESCRIPTION of a calendar from RFC 7986), by the
icalendar library.

Each event is an all-day entry from its first to its last possible day that keeps nobody busy. Where the
entry alone would claim more than is known, its title begins with the date as people write it:

- less exact than a day: it covers all the days that it can be on (`May 2021, no exact day: …`);
- approximate or uncertain: its days as they are given (`c. 13 Jun 2025: …`);
- an end that is open or unknown: the one day that is known (`since 1 Dec 2021: …`).

So nothing is left out. UID is the id of the event and `@jkr`. DTSTAMP, which must not be a clock's here,
is the end of what the data covers, else the event's own first day: when the data was brought up to date.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, vText
from icalendar import Event as Entry

from .. import edtf
from ..fields import STATUSES
from ..model import Event, Header
from ..query import Result, display_name
from ..text.sanitize import visible
from . import RenderOptions
from .layout.links import link
from .layout.rail import query_parts

if TYPE_CHECKING:
    from . import Writer

_STATUS = {"happened": "CONFIRMED", "announced": "TENTATIVE"}
"""The others are in the title: RFC 5545, 3.8.1.11, has no word for postponed and denied, and Google Calendar hides
an entry that is CANCELLED."""


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write one calendar, an entry an event."""
    header = result.data.header
    calendar = Calendar()
    calendar.add("prodid", "-//jkr//jkr timeline//EN")
    calendar.add("version", "2.0")
    name = visible(", ".join([header.title, *query_parts(result)]))
    about = visible(" ".join(_about(header)))
    for property_, text in (("name", name), ("x-wr-calname", name), ("description", about), ("x-wr-caldesc", about)):
        if text:
            calendar.add(property_, vText(text))  # the library does not know that all four are texts
    closing = "END:VCALENDAR\r\n"
    out.write(calendar.to_ical().decode().removesuffix(closing))
    covered = edtf.parse(header.coverage).end if header.coverage else None
    actors, themes = result.data.registry("actor"), result.data.registry("theme")
    for row in result.rows:
        event = row.event
        entry = _entry(event, covered)
        themed = [visible(display_name(each, themes)) for each in event.themes]
        if themed:
            entry.add("categories", themed)
        people = [display_name(each, actors) for each in event.actors]
        entry.add("description", "\n".join(visible(line) for line in _lines(event, people)))
        out.write(entry.to_ical().decode())
    out.write(closing)


def _about(header: Header) -> Iterator[str]:
    if header.about:
        yield header.about.strip()
    if header.version:
        yield f"Version of the data: {header.version}."
    if header.license:
        yield f"Licence: {header.license}."


def _entry(event: Event, covered: date | None) -> Entry:
    """The entry without its theme names and its text."""
    first = event.start or event.end
    assert first is not None  # a date has at least one end
    last = event.end if event.start and event.end else first
    entry = Entry()
    entry.add("uid", visible(f"{event.id}@jkr"))
    entry.add("dtstamp", datetime.combine(covered or first, time(), UTC))
    entry.add("dtstart", first)
    if last < date.max:
        entry.add("dtend", last + timedelta(days=1))  # 3.6.1: that day is not part of it
    else:
        entry.add("duration", last - first + timedelta(days=1))
    entry.add("summary", visible(_summary(event)))
    if event.place:
        entry.add("location", visible(event.place))
    address = next(filter(None, (link(source.url) for source in event.sources)), None)
    if address:
        entry.add("url", address)
    if event.status in _STATUS:
        entry.add("status", _STATUS[event.status])
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PUBLIC")
    return entry


def _summary(event: Event) -> str:
    """The title; before it what the days of the entry do not tell, and whether it did not happen."""
    when = event.date
    text = event.title if event.status == STATUSES[0] else f"{event.status}: {event.title}"
    if when.exact and when.start and when.end:
        return text
    return f"{edtf.date_text(when)}{'' if when.precision == 'day' else ', no exact day'}: {text}"


def _lines(event: Event, people: list[str]) -> Iterator[str]:
    """All that has no place of its own in an entry, line by line."""
    told: tuple[tuple[str, Any], ...] = (
        ("", event.summary),
        ("Date: ", event.date_note),
        ("Note: ", event.note),
        ("With: ", "; ".join(people)),
    )
    yield from (f"{label}{text}" for label, text in told if text)
    for number, source in enumerate(event.sources, 1):
        yield f"[{number}] " + ", ".join(part for part in (source.by, source.headline, source.day) if part)
        if source.url:
            yield source.url
        if source.archived:
            yield f"Archived: {source.archived}"
