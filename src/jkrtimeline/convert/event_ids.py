"""The ids of imported events, and the references between them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from unicodedata import normalize

from ..eventfile import patterns
from ..model import Event
from .report import FOLLOWS, ID, Report, quoted_text

_LONGEST_ID = 60


def is_event_id(text: str) -> bool:
    """Whether an event file takes a text as an id."""
    return re.fullmatch(patterns.ID, text) is not None and text.isprintable()


def id_from(date: str, title: str) -> tuple[str, bool]:
    """The date and the words of the title in ASCII letters and digits, at most 60 letters in all; and
    whether it is the date alone, because the title has no ASCII letter."""
    day = next(part for part in re.split(r"[/?~%]|\.\.", date) if part)
    plain = normalize("NFKD", title.casefold().replace("'", "")).encode("ascii", "ignore").decode()
    if not re.search("[a-z]", plain):
        return day, True
    first, *rest = re.findall("[a-z0-9]+", plain)
    identity = f"{day}-{first}"[:_LONGEST_ID]
    for word in rest:
        if len(identity) + 1 + len(word) > _LONGEST_ID:
            break
        identity += f"-{word}"
    return identity, False


class IdMaker:
    """Makes ids that are not in use yet."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self._numbers: dict[str, int] = {}

    def new(self, date: str, title: str) -> str:
        """An id for an event, with a number where the same is in use."""
        base, bare = id_from(date, title)
        identity = base
        while bare or identity in self.used:
            self._numbers[base] = self._numbers.get(base, 0 if bare else 1) + 1
            identity = f"{base}-{self._numbers[base]}"
            bare = False
        self.used.add(identity)
        return identity


def replacement(given: str, identity: str, *, used: bool, position: int, report: Report) -> None:
    """Report that an event gets another id than the file gives it."""
    reason = "is used twice" if used else "is not a valid id"
    report.change(position, ID, f"the id {quoted_text(given)} {reason}, the event is now {identity}")


def with_references(events: Iterable[Event], positions: dict[str, int], report: Report) -> list[Event]:
    """The events with references to each other only, and none that leads back to its own event. Takes time
    in proportion to the events and references."""
    given = list(events)
    references: dict[str, list[str]] = {}
    known = {event.id for event in given}
    for event in given:
        names = list(dict.fromkeys(event.follows))
        references[event.id] = [name for name in names if name in known and name != event.id]
        for name in names:
            if name == event.id:
                _drop(report, positions, event.id, f"{quoted_text(event.id)} follows itself")
            elif name not in known:
                _drop(
                    report,
                    positions,
                    event.id,
                    f"{quoted_text(event.id)} follows {quoted_text(name)}, which is not in the file",
                )
    _break_circles(references, positions, report)
    same = {event.id: tuple(references[event.id]) for event in given}
    return [event if same[event.id] == event.follows else replace(event, follows=same[event.id]) for event in given]


def _break_circles(references: dict[str, list[str]], positions: dict[str, int], report: Report) -> None:
    """Drop each reference that closes a circle."""
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
                _drop(
                    report,
                    positions,
                    step,
                    f"{quoted_text(step)} follows {quoted_text(names[index])}, which leads back to it",
                )
                del names[index]
            else:
                path[step] = index + 1
                if names[index] not in done:
                    path[names[index]] = 0


def _drop(report: Report, positions: dict[str, int], identity: str, message: str) -> None:
    report.add(positions.get(identity, 0), FOLLOWS, message)
