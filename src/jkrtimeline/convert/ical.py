"""iCalendar (.ics, RFC 5545) → drafts of events. With `ical_zones` the only home of icalendar.

The lines of each VEVENT are handed to the library one by one, so that a broken one spoils no other and
each has its position in the file.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

import icalendar

from ..errors import DataError, UsageError
from .draft import Draft, Heading, is_address
from .ical_components import OTHER_COMPONENTS, Component, components_of
from .ical_series import PROPERTIES, comparable, expand
from .ical_zones import CalendarZones, is_utc, other_days, zone_option
from .markup import plain_text
from .report import ADDRESS, CHOICE, MARKUP, TIME, ZONE, Noun, Report, quoted
from .vcalendar_text import decoded

_SERIES = Noun("repeating event", "repeating events", "expanded")
_ENDLESS = Noun("endless series", "endless series", "imported once")
_RULE = Noun("rule of repetition that cannot be read", "rules of repetition that cannot be read")
_ALARM = Noun("alarm", "alarms")
_LINE = Noun("line that is not iCalendar", "lines that are not iCalendar")
_ENCODED = Noun("text that cannot be decoded", "texts that cannot be decoded")
_CUT_OFF = Noun("END:VCALENDAR", "END:VCALENDAR")
_LEFT_OUT = dict(
    zip(
        OTHER_COMPONENTS,
        (
            Noun("to-do", "to-dos"),
            Noun("journal entry", "journal entries"),
            Noun("free or busy time", "free or busy times"),
        ),
        strict=True,
    )
)
_STATUSES = {"CANCELLED": "cancelled", "TENTATIVE": "announced", "CONFIRMED": ""}
_READ = {
    *("UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "URL", "STATUS"),
    *(*PROPERTIES, "RECURRENCE-ID"),
}
_TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"}
"""Properties that may be encoded."""
_BOOKKEEPING = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "CLASS", "TRANSP", "PRIORITY", "REQUEST-STATUS"}
"""Properties that say nothing of the event itself; they are left out without a word, as X- properties are."""

_OUR_UID = r"(.+)@jkr[a-z]*"
"""A UID of jkr's own calendars is the id of the event and the name of this program."""


class _Moments(NamedTuple):
    """The start of an event and its length; None where it has no end."""

    start: date
    length: timedelta | None
    end: date | None


class _Entry(NamedTuple):
    """An event of a calendar as the library reads it."""

    line: int
    event: Any
    moments: _Moments
    uid: str
    replaces: date | None


def drafts_of_calendar(
    name: str, text: str, report: Report, heading: Heading, until: str | None = None, zone: str | None = None
) -> Iterator[Draft]:
    """The events of all calendars in a text; endless series up to the day `until`; times in UTC in the
    `zone`, else in that of the calendar. Raises DataError where there is no calendar or no event in it,
    UsageError for an `until` or a `zone` that is none."""
    last = _last_day(until)
    parts = sorted(components_of(text), key=lambda each: each.line)
    if not any(each.name == "VCALENDAR" for each in parts):
        raise DataError(f"{name}: no calendar: BEGIN:VCALENDAR is missing", hint="see --from for other kinds of files")
    zones = CalendarZones(parts)
    own_zone = zone_option(zone) if zone else zones.own
    entries = []
    for component in parts:
        if component.name == "VCALENDAR":
            _head(component, report, heading)
        elif component.name in _LEFT_OUT:
            noun = _LEFT_OUT[component.name]
            report.add(component.line, noun, f"a {noun.one} is left out", effect="record")
        elif component.name == "VEVENT" and (entry := _entry(component, report)):
            entries.append(entry)
    if not any(each.name == "VEVENT" for each in parts):
        others = [_LEFT_OUT[each.name].many for each in parts if each.name in _LEFT_OUT]
        only = f", only {' and '.join(dict.fromkeys(others))}" if others else ""
        raise DataError(f"{name}: the calendar has no events{only}", hint="export a calendar with events in it")
    replaced = {(entry.uid, comparable(entry.replaces)) for entry in entries if entry.replaces is not None}
    reader = _EventReader(report, zones, own_zone, last, replaced)
    for entry in entries:
        yield from reader.drafts(entry)


def _last_day(until: str | None) -> date | None:
    try:
        return date.fromisoformat(until) if until else None
    except ValueError:
        raise UsageError(f"--until {until!r} is not a day", hint="write it like --until 2030-12-31") from None


def _parsed(kind: type[icalendar.Component], component: Component, report: Report) -> Any:
    """The component as the library reads it. Raises ValueError where it cannot."""
    broken: list[str] = []
    lines = [f"BEGIN:{component.name}", *decoded(component.lines, _TEXTS, broken), f"END:{component.name}"]
    for name in broken:
        hint = "export the calendar again, as iCalendar in UTF-8"
        report.add(component.line, _ENCODED, f"{name} cannot be decoded, it is left out", hint)
    return kind.from_ical("\r\n".join(line for line in lines if line.strip()))


def _first(component: Any, *names: str) -> Any:
    """The value of the first of some properties that is there; of one that is given twice the first."""
    for name in names:
        value = component.get(name)
        if value is not None:
            return value[0] if isinstance(value, list) and value else value
    return None


def _head(component: Component, report: Report, heading: Heading) -> None:
    """The name and description of a calendar."""
    if not component.closed:
        report.add(component.line, _CUT_OFF, "END:VCALENDAR is missing, the file may be cut off")
    try:
        calendar = _parsed(icalendar.Calendar, component, report)
    except ValueError:
        return
    for names, texts in ((("NAME", "X-WR-CALNAME"), heading.titles), (("DESCRIPTION", "X-WR-CALDESC"), heading.about)):
        text = plain_text(str(_first(calendar, *names) or "").strip()).text
        if text:
            texts.append(text)


def _entry(component: Component, report: Report) -> _Entry | None:
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
    return _Entry(line, event, moments, str(_first(event, "UID") or "").strip(), replaces)


def _moments_of(event: Any) -> _Moments:
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
        return _Moments(start, None, None)
    first, last = _day(start), _last(start, end)
    if last < first:
        raise ValueError(f"it ends on {last}, before it starts on {first}")
    both = [isinstance(each, datetime) and each.utcoffset() is not None for each in (start, end)]
    if isinstance(start, datetime) and isinstance(end, datetime) and both[0] == both[1]:
        return _Moments(start, end - start, end)
    return _Moments(start, timedelta(days=(_day(end) - first).days), end)


def _last(start: date, end: date) -> date:
    """The last day of an event: RFC 5545, 3.6.1: DTEND is not part of it."""
    first, last = _day(start), _day(end)
    if last > first and (not isinstance(end, datetime) or end.time() == time()):
        return last - timedelta(days=1)
    zoned = all(isinstance(each, datetime) and each.utcoffset() is not None for each in (start, end))
    if last < first and zoned and start <= end:
        return first  # it ends in a zone where that is still the day before
    return last


def _value(event: Any, name: str) -> Any:
    """A property as a date, datetime or timedelta; None where it is missing. Raises ValueError where
    the library could not read it."""
    if any(broken == name for broken, _ in event.errors):
        raise ValueError(f"{name} cannot be read")
    value = _first(event, name)
    return None if value is None else getattr(value, "dt", value)


def _moment(event: Any, name: str) -> date | None:
    value = _value(event, name)
    if value is not None and not isinstance(value, date):  # a datetime is one too
        raise ValueError(f"{name} is no date")
    return value


def _day(moment: date) -> date:
    """The day as it is written, whatever the time zone."""
    return moment.date() if isinstance(moment, datetime) else moment


class _EventReader:
    """Makes drafts of the events of one file. `own_zone` is that of times in UTC, `until` the last day of
    endless series, `replaced` are the instances that other events replace."""

    def __init__(
        self,
        report: Report,
        zones: CalendarZones,
        own_zone: tzinfo | None,
        until: date | None,
        replaced: set[tuple[str, date]],
    ) -> None:
        self._report, self._zones, self._own_zone = report, zones, own_zone
        self._until, self._replaced = until, replaced
        self._uids: set[str] = set()

    def drafts(self, entry: _Entry) -> Iterator[Draft]:
        """The event, or the instances of a repeating one."""
        starts = self._starts(entry)
        values = self._values(entry)
        ours = re.fullmatch(_OUR_UID, entry.uid)
        for start in starts:
            # Several events of a series have the same UID: the first of them keeps it as its id.
            named = entry.uid not in self._uids or (entry.replaces is None and start is starts[0] and len(starts) == 1)
            identity = (ours[1] if ours else entry.uid) if named else ""
            self._uids.add(entry.uid)
            try:
                when, seconds = self._date(entry, start)
            except OverflowError as error:
                self._report.leave_out(entry.line, "date", str(error))
                return
            yield Draft(entry.line, {**values, "id": identity, "date": when}, seconds)

    def _starts(self, entry: _Entry) -> list[date]:
        """The starts of an event that are imported."""
        event, start, line = entry.event, entry.moments.start, entry.line
        broken = [name for name, _ in event.errors]
        if entry.replaces is not None or not any(name in event or name in broken for name in PROPERTIES):
            return [start]
        title = quoted(str(_first(event, "SUMMARY") or "an event"))
        zone = start.tzinfo if isinstance(start, datetime) else None
        if isinstance(start, datetime) and zone is None:
            zone = (
                self._zones.of(event["DTSTART"].params.get("TZID", "")) if "TZID" in event["DTSTART"].params else None
            )
        try:
            if any(name in broken for name in PROPERTIES):
                raise ValueError
            series = expand(event, start, zone, self._until)
        except ValueError:
            self._report.change(line, _RULE, f"the repetition of {title} cannot be read, it is imported once")
            return [start]
        starts = [each for each in series.starts if (entry.uid, comparable(each)) not in self._replaced]
        if series.endless and self._until is None:
            hint = "import more of it up to a day: --until 2030-12-31"
            self._report.change(line, _ENDLESS, f"{title} repeats without end, it is imported once", hint)
        elif series.cut:
            message = f"{title} has too many instances, the first {len(series.starts):,} are imported"
            self._report.change(line, _ENDLESS, message)
        else:
            self._report.change(line, _SERIES)
        if not starts and not series.starts:
            self._report.leave_out(line, "exdate", f"no day of {title} is left", "EXDATE takes out all its days")
        return starts

    def _date(self, entry: _Entry, start: date) -> tuple[str, int | None]:
        """EDTF of an instance, and the second of its day at which it starts."""
        moments = entry.moments
        end = moments.end if start == moments.start else start + moments.length if moments.length is not None else None
        if is_utc(start) and isinstance(start, datetime):
            if self._own_zone is None:
                self._remark_on_utc(entry, start)
            else:
                start = start.astimezone(self._own_zone)
                end = end.astimezone(self._own_zone) if isinstance(end, datetime) and is_utc(end) else end
                self._report.change(entry.line, TIME)
        elif isinstance(start, datetime):
            self._report.change(entry.line, TIME)
        first = _day(start)
        last = _last(start, end) if end is not None else first
        text = first.isoformat() if first >= last else f"{first}/{last}"
        seconds = start.hour * 3600 + start.minute * 60 + start.second if isinstance(start, datetime) else None
        return text, seconds

    def _remark_on_utc(self, entry: _Entry, start: datetime) -> None:
        title = quoted(str(_first(entry.event, "SUMMARY") or "an event"))
        message = f"{title} is on {start.date()} in UTC; {other_days(start)}"
        self._report.change(entry.line, ZONE, message, "say in which zone its days are: --zone Asia/Seoul")

    def _values(self, entry: _Entry) -> dict[str, Any]:
        """The values of an event apart from its id and date."""
        event, line = entry.event, entry.line
        sources: list[dict[str, str]] = []
        texts = {
            field: self._plain(line, str(_first(event, name) or ""), sources)
            for field, name in (("title", "SUMMARY"), ("summary", "DESCRIPTION"), ("place", "LOCATION"))
        }
        url = str(_first(event, "URL") or "").strip()
        if is_address(url):
            sources.insert(0, {"url": url})
        elif url:
            self._report.add(line, ADDRESS)
        status = str(_first(event, "STATUS") or "CONFIRMED").strip().upper()
        if status not in _STATUSES:
            hint = f"statuses are {', '.join(_STATUSES)}"
            self._report.add(line, CHOICE, f"STATUS is {quoted(status)}, it is left out", hint)
        themes = [plain_text(each).text for each in _categories(event.get("CATEGORIES"))]
        return {**texts, "themes": themes, "status": _STATUSES.get(status, ""), "sources": sources}

    def _plain(self, line: int, text: str, sources: list[dict[str, str]]) -> str:
        """A text without markup, its links as sources; old calendars write \\" for a quotation mark."""
        text = text.replace('\\"', '"')
        plain = plain_text(text)
        if plain.text != text:
            self._report.change(line, MARKUP)
        for link in plain.links:
            if is_address(link.address):
                sources.append({"url": link.address, "about": "" if is_address(link.text) else link.text})
            elif link.address:
                self._report.add(line, ADDRESS)
        return plain.text


def _categories(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value] if value is not None else []:
        for category in getattr(each, "cats", [each]):
            yield str(category)
