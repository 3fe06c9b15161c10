"""Repeating events of a calendar: RRULE, RDATE, EXDATE and EXRULE → the starts of their instances.

Rules are expanded by dateutil, in the local time of the event, as RFC 5545 (3.3.10) wants it.
"""

import re
from collections.abc import Container, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any, NamedTuple

from dateutil.rrule import rrule, rruleset, rrulestr

REPETITION = ("RRULE", "RDATE", "EXDATE", "EXRULE")
"""The properties of repeating events."""

_MOST = 5_000
"""Instances of one series that are imported."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Series(NamedTuple):
    """The instances of a repeating event.

    `ends` maps a start to its end, where RDATE gives a period. `excluded` holds the keys of EXDATE (see
    `instance_key`). `missed` holds each EXDATE that is on the day of an instance, but at another time. `starts` is
    complete up to the day `known_to`; `endless` holds when the rule has no end, `cut` when there are more instances
    than are imported.
    """

    starts: list[date]
    ends: dict[date, date]
    excluded: set[date]
    missed: list[datetime]
    known_to: date
    endless: bool = False
    cut: bool = False


def expand_series(event: Any, start: date, until: datetime | None) -> Series:
    """The instances of an event, as dates or datetimes like `start`; of an endless series those up to `until`, or just
    the first one. Raises ValueError for a rule that cannot be read."""
    rules = rruleset()
    endless = False
    periods = {}
    try:
        for rule in property_values(event.get("RRULE")):
            endless |= _is_unlimited(rule) and "UNTIL" not in rule
            rules.rrule(_rule(rule, start))
        for rule in property_values(event.get("EXRULE")):
            rules.exrule(_rule(rule, start))
        for moment, end in moments_of(event.get("RDATE")):
            rules.rdate(local_time(moment, start))
            if end is not None:
                periods[local_time(moment, start)] = moment, moment + end if isinstance(end, timedelta) else end
    except (TypeError, AttributeError, KeyError, IndexError, OverflowError) as error:
        raise ValueError(str(error)) from None
    rules.rdate(local_time(start, start))
    excluded = {instance_key(moment, start) for moment, _ in moments_of(event.get("EXDATE"))}
    taken_out = set()

    def remaining() -> Iterator[datetime]:
        for each in _instances(rules):
            if is_among(each, excluded):
                taken_out.add(each)
            else:
                yield each

    last = local_time(until, start) if until else datetime.max
    up_to = takewhile(lambda each: each <= last, remaining())
    limited = list(islice(up_to, 1 if endless and until is None else _MOST + 1))
    starts: list[date] = []
    ends = {}
    for each in limited[:_MOST]:
        moment, end = periods.get(each, (each.date(), None))
        starts.append(each.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else moment)
        if end is not None:
            ends[starts[-1]] = end
    days = {each.date() for each in limited}
    times = (each for each in excluded if isinstance(each, datetime))
    missed = sorted(each for each in times if each.date() in days and each not in taken_out)
    cut = len(limited) > _MOST or (endless and until is None)
    known_to = day_of([start, *starts][-1]) if cut else last.date()
    return Series(starts, ends, excluded, missed, known_to, endless, len(limited) > _MOST)


def _instances(rules: rruleset) -> Iterator[datetime]:
    """The first million instances; fewer beyond the years that dateutil can compute."""
    try:
        yield from islice(iter(rules), 1_000_000)
    except (ValueError, OverflowError):
        return


def _is_unlimited(rule: Any) -> bool:
    """Whether a rule has no COUNT, or the COUNT=0 that some programs write instead."""
    return all(count < 1 for count in rule.get("COUNT", ()))


def _rule(rule: Any, start: date) -> rrule:
    """A rule for dateutil, with its end in the local time of the event. Raises ValueError."""
    if any(number < 1 for number in rule.get("INTERVAL", ())):
        raise ValueError("INTERVAL is below 1")
    left_out = {"UNTIL", "COUNT"} if _is_unlimited(rule) else {"UNTIL"}
    text: str = type(rule)({name: value for name, value in rule.items() if name not in left_out}).to_ical().decode()
    for end in rule.get("UNTIL", ()):
        if isinstance(start, datetime) and not isinstance(end, datetime):
            end = datetime.combine(end, time.max)
        text += f";UNTIL={re.sub('[-:]', '', local_time(end, start).replace(microsecond=0).isoformat())}"
    return rrulestr(text, dtstart=local_time(start, start))  # type: ignore[return-value]


def local_time(moment: date, start: date) -> datetime:
    """`moment` in the local time of the series, without a zone. A day gets the time of `start`; in a series of days
    all are at midnight."""
    if not isinstance(start, datetime):
        return datetime.combine(day_of(moment), time())
    if not isinstance(moment, datetime):
        return datetime.combine(moment, start.time())
    if moment.tzinfo and start.tzinfo:
        with suppress(OverflowError):  # beyond the years 0001 to 9999
            moment = moment.astimezone(start.tzinfo)
    return moment.replace(tzinfo=None)


def instance_key(moment: date, start: date) -> date:
    """The key under which an EXDATE or RECURRENCE-ID finds instances: a local time, or a day that stands for all its
    instances."""
    timed = isinstance(moment, datetime) and isinstance(start, datetime)
    return local_time(moment, start) if timed else day_of(moment)


def is_among(instance: date, keys: Container[date]) -> bool:
    """Whether one of the keys stands for the instance at a local time, or of a day."""
    return instance in keys or day_of(instance) in keys


def property_values(value: Any) -> list[Any]:
    """The values of a property: a list where it occurs several times."""
    return value if isinstance(value, list) else [] if value is None else [value]


def is_unread(value: Any) -> bool:
    """Whether the library could not read a value of dates, times or rules: it gives the text then."""
    return isinstance(value, str)


def moments_of(value: Any) -> Iterator[tuple[date, date | timedelta | None]]:
    """The dates of RDATE or EXDATE properties; those of periods with their ends or lengths."""
    for several in property_values(value):
        for each in () if is_unread(several) else getattr(several, "dts", ()):
            moment = getattr(each, "dt", each)
            start, end = moment if isinstance(moment, tuple) else (moment, None)
            if isinstance(start, date):
                yield start, end


def comparable(moment: date) -> date:
    """A moment for comparison with others: in UTC, or unchanged if it has no zone."""
    return local_time(moment, _EPOCH) if isinstance(moment, datetime) else moment


def day_of(moment: date) -> date:
    """The day in the time zone of the moment."""
    return moment.date() if isinstance(moment, datetime) else moment
