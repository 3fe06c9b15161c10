"""markwhen (.mw) → drafts of events. Source of the syntax: the markwhen documentation, "Syntax".

Read are the header, sections and groups, events with dates and ranges, tags, links and comments. Dates
relative to now or to other events are left out.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from ..edtf import DateError
from ..eventfile.patterns import is_address
from .date_columns import RecordDate, record_date
from .date_rules import HINT, DateRules, RefusedDate
from .draft import Draft
from .markup import plain_text
from .report import Noun, Report, quoted_text

_EVENT = (
    r"\s*(?:[-*]\s+)?(?P<when>(?![A-Za-z]+://)(?=[^:]*\d|now\b)(?:[^:]|:(?=\d\d))+?)\s*:(?!//|\d\d(?!\d))(?P<text>.*)"
)
_START = r"(?i)\s*(?:(section|group)\b[ \t]*(.*)|(#{1,6})[ \t]+(.+))"
_END = r"(?i)\s*end\s*(?:section|group)?\s*"
_TAG = r"(?<![\w&/])#([\w-]*[^\W\d][\w-]*)"
_LINK = r"\[([^\]]+)\]\(([^()\s]+)\)"
_UNITS = "s|sec|min|h|hours?|d|days?|w|weeks?|months?|y|years?"
_RELATIVE = rf"(?i)\b(?:now|today|tomorrow|yesterday|after|before|by|every|for|x|\d+ ?(?:{_UNITS})\b)"
_ID = r"\bid:\s*(\S+)"
_PLACE = r"^\s*location:\s*(.+)$"
_HEADER = r"\s*([A-Za-z][\w .-]*):\s*(.*)"
_TASK = Noun("mark of a task list", "marks of task lists")
_EVERY = Noun("setting of the header", "settings of the header")


class _Group(NamedTuple):
    """An open section or group: its title, its tags, and the level of its heading (0: it has an END)."""

    title: str
    tags: list[str]
    level: int


def drafts_of_markwhen(text: str, rules: DateRules, report: Report) -> Iterator[Draft]:
    """The events of a file."""
    lines = text.splitlines()
    position = _read_header(lines, report)
    if not rules.order:  # markwhen reads 5/6/2012 with the month first, unless the header names the European order
        european = any(re.match(r"(?i)\s*dateFormat:\s*d/M/y", line) for line in lines[:position])
        rules = rules._replace(order="dmy" if european else "mdy")
    groups: list[_Group] = []
    block: list[str] = []
    start, outer = 0, list(groups)
    for number, line in enumerate([*lines[position:], "end"], position + 1):
        if line.lstrip().startswith("//"):
            continue
        is_event = re.match(_EVENT, line)
        opening, closing = re.match(_START, line), re.fullmatch(_END, line)
        if (is_event or opening or closing) and block:
            draft = _draft(start, block, outer, rules, report)
            block = []
            if draft is not None:
                yield draft
        if is_event:
            block, start, outer = [line], number, list(groups)
        elif opening:
            _open(opening, groups)
        elif closing and groups:
            while groups and groups[-1].level:
                groups.pop()
            if groups:
                groups.pop()
        elif block:
            block.append(line)


def _read_header(lines: list[str], report: Report) -> int:
    """Read the settings before the first event; how many lines they take."""
    fences = [number for number, line in enumerate(lines) if line.strip() == "---"][:2]
    if fences and not any(line.strip() for line in lines[: fences[0]]):
        length = fences[-1] + 1
    else:
        length = sum(1 for _ in takewhile(_is_setting, lines))
    for line in lines[:length]:
        match = re.fullmatch(_HEADER, line)
        if match is None:
            continue
        name, value = match[1].lower(), match[2].strip()
        if name == "title":
            report.titles.append(value)
        elif name == "description":
            report.about.append(value)
        elif name not in ("dateformat", "date"):
            report.columns[f"header {match[1]}"] = ""
    return length


def _is_setting(line: str) -> bool:
    """Whether a line before the first event is a setting, a comment or blank."""
    if re.fullmatch(_HEADER, line):
        return not re.match(_EVENT, line)
    return not line.strip() or re.match(r"\s*(?://|#[\w-]+:)", line) is not None


def _open(match: re.Match[str], groups: list[_Group]) -> None:
    title = match[2] if match[1] else match[4]
    level = len(match[3]) if match[3] else 0
    while level and groups and groups[-1].level >= level:
        groups.pop()
    tags = re.findall(_TAG, title or "")
    groups.append(_Group(" ".join(re.sub(_TAG, "", title or "").split()), tags, level))


def _draft(position: int, block: list[str], groups: list[_Group], rules: DateRules, report: Report) -> Draft | None:
    """The event of a block of lines."""
    match = re.match(_EVENT, block[0])
    assert match is not None
    when = match["when"].strip()
    try:
        date = _date(when, rules)
    except DateError as error:
        reason: DateError = error
        if re.search(_RELATIVE, when):
            reason = RefusedDate(f"{quoted_text(when)} is relative to another date", hint="write the date itself")
        report.leave_out_date(position, reason)
        return None
    body = "\n".join([match["text"], *block[1:]])
    tags = [*re.findall(_TAG, body), *(tag for group in groups for tag in (group.title, *group.tags) if tag)]
    links = [(address, words) for words, address in re.findall(_LINK, body) if is_address(address)]
    identity, place = re.search(_ID, body), re.search(_PLACE, body, re.M)
    body = re.sub(_LINK, r"\1", re.sub(_PLACE, "", re.sub(_ID, "", body), flags=re.M))
    if re.search(r"\[[ xX]?\]", body):
        report.add(position, _TASK)
    body = re.sub(_TAG, "", re.sub(r"\[[ xX]?\]", "", body))
    first, _, rest = plain_text(body).text.strip().partition("\n")
    date.remark(report, position, quoted_text(when), "write the date where it happened")
    values = {
        "date": date.text,
        "date_note": date.original,
        "title": " ".join(first.split()),
        "summary": "\n".join(line.strip() for line in rest.splitlines()).strip(),
        "themes": tags,
        "id": identity[1] if identity else "",
        "place": place[1].strip() if place else "",
        "sources": [{"url": address, "about": words} for address, words in links],
    }
    return Draft(position, values, date.seconds)


def _date(when: str, rules: DateRules) -> RecordDate:
    """The date of an event. Raises DateError."""
    end_of_range = r"(.*?\S)(?:\s+[-–]\s+|(?<=\d{4}-\d\d-\d\d)\s*/\s*|(?<=\d{4}-\d\d)\s*/\s*(?=\d{4}|now))(.+)"
    match = re.fullmatch(end_of_range, when)
    values = {"start": match[1], "end": match[2]} if match else {"date": when}
    date = record_date(values, [], rules)
    if date is None:
        raise RefusedDate(f"{quoted_text(when)} is a time of day without a day", hint=HINT)
    return date
