"""What the tests of periods share: a fixed today, events by their ids, and the reading of a text."""

from datetime import date

import pytest

from jkrtimeline.errors import UnknownId
from jkrtimeline.periods import Period, PeriodError
from jkrtimeline.periods.period_text import parse_days

TODAY = date(2025, 6, 18)  # a Wednesday
EVENTS = {
    "2023-03-16-summit": Period(date(2023, 3, 16), date(2023, 3, 17)),
    "2024-12-03-Law": Period(date(2024, 12, 3), date(2024, 12, 3)),
    "open-end": Period(date(2023, 12, 1), None),
    "open-start": Period(None, date(2022, 1, 31)),
}


def days_of(identity: str) -> Period:
    if identity not in EVENTS:
        raise UnknownId(f"no event {identity!r}")
    return EVENTS[identity]


def read(text: str, today: date = TODAY) -> Period:
    return parse_days(text, today, days_of)


def span(days: str) -> Period:
    """A period from its first and last ISO day; nothing is an open end."""
    return Period(*(date.fromisoformat(day) if day else None for day in days.split("..")))


def period_error(text: str, today: date = TODAY) -> PeriodError:
    with pytest.raises(PeriodError) as caught:
        read(text, today)
    error = caught.value
    for line in (error.message, error.hint):
        assert line
        assert line.isprintable(), "one line, and nothing that a terminal would act on"
    return error
