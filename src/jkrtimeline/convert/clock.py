"""Times of day: `10:00`, `3 p.m.`, `10:00:00 KST`. They order the events of a day and are not stored."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

_NAMES = (
    "utc|gmt|kst|jst|cst|hkt|sgt|ist|msk|cet|cest|bst|wet|west|eet|eest|est|edt|cdt|mst|mdt|pst|pdt|akst|hst|aest|aedt"
)
_OFFSET = r"[+-]\d\d?(?::?\d\d)?"
_ZONE = rf"(?: ?(?:(?:z|{_NAMES})(?:{_OFFSET})?|{_OFFSET})(?: ?\([^()]*\))?| ?\((?:{_NAMES})\))"
_HALF = r"[ap]\.?m\.?"
_DIGITS = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?"
_EASTERN = (
    r"(?:(?:午前|午後|오전|오후) ?)?"
    r"(?:\d{1,2} ?[時시](?: ?\d{1,2} ?[分분])?|(?<=[前後전후] )\d{1,2}:\d\d|(?<=[前後전후])\d{1,2}:\d\d)"
)
_ONE = rf"(?:{_DIGITS}(?: ?{_HALF})?|(?:1[0-2]|0?[1-9])\.[0-5]\d ?{_HALF}|(?:1[0-2]|0?[1-9]) ?{_HALF}|{_EASTERN})"
_CLOCK = rf"{_ONE}{_ZONE}?(?: ?[-–] ?{_ONE}{_ZONE}?)?"
_TIMED = (
    rf"(?ai)(.+?)(?:(?<=\d)T({_ONE}{_ZONE}?|[0-2]\d[0-5]\d(?:[0-5]\d)?z?)|[,(]? ?(?:\bat )?(?<![\d:])({_CLOCK})\)?)"
)
_LEADING = rf"(?ai)({_CLOCK}),? (?:on )?(.+)"
_UNIX = rf"(?ai)((?:[a-z]+,? )?[a-z]+\.? \d{{1,2}}) ({_DIGITS}(?: (?:{_NAMES}))?) (\d{{4}})"


class Clock(NamedTuple):
    """A time of day: `seconds` since midnight, and whether it is a time in UTC."""

    seconds: int
    utc: bool = False

    def in_zone(self, day: date, zone: tzinfo) -> tuple[date, "Clock"]:
        """The day and time in a zone of this time, in UTC, of a day. Raises OverflowError beyond the years 0001
        to 9999."""
        moment = (datetime.combine(day, time(), UTC) + timedelta(seconds=self.seconds)).astimezone(zone)
        return moment.date(), Clock(moment.hour * 3600 + moment.minute * 60 + moment.second)


def other_days(seconds: int) -> str:
    """The zones in which a time in UTC is on another day, in words."""
    minutes = seconds // 60
    texts = []
    if 24 * 60 - minutes <= 14 * 60:
        texts.append(f"from UTC+{_hours(24 * 60 - minutes)} eastwards it is the day after")
    if minutes < 12 * 60:
        texts.append(f"from UTC-{_hours(minutes + 1 if minutes % 60 else minutes + 60)} westwards it is the day before")
    return ", ".join(texts)


def _hours(minutes: int) -> str:
    return f"{minutes // 60}" if minutes % 60 == 0 else f"{minutes // 60}:{minutes % 60:02}"


def split_clock(words: str) -> tuple[str, Clock | None]:
    """A text without the time of day before, inside or after its date; and that time."""
    if not re.search(r"\d[:Tt時시]|(?i:\d ?[ap]\.?m)", words):
        return words, None
    if match := re.fullmatch(_UNIX, words):  # Thu Oct 3 12:00:00 KST 2024
        return f"{match[1]} {match[3]}", clock_of(match[2])
    if match := re.fullmatch(_TIMED, words):
        return match[1].rstrip(" ,"), clock_of(match[2] or match[3])
    if match := re.fullmatch(_LEADING, words):
        return match[2], clock_of(match[1])
    return words, None


def clock_of(text: str) -> Clock:
    """The (first) time in a text that is a time of day; see `is_clock` and `split_clock`."""
    words = text.lower()
    hour, minute, second = 0, 0, 0
    if (match := re.match(r"(?a)([0-2]\d)([0-5]\d)([0-5]\d)?z?\Z", words)) or (
        match := re.search(r"(?a)(\d{1,2})(?:[:.時시] ?(\d{1,2}))?(?::(\d\d))?", words)
    ):
        hour, minute, second = (int(part or 0) for part in match.groups())
    if re.search("p\\.?m|午後|오후", words):
        hour = hour % 12 + 12
    elif re.search("a\\.?m|午前|오전", words):
        hour %= 12
    utc = re.search(r"(?a)(?:z|\butc|\bgmt)\Z|\+00(?::?00)?\Z|(?<=\d)(?:utc|gmt)\Z", words) is not None
    return Clock(hour * 3600 + minute * 60 + second, utc)


def unix_time(words: str) -> tuple[date, Clock] | None:
    """The day and time in UTC of seconds (of ten digits) or milliseconds since 1970; None of any other text."""
    match = re.fullmatch(r"(?a)(1\d{9})(?:\d{3}|\.\d+)?", words)
    if match is None:
        return None
    days, seconds = divmod(int(match[1]), 86_400)
    return date(1970, 1, 1) + timedelta(days=days), Clock(seconds, utc=True)


def is_clock(text: str) -> bool:
    """Whether a text is a time of day and nothing else."""
    return re.fullmatch(f"(?ai)(?:{_CLOCK})", text.strip()) is not None
