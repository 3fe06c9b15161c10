"""The lines of a calendar (RFC 5545) → its components, each with its position in the file."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .report import Noun

OTHER_COMPONENTS = {
    "VTODO": Noun("to-do", "to-dos"),
    "VJOURNAL": Noun("journal entry", "journal entries"),
    "VFREEBUSY": Noun("free or busy time", "free or busy times"),
}
"""Components that are records, other than VEVENT."""


class Component(NamedTuple):
    """A part of a calendar: its name, the line of its BEGIN, from 1, its lines without those of the parts `inside` it,
    the names of these, and whether it has an END."""

    name: str
    line: int
    lines: list[str]
    inside: list[str]
    closed: bool


def components_of(text: str) -> Iterator[Component]:
    """The components of a text, each after those inside it."""
    stack: list[Component] = []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        match = re.fullmatch(r"(?i)(BEGIN|END):([A-Z0-9-]+)\s*", line)
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
