"""A single date in words or digits → its fields; a season, quarter, half, week, decade or century → EDTF."""

import re
from datetime import date, timedelta

from .. import edtf
from .date_eras import WEEKDAY_LETTERS, eastern_fields
from .date_numbers import HINT, DateFields, DateRules, RefusedDate, full_year, numeric_fields

MONTH = "(?:" + "|".join(edtf.MONTHS) + ")[a-z]*"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"'?(\d{3,4}|\d\d)"
_GAP = r"[ .,/-]+"
_AD = r"(?: ?(?:ad|a\.d\.|ce|c\.e\.))?"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NAME = "mon|tue|wed|thu|fri|sat|sun"
_WEEKDAY = rf"(?ai)(?P<day>{_DAY_NAME})(?:s|nes|rs|r|ur|urs)?(?:day)?\.?,? (?P<date>.+)"
_EASTERN_DAY = "[月火水木金土日월화수목금토일](?:曜日?|요일)?"
_WEEKDAY_BEHIND = rf"(?ai)(?P<date>.*\d\.?) ?\((?P<day>(?:{_DAY_NAME})[a-z]*\.?|{_EASTERN_DAY})\)"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}


def month_number(text: str) -> int | None:
    """The month of a name, an abbreviation, `10月`, digits or a Roman numeral; None for anything else."""
    words = text.strip().lower().rstrip(".")
    if words in _ROMAN:
        return _ROMAN.index(words) + 1
    if match := re.fullmatch(r"(?a)(\d{1,2})(?:\.0+)?(?:[月월]| ?mo)?", words):
        return int(match[1])
    if not re.fullmatch(MONTH.lower(), words):
        return None
    whole = [number for number, name in enumerate(edtf.MONTH_NAMES, 1) if name.lower().startswith(words)]
    if words == "sept":
        return 9
    return whole[0] if whole and len(words) >= 3 else None


def weekday_number(text: str) -> int:
    """The weekday of an English name or of a Japanese or Korean letter, from Monday, 0."""
    names = (*WEEKDAY_LETTERS, *_WEEKDAYS)
    first = text[0] if not text.isascii() else text[:3].lower()
    return next(index % 7 for index, name in enumerate(names) if first in name)


def date_fields(words: str, rules: DateRules) -> DateFields | None:
    """The year, month and day of one date; those that the other end of a range gives may be missing. None where the
    text has no form of a date. Raises RefusedDate where it has several readings."""
    weekday = re.fullmatch(_WEEKDAY, words) or re.fullmatch(_WEEKDAY_BEHIND, words)
    if weekday:
        fields = date_fields(weekday["date"].strip(), rules)
        return fields._replace(weekday=weekday_number(weekday["day"])) if fields and fields.day else None
    fields = numeric_fields(words, rules) or eastern_fields(words) or _worded(words, rules)
    if fields is not None:
        return fields
    if match := re.fullmatch(rf"(?ai)(?:ad |a\.d\. )?(\d{{3,4}}){_AD}", words):
        return DateFields(int(match[1]))
    if match := re.fullmatch(r"(?a)'(\d\d)", words):
        return DateFields(full_year(match[1], words, rules))
    if match := re.fullmatch(rf"(?ai){_DAY}(?:,? (\d{{4}}))?", words):
        return DateFields(int(match[2]) if match[2] else None, None, int(match[1]))
    return None


def _worded(words: str, rules: DateRules) -> DateFields | None:
    """A date with the name of a month."""
    forms = (
        (rf"{_DAY}(?:{_GAP}| ?of )?({MONTH})\.?(?:{_GAP}{_YEAR}{_AD})?", "dmy"),
        (rf"({MONTH})\.?{_GAP}{_DAY}(?:{_GAP}{_YEAR}{_AD})", "mdy"),
        (rf"({MONTH})\.?(?:{_GAP}|,? of )(\d{{3,4}}){_AD}", "my"),
        (rf"({MONTH})\.? {_DAY}", "md"),
        (rf"(\d{{4}}){_GAP}({MONTH})\.?(?:{_GAP}{_DAY})?", "ymd"),
        (rf"({MONTH})\.?", "m"),
    )
    for form, order in forms:
        match = re.fullmatch(f"(?ai){form}", words)
        if match is None:
            continue
        part = dict(zip(order, match.groups(), strict=True))
        month = month_number(part["m"])
        if month is None:
            return None
        day, year = part.get("d"), part.get("y")
        return DateFields(full_year(year, words, rules) if year else None, month, int(day) if day else None)
    return None


def edtf_of(fields: DateFields, words: str) -> str:
    """The EDTF text of complete fields. Raises DateError for a day that does not exist."""
    if fields.year is None:
        raise RefusedDate(f"{words!r} has no year", "no-year", hint="give each date its year")
    parts = [f"{fields.year:04}", *(f"{part:02}" for part in fields[1:3] if part is not None)]
    if fields.month is not None and not 1 <= fields.month <= 12:
        raise RefusedDate(f"{words!r} has the month {fields.month}", hint="months are 1 to 12")
    text = edtf.parse("-".join(parts)).text
    if fields.weekday is not None and len(parts) == 3:
        day = date.fromisoformat(text)
        if day.weekday() != fields.weekday:
            name = _WEEKDAYS[day.weekday()].title()
            message = f"{words!r} names the wrong weekday: the day was a {name}"
            raise RefusedDate(message, "weekday", hint="correct the date or the weekday")
    return text


def grouping_of(words: str, rules: DateRules) -> str | None:
    """EDTF of a season, quarter, half, week, decade or century in words; None for anything else."""
    lower = words.lower()
    year = r"(\d{4})"
    if match := re.fullmatch(
        rf"(?a)(southern )?({'|'.join(_SEASONS)})(?:,? of|,)? {year}(?:[-–/](\d{{2}}|\d{{4}}))?", lower
    ):
        return _season(words, match)
    if match := re.fullmatch(rf"(?a){year},? ({'|'.join(_SEASONS)})", lower):
        return edtf.parse(f"{match[1]}-{_SEASONS[match[2]]}").text
    if match := re.fullmatch(rf"(?a){year}[ -]?([qh])([1-4])", lower):
        return _part(words, match[1], match[2], match[3])
    if match := re.fullmatch(rf"(?a)([qh])([1-4])[ /-]?{year}", lower):
        return _part(words, match[3], match[1], match[2])
    if match := re.fullmatch(rf"(?a)({'|'.join(_ORDINALS)}) (quarter|half)(?: of|,)? {year}", lower):
        return _part(words, match[3], match[2][0], str(_ORDINALS[match[1]]))
    if match := re.fullmatch(rf"(?a){year}-?w(\d\d?)(?:-?([1-7]))?", lower):
        return _week(words, *match.groups())
    if match := re.fullmatch(r"(?a)(?:the )?(\d{2,3}0|'?\d0)['’]?s", lower):
        return _decade(words, match[1].lstrip("'"), rules)
    if match := re.fullmatch(r"(?a)(?:the )?(\d{1,2})(?:st|nd|rd|th) (?:century|cent\.?|c\.)(?: (?:ad|ce))?", lower):
        number = int(match[1])
        if 1 <= number <= 99:
            return f"{number * 100 - 99:04}/{number * 100:04}"
    return None


def _season(words: str, match: re.Match[str]) -> str:
    southern, name, year, after = match.groups()
    over_new_year = name == ("summer" if southern else "winter")
    if after and (not over_new_year or int(after) != (int(year) + 1) % 10 ** len(after)):
        raise RefusedDate(f"{words!r} is not one {name}", hint=HINT)
    number = _SEASONS[name] + 8 if southern else _SEASONS[name]
    return edtf.parse(f"{year}-{number}").text


def _part(words: str, year: str, kind: str, number: str) -> str:
    if kind == "h" and int(number) > 2:
        raise RefusedDate(f"{words!r} does not exist", hint="a year has two halves")
    return edtf.parse(f"{year}-{int(number) + (32 if kind == 'q' else 39)}").text


def _week(words: str, year: str, number: str, day: str | None) -> str:
    """A week or a day of ISO 8601's week dates."""
    try:
        first = date.fromisocalendar(int(year), int(number), int(day or 1))
        return first.isoformat() if day else f"{first}/{first + timedelta(days=6)}"
    except (ValueError, OverflowError):
        raise RefusedDate(f"{words!r} does not exist", hint=f"the year {year} has fewer weeks") from None


def _decade(words: str, first: str, rules: DateRules) -> str:
    year = full_year(first, words, rules)
    if year % 100 == 0 and len(first) > 2:
        message = f"{words!r} could be {year} to {year + 9}, or to {year + 99}"
        raise RefusedDate(
            message, "decade", hint=f"write {year // 10}X for the decade, {year // 100}XX for the century"
        )
    return edtf.parse(f"{year // 10:03}X").text
