"""Dates as people, programs and jkr itself write them → EDTF, where they have exactly one reading.

Never guesses: a text with two readings or none is refused with the reason. Nothing depends on today.
"""

import re
from contextlib import suppress
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from .. import edtf
from ..edtf import DateError, EventDate
from ..eventfile.nodes import DecimalText
from .clock import Clock, split_clock, unix_time
from .date_forms import MONTH, DateFields, date_fields, date_of_fields
from .date_rules import (
    HINT,
    DateRules,
    RefusedDate,
    full_year,
    month_number,
    refusal_of_numbers,
    refusal_of_whole,
    refuse_decimal,
    refuse_known,
    usual_spelling,
)
from .date_spans import (
    OPEN_END,
    RANGE_MARKS,
    bounds,
    completed,
    consecutive,
    grouping_of,
    interval,
    shortened_end,
    unspecified_day,
    year_span,
)
from .report import quoted_text

_LONGEST = 60
"""Letters of a date; a longer text is no date."""

_GROUPING = r"(?a)\b\d{4}-(?:1[3-9]|[2-9]\d)\b(?!-)"
"""Where EDTF has a season, quarter or half, and others write a span of years."""

_CIRCA = r"(?ai)(?:(?:circa|about|around|approx(?:imately)?|abt|cca|ca|c)\b\.? ?|(?:ca?\.?|~) ?(?=\d))(.+)"
_VAGUE = r"(?ai)(?:the )?(early|mid|middle|late|beginning|end|start)(?:[ -]+(?:of |in )?(?:the )?|-)(.+)"
_BOUND = r"(?ai)(before|after|until|since|from|bef\.?|aft\.?) (.+)"


class WrittenDate(NamedTuple):
    """A date that was read: the date, the times of day beside it and beside its end, and whether
    it says less than the text (`early 2024` is 2024)."""

    when: EventDate
    clock: Clock | None = None
    rounded: bool = False
    end_clock: Clock | None = None

    @property
    def text(self) -> str:
        """The date in EDTF."""
        return self.when.text

    def in_zone(self, zone: tzinfo | None) -> "WrittenDate":
        """The date with its times in UTC as days in a zone. Raises DateError beyond the years 0001 to 9999."""
        if zone is None or self.clock is None or not self.clock.utc:
            return self
        start, slash, end = self.text.partition("/")
        try:
            first, clock = self.clock.in_zone(date.fromisoformat(start), zone)
            start = first.isoformat()
            if slash and self.end_clock and self.end_clock.utc:
                end = self.end_clock.in_zone(date.fromisoformat(end), zone)[0].isoformat()
        except (OverflowError, ValueError):
            raise RefusedDate(f"{self.text!r} cannot be read in another zone", hint=HINT) from None
        return self._replace(when=interval(start, end) if slash else edtf.parse(start), clock=clock)


def read_date(text: str, rules: DateRules = DateRules()) -> WrittenDate:  # noqa: B008 (a constant)
    """Read one date or interval. Raises DateError with the reason."""
    words = usual_spelling(text)
    if len(words) > _LONGEST:
        raise RefusedDate(f"{quoted_text(words)} is not a date", hint=HINT)
    if isinstance(text, DecimalText) and re.fullmatch(r"(?a)\d{1,4}\.\d+", words):
        refuse_decimal(words, typed=True)
    try:
        return _read_timed(words, rules)
    except DateError as error:
        raise refusal_of_whole(error, text) from None


def _read_timed(words: str, rules: DateRules) -> WrittenDate:
    """A date or interval that may have times of day."""
    if since_1970 := unix_time(words):
        return WrittenDate(edtf.parse(since_1970[0].isoformat()), since_1970[1]).in_zone(rules.zone)
    rest, clock, end_clock = _without_clock(words)
    written = _read(rest, rules)
    if clock is not None and edtf.parse(written.text.partition("/")[0] or written.text).precision != "day":
        raise RefusedDate(f"{words!r} has a time of day without a day", hint=HINT)
    return written._replace(clock=clock, end_clock=end_clock).in_zone(rules.zone)


def _without_clock(words: str) -> tuple[str, Clock | None, Clock | None]:
    """The text without its time of day; of an interval without the times of both ends."""
    for mark in (" – ", " - ", " to ", "/"):
        ends = words.split(mark)
        if len(ends) == 2 and all(re.search(r"\d[:Tt時시]\d|(?i:\d ?[ap]\.?m)", end) for end in ends):
            (start, clock), (end, end_clock) = split_clock(ends[0]), split_clock(ends[1])
            if clock is not None and re.search(r"\d{4}|[年년]", end):
                return f"{start}{mark}{end}", clock, end_clock
    return *split_clock(words), None


def _read(words: str, rules: DateRules) -> WrittenDate:
    """A date or interval without a time of day."""
    groupings = rules.groupings != "years" and re.search(_GROUPING, words)
    if not groupings and (span := year_span(words, rules)):
        return WrittenDate(span)
    try:
        when = edtf.parse(words)
    except DateError as error:
        reason: DateError = error
    else:
        if rules.groupings == "edtf" or not re.search(_GROUPING, words):
            return WrittenDate(when)
        hint = "write the years in full (1939/1941), or the season in words (spring 1939)"
        raise RefusedDate(f"{words!r} could be a season or a span of years", "year-span", hint=hint)
    if match := re.fullmatch(_CIRCA, words):
        return _qualified(_read(match[1].strip(), rules), "~")
    refuse_known(words)
    if unspecified := unspecified_day(words, rules):
        return WrittenDate(unspecified)
    if words[-1:] == "?" and "?" not in words[:-1] and not re.search(r"(?i:[-–/]|\bto|^) ?\?$", words):
        return _qualified(_read(words[:-1].strip(), rules), "?")
    if match := re.fullmatch(r"(?i)between (.+) and (.+)", words):
        return _read(f"{match[1]} – {match[2]}", rules)._replace(rounded=True)
    if match := re.fullmatch(_VAGUE, words):
        return _read(match[2], rules)._replace(rounded=True)
    if match := re.fullmatch(_BOUND, words):
        with suppress(DateError):
            if bounded := _bounded(match[1].lower().rstrip("."), match[2], rules):
                return bounded
    if grouping := grouping_of(words, rules):
        return WrittenDate(grouping)
    if re.fullmatch(r"(?a)\d\d", words):
        return WrittenDate(edtf.parse(f"{full_year(words, words, rules)}"))
    fields = date_fields(words, rules)
    if fields is not None and fields.year is not None:
        return WrittenDate(date_of_fields(fields, words))
    if written := _range(words, rules):
        return written
    if match := re.fullmatch(rf"(?ai)({MONTH})\.?[ '-]+(\d\d)", words):
        return _month_of_short_year(match[1], match[2], words, rules)
    if match := re.fullmatch(r"(?a)(\d{4}) ?[-–]", words):
        return WrittenDate(edtf.parse(f"{match[1]}/.."))
    if fields is not None and fields.month is not None:
        raise RefusedDate(f"{words!r} has no year", "no-year", hint="give each date its year")
    if re.search(r"[0-9X]", words) and re.fullmatch(r"(?a)[\dXYES?~%/.+-]*", words):
        raise reason if rules.groupings == "edtf" else refusal_of_numbers(words, reason)
    raise RefusedDate(f"{words!r} is not a date", hint=HINT)


def _month_of_short_year(month: str, digits: str, words: str, rules: DateRules) -> WrittenDate:
    """`Oct-24`, as spreadsheets write October 2024. Raises RefusedDate without a century."""
    if rules.century is None:
        message = f"{words!r} could be a day without a year, or a month with a year of two digits"
        hint = "give it its year, or say which century: --century 1900 or --century 2000"
        raise RefusedDate(message, "short-year", hint=hint)
    return WrittenDate(date_of_fields(DateFields(full_year(digits, words, rules), month_number(month)), words))


def _qualified(written: WrittenDate, mark: str) -> WrittenDate:
    """The date with a qualifier at each end; `%` where that has the other one."""

    def qualified(end: str) -> str:
        if end in ("", "..") or end[-1] in (mark, "%"):
            return end
        return f"{end[:-1]}%" if end[-1] in "?~" else end + mark

    text = "/".join(map(qualified, written.text.split("/")))
    return written._replace(when=edtf.parse(text))


def _bounded(word: str, date_words: str, rules: DateRules) -> WrittenDate | None:
    """`since 2024` and `until 2024` as jkr prints them; `before` and `after` exclude their date. None if that is an
    interval, or no exact bound. Raises DateError."""
    when = _read(date_words, rules).when
    if "/" in when.text:
        return None
    if word in ("since", "from"):
        return WrittenDate(edtf.parse(f"{when}/.."))
    if word == "until":
        return WrittenDate(edtf.parse(f"../{when}"))
    if when.precision not in ("day", "month", "year") or when.approximate or when.uncertain:
        return None
    assert when.start is not None
    assert when.end is not None
    before = word.startswith("bef")
    with suppress(OverflowError):
        day = when.start - timedelta(days=1) if before else when.end + timedelta(days=1)
        bound = day.isoformat()[: len(when.text)]
        return WrittenDate(edtf.parse(f"/{bound}" if before else f"{bound}/"), rounded=True)
    return None


def _range(words: str, rules: DateRules) -> WrittenDate | None:
    """A range whose ends may share their month and year: `29–30 May 1993`, `12 May 2023 – 2 June 2023`."""
    if short := shortened_end(words):
        return WrittenDate(interval(*short))
    words = re.sub(r"(?ai)^(?:from|between) ", "", words)
    words = re.sub(r"(?ai)\b(\d{1,2}) ?(?:&|and) ?(\d{1,2})\b", consecutive, words)
    for mark in RANGE_MARKS:
        for match in re.finditer(re.escape(mark), words):
            before, after = words[: match.start()].strip(), words[match.end() :].strip()
            if before == "?" and after:
                return WrittenDate(edtf.parse(f"/{_read(after, rules).when}"))
            if after == "?" and before:
                return WrittenDate(edtf.parse(f"{_read(before, rules).when}/"))
            if before and re.fullmatch(OPEN_END, after) and mark != "/":
                return WrittenDate(edtf.parse(f"{_read(before, rules).when}/.."))
            one_date = {"/": (r"(?a)[\d/.-]+", words), "-": (r"(?a)\d\d?(-\d\d?)+", after)}.get(mark)
            if one_date and re.fullmatch(*one_date):
                continue
            if written := _ends(before, after, rules, words):
                return written
    return None


def _ends(before: str, after: str, rules: DateRules, words: str) -> WrittenDate | None:
    """The interval of two ends; None where they are not both dates."""
    try:
        one, two = date_fields(before, rules), date_fields(after, rules)
    except RefusedDate as error:
        if error.rule in ("two-days", "short-year", "era"):
            raise
        return None
    if one is not None and two is not None:
        one, two = completed(one, two)
        if one.year is None or two.year is None or (one.day and not one.month) or (two.day and not two.month):
            return None
        return WrittenDate(interval(date_of_fields(one, words).text, date_of_fields(two, words).text))
    if not before or not after:
        return None
    with suppress(DateError):
        start, end = _read(before, rules), _read(after, rules)
        return WrittenDate(interval(bounds(start.when)[0], bounds(end.when)[1]), rounded=start.rounded or end.rounded)
    return None
