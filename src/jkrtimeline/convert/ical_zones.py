"""The time zones of a calendar: one of them decides on which day its times in UTC are."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from ..errors import UsageError
from .ical_lines import Component

_NAMED = r"(?i)(?:X-WR-TIMEZONE|TIMEZONE-ID|X-TIMEZONE|TZID)[^:]*:(.+)"
_OFFSET = r"(?i)TZ:(.+)"
"""The offset of a calendar of vCalendar 1.0, without daylight saving time."""

_USED = r'(?i)DTSTART[^:]*;TZID="?([^":;]+)'


def zone_named(name: str) -> tzinfo | None:
    """The zone of an IANA name, even at the end of a path, of a Windows name, or of an offset such as +09:00; None for
    any other."""
    name = name.strip().strip('"')
    if offset := re.fullmatch(r"(?a)(?:UTC|GMT)?([+-])(0?\d|1[0-4])(?::?([0-5]\d))?", name):
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-length if offset[1] == "-" else length)
    tail = re.search(r"(?:[A-Za-z_]+/)?[A-Za-z_+-]+/[A-Za-z0-9_+-]+$", name)
    names = (name, WINDOWS_TO_OLSON.get(name), *((tail[0], tail[0].partition("/")[2]) if tail else ()))
    for each in filter(None, names):
        with suppress(ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo(each)
    return None


def zone_option(name: str) -> tzinfo:
    """The zone that an option names. Raises UsageError."""
    zone = zone_named(name)
    if zone is None:
        raise UsageError(f"unknown time zone {name!r}", hint="names are like Asia/Seoul or Europe/Paris")
    return zone


class CalendarZones:
    """The zones that a calendar names and defines. `default` is the one for its times in UTC: the given one, or that of
    the calendar; None where the calendar has none, or several."""

    def __init__(self, components: Sequence[Component], default: tzinfo | None = None) -> None:
        self._defined: dict[str, tzinfo] = {}
        for component in components:
            if component.name == "VTIMEZONE":
                self._define(component.lines)
        self.default: tzinfo | None = default or self._default_zone(components)

    def _define(self, lines: Sequence[str]) -> None:
        name = next((line.partition(":")[2].strip() for line in lines if line.upper().startswith("TZID")), "")
        zone = zone_named(name)
        if zone is None:
            text = "\r\n".join(["BEGIN:VTIMEZONE", *filter(str.strip, lines), "END:VTIMEZONE"])
            try:
                definition: Any = icalendar.Timezone.from_ical(text)
                zone = definition.to_tz()
            except Exception:  # whatever a broken definition makes the library raise
                return
        if name and zone is not None:
            self._defined[name] = zone

    def _default_zone(self, components: Sequence[Component]) -> tzinfo | None:
        """The zone that a calendar names; else the only one that is defined; else the only one of its events."""

        def named(kind: str, pattern: str) -> list[tzinfo]:
            lines = (line for each in components if each.name == kind for line in each.lines)
            names = dict.fromkeys(match[1] for line in lines if (match := re.match(pattern, line)))
            return [zone for name in names if (zone := self.of(name))]

        if zones := named("VCALENDAR", _NAMED):
            return zones[0]
        head = "\n".join(line for each in components if each.name == "VCALENDAR" for line in each.lines)
        if not re.search(r"(?im)^DAYLIGHT:TRUE", head) and (zones := named("VCALENDAR", _OFFSET)):
            return zones[0]
        zones = list(self._defined.values())
        if len(zones) != 1:
            zones = named("VEVENT", _USED)
        return zones[0] if len({str(zone) for zone in zones}) == 1 else None

    def of(self, name: str) -> tzinfo | None:
        """The zone of a name in this calendar."""
        return self._defined.get(name) or zone_named(name)


def is_utc(moment: object) -> bool:
    """Whether a date or datetime is a time in UTC."""
    return isinstance(moment, datetime) and moment.tzinfo is not None and moment.tzname() == "UTC"
