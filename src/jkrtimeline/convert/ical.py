"""iCalendar (.ics, RFC 5545) → drafts of events. The only home of icalendar, with `ical_zones`.

Each VEVENT is passed to the library separately, so that a broken one does not affect the others and each has its
position in the file.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import icalendar

from ..errors import DataError, UsageError
from .draft import Draft, Heading
from .ical_components import OTHER_COMPONENTS, Component, components_of
from .ical_events import CalendarEntry, EventMoments, EventReader, day_of, first_value, last_day, text_of
from .ical_series import PROPERTIES
from .ical_versions import latest_versions
from .ical_zones import CalendarZones
from .markup import plain_text
from .report import Noun, Report
from .vcalendar_text import decoded_lines

_ALARM = Noun("alarm", "alarms")
_LINE = Noun("line that is not iCalendar", "lines that are not iCalendar")
_ENCODED = Noun("text that cannot be decoded", "texts that cannot be decoded")
_CUT_OFF = Noun("END:VCALENDAR", "END:VCALENDAR")
_READ = {
    *("UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "URL", "STATUS"),
    *(*PROPERTIES, "RECURRENCE-ID"),
}
_TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"}
"""Properties that may be encoded."""
_BOOKKEEPING = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "CLASS", "TRANSP", "PRIORITY", "REQUEST-STATUS"}
"""Properties that say nothing of the event; they are dropped without a remark, as X- properties are."""


def drafts_of_calendar(
    name: str, text: str, report: Report, heading: Heading, until: str | None = None, zone: tzinfo | None = None
) -> Iterator[Draft]:
    """The events of all calendars in a text, with endless series up to the day `until` and times in UTC as days of the
    `zone`, by default that of the calendar. Raises DataError where there is no calendar or no event in it,
    UsageError for an `until` that is no day."""
    last = _until_day(until)
    parts = sorted(components_of(text), key=lambda each: each.line)
    if not any(each.name in ("VCALENDAR", "VEVENT") for each in parts):
        raise DataError(f"{name}: no calendar: BEGIN:VCALENDAR is missing", hint="see --from for other kinds of files")
    zones = CalendarZones(parts)
    zone_of_utc = zone or zones.default
    entries = []
    for component in parts:
        if component.name == "VCALENDAR":
            _head(component, report, heading)
        elif component.name in OTHER_COMPONENTS:
            noun = OTHER_COMPONENTS[component.name]
            report.add(component.line, noun, f"a {noun.one} is left out", effect="record")
        elif component.name == "VEVENT" and (entry := _entry(component, report)):
            entries.append(entry)
    if not any(each.name == "VEVENT" for each in parts):
        others = [OTHER_COMPONENTS[each.name].many for each in parts if each.name in OTHER_COMPONENTS]
        only = f", only {' and '.join(dict.fromkeys(others))}" if others else ""
        raise DataError(f"{name}: the calendar has no events{only}", hint="export a calendar with events in it")
    entries = latest_versions(entries, report)
    reader = EventReader(report, zones, zone_of_utc, last, entries)
    for entry in entries:
        yield from reader.drafts(entry)


def _until_day(until: str | None) -> date | None:
    try:
        return date.fromisoformat(until) if until else None
    except ValueError:
        raise UsageError(f"--until {until!r} is not a day", hint="write it like --until 2030-12-31") from None


def _parsed(kind: type[icalendar.Component], component: Component, report: Report) -> Any:
    """The component as parsed by the library. Raises ValueError."""
    broken: list[str] = []
    lines = [f"BEGIN:{component.name}", *decoded_lines(component.lines, _TEXTS, broken), f"END:{component.name}"]
    for name in broken:
        hint = "export the calendar again, as iCalendar in UTF-8"
        report.add(component.line, _ENCODED, f"{name} cannot be decoded, it is left out", hint)
    return kind.from_ical("\r\n".join(line for line in lines if line.strip()))


def _head(component: Component, report: Report, heading: Heading) -> None:
    """The name and description of a calendar."""
    if not component.closed:
        report.add(component.line, _CUT_OFF, "END:VCALENDAR is missing, the file may be cut off")
    try:
        calendar = _parsed(icalendar.Calendar, component, report)
    except ValueError:
        return
    for names, texts in ((("NAME", "X-WR-CALNAME"), heading.titles), (("DESCRIPTION", "X-WR-CALDESC"), heading.about)):
        text = plain_text(text_of(calendar, *names)).text
        if text:
            texts.append(text)


def _entry(component: Component, report: Report) -> CalendarEntry | None:
    """The event of a component; None of one that cannot be read."""
    line = component.line
    if not component.closed:
        report.leave_out(line, "no-end", "END:VEVENT is missing", "the file may be cut off; export it again")
        return None
    try:
        event = _parsed(icalendar.Event, component, report)
    except ValueError as error:
        report.leave_out(line, "event", f"this is not iCalendar ({str(error).splitlines()[0][:80]})")
        return None
    try:
        moments = _moments_of(event)
        replaces = _moment(event, "RECURRENCE-ID")
    except (ValueError, OverflowError) as error:
        report.leave_out(line, "date", str(error))
        return None
    for _ in range(component.inside.count("VALARM")):
        report.add(line, _ALARM)
    for name in event:
        if name.upper() not in _READ | _BOOKKEEPING and not name.upper().startswith("X-"):
            report.columns[name.upper()] = ""
    for _ in range([broken for broken, _ in event.errors].count(None)):
        report.add(line, _LINE)
    onwards = replaces is not None and event["RECURRENCE-ID"].params.get("RANGE", "").upper() == "THISANDFUTURE"
    return CalendarEntry(line, event, moments, text_of(event, "UID"), replaces, onwards)


def _moments_of(event: Any) -> EventMoments:
    """DTSTART, and DTEND or DURATION. Raises ValueError with the reason, OverflowError beyond the years
    0001 to 9999."""
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    if start is None:
        raise ValueError("DTSTART is missing")
    if end is None and (length := _value(event, "DURATION")) is not None:
        if not isinstance(length, timedelta):
            raise ValueError("DURATION cannot be read")
        end = start + length
    if end is None:
        return EventMoments(start, None, None)
    first, last = day_of(start), last_day(start, end)
    if last < first:
        raise ValueError(f"it ends on {last}, before it starts on {first}")
    both = [isinstance(each, datetime) and each.utcoffset() is not None for each in (start, end)]
    if isinstance(start, datetime) and isinstance(end, datetime) and both[0] == both[1]:
        return EventMoments(start, end - start, end)
    return EventMoments(start, timedelta(days=(day_of(end) - first).days), end)


def _value(event: Any, name: str) -> Any:
    """A property as a date, datetime or timedelta; None if it is missing. Raises ValueError if the library could not
    read it."""
    if any(broken == name for broken, _ in event.errors):
        raise ValueError(f"{name} cannot be read")
    value = first_value(event, name)
    return None if value is None else getattr(value, "dt", value)


def _moment(event: Any, name: str) -> date | None:
    value = _value(event, name)
    if value is not None and not isinstance(value, date):  # a datetime is one too
        raise ValueError(f"{name} is no date")
    return value
