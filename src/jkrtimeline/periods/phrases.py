"""Dates in more words than `forms` has: `first week of January 2025`, `mid-June 2025`, `last spring`, `작년 하반기`.

`wording.plain_words` writes a date with fewer words; if no form fits even then, PHRASES is the table of further ones.
A part of a month without a year means that of every year, as a month does.
"""

from datetime import date

from ..edtf import month_end
from . import Period, PeriodError, Recurring
from .forms import (
    MONTH,
    SEASON_NAMES,
    WEEKDAYS,
    Form,
    Typed,
    calendar,
    number_of_month,
    read_form,
    recurring,
    season,
    shift,
)
from .wording import plain_words

_ORDINAL = r"(\d)(?:st|nd|rd|th)|last"
_MONTH_AND_YEAR = rf"({MONTH})\.?,?(?: (\d{{4}}))?"
_EAST_MONTH = r"(?:(\d{4}) ?[年년] ?)?(\d{1,2}) ?[月월]の? ?"

_THIRDS = {
    "early": ("early", "上旬", "初旬", "초", "초순", "상순"),
    "mid": ("mid", "中旬", "중순"),
    "late": ("late", "下旬", "말", "하순"),
}
"""The thirds of a month, days 1–10, 11–20 and 21 to the end: 上旬, 中旬 and 下旬 of Japanese calendars."""

_EAST_THIRD = "|".join(name for names in _THIRDS.values() for name in names[1:])


def read_phrase(text: str, words: str, today: date) -> Period | Recurring | None:
    """The days of one date; None where it is none. `words` is `text` in lower case, with single spaces.

    Raises PeriodError for a date that does not exist (`5th week of February 2025`).
    """
    plain = plain_words(words, today)
    period = read_form(text, plain, today) if plain != words else None
    return period if period is not None else read_form(text, plain, today, PHRASES)


def _days(text: str, year: str, month: int, first: int, last: int) -> Period | Recurring:
    """Some days of a month, of every year without a `year`; a `last` after its end means its last day. Raises
    PeriodError where the month has none of them."""
    whole = recurring(text, month)
    if not year:
        return Recurring((month, first), (month, min(last, whole.last[1])))
    calendar(text, year)
    end = month_end(int(year), month)
    if first > end.day:
        raise PeriodError(f"{text!r} does not exist", hint=f"the month ends on {end}")
    return Period(end.replace(day=first), end.replace(day=min(last, end.day)))


def _third(typed: Typed) -> Period | Recurring:
    name, month, year = typed.groups
    first = 1 + 10 * list(_THIRDS).index(name)
    return _days(typed.text, year, number_of_month(month), first, first + 9 if first < 21 else 31)


def _east_third(typed: Typed) -> Period | Recurring:
    year, month, name = typed.groups
    first = next(1 + 10 * number for number, names in enumerate(_THIRDS.values()) if name in names)
    return _days(typed.text, year, int(month), first, first + 9 if first < 21 else 31)


def _week(typed: Typed) -> Period | Recurring:
    number, month, year = typed.groups
    if not 1 <= int(number) <= 5:
        raise PeriodError(f"{typed.text!r} does not exist", hint="a month has the weeks 1 to 5")
    last = 7 * int(number)
    return _days(typed.text, year, number_of_month(month), last - 6, last)


def _half_month(typed: Typed) -> Period | Recurring:
    number, month, year = typed.groups
    return _half(typed.text, number or "2", year, number_of_month(month))


def _east_half_month(typed: Typed) -> Period | Recurring:
    year, month, name = typed.groups
    return _half(typed.text, "1" if name == "前半" else "2", year, int(month))


def _half(text: str, number: str, year: str, month: int) -> Period | Recurring:
    if number not in ("1", "2"):
        raise PeriodError(f"{text!r} does not exist", hint="a month has 2 halves")
    return _days(text, year, month, 1 if number == "1" else 16, 15 if number == "1" else 31)


def _part_of_year(typed: Typed) -> Period | Recurring | None:
    number, kind, year = typed.groups
    letter = kind[0]
    return read_form(typed.text, f"{year}-{letter}{number or ('4' if letter == 'q' else '2')}", typed.today)


def _east_half_year(typed: Typed) -> Period | Recurring | None:
    year, name = typed.groups
    return read_form(typed.text, f"{year}-h{1 if name in ('前半', '上半期', '상반기') else 2}", typed.today)


def _east_quarter(typed: Typed) -> Period | Recurring | None:
    year, number = typed.groups
    return read_form(typed.text, f"{year}-q{number}", typed.today)


_EAST_SEASONS = {"春": 0, "夏": 1, "秋": 2, "冬": 3, "봄": 0, "여름": 1, "가을": 2, "겨울": 3}


def _east_season(typed: Typed) -> Period:
    year, name = typed.groups
    return season(typed.text, year, _EAST_SEASONS[name])


def _east_decade(typed: Typed) -> Period | Recurring | None:
    return read_form(typed.text, f"{typed.groups[0]}s", typed.today)


def _year_first(typed: Typed) -> Period | Recurring | None:
    year, name, day = typed.groups
    return read_form(typed.text, f"{day} {name} {year}".strip(), typed.today)


def _season_from_today(typed: Typed) -> Period:
    """The last season is the latest that is over, the next one the first to begin, as with months. Raises PeriodError
    for `this winter` outside winter, which could be the one before or the one to come."""
    text, today, (which, name) = typed
    number = SEASON_NAMES.index(name.replace("fall", "autumn"))
    years = range(max(today.year - 2, 1), min(today.year + 3, 9998))
    seasons = [season(text, f"{year:04}", number) for year in years]
    if which == "this" and not any(_within(today, each) for each in seasons):
        if name == "winter":
            one, other = (f"winter {year}–{(year + 1) % 100:02}" for year in (today.year - 1, today.year))
            raise PeriodError(f"{text!r} could be {one} or {other}", hint=f"write '{one}' or '{other}'")
        return season(text, f"{today.year:04}", number)
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


def _month_from_today(typed: Typed) -> Period:
    text, today, (which, name) = typed
    month = number_of_month(name)
    years = [today.year] if which == "this" else range(max(today.year - 1, 1), min(today.year + 2, 10000))
    months = [Period(date(year, month, 1), month_end(year, month)) for year in years]
    return months[0] if which == "this" else _by_today(text, which, today, months)


def _weekday_from_today(typed: Typed) -> Period:
    """The latest of these days before today."""
    (name,) = typed.groups
    back = (typed.today.weekday() - [each[:3] for each in WEEKDAYS].index(name)) % 7 or 7
    day = shift(typed.text, typed.today, -back, "d")
    return Period(day, day)


def _to_date(typed: Typed) -> Period:
    """From the beginning of this year or month until today."""
    (unit,) = typed.groups
    return Period(typed.today.replace(day=1, **({} if unit.startswith("m") else {"month": 1})), typed.today)


def _some_of(typed: Typed) -> Period | None:
    """So many days, weeks or months at the beginning or the end of a period. Raises PeriodError for too many."""
    which, amount, unit, words = typed.groups
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


def _week_of(typed: Typed) -> Period:
    """The week of a Monday. Raises PeriodError for other days: their week could begin on them, or on Monday."""
    day = read_form(typed.text, typed.groups[0], typed.today)
    if not isinstance(day, Period) or day.first is None or day.first != day.last:
        raise PeriodError(f"{typed.text!r} names no day", hint="write it like 'week of 2 June 2025'")
    first = day.first
    monday = shift(typed.text, first, -first.weekday(), "d")
    if first != monday:
        iso = first.isocalendar()
        raise PeriodError(
            f"{typed.text!r} begins on a {WEEKDAYS[first.weekday()].title()}, or on the Monday before",
            hint=f"write {iso.year:04}-W{iso.week:02} for the week from Monday, or {first}..{shift('', first, 6, 'd')}",
        )
    return Period(first, shift(typed.text, first, 6, "d"))


_RELATIVE = "(last|this|next)"

PHRASES: tuple[tuple[str, Form], ...] = (
    (rf"(early|mid|late)[ -](?:in )?{_MONTH_AND_YEAR}", _third),  # mid-June 2025
    (rf"{_EAST_MONTH}({_EAST_THIRD})", _east_third),  # 2025年6月上旬, 6월 중순
    (rf"(\d)(?:st|nd|rd|th) week(?: of)? {_MONTH_AND_YEAR}", _week),  # first week of January 2025
    (rf"week (\d)(?: of)? {_MONTH_AND_YEAR}", _week),  # week 2 of January 2025
    (rf"(?:{_ORDINAL}) half {_MONTH_AND_YEAR}", _half_month),  # second half of June 2025
    (rf"{_EAST_MONTH}(前半|後半)", _east_half_month),  # 6月前半
    (rf"(?:{_ORDINAL}) (half|quarter),? (\d{{4}})", _part_of_year),  # first quarter of 2025
    (r"(\d{4}) ?[年년]の? ?(前半|後半|上半期|下半期|상반기|하반기)", _east_half_year),  # 2024年前半
    (r"(\d{4}) ?[年년]の? ?第?([1-4]) ?(?:四半期|분기)", _east_quarter),  # 2025年第1四半期, 2025년 1분기
    (rf"(\d{{4}}) ?[年년]の? ?({'|'.join(_EAST_SEASONS)})", _east_season),  # 2024年夏
    (r"(\d{3}0) ?(?:年代|년대)", _east_decade),  # 2020年代
    (rf"(\d{{4}}),? ({MONTH})\.?(?: (\d{{1,2}}))?", _year_first),  # 2024 October 3
    (rf"{_RELATIVE} ({'|'.join(SEASON_NAMES)}|fall)", _season_from_today),  # last spring
    (rf"{_RELATIVE} ({MONTH})", _month_from_today),  # last March
    (r"last (mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?day", _weekday_from_today),  # last Friday
    (r"(year|month) to date|ytd", _to_date),
    (r"(first|last) (\d{1,2}) (day|week|month)s?(?: of)? (.+)", _some_of),  # first three months of 2025
    (r"week of (.+)", _week_of),  # week of 2 June 2025
)
"""Further forms, matched like those of forms.FORMS."""
