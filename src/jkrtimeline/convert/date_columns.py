"""The date of a record from several of its values: year, month and day, start and end, times."""

import re
from datetime import timedelta
from typing import NamedTuple

from .. import edtf
from ..edtf import DateError, EventDate
from ..eventfile.nodes import DecimalText
from .clock import clock_of, is_clock, other_days
from .date_forms import ERA, DateFields, date_of_fields, month_number
from .date_rules import HINT, DateRules, RefusedDate, full_year, refusal_of_whole, refuse_decimal
from .date_spans import OPEN_END, bounds, interval
from .human_dates import WrittenDate, read_date
from .report import ROUNDED_DATES, TIMES, UTC_TIMES, Noun, Report, quoted_text

_UNREAD = Noun("date that could not be read", "dates that could not be read", "replaced by a coarser one of the row")


class RecordDate(NamedTuple):
    """The date of a record: EDTF, the seconds since midnight that order it within its day, and what the
    report says of it. `original` is the text of a date that says more than its EDTF; `utc` holds when
    its day was taken from a time in UTC; `unread` is a date that could not be read, beside one that could, with the
    `hint` on it."""

    text: str
    seconds: int | None = None
    original: str = ""
    utc: bool = False
    unread: str = ""
    hint: str = ""

    def remark(self, report: Report, position: int, name: str, utc_hint: str) -> None:
        """Report changes of the date; `name` is that of the event, `utc_hint` a hint on times in UTC."""
        if self.seconds is not None:
            report.change(position, TIMES)
        if self.utc:
            message = f"{name} is on {self.text[:10]} in UTC; {other_days(self.seconds or 0)}"
            report.change(position, UTC_TIMES, message, utc_hint)
        if self.original:
            report.change(position, ROUNDED_DATES)
        if self.unread:
            message = f"{quoted_text(self.unread)} could not be read, the date is {self.text}"
            report.change(position, _UNREAD, message, self.hint)


def date_with_year(text: str, year: str, rules: DateRules) -> WrittenDate:
    """The date of a text whose year may be in another cell: `15 August`, `June 25-27`, `8月15日`. Raises DateError."""
    words = text.strip()
    if isinstance(text, DecimalText):
        return read_date(text, rules)
    whole = re.search(rf"(?a)\d{{4}}|{ERA}", words) or not re.search(r"\d", words)
    if whole or not re.fullmatch(r"(?a)\d{4}", year):
        return read_date(text, rules)
    if re.search(rf"(?a)[A-Za-z]\.?[ '-]+{year[2:]}$", words):
        raise RefusedDate(f"{quoted_text(words)} could be a month of {year}, or a day in it", "short-year", hint=HINT)
    if numbers := re.fullmatch(r"(?a)\d{1,2}([/.-])\d{1,2}", words):
        words = f"{words}{numbers[1]}{year}"
    elif re.search("[月日월일]", words):
        words = f"{year}年{words}"
    elif re.search("[A-Za-z]{3}", words):
        words = f"{words} {year}"
    try:
        return read_date(words, rules)
    except DateError as error:
        raise refusal_of_whole(error, text) from None


def date_of_parts(year: str, month: str, day: str, rules: DateRules) -> WrittenDate:
    """The date of a year, a month and a day. Month and day may be empty, or 0; the year may have any form of a date.
    Raises DateError."""
    for part in (year, month, day):
        if isinstance(part, DecimalText) and not re.fullmatch(r"(?a)\d+\.0+", part):
            refuse_decimal(part)
    year, month, day = (re.sub(r"(?a)\A(\d+)\.0+\Z", r"\1", part.strip()) for part in (year, month, day))
    day = re.sub(r"(?ai)\A(\d{1,2})(?:\.0+|st|nd|rd|th|\.| ?[日일])\Z", r"\1", day)
    month, day = ("" if re.fullmatch("0+", part) else part for part in (month, day))
    whole = quoted_text("-".join(part for part in (year, month, day) if part))
    if not year:
        raise RefusedDate(f"{whole} has no year", "no-year", hint="give each date its year")
    if re.fullmatch(r"(?a)[-+]\d+|\d{5,}|0+", year):
        hint = "leave it out, or write it in a text"
        raise RefusedDate(f"{whole} is outside the years 0001 to 9999", "years", hint=hint)
    if day and not month:
        raise RefusedDate(f"{whole} has a day without a month", hint=HINT)
    if not month:
        return read_date(year, rules._replace(year_spans=True))
    if not re.fullmatch(r"(?a)'?\d{2,4}", year):
        alone = read_date(year, rules)
        if re.fullmatch(r"(?a)\d{4}", alone.text):
            year = alone.text
        else:
            raise RefusedDate(f"{whole} has a month and no single year", hint=HINT)
    number = month_number(month)
    if number is None or not re.fullmatch(r"(?a)\d{0,2}", day):
        try:
            return read_date(f"{day} {month} {year}".strip(), rules)
        except DateError:
            raise RefusedDate(f"{whole} is not a year, month and day", hint=HINT) from None
    if re.fullmatch(r"(?a)'?\d\d", year):
        year = str(full_year(year.lstrip("'"), year, rules))
    fields = DateFields(int(year), number, int(day) if day else None)
    return WrittenDate(date_of_fields(fields, "-".join(part for part in (year, month, day) if part)))


def record_date(values: dict[str, str], extra: list[str], rules: DateRules) -> RecordDate | None:
    """The date of a record, None where it has none. `values` are its cells by field (`date`, `start`,
    `end`, `year` …, `time`, `end_time`); `extra` are cells of other columns with exact dates.

    The finest date is used; cells that are blank or cannot be read are skipped. Raises DateError.
    """
    given = dict(values)
    # The columns for days may hold times of day.
    for field, time_field in (("start", "time"), ("end", "end_time"), ("date", "time")):
        if given.get(field) and is_clock(given[field]):
            given[time_field] = given.get(time_field) or given[field]
            given[field] = ""
    if whole := _derived(given, rules):
        return whole
    best = _best_date(given, extra, rules)
    is_open = re.fullmatch(OPEN_END, given.get("end", "").strip()) is not None
    end = None if is_open else _end(given, best.date.text[:4] if best else "", rules)
    if best is None:
        if is_open or end is not None:
            raise RefusedDate("there is an end without a start", "no-start", hint="an open start is written ../2024-10")
        return None
    begin = _timed(best.date, given.get("time", ""), rules)
    when, clock = begin.when, begin.clock
    if is_open:
        when = edtf.parse(f"{when}/..")
    elif end is not None:
        when = _with_end(when, _timed(end, given.get("end_time", ""), rules))
    original = best.text if begin.rounded else ""
    utc = clock is not None and clock.utc and _is_day(begin.when)
    return RecordDate(when.text, clock.seconds if clock else None, original, utc, best.unread, best.hint)


def _timed(written: WrittenDate, time: str, rules: DateRules) -> WrittenDate:
    """A date with the time of day of another cell."""
    if not time or not is_clock(time):
        return written
    timed = written._replace(clock=clock_of(time))
    return timed.in_zone(rules.zone) if _is_day(written.when) else timed


def _is_day(when: EventDate) -> bool:
    """Whether a date is one day, without a qualifier."""
    return when.text == str(when.start)


def _derived(given: dict[str, str], rules: DateRules) -> RecordDate | None:
    """The date of a record whose start and end derive from its date, as in tables that jkr wrote."""
    if not (given.get("date") and given.get("start") and given.get("end")):
        return None
    try:
        when = read_date(given["date"], rules).when
    except DateError:
        return None
    return RecordDate(when.text) if (given["start"], given["end"]) == (str(when.start), str(when.end)) else None


class _BestDate(NamedTuple):
    """The date of a record apart from its end, and the cell that it was read from; the first cell that could not be
    read, and the hint on that."""

    date: WrittenDate
    text: str
    unread: str = ""
    hint: str = ""


def _best_date(given: dict[str, str], extra: list[str], rules: DateRules) -> _BestDate | None:
    """The finest date of several that agree; None without any. Raises DateError where none can be read."""
    year, month, day = (given.get(part, "") for part in ("year", "month", "day"))
    texts = [(field, given.get(field, "")) for field in ("date", "start")]
    texts += [("exact date", text) for text in extra]
    texts.append(("parts", "-".join(filter(None, (year, month, day)))))
    best: _BestDate | None = None
    unread: tuple[str, DateError] | None = None
    for field, text in texts:
        if not text:
            continue
        try:
            written = date_of_parts(year, month, day, rules) if field == "parts" else date_with_year(text, year, rules)
        except DateError as error:
            if field != "parts" or year:  # a day or a month may be alone, as beside a start
                unread = unread or (text, error)
            continue
        source = year if field == "parts" else text
        if best is None:
            best = _BestDate(written, source)
        elif field == "start" and not _begins_alike_or_within(best.date.when, written.when):
            message = f"the date is {best.date.text} and the start {written.text}"
            raise RefusedDate(message, "start", hint="leave out one")
        elif _is_finer(written.when, best.date.when):
            best = _BestDate(written._replace(clock=written.clock or best.date.clock), source)
    if unread is None:
        return best
    if best is None:
        raise unread[1]
    return best._replace(unread=unread[0], hint=unread[1].hint)


def _begins_alike_or_within(when: EventDate, other: EventDate) -> bool:
    """Whether the second date begins where the first one does, or lies within it."""
    return when.start == other.start or is_within(other, when)


def is_within(inner: EventDate, outer: EventDate) -> bool:
    """Whether a date lies within another one; neither has an open end."""
    if not (inner.start and inner.end and outer.start and outer.end):
        return False
    return outer.start <= inner.start and inner.end <= outer.end


def _is_finer(when: EventDate, other: EventDate) -> bool:
    """Whether a date lies within another one, which is no interval, and is more exact."""
    return "/" not in other.text and when.is_finer_than(other) and _begins_alike_or_within(other, when)


def _end(given: dict[str, str], year: str, rules: DateRules) -> WrittenDate | None:
    if given.get("end"):
        return date_with_year(given["end"], given.get("end_year") or year, rules)
    parts = [given.get(f"end_{part}", "") for part in ("year", "month", "day")]
    if any(parts) and not parts[0] and (parts[1] or given.get("month")):
        parts = [year, parts[1] or given["month"], parts[2]]
    return date_of_parts(parts[0], parts[1], parts[2], rules) if any(parts) else None


def _with_end(when: EventDate, end: WrittenDate) -> EventDate:
    """The interval of a start and an end; an end at midnight does not include its day."""
    last = end.when
    if last.text in (when.text, str(when.end)):
        return when
    midnight = end.clock is not None and end.clock.seconds == 0
    if midnight and last.precision == "day" and last.start and when.start and last.start > when.start:
        return interval(when.text, (last.start - timedelta(days=1)).isoformat())
    return interval(bounds(when)[0], bounds(last)[1])
