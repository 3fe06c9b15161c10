"""Dates in Japanese, Korean and Chinese: `2024年10月3日(木)`, `2024년 10월`, `令和6年10月3日`, `R6.10.3`."""

import re
from datetime import date

from ..edtf import month_end
from .date_numbers import DateFields, RefusedDate

ERAS: dict[str, tuple[str, date, date | None]] = {
    "令和": ("R", date(2019, 5, 1), None),
    "平成": ("H", date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": ("S", date(1926, 12, 25), date(1989, 1, 7)),
    "大正": ("T", date(1912, 7, 30), date(1926, 12, 24)),
    "明治": ("M", date(1868, 10, 23), date(1912, 7, 29)),
}
"""Japanese eras: the letter for each on forms, its first and last day."""

_GREGORIAN = 1873
"""The year in which Japan adopted the Gregorian calendar."""

_ERA = rf"({'|'.join(ERAS)}) ?(元|\d{{1,2}}) ?年"
_YEAR = rf"(?:(?:西暦|西紀|서기)? ?(\d{{4}}) ?[年년]|{_ERA})"
_MONTH = r"(?: ?(\d{1,2}) ?[月월])"
_DAY = r"(?: ?(\d{1,2}) ?[日일])"
_WEEKDAY = r"(?: ?[(]?([月火水木金土日월화수목금토일])(?:曜日?|요일)?[)]?)?"
WEEKDAY_LETTERS = ("月월", "火화", "水수", "木목", "金금", "土토", "日일")
"""The Japanese and the Korean letter of each weekday, from Monday."""

_FORM = rf"(?a)({_YEAR})?{_MONTH}?{_DAY}?{_WEEKDAY}"


def eastern_fields(words: str) -> DateFields | None:
    """The date of a text with 年 or 년 and the like, or of `R6.10.3`; None where it has another form."""
    if match := re.fullmatch(rf"(?a)([RHSTM]|{'|'.join(ERAS)})\.?(\d{{1,2}})[./-](\d{{1,2}})[./-](\d{{1,2}})", words):
        name = next(name for name, (letter, _, _) in ERAS.items() if match[1] in (letter, name))
        return _in_era(words, name, match[2], int(match[3]), int(match[4]))
    if not re.search("[年月日년월일]", words):
        return None
    match = re.fullmatch(_FORM, words)
    if match is None:
        return None
    _, year, era, number, month_text, day_text, name = match.groups()
    month, day = (int(text) if text else None for text in (month_text, day_text))
    weekday = next((index for index, both in enumerate(WEEKDAY_LETTERS) if name in both), None) if name else None
    if day is not None and month is None and year:
        return None
    if era:
        return _in_era(words, era, number, month, day)._replace(weekday=weekday)
    return DateFields(int(year) if year else None, month, day, weekday)


def _in_era(words: str, era: str, number: str, month: int | None, day: int | None) -> DateFields:
    """A date of an era. Raises RefusedDate for one that the era does not have."""
    _, begin, end = ERAS[era]
    year = begin.year + (1 if number == "元" else int(number)) - 1
    if year < _GREGORIAN:
        hint = "convert it to the Gregorian calendar"
        raise RefusedDate(f"{words!r} is a date of the old Japanese calendar", "era", hint=hint)
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else month_end(year, month or 12)
    except ValueError:
        return DateFields(year, month, day)  # refused with the reason when the fields become a date
    if last < begin or (end is not None and first > end):
        hint = f"{era} is {begin} to {end or 'today'}"
        raise RefusedDate(f"{words!r} is no date of its era", "era", hint=hint)
    return DateFields(year, month, day)
