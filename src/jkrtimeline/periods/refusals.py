"""Why a text is not a period, and how to write it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from .. import edtf
from . import NotAPeriod, Period, PeriodError, Recurring
from .forms import EAST_MONTH_MAYBE_YEAR, LONG_LENGTH, MONTH_MAYBE_YEAR, calendar, number_of_month

_EXAMPLES = "2024, 2024-10, 2024-10-03, 2024-Q4, 2024-H1, 2024-W40, 'Oct 2024', 'last month', 'last 2 weeks', 90d, a..b"
YEAR_MONTH = r"(\d{4})[/.](\d{1,2})|(\d{1,2})[/.](\d{4})"
DAY_MONTH = r"\d{1,2}/\d{1,2}"
_NUMERIC = r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})"

_SEASON = r"(?:every )?(spring|summer|autumn|fall|winter)"

_END_OF_YEAR = ("December", "{year}-12", "its last quarter", "{year}-Q4")
_START_OF_YEAR = ("January", "{year}-01", "its first quarter", "{year}-Q1")
_END_OF_MONTH = ("its last day", "{days}-{last}", "its last third", "'late {spoken}'")
_FISCAL = ("the year from April (Japan)", "{year}-04..{next}-03", "from January (South Korea)", "{year}")

_TWO_READINGS: tuple[tuple[str, tuple[str, str, str, str]], ...] = (
    (r"end(?: of)? (?P<year>\d{4})", _END_OF_YEAR),
    (r"(?P<year>\d{4}) ?[年년]の? ?[末말]", _END_OF_YEAR),
    (r"(?:beginning|start)(?: of)? (?P<year>\d{4})", _START_OF_YEAR),
    (r"(?P<year>\d{4}) ?[年년]の? ?[初초]め?", _START_OF_YEAR),
    (r"early[ -](?P<year>\d{4})", ("its first quarter", "{year}-Q1", "January to April", "{year}-01..{year}-04")),
    (
        r"(?:mid[ -]|middle of )(?P<year>\d{4})",
        ("May to August", "{year}-05..{year}-08", "April to September", "{year}-Q2..{year}-Q3"),
    ),
    (r"late[ -](?P<year>\d{4})", ("its last quarter", "{year}-Q4", "September to December", "{year}-09..{year}-12")),
    (rf"end(?: of)? {MONTH_MAYBE_YEAR}", _END_OF_MONTH),
    (rf"{EAST_MONTH_MAYBE_YEAR}の?末", _END_OF_MONTH),
    (
        rf"(?:beginning|start)(?: of)? {MONTH_MAYBE_YEAR}",
        ("its first day", "{days}-01", "its first third", "'early {spoken}'"),
    ),
    (
        r"(?:first|1th|1st) week(?: of)? (?P<year>\d{4})",
        ("1–7 January", "{year}-01-01..{year}-01-07", "its first week from a Monday on", "{year}-W01"),
    ),
    (
        rf"last week(?: of)? {MONTH_MAYBE_YEAR}",
        ("its last seven days", "{days}-{from}..{days}-{last}", "the week of its last day", "{iso}"),
    ),
    (
        rf"{EAST_MONTH_MAYBE_YEAR} ?第?(?P<nth>[1-4一二三四첫둘셋넷])째? ?(?:週目?|주차?)",
        ("its days {from}–{to}", "{days}-{from}..{days}-{to}", "a week from a Monday on", "{iso}"),
    ),
    (r"(?:fy|fiscal(?: year)?) ?(?P<year>\d{4})", _FISCAL),
    (r"(?P<year>\d{4}) ?(?:年度|회계연도)", _FISCAL),
    (
        r"(?:last|past) decade",
        ("the ten years until today", "'last 10 years'", "the decade before this one", "2010s"),
    ),
    (r"(?P<year>.+?) ?(?:以前|이전)", ("until its end", "..{year}", "before it begins", "'before {year}'")),
)
"""A form, the first of its two readings and how to write that, the second and how to write that."""


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
        _refuse_two_readings(text, words)
    raise NotAPeriod(f"{text!r} is not a period of time", hint=f"write one of: {_EXAMPLES}")


def refuse_every_year(text: str, days: Recurring) -> NoReturn:
    """Raise PeriodError for a date without a year where one is needed."""
    period = days.in_year(2024)  # which has a 29 February
    assert period is not None
    raise PeriodError(f"{text!r} has no year", hint=f"write it with a year, like {_written(period)}")


def _written(period: Period) -> str:
    """A period as an ISO day or month, or as two of them with dots."""
    first, last = str(period.first), str(period.last)
    if period.last and first.endswith("-01") and period.last == edtf.month_end(period.last.year, period.last.month):
        first, last = first[:7], last[:7]
    return first if first == last else f"{first}..{last}"


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
        written, dated = (" or ".join(f"{year}{month:02}-{day:02}" for month, day in days) for year in ("", "2024-"))
        raise PeriodError(
            f"{text!r} {'could be' if len(days) > 1 else 'is'} {could} of every year",
            hint=f"write {written}; with a year: {dated}",
        )


def _refuse_form(text: str, reason: str, parts: Sequence[str | None]) -> NoReturn:
    """Refuse a date for its form, and say how to write it; if there is no such day, say that."""
    year, month, day = (part or "" for part in (*parts, "")[:3])
    calendar(text, year, month, day)
    raise PeriodError(
        f"{text!r} {reason}", hint=f"write {'-'.join(part.zfill(2) for part in (year, month, day) if part)}"
    )


def _refuse_two_readings(text: str, words: str) -> None:
    """Raise PeriodError for a text with two readings, and NotAPeriod for a season without a year."""
    words = re.sub(r"^(?:in |by |at )?(?:the )?", "", words)
    for pattern, (one, write_one, other, write_other) in _TWO_READINGS:
        if match := re.fullmatch(pattern, words, re.ASCII):
            parts, write = _parts(match), f"{write_one} or {write_other}"
            hint = f"write {write.format_map(parts)}"
            if not parts["year"]:
                every_year = write_one if write_other == "{iso}" else write  # no week is in every year
                hint = f"write {every_year.format_map(parts)}; with a year: {write.format_map(_parts(match, '2024'))}"
            raise PeriodError(f"{text!r} could be {one.format_map(parts)} or {other}", hint=hint)
    if match := re.fullmatch(rf"{LONG_LENGTH} (?:before|after) (.+)", words):
        day = f"'{match[3]}'" if " " in match[3] else match[3]
        hint = f"for the days around it: --around {day} --within {match[1]}{match[2][0]}"
        raise PeriodError(f"{text!r} counts from another day than today", hint=hint)
    if match := re.fullmatch(_SEASON, words):
        raise NotAPeriod(f"{text!r} has no year", hint=f"write '{match[1]} 2024'")


def _parts(match: re.Match[str], default_year: str = "") -> dict[str, str]:
    """The year, the month and the like of a form, for its texts."""
    groups = {key: value or "" for key, value in match.groupdict().items()}
    year, name, nth = groups.get("year") or default_year, groups.get("month") or "1", groups.get("nth", "")
    month = min(max(number_of_month(name), 1), 12)
    known = year.isdigit() and int(year) > 0
    last = edtf.month_end(int(year) if known else 2024, month).day  # 2024 has a 29 February
    first = last - 6 if not nth else 7 * ("1一첫2二둘3三셋4四넷".index(nth) // 3) + 1
    week = date(int(year), month, first if nth else last).isocalendar() if known else None
    return {
        "year": year,
        "next": f"{int(year) + 1:04}" if known else "",
        "days": f"{year}-{month:02}" if year else f"{month:02}",
        "spoken": " ".join(filter(None, (edtf.MONTH_NAMES[month - 1] if name.isdigit() else name.title(), year))),
        "last": str(last),
        "from": f"{first:02}",
        "to": f"{first + 6:02}",
        "iso": f"{week.year:04}-W{week.week:02}" if week else "",
    }
