"""A calendar: iCalendar (RFC 5545, and from RFC 7986 its NAME and DESCRIPTION), by the icalendar library.

Each event is an all-day entry from its first to its last possible day, shown as free time. Where the entry would claim
more than is known, its title begins with the date for reading:

- a date less exact than a day: the entry covers all possible days (`May 2021, no exact day: …`);
- an approximate or uncertain date: it covers the given days (`c. 13 Jun 2025: …`);
- an open or unknown end: it covers the one known day (`since 1 Dec 2021: …`).

UID is the id of the event and `@jkr`. DTSTAMP cannot be the time of writing, because the same data must give the same
bytes: it is the end of the coverage, else the first day of the event.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, vCategory, vText
from icalendar import Event as Entry

from .. import edtf
from ..model import Event
from ..query import Result, display_name
from ..text.sanitize import visible
from . import RenderOptions, Writer
from .shared.headings import query_parts
from .shared.links import link
from .shared.short_texts import data_facts, status_prefix

_STATUS = {"happened": "CONFIRMED", "announced": "TENTATIVE"}
"""Other statuses are in the title: RFC 5545, 3.8.1.11, has no postponed or denied, and Google Calendar hides a
CANCELLED entry."""


class _Text(vText):
    """A text, escaped as RFC 5545 (3.3.11) has it. vText takes a backslash before an N for the end of a line."""

    def to_ical(self) -> bytes:
        return rb"\\".join(vText(part).to_ical() for part in self.split("\\"))


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write a calendar with an entry for each event."""
    header = result.catalog.header
    calendar = Calendar()
    calendar.add("prodid", "-//jkr//jkr timeline//EN")
    calendar.add("version", "2.0")
    name = visible(", ".join([header.title, *query_parts(result)]))
    facts = [(header.about or "").strip(), *(f"{fact}." for fact in data_facts(header))]
    about = visible(" ".join(filter(None, facts)))
    for property_, text in (("name", name), ("x-wr-calname", name), ("description", about), ("x-wr-caldesc", about)):
        if text:
            calendar.add(property_, _Text(text))  # the library does not know the types of these
    closing = "END:VCALENDAR\r\n"
    out.write(calendar.to_ical().decode().removesuffix(closing))
    covered = edtf.parse(header.coverage).end if header.coverage else None
    actors, themes = result.catalog.registry("actor"), result.catalog.registry("theme")
    for row in result.rows:
        event = row.event
        entry = _entry(event, covered)
        if event.themes:
            categories = vCategory([])  # it would make a vText of each
            categories.cats = [_Text(visible(display_name(each, themes))) for each in event.themes]
            entry.add("categories", categories)
        people = [display_name(each, actors) for each in event.actors]
        entry.add("description", _Text("\n".join(visible(line) for line in _description(event, people))))
        out.write(entry.to_ical().decode())
    out.write(closing)


def _entry(event: Event, covered: date | None) -> Entry:
    """The entry of an event without categories and description."""
    first = event.start or event.end
    assert first is not None  # a date has at least one end
    last = event.end if event.start and event.end else first
    entry = Entry()
    entry.add("uid", _Text(visible(f"{event.id}@jkr")))
    entry.add("dtstamp", datetime.combine(covered or first, time(), UTC))
    entry.add("dtstart", first)
    if last < date.max:
        entry.add("dtend", last + timedelta(days=1))  # exclusive (3.6.1)
    else:
        entry.add("duration", last - first + timedelta(days=1))
    entry.add("summary", _Text(visible(_summary(event))))
    if event.place:
        entry.add("location", _Text(visible(event.place)))
    address = next(filter(None, (link(source.url) for source in event.sources)), None)
    if address:
        entry.add("url", address)
    if event.status in _STATUS:
        entry.add("status", _STATUS[event.status])
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PUBLIC")
    return entry


def _summary(event: Event) -> str:
    """The title; before it the status of an event that did not happen, and the date that the days do not show."""
    when, text = event.date, status_prefix(event) + event.title
    if when.exact and when.start and when.end:
        return text
    return f"{edtf.date_text(when)}{'' if when.precision == 'day' else ', no exact day'}: {text}"


def _description(event: Event, people: list[str]) -> Iterator[str]:
    """The lines of the description: what no other property of an entry holds."""
    labels = {
        "": event.summary,
        "Date: ": event.date_note,
        **{f"{label}: ": text for label, text in event.labelled},
        "With: ": "; ".join(people),
    }
    yield from (f"{label}{text}" for label, text in labels.items() if text)
    for number, source in enumerate(event.sources, 1):
        yield f"[{number}] {source.line}"
        if source.url:
            yield source.url
        if source.archived:
            yield f"Archived: {source.archived}"
