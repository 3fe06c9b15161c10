"""Why a text is not a period, and how to write it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from .. import edtf
from .forms import LONG_LENGTH, calendar
from .period import NotAPeriod, PeriodError

_EXAMPLES = (
    "2024, 2024-10, 2024-10-03, 2024-Q4, 2024-H1, 2024-W40, 'Oct 2024', August, 'last month', 'last 2 weeks', 90d, a..b"
)
YEAR_MONTH = r"(\d{4})[/.](\d{1,2})|(\d{1,2})[/.](\d{4})"
DAY_MONTH = r"\d{1,2}/\d{1,2}"
_NUMERIC = r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})"


def refuse_period(text: str, words: str) -> NoReturn:
    """Raise PeriodError for a text without a form: NotAPeriod unless it resembles a date."""
    if match := re.fullmatch(_NUMERIC, words, re.ASCII):
        _refuse_order(text, match)
    if match := re.fullmatch(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", words, re.ASCII):
        _refuse_form(text, "is not written with hyphens", match.groups())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", words, re.ASCII):
        _refuse_form(text, "has a month or day of one digit", match.groups())
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", words, re.ASCII):
        _refuse_form(text, "lacks its hyphens", match.groups())
    if match := re.fullmatch(YEAR_MONTH, words, re.ASCII):
        _refuse_form(text, "is not written with a hyphen", (match[1] or match[4], match[2] or match[3]))
    if re.fullmatch(DAY_MONTH, words, re.ASCII):
        _refuse_day_of_year(text, *map(int, words.split("/")))
    if match := re.fullmatch(LONG_LENGTH, words, re.ASCII):
        raise PeriodError(
            f"{text!r} is a length, not a date", hint=f"write '{words} ago', 'last {words}' or {match[1]}{match[2][0]}"
        )
    from .wording import are_date_words

    if are_date_words(words):
        from .two_readings import refuse_two_readings

        refuse_two_readings(text, words)
    raise NotAPeriod(f"{text!r} is not a period of time", hint=f"write one of: {_EXAMPLES}")


def refuse_every_year(text: str) -> NoReturn:
    """Raise PeriodError for a date without a year where one is needed."""
    raise PeriodError(f"{text!r} has no year", hint=f"write it like '{text.strip()} 2024'")


def _refuse_order(text: str, match: re.Match[str]) -> NoReturn:
    """Refuse a date in digits that does not begin with the year; say what it could mean."""
    year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
    readings = []
    for day, month in ((int(match[1]), int(match[3])), (int(match[3]), int(match[1]))):
        try:
            reading = date(year, month, day)
        except ValueError:
            continue
        if reading not in readings:
            readings.append(reading)
    if not readings:
        raise PeriodError(f"{text!r} is not a date in any order", hint="write year, month, day: 2024-10-03")
    could = " or ".join(f"{day.day} {edtf.MONTH_NAMES[day.month - 1]} {day.year}" for day in readings)
    raise PeriodError(
        f"{text!r} could be {could}"
        if len(readings) > 1
        else f"{text!r} is not in the order year, month, day ({could})",
        hint="write " + " or ".join(str(day) for day in readings),
    )


def _refuse_day_of_year(text: str, one: int, two: int) -> None:
    """A day of every year in digits, with a slash."""
    days = [
        (month, day) for month, day in dict.fromkeys(((one, two), (two, one))) if 1 <= month <= 12 and 1 <= day <= 31
    ]
    if days:
        could = " or ".join(f"{day} {edtf.MONTH_NAMES[month - 1]}" for month, day in days)
        written = " or ".join(f"{month:02}-{day:02}" for month, day in days)
        raise PeriodError(
            f"{text!r} {'could be' if len(days) > 1 else 'is'} {could} of every year", hint=f"write {written}"
        )


def _refuse_form(text: str, reason: str, parts: Sequence[str | None]) -> NoReturn:
    """Refuse a date for its form, and say how to write it; if there is no such day, say that."""
    year, month, day = (part or "" for part in (*parts, "")[:3])
    calendar(text, year, month, day)
    raise PeriodError(
        f"{text!r} {reason}", hint=f"write {'-'.join(part.zfill(2) for part in (year, month, day) if part)}"
    )
