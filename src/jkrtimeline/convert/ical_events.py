"""An event of a calendar → drafts: its instances, days, texts and links."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from ..eventfile.patterns import is_address
from .clock import other_days
from .draft import Draft
from .ical_series import PROPERTIES, comparable, expand_series
from .ical_zones import CalendarZones, is_utc
from .jkr_calendar import jkr_entry_values, jkr_event_id
from .markup import plain_text, without_markup
from .report import ADDRESS, CHOICE, TIME, ZONE, Noun, Report, quoted_text
from .titles import title_from

_SERIES = Noun("repeating event", "repeating events", "expanded")
_ENDLESS = Noun("endless series", "endless series", "imported once")
_RULE = Noun("rule of repetition that cannot be read", "rules of repetition that cannot be read")
_STATUSES = {"CANCELLED": "cancelled", "TENTATIVE": "announced", "CONFIRMED": ""}


class EventMoments(NamedTuple):
    """The start of an event and its length; None where it has no end."""

    start: date
    length: timedelta | None
    end: date | None


class CalendarEntry(NamedTuple):
    """An event of a calendar, parsed by the library. `replaces` is the start of the instance that it replaces;
    `onwards` holds when it also replaces those after it (RFC 5545, 3.2.13)."""

    line: int
    event: Any
    moments: EventMoments
    uid: str
    replaces: date | None
    onwards: bool = False


def first_value(component: Any, *names: str) -> Any:
    """The first value of some properties of a component; None without any."""
    for name in names:
        value = component.get(name)
        if value is not None:
            return value[0] if isinstance(value, list) and value else value
    return None


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


def day_of(moment: date) -> date:
    """The day in the time zone of the moment."""
    return moment.date() if isinstance(moment, datetime) else moment


class EventReader:
    """Makes drafts of the events of one file. `zone_of_utc` is that of times in UTC, `until` the last day of
    endless series, `replacing` are the events that replace instances of others."""

    def __init__(
        self,
        report: Report,
        zones: CalendarZones,
        zone_of_utc: tzinfo | None,
        until: date | None,
        replacing: Iterable[CalendarEntry],
    ) -> None:
        self._report, self._zones, self._zone_of_utc, self._until = report, zones, zone_of_utc, until
        self._replaced: set[tuple[str, date]] = set()
        self._onwards: dict[str, list[CalendarEntry]] = {}
        for entry in replacing:
            if entry.replaces is not None:
                self._replaced |= {(entry.uid, comparable(entry.replaces)), (entry.uid, day_of(entry.replaces))}
                if entry.onwards:
                    self._onwards.setdefault(entry.uid, []).append(entry)
        self._uids: set[str] = set()

    def drafts(self, entry: CalendarEntry) -> Iterator[Draft]:
        """The event, or the instances of a repeating one."""
        starts = self._starts(entry)
        values = {entry.line: self._values(entry)}
        ours = jkr_event_id(entry.uid)
        for start in starts:
            # Events of a series have the same UID: it becomes the id of the first of them only.
            named = entry.uid not in self._uids or (entry.replaces is None and start is starts[0] and len(starts) == 1)
            self._uids.add(entry.uid)
            source, moved = self._replacement(entry, start)
            if source.line not in values:
                values[source.line] = self._values(source)
            try:
                when, seconds = self._date(source, moved)
            except OverflowError as error:
                self._report.leave_out(entry.line, "date", str(error))
                return
            draft = {**values[source.line], "id": (ours or entry.uid) if named else "", "date": when}
            yield Draft(entry.line, jkr_entry_values(draft) if ours else draft, seconds)

    def _replacement(self, entry: CalendarEntry, start: date) -> tuple[CalendarEntry, date]:
        """The event that an instance of a series is taken from, and its start: those of the last event with `onwards`
        that replaces it."""
        if entry.replaces is not None:
            return entry, start
        latest, origin = entry, start
        for other in self._onwards.get(entry.uid, ()):
            assert other.replaces is not None
            with suppress(TypeError):  # a day and a time do not compare
                if comparable(other.replaces) <= comparable(start):
                    latest, origin = other, start + (other.moments.start - other.replaces)
        return latest, origin

    def _starts(self, entry: CalendarEntry) -> list[date]:
        """The starts of an event that are imported."""
        event, start, line = entry.event, entry.moments.start, entry.line
        broken = [name for name, _ in event.errors]
        if entry.replaces is not None or not any(name in event or name in broken for name in PROPERTIES):
            return [start]
        title = quoted_text(text_of(event, "SUMMARY") or "an event")
        zone = start.tzinfo if isinstance(start, datetime) else None
        if isinstance(start, datetime) and zone is None and "TZID" in event["DTSTART"].params:
            zone = self._zones.of(event["DTSTART"].params["TZID"])
        try:
            if any(name in broken for name in PROPERTIES):
                raise ValueError
            series = expand_series(event, start, zone, self._until)
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

    def _date(self, entry: CalendarEntry, start: date) -> tuple[str, int | None]:
        """EDTF of an instance, and the second of its day at which it starts."""
        moments = entry.moments
        end = moments.end if start == moments.start else start + moments.length if moments.length is not None else None
        seconds = None
        if isinstance(start, datetime):
            zone = self._zone_of_utc
            if is_utc(start) and zone is not None:
                start = start.astimezone(zone)
                end = end.astimezone(zone) if isinstance(end, datetime) and is_utc(end) else end
            seconds = start.hour * 3600 + start.minute * 60 + start.second
            if is_utc(start) and zone is None:
                title = quoted_text(text_of(entry.event, "SUMMARY") or "an event")
                message = f"{title} is on {start.date()} in UTC; {other_days(seconds)}"
                self._report.change(entry.line, ZONE, message, "say in which zone its days are: --zone Asia/Seoul")
            else:
                self._report.change(entry.line, TIME)
        first = day_of(start)
        last = last_day(start, end) if end is not None else first
        return first.isoformat() if first >= last else f"{first}/{last}", seconds

    def _values(self, entry: CalendarEntry) -> dict[str, Any]:
        """The values of an event apart from its id and date."""
        event, line = entry.event, entry.line
        sources: list[dict[str, str]] = []
        texts = {}
        for field, name in (("title", "SUMMARY"), ("summary", "DESCRIPTION"), ("place", "LOCATION")):
            text = text_of(event, name)
            if not jkr_event_id(entry.uid):
                text = text.replace('\\"', '"')  # old calendars escape a quotation mark, too
            texts[field] = without_markup(text, line, self._report, sources)
        url = text_of(event, "URL")
        if is_address(url):
            sources.insert(0, {"url": url})
        elif url:
            self._report.add(line, ADDRESS)
        status = (text_of(event, "STATUS") or "CONFIRMED").upper()
        if status not in _STATUSES:
            hint = f"statuses are {', '.join(_STATUSES)}"
            self._report.add(line, CHOICE, f"STATUS is {quoted_text(status)}, it is left out", hint)
        themes = [plain_text(each).text for each in _categories(event.get("CATEGORIES"))]
        texts["title"] = texts["title"] or title_from(texts["summary"], line, self._report)
        return {**texts, "themes": themes, "status": _STATUSES.get(status, ""), "sources": sources}


def _categories(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value] if value is not None else []:
        for category in getattr(each, "cats", [each]):
            yield str(category)
