"""Dates as people and programs write them → EDTF, where they have exactly one reading.

Never a guess: what has two readings or none is refused with the reason. Knows nothing of today.
"""

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple, NoReturn
from unicodedata import normalize

from .. import edtf, periods
from ..edtf import DateError
from . import Order
from .report import quoted

_LONGEST = 60
"""Letters of a date; what is longer is a text."""

_CLOCK = (
    r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt|[+-]\d\d(?::?\d\d)?))?"
    r"|(?:1[0-2]|0?[1-9]) ?[ap]\.?m\.?"
)
_TIMED = rf"(?ai)(.+?)(?:(?<=\d)T(?:{_CLOCK}|[0-2]\d[0-5]\d(?:[0-5]\d)?z?)|,? (?:at )?(?:{_CLOCK}))"
_MIDNIGHT = r"(?ai)0?0:00(?::00)?(?: ?am)?|12:00(?::00)? ?a\.?m\.?"
_MONTH = "(?:" + "|".join(edtf.MONTHS) + ")[a-z]*"
_IN_WORDS = rf"(?ai)\b{_MONTH}\b|[年년]|\b(?:spring|summer|autumn|fall|winter)\b|(?<![a-z])[qhw]\d"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?ai)(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\.?,? (.+)"
_NUMBER = r"(?a)(-?\d{1,12})(?:\.0+)?"


class RefusedDate(DateError):
    """A date that is not read; `rule` is a short name of the reason."""

    def __init__(self, message: str, rule: str = "date", *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.rule = rule


class Written(NamedTuple):
    """The EDTF text of a date, and whether a time of day stood with it."""

    text: str
    timed: bool = False


def read(text: str, order: Order | None = None) -> Written:
    """Read one date or interval. `order` is that of numbers such as 10/3/2024, for all of them.

    Raises DateError with the reason.
    """
    words = " ".join(normalize("NFKC", text).split())
    if len(words) > _LONGEST:
        raise RefusedDate(f"{quoted(words)} is not a date", hint=_HINT)
    with suppress(DateError):
        return Written(edtf.parse(words).text)
    timed = re.fullmatch(_TIMED, words)
    if timed is None:
        return Written(_date(words, order))
    found = _date(timed[1], order)
    if "/" in found or edtf.parse(found).precision != "day":
        raise RefusedDate(f"{words!r} has a time of day without a day", hint=_HINT)
    return Written(found, True)


_HINT = "write it like 2024-10-03, 2024-10 or 2024 (EDTF)"


def _date(words: str, order: Order | None) -> str:
    """A date without a time of day."""
    try:
        return edtf.parse(words).text
    except DateError as error:
        reason = error
    numbers = re.sub(r"\s*([/.-])\s*", r"\1", words)
    if match := re.fullmatch(r"(?a)(\d{4})([/.-])(\d{1,2})\2(\d{1,2})\.?", numbers):
        return _calendar(match[1], match[3], match[4])
    if match := re.fullmatch(r"(?a)(\d{4})(\d\d)(\d\d)", words):  # ISO 8601, basic format
        return _calendar(*match.groups())
    if match := re.fullmatch(r"(?a)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)\.?", numbers):
        return _numbers(words, int(match[1]), int(match[3]), match[4], order)
    if match := re.fullmatch(r"(?a)(\d{1,2})[/.-](\d{4})", numbers):
        return _calendar(match[2], match[1])
    if match := re.fullmatch(r"(?a)(\d{4})[/.](\d{1,2})", numbers):
        raise RefusedDate(f"{words!r} could be a month or several years", "month", hint="write 2024-10 or 2024/2025")
    if re.fullmatch(r"(?a)\d{5}([.,]\d+)?", words):
        hint = "show the column as dates in the spreadsheet (format YYYY-MM-DD), and export it again"
        raise RefusedDate(f"{words!r} looks like the number by which a spreadsheet counts days", "serial", hint=hint)
    if re.fullmatch(rf"(?ai)(\d{{1,2}}(st|nd|rd|th)?[-/., ]+{_MONTH}|{_MONTH}[-/., ]+\d{{1,2}})[-/., ]+'?\d\d", words):
        _refuse_short_year(words)
    if re.search(_IN_WORDS, words):
        return _in_words(words)
    raise reason


def _calendar(*parts: str) -> str:
    return edtf.parse("-".join(part.zfill(2) for part in parts)).text


def _refuse_short_year(words: str) -> NoReturn:
    hint = "years have four digits: show the column as YYYY-MM-DD, and export it again"
    raise RefusedDate(f"{words!r} has a year of two digits", "short-year", hint=hint)


def _numbers(words: str, one: int, two: int, year: str, order: Order | None) -> str:
    """Two numbers and a year."""
    if len(year) == 2:
        _refuse_short_year(words)
    readings = {}  # by order; 3/3/2024 is the same day in both
    for name, day, month in (("dmy", one, two), ("mdy", two, one)):
        try:
            readings[name] = date(int(year), month, day)
        except ValueError:
            continue
    if order is not None:
        if order not in readings:
            raise RefusedDate(f"{words!r} is no day in the order {order}", "order", hint="--dates holds for all dates")
        return readings[order].isoformat()
    days = sorted(set(readings.values()))
    if len(days) > 1:
        could = " or ".join(f"{day.day} {edtf.MONTH_NAMES[day.month - 1]}" for day in days)
        hint = "say which number is the day: --dates dmy or --dates mdy"
        raise RefusedDate(f"{words!r} could be two days, {could} {year}", "two-days", hint=hint)
    if not days:
        raise RefusedDate(f"{words!r} is not a date in any order", hint=_HINT)
    return days[0].isoformat()


def _in_words(words: str) -> str:
    """A date with the name of a month, season or the like; `periods` knows the forms. None of its
    words that count from today has such a name in it."""
    weekday = re.fullmatch(_WEEKDAY, words)
    rest = re.sub(r"(?i)(?<=[\d.])[-/](?=[a-z])|(?<=[a-z.])[-/](?=\d)", " ", weekday[2] if weekday else words)
    if "/" in rest or ".." in rest:
        raise RefusedDate(f"{words!r} is not one date", hint="put the end into a column of its own, or write EDTF")
    try:
        period = periods.parse(rest, date.min, printed=False)
    except periods.PeriodError as error:
        if "period of time" in error.message:
            raise RefusedDate(f"{words!r} is not a date", hint=_HINT) from None
        raise RefusedDate(error.message, hint=error.hint) from None
    first, last = period.first, period.last
    assert first is not None  # only what has '..' or '/' is open
    assert last is not None
    if weekday and (first != last or not _WEEKDAYS[first.weekday()].startswith(weekday[1].lower())):
        day = f"{_WEEKDAYS[first.weekday()].title()}" if first == last else "no day"
        raise RefusedDate(f"{words!r} does not agree with itself: it is {day}", "weekday", hint="correct one of them")
    if first == last:
        return first.isoformat()
    year = f"{first.year:04}"
    for text in (
        f"{year}-{first.month:02}",
        year,
        *(f"{year}-{number}" for number in (*range(21, 25), *range(33, 42))),
    ):
        when = edtf.parse(text)
        if (when.start, when.end) == (first, last):
            return text
    return f"{first}/{last}"  # a week


def parts(year: str, month: str = "", day: str = "") -> str:
    """The date of a year, a month and a day that stand apart; month and day may be empty."""
    given = [part.strip() for part in (year, month, day)]
    whole = quoted("-".join(part for part in given if part))
    found = [re.fullmatch(_NUMBER, part) for part in given]
    numbers = [match[1] if match else "" for match in found]
    if not given[0]:
        raise RefusedDate(f"{whole} has no year", hint="give each date its year")
    if not numbers[0] or any(part and not number for part, number in zip(given, numbers, strict=True)):
        raise RefusedDate(f"{whole} is not a year, month and day in numbers", hint=_HINT)
    if int(numbers[0]) <= 0 or len(numbers[0]) > 4:
        raise RefusedDate(
            f"{whole} is outside the years 0001 to 9999", "years", hint="leave it out, or tell it in a text"
        )
    if len(numbers[0]) < 3:
        raise RefusedDate(f"{whole} has a year of two digits", "short-year", hint="years have four digits: 0079, 1979")
    if given[2] and not given[1]:
        raise RefusedDate(f"{whole} has a day without a month", hint=_HINT)
    return _calendar(numbers[0].zfill(4), *(number for number in numbers[1:] if number))


def interval(start: str, end: str) -> str:
    """The interval of two EDTF dates; one date when they are the same."""
    for text in (start, end):
        if "/" in text and start != end:
            raise RefusedDate(f"{text!r} is an interval where one date should be", hint="one date in each column")
    if start == end:
        return start
    text = f"{start}/{end}"
    try:
        return edtf.parse(text).text
    except DateError as error:
        if "ends before" in error.message:
            raise RefusedDate(f"{text!r} ends before it starts", "end", hint="correct one of the two dates") from None
        raise


def is_time(text: str) -> bool:
    """Whether a text is a time of day and nothing else."""
    return re.fullmatch(f"(?ai)(?:{_CLOCK})", text.strip()) is not None


def is_midnight(text: str) -> bool:
    """Whether a time of day is 0 o'clock: what ends then does not last into that day."""
    return re.fullmatch(_MIDNIGHT, text.strip()) is not None
