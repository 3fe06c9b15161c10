"""iCalendar (.ics, RFC 5545) → drafts of events: components → entries → instances → drafts.

Each VEVENT is passed to icalendar separately, so that a broken one does not affect the others and each has its position
in the file.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, tzinfo
from itertools import chain

import icalendar

from ..errors import DataError, UsageError
from .draft import Draft
from .ical_drafts import EventReader
from .ical_entries import CalendarEntry, entry_of, latest_versions, parse_component, text_of
from .ical_lines import OTHER_COMPONENTS, Component, components_of
from .ical_zones import CalendarZones
from .markup import plain_text
from .report import Noun, Report

_CUT_OFF = Noun("END:VCALENDAR", "END:VCALENDAR")


def drafts_of_calendar(
    name: str, text: str, report: Report, until: str | None = None, zone: tzinfo | None = None
) -> Iterator[Draft]:
    """The events of all calendars in a text, with endless series up to the day `until` and times in UTC as days of the
    `zone`, by default that of the calendar. Raises DataError where there is no calendar or no event in it,
    UsageError for an `until` that is no day."""
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        raise UsageError(f"--until {until!r} is not a day", hint="write it like --until 2030-12-31") from None
    parts = sorted(components_of(text), key=lambda each: each.line)
    if not any(each.name in ("VCALENDAR", "VEVENT") for each in parts):
        raise DataError(f"{name}: no calendar: BEGIN:VCALENDAR is missing", hint="see --from for other kinds of files")
    calendars: list[list[Component]] = [[]]
    for component in parts:
        if component.name == "VCALENDAR":
            calendars.append([])
        calendars[-1].append(component)
    entries = list(chain.from_iterable(_entries(each, zone, report) for each in calendars))
    if not any(each.name == "VEVENT" for each in parts):
        others = [OTHER_COMPONENTS[each.name].many for each in parts if each.name in OTHER_COMPONENTS]
        only = f", only {' and '.join(dict.fromkeys(others))}" if others else ""
        raise DataError(f"{name}: the calendar has no events{only}", hint="export a calendar with events in it")
    entries = latest_versions(entries, report)
    reader = EventReader(report, last, entries)
    for entry in entries:
        yield from reader.drafts(entry)
    reader.report_unmatched()


def _entries(components: Sequence[Component], zone: tzinfo | None, report: Report) -> Iterator[CalendarEntry]:
    """The events of one calendar."""
    zones = CalendarZones(components, zone)
    for component in components:
        if component.name == "VCALENDAR":
            _read_head(component, report)
        elif component.name in OTHER_COMPONENTS:
            noun = OTHER_COMPONENTS[component.name]
            report.add(component.line, noun, f"a {noun.one} is left out", effect="record")
        elif component.name == "VEVENT" and (entry := entry_of(component, zones, report)):
            yield entry


def _read_head(component: Component, report: Report) -> None:
    """Read the name and description of a calendar."""
    if not component.closed:
        report.add(component.line, _CUT_OFF, "END:VCALENDAR is missing, the file may be cut off")
    with suppress(ValueError):
        calendar = parse_component(icalendar.Calendar, component, report)
        if title := plain_text(text_of(calendar, "NAME", "X-WR-CALNAME")).text:
            report.titles.append(title)
        if about := plain_text(text_of(calendar, "DESCRIPTION", "X-WR-CALDESC")).text:
            report.about.append(about)
