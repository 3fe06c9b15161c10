"""A reader's words for a stretch of time: `2024-10`, `2024-Q4`, `3 months ago`, `a..b`, `@event-id`.

A partial date means its whole span, both ends inclusive. Nothing is ever guessed: what has two
readings, or none, is refused. The clock is not read here; `today` is handed in.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, NoReturn

from . import edtf
from .errors import UsageError

_EXAMPLES = "2024, 2024-10, 2024-10-03, 2024-Q4, 2024-H1, 2024-W40, 'Oct 2024', 'last month', '3 months ago', 90d, a..b"


class PeriodError(UsageError):
    """Words that name no stretch of time, or more than one."""


class Period(NamedTuple):
    """The days from `first` to `last`, both inclusive; None where that end is open."""

    first: date | None = None
    last: date | None = None

    def __and__(self, other: "Period") -> "Period":
        """The days of both. Raises PeriodError where there are none."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        first, last = max(firsts, default=None), min(lasts, default=None)
        if first and last and first > last:
            raise PeriodError(
                f"no day is both from {first} on and until {last}",
                hint="check the dates: the start must not come after the end",
            )
        return Period(first, last)


EventDays = Callable[[str], tuple[date | None, date | None]]
"""Event id → its first and last day; raises UnknownId."""


def _no_events(identity: str) -> NoReturn:
    raise PeriodError(f"{'@' + identity!r} names an event, which cannot be looked up here", hint="write a date")


def parse(text: str, today: date, days_of: EventDays = _no_events) -> Period:
    """Read a period.

    `days_of` answers `@event-id`. Raises PeriodError with the reason and what would be read, and
    whatever `days_of` raises.
    """
    words = _fold(text)
    edtf = words.startswith("../") or words.endswith("/..")
    mark = ".." if ".." in words and not edtf else "/"
    before, found, after = words.partition(mark)
    if mark == "/" and not edtf and ("/" in after or re.fullmatch(_YEAR_MONTH, words)):
        _refuse(text, words)
    if not found:
        return _end(text, words, today, days_of)
    before, after = ("" if end.strip() == ".." else end.strip() for end in (before, after))
    if ".." in after or (edtf and "/" in after):
        raise PeriodError(f"{text!r} has more than two ends", hint="write it like 2024-10..2024-12")
    if not before and not after:
        raise PeriodError(f"{text!r} names no day", hint="give at least one end: 2024-10.. or ..2024-10")
    first = _end(text, before, today, days_of).first if before else None
    last = _end(text, after, today, days_of).last if after else None
    if first and last and first > last:
        raise PeriodError(
            f"{text!r} ends on {last}, before it starts on {first}", hint=f"turn it round: {after}..{before}"
        )
    return Period(first, last)


def parse_within(text: str, today: date, days_of: EventDays = _no_events) -> Period:
    """Read a period in which to look: as `parse`, but a bare length (`90d`) runs until today."""
    period = parse(text, today, days_of)
    return Period(period.first, today) if re.fullmatch(_LENGTH, _fold(text).lower()) else period


def around(centre: Period, length: str) -> Period:
    """`centre` made longer by `length` (`30d`, `2 weeks`, `6m`) on both sides."""
    match = re.fullmatch(_LENGTH, words := _fold(length).lower()) or re.fullmatch(_LONG_LENGTH, words)
    if match is None:
        raise PeriodError(f"{length!r} is not a length of time", hint="write it like 30d, 2w, 6m or 1y")
    amount, unit = int(match[1]), match[2][0]
    first = _shift(length, centre.first, -amount, unit) if centre.first else None
    return Period(first, _shift(length, centre.last, amount, unit) if centre.last else None)


def _fold(text: str) -> str:
    """Full-width digits as plain ones, one space between words."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())


def _end(text: str, words: str, today: date, days_of: EventDays) -> Period:
    """One end of `text`, or all of it."""
    if words.startswith("@"):
        return Period(*days_of(words[1:]))
    if words == _fold(text):
        return _span(text, words.lower(), today)
    try:
        return _span(words, words.lower(), today)
    except PeriodError as error:
        raise PeriodError(f"in {text!r}: {error.message}", hint=error.hint) from None


_LENGTH = r"(?a)(\d{1,6})([dwmy])"
_LONG_LENGTH = r"(?a)(\d{1,6}) (day|week|month|year)s?"
_AGO = _LONG_LENGTH + " ago"
_ISO = r"(?a)(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_PART = r"(?a)(\d{4})[- ]?([qhw])(\d{1,2})"
_PART_FIRST = r"(?a)([qh])(\d) (\d{4})"
_EAST = r"(?a)(\d{4}) ?[年년](?: ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日일])?)?"
_NAMES = tuple(name.lower() for name in edtf.MONTH_NAMES)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _NAMES) + "|sept"
_DAY_MONTH = rf"(?a)(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({_MONTH})\.?,? (\d{{4}})"
_MONTH_DAY = rf"(?a)({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})"
_SEASON = r"(?a)(spring|summer|autumn|fall|winter) (\d{4})"
_RELATIVE = r"(this|last|next) (week|month|quarter|year)"
_YEAR_MONTH = r"(?a)(\d{4})[/.](\d{1,2})|(\d{1,2})[/.](\d{4})"
_NUMERIC = r"(?a)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})"


def _span(text: str, words: str, today: date) -> Period:
    """The days that one expression means."""
    if match := re.fullmatch(_ISO, words) or re.fullmatch(_EAST, words):
        return _calendar(text, match[1], match[2], match[3])
    if match := re.fullmatch(_PART, words):
        return _part(text, int(match[1]), match[2], int(match[3]))
    if match := re.fullmatch(_PART_FIRST, words):
        return _part(text, int(match[3]), match[1], int(match[2]))
    if match := re.fullmatch(_DAY_MONTH, words):
        return _calendar(text, match[3], str(_month(match[2])), match[1])
    if match := re.fullmatch(_MONTH_DAY, words):
        return _calendar(text, match[3], str(_month(match[1])), match[2])
    if match := re.fullmatch(_SEASON, words):
        number = 21 + ("spring", "summer", "autumn", "winter").index(match[1].replace("fall", "autumn"))
        return _edtf(text, f"{match[2]}-{number}")
    if match := re.fullmatch(_LENGTH, words):
        day = _shift(text, today, -int(match[1]), match[2])
        return Period(day, day)
    if match := re.fullmatch(_AGO, words):
        day = _shift(text, today, -int(match[1]), match[2][0])
        return Period(day, day)
    if words in ("today", "yesterday", "tomorrow"):
        day = _shift(text, today, ("yesterday", "today", "tomorrow").index(words) - 1, "d")
        return Period(day, day)
    if match := re.fullmatch(_RELATIVE, words):
        return _relative(text, ("last", "this", "next").index(match[1]) - 1, match[2], today)
    return _refuse(text, words)


def _month(name: str) -> int:
    return next(number for number, full in enumerate(_NAMES, 1) if full.startswith(name[:3]))


def _edtf(text: str, written: str) -> Period:
    try:
        when = edtf.parse(written)
    except edtf.DateError as error:
        raise PeriodError(error.message.replace(repr(written), repr(text)), hint=error.hint) from None
    return Period(when.start, when.end)


def _calendar(text: str, year: str, month: str | None, day: str | None) -> Period:
    if month and not 1 <= int(month) <= 12:
        raise PeriodError(f"{text!r} has the month {month}", hint="months are 01 to 12; quarters are written 2024-Q4")
    return _edtf(text, "-".join([year, *(part.zfill(2) for part in (month, day) if part)]))


def _part(text: str, year: int, kind: str, number: int) -> Period:
    """A quarter, half or ISO 8601 week of a year."""
    if year == 0:
        return _edtf(text, "0000")
    # 28 December is always in the last ISO week of its year.
    weeks = date(year, 12, 28).isocalendar().week
    most, names = {"q": (4, "4 quarters"), "h": (2, "2 halves"), "w": (weeks, f"{weeks} weeks")}[kind]
    if not 1 <= number <= most:
        raise PeriodError(f"{text!r} does not exist", hint=f"the year {year} has {names}")
    if kind != "w":
        return _edtf(text, f"{year:04}-{number + (32 if kind == 'q' else 39)}")
    monday = date.fromisocalendar(year, number, 1)
    return Period(monday, _shift(text, monday, 6, "d"))


def _relative(text: str, step: int, unit: str, today: date) -> Period:
    """This, the last or the next week (from Monday), month, quarter or year."""
    if unit == "week":
        monday = _shift(text, today, 7 * step - today.weekday(), "d")
        return Period(monday, _shift(text, monday, 6, "d"))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = _shift(text, first, step * months, "m")
    return Period(first, _shift(text, _shift(text, first, months, "m"), -1, "d"))


def _shift(text: str, day: date, amount: int, unit: str) -> date:
    """`day` moved by days, weeks, months or years; a month's missing day becomes its last (31 → 30)."""
    from dateutil.relativedelta import relativedelta

    try:
        match unit:
            case "d":
                return day + timedelta(days=amount)
            case "w":
                return day + timedelta(weeks=amount)
            case "m":
                return day + relativedelta(months=amount)
            case _:
                return day + relativedelta(years=amount)
    except (OverflowError, ValueError):
        raise PeriodError(f"{text!r} leads out of the years 0001 to 9999", hint="take a shorter stretch") from None


def _refuse_order(text: str, match: re.Match[str]) -> NoReturn:
    """A date in digits that does not begin with the year: say what it could be."""
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


def _refuse_form(text: str, reason: str, parts: Sequence[str | None]) -> NoReturn:
    """A date that is only written wrongly: say how to write it, if there is such a day."""
    right = "-".join(part.zfill(2) for part in parts if part)
    _edtf(text, right)
    raise PeriodError(f"{text!r} {reason}", hint=f"write {right}")


def _refuse(text: str, words: str) -> NoReturn:
    """Nothing was recognised: say what is nearest."""
    if match := re.fullmatch(_NUMERIC, words):
        _refuse_order(text, match)
    if match := re.fullmatch(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", words, re.ASCII):
        _refuse_form(text, "is not written with hyphens", match.groups())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", words, re.ASCII):
        _refuse_form(text, "has a month or day of one digit", match.groups())
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", words, re.ASCII):
        _refuse_form(text, "lacks its hyphens", match.groups())
    if match := re.fullmatch(_YEAR_MONTH, words):
        _refuse_form(text, "is not written with a hyphen", (match[1] or match[4], match[2] or match[3]))
    if match := re.fullmatch(_LONG_LENGTH, words):
        raise PeriodError(f"{text!r} is a length, not a date", hint=f"write '{words} ago' or {match[1]}{match[2][0]}")
    if match := re.fullmatch(rf"(?:\d{{1,2}} )?({_MONTH})\.?(?: \d{{1,2}})?", words, re.ASCII):
        raise PeriodError(f"{text!r} has no year", hint=f"write it like '{text.strip()} 2024'")
    raise PeriodError(f"{text!r} is not a period of time", hint=f"write one of: {_EXAMPLES}")
