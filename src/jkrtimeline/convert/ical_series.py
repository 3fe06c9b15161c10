"""Repeating events of a calendar: RRULE, RDATE, EXDATE and EXRULE → the starts of their instances.

Rules are expanded by dateutil, in the local time of the event, as RFC 5545 (3.3.10) wants it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from itertools import islice, takewhile
from typing import Any, NamedTuple

from dateutil.rrule import rrule, rruleset, rrulestr

REPETITION = ("RRULE", "RDATE", "EXDATE", "EXRULE")
"""The properties of repeating events."""

_MOST = 5_000
"""Instances of one series that are imported."""


class Series(NamedTuple):
    """The starts of a repeating event. `endless` when its rule has no end, `cut` when there are more starts
    than are imported."""

    starts: list[date]
    endless: bool
    cut: bool


def expand_series(event: Any, start: date, zone: tzinfo | None, until: date | None) -> Series:
    """The starts of an event, as dates or datetimes like `start`; of an endless series those up to `until`, or just
    the first one. `zone` is that of the event. Raises ValueError for a rule that cannot be read."""
    first = _naive(start, zone)
    rules = rruleset()
    endless = False
    try:
        for rule in property_values(event.get("RRULE")):
            endless |= _is_unlimited(rule) and "UNTIL" not in rule
            rules.rrule(_rule(rule, start, zone))
        for rule in property_values(event.get("EXRULE")):
            rules.exrule(_rule(rule, start, zone))
    except (TypeError, AttributeError, KeyError, IndexError, OverflowError) as error:
        raise ValueError(str(error)) from None
    rules.rdate(first)
    for moment in moments_of(event.get("RDATE")):
        rules.rdate(_naive(moment, zone))
    excluded_days = set()
    for moment in moments_of(event.get("EXDATE")):
        if isinstance(moment, datetime) and isinstance(start, datetime):
            rules.exdate(_naive(moment, zone))
        else:
            excluded_days.add(day_of(moment))
    starts = (each for each in _instances(rules) if each.date() not in excluded_days)
    up_to = takewhile(lambda each: until is None or each.date() <= until, starts)
    limited = list(islice(up_to, 1 if endless and until is None else _MOST + 1))
    if isinstance(start, datetime):
        alike: list[date] = [each.replace(tzinfo=start.tzinfo) for each in limited]
    else:
        alike = [each.date() for each in limited]
    return Series(alike[:_MOST], endless, len(limited) > _MOST)


def _instances(rules: rruleset) -> Iterator[datetime]:
    """The first million instances; fewer beyond the years that dateutil can compute."""
    try:
        yield from islice(iter(rules), 1_000_000)
    except (ValueError, OverflowError):
        return


def _is_unlimited(rule: Any) -> bool:
    """Whether a rule has no COUNT, or the COUNT=0 that some programs write instead."""
    return all(count < 1 for count in rule.get("COUNT", ()))


def _rule(rule: Any, start: date, zone: tzinfo | None) -> rrule:
    """A rule for dateutil, with its end in the local time of the event."""
    left_out = {"UNTIL", "COUNT"} if _is_unlimited(rule) else {"UNTIL"}
    text: str = type(rule)({name: value for name, value in rule.items() if name not in left_out}).to_ical().decode()
    for end in rule.get("UNTIL", ()):
        if isinstance(start, datetime) and not isinstance(end, datetime):
            end = datetime.combine(end, time.max)
        local = _naive(end, zone).replace(microsecond=0)
        if not isinstance(start, datetime):
            local = datetime.combine(local, time())
        text += f";UNTIL={re.sub('[-:]', '', local.isoformat())}"
    return rrulestr(text, dtstart=_naive(start, zone))  # type: ignore[return-value]


def _naive(moment: date, zone: tzinfo | None) -> datetime:
    """A moment in the local time of a zone."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo is None:
        return moment
    return (moment.astimezone(zone) if zone is not None else moment).replace(tzinfo=None)


def property_values(value: Any) -> list[Any]:
    """The values of a property: a list where it occurs several times."""
    return value if isinstance(value, list) else [] if value is None else [value]


def moments_of(value: Any) -> Iterator[date]:
    """The dates of RDATE or EXDATE properties; of a period its start."""
    for several in property_values(value):
        for each in getattr(several, "dts", ()):
            moment = getattr(each, "dt", each)
            moment = moment[0] if isinstance(moment, tuple) else moment
            if isinstance(moment, date):
                yield moment


def comparable(moment: date) -> date:
    """A moment for comparison with others: in UTC, or unchanged if it has no zone."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return moment


def day_of(moment: date) -> date:
    """The day in the time zone of the moment."""
    return moment.date() if isinstance(moment, datetime) else moment
