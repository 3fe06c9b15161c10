"""The date of an event: EDTF text ⇄ first day, last day, precision, qualifiers.

The rules are those of the Extended Date/Time Format of the Library of Congress, 4 February 2019 (ISO 8601-2:2019,
Annex A): level 0 without time of day, level 1, and the sub-year groupings 25–41 of level 2, for the years 0001–9999.
Everything else is refused. `periods` reads the dates that people type on the command line.
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


class Grouping(NamedTuple):
    """A part of a year, of whole months; `month` is its first."""

    precision: Precision
    month: int
    length: int
    name: str


SEASON_NAMES = ("spring", "summer", "autumn", "winter")
GROUPINGS: dict[int, Grouping] = {
    **{first + i: Grouping("season", 3 + 3 * i, 3, name) for first in (21, 25) for i, name in enumerate(SEASON_NAMES)},
    **{29 + i: Grouping("season", (9, 12, 3, 6)[i], 3, f"southern {name}") for i, name in enumerate(SEASON_NAMES)},
    **{33 + i: Grouping("quarter", 1 + 3 * i, 3, f"Q{i + 1}") for i in range(4)},
    **{
        37 + i: Grouping("quadrimester", 1 + 4 * i, 4, name) for i, name in enumerate(("Jan–Apr", "May–Aug", "Sep–Dec"))
    },
    **{40 + i: Grouping("half", 1 + 6 * i, 6, f"H{i + 1}") for i in range(2)},
}
"""The number in the place of a month → its part of the year. EDTF leaves the hemisphere of 21 to 24 open; they are read
as those of the northern one, 25 to 28."""

_DATE = r"(?a)(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)"


class DateError(JkrError):
    """Text that is not a date of an event; the hint shows one that is."""

    exit_code = 3


class EventDate(NamedTuple):
    """When an event happened.

    `start` and `end` are its first and last possible day, both inclusive; None where that end is open (`..`) or unknown
    (empty). `precision` is one of PRECISIONS; an interval has that of its coarser end. `approximate` (`~`, `%`) and
    `uncertain` (`?`, `%`) are true when they are true of either end.
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

    def is_finer_than(self, other: "EventDate") -> bool:
        """Whether its precision is finer."""
        return PRECISIONS.index(self.precision) < PRECISIONS.index(other.precision)


def parse(text: str) -> EventDate:
    """Read EDTF text. Raises DateError with the reason and an example."""
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
            f"{text!r} has an X inside an interval, which jkr does not read",
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
        from .edtf_refusals import refusal

        reason, hint = refusal(text)
        within = f" in {whole!r}" if whole else ""
        raise DateError(f"{text!r}{within} {reason}", hint=hint)
    *parts, qualifier = match.groups()
    return EventDate(text, *_days(text, *parts), qualifier in ("~", "%"), qualifier in ("?", "%"))


def _days(text: str, year_text: str, month_text: str | None, day_text: str | None) -> tuple[date, date, Precision]:
    """First day, last day and precision of a date with these parts."""
    if "X" in year_text:
        if month_text:
            raise DateError(
                f"{text!r} has a month after an X in the year, which jkr does not read",
                hint="unspecified years stand alone: 201X or 20XX",
            )
        low, high = int(year_text.replace("X", "0")), int(year_text.replace("X", "9"))
        return date(max(low, 1), 1, 1), date(high, 12, 31), "century" if "XX" in year_text else "decade"
    year = int(year_text)
    if year == 0:
        raise DateError(f"{text!r} is in the year 0000", hint="years run from 0001 to 9999")
    if month_text in (None, "XX"):
        if day_text not in (None, "XX"):
            raise DateError(
                f"{text!r} has a day in an unspecified month, which jkr does not read",
                hint=f"write {year_text}-XX-XX",
            )
        return date(year, 1, 1), date(year, 12, 31), "year"
    month = int(month_text)
    if month in GROUPINGS:
        if day_text:
            raise DateError(f"{text!r} has a day in a season or quarter", hint=f"write {year_text}-{month_text}")
        group = GROUPINGS[month]
        return *_months(year, group.month, group.length, text), group.precision
    if not 1 <= month <= 12:
        raise DateError(
            f"{text!r} has the month {month_text}",
            hint="months are 01 to 12 (2024-10), seasons 21 to 24, quarters 33 to 36, halves 40 and 41",
        )
    if day_text in (None, "XX"):
        return *_months(year, month, 1, text), "month"
    length = month_end(year, month).day
    if not 1 <= int(day_text) <= length:
        raise DateError(
            f"{text!r} has the day {day_text}", hint=f"{MONTHS[month - 1]} {year} has the days 01 to {length}"
        )
    day = date(year, month, int(day_text))
    return day, day, "day"


def latest_start(when: EventDate) -> date | None:
    """The last day on which the event can have begun; None where its start is open or unknown."""
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
            name = GROUPINGS[int(when.text[5:7])].name
            after = first.year + 1
            over = f"–{after % 100:02}" if after % 100 else f"–{after}"
            text = f"{name} {first.year}{over if first.month == 12 else ''}"
    return f"{'c. ' if when.approximate else ''}{text}{'?' if when.uncertain else ''}"
