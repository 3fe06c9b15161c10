"""Words for periods that have two readings, which are refused with how to write each: `end of 2024`, `6月末`."""

import re
from calendar import monthrange
from datetime import date

from .forms import MONTH, number_of_month
from .period import NotAPeriod, PeriodError

_MONTH = rf"(?P<name>{MONTH})\.?,?(?: (?P<year>\d{{4}}))?"
_EAST_MONTH = r"(?:(?P<year>\d{4}) ?[年년] ?)?(?P<month>\d{1,2}) ?[月월]"
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
    (rf"end(?: of)? {_MONTH}", _END_OF_MONTH),
    (rf"{_EAST_MONTH}の?末", _END_OF_MONTH),
    (
        rf"(?:beginning|start)(?: of)? {_MONTH}",
        ("its first day", "{days}-01", "its first third", "'early {spoken}'"),
    ),
    (
        r"(?:first|1th|1st) week(?: of)? (?P<year>\d{4})",
        ("1–7 January", "{year}-01-01..{year}-01-07", "its first week from a Monday on", "{year}-W01"),
    ),
    (
        rf"last week(?: of)? {_MONTH}",
        ("its last seven days", "{days}-{from}..{days}-{last}", "the week of its last day", "{iso}"),
    ),
    (
        rf"{_EAST_MONTH} ?第?(?P<nth>[1-4一二三四첫둘셋넷])째? ?(?:週目?|주차?)",
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
"""A form, what it could mean, and how to write that."""


def refuse_two_readings(text: str, words: str) -> None:
    """Raise PeriodError for a text with two readings, and NotAPeriod for a season without a year."""
    words = re.sub(r"^(?:in |by |at )?(?:the )?", "", words)
    for pattern, (one, write_one, other, write_other) in _TWO_READINGS:
        if match := re.fullmatch(pattern, words, re.ASCII):
            parts = _parts(match)
            raise PeriodError(
                f"{text!r} could be {one.format_map(parts)} or {other}",
                hint=f"write {write_one.format_map(parts)} or {write_other.format_map(parts)}",
            )
    if match := re.fullmatch(_SEASON, words):
        raise NotAPeriod(f"{text!r} has no year", hint=f"write '{match[1]} 2024'")


def _parts(match: re.Match[str]) -> dict[str, str]:
    """The year, the month and the like of a form, for its texts."""
    groups = {key: value or "" for key, value in match.groupdict().items()}
    year, name, nth = groups.get("year", ""), groups.get("name", ""), groups.get("nth", "")
    month = min(max(number_of_month(name) if name else int(groups.get("month") or 1), 1), 12)
    known = year.isdigit() and int(year) > 0
    last = monthrange(int(year) if known else 2024, month)[1]  # 2024 has a 29 February
    first = last - 6 if not nth else 7 * ("1一첫2二둘3三셋4四넷".index(nth) // 3) + 1
    week = date(int(year), month, first if nth else last).isocalendar() if known else None
    return {
        "year": year,
        "next": f"{int(year) + 1:04}" if known else "",
        "days": f"{year}-{month:02}" if year else f"{month:02}",
        "spoken": " ".join(filter(None, (name.title() or _english(month), year))),
        "last": str(last),
        "from": f"{first:02}",
        "to": f"{first + 6:02}",
        "iso": f"{week.year:04}-W{week.week:02}" if week else "an ISO week like 2024-W40",
    }


def _english(month: int) -> str:
    return MONTH.split("|")[2 * month - 2].title()
