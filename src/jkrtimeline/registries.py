"""The registries of data files: where their entries are, and which actors belong to which."""

from collections.abc import Callable
from typing import NamedTuple

from .fields import ACTOR, THEME, EntryKind, RecordType


class Registry(NamedTuple):
    """A registry: its section of a file, the key of an event that holds ids of its entries, and their type."""

    section: str
    key: str
    record: RecordType


REGISTRIES: dict[EntryKind, Registry] = {
    "actor": Registry("actors", "actors", ACTOR),
    "theme": Registry("themes", "themes", THEME),
    "thread": Registry("threads", "thread", THEME),
}


def with_owners(identity: str, owner_of: Callable[[str], str | None]) -> list[str]:
    """The id of an actor, then the ids of all that it belongs to, the nearest first. `owner_of` gives the actor that
    another belongs to. A cycle ends at the first id that comes again."""
    chain: dict[str, None] = {}
    step: str | None = identity
    while step is not None and step not in chain:
        chain[step] = None
        step = owner_of(step)
    return list(chain)
