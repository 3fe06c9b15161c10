"""The date of an event: EDTF text ⇄ first day, last day, precision, qualifiers.

Source of the rules: the Extended Date/Time Format of the Library of Congress, 4 February 2019
(ISO 8601-2:2019, Annex A). Read here: level 0 without time of day, level 1, and the sub-year
groupings 25–41 of level 2, for the years 0001–9999. Everything else is refused.
Reads no clock. The dates that readers type are read in `periods`.
"""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from .errors import JkrError

Precision = Literal["day", "month", "season", "quarter", "quadrimester", "half", "year", "decade", "century"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
"""The precisions of a date, from fine to coarse."""

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS = tuple(name[:3] for name in MONTH_NAMES)

# EDTF sub-year groupings: number → (precision, first month, months long, name). 21–24 have no
# hemisphere in the standard and are read as the northern ones, by whole months.
GROUPINGS: dict[int, tuple[Precision, int, int, str]] = {
    **{21 + i: ("season", 3 + 3 * i, 3, name) for i, name in enumerate(("spring", "summer", "autumn", "winter"))},
    **{25 + i: ("season", 3 + 3 * i, 3, name) for i, name in enumerate(("spring", "summer", "autumn", "winter"))},
    29: ("season", 9, 3, "southern spring"),
    30: ("season", 12, 3, "southern summer"),
    31: ("season", 3, 3, "southern autumn"),
    32: ("season", 6, 3, "southern winter"),
    **{33 + i: ("quarter", 1 + 3 * i, 3, f"Q{i + 1}") for i in range(4)},
    **{37 + i: ("quadrimester", 1 + 4 * i, 4, name) for i, name in enumerate(("Jan–Apr", "May–Aug", "Sep–Dec"))},
    **{40 + i: ("half", 1 + 6 * i, 6, f"H{i + 1}") for i in range(2)},
}

_DATE = r"(?a)(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)"


class DateError(JkrError):
    """Text that is not a date of an event; the hint shows one that is."""

    exit_code = 3


class EventDate(NamedTuple):
    """When an event happened.

    `start` and `end` are its first and last possible day, both inclusive; None where that end is
    open (`..`) or unknown (nothing). `precision` is one of PRECISIONS, of an interval the coarser
    end's. `approximate` (`~`, `%`) and `uncertain` (`?`, `%`) hold when they hold for either end.
    """

    text: str
    start: date | None
    end: date | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def exact(self) -> bool:
        """Whether its days are known, without a qualifier."""
        return self.precision == "day" and not (self.approximate or self.uncertain)


def parse(text: str) -> EventDate:
    """Read EDTF text.

    Raises DateError with the reason and an example.
    """
    if "/" not in text:
        return _single(text)
    before, _, after = text.partition("/")
    if re.fullmatch(r"(?a)\d{1,2}/\d{1,2}/\d{2,4}", text):
        raise DateError(f"{text!r} could be two days, and is not EDTF", hint="write year, month, day: 2024-10-03")
    if "/" in after:
        raise DateError(f"{text!r} has more than one '/'", hint="an interval has two ends: 2023-03-16/2023-03-17")
    ends = [None if end in ("", "..") else _single(end, whole=text) for end in (before, after)]
    known = [end for end in ends if end is not None]
    if not known:
        raise DateError(f"{text!r} names no day", hint="give at least one end: 2023-12-01/..")
    if any("X" in end.text for end in known):
        raise DateError(
            f"{text!r} has an X inside an interval, which is level 2",
            hint="write the interval without X (2004-06/2004-07-03) or one date with it (2004-06-XX)",
        )
    start = ends[0].start if ends[0] else None
    end = ends[1].end if ends[1] else None
    if start and end and start > end:
        raise DateError(f"{text!r} ends before it starts", hint=f"swap the ends: {after}/{before}")
    return EventDate(
        text,
        start,
        end,
        PRECISIONS[max(PRECISIONS.index(end.precision) for end in known)],
        any(end.approximate for end in known),
        any(end.uncertain for end in known),
    )


def _single(text: str, whole: str = "") -> EventDate:
    """Read a date that is not an interval. `whole` is the interval that it belongs to, for messages."""
    if len(text) == 10 and text[4] == text[7] == "-":  # nearly every date is a day
        try:
            day = date.fromisoformat(text)
        except ValueError:
            pass  # the code below gives the reason
        else:
            return EventDate(text, day, day, "day")
    match = re.fullmatch(_DATE, text)
    if match is None:
        reason, hint = _refusal(text)
        within = f" in {whole!r}" if whole else ""
        raise DateError(f"{text!r}{within} {reason}", hint=hint)
    year_text, month_text, day_text, qualifier = match.groups()
    approximate, uncertain = qualifier in ("~", "%"), qualifier in ("?", "%")

    def event_date(first: date, last: date, precision: Precision) -> EventDate:
        return EventDate(text, first, last, precision, approximate, uncertain)

    if "X" in year_text:
        if month_text:
            raise DateError(
                f"{text!r} has a month after an X in the year, which is level 2",
                hint="unspecified years stand alone: 201X or 20XX",
            )
        low, high = int(year_text.replace("X", "0")), int(year_text.replace("X", "9"))
        return event_date(date(max(low, 1), 1, 1), date(high, 12, 31), "century" if "XX" in year_text else "decade")
    year = int(year_text)
    if year == 0:
        raise DateError(f"{text!r} is in the year 0000", hint="years run from 0001 to 9999")
    if month_text in (None, "XX"):
        if day_text not in (None, "XX"):
            raise DateError(
                f"{text!r} has a day in an unspecified month, which is level 2",
                hint=f"write {year_text}-XX-XX",
            )
        return event_date(date(year, 1, 1), date(year, 12, 31), "year")
    month = int(month_text)
    if month in GROUPINGS:
        if day_text:
            raise DateError(f"{text!r} has a day in a season or quarter", hint=f"write {year_text}-{month_text}")
        precision, first_month, length, _ = GROUPINGS[month]
        return event_date(*_months(year, first_month, length, text), precision)
    if not 1 <= month <= 12:
        raise DateError(
            f"{text!r} has the month {month_text}",
            hint="months are 01 to 12 (2024-10), seasons 21 to 24, quarters 33 to 36, halves 40 and 41",
        )
    if day_text in (None, "XX"):
        return event_date(*_months(year, month, 1, text), "month")
    length = month_end(year, month).day
    if not 1 <= int(day_text) <= length:
        raise DateError(
            f"{text!r} has the day {day_text}", hint=f"{MONTHS[month - 1]} {year} has the days 01 to {length}"
        )
    day = date(year, month, int(day_text))
    return event_date(day, day, "day")


def latest_start(when: EventDate) -> date | None:
    """The last day on which the event can have begun; None if its start is open or unknown."""
    before, slash, _ = when.text.partition("/")
    if not slash or when.start is None:
        return when.end if when.start else None
    latest = _single(before).end
    return min(latest, when.end) if latest and when.end else latest


def _months(year: int, month: int, length: int, text: str) -> tuple[date, date]:
    """First and last day of `length` months from `month` on; 3 from December end in next February."""
    last_year, last_month = year + (month + length - 2) // 12, (month + length - 2) % 12 + 1
    if last_year > 9999:
        raise DateError(f"{text!r} runs into the year 10000", hint="years run from 0001 to 9999")
    return date(year, month, 1), month_end(last_year, last_month)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


# Pattern, reason and example: the first pattern that matches says why a text is not a date.
_REFUSALS = [
    (r"^\d{6}(\d\d)?[?~%]?$", "lacks its hyphens", "2024-10-03"),
    (r"^$", "is empty", "2024-10-03, 2024-10 or 2024"),
    (r"^\.\.$", "names no day", "2023-12-01/.. for an open end"),
    (r"\d[Tt]\d\d|\d\d-\d\d \d\d|:", "has a time of day", "write the day alone: 2024-10-03"),
    (r"^Y?[-+]|^Y|^\d{5,}|E\d|^\d+S\d", "is a year outside 0001–9999, or of level 2", "years have four digits: 0850"),
    (r"(?i)open|unknown", "is a word of an older draft", "write '..' for an open end, as in 2023-12-01/.."),
    (r"^[\dxuU]{4}(-[\dxuU]{2}){0,2}\Z", "has a letter that is not a capital X", "unspecified digits are X: 201X"),
    (r"[\[\]{}]|\.\.|,", "is a set of dates, which is level 2", "one date, or an interval: 2024-10-03/2024-10-05"),
    (r"[?~%]{2,}", "has two qualifiers", "'%' means both uncertain and approximate: 2024-10%"),
    (r"[?~%].", "has a qualifier inside, which is level 2", "put the qualifier at the end: 2024-10-03~"),
    (r"^\d{1,3}[?~%]?$|^\d{1,3}-", "has a year of fewer than four digits", "years have four digits: 0850, 2024"),
    (r"^\d{4}-\d(-|$)|^\d{4}-\d\d-\d$", "has a month or day of one digit", "two digits each: 2024-01-05"),
    (r"X", "has an X where level 1 allows none", "201X, 20XX, 2024-XX, 2024-10-XX or 2024-XX-XX"),
]  # fmt: skip


def _refusal(text: str) -> tuple[str, str]:
    for pattern, reason, example in _REFUSALS:
        if re.search(pattern, text, re.ASCII):
            return reason, f"write it like {example}" if example[0].isdigit() else example
    return "is not a date", "write it like 2024-10-03, 2024-10, 2024, 2024-10-03/2024-10-05 or 2024-10~"


def date_text(when: EventDate) -> str:
    """The date as people write it: `16–17 Mar 2023`, `May 2025`, `c. 13 Jun 2025`, `since 1 Dec 2023`."""
    before, slash, after = when.text.partition("/")
    if not slash:
        return _single_text(when)
    if before == "..":
        return f"until {_single_text(_single(after))}"
    if after == "..":
        return f"since {_single_text(_single(before))}"
    if not before or not after:
        return f"{_single_text(_single(before)) if before else '?'} – {_single_text(_single(after)) if after else '?'}"
    one, two = _single(before), _single(after)
    if one.start is None or two.start is None or one.text[-1] in "?~%" or two.text[-1] in "?~%":
        return f"{_single_text(one)} – {_single_text(two)}"
    same_year = one.start.year == two.start.year
    match one.precision, two.precision, same_year:
        case _ if one.text == two.text:
            return _single_text(one)
        case "day", "day", True if one.start.month == two.start.month:
            return f"{one.start.day}–{_single_text(two)}"
        case "day", "day", True:
            return f"{one.start.day} {MONTHS[one.start.month - 1]} – {_single_text(two)}"
        case "month", "month", True:
            return f"{MONTHS[one.start.month - 1]}–{_single_text(two)}"
        case "year", "year", _:
            return f"{_single_text(one)}–{_single_text(two)}"
    return f"{_single_text(one)} – {_single_text(two)}"


def _single_text(when: EventDate) -> str:
    first = when.start
    assert first is not None  # only an interval can lack a start
    match when.precision:
        case "day":
            text = f"{first.day} {MONTHS[first.month - 1]} {first.year}"
        case "month":
            text = f"{MONTHS[first.month - 1]} {first.year}"
        case "year":
            text = str(first.year)
        case "decade":
            text = f"{first.year // 10 * 10}s"
        case "century":
            text = f"{first.year}–{first.year // 100 * 100 + 99}"
        case _:
            name = GROUPINGS[int(when.text[5:7])][3]
            after = first.year + 1
            over = f"–{after % 100:02}" if after % 100 else f"–{after}"
            text = f"{name} {first.year}{over if first.month == 12 else ''}"
    return f"{'c. ' if when.approximate else ''}{text}{'?' if when.uncertain else ''}"
