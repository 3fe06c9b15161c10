"""The entries of a calendar → drafts of events: one for each instance that no other entry replaces."""

from bisect import bisect
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from ..eventfile.patterns import is_address
from .clock import other_days
from .draft import Draft
from .ical_entries import DATE_HINT, CalendarEntry, last_day, text_of
from .ical_lines import raw_value
from .ical_series import (
    REPETITION,
    Series,
    day_of,
    expand_series,
    instance_key,
    is_among,
    is_unread,
    local_time,
    property_values,
)
from .ical_zones import is_utc
from .jkr_calendar import jkr_entry_values, jkr_event_id
from .markup import plain_text, title_from, without_markup
from .report import ADDRESSES, CHOICES, TIMES, UTC_TIMES, Noun, Report, quoted_text

_SERIES = Noun("repeating event", "repeating events", "expanded")
_ENDLESS = Noun("endless series", "endless series", "imported once")
_LONG = Noun("series with too many instances", "series with too many instances", "cut")
_UNMATCHED = Noun("change without an instance", "changes without an instance", "imported as an event")
_MISSED = Noun("EXDATE at another time", "EXDATEs at another time")
_RULE = Noun("rule of repetition that cannot be read", "rules of repetition that cannot be read")
_STATUSES = {"CANCELLED": "cancelled", "TENTATIVE": "announced", "CONFIRMED": ""}


def _quoted_title(entry: CalendarEntry) -> str:
    return quoted_text(text_of(entry.event, "SUMMARY") or "an event")


class EventReader:
    """Makes drafts of the events of one file. `until` is the last day of endless series, `entries` are all events of
    the file."""

    def __init__(self, report: Report, until: date | None, entries: Iterable[CalendarEntry]) -> None:
        self._report, self._until = report, until
        self._changes: dict[str, list[tuple[date, CalendarEntry]]] = {}
        self._unmatched: dict[int, tuple[date, CalendarEntry]] = {}
        self._matched: set[int] = set()
        self._uids: set[str] = set()
        for entry in entries:
            if entry.replaces is not None and entry.uid:
                self._changes.setdefault(entry.uid, []).append((entry.replaces, entry))
            elif entry.replaces is not None:
                self._unmatched[entry.line] = entry.replaces, entry

    def drafts(self, entry: CalendarEntry) -> Iterator[Draft]:
        """The event, or the instances of a repeating one."""
        series = self._series(entry)
        changes = self._changes.get(entry.uid, []) if entry.replaces is None else []
        starts = self._unchanged(entry, series, changes)
        onwards = sorted((local_time(old, entry.start), new.line, new) for old, new in changes if new.onwards)
        values = {entry.line: self._values(entry)}
        ours = jkr_event_id(entry.uid)
        for start in starts:
            # Events of a series have the same UID: it becomes the id of the first of them only.
            named = entry.uid not in self._uids or (entry.replaces is None and start is starts[0] and len(starts) == 1)
            self._uids.add(entry.uid)
            source, shift = entry, timedelta()
            local = local_time(start, entry.start)
            if index := bisect(onwards, local, key=lambda each: each[0]):
                origin, _, source = onwards[index - 1]
                start, shift = source.start, local - origin
            if source.line not in values:
                values[source.line] = self._values(source)
            end = series.ends.get(start) if source is entry else None
            try:
                when, seconds = self._date(source, start + shift, end)
            except OverflowError as error:
                self._report.leave_out(entry.line, "date", str(error))
                return
            draft = {**values[source.line], "id": (ours or entry.uid) if named else "", "date": when}
            yield Draft(entry.line, jkr_entry_values(draft) if ours else draft, seconds)

    def _unchanged(self, entry: CalendarEntry, series: Series, changes: list[tuple[date, CalendarEntry]]) -> list[date]:
        """The starts of a series without those that `changes` of it replace."""
        instances = {local_time(start, entry.start): start for start in series.starts}
        known = {*instances, *map(day_of, instances)}
        keys = set()
        for replaced, change in changes:
            key = instance_key(replaced, entry.start)
            keys.add(key)
            if key in known or is_among(key, series.excluded) or day_of(key) > series.known_to:
                self._matched.add(change.line)
            else:
                self._unmatched[change.line] = replaced, change
        return [start for local, start in instances.items() if not is_among(local, keys)]

    def report_unmatched(self) -> None:
        """Report the changes that replace no instance of their series."""
        for line, (replaced, change) in self._unmatched.items():
            if line not in self._matched:
                title = _quoted_title(change)
                message = f"{title} changes the instance on {day_of(replaced)}, which its series does not have"
                message += "; it is imported as an event of its own"
                self._report.change(line, _UNMATCHED, message, "compare its RECURRENCE-ID and UID with the series")

    def _series(self, entry: CalendarEntry) -> Series:
        """The instances of an event that are imported."""
        event, start, line = entry.event, entry.start, entry.line
        once = Series([start], {}, set(), [], known_to=day_of(start))
        rules = [(name, each) for name in REPETITION for each in property_values(event.get(name))]
        if entry.replaces is not None or not rules:
            return once
        title = _quoted_title(entry)
        unread = [(name, each) for name, each in rules if is_unread(each)]
        try:
            if unread:
                raise ValueError
            zone = entry.zone_of_utc if is_utc(start) else None
            until = datetime.combine(self._until, time.max, zone) if self._until else None
            series = expand_series(event, start, until)
        except ValueError:
            name, value = (unread or rules)[0]
            hint = "write it as iCalendar has it: FREQ=WEEKLY;COUNT=4" if "RULE" in name else DATE_HINT
            given = quoted_text(str(value) if unread else raw_value(entry.lines, name))
            message = f"{name} {given} of {title} cannot be read, it is imported once"
            self._report.change(line, _RULE, message, hint)
            return once
        if series.endless and self._until is None:
            hint = "import more of it up to a day: --until 2030-12-31"
            self._report.change(line, _ENDLESS, f"{title} repeats without end, it is imported once", hint)
        elif series.cut:
            message = f"{title} has too many instances, the first {len(series.starts):,} are imported"
            self._report.change(line, _LONG, message)
        else:
            self._report.change(line, _SERIES)
        for moment in series.missed:
            message = f"EXDATE {moment} matches no instance of {title}; the one on that day is at another time"
            self._report.add(line, _MISSED, message, "write EXDATE with the time of the instance, or as a day")
        if not series.starts:
            names = " and ".join(name for name in ("EXDATE", "EXRULE") if event.get(name) is not None)
            late = self._until is not None and self._until < day_of(start)
            hint = "its first instance is after --until" if late else f"they are all removed by {names}"
            self._report.leave_out(line, "exdate", f"{title} has no instances left", hint)
        return series

    def _date(self, entry: CalendarEntry, start: date, end: date | None) -> tuple[str, int | None]:
        """EDTF of an instance, and the second of its day at which it starts; without `end`, the length of the event
        applies."""
        end = entry.end_of(start) if end is None else end
        zone = entry.zone_of_utc
        seconds = None
        if isinstance(start, datetime):
            if is_utc(start) and zone is not None:
                start = start.astimezone(zone)
            zone = start.tzinfo or zone
            seconds = start.hour * 3600 + start.minute * 60 + start.second
            if is_utc(start) and entry.zone_of_utc is None:
                title = _quoted_title(entry)
                message = f"{title} is on {start.date()} in UTC; {other_days(seconds)}"
                self._report.change(entry.line, UTC_TIMES, message, "say in which zone its days are: --zone Asia/Seoul")
            else:
                self._report.change(entry.line, TIMES)
        if isinstance(end, datetime) and is_utc(end) and zone is not None:
            end = end.astimezone(zone)
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
            self._report.add(line, ADDRESSES)
        status = (text_of(event, "STATUS") or "CONFIRMED").upper()
        if status not in _STATUSES:
            hint = f"statuses are {', '.join(_STATUSES)}"
            self._report.add(line, CHOICES, f"STATUS is {quoted_text(status)}, it is left out", hint)
        categories = [
            name for each in property_values(event.get("CATEGORIES")) for name in getattr(each, "cats", [each])
        ]
        themes = [plain_text(str(name)).text for name in categories]
        texts["title"] = texts["title"] or title_from(texts["summary"], line, self._report)
        return {**texts, "themes": themes, "status": _STATUSES.get(status, ""), "sources": sources}
