"""The date of a record from several of its values: year, month and day, start and end, times."""

import re
from datetime import timedelta
from typing import NamedTuple

from .. import edtf
from ..edtf import DateError, EventDate
from ..text.sanitize import without_invisible
from .clock import clock_of, is_clock, other_days
from .date_parts import date_of_parts, date_with_year, words_of_parts
from .date_rules import DateRules, RefusedDate
from .date_spans import OPEN_END, bounds, interval
from .human_dates import WrittenDate, read_date
from .report import ROUNDED_DATES, TIMES, UTC_TIMES, Effect, Noun, Report, quoted_text

_UNREAD = Noun("date that could not be read", "dates that could not be read", "replaced by a coarser one of the row")
_UNREAD_END = Noun("end that could not be read", "ends that could not be read")
_UNFIT = Noun("quarter or season that does not fit the date", "quarters or seasons that do not fit the date")


class _Unused(NamedTuple):
    """A text that could not be read or does not fit the date, the hint on it, and the message, with `{}` for each of
    the two."""

    text: str
    hint: str
    noun: Noun = _UNREAD
    message: str = "{} could not be read, the date is {}"


class RecordDate(NamedTuple):
    """The date of a record: EDTF, the seconds since midnight that order it within its day, and what the
    report says of it. `original` is the text of a date that says more than its EDTF; `utc` holds when
    its day was taken from a time in UTC; `unused` are other texts of a date or an end, which could not be read or
    do not fit it."""

    text: str
    seconds: int | None = None
    original: str = ""
    utc: bool = False
    unused: tuple["_Unused", ...] = ()

    def remark(self, report: Report, position: int, name: str, utc_hint: str) -> None:
        """Report changes of the date; `name` is that of the event, `utc_hint` a hint on times in UTC."""
        if self.seconds is not None:
            report.change(position, TIMES)
        if self.utc:
            message = f"{name} is on {self.text[:10]} in UTC; {other_days(self.seconds or 0)}"
            report.change(position, UTC_TIMES, message, utc_hint)
        if self.original:
            report.change(position, ROUNDED_DATES)
        self.remark_unused(report, position)

    def remark_unused(self, report: Report, position: int) -> None:
        """Report the texts that are not used."""
        for text, hint, noun, message in self.unused:
            effect: Effect = "change" if noun == _UNREAD else "part"
            report.add(position, noun, message.format(quoted_text(text), self.text), hint, effect=effect)


def record_date(values: dict[str, str], extra: list[str], rules: DateRules) -> RecordDate | None:
    """The date of a record, None where it has none. `values` are its cells by field (`date`, `start`,
    `end`, `year` …, `time`, `end_time`); `extra` are cells of other columns with exact dates.

    The finest date is used; cells that are blank or cannot be read are skipped. Raises DateError.
    """
    given = {field: without_invisible(text) for field, text in values.items()}
    # The columns for days may hold times of day.
    for field, time_field in (("start", "time"), ("end", "end_time"), ("date", "time")):
        if given.get(field) and is_clock(given[field]):
            given[time_field] = given.get(time_field) or given[field]
            given[field] = ""
    if whole := _derived(given, rules):
        return whole
    best = _best_date(given, extra, rules)
    is_open = re.fullmatch(OPEN_END, given.get("end", "").strip()) is not None
    unused = best.unused if best else ()
    try:
        end = None if is_open else _end(given, best.date.text[:4] if best else "", rules)
    except DateError as error:
        if best is None:
            raise
        end = None
        message = "the end {} could not be read, the date is {}"
        unused += (_Unused(_words_of_end(given), error.hint, _UNREAD_END, message),)
    if best is None:
        if is_open or end is not None:
            raise RefusedDate("there is an end without a start", "no-start", hint="an open start is written ../2024-10")
        return None
    begin = _timed(best.date, given.get("time", ""), rules)
    when, clock = begin.when, begin.clock
    original = best.text if begin.rounded else ""
    if is_open:
        when = edtf.parse(f"{when}/..")
    elif end is not None:
        when = _with_end(when, _timed(end, given.get("end_time", ""), rules))
        if begin.rounded or end.rounded:
            original = f"{best.text} – {_words_of_end(given)}"
    utc = clock is not None and clock.utc and _is_day(begin.when)
    return RecordDate(when.text, clock.seconds if clock else None, original, utc, unused)


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
    """The date of a record apart from its end, the cell that it was read from, and the first one that is not used."""

    date: WrittenDate
    text: str
    unused: tuple[_Unused, ...] = ()


def _best_date(given: dict[str, str], extra: list[str], rules: DateRules) -> _BestDate | None:
    """The finest date of several that agree; None without any. Raises DateError where none can be read."""
    year, month, day = (given.get(part, "") for part in ("year", "month", "day"))
    texts = [(field, given.get(field, "")) for field in ("date", "start")]
    texts += [("exact date", text) for text in extra]
    texts.append(("parts", "-".join(filter(None, (year, month, day)))))
    quarter = re.sub(r"(?i)^q?([1-4])(?:\.0|q)?$", r"Q\1", given.get("quarter", ""))
    texts += [("part of the year", f"{part} {year}") for part in (quarter, given.get("season")) if part and year]
    best: _BestDate | None = None
    unused: _Unused | None = None
    refusal: DateError | None = None
    for field, text in texts:
        if not text:
            continue
        try:
            written = date_of_parts(year, month, day, rules) if field == "parts" else date_with_year(text, year, rules)
        except DateError as error:
            if field != "parts" or year:  # a day or a month may be alone, as beside a start
                refusal = refusal or error
                unused = unused or _Unused(text, error.hint)
            continue
        source = words_of_parts(year, month, day) if field == "parts" else text
        if best is None:
            best = _BestDate(written, source)
        elif field == "start" and not _begins_alike_or_within(best.date.when, written.when):
            message = f"the date is {best.date.text} and the start {written.text}"
            raise RefusedDate(message, "start", hint="leave out one")
        elif _is_finer(written.when, best.date.when):
            best = _BestDate(written._replace(clock=written.clock or best.date.clock), source)
        elif field == "part of the year" and not is_within(best.date.when, written.when):
            unused = unused or _unfit(text, written.when, best.date.when)
    if best is not None:
        return best._replace(unused=(unused,)) if unused else best
    if refusal is not None:
        raise refusal
    return None


def _unfit(text: str, part: EventDate, when: EventDate) -> _Unused:
    """The remark on a quarter or season that does not fit the date of its row."""
    apart = (when.start and part.end and part.end < when.start) or (when.end and part.start and when.end < part.start)
    if not apart and not is_within(part, when):  # winter runs into the next year
        hint = "write its first and last month: 2023-12/2024-02"
        return _Unused(text, hint, _UNFIT, "{} is only partly within the date {}, which is used")
    return _Unused(text, "correct one of them", _UNFIT, "{} does not contain the date {}, which is used")


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


def _words_of_end(given: dict[str, str]) -> str:
    """The cells of the end as one text."""
    return given.get("end") or words_of_parts(*(given.get(f"end_{part}", "") for part in ("year", "month", "day")))


def _with_end(when: EventDate, end: WrittenDate) -> EventDate:
    """The interval of a start and an end; an end at midnight does not include its day."""
    last = end.when
    if last.text in (when.text, str(when.end)):
        return when
    midnight = end.clock is not None and end.clock.seconds == 0
    if midnight and last.precision == "day" and last.start and when.start and last.start > when.start:
        return interval(when.text, (last.start - timedelta(days=1)).isoformat())
    return interval(bounds(when)[0], bounds(last)[1])
