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
    """A date to read: its text, for messages; the day that relative forms count from; and the groups of its form."""

    text: str
    today: date
    groups: tuple[str, ...]


Form = Callable[[Typed], Period | Recurring | None]
"""A function that reads the groups of a pattern."""

LENGTH = r"(\d{1,6})([dwmy])"
LONG_LENGTH = r"(\d{1,6}) (day|week|month|year)s?"
_NAMES = tuple(name.lower() for name in edtf.MONTH_NAMES)
MONTH = "|".join(f"{name}|{name[:3]}" for name in _NAMES) + "|sept"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?:(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\.?,? )?"
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
SEASON_NAMES = ("spring", "summer", "autumn", "winter")
_SEASON = r"(southern )?(spring|summer|autumn|fall|winter),? (\d{4})(?:[–-](\d{4}|\d\d))?"
_RELATIVE = r"(this|last|next) (week|month|quarter|year)"
_ROLLING = r"(last|past|next) (?:(\d{1,6}) )?(day|week|month|year)s?"


def read_form(
    text: str, words: str, today: date, table: Sequence[tuple[str, Form]] | None = None
) -> Period | Recurring | None:
    """The days of one date by a table of forms (default: FORMS); None where none fits. `words` is `text` in lower case,
    with single spaces.

    Raises PeriodError for a date that does not exist (`31 April 2024`).
    """
    for pattern, form in FORMS if table is None else table:
        if match := re.fullmatch(pattern, words, re.ASCII):
            return form(Typed(text, today, tuple(group or "" for group in match.groups())))
    return None


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
    """A year, month or day. Raises PeriodError where it does not exist."""
    if month and not 1 <= int(month) <= 12:
        years = not day and int(month) == (int(year) + 1) % 100
        hint = f"two years are {year}..{int(year) + 1:04}" if years else "quarters are written 2024-Q4"
        raise PeriodError(f"{text!r} has the month {month}", hint=f"months are 01 to 12; {hint}")
    return _edtf(text, "-".join([year, *(part.zfill(2) for part in (month, day) if part)]))


def _edtf(text: str, written: str) -> Period:
    try:
        when = edtf.parse(written)
    except edtf.DateError as error:
        raise PeriodError(error.message.replace(repr(written), repr(text)), hint=error.hint) from None
    return Period(when.start, when.end)


def _iso(typed: Typed) -> Period:
    return calendar(typed.text, *typed.groups)


def _day_month(typed: Typed) -> Period:
    weekday, day, month, year = typed.groups
    return _on_weekday(typed.text, weekday, calendar(typed.text, year, str(number_of_month(month)), day))


def _month_day(typed: Typed) -> Period:
    weekday, month, day, year = typed.groups
    return _on_weekday(typed.text, weekday, calendar(typed.text, year, str(number_of_month(month)), day))


def _weekday_iso(typed: Typed) -> Period:
    weekday, year, month, day = typed.groups
    return _on_weekday(typed.text, weekday, calendar(typed.text, year, month, day))


def _on_weekday(text: str, weekday: str, period: Period) -> Period:
    """`period`, a day, if it is this day of the week. Raises PeriodError."""
    day = period.first
    if weekday and (day is None or day != period.last):
        raise PeriodError(f"{text!r} has a day of the week but no day", hint="write it like Mon 9 Jun 2025")
    if weekday and day and not WEEKDAYS[day.weekday()].startswith(weekday):
        name = WEEKDAYS[day.weekday()].title()
        raise PeriodError(f"{text!r} is a {name}", hint=f"write {day}, or correct the date")
    return period


def number_of_month(name: str) -> int:
    """The number of a month by its name."""
    return next(number for number, full in enumerate(_NAMES, 1) if full.startswith(name[:3]))


def _month_of_year(typed: Typed) -> Recurring:
    (name,) = typed.groups
    return recurring(typed.text, number_of_month(name) if name.isalpha() else int(name))


def _day_of_year(typed: Typed) -> Recurring:
    one, two = typed.groups
    return (
        recurring(typed.text, number_of_month(two), one)
        if two.isalpha()
        else recurring(typed.text, number_of_month(one), two)
    )


def _numbers_of_year(typed: Typed) -> Recurring:
    month, day = typed.groups
    return recurring(typed.text, int(month), day)


def recurring(text: str, month: int, day: str = "") -> Recurring:
    """A month or a day of every year. Raises PeriodError where no year has it."""
    calendar(text, "2024", str(month), day)  # 2024 has a 29 February
    last = int(day) if day else edtf.month_end(2024, month).day
    return Recurring((month, int(day) if day else 1), (month, last))


def _part(typed: Typed) -> Period:
    year, kind, number = typed.groups
    return _part_of_year(typed.text, int(year), kind, int(number))


def _part_first(typed: Typed) -> Period:
    kind, number, year = typed.groups
    return _part_of_year(typed.text, int(year), kind, int(number))


def _part_of_year(text: str, year: int, kind: str, number: int) -> Period:
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
    return Period(monday, shift(text, monday, 6, "d"))


def _season(typed: Typed) -> Period:
    southern, name, year, until = typed.groups
    number = SEASON_NAMES.index(name.replace("fall", "autumn")) + (8 if southern else 0)
    period = season(typed.text, year, number)
    if until and (period.last is None or int(until) != period.last.year % 10 ** len(until) or until == year[-2:]):
        raise PeriodError(f"{typed.text!r} does not exist", hint=f"write {southern}{name} {year}")
    return period


def season(text: str, year: str, number: int) -> Period:
    """A season of a year, 0 to 3 for spring to winter, 8 to 11 for those of the southern hemisphere."""
    return _edtf(text, f"{year}-{21 + number}")


def _four_months(typed: Typed) -> Period:
    month, year = typed.groups
    return _edtf(typed.text, f"{year}-{37 + ('jan', 'may', 'sep').index(month)}")


def _decade(typed: Typed) -> Period:
    return _edtf(typed.text, f"{typed.groups[0]}X")


def _ago(typed: Typed) -> Period:
    amount, unit = typed.groups
    day = shift(typed.text, typed.today, -int(amount), unit[0])
    return Period(day, day)


def _named_day(typed: Typed) -> Period:
    step = ("yesterday", "today", "tomorrow").index(typed.groups[0]) - 1
    day = shift(typed.text, typed.today, step, "d")
    return Period(day, day)


def _relative(typed: Typed) -> Period:
    """A whole week (from Monday), month, quarter or year: this one, the last or the next."""
    text, today, (which, unit) = typed
    step = ("last", "this", "next").index(which) - 1
    if unit == "week":
        monday = shift(text, today, 7 * step - today.weekday(), "d")
        return Period(monday, shift(text, monday, 6, "d"))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = shift(text, date(today.year, (today.month - 1) // months * months + 1, 1), step * months, "m")
    return Period(first, shift(text, shift(text, first, months, "m"), -1, "d"))


def _rolling(typed: Typed) -> Period:
    """A number of days, weeks, months or years before today, or after it; today is included."""
    text, today, (which, amount, unit) = typed
    forward = which == "next"
    other = shift(text, today, int(amount or 1) * (1 if forward else -1), unit[0])
    return Period(today, other) if forward else Period(other, today)


FORMS: tuple[tuple[str, Form], ...] = (
    (r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", _iso),  # 2024, 2024-10, 2024-10-03
    (r"(\d{4}) ?[年년](?: ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日일])?)?", _iso),  # 2024年10月3日
    (r"(\d{4})[- ]?([qhw])(\d{1,2})", _part),  # 2024-Q4, 2024-W40
    (r"([qh])(\d) (\d{4})", _part_first),  # Q4 2024
    (rf"{_WEEKDAY}(?:{_NTH} )?({MONTH})\.?,? (\d{{4}})", _day_month),  # Mon 9 Jun 2025, Jun 2025
    (rf"{_WEEKDAY}({MONTH})\.? {_NTH},? (\d{{4}})", _month_day),  # Monday, June 9, 2025
    (rf"{_WEEKDAY}(\d{{4}})-(\d\d)-(\d\d)", _weekday_iso),  # Mon 2025-06-09
    (_SEASON, _season),  # summer 2024, winter 2023–24
    (r"(jan(?=–apr)|may(?=–aug)|sep(?=–dec))–... (\d{4})", _four_months),  # May–Aug 2024, as one end of an interval
    (r"(\d{3})0s", _decade),  # 2020s
    (LENGTH, _ago),  # 90d: so many days ago; see parse_filter
    (LONG_LENGTH + " ago", _ago),  # 3 months ago
    (r"(yesterday|today|tomorrow)", _named_day),
    (_RELATIVE, _relative),  # last month: the calendar month
    (_ROLLING, _rolling),  # last 2 months, past week, last 30 days: until today
    (rf"({MONTH})\.?", _month_of_year),  # August
    (r"(\d{1,2}) ?[月월]", _month_of_year),  # 8月
    (rf"{_NTH} ({MONTH})\.?", _day_of_year),  # 15 August
    (rf"({MONTH})\.? {_NTH}", _day_of_year),  # August 15
    (r"(?:--)?(\d\d)-(\d\d)", _numbers_of_year),  # 08-15, and ISO 8601's --08-15
    (r"(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]", _numbers_of_year),  # 8月15日
)
