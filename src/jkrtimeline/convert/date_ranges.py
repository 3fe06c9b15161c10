"""The ends of a range of dates: its marks, what the ends share, and the interval that they make."""

import re

from .. import edtf
from ..edtf import DateError
from .date_numbers import HINT, DateFields, RefusedDate

_WORDS = (" to ", " through ", " thru ", " until ", " till ", " bis ")
RANGE_MARKS = (" – ", "–", " - ", *_WORDS, " ~ ", "~", "/", "..", "-")
"""What separates the ends of a range; the hyphen comes last because it also joins the parts of a date."""

OPEN_END = "(?i)present|now|ongoing|today|現在|현재"
"""The end of what goes on."""


def shortened_end(words: str) -> tuple[str, str] | None:
    """The ends of `2023-05-12/15` (ISO 8601-1, 5.5.2.4) and of `2023.5.12 ~ 6.2`; None of any other text."""
    compact = re.sub(r"\s*([./])\s*", r"\1", words)
    match = re.fullmatch(r"(?a)(\d{4})-(\d\d)-(\d\d)/(?:(\d\d)-)?(\d\d)", compact) or re.fullmatch(
        r"(?a)(\d{4})[./-](\d{1,2})[./-](\d{1,2})\.? ?(?:[~–]|(?<= )-(?= )) ?(?:(\d{1,2})[./-])(\d{1,2})\.?", compact
    )
    if match is None:
        return None
    year, month, day, last_month, last_day = match.groups()
    return f"{year}-{month:0>2}-{day:0>2}", f"{year}-{last_month or month:0>2}-{last_day:0>2}"


def consecutive(match: re.Match[str]) -> str:
    """`29 & 30` as a range; other days are several dates."""
    return f"{match[1]}–{match[2]}" if int(match[2]) == int(match[1]) + 1 else match[0]


def bounds(text: str) -> tuple[str, str]:
    """A date as the start and as the end of an interval, where EDTF allows no X."""
    if "X" not in text:
        if "/" in text:
            raise RefusedDate(f"{text!r} is an interval where one date should be", hint=HINT)
        return text, text
    when = edtf.parse(text)
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


def interval(start: str, end: str) -> str:
    """The interval of two EDTF dates; one date when they are the same. Raises DateError."""
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
