"""How a timeline is laid out for people, whatever draws it: what its heading says, and under which
month an event stands."""

from .. import dates
from ..model import Event
from ..periods import Period
from ..query import Answer


def asked(answer: Answer) -> list[str]:
    """What was asked, in words: periods and filters."""
    return [part for part in (*map(period_text, answer.query.periods), *answer.filters) if part]


def heading_parts(answer: Answer, count: int) -> list[str]:
    """What was asked, in words, and how many events of all it found: `count`."""
    total = answer.data.size()
    parts = asked(answer)
    if answer.query.search is not None or count != total:
        parts.append(f"{count} of {total} events")
    else:
        parts.append(f"{total} event{'' if total == 1 else 's'}")
    return parts


def period_text(period: Period) -> str:
    """A period as people write it: whole months and years without their days."""
    first, last = period.first, period.last
    if first is None and last is None:
        return ""
    months = (first is None or first.day == 1) and (last is None or last == dates.month_end(last.year, last.month))
    years = months and (first is None or first.month == 1) and (last is None or last.month == 12)
    length = 4 if years else 7 if months else 10
    ends = [day.isoformat()[:length] if day else ".." for day in (first, last)]
    return dates.show(dates.parse(ends[0] if ends[0] == ends[1] else "/".join(ends)))


def month_of(event: Event) -> int:
    """The month under which an event stands; 0 at the head of its year, for what is less exact than a month."""
    coarse = event.date.precision not in ("day", "month") or event.start is None
    return 0 if coarse or event.start is None else event.start.month


def place_in_year(event: Event, reverse: bool) -> tuple[int, int, bool]:
    """What sorts the events of one year: the head of the year, then by months, in each the least exact first."""
    month = month_of(event)
    return (month > 0, -month if reverse else month, event.date.precision == "day")
