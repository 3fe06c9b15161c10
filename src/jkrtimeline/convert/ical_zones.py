"""The time zones of a calendar: one of them decides on which day its times in UTC are."""

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar

from ..errors import UsageError
from .ical_components import Component

_NAMED = r"(?i)(X-WR-TIMEZONE|TIMEZONE-ID|X-TIMEZONE|TZID)[^:]*:(.+)"


def zone_named(name: str) -> tzinfo | None:
    """The zone of an IANA name, also behind a path, or of a Windows name; None for any other."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = name.strip().strip('"')
    tail = re.search(r"((?:[A-Za-z_]+/)?[A-Za-z_+-]+/[A-Za-z0-9_+-]+)$", name)
    for each in (
        name,
        WINDOWS_TO_OLSON.get(name, ""),
        tail[1] if tail else "",
        tail[1].partition("/")[2] if tail else "",
    ):
        try:
            if each:
                return ZoneInfo(each)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def zone_option(name: str) -> tzinfo:
    """The zone that an option names. Raises UsageError."""
    zone = zone_named(name)
    if zone is None:
        raise UsageError(f"unknown time zone {name!r}", hint="names are like Asia/Seoul or Europe/Paris")
    return zone


class CalendarZones:
    """The zones that a calendar names and defines. `default` is the one for its times in UTC; None where the calendar
    has none, or several."""

    def __init__(self, components: Iterable[Component]) -> None:
        self._defined: dict[str, tzinfo] = {}
        named: list[str] = []
        used: dict[str, None] = {}
        parts = list(components)
        for number, component in enumerate(parts):
            if component.name == "VTIMEZONE":
                inner = parts[number + 1 : number + 1 + len(component.inside)]
                self._define(component, [each for each in inner if each.name in ("STANDARD", "DAYLIGHT")])
            for line in component.lines:
                if component.name == "VCALENDAR" and (match := re.match(_NAMED, line)):
                    named.append(match[2])
                elif component.name == "VEVENT" and (match := re.match(r'(?i)DTSTART[^:]*;TZID="?([^":;]+)', line)):
                    used[match[1]] = None
        self.default: tzinfo | None = self._default_zone(named, list(used))

    def _define(self, component: Component, rules: list[Component]) -> None:
        name = next((line.partition(":")[2].strip() for line in component.lines if line.upper().startswith("TZID")), "")
        zone = zone_named(name)
        if zone is None:
            inner = [line for rule in rules for line in (f"BEGIN:{rule.name}", *rule.lines, f"END:{rule.name}")]
            lines = ["BEGIN:VTIMEZONE", *component.lines, *inner, "END:VTIMEZONE"]
            try:
                definition: Any = icalendar.Timezone.from_ical("\r\n".join(line for line in lines if line.strip()))
                zone = definition.to_tz()
            except Exception:
                return
        if name and zone is not None:
            self._defined[name] = zone

    def _default_zone(self, named: list[str], used: list[str]) -> tzinfo | None:
        for name in named:
            if zone := self.of(name):
                return zone
        defined = list(self._defined.values())
        if len(defined) == 1:
            return defined[0]
        zones = {str(zone): zone for name in used if (zone := self.of(name))}
        return next(iter(zones.values())) if len(zones) == 1 else None

    def of(self, name: str) -> tzinfo | None:
        """The zone of a name in this calendar."""
        return self._defined.get(name) or zone_named(name)


def is_utc(moment: object) -> bool:
    """Whether a date or datetime is a time in UTC."""
    return isinstance(moment, datetime) and moment.tzinfo is not None and moment.tzname() == "UTC"
