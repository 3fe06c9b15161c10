"""iCalendar (.ics, RFC 5545) → drafts of events. The only home of icalendar.

The lines of each VEVENT are handed to the library one by one, so that a broken one spoils no other and
each has its place in the file.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import icalendar

from ..errors import DataError
from .decoding import decoded
from .draft import Draft, Heading, is_address
from .report import ADDRESS, CHOICE, TIME, Noun, Report, quoted

_REPETITION = Noun("repetition (the first event is kept)", "repetitions (the first event of each is kept)")
_UTC = Noun("time in UTC (the day is kept as it is there)", "times in UTC (the days are kept as they are there)")
_ALARM = Noun("alarm", "alarms")
_LINE = Noun("line that is not iCalendar", "lines that are not iCalendar")
_ENCODED = Noun("text that cannot be decoded", "texts that cannot be decoded")
_LEFT_OUT = {
    "VTODO": Noun("to-do", "to-dos"),
    "VJOURNAL": Noun("journal entry", "journal entries"),
    "VFREEBUSY": Noun("free or busy time", "free or busy times"),
}
_CHANGED = Noun("changed repetition", "changed repetitions")

_STATUSES = {"CANCELLED": "cancelled", "TENTATIVE": "announced", "CONFIRMED": ""}
_REPEATING = ("RRULE", "RDATE", "EXDATE", "EXRULE")
_CARRIED = {
    *("UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "URL", "STATUS"),
    *(*_REPEATING, "RECURRENCE-ID"),
}
_TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"}
"""Properties that may be encoded."""
_BOOKKEEPING = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "CLASS", "TRANSP", "PRIORITY", "REQUEST-STATUS"}
"""Properties that say nothing of the event itself; their loss is not told, nor that of X- properties."""

_OUR_UID = r"(.+)@jkr[a-z]*"
"""A UID of our own calendars is the id of the event and the name of this program."""


class _Component(NamedTuple):
    """A part of a calendar: its name, the line of its BEGIN, from 1, and its lines without those of the
    parts inside it; the names of these, and whether it has an END."""

    name: str
    line: int
    lines: list[str]
    inside: list[str]
    closed: bool


def read(name: str, text: str, losses: Report, heading: Heading) -> Iterator[Draft]:
    """The events of all calendars in a text. Raises DataError where there is no calendar."""
    found = list(_components(text))
    calendars = [each for each in found if each.name == "VCALENDAR"]
    if not calendars:
        raise DataError(f"{name}: no calendar: BEGIN:VCALENDAR is missing", hint="see --from for other kinds of files")
    for component in sorted(found, key=lambda each: each.line):
        if component.name == "VCALENDAR":
            _head(component, losses, heading)
            if not component.closed:
                losses.other(
                    component.line,
                    Noun("END:VCALENDAR", "END:VCALENDAR"),
                    "END:VCALENDAR is missing, the file may be cut off",
                )
        elif component.name in _LEFT_OUT:
            noun = _LEFT_OUT[component.name]
            losses.other(component.line, noun, f"a {noun.one} is left out", whole=True)
        elif component.name == "VEVENT":
            draft = _event(component, losses)
            if draft is not None:
                yield draft


def _components(text: str) -> Iterator[_Component]:
    """The parts of the text, each after those inside it."""
    stack: list[_Component] = []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        match = re.fullmatch(r"(?i)(BEGIN|END):([A-Z0-9-]+)\s*", line)
        if match is None:
            if stack:
                stack[-1].lines.append(line)
            continue
        kind = match[2].upper()
        if match[1].upper() == "BEGIN":
            while stack and kind in ("VEVENT", "VCALENDAR", *_LEFT_OUT) and stack[-1].name != "VCALENDAR":
                yield stack.pop()  # these do not stand in each other: its END is missing
            if stack and kind == "VCALENDAR":
                yield stack.pop()
            if stack:
                stack[-1].inside.append(kind)
            stack.append(_Component(kind, number, [], [], closed=False))
        elif any(each.name == kind for each in stack):
            while stack[-1].name != kind:
                yield stack.pop()
            yield stack.pop()._replace(closed=True)
    yield from reversed(stack)


def _parsed(kind: type[icalendar.Component], component: _Component, losses: Report) -> Any:
    """The component as the library reads it. Raises ValueError where it cannot."""
    broken: list[str] = []
    lines = [f"BEGIN:{component.name}", *decoded(component.lines, _TEXTS, broken), f"END:{component.name}"]
    for name in broken:
        hint = "export the calendar again, as iCalendar in UTF-8"
        losses.other(component.line, _ENCODED, f"{name} cannot be decoded, it is left out", hint)
    return kind.from_ical("\r\n".join(line for line in lines if line.strip()))


def _first(component: Any, *names: str) -> Any:
    """The value of the first of some properties that is there; of one that stands twice the first."""
    for name in names:
        value = component.get(name)
        if value is not None:
            return value[0] if isinstance(value, list) and value else value
    return None


def _head(component: _Component, losses: Report, heading: Heading) -> None:
    """The name and description of a calendar."""
    try:
        calendar = _parsed(icalendar.Calendar, component, losses)
    except ValueError:
        return
    for names, texts in ((("NAME", "X-WR-CALNAME"), heading.titles), (("DESCRIPTION", "X-WR-CALDESC"), heading.about)):
        text = str(_first(calendar, *names) or "").strip()
        if text:
            texts.append(text)


def _event(component: _Component, losses: Report) -> Draft | None:
    line = component.line
    if not component.closed:
        losses.record(line, "no-end", "END:VEVENT is missing", "the file may be cut off; export it again")
        return None
    try:
        event = _parsed(icalendar.Event, component, losses)
    except ValueError as error:
        losses.record(line, "event", f"this is not iCalendar ({str(error).splitlines()[0][:80]})")
        return None
    if "RECURRENCE-ID" in event:
        losses.other(
            line, _CHANGED, "a changed repetition is left out", "only the first event of a row is kept", whole=True
        )
        return None
    try:
        when = _date(event, line, losses)
    except (ValueError, OverflowError) as error:
        losses.record(line, "date", str(error))
        return None
    unread = [name for name, _ in event.errors]
    if any(name in event or name in unread for name in _REPEATING):
        if _is_taken_out(event):
            hint = "give each day that it happened an event of its own"
            losses.record(line, "exdate", "EXDATE takes out the first of its days", hint)
            return None
        losses.other(line, _REPETITION)
    for _ in range(component.inside.count("VALARM")):
        losses.other(line, _ALARM)
    for name in event:
        if name.upper() not in _CARRIED | _BOOKKEEPING and not name.upper().startswith("X-"):
            losses.columns[name.upper()] = None
    for _ in range(unread.count(None)):
        losses.other(line, _LINE)
    url = str(_first(event, "URL") or "").strip()
    if url and not is_address(url):
        losses.other(line, ADDRESS)
    status = str(_first(event, "STATUS") or "CONFIRMED").strip().upper()
    if status not in _STATUSES:
        losses.other(line, CHOICE, f"STATUS is {quoted(status)}, it is left out", f"known are {', '.join(_STATUSES)}")
    uid = str(_first(event, "UID") or "").strip()
    ours = re.fullmatch(_OUR_UID, uid)
    values = {
        "id": ours[1] if ours else uid,
        "date": when,
        "title": str(_first(event, "SUMMARY") or ""),
        "summary": str(_first(event, "DESCRIPTION") or ""),
        "place": str(_first(event, "LOCATION") or ""),
        "themes": list(_categories(event.get("CATEGORIES"))),
        "status": _STATUSES.get(status, ""),
        "sources": [{"url": url}] if is_address(url) else [],
    }
    return Draft(line, values)


def _categories(found: Any) -> Iterator[str]:
    for each in found if isinstance(found, list) else [found] if found is not None else []:
        for category in getattr(each, "cats", [each]):
            yield str(category)


def _date(event: Any, line: int, losses: Report) -> str:
    """EDTF of DTSTART and DTEND or DURATION. Raises ValueError with the reason, OverflowError beyond
    the years 0001 to 9999."""
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    if start is None:
        raise ValueError("DTSTART is missing")
    if end is None and (length := _value(event, "DURATION")) is not None:
        if not isinstance(length, timedelta):
            raise ValueError("DURATION cannot be read")
        end = start + length
    if isinstance(start, datetime):
        losses.other(line, _UTC if start.tzname() == "UTC" else TIME)
    first, last = _day(start), _day(end or start)
    if end is not None and last > first and (not isinstance(end, datetime) or end.time() == time()):
        last -= timedelta(days=1)  # RFC 5545, 3.6.1: DTEND is not part of the event
    if end is not None and last < first and _has_zone(start) and _has_zone(end) and start <= end:
        last = first  # it ends in a zone where that is still the day before
    if last < first:
        raise ValueError(f"it ends on {last}, before it starts on {first}")
    return first.isoformat() if first == last else f"{first}/{last}"


def _has_zone(moment: Any) -> bool:
    return isinstance(moment, datetime) and moment.utcoffset() is not None


def _is_taken_out(event: Any) -> bool:
    """Whether an EXDATE names the start of an event: that moment, or its whole day."""
    start = _moment(event, "DTSTART")
    given = event.get("EXDATE", ())
    lists = given if isinstance(given, list) else [given]
    moments = [each.dt for several in lists if isinstance(several, icalendar.vDDDLists) for each in several.dts]
    return start is not None and any(each in (start, _day(start)) for each in moments)


def _value(event: Any, name: str) -> Any:
    """A property as a date, datetime or timedelta; None where it is missing. Raises ValueError where
    the library could not read it."""
    if any(broken == name for broken, _ in event.errors):
        raise ValueError(f"{name} cannot be read")
    found = _first(event, name)
    return None if found is None else getattr(found, "dt", found)


def _moment(event: Any, name: str) -> date | None:
    found = _value(event, name)
    if found is not None and not isinstance(found, date):  # a datetime is one too
        raise ValueError(f"{name} is no date")
    return found


def _day(moment: date) -> date:
    """The day as it is written there, whatever the time zone."""
    return moment.date() if isinstance(moment, datetime) else moment
