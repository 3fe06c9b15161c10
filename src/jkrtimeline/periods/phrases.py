"""Dates in more words than `forms` has: `first week of January 2025`, `mid-June 2025`, `last spring`, `작년 하반기`.

`wording.simplified` writes a date with fewer words; if no form fits even then, PHRASES is the table of further ones.
A part of a month without a year means that of every year, as a month does.
"""

from datetime import date
from functools import partial

from ..edtf import month_end
from . import Period, PeriodError, Recurring
from .forms import (
    EAST_MONTH_MAYBE_YEAR,
    EAST_SEASON,
    MONTH_MAYBE_YEAR,
    NAMED_MONTH,
    SEASON,
    WEEKDAYS,
    YEAR,
    Form,
    Typed,
    calendar,
    number_of_month,
    part_of_year,
    read_form,
    recurring,
    season,
    shift,
)
from .wording import simplified

_ORDINAL = r"(?:(?P<number>\d)(?:st|nd|rd|th)|last)"
_EAST_YEAR = rf"{YEAR} ?[年년]の? ?"

_THIRDS = {
    "early": 1,
    **dict.fromkeys(("上旬", "初旬", "초", "초순", "상순"), 1),
    "mid": 11,
    **dict.fromkeys(("中旬", "중순"), 11),
    "late": 21,
    **dict.fromkeys(("下旬", "말", "하순"), 21),
}
"""The thirds of a month, by their first days: 1–10, 11–20 and 21 to the end, as 上旬, 中旬 and 下旬 of Japanese
calendars."""

_HALVES = {
    **dict.fromkeys(("前半", "上半期", "상반기"), "1"),
    **dict.fromkeys(("後半", "下半期", "하반기"), "2"),
}


def read_phrase(text: str, words: str, today: date) -> Period | Recurring | None:
    """The days of one date; None where it is none. `words` is `text` in lower case, with single spaces.

    Raises PeriodError for a date that does not exist (`5th week of February 2025`).
    """
    plain = simplified(words, today)
    period = read_form(text, plain, today) if plain != words else None
    return period if period is not None else read_form(text, plain, today, PHRASES)


def _days(text: str, year: str, month: str, first: int, last: int) -> Period | Recurring:
    """Some days of a month, of every year without a `year`; a `last` after its end means its last day. Raises
    PeriodError where the month has none of them."""
    whole = recurring(text, month)
    number = number_of_month(month)
    if not year:
        return Recurring((number, first), (number, min(last, whole.last[1])))
    calendar(text, year)
    end = month_end(int(year), number)
    if first > end.day:
        raise PeriodError(f"{text!r} does not exist", hint=f"the month ends on {end}")
    return Period(end.replace(day=first), end.replace(day=min(last, end.day)))


def _third(typed: Typed, third: str, month: str, year: str) -> Period | Recurring:
    first = _THIRDS[third]
    return _days(typed.text, year, month, first, first + 9 if first < 21 else 31)


def _week(typed: Typed, number: str, month: str, year: str) -> Period | Recurring:
    if not 1 <= int(number) <= 5:
        raise PeriodError(f"{typed.text!r} does not exist", hint="a month has the weeks 1 to 5")
    last = 7 * int(number)
    return _days(typed.text, year, month, last - 6, last)


def _half_of_month(typed: Typed, number: str, month: str, year: str) -> Period | Recurring:
    half = _HALVES.get(number, number) or "2"  # the last half
    if half not in ("1", "2"):
        raise PeriodError(f"{typed.text!r} does not exist", hint="a month has 2 halves")
    return _days(typed.text, year, month, 1 if half == "1" else 16, 15 if half == "1" else 31)


def _part_of_year(typed: Typed, number: str, unit: str, year: str) -> Period:
    """A quarter or half of a year, also the last."""
    last = "4" if unit == "quarter" else "2"
    return part_of_year(typed, year, unit[0], _HALVES.get(number, number) or last)


def _season_from_today(typed: Typed, which: str, name: str) -> Period:
    """The last season is the latest that is over, the next one the first to begin, as with months. Raises PeriodError
    for `this winter` outside winter, which could be the one before or the one to come."""
    text, today = typed
    years = range(max(today.year - 2, 1), min(today.year + 3, 9998))
    seasons = [season(typed, f"{year:04}", name) for year in years]
    if which == "this" and not any(_within(today, each) for each in seasons):
        if name == "winter":
            one, other = (f"winter {year}–{(year + 1) % 100:02}" for year in (today.year - 1, today.year))
            raise PeriodError(f"{text!r} could be {one} or {other}", hint=f"write '{one}' or '{other}'")
        return season(typed, f"{today.year:04}", name)
    return _by_today(text, which, today, seasons)


def _within(day: date, period: Period) -> bool:
    return period.first is not None and period.last is not None and period.first <= day <= period.last


def _by_today(text: str, which: str, today: date, periods: list[Period]) -> Period:
    """The last, this or the next of some periods, which are in the order of time."""
    if which == "last":
        matching = [each for each in periods if each.last is not None and each.last < today][-1:]
    elif which == "next":
        matching = [each for each in periods if each.first is not None and each.first > today][:1]
    else:
        matching = [each for each in periods if _within(today, each)]
    if not matching:
        raise PeriodError(f"{text!r} is outside the years 0001 to 9999", hint="write a year")
    return matching[0]


def _month_from_today(typed: Typed, which: str, month: str) -> Period:
    text, today = typed
    number = number_of_month(month)
    years = [today.year] if which == "this" else range(max(today.year - 1, 1), min(today.year + 2, 10000))
    months = [Period(date(year, number, 1), month_end(year, number)) for year in years]
    return months[0] if which == "this" else _by_today(text, which, today, months)


def _weekday_from_today(typed: Typed, weekday: str) -> Period:
    """The latest of these days before today."""
    back = (typed.today.weekday() - WEEKDAYS.index(weekday)) % 7 or 7
    day = shift(typed.text, typed.today, -back, "d")
    return Period(day, day)


def _to_date(typed: Typed, unit: str) -> Period:
    """From the beginning of this year or month until today."""
    first = typed.today.replace(day=1)
    return Period(first if unit == "month" else first.replace(month=1), typed.today)


def _some_of(typed: Typed, which: str, amount: str, unit: str, words: str) -> Period | None:
    """So many days, weeks or months at the beginning or the end of a period. Raises PeriodError for too many."""
    whole = read_form(typed.text, words, typed.today)
    if not isinstance(whole, Period) or whole.first is None or whole.last is None:
        return None
    number = max(int(amount), 1)
    if which == "first":
        part = Period(whole.first, shift(typed.text, shift(typed.text, whole.first, number, unit[0]), -1, "d"))
    else:
        after = shift(typed.text, whole.last, 1, "d")
        part = Period(shift(typed.text, after, -number, unit[0]), whole.last)
    if part.overlap(whole) != part:
        raise PeriodError(f"{typed.text!r} is longer than {words}", hint=f"write {words}")
    return part


def _week_of(typed: Typed, words: str) -> Period:
    """The week of a Monday. Raises PeriodError for other days: their week could begin on them, or on Monday."""
    whole = read_form(typed.text, words, typed.today)
    first = whole.day if isinstance(whole, Period) else None
    if first is None:
        raise PeriodError(f"{typed.text!r} names no day", hint="write it like 'week of 2 June 2025'")
    monday = shift(typed.text, first, -first.weekday(), "d")
    if first != monday:
        iso = first.isocalendar()
        raise PeriodError(
            f"{typed.text!r} begins on a {WEEKDAYS[first.weekday()].title()}, or on the Monday before",
            hint=f"write {iso.year:04}-W{iso.week:02} for the week from Monday, or {first}..{shift('', first, 6, 'd')}",
        )
    return Period(first, shift(typed.text, first, 6, "d"))


_RELATIVE = "(?P<which>last|this|next)"
_EAST_THIRD = rf"(?P<third>{'|'.join(name for name in _THIRDS if not name.isascii())})"
_EAST_HALF = rf"(?P<number>{'|'.join(_HALVES)})"

PHRASES: tuple[tuple[str, Form], ...] = (
    (rf"(?P<third>early|mid|late)[ -](?:in )?{MONTH_MAYBE_YEAR}", _third),  # mid-June 2025
    (rf"{EAST_MONTH_MAYBE_YEAR}の? ?{_EAST_THIRD}", _third),  # 2025年6月上旬, 6월 중순
    (rf"(?P<number>\d)(?:st|nd|rd|th) week(?: of)? {MONTH_MAYBE_YEAR}", _week),  # first week of January 2025
    (rf"week (?P<number>\d)(?: of)? {MONTH_MAYBE_YEAR}", _week),  # week 2 of January 2025
    (rf"{_ORDINAL} half {MONTH_MAYBE_YEAR}", _half_of_month),  # second half of June 2025
    (rf"{EAST_MONTH_MAYBE_YEAR}の? ?(?P<number>前半|後半)", _half_of_month),  # 6月前半
    (rf"{_ORDINAL} (?P<unit>half|quarter),? {YEAR}", _part_of_year),  # first quarter of 2025
    (rf"{_EAST_YEAR}{_EAST_HALF}", partial(_part_of_year, unit="half")),  # 2024年前半
    (rf"{_EAST_YEAR}第?(?P<number>[1-4]) ?(?:四半期|분기)", partial(_part_of_year, unit="quarter")),  # 2025年第1四半期
    (_EAST_YEAR + EAST_SEASON, season),  # 2024年夏
    (rf"{_RELATIVE} {SEASON}", _season_from_today),  # last spring
    (rf"{_RELATIVE} {NAMED_MONTH}", _month_from_today),  # last March
    (rf"last (?P<weekday>{'|'.join(WEEKDAYS)})", _weekday_from_today),  # last Friday
    (r"(?P<unit>year|month) to date|ytd", _to_date),
    (r"(?P<which>first|last) (?P<amount>\d{1,2}) (?P<unit>day|week|month)s?(?: of)? (?P<words>.+)", _some_of),
    (r"week of (?P<words>.+)", _week_of),  # week of 2 June 2025
)
"""Further forms, matched like those of forms.FORMS."""
