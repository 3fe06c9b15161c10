"""Periods of time as people type them: `2024-10`, `last month`, `August`, `a..b`, `@event-id`.

A date means its whole span, both ends inclusive; a month or a day without a year means that of every year. Nothing is
guessed: text with two readings, or with none, is refused. The clock is not read here; `today` is passed in.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NoReturn

from . import forms
from .period import NotAPeriod, Period, PeriodError, Recurring
from .refusals import YEAR_MONTH, refuse_every_year, refuse_period

__all__ = ["EventDays", "NotAPeriod", "Period", "PeriodError", "Recurring", "around", "parse_filter", "parse_period"]

EventDays = Callable[[str], tuple[date | None, date | None]]
"""Id → its first and last day; raises UnknownId."""

_ABOUT = r"(?:c\.|ca\.|circa) ?(.+)"
_DASH = r"(.+?) [–—-] (.+)|(.+?) ?[–—] ?(.+)|(\d{1,2}) ?- ?(\d.*[^\d-].*)|(\d{4})-(\d{4})"
"""Two dates joined by a dash; by a hyphen only between years, days (`13-15 Jun 2025`), or with spaces around it."""


def _no_events(identity: str) -> NoReturn:
    raise PeriodError(f"{'@' + identity!r} names an event, which cannot be looked up here", hint="write a date")


def parse_period(text: str, today: date, days_of: EventDays = _no_events, *, printed: bool = True) -> Period:
    """Read a period.

    `days_of` gives the days of `@event-id`. `printed` also reads what only dates as jkr prints them have: `c. 2024`,
    `3 Feb 2024?`, `since 2024`, `3–5 Feb 2024`. Raises PeriodError with the reason and a form that can be read, and
    whatever `days_of` raises.
    """
    period = _read(text, today, days_of, printed)
    return refuse_every_year(text) if isinstance(period, Recurring) else period


def parse_filter(text: str, today: date, days_of: EventDays = _no_events) -> Period | Recurring:
    """Read a period to search in: as `parse_period`, but a length (`90d`) runs until today, and a month or a day
    without a year means that of every year."""
    period = _read(text, today, days_of, True)
    if isinstance(period, Period) and re.fullmatch(forms.LENGTH, _fold(text).lower(), re.ASCII):
        return Period(period.first, today)
    return period


def around(centre: Period, length: str) -> Period:
    """`centre` made longer by `length` (`30d`, `2 weeks`, `6m`) on both sides. Raises PeriodError."""
    words = _fold(length).lower()
    match = re.fullmatch(forms.LENGTH, words, re.ASCII) or re.fullmatch(forms.LONG_LENGTH, words, re.ASCII)
    if match is None:
        raise PeriodError(f"{length!r} is not a length of time", hint="write it like 30d, 2w, 6m or 1y")
    amount, unit = int(match[1]), match[2][0]
    first = forms.shift(length, centre.first, -amount, unit) if centre.first else None
    return Period(first, forms.shift(length, centre.last, amount, unit) if centre.last else None)


def _fold(text: str) -> str:
    """Full-width digits as plain ones, one space between words."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())


def _read(text: str, today: date, days_of: EventDays, printed: bool) -> Period | Recurring:
    words = _fold(text)
    edtf = words.startswith("../") or words.endswith("/..")
    mark = ".." if ".." in words and not edtf else "/"
    before, separator, after = words.partition(mark)
    if mark == "/" and not edtf and ("/" in after or re.fullmatch(YEAR_MONTH, words, re.ASCII)):
        refuse_period(text, words)
    if not separator:
        return _one(text, words, today, days_of, printed)
    before, after = ("" if end.strip() == ".." else end.strip() for end in (before, after))
    if ".." in after or (edtf and "/" in after):
        raise PeriodError(f"{text!r} has more than two ends", hint="write it like 2024-10..2024-12")
    if not before and not after:
        raise PeriodError(f"{text!r} names no day", hint="give at least one end: 2024-10.. or ..2024-10")
    ends = [_end(words, end, today, days_of) if end else None for end in (before, after)]
    return _between(text, ends[0], ends[1], f"{after}..{before}")


def _end(whole: str, words: str, today: date, days_of: EventDays) -> Period | Recurring:
    """One end of a range; an error names the range too."""
    try:
        return _one(words, words, today, days_of, True)
    except PeriodError as error:
        raise type(error)(f"in {whole!r}: {error.message}", hint=error.hint) from None


def _between(
    text: str, before: Period | Recurring | None, after: Period | Recurring | None, reverse: str
) -> Period | Recurring:
    """From the first day of one to the last day of the other; None is an open end."""
    if isinstance(before, Recurring) and isinstance(after, Recurring):
        return Recurring(before.first, after.last)
    if isinstance(before, Recurring) or isinstance(after, Recurring):
        raise PeriodError(f"{text!r} has a year at one end only", hint="write the year at both ends")
    first, last = before and before.first, after and after.last
    if first and last and first > last:
        raise PeriodError(f"{text!r} ends on {last}, before it starts on {first}", hint=f"write {reverse}")
    return Period(first, last)


def _one(text: str, words: str, today: date, days_of: EventDays, printed: bool) -> Period | Recurring:
    """One date, or two joined by a dash."""
    if words.startswith("@"):
        return Period(*days_of(words[1:]))
    lower = words.lower()
    period = forms.read_form(text, lower, today)
    if period is None and printed:
        period = _printed(text, lower, today)
    if period is None and printed and (match := re.fullmatch(_DASH, lower, re.ASCII)):
        one, two = (group for group in match.groups() if group)
        period = _dash(text, one, two, today)
    return period if period is not None else refuse_period(text, lower)


def _printed(text: str, words: str, today: date) -> Period | Recurring | None:
    """A date as jkr prints it, with a qualifier or one open end. A qualified date means its days."""
    if match := re.fullmatch(r"(since|until) (.+)", words):
        period = _single(text, match[2], today)
        if not isinstance(period, Period):
            return None
        return Period(period.first, None) if match[1] == "since" else Period(None, period.last)
    return _single(text, words, today)


def _single(text: str, words: str, today: date) -> Period | Recurring | None:
    """One date, with or without qualifiers."""
    match = re.fullmatch(_ABOUT, words)
    return forms.read_form(text, (match[1] if match else words).removesuffix("?"), today)


def _dash(text: str, one: str, two: str, today: date) -> Period | Recurring | None:
    """`13–15 Jun 2025`, `30 Mar – 2 Apr 2023`, `Apr–Jun 2024`: the first date takes from the second what it lacks."""
    after = None if two == "?" else _single(text, two, today)
    if after is None and two != "?":
        return None
    if one == "?":
        return _between(text, None, after, "")
    rest = two.removesuffix("?").partition(" ")[2]
    year = two.removesuffix("?")[-4:]
    for words in (one, f"{one} {rest}", f"{one} {year}"):
        if (before := _single(text, words, today)) is not None and type(before) is type(after or before):
            return _between(text, before, after, f"{two} – {one}")
    return None
