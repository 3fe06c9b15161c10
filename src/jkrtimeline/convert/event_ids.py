"""The ids of imported events, and the references between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from unicodedata import normalize

from ..eventfile import patterns
from ..model import Event
from .report import FOLLOWS, Report, quoted_text

_LONGEST_ID = 60


def is_event_id(text: str) -> bool:
    """Whether a text is valid as an id in an event file."""
    return re.fullmatch(patterns.ID, text) is not None and text.isprintable()


def _id_from(day: str, title: str) -> str:
    """The day and the words of the title in ASCII letters and digits, at most 60 letters in all; the day alone
    where the title has no ASCII letter."""
    plain = normalize("NFKD", title.casefold().replace("'", "")).encode("ascii", "ignore").decode()
    if not re.search("[a-z]", plain):
        return day
    first, *rest = re.findall("[a-z0-9]+", plain)
    identity = f"{day}-{first}"[:_LONGEST_ID]
    for word in rest:
        if len(identity) + 1 + len(word) > _LONGEST_ID:
            break
        identity += f"-{word}"
    return identity


class IdMaker:
    """Makes ids that are not in use yet."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self._numbers: dict[str, int] = {}

    def new(self, date: str, title: str) -> str:
        """An id for an event, with a number where it is the day alone or in use."""
        day = next(part for part in re.split(r"[/?~%]|\.\.", date) if part)
        identity = base = _id_from(day, title)
        while identity == day or identity in self.used:
            self._numbers[base] = self._numbers.get(base, 0 if base == day else 1) + 1
            identity = f"{base}-{self._numbers[base]}"
        self.used.add(identity)
        return identity


def with_references(events: Iterable[Event], positions: dict[str, int], report: Report) -> list[Event]:
    """The events with references only to each other, and without cycles. Takes time in proportion to the events and
    references."""
    given = list(events)
    known = {event.id for event in given}
    references: dict[str, list[str]] = {event.id: [] for event in given}

    def drop(identity: str, reason: str) -> None:
        report.add(positions.get(identity, 0), FOLLOWS, f"{quoted_text(identity)} follows {reason}")

    for event in given:
        for name in dict.fromkeys(event.follows):
            if name == event.id:
                drop(name, "itself")
            elif name not in known:
                drop(event.id, f"{quoted_text(name)}, which is not in the file")
            else:
                references[event.id].append(name)
    for step, name in _cut_cycles(references):
        drop(step, f"{quoted_text(name)}, which leads back to it")
    return [
        event if (valid := tuple(references[event.id])) == event.follows else replace(event, follows=valid)
        for event in given
    ]


def _cut_cycles(references: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Remove each reference that closes a cycle, and yield its two ends."""
    done: set[str] = set()
    for start in references:
        path: dict[str, int] = {start: 0}  # each step with the number of its references that are done
        while path and start not in done:
            step, index = next(reversed(path.items()))
            names = references[step]
            if index == len(names):
                done.add(step)
                path.popitem()
            elif names[index] in path:
                yield step, names.pop(index)
            else:
                path[step] = index + 1
                if names[index] not in done:
                    path[names[index]] = 0
