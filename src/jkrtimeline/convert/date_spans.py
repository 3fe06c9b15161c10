"""Dates that are longer than a day → EDTF: seasons, quarters, weeks, decades, centuries; spans of years; ranges."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from .. import edtf
from ..edtf import DateError, EventDate
from .date_forms import DateFields
from .date_rules import HINT, DateRules, RefusedDate, full_year

RANGE_MARKS = (
    *(" – ", "–", " - ", " to ", " through ", " thru ", " until ", " till ", " bis ", " ~ ", "~", "/", ".."),
    "-",  # last, because it also joins the parts of a date
)
"""What separates the ends of a range."""

OPEN_END = "(?i)present|now|ongoing|today|現在|현재"
"""The end of what goes on."""

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}
_SEASON = f"(?P<season>{'|'.join(_SEASONS)})"
_YEAR = r"(?P<year>\d{4})"
_OPEN = r"(?:\?\?|xx|__)"
"""A day or a month that is not known."""

_GROUPINGS = (
    rf"(?P<southern>southern )?{_SEASON}(?:,? of|,)? {_YEAR}(?:[-–/](?P<until>\d{{2}}|\d{{4}}))?",  # winter 2023/24
    rf"{_YEAR},? {_SEASON}",  # 2024 spring
    rf"{_YEAR}[ -]?(?P<kind>[qh])(?P<number>[1-4])",  # 2024-Q4
    rf"(?P<kind>[qh])(?P<number>[1-4])[ /-]?{_YEAR}",  # Q4 2024
    rf"(?P<ordinal>{'|'.join(_ORDINALS)}) (?P<kind>quarter|half)(?: of|,)? {_YEAR}",  # first half of 2024
    rf"{_YEAR}-?w(?P<week>\d\d?)(?:-?(?P<weekday>[1-7]))?",  # 2024-W40
    r"(?:the )?(?P<decade>\d{2,3}0|'?\d0)['’]?s",  # the 1990s
    r"(?:the )?(?P<century>\d{1,2})(?:st|nd|rd|th) (?:century|cent\.?|c\.)(?: (?:ad|ce))?",  # 19th century
)


def grouping_of(words: str, rules: DateRules) -> EventDate | None:
    """A season, quarter, half, week, decade or century in words; None for anything else. Raises RefusedDate."""
    match = next(filter(None, (re.fullmatch(form, words.lower(), re.ASCII) for form in _GROUPINGS)), None)
    part = match.groupdict() if match else {}
    if "season" in part:
        return _season(words, part)
    if "kind" in part:
        number = int(part.get("number") or _ORDINALS[part["ordinal"]])
        if part["kind"][0] == "h" and number > 2:
            raise RefusedDate(f"{words!r} does not exist", hint="a year has two halves")
        return edtf.parse(f"{part['year']}-{number + (32 if part['kind'][0] == 'q' else 39)}")
    if "week" in part:
        try:
            first = date.fromisocalendar(int(part["year"]), int(part["week"]), int(part["weekday"] or 1))
            return edtf.parse(f"{first}" if part["weekday"] else f"{first}/{first + timedelta(days=6)}")
        except (ValueError, OverflowError):
            hint = f"the year {part['year']} has fewer weeks"
            raise RefusedDate(f"{words!r} does not exist", hint=hint) from None
    if "decade" in part:
        return _decade(words, part["decade"].lstrip("'"), rules)
    number = int(part.get("century", 0))
    return edtf.parse(f"{number * 100 - 99:04}/{number * 100:04}") if number else None


def _season(words: str, part: dict[str, str | None]) -> EventDate:
    name, year, southern, until = (part.get(key) or "" for key in ("season", "year", "southern", "until"))
    over_new_year = name == ("summer" if southern else "winter")
    if until and (not over_new_year or int(until) != (int(year) + 1) % 10 ** len(until)):
        raise RefusedDate(f"{words!r} is not one {name}", hint=HINT)
    return edtf.parse(f"{year}-{_SEASONS[name] + (8 if southern else 0)}")


def _decade(words: str, first: str, rules: DateRules) -> EventDate:
    year = full_year(first, words, rules)
    if year % 100 == 0 and len(first) > 2:
        hint = f"write {year // 10}X for the decade, {year // 100}XX for the century"
        raise RefusedDate(f"{words!r} could be {year} to {year + 9}, or to {year + 99}", "decade", hint=hint)
    return edtf.parse(f"{year // 10:03}X")


def year_span(words: str, rules: DateRules) -> EventDate | None:
    """The years `1939-41`, `1592–1598` or `1903–8`; None where the text has another form.

    Raises RefusedDate for a text that could also be a month, and for one that is neither.
    """
    match = re.fullmatch(r"(?a)(\d{3,4})( ?)(-|–|/|\bto\b|\buntil\b|\bthrough\b)( ?)(\d{1,4})", words)
    if match is None:
        return None
    first, blank, mark, _, last = match.groups()
    if len(last) >= max(3, len(first)):
        return interval(f"{int(first):04}", f"{int(last):04}")
    if len(first) == 4 and len(last) < 3:
        step = 10 ** len(last)
        second = int(first) // step * step + int(last)
        if last == "00" and first[2:] == "99":  # 1899-00
            second = int(first) + 1
        later = second > int(first)
        if 1 <= int(last) <= 12 and (mark == "/" or (mark == "-" and not blank)):  # it may be a month
            if later and mark == "/":
                message = f"{words!r} could be a month or several years"
                raise RefusedDate(message, "month", hint="write 2024-10 or 2024/2025")
            if later and (len(last) == 1 or rules.year_spans):
                name = edtf.MONTH_NAMES[int(last) - 1]
                message = f"{words!r} could be {name} {first}, or the years {first} to {second}"
                raise RefusedDate(message, "year-span", hint=f"write {name} {first}, or {first}/{second}")
            return None
        if later:
            return interval(first, f"{second:04}")
    if len(last) == 3:
        raise RefusedDate(f"{words!r} is not a date", hint=HINT)
    hint = "write two years in full: 1939/1941"
    raise RefusedDate(f"{words!r} is neither a month nor a span of years", "year-span", hint=hint)


def points_of(texts: Iterable[str]) -> Literal["months", "decimals", "either"]:
    """What `2024.5` means, judged by the other dates of the table."""
    forms = {"decimals": r"(?a)\d{4}\.(?:1[3-9]|[2-9]\d|\d{3,})", "months": r"(?a)\d{4}\.(?:10|\d\d?\.\d\d?\.?)"}
    known = {name for text in texts for name, form in forms.items() if re.fullmatch(form, text)}
    return "decimals" if "decimals" in known else "months" if known else "either"


def is_year_span(text: str) -> bool:
    """Whether a text is a span of years that cannot be a month, such as 1939-41."""
    match = re.fullmatch(r"(?a)\s*(\d{4})\s*[-–/]\s*(\d\d)\s*", text)
    return match is not None and int(match[2]) > max(12, int(match[1]) % 100)


def unspecified_day(words: str, rules: DateRules) -> EventDate | None:
    """The date of `2024-10-??`, `2024/xx/xx` or `??.10.2024`; None of any other text."""
    match = re.fullmatch(rf"(?ai){_YEAR}([/.-])(?P<month>\d\d?|{_OPEN})\2{_OPEN}", words)
    if match is None and rules.order in (None, "dmy"):
        match = re.fullmatch(rf"(?ai){_OPEN}([/.-])(?P<month>\d\d?|{_OPEN})\1{_YEAR}", words)
    if match is None and rules.order in (None, "mdy"):
        match = re.fullmatch(rf"(?ai)(?P<month>\d\d?|{_OPEN})([/.-]){_OPEN}\2{_YEAR}", words)
    if match is None:
        return None
    year, month = match["year"], match["month"].zfill(2)
    if not month.isdigit():
        return edtf.parse(f"{year}-XX-XX")
    if not 1 <= int(month) <= 12:
        raise RefusedDate(f"{words!r} has the month {month}", hint="months are 1 to 12")
    return edtf.parse(f"{year}-{month}-XX")


def shortened_end(words: str) -> tuple[str, str] | None:
    """The ends of `2023-05-12/15` (ISO 8601-1, 5.5.2.4); None of any other text."""
    match = re.fullmatch(r"(?a)(\d{4})-(\d\d)-(\d\d) ?/ ?(?:(\d\d)-)?(\d\d)", words)
    if match is None:
        return None
    year, month, day, last_month, last_day = match.groups()
    return f"{year}-{month}-{day}", f"{year}-{last_month or month}-{last_day}"


def consecutive(match: re.Match[str]) -> str:
    """`29 & 30` as a range; other days are several dates."""
    return f"{match[1]}–{match[2]}" if int(match[2]) == int(match[1]) + 1 else match[0]


def bounds(when: EventDate) -> tuple[str, str]:
    """A date as the start and as the end of an interval, where EDTF allows no X."""
    text = when.text.replace("-XX", "")
    if "X" not in text:
        if "/" in text:
            raise RefusedDate(f"{text!r} is an interval where one date should be", hint=HINT)
        return text, text
    return f"{when.start.year:04}" if when.start else "", f"{when.end.year:04}" if when.end else ""


def completed(one: DateFields, two: DateFields) -> tuple[DateFields, DateFields]:
    """Two ends of a range, each with the month and year that only the other one names."""
    if one.year is None:
        one = one._replace(year=two.year)
    if two.year is None:
        two = two._replace(year=one.year)
    if one.month is None and one.day is not None:
        one = one._replace(month=two.month)
    if two.month is None and two.day is not None:
        two = two._replace(month=one.month)
    return one, two


def interval(start: str, end: str) -> EventDate:
    """The interval of two texts in EDTF; one date when they are the same. Raises DateError."""
    for text in (start, end):
        if "/" in text and start != end:
            raise RefusedDate(f"{text!r} is an interval where one date should be", hint="one date in each column")
    text = start if start == end else f"{start}/{end}"
    try:
        return edtf.parse(text)
    except DateError as error:
        if "ends before" in error.message:
            raise RefusedDate(f"{text!r} ends before it starts", "end", hint="correct one of the two dates") from None
        raise
