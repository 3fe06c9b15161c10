"""Text → the period that it means."""

import re
from datetime import date
from typing import NoReturn

from . import Period, PeriodError, Recurring, between, forms
from .refusals import DAY_MONTH, YEAR_MONTH, refuse_every_year, refuse_period


def _no_events(identity: str) -> NoReturn:
    raise PeriodError(f"{'@' + identity!r} names an event, which cannot be looked up here", hint="write a date")


def parse_days(text: str, today: date, days_of: forms.DaysOfEvent = _no_events) -> Period:
    """Read a period.

    `days_of` gives the days of `@event-id`. Raises PeriodError with the reason and an example, and whatever `days_of`
    raises.
    """
    period = _read(text, today, days_of)
    return refuse_every_year(text, period) if isinstance(period, Recurring) else period


def parse_period(text: str, today: date, days_of: forms.DaysOfEvent = _no_events) -> Period | Recurring:
    """Read a period to search in: as `parse_days`, but a length (`90d`) runs until today, and a month or a day
    without a year means that of every year."""
    period = _read(text, today, days_of)
    if isinstance(period, Period) and re.fullmatch(forms.LENGTH, _single_spaced(text).lower(), re.ASCII):
        return Period(period.first, today)
    return period


def around(centre: Period, length: str) -> Period:
    """`centre` and the days around it: `length` (`30d`, `2 weeks`, `6m`) before and after. Raises PeriodError."""
    words = _single_spaced(length).lower()
    match = re.fullmatch(forms.LENGTH, words, re.ASCII)
    if match is None:
        from .wording import simplified

        match = re.fullmatch(forms.LONG_LENGTH, simplified(words, date.min), re.ASCII)
    if match is None:
        raise PeriodError(f"{length!r} is not a length of time", hint="write it like 30d, 2w, 6m or 1y")
    amount, unit = int(match[1]), match[2][0]
    first = forms.shift(length, centre.first, -amount, unit) if centre.first else None
    return Period(first, forms.shift(length, centre.last, amount, unit) if centre.last else None)


def _single_spaced(text: str) -> str:
    """Text with plain digits instead of full-width ones, and one space between words."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())


def _read(text: str, today: date, days_of: forms.DaysOfEvent) -> Period | Recurring:
    words = _single_spaced(text)
    is_open = words.startswith("../") or words.endswith("/..")
    mark = ".." if ".." in words and not is_open else "/"
    before, separator, after = words.partition(mark)
    if mark == "/" and not is_open and ("/" in after or re.fullmatch(f"{YEAR_MONTH}|{DAY_MONTH}", words, re.ASCII)):
        refuse_period(text, words)
    if not separator:
        return _one(text, words, today, days_of)
    before, after = ("" if end.strip() == ".." else end.strip() for end in (before, after))
    if ".." in after or (is_open and "/" in after):
        raise PeriodError(f"{text!r} has more than two ends", hint="write it like 2024-10..2024-12")
    if not before and not after:
        raise PeriodError(f"{text!r} names no day", hint="give at least one end: 2024-10.. or ..2024-10")
    ends = [_end(words, end, today, days_of) if end else None for end in (before, after)]
    return between(text, ends[0], ends[1], f"write {after}..{before}")


def _end(whole: str, words: str, today: date, days_of: forms.DaysOfEvent) -> Period | Recurring:
    """One end of a range; an error names the range too."""
    try:
        return _one(words, words, today, days_of)
    except PeriodError as error:
        raise type(error)(f"in {whole!r}: {error.message}", hint=error.hint) from None


def _one(text: str, words: str, today: date, days_of: forms.DaysOfEvent) -> Period | Recurring:
    """One date, or a range in words or with a dash."""
    lower = words.lower()
    if (period := forms.read_form(text, lower, today)) is not None:
        return period
    from .wording import are_date_words, simplified

    if not are_date_words(lower):
        return refuse_period(text, lower)
    from .ranges import RangeReader

    period = RangeReader(text, today, days_of).read(words)
    return period if period is not None else refuse_period(text, simplified(lower, today))
