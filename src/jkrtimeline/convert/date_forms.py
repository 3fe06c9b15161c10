"""One date in words or digits → its year, month and day. DATE_FORMS is the table of forms.

Raises RefusedDate wherever a date has several readings.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from .. import edtf
from ..periods.forms import WEEKDAYS
from .date_rules import HINT, DateRules, RefusedDate, full_year, month_number, refuse_decimal

_WEEKDAY_LETTERS = ("月월", "火화", "水수", "木목", "金금", "土토", "日일")
"""The Japanese and the Korean letter of each weekday, from Monday."""

_ERAS: dict[str, tuple[str, date, date | None]] = {
    "令和": ("R", date(2019, 5, 1), None),
    "平成": ("H", date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": ("S", date(1926, 12, 25), date(1989, 1, 7)),
    "大正": ("T", date(1912, 7, 30), date(1926, 12, 24)),
    "明治": ("M", date(1868, 10, 23), date(1912, 7, 29)),
}
"""Japanese eras: the letter for each on forms, its first and last day."""

ERA = "|".join(_ERAS)
_GREGORIAN = 1873
"""The year in which Japan adopted the Gregorian calendar."""


class DateFields(NamedTuple):
    """The parts of one date; the year is missing in `29 May` and the month in `30, 1993`. `weekday` counts
    from Monday, 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


_Form = Callable[..., DateFields | None]
"""A function that reads a text by the rules of its file; its other parameters are the named groups of a pattern, empty
where they do not match."""


def date_fields(words: str, rules: DateRules) -> DateFields | None:
    """The year, month and day of one date; those that the other end of a range gives may be missing. None where the
    text has no form of a date. Raises RefusedDate where it has several readings."""
    for pattern, form in DATE_FORMS:
        match = re.fullmatch(pattern, words, re.ASCII | re.IGNORECASE)
        if match and (fields := form(words, rules, **match.groupdict(default=""))):
            return fields
    return None


def date_of_fields(fields: DateFields, words: str) -> edtf.EventDate:
    """The date of complete fields. Raises DateError for a day that does not exist."""
    if fields.year is None:
        raise RefusedDate(f"{words!r} has no year", "no-year", hint="give each date its year")
    parts = [f"{fields.year:04}", *(f"{part:02}" for part in fields[1:3] if part is not None)]
    if fields.month is not None and not 1 <= fields.month <= 12:
        raise RefusedDate(f"{words!r} has the month {fields.month}", hint="months are 1 to 12")
    when = edtf.parse("-".join(parts))
    if fields.weekday is not None and len(parts) == 3 and when.start and when.start.weekday() != fields.weekday:
        name = WEEKDAYS[when.start.weekday()].title()
        message = f"{words!r} names the wrong weekday: the day was a {name}"
        raise RefusedDate(message, "weekday", hint="correct the date or the weekday")
    return when


def _plain(words: str, rules: DateRules, year: str = "", month: str = "", day: str = "") -> DateFields | None:
    """A date whose year, month and day are in the order of its form."""
    number = month_number(month) if month else None
    if month and number is None:
        return None
    return DateFields(full_year(year, words, rules) if year else None, number, _number(day))


def _number(digits: str) -> int | None:
    return int(digits) if digits else None


def _weekday(text: str) -> int | None:
    """The weekday of an English name or of a Japanese or Korean letter, from Monday, 0."""
    first = text[:3].lower() if text.isascii() else text[0]
    names = (*_WEEKDAY_LETTERS, *WEEKDAYS)
    return next(number % 7 for number, name in enumerate(names) if first in name) if text else None


def _on_weekday(words: str, rules: DateRules, weekday: str, rest: str) -> DateFields | None:
    fields = date_fields(rest.strip(), rules)
    return fields._replace(weekday=_weekday(weekday)) if fields and fields.day else None


def _ordered(words: str, rules: DateRules, one: str, two: str, three: str) -> DateFields:
    """Two numbers and a year, or three numbers of two digits."""
    orders = {} if len(three) == 1 else {"dmy": (three, two, one), "mdy": (three, one, two)}
    if len(three) < 4 and len(one) == 2:
        orders["ymd"] = (one, two, three)
    if orders and len(three) == 1 and rules.order is None:  # 28.4.1 may have the year of an era
        hint = "if it is the first: --dates ymd --century 2000"
        raise RefusedDate(f"{words!r} does not say which number is the year", "short-year", hint=hint)
    if orders and len(three) < 4:
        full_year("00", words, rules)
    readings: dict[str, date] = {}  # 3/3/2024 is the same day in two orders
    for name, (year, month, day) in orders.items():
        try:
            readings[name] = date(full_year(year, words, rules), int(month), int(day))
        except ValueError:
            continue
    if rules.order is not None:
        if rules.order not in readings:
            message = f"{words!r} is no day in the order {rules.order}"
            raise RefusedDate(message, "order", hint="--dates applies to all dates")
        readings = {rules.order: readings[rules.order]}
    days = sorted(set(readings.values()))
    if not days:
        raise RefusedDate(f"{words!r} is not a date in any order", hint=HINT)
    if len(days) > 1:
        named = [f"{day.day} {edtf.MONTH_NAMES[day.month - 1]}" for day in days]
        if len({day.year for day in days}) > 1:
            named = [f"{text} {day.year}" for text, day in zip(named, days, strict=True)]
        else:
            named[-1] += f" {days[0].year}"
        count = "two" if len(days) == 2 else "three"
        hint = f"say which number is the day: {' or '.join(f'--dates {name}' for name in readings)}"
        raise RefusedDate(f"{words!r} could be {count} days, {' or '.join(named)}", "two-days", hint=hint)
    return DateFields(days[0].year, days[0].month, days[0].day)


def _year_and_number(words: str, rules: DateRules, year: str, number: str, mark: str) -> DateFields:
    if mark == ".":
        is_month = rules.points == "months" or rules.order == "ymd" or (len(number) == 2 and rules.points == "either")
        if not is_month or not 1 <= int(number) <= 12:
            refuse_decimal(words)
        return DateFields(int(year), int(number))
    if int(number) > int(year) % 100 or not 1 <= int(number) <= 12:
        message = f"{words!r} could be a month or several years"
        raise RefusedDate(message, "month", hint="write 2024-10 or 2024/2025")
    return DateFields(int(year), int(number))


def _serial(words: str, rules: DateRules) -> DateFields:
    hint = "show the column as dates in the spreadsheet (format YYYY-MM-DD), and export it again"
    raise RefusedDate(f"{words!r} looks like the serial number of a day in a spreadsheet", "serial", hint=hint)


def _eastern(
    words: str,
    rules: DateRules,
    month: str,
    day: str,
    year: str = "",
    weekday: str = "",
    era: str = "",
    number: str = "",
) -> DateFields | None:
    """A date in Japanese, Korean or Chinese, or on a Japanese form."""
    if day and not month and (year or era):
        return None
    fields = DateFields(_number(year), _number(month), _number(day), _weekday(weekday))
    return _in_era(words, era, number, fields) if era else fields


def _twice(words: str, rules: DateRules, before: str, again: str, after: str) -> DateFields | None:
    """A date whose year is written in two calendars. Raises RefusedDate where they differ."""
    fields = date_fields(before + after, rules)
    if fields is None or fields.year is None:
        return None
    rest = "".join(f"{number}{mark}" for number, mark in ((fields.month, "月"), (fields.day, "日")) if number)
    other = date_fields(again + rest, rules)
    if other is None or other.year != fields.year:
        raise RefusedDate(f"{words!r} names two years", "era", hint="correct one of them")
    return fields


def _in_era(words: str, era: str, number: str, fields: DateFields) -> DateFields:
    """A date of an era, by its name or letter. Raises RefusedDate for one that the era does not have."""
    name = next(name for name, (letter, _, _) in _ERAS.items() if era in (name, letter))
    _, begin, end = _ERAS[name]
    year = begin.year + (1 if number == "元" else int(number)) - 1
    if year < _GREGORIAN:
        hint = "convert it to the Gregorian calendar"
        raise RefusedDate(f"{words!r} is a date of the old Japanese calendar", "era", hint=hint)
    fields = fields._replace(year=year)
    try:
        first = date(year, fields.month or 1, fields.day or 1)
    except ValueError:
        return fields  # refused with the reason when the fields become a date
    last = first if fields.day else edtf.month_end(year, fields.month or 12)
    if last < begin or (end is not None and first > end):
        raise RefusedDate(f"{words!r} is no date of its era", "era", hint=f"{name} is {begin} to {end or 'today'}")
    return fields


MONTH = f"(?:{'|'.join(edtf.MONTHS)})[a-z]*"
_MONTH = rf"(?P<month>{MONTH})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_GAP = r"[ .,/-]+"
_AD = r"(?: ?(?:ad|a\.d\.|ce|c\.e\.))?"
_YEAR = rf"(?:'|ad |a\.d\. )?(?P<year>\d{{3,4}}|\d\d){_AD}"
_YYYY, _MM, _DD = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_MARK, _SAME_MARK = r"\s*([/.-])\s*", r"\s*\2\s*"  # it is the second group
_DOT = r"(?:\s*\.)?"
_DAY_NAME = "mon|tue|wed|thu|fri|sat|sun"
_DAY_LETTER = "[月火水木金土日월화수목금토일](?:曜日?|요일)?"
_EASTERN = (
    rf"(?=.*[年月日년월일])(?:(?:西暦|西紀|서기)? ?{_YYYY} ?[年년]|(?P<era>{ERA}) ?(?P<number>元|\d{{1,2}}) ?年)?"
    rf"(?: ?{_MM} ?[月월])?(?: ?{_DD} ?[日일])?(?: ?[(]?(?P<weekday>{_DAY_LETTER})[)]?)?"
)

DATE_FORMS: tuple[tuple[str, _Form], ...] = (
    (rf"(?P<weekday>{_DAY_NAME})(?:s|nes|rs|r|ur|urs)?(?:day)?\.?,? (?P<rest>.+)", _on_weekday),  # Thu 3 Oct 2024
    (rf"(?P<rest>.*\d\.?) ?\((?P<weekday>(?:{_DAY_NAME})[a-z]*\.?|{_DAY_LETTER})\)", _on_weekday),  # 3 Oct 2024 (Thu)
    (_YYYY + _MARK + _MM + _SAME_MARK + _DD + _DOT, _plain),  # 2024. 10. 3.
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _plain),  # 20241003: ISO 8601, basic format
    (rf"(?P<one>\d{{1,2}}){_MARK}(?P<two>\d{{1,2}}){_SAME_MARK}(?P<three>\d{{4}}|\d\d?){_DOT}", _ordered),  # 10/3/2024
    (_MM + _MARK + _YYYY, _plain),  # 10/2024
    (rf"{_YYYY}(?P<mark>\s*/\s*)(?P<number>\d{{1,2}}){_DOT}", _year_and_number),  # 2024/10
    (rf"{_YYYY}(?P<mark>\.)(?P<number>\d{{1,2}})", _year_and_number),  # 2024.10
    (rf"{_YYYY}\s*\.\s*{_MM}{_DOT}", _plain),  # 2024. 10.
    (r"\d{5}(?:[.,]\d+)?", _serial),  # 45568
    (rf"(?P<era>(?-i:[RHSTM])|{ERA})\.?(?P<number>\d{{1,2}})[./-]{_MM}[./-]{_DD}", _eastern),  # R6.10.3
    (r"(?P<before>.+年[^()]*?) ?[(](?P<again>[^()]+年)[)](?P<after>.*)", _twice),  # 1989年(昭和64年)1月7日
    (_EASTERN, _eastern),  # 2024年10月3日(木), 令和6年10月3日
    (rf"{_DAY}(?:{_GAP}| ?of )?{_MONTH}(?:{_GAP}{_YEAR})?", _plain),  # 3 October 2024
    (_MONTH + _GAP + _DAY + _GAP + _YEAR, _plain),  # October 3, 2024
    (rf"{_MONTH}(?:{_GAP}|,? of )(?P<year>\d{{3,4}}){_AD}", _plain),  # October 2024
    (rf"{_MONTH} {_DAY}", _plain),  # October 3
    (rf"{_YYYY}{_GAP}{_MONTH}(?:{_GAP}{_DAY})?", _plain),  # 2024 Oct 3
    (_MONTH, _plain),  # October
    (rf"(?=\d{{3}}|.*[a-z])(?:(?:ad|a\.d\.|ce) ?)?(?P<year>\d{{1,4}}){_AD}", _plain),  # 987, AD 79
    (rf"{_DAY}{_MONTH}{_YYYY}", _plain),  # 03OCT2024
    (r"'(?P<year>\d\d)", _plain),  # '98
    (rf"{_DAY}(?:,? {_YYYY})?", _plain),  # 30, 1993: one end of a range
)
"""Pattern of a date, without regard to case, and the function that reads the parts that it names; the first that gives
a date counts. To read one more form, add a row; a form must have exactly one reading."""
