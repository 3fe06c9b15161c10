"""Dates as people write them (`October 3, 2024`, `2024/10/03`) → the EDTF that an event file wants, for hints."""

import re
from datetime import date

from ..edtf import month_end
from ..periods import Period, PeriodError
from ..periods.period_text import parse_days

_NUMBERS = r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})\.?|(\d{4})(\d\d)(\d\d)"
_PARTS_OF_YEARS = (
    r"(?i)\b[qhw]\d|spring|summer|autumn|fall|winter|early|mid|late|first|last|second|half|week|quarter"
    "|[旬半春夏秋冬末]|초|중순|말|하순|반기|분기|봄|여름|가을|겨울"
)
"""Parts of years and months: the EDTF of their days would be an interval, which is not what people mean."""


def edtf_hint(text: str) -> str | None:
    """The EDTF of a date with a year and exactly one reading; None of any other text."""
    words = " ".join(text.split())
    if numbers := re.fullmatch(_NUMBERS, words, re.ASCII):
        year, month, day = (numbers[1], numbers[3], numbers[4]) if numbers[1] else numbers.group(5, 6, 7)
        words = f"{year}-{month:0>2}-{day:0>2}"
    if not re.search(r"\d{4}", words) or len(words) > 60 or words[-1] == "?" or re.search(_PARTS_OF_YEARS, words):
        return None
    if decade := re.fullmatch(r"(?:the )?(\d{3})0s", words, re.ASCII):
        return None if decade[1][2] == "0" else f"{decade[1]}X"
    about = re.match(r"(?i)(?:c\.|ca\.|circa) ?(?=.)", words)
    try:
        period = parse_days(words[about.end() :] if about else words, date.min)
    except PeriodError:
        return None
    written = _edtf_of(period)
    return f"{written}~" if written and about and "/" not in written else written


def _edtf_of(period: Period) -> str | None:
    first, last = period
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    if first.day == 1 and last == month_end(last.year, last.month):
        if (first.year, first.month) == (last.year, last.month):
            return first.isoformat()[:7]
        if first.month == 1 and last.month == 12:
            return f"{first.year:04}" if first.year == last.year else f"{first.year:04}/{last.year:04}"
        return f"{first.isoformat()[:7]}/{last.isoformat()[:7]}"
    return f"{first}/{last}"
