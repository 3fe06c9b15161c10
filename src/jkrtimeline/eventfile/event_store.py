"""The store of events while they are validated: on disk, so that a million of them take no memory."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from ..model import Event
from ..text.json_text import to_json


class PublicEvent(NamedTuple):
    """An event, and the same as public JSON."""

    event: Event
    json: str


def public_event(event: Event) -> PublicEvent:
    """An event with its public JSON."""
    return PublicEvent(event, to_json(event.public()))


class Location(NamedTuple):
    """A position: the number of its file (from 0), line and column (from 1)."""

    file: int
    line: int
    column: int


class Reference(NamedTuple):
    """One id under `follows`: its position, the event that has it, and the event that it names. `is_late` holds when
    the named event starts later."""

    position: Location
    later: str
    earlier: str
    is_late: bool = False


class EventTitle(NamedTuple):
    """The title of an event and its position. `date` is its first day where it is exact to a day, else its EDTF."""

    date: str
    is_exact: bool
    position: Location
    id: str
    title: str


class EventStore(Protocol):
    """Holds the events of data files."""

    def add(self, event: Event, position: Location, title: Location, follows: Sequence[Location]) -> Location | None:
        """Add an event, with the positions of it, its title, and each id that it follows.

        Where an earlier event has the same id, nothing is added, and the position of that one returned.
        """
        ...

    def reserve(
        self, identity: str, position: Location, follows: Sequence[str], positions: Sequence[Location]
    ) -> Location | None:
        """Add just the id of an invalid event and what it follows; the position of an earlier one with that id."""
        ...

    def dangling(self) -> Iterator[Reference]:
        """The references to ids that no event has."""
        ...

    def untimely(self) -> Iterator[Reference]:
        """The references to events that do not start before the one that follows them, or may not. Every cycle has
        one."""
        ...

    def followed(self, identity: str) -> list[str]:
        """The ids of events that one follows."""
        ...

    def near(self, identity: str) -> list[str]:
        """Ids that `identity` could be a slip of."""
        ...

    def titles(self) -> Iterator[EventTitle]:
        """The title of each event, by date and then in the order of the files."""
        ...
