"""Dates as people, programs and jkr itself write them → EDTF, where they have exactly one reading.

Never guesses: what has two readings or none is refused with the reason. Knows nothing of today.
"""

import re
from contextlib import suppress
from typing import NamedTuple
from unicodedata import normalize

from .. import edtf
from ..edtf import DateError
from ..text.sanitize import visible
from .clock import Clock, split_clock
from .date_forms import edtf_of, fields_of, grouping_of
from .date_numbers import HINT, DateFields, DateRules, RefusedDate, full_year, year_span
from .report import quoted

_LONGEST = 60
"""Letters of a date; a longer text is no date."""

_GROUPING = r"(?a)\b\d{4}-(?:1[3-9]|[2-9]\d)\b(?!-)"
"""Where EDTF has a season, quarter or half, and others write a span of years."""

_CIRCA = r"(?ai)(?:(?:circa|about|around|approx(?:imately)?|abt|cca|ca|c)\b\.? ?|(?:ca?\.?|~) ?(?=\d))(.+)"
_VAGUE = r"(?ai)(?:the )?(early|mid|middle|late|beginning|end|start)(?:[ -]+(?:of |in )?(?:the )?|-)(.+)"
_BOUND = r"(?ai)(before|after|until|since|from|bef\.?|aft\.?) (.+)"
_DASHES = "[‐‑‒–—―−〜～]"
_RANGE_MARKS = (
    " – ",
    "–",
    " - ",
    " to ",
    " through ",
    " thru ",
    " until ",
    " till ",
    " bis ",
    " ~ ",
    "~",
    "/",
    "..",
    "-",
)
"""What stands between the ends of a range; the hyphen comes last because it also joins the parts of a date."""


class WrittenDate(NamedTuple):
    """A date that was read: its EDTF text, the time of day that stood with it, and whether it says less
    than what was written (`early 2024` is 2024)."""

    text: str
    clock: Clock | None = None
    rounded: bool = False


def read_date(text: str, rules: DateRules = DateRules()) -> WrittenDate:  # noqa: B008 (a constant)
    """Read one date or interval. Raises DateError with the reason."""
    words = normalize("NFKC", re.sub(_DASHES, "–", visible(text)))
    words = " ".join(words.replace("’", "'").split()).strip()
    if len(words) > _LONGEST:
        raise RefusedDate(f"{quoted(words)} is not a date", hint=HINT)
    rest, clock = _without_clock(words)
    written = _read(rest, rules)
    if clock is not None and edtf.parse(written.text.partition("/")[0] or written.text).precision != "day":
        raise RefusedDate(f"{words!r} has a time of day without a day", hint=HINT)
    return written._replace(clock=clock)


def _without_clock(words: str) -> tuple[str, Clock | None]:
    """The text without its time of day; of an interval without the times of both ends."""
    for mark in (" – ", " - ", " to ", "/"):
        ends = words.split(mark)
        if len(ends) == 2 and all(re.search(r"\d[:Tt時시]\d|(?i:\d ?[ap]\.?m)", end) for end in ends):
            (start, clock), (end, _) = split_clock(ends[0]), split_clock(ends[1])
            if clock is not None and re.search(r"\d{4}|[年년]", end):
                return f"{start}{mark}{end}", clock
    return split_clock(words)


def _read(words: str, rules: DateRules) -> WrittenDate:
    """A date or interval without a time of day."""
    groupings = (rules.groupings or rules.maybe_groupings) and re.search(_GROUPING, words)
    if not groupings and (span := year_span(words, rules)):
        return WrittenDate(interval(f"{span[0]:04}", f"{span[1]:04}"))
    try:
        when = edtf.parse(words)
    except DateError as error:
        reason: DateError = error
    else:
        if rules.groupings or not re.search(_GROUPING, words):
            return WrittenDate(when.text)
        hint = "write the years in full (1939/1941), or the season in words (spring 1939)"
        raise RefusedDate(f"{words!r} could be a season or a span of years", "year-span", hint=hint)
    if match := re.fullmatch(_CIRCA, words):
        return _qualified(_read(match[1].strip(), rules), "~")
    if words[-1:] == "?" and "?" not in words[:-1] and not re.search(r"(?:–|^) ?\?$", words):
        return _qualified(_read(words[:-1].strip(), rules), "?")
    if match := re.fullmatch(_VAGUE, words):
        return _read(match[2], rules)._replace(rounded=True)
    if match := re.fullmatch(_BOUND, words):
        with suppress(DateError):
            return _bounded(match[1].lower().rstrip("."), match[2], rules)
    if re.search(r"(?ai)\d ?(?:bc|b\.c\.|bce|b\.c\.e\.)$", words):
        raise RefusedDate(f"{words!r} is before the year 0001", "years", hint="years run from 0001 to 9999")
    if grouping := grouping_of(words, rules):
        return WrittenDate(grouping)
    if re.fullmatch(r"(?a)\d\d", words):
        return WrittenDate(f"{full_year(words, words, rules)}")
    fields = fields_of(words, rules)
    if fields is not None and fields.year is not None:
        return WrittenDate(edtf_of(fields, words))
    with_range = _range(words, rules)
    if with_range is not None:
        return with_range
    if fields is not None and fields.month is not None:
        raise RefusedDate(f"{words!r} has no year", "no-year", hint="give each date its year")
    if re.search(r"[0-9X]", words) and re.fullmatch(r"(?a)[\dXYES?~%/.+-]*", words):
        raise reason
    raise RefusedDate(f"{words!r} is not a date", hint=HINT)


def _qualified(written: WrittenDate, mark: str) -> WrittenDate:
    """The date with a qualifier at each end."""
    ends = [end if end in ("", "..") or end[-1] in "?~%" else end + mark for end in written.text.split("/")]
    combined = [re.sub(r"[?~]$", "%", end) if end and end[-1] in "?~" and end[-1] != mark else end for end in ends]
    return written._replace(text=edtf.parse("/".join(combined)).text)


def _bounded(word: str, date_words: str, rules: DateRules) -> WrittenDate:
    """`since 2024` and `until 2024` as jkr prints them; `before` and `after` leave out what they name."""
    inner = _read(date_words, rules)
    if "/" in inner.text:
        raise RefusedDate(f"{date_words!r} is an interval where one date should be", hint=HINT)
    if word in ("since", "from"):
        return WrittenDate(edtf.parse(f"{inner.text}/..").text)
    if word == "until":
        return WrittenDate(edtf.parse(f"../{inner.text}").text)
    when = edtf.parse(inner.text)
    if when.precision not in ("day", "month", "year") or when.approximate or when.uncertain:
        raise RefusedDate(f"{date_words!r} is no exact bound", hint=HINT)
    assert when.start is not None
    assert when.end is not None
    length = len(inner.text)
    if word.startswith("bef"):
        return WrittenDate(f"/{_neighbour(when.start.toordinal() - 1)[:length]}", rounded=True)
    return WrittenDate(f"{_neighbour(when.end.toordinal() + 1)[:length]}/", rounded=True)


def _neighbour(ordinal: int) -> str:
    from datetime import date

    try:
        return date.fromordinal(ordinal).isoformat()
    except (ValueError, OverflowError):
        raise RefusedDate("it leads out of the years 0001 to 9999", hint=HINT) from None


def _range(words: str, rules: DateRules) -> WrittenDate | None:
    """A range whose ends may share their month and year: `29–30 May 1993`, `12 May 2023 – 2 June 2023`."""
    words = re.sub(r"(?ai)^(?:from|between) ", "", words)
    for mark in _RANGE_MARKS:
        for match in re.finditer(re.escape(mark), words):
            before, after = words[: match.start()].strip(), words[match.end() :].strip()
            if before == "?" and after and mark == " – ":
                return WrittenDate(edtf.parse(f"/{_read(after, rules).text}").text)
            if after == "?" and before and mark == " – ":
                return WrittenDate(edtf.parse(f"{_read(before, rules).text}/").text)
            if before and re.fullmatch("(?i)present|now|ongoing|today|現在|현재", after) and mark != "/":
                return WrittenDate(edtf.parse(f"{_read(before, rules).text}/..").text)
            if mark == "/" and re.fullmatch(r"(?a)[\d/.-]+", words):
                continue
            if found := _ends(before, after, rules, words):
                return found
    return None


def _ends(before: str, after: str, rules: DateRules, words: str) -> WrittenDate | None:
    """The interval of two ends; None where they are not both dates."""
    try:
        one, two = fields_of(before, rules), fields_of(after, rules)
    except RefusedDate as error:
        if error.rule in ("two-days", "short-year", "era"):
            raise
        return None
    if one is not None and two is not None:
        one, two = _completed(one, two)
        if one.year is None or two.year is None or (one.day and not one.month) or (two.day and not two.month):
            return None
        return WrittenDate(interval(edtf_of(one, words), edtf_of(two, words)))
    if not before or not after:
        return None
    with suppress(DateError):
        ends = [_read(end, rules) for end in (before, after)]
        texts = [_bounds(ends[0].text)[0], _bounds(ends[1].text)[1]]
        return WrittenDate(interval(*texts), rounded=any(end.rounded for end in ends))
    return None


def _bounds(text: str) -> tuple[str, str]:
    """What stands for a date at the start and at the end of an interval: no X is allowed there."""
    if "X" not in text:
        if "/" in text:
            raise RefusedDate(f"{text!r} is an interval where one date should be", hint=HINT)
        return text, text
    when = edtf.parse(text)
    return f"{when.start.year:04}" if when.start else "", f"{when.end.year:04}" if when.end else ""


def _completed(one: DateFields, two: DateFields) -> tuple[DateFields, DateFields]:
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
