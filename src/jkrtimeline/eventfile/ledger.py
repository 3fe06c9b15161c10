"""What is asked of all events together, while they are kept elsewhere: on disk, where a million of
them take no memory."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from ..model import Event


class Location(NamedTuple):
    """Where something stands: the number of its file (from 0), and line and column (from 1)."""

    file: int
    line: int
    column: int


class Reference(NamedTuple):
    """One id under `follows`: where it stands, whose it is, and which event it names."""

    place: Location
    later: str
    earlier: str


class Titled(NamedTuple):
    """A title, where it stands, and whose it is. `when` is the first day of a date that is exact to a
    day (`exact`), else the date as it is written."""

    when: str
    exact: bool
    place: Location
    id: str
    title: str


class EventStore(Protocol):
    """Keeps the events of data files."""

    def add(self, event: Event, place: Location, title: Location, follows: Sequence[Location]) -> Location | None:
        """Keep an event, with its place, that of its title, and those of the ids that it follows. An
        event whose id is kept already is not; the place of the earlier one is returned."""
        ...

    def reserve(
        self, identity: str, place: Location, follows: Sequence[str], places: Sequence[Location]
    ) -> Location | None:
        """Keep the id of an event that is not fit to be kept, and what it follows; the place of an earlier one
        with that id."""
        ...

    def dangling(self) -> Iterator[Reference]:
        """The references to ids that are not kept."""
        ...

    def untimely(self) -> Iterator[tuple[Reference, bool]]:
        """The references to events that do not start before the one that follows them, as far as is known,
        and whether they start after it. Every circle has at least one."""
        ...

    def followed(self, identity: str) -> list[str]:
        """The ids, of those that are kept, that one follows."""
        ...

    def near(self, identity: str) -> list[str]:
        """Ids that one could be a slip of."""
        ...

    def titles(self) -> Iterator[Titled]:
        """Of each event its title, those of one date together, in the order of the files."""
        ...
