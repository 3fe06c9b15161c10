"""Repeating events of a calendar: RRULE, RDATE, EXDATE and EXRULE → the starts of their instances.

Rules are expanded by dateutil, in the local time of the event, as RFC 5545 (3.3.10) wants it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from itertools import islice
from typing import Any, NamedTuple

from dateutil.rrule import rruleset, rrulestr

PROPERTIES = ("RRULE", "RDATE", "EXDATE", "EXRULE")
_MOST = 5_000
"""Instances of one series that are imported."""


class Series(NamedTuple):
    """The starts of a repeating event. `endless` when its rule has no end, `cut` when there are more starts
    than are imported."""

    starts: list[date]
    endless: bool = False
    cut: bool = False


def expand_series(event: Any, start: date, zone: tzinfo | None, until: date | None) -> Series:
    """The starts of an event, as dates or datetimes like `start`; of an endless series those up to `until`, or just
    the first one. `zone` is that of the event. Raises ValueError for a rule that cannot be read."""
    first = _naive(start, zone)
    rules = rruleset()
    endless = False
    try:
        for rule in _values(event.get("RRULE")):
            endless |= all(count < 1 for count in rule.get("COUNT", ())) and "UNTIL" not in rule
            rules.rrule(rrulestr(_rule_text(rule, start, zone), dtstart=first))  # type: ignore[arg-type]
        for rule in _values(event.get("EXRULE")):
            rules.exrule(rrulestr(_rule_text(rule, start, zone), dtstart=first))  # type: ignore[arg-type]
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
            excluded_days.add(moment.date() if isinstance(moment, datetime) else moment)
    starts = (each for each in _bounded(rules) if each.date() not in excluded_days)
    if endless and until is None:
        limited = list(islice(starts, 1))
    elif until is not None:
        limited = list(islice(_until(starts, until), _MOST + 1))
    else:
        limited = list(islice(starts, _MOST + 1))
    return Series([_like(each, start) for each in limited[:_MOST]], endless, len(limited) > _MOST)


def _bounded(rules: rruleset) -> Iterator[datetime]:
    """The first million instances; fewer beyond the years that dateutil can compute."""
    try:
        yield from islice(iter(rules), 1_000_000)
    except (ValueError, OverflowError):
        return


def _until(starts: Iterator[datetime], last: date) -> Iterator[datetime]:
    for each in starts:
        if each.date() > last:
            return
        yield each


def _rule_text(rule: Any, start: date, zone: tzinfo | None) -> str:
    """A rule as dateutil reads it, with its end in the local time of the event."""
    unlimited = any(count < 1 for count in rule.get("COUNT", ()))  # as some programs write a series without COUNT
    parts = {name: value for name, value in rule.items() if name != "UNTIL" and not (unlimited and name == "COUNT")}
    text: str = type(rule)(parts).to_ical().decode()
    for end in rule.get("UNTIL", ()):
        if isinstance(start, datetime) and not isinstance(end, datetime):
            end = datetime.combine(end, time.max)
        local = _naive(end, zone)
        if not isinstance(start, datetime):
            local = datetime.combine(local.date(), time())
        text += f";UNTIL={local:%Y%m%dT%H%M%S}" if local.year >= 1000 else f";UNTIL={local.year:04}{local:%m%dT%H%M%S}"
    return text


def _naive(moment: date, zone: tzinfo | None) -> datetime:
    """A moment in the local time of a zone."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo is None:
        return moment
    return (moment.astimezone(zone) if zone is not None else moment).replace(tzinfo=None)


def _like(moment: datetime, start: date) -> date:
    """A start of the same kind as the first one."""
    return moment.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else moment.date()


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def moments_of(value: Any) -> Iterator[date]:
    """The dates of RDATE or EXDATE properties; of a period its start."""
    for several in _values(value):
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
