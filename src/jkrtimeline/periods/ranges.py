"""Ranges in words or with a dash, and dates as jkr prints them: `between March and May 2024`, `13–15 Jun 2025`,
`3月から5月まで`, `since last spring`, `c. 13 Jun 2025`.

One end takes from the other what it lacks: the month or the year.
"""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from . import Period, PeriodError, Recurring, between
from .forms import MONTH_NAME, DaysOfEvent, read_form
from .phrases import read_phrase
from .wording import simplified

_NAMED = rf"(?:\d{{1,2}} )?(?:{MONTH_NAME})\.?(?: \d{{1,2}})?|[qh]\d"
_RANGES = (
    r"between (.+?) and (.+)",
    r"(?:from )?(.+?) (?:to|until|till|through|thru) (.+)",
    r"(.+?) ?(?:から|부터|에서) ?(.+?)(?: ?(?:まで|까지))?",
    r"(.+?) ?[〜~] ?(.+)",
    r"(.+?) [–—-] (.+)",
    r"(.+?) ?[–—] ?(.+)",
    # a hyphen without spaces only between years, days (`13-15 Jun 2025`), months and quarters by their names
    r"(\d{1,2}) ?- ?(\d.*[^\d-].*)",
    r"(\d{4})-(\d{4})",
    rf"((?:\d{{4}} )?(?:{MONTH_NAME})\.? \d{{1,2}})-(\d{{1,2}}(?:,? \d{{4}})?)",
    r"(.+[年月日년월일])-(.+[年月日년월일])",
    rf"({_NAMED})-((?:{_NAMED}).*)",
)
"""Two dates with words or a dash between them."""

_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_THIRDS = ("early", "mid", "late")
_WITHOUT_MONTH = (_DAY, rf"(?:{'|'.join(_THIRDS)})", r"(?:\dth|last) half")
"""Ends of a range that lack a month; each takes it only from an end of the same form."""

_ABOUT = r"(?:c\.|ca\.|circa) ?(.+)"

_NOW = ("now", "present", "the present")
"""Words for today that are only read as the end of a range."""


Bound = Literal["since", "until", "before", "after"]
"""Which days of a date bound an open range: from its first day, until its last, before the first or after the last."""

_OPEN: tuple[tuple[str, Bound], ...] = (
    (r"(?:since|from) (.+?)(?: on| onwards?)?", "since"),
    (r"(?:until|till|through|up to) (.+)", "until"),
    (r"before (.+)", "before"),
    (r"after (.+)", "after"),
    (r"(.+?) (?:on|onwards?)", "since"),
    (r"(.+?) ?(?:から|以降|부터|이후)", "since"),
    (r"(.+?) ?(?:まで|까지)", "until"),
)
"""A date with a word that leaves one end open."""


class RangeReader(NamedTuple):
    """Reads the two ends of a range. `text` is named in errors; `days_of` gives the days of `@ID`."""

    text: str
    today: date
    days_of: DaysOfEvent

    def read(self, words: str) -> Period | Recurring | None:
        """The days of a range, or of a date with a qualifier; None for other texts. Raises PeriodError for a range
        without days."""
        if not words.startswith("@") and (period := self._single(words)) is not None:
            return period
        for pattern in _RANGES:
            match = re.fullmatch(pattern, words, re.ASCII | re.IGNORECASE)
            if match and (period := self._two_ends(match[1].strip(), match[2].strip())) is not None:
                return period
        for form, bound in _OPEN:
            if match := re.fullmatch(form, words, re.ASCII | re.IGNORECASE):
                return self._open(match[1], bound)
        return self.days_of(words[1:]) if words.startswith("@") else None

    def _single(self, words: str) -> Period | Recurring | None:
        """One date, with or without qualifiers. A qualified date means its days."""
        if words.startswith("@"):
            return self.days_of(words[1:])
        lower = "today" if words.lower() in _NOW else words.lower()
        match = re.fullmatch(_ABOUT, lower)
        plain = (match[1] if match else lower).removesuffix("?")
        period = read_form(self.text, plain, self.today)
        return period if period is not None else read_phrase(self.text, plain, self.today)

    def _two_ends(self, one: str, two: str) -> Period | Recurring | None:
        if two == "?":
            before = self._single(one)
            return None if before is None else between(self.text, before, None, "")
        for last in (two, *_completed(one, two, self.today)):
            after = self._single(last)
            if after is None:
                continue
            if one == "?":
                return between(self.text, None, after, "")
            for first in (one, *_completed(last, one, self.today)):
                before = self._single(first)
                if before is not None and type(before) is type(after):
                    is_completed = first != one or last != two
                    hint = "write the year at both ends" if is_completed else f"write {two} – {one}"
                    period = between(self.text, before, after, hint)
                    if is_completed and isinstance(period, Recurring) and period.first > period.last:
                        raise PeriodError(f"{self.text!r} ends before it starts", hint="write the month at both ends")
                    return period
        return None

    def _open(self, words: str, bound: Bound) -> Period | None:
        period = self._single(words)
        if period is None:
            return None
        if isinstance(period, Recurring):
            raise PeriodError(f"{self.text!r} has no year", hint=f"write the year of {words!r}, too")
        day = period.first if bound in ("since", "before") else period.last
        if day is None or (bound, day) in (("before", date.min), ("after", date.max)):
            raise PeriodError(f"{self.text!r} names no day", hint="name a day, month or year")
        match bound:
            case "since":
                return Period(day, None)
            case "until":
                return Period(None, day)
            case "before":
                return Period(None, day - timedelta(1))
        return Period(day + timedelta(1), None)


def _completed(whole: str, part: str, today: date) -> list[str]:
    """What `part` can mean beside `whole`, the other end: with its year, or where both are days, thirds or halves of a
    month, with its month too. A `whole` year gives nothing: `2024 to June` could be June of any later year."""
    if match := re.fullmatch(r"(?:(\d{4} ?[年년])の?( ?\d{1,2} ?[月월])?|(\d{1,2} ?[月월]))の?(.*)", whole):
        year, month, rest = match[1] or "", (match[2] or match[3] or "").strip(), match[4]
        same = month and rest and (part[-1] in "日일") == (rest[-1] in "日일")
        return [f"{year}{part}" if month or rest else "", f"{year}{month}{part}" if same else ""]
    if part.startswith("@"):
        return []
    words, rest = simplified(part.lower(), today), simplified(whole.lower().removesuffix("?"), today)
    for pattern in _WITHOUT_MONTH:
        if re.fullmatch(rf"(?:c\. ?)?{pattern}", words) and (match := re.fullmatch(rf"{pattern}[ -](\D.+)", rest)):
            return [f"{words} {match[1]}"]
    if re.fullmatch(rf"{_DAY}(?:,? \d{{4}})?", words):
        match = re.fullmatch(rf"((?:{MONTH_NAME})\.?) {_DAY}(,? \d{{4}})?", rest)  # June 3 to 5, 2024
        return [f"{match[1]} {words}{match[2] or ''}"] if match else []
    match = re.fullmatch(r".+ (\d{4})", rest)
    return [f"{words} {match[1]}"] if match and words not in _THIRDS else []
