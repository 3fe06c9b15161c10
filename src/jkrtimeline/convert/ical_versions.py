"""Versions of the events of a calendar: RFC 5545, 3.8.7.4 (SEQUENCE)."""

from collections.abc import Sequence

from .ical_events import CalendarEntry, first_value
from .ical_series import comparable, moments_of
from .report import Noun, Report

_EARLIER = Noun("earlier version of an event", "earlier versions of events")


def latest_versions(entries: Sequence[CalendarEntry], report: Report) -> list[CalendarEntry]:
    """The events without earlier versions of them, and without changed instances that a later version of their
    series excludes. Different events with the same UID and SEQUENCE stay."""
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
    same = entry.replaces is not None or entry.event.to_ical() == latest.event.to_ical()
    return same or _sequence(entry) < _sequence(latest)


def _is_taken_out(entry: CalendarEntry, series: CalendarEntry) -> bool:
    """Whether a later version of its series has an EXDATE for a changed instance."""
    if entry.replaces is None or _sequence(entry) >= _sequence(series):
        return False
    return comparable(entry.replaces) in [comparable(each) for each in moments_of(series.event.get("EXDATE"))]


def _sequence(entry: CalendarEntry) -> int:
    number = first_value(entry.event, "SEQUENCE")
    return number if isinstance(number, int) else 0
