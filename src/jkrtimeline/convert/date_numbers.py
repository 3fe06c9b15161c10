"""Dates in digits: the order of day, month and year, years of two digits, spans of years.

Raises RefusedDate wherever digits have several readings.
"""

import re
from datetime import date, tzinfo
from typing import NamedTuple

from .. import edtf
from ..edtf import DateError
from . import Century, Order

HINT = "write it like 2024-10-03, 2024-10 or 2024"


class RefusedDate(DateError):
    """A date that is not read; `rule` is a short name of the reason."""

    def __init__(self, message: str, rule: str = "date", *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.rule = rule


class DateRules(NamedTuple):
    """How the dates of a file are read.

    `order` is that of numbers such as 10/3/2024, `century` that of years of two digits. `groupings` allows
    EDTF's seasons, quarters and halves (2024-21), which only jkr writes; `maybe_groupings` refuses them,
    because the table may be jkr's. `year_spans` holds when the column also has spans of years such as 1939-41.
    Times in UTC are read as days in `zone`.
    """

    order: Order | None = None
    century: Century | None = None
    groupings: bool = False
    maybe_groupings: bool = False
    year_spans: bool = False
    zone: tzinfo | None = None


class DateFields(NamedTuple):
    """The parts of one date; the year is missing in `29 May` and the month in `30, 1993`. `weekday` counts
    from Monday, 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


def full_year(digits: str, whole: str, rules: DateRules) -> int:
    """A year as written; two digits need `--century`."""
    if len(digits) != 2:
        return int(digits)
    if rules.century is None:
        hint = "say which century: --century 1900 or --century 2000"
        raise RefusedDate(f"{whole!r} has a year of two digits", "short-year", hint=hint)
    return int(rules.century) + int(digits)


def numeric_fields(words: str, rules: DateRules) -> DateFields | None:
    """The date of a text of digits, dots, slashes and hyphens; None where it has another form."""
    numbers = re.sub(r"\s*([/.-])\s*", r"\1", words)
    if match := re.fullmatch(r"(?a)(\d{4})([/.-])(\d{1,2})\2(\d{1,2})\.?", numbers):
        return DateFields(int(match[1]), int(match[3]), int(match[4]))
    if match := re.fullmatch(r"(?a)(\d{4})(\d\d)(\d\d)", words):  # ISO 8601, basic format
        return DateFields(*map(int, match.groups()))
    if match := re.fullmatch(r"(?a)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)\.?", numbers):
        return _ordered(words, (match[1], match[3], match[4]), rules)
    if match := re.fullmatch(r"(?a)(\d{1,2})[/.-](\d{4})", numbers):
        return DateFields(int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(?a)(\d{4})[/.](\d{1,2})\.?", numbers):
        return _year_and_number(words, match[1], match[2])
    if re.fullmatch(r"(?a)\d{5}([.,]\d+)?", words):
        hint = "show the column as dates in the spreadsheet (format YYYY-MM-DD), and export it again"
        raise RefusedDate(f"{words!r} looks like the serial number of a day in a spreadsheet", "serial", hint=hint)
    return None


def _year_and_number(words: str, year: str, number: str) -> DateFields:
    if int(number) > int(year) % 100 or not 1 <= int(number) <= 12:
        raise RefusedDate(f"{words!r} could be a month or several years", "month", hint="write 2024-10 or 2024/2025")
    return DateFields(int(year), int(number))


def _ordered(words: str, numbers: tuple[str, str, str], rules: DateRules) -> DateFields:
    """Two numbers and a year, or three numbers of two digits."""
    one, two, three = numbers
    orders: dict[Order, tuple[str, str, str]] = {"dmy": (three, two, one), "mdy": (three, one, two)}
    if len(three) == 2:
        full_year(three, words, rules)
        if len(one) == 2:
            orders["ymd"] = (one, two, three)
    readings: dict[Order, date] = {}  # 3/3/2024 is the same day in two orders
    for name, (year, month, day) in orders.items():
        try:
            readings[name] = date(full_year(year, words, rules), int(month), int(day))
        except ValueError:
            continue
    if rules.order is not None:
        if rules.order not in readings:
            raise RefusedDate(
                f"{words!r} is no day in the order {rules.order}", "order", hint="--dates applies to all dates"
            )
        return _fields(readings[rules.order])
    days = sorted(set(readings.values()))
    if len(days) > 1:
        named = [f"{day.day} {edtf.MONTH_NAMES[day.month - 1]}" for day in days]
        if len({day.year for day in days}) > 1:
            named = [f"{text} {day.year}" for text, day in zip(named, days, strict=True)]
        else:
            named[-1] += f" {days[0].year}"
        count = "two" if len(days) == 2 else "three"
        hint = f"say which number is the day: {' or '.join(f'--dates {name}' for name in readings)}"
        raise RefusedDate(f"{words!r} could be {count} days, {' or '.join(named)}", "two-days", hint=hint)
    if not days:
        raise RefusedDate(f"{words!r} is not a date in any order", hint=HINT)
    return _fields(days[0])


def _fields(day: date) -> DateFields:
    return DateFields(day.year, day.month, day.day)


_SPAN = r"(?a)(\d{3,4})( ?)(-|–|/|\bto\b|\buntil\b|\bthrough\b)( ?)(\d{1,4})"


def year_span(words: str, rules: DateRules) -> tuple[int, int] | None:
    """The two years of `1939-41`, `1592–1598` or `1903–8`; None where the text has another form.

    Raises RefusedDate for a text that could also be a month, and for one that is neither.
    """
    match = re.fullmatch(_SPAN, words)
    if match is None:
        return None
    first, mark, last = match[1], match[3], match[5]
    if len(last) >= 3 and len(last) >= len(first):
        return int(first), int(last)
    if len(first) == 4 and len(last) < 3:
        century, rest = divmod(int(first), 10 ** len(last))
        later = int(last) > rest
        short = century * 10 ** len(last) + int(last)
        next_century = len(last) == 2 and rest == 99 and int(last) == 0
        months = 1 <= int(last) <= 12
        if mark == "/" and months and later:
            raise RefusedDate(
                f"{words!r} could be a month or several years", "month", hint="write 2024-10 or 2024/2025"
            )
        if mark == "/" and months and not later:
            return None
        if mark == "-" and not match[2] and months and not next_century:
            if not later:
                return None
            if len(last) == 1 or rules.year_spans:
                name = edtf.MONTH_NAMES[int(last) - 1]
                message = f"{words!r} could be {name} {first}, or the years {first} to {short}"
                hint = f"write {name} {first}, or {first}/{short}"
                raise RefusedDate(message, "year-span", hint=hint)
            return None
        if later or next_century:
            return int(first), short if later else int(first) + 1
    hint = "write two years in full: 1939/1941"
    raise RefusedDate(f"{words!r} is neither a month nor a span of years", "year-span", hint=hint)


def is_year_span(text: str) -> bool:
    """Whether a text is a span of years that cannot be a month, such as 1939-41."""
    match = re.fullmatch(r"(?a)\s*(\d{4})\s*[-–/]\s*(\d\d)\s*", text)
    return match is not None and int(match[2]) > max(12, int(match[1]) % 100)
