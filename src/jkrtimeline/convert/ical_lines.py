"""The lines of a calendar → its components, each with its position, and their texts decoded.

Sources: RFC 5545; for the encoded texts of old calendars "vCalendar: The Electronic Calendaring and Scheduling Exchange
Format, Version 1.0", 2.1.3, and RFC 2045, 6.7 and 6.8.
"""

import base64
import quopri
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .report import Noun

OTHER_COMPONENTS = {
    "VTODO": Noun("to-do", "to-dos"),
    "VJOURNAL": Noun("journal entry", "journal entries"),
    "VFREEBUSY": Noun("free or busy time", "free or busy times"),
}
"""Components that are records, other than VEVENT."""

_HEAD = r'(?i)((?:[^:"]|"[^"]*")*'
"""The name of a property and its parameters, up to a colon."""

_ENCODING = r"(?:ENCODING=)?(QUOTED-PRINTABLE|BASE64)"
_CHARSET = r"CHARSET=(.+)"
_FOLD = r"[ \t][0-9A-Fa-f]{2}"
"""The rest of a line that was folded inside an encoded byte such as =E3."""


_EXTENDED_DATE = (
    r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ]([01]\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d|60)(?:[.,]\d+)?)? ?([Zz]|[+-][01]\d(?::?[0-5]\d)?)?)?(?![\d:])"
)
"""A date or time of ISO 8601 in any format; iCalendar has the basic one, with seconds (RFC 5545, 3.3.5)."""


class Component(NamedTuple):
    """A part of a calendar: its name, the line of its BEGIN, from 1, its lines without those of the parts `inside` it,
    the names of these, and whether it has an END. The rules of a time zone are not parts of it, but lines."""

    name: str
    line: int
    lines: list[str]
    inside: list[str]
    closed: bool


def components_of(text: str) -> Iterator[Component]:
    """The components of a text, each after those inside it."""
    stack: list[Component] = []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        match = re.fullmatch(r"(?i)(BEGIN|END):(?!STANDARD|DAYLIGHT)([A-Z0-9-]+)\s*", line)
        if match is None:
            if stack:
                stack[-1].lines.append(line)
            continue
        kind = match[2].upper()
        if match[1].upper() == "BEGIN":
            while stack and kind in ("VEVENT", "VCALENDAR", *OTHER_COMPONENTS) and stack[-1].name != "VCALENDAR":
                yield stack.pop()  # these are never nested: its END is missing
            if stack and kind == "VCALENDAR":
                yield stack.pop()
            if stack:
                stack[-1].inside.append(kind)
            stack.append(Component(kind, number, [], [], closed=False))
        elif any(each.name == kind for each in stack):
            while stack[-1].name != kind:
                yield stack.pop()
            yield stack.pop()._replace(closed=True)
    yield from reversed(stack)


def decoded_lines(lines: Sequence[str], names: set[str], broken: list[str]) -> list[str]:
    """The lines of a component, with the texts of the properties `names` (in capitals) decoded. A text that cannot be
    decoded is left out, and the name of its property added to `broken`."""
    if not any(re.match(rf"{_HEAD};{_ENCODING})[;:]", line) for line in lines):
        return list(lines)
    result = []
    for line in _unfolded(lines):
        try:
            result.append(_decoded(line, names))
        except (ValueError, LookupError):
            broken.append(re.split("[;:]", line)[0].upper())
    return result


def _unfolded(lines: Sequence[str]) -> Iterator[str]:
    """Each property in one line. A line that begins with a blank continues the line before it; a line in
    quoted-printable that ends with = continues in the next."""
    pieces: list[str] = []
    for line in lines:
        if pieces and pieces[-1].endswith("=") and re.match(rf"{_HEAD};(?:ENCODING=)?QUOTED-PRINTABLE)[;:]", pieces[0]):
            if re.match(_FOLD, line):
                line = line[1:]
            else:
                pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif pieces and line[:1] in (" ", "\t"):
            pieces.append(line[1:])
        else:
            yield "".join(pieces)
            pieces = [line]
    yield "".join(pieces)


def _decoded(line: str, names: set[str]) -> str:
    """A property without its encoding. Raises ValueError or LookupError where it cannot be decoded."""
    head = re.fullmatch(rf"{_HEAD}):(.*)", line)
    name, *parameters = head[1].split(";") if head else ("",)
    encoding, charset, others = "", "utf-8", []
    for each in parameters:
        if match := re.fullmatch(_ENCODING, each, re.I):
            encoding = encoding or match[1].upper()
        elif match := re.fullmatch(_CHARSET, each, re.I):
            charset = match[1].strip('"')
        else:
            others.append(each)
    if head is None or name.upper() not in names or not encoding:
        return line
    if encoding == "BASE64":
        data = base64.b64decode("".join(head[2].split()), validate=True)
    else:
        # The file is UTF-8, so that characters that are not encoded are in UTF-8, too.
        data = quopri.decodestring(head[2].encode("utf-8" if charset.lower() == "utf-8" else "ascii"))
    text = data.decode(charset)
    text.encode()  # refuses half characters, which some charsets can give
    return ";".join([name, *others]) + ":" + re.sub(r"\r\n|\r|\n", r"\\n", text)


def raw_value(lines: Sequence[str], name: str) -> str:
    """The first value of a property of a component, as the calendar has it; empty without one."""
    heads = (re.fullmatch(rf"{_HEAD}):(.*)", line) for line in _unfolded(lines))
    return next((head[2] for head in heads if head and head[1].split(";")[0].upper() == name), "")


def with_basic_dates(lines: Sequence[str], names: set[str]) -> Iterator[str]:
    """The lines of a component, with the dates of some properties as iCalendar requires them: 20241003T100000 for
    2024-10-03T10:00. An offset becomes the zone of the property; properties with several offsets stay. A TZID with a
    colon gets its quotation marks."""
    for line in _unfolded(lines):
        line = re.sub(r'(?i);TZID=([^";]*:[^";]*)(?=(?:;[^":]*)?:\d{8}[\dTZ,]*$)', r';TZID="\1"', line)
        head = re.fullmatch(rf"{_HEAD}):(.*)", line)
        if head is not None and head[1].split(";")[0].upper() in names:
            offsets = {match[7] or "" for match in re.finditer(_EXTENDED_DATE, head[2])}
            zones = offsets - {"", "Z", "z"}
            if len(offsets) <= 1 and not (zones and "TZID=" in head[1].upper()):
                parameter = "".join(f';TZID="{zone}"' for zone in zones)
                line = f"{head[1]}{parameter}:{re.sub(_EXTENDED_DATE, _basic_date, head[2]).strip()}"
        yield line


def _basic_date(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second, zone = match.groups(default="")
    clock = f"T{hour}{minute}{min(second or '00', '59')}" if hour else ""  # RFC 5545, 3.3.12: 60 is a leap second
    return f"{year}{month}{day}{clock}{'Z' if zone in ('Z', 'z') else ''}"
