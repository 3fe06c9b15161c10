"""One date as people type it → its days: `2024-10`, `Oct 2024`, `last month`, `90d`, `August`.

FORMS is the table of forms. To read one more, add a row. A form must have exactly one reading.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .. import edtf
from . import Period, PeriodError, Recurring


class Typed(NamedTuple):
    """A date to read: its text, for messages, and the day that relative forms count from."""

    text: str
    today: date


Form = Callable[..., Period | Recurring | None]
"""A function that reads a Typed; its other parameters are the named groups of a pattern, empty where they do not
match."""

DaysOfEvent = Callable[[str], Period]
"""A function that gives the days of an event by its id. Raises UnknownId."""

YEAR = r"(?P<year>\d{4})"
_MONTH_NAMES = tuple(name.lower() for name in edtf.MONTH_NAMES)
MONTH_NAME = "|".join(f"{name}|{name[:3]}" for name in _MONTH_NAMES) + "|sept"
NAMED_MONTH = rf"(?P<month>{MONTH_NAME})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
EAST_MONTH = r"(?P<month>\d{1,2}) ?[月월]"
_EAST_DAY = r"(?P<day>\d{1,2}) ?[日일]"
MONTH_MAYBE_YEAR = rf"{NAMED_MONTH}\.?,?(?: {YEAR})?"
EAST_MONTH_MAYBE_YEAR = rf"(?:{YEAR} ?[年년] ?)?{EAST_MONTH}"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_SPELLINGS = (*WEEKDAYS, *(name[:3] for name in WEEKDAYS), "tues", "weds", "thur", "thurs")
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAY_SPELLINGS)})\.?,? )?"
_ENGLISH_SEASONS = {name: name for name in edtf.SEASON_NAMES} | {"fall": "autumn"}
_EAST_SEASONS = dict(zip(("春", "夏", "秋", "冬", "봄", "여름", "가을", "겨울"), edtf.SEASON_NAMES * 2, strict=True))
_SEASONS = _ENGLISH_SEASONS | _EAST_SEASONS
SEASON = rf"(?P<name>{'|'.join(_ENGLISH_SEASONS)})"
EAST_SEASON = rf"(?P<name>{'|'.join(_EAST_SEASONS)})"
_CODES = {group.name.lower(): code for code, group in edtf.GROUPINGS.items()}
"""The number of each part of a year in EDTF: of `q4`, `h1`, `southern spring`, `may–aug`."""

LENGTH = r"(?P<amount>\d{1,6})(?P<unit>[dwmy])"
LONG_LENGTH = r"(?P<amount>\d{1,6}) (?P<unit>day|week|month|year)s?"
_ROLLING = r"(?P<which>last|past|next) (?:(?P<amount>\d{1,6}) )?(?P<unit>day|week|month|year)s?"


def shift(text: str, day: date, amount: int, unit: str) -> date:
    """`day` moved by `amount` days, weeks, months or years; a day that the month lacks becomes its last (31 → 30).

    Raises PeriodError outside the years 0001 to 9999.
    """
    from dateutil.relativedelta import relativedelta

    try:
        if unit in "dw":
            return day + timedelta(days=amount * (7 if unit == "w" else 1))
        return day + relativedelta(months=amount * (12 if unit == "y" else 1))
    except (OverflowError, ValueError):
        raise PeriodError(f"{text!r} is outside the years 0001 to 9999", hint="use a shorter length") from None


def calendar(text: str, year: str, month: str = "", day: str = "") -> Period:
    """A year, a month (by its name or number) or a day. Raises PeriodError where it does not exist."""
    number = number_of_month(month) if month else 0
    if month and not 1 <= number <= 12:
        years = not day and number == (int(year) + 1) % 100
        hint = f"two years are {year}..{int(year) + 1:04}" if years else "quarters are written 2024-Q4"
        raise PeriodError(f"{text!r} has the month {month}", hint=f"months are 01 to 12; {hint}")
    return _edtf(text, "-".join([year, *(f"{int(part):02}" for part in (number, day) if part)]))


def _edtf(text: str, written: str) -> Period:
    try:
        when = edtf.parse(written)
    except edtf.DateError as error:
        raise PeriodError(error.message.replace(repr(written), repr(text)), hint=error.hint) from None
    return Period(when.start, when.end)


def number_of_month(name: str) -> int:
    """The number of a month by its name or number."""
    if name.isdigit():
        return int(name)
    return next(number for number, full in enumerate(_MONTH_NAMES, 1) if full.startswith(name[:3]))


def _date(typed: Typed, year: str = "", month: str = "", day: str = "", weekday: str = "") -> Period | Recurring:
    """A year, a month or a day; without a year, the month or day of every year. Raises PeriodError where it does not
    exist, or is another day of the week."""
    if not year:
        return recurring(typed.text, month, day)
    period = calendar(typed.text, year, month, day)
    if not weekday:
        return period
    if period.day is None:
        raise PeriodError(f"{typed.text!r} has a day of the week but no day", hint="write it like Mon 9 Jun 2025")
    name = WEEKDAYS[period.day.weekday()]
    if not name.startswith(weekday[:3]):
        raise PeriodError(f"{typed.text!r} is a {name.title()}", hint=f"write {period.day}, or correct the date")
    return period


def recurring(text: str, month: str, day: str = "") -> Recurring:
    """A month or a day of every year. Raises PeriodError where no year has it."""
    calendar(text, "2024", month, day)  # 2024 has a 29 February
    number = number_of_month(month)
    last = int(day) if day else edtf.month_end(2024, number).day
    return Recurring((number, int(day) if day else 1), (number, last))


def part_of_year(typed: Typed, year: str, unit: str, number: str) -> Period:
    """A quarter (q), half (h) or ISO 8601 week (w) of a year."""
    if int(year) == 0:
        return _edtf(typed.text, "0000")
    # 28 December is always in the last ISO week of its year.
    weeks = date(int(year), 12, 28).isocalendar().week
    most, names = {"q": (4, "4 quarters"), "h": (2, "2 halves"), "w": (weeks, f"{weeks} weeks")}[unit]
    if not 1 <= int(number) <= most:
        raise PeriodError(f"{typed.text!r} does not exist", hint=f"the year {int(year)} has {names}")
    if unit != "w":
        return _grouping(typed, f"{unit}{int(number)}", year)
    monday = date.fromisocalendar(int(year), int(number), 1)
    return Period(monday, shift(typed.text, monday, 6, "d"))


def season(typed: Typed, year: str, name: str, southern: str = "", until: str = "") -> Period:
    """A season of a year; `until` is the year in which it ends."""
    period = _grouping(typed, southern + _SEASONS[name], year)
    if until and (period.last is None or int(until) != period.last.year % 10 ** len(until) or until == year[-2:]):
        raise PeriodError(f"{typed.text!r} does not exist", hint=f"write {southern}{name} {year}")
    return period


def _grouping(typed: Typed, name: str, year: str) -> Period:
    return _edtf(typed.text, f"{year}-{_CODES[name]}")


def _decade(typed: Typed, years: str) -> Period:
    return _edtf(typed.text, f"{years}X")


def _ago(typed: Typed, amount: str, unit: str) -> Period:
    day = shift(typed.text, typed.today, -int(amount), unit[0])
    return Period(day, day)


def _named_day(typed: Typed, name: str) -> Period:
    day = shift(typed.text, typed.today, ("yesterday", "today", "tomorrow").index(name) - 1, "d")
    return Period(day, day)


def _relative(typed: Typed, which: str, unit: str) -> Period:
    """A whole week (from Monday), month, quarter or year: this one, the last or the next."""
    text, today = typed
    step = ("last", "this", "next").index(which) - 1
    if unit == "week":
        monday = shift(text, today, 7 * step - today.weekday(), "d")
        return Period(monday, shift(text, monday, 6, "d"))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = shift(text, date(today.year, (today.month - 1) // months * months + 1, 1), step * months, "m")
    return Period(first, shift(text, shift(text, first, months, "m"), -1, "d"))


def _rolling(typed: Typed, which: str, amount: str, unit: str) -> Period:
    """A number of days, weeks, months or years before today, or after it; today is included."""
    forward = which == "next"
    other = shift(typed.text, typed.today, int(amount or 1) * (1 if forward else -1), unit[0])
    return Period(typed.today, other) if forward else Period(other, typed.today)


FORMS: tuple[tuple[str, Form], ...] = (
    (rf"{YEAR}(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", _date),  # 2024, 2024-10, 2024-10-03
    (rf"{YEAR} ?[年년](?: ?{EAST_MONTH}(?: ?{_EAST_DAY})?)?", _date),  # 2024年10月3日
    (rf"{YEAR}[- ]?(?P<unit>[qhw])(?P<number>\d{{1,2}})", part_of_year),  # 2024-Q4, 2024-W40
    (rf"(?P<unit>[qh])(?P<number>\d) {YEAR}", part_of_year),  # Q4 2024
    (rf"{_WEEKDAY}(?:{_DAY} )?{NAMED_MONTH}\.?,? {YEAR}", _date),  # Mon 9 Jun 2025, Jun 2025
    (rf"{_WEEKDAY}{NAMED_MONTH}\.? {_DAY},? {YEAR}", _date),  # Monday, June 9, 2025
    (rf"{YEAR},? {NAMED_MONTH}\.?(?: (?P<day>\d{{1,2}}))?", _date),  # 2024 October 3
    (rf"{_WEEKDAY}{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)", _date),  # Mon 2025-06-09
    (rf"(?P<southern>southern )?{SEASON},? {YEAR}(?:[–-](?P<until>\d{{4}}|\d\d))?", season),  # winter 2023–24
    (rf"(?P<name>jan–apr|may–aug|sep–dec) {YEAR}", _grouping),  # May–Aug 2024, as one end of an interval
    (r"(?P<years>\d{3})0(?:s| ?年代| ?년대)", _decade),  # 2020s
    (LENGTH, _ago),  # 90d: so many days ago; see parse_period
    (LONG_LENGTH + " ago", _ago),  # 3 months ago
    (r"(?P<name>yesterday|today|tomorrow)", _named_day),
    (r"(?P<which>this|last|next) (?P<unit>week|month|quarter|year)", _relative),  # last month: the calendar month
    (_ROLLING, _rolling),  # last 2 months, past week, last 30 days: until today
    (rf"{NAMED_MONTH}\.?", _date),  # August
    (EAST_MONTH, _date),  # 8月
    (rf"{_DAY} {NAMED_MONTH}\.?", _date),  # 15 August
    (rf"{NAMED_MONTH}\.? {_DAY}", _date),  # August 15
    (r"(?:--)?(?P<month>\d\d)-(?P<day>\d\d)", _date),  # 08-15, and ISO 8601's --08-15
    (rf"{EAST_MONTH} ?{_EAST_DAY}", _date),  # 8月15日
)


def read_form(
    text: str, words: str, today: date, table: Sequence[tuple[str, Form]] = FORMS
) -> Period | Recurring | None:
    """The days of one date by a table of forms; None where none fits. `words` is `text` in lower case, with single
    spaces.

    Raises PeriodError for a date that does not exist (`31 April 2024`).
    """
    for pattern, form in table:
        if match := re.fullmatch(pattern, words, re.ASCII):
            return form(Typed(text, today), **{name: group or "" for name, group in match.groupdict().items()})
    return None
