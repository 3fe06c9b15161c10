"""The components of a calendar → its entries: events that are parsed and checked, without earlier versions of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from warnings import catch_warnings, simplefilter

import icalendar

from ..edtf import DateError
from .ical_lines import Component, decoded_lines, raw_value, with_basic_dates
from .ical_series import REPETITION, comparable, day_of, instance_key, is_among, is_unread, moments_of, property_values
from .ical_zones import CalendarZones
from .report import Noun, Report, quoted_text

_ALARM = Noun("alarm", "alarms")
_LINE = Noun("line that is not iCalendar", "lines that are not iCalendar")
_ENCODED = Noun("text that cannot be decoded", "texts that cannot be decoded")
_EARLIER = Noun("earlier version of an event", "earlier versions of events")
DATE_HINT = "write it like 20241003 or 20241003T220000"
_READ = {
    *("UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "URL", "STATUS"),
    *(*REPETITION, "RECURRENCE-ID"),
}
_BOOKKEEPING = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "CLASS", "TRANSP", "PRIORITY", "REQUEST-STATUS"}
"""Properties that say nothing of the event; they are dropped without a remark, as X- properties are."""

_DATES = {"DTSTART", "DTEND", "RECURRENCE-ID", *REPETITION}

_TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"}
"""Properties that may be encoded."""


class CalendarEntry(NamedTuple):
    """An event of a calendar, its lines, and as the library parses it; `end` is None where it has none. `replaces` is
    the start of the instance that it replaces; `onwards` holds when it also replaces those after it (RFC 5545,
    3.2.13). `zone_of_utc` is the zone of its times in UTC."""

    line: int
    lines: list[str]
    event: Any
    start: date
    end: date | None
    uid: str
    replaces: date | None
    onwards: bool
    zone_of_utc: tzinfo | None

    def end_of(self, start: date) -> date | None:
        """The end of the instance with this start."""
        if self.end is None or start == self.start:
            return self.end
        try:
            return start + (self.end - self.start)
        except TypeError:  # a day and a time, or one of two times has no zone
            day = day_of(start) + (day_of(self.end) - day_of(self.start))
            return datetime.combine(day, self.end.timetz()) if isinstance(self.end, datetime) else day


def parse_component(kind: type[icalendar.Component], component: Component, report: Report) -> Any:
    """A component as the library reads it, with its texts decoded. Raises ValueError."""
    broken: list[str] = []
    lines = [f"BEGIN:{component.name}", *decoded_lines(component.lines, _TEXTS, broken), f"END:{component.name}"]
    for name in broken:
        hint = "export the calendar again, as iCalendar in UTF-8"
        report.add(component.line, _ENCODED, f"{name} cannot be decoded, it is left out", hint)

    def parsed(lines: Iterable[str]) -> Any:
        with catch_warnings():
            simplefilter("ignore")  # the library warns when it matches a zone by the end of its name
            return kind.from_ical("\r\n".join(line for line in lines if line.strip()))

    result = parsed(lines)
    unread = _DATES.intersection(name for name, _ in result.errors)
    return parsed(with_basic_dates(lines, unread)) if unread else result


def entry_of(component: Component, zones: CalendarZones, report: Report) -> CalendarEntry | None:
    """The event of a component; None of one that cannot be read, which is reported."""
    line = component.line
    if not component.closed:
        report.leave_out(line, "no-end", "END:VEVENT is missing", "the file may be cut off; export it again")
        return None
    try:
        event = parse_component(icalendar.Event, component, report)
    except ValueError as error:
        report.leave_out(line, "event", f"this is not iCalendar ({str(error).splitlines()[0][:80]})")
        return None
    try:
        start, end, replaces = _times(component.lines, event, zones)
    except DateError as error:
        report.leave_out_date(line, error)
        return None
    except OverflowError as error:
        report.leave_out(line, "date", str(error))
        return None
    for _ in range(component.inside.count("VALARM")):
        report.add(line, _ALARM)
    for name in event:
        if name.upper() not in _READ | _BOOKKEEPING and not name.upper().startswith("X-"):
            report.columns[name.upper()] = ""
    for _ in range([broken for broken, _ in event.errors].count(None)):
        report.add(line, _LINE)
    span = first_value(event, "RECURRENCE-ID").params.get("RANGE", "") if replaces is not None else ""
    onwards = span.upper() == "THISANDFUTURE"
    return CalendarEntry(
        line, component.lines, event, start, end, text_of(event, "UID"), replaces, onwards, zones.default
    )


def latest_versions(entries: Sequence[CalendarEntry], report: Report) -> list[CalendarEntry]:
    """The events without earlier versions of them (RFC 5545, 3.8.7.4), and without changed instances that a later
    version of their series excludes. Different events with the same UID and SEQUENCE stay."""
    keys = [(each.uid, comparable(each.replaces) if each.replaces is not None else None) for each in entries]
    latest: dict[object, CalendarEntry] = {}
    for entry, key in zip(entries, keys, strict=True):
        if key not in latest or _sequence(entry) > _sequence(latest[key]):
            latest[key] = entry
    chosen = []
    for entry, key in zip(entries, keys, strict=True):
        series = latest.get((entry.uid, None))
        if entry.uid and (_is_earlier(entry, latest[key]) or (series is not None and _is_taken_out(entry, series))):
            report.add(entry.line, _EARLIER)
        else:
            chosen.append(entry)
    return chosen


def _is_earlier(entry: CalendarEntry, latest: CalendarEntry) -> bool:
    """Whether an event is an earlier version, or a copy, of the latest one with its UID and RECURRENCE-ID."""
    if entry is latest:
        return False
    same = entry.replaces is not None or entry.lines == latest.lines
    return same or _sequence(entry) < _sequence(latest)


def _is_taken_out(entry: CalendarEntry, series: CalendarEntry) -> bool:
    """Whether a later version of its series has an EXDATE for a changed instance."""
    if entry.replaces is None or _sequence(entry) >= _sequence(series):
        return False
    excluded = {instance_key(moment, series.start) for moment, _ in moments_of(series.event.get("EXDATE"))}
    return is_among(instance_key(entry.replaces, series.start), excluded)


def _sequence(entry: CalendarEntry) -> int:
    number = first_value(entry.event, "SEQUENCE")
    return number if isinstance(number, int) else 0


def first_value(component: Any, *names: str) -> Any:
    """The first value of some properties of a component; None without any."""
    return next((value for name in names for value in property_values(component.get(name))), None)


def text_of(component: Any, *names: str) -> str:
    """The first value of some properties as text; empty without any."""
    return str(first_value(component, *names) or "").strip()


def last_day(start: date, end: date) -> date:
    """The last day of an event. DTEND is not part of it (RFC 5545, 3.6.1)."""
    first, last = day_of(start), day_of(end)
    if last > first and (not isinstance(end, datetime) or end.time() == time()):
        return last - timedelta(days=1)
    zoned = all(isinstance(each, datetime) and each.utcoffset() is not None for each in (start, end))
    if last < first and zoned and start <= end:
        return first  # it ends in a zone where that is still the day before
    return last


def _times(lines: Sequence[str], event: Any, zones: CalendarZones) -> tuple[date, date | None, date | None]:
    """DTSTART, DTEND or what DURATION makes it, and RECURRENCE-ID. Raises DateError with the reason, OverflowError
    beyond the years 0001 to 9999."""
    start, replaces, end = (_moment(lines, event, name, zones) for name in ("DTSTART", "RECURRENCE-ID", "DTEND"))
    start = start or replaces  # a change that cancels an instance need not give its time (RFC 5546, 3.2.5)
    if start is None:
        raise DateError("DTSTART is missing", hint="an event needs a day: DTSTART;VALUE=DATE:20241003")
    if end is None and (length := first_value(event, "DURATION")) is not None:
        if is_unread(length) or not isinstance(length.dt, timedelta):
            raise DateError(
                f"DURATION {quoted_text(raw_value(lines, 'DURATION'))} is not a duration",
                hint="write it like P3D or PT1H30M",
            )
        # A date would drop the hours of a duration.
        can_add = isinstance(start, datetime) or not length.dt.seconds
        end = (start if can_add else datetime.combine(start, time())) + length.dt
    if end is not None and (last := last_day(start, end)) < day_of(start):
        raise DateError(f"it ends on {last}, before it starts on {day_of(start)}", hint="correct its DTSTART or DTEND")
    return start, end, replaces


def _moment(lines: Sequence[str], event: Any, name: str, zones: CalendarZones) -> date | None:
    """A property as a date or a datetime, with its zone if known; None if it is missing. Raises DateError."""
    value = first_value(event, name)
    if value is None or (is_unread(value) and not value.strip()):
        return None
    if is_unread(value) or not isinstance(value.dt, date):  # a datetime is one too
        raise DateError(f"{name} {quoted_text(raw_value(lines, name))} is not a date", hint=DATE_HINT)
    if isinstance(value.dt, datetime) and value.dt.tzinfo is None and (zone := value.params.get("TZID")):
        return value.dt.replace(tzinfo=zones.of(zone))
    return value.dt
