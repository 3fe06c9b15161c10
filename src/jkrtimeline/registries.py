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


def upwards(name: str, owner: Callable[[str], str | None]) -> list[str]:
    """An actor and all that it belongs to, the nearest first. `owner` gives the actor that another belongs to; an actor
    that belongs to itself in the end occurs once."""
    chain: dict[str, None] = {}
    step: str | None = name
    while step is not None and step not in chain:
        chain[step] = None
        step = owner(step)
    return list(chain)
