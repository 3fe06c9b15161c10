"""The actors, themes and threads that some events use."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from ..fields import EVENT, EntryKind, Field, RecordType
from ..model import Event
from ..registries import REGISTRIES, with_owners

LINKED = tuple(field.name for field in EVENT if field.type in ("texts", "records"))
"""Fields of events with several values: in a database or a data package each has a table of links."""


def entry_fields(record: RecordType) -> Iterator[Field]:
    """The fields of an entry of a registry, without lists of records."""
    return (field for field in record if field.record is None)


class Registries(Protocol):
    """The registries of some data."""

    def registry(self, kind: EntryKind) -> Mapping[str, Mapping[str, Any]]:
        """The public records of actors, themes or threads, by id."""
        ...


class UsedNames:
    """Collects the names that events use."""

    def __init__(self) -> None:
        self._names: dict[EntryKind, dict[str, None]] = {kind: {} for kind in REGISTRIES}

    def add(self, event: Event) -> None:
        """Add the names of an event."""
        self._names["actor"].update(dict.fromkeys(event.actors))
        self._names["theme"].update(dict.fromkeys(event.themes))
        if event.thread:
            self._names["thread"][event.thread] = None

    def ids(self, kind: EntryKind, data: Registries) -> Collection[str]:
        """The names of a kind; of actors with all that they belong to."""
        names = self._names[kind]
        if kind != "actor":
            return names
        owners = {name: record["of"] for name, record in data.registry(kind).items()}
        return dict.fromkeys(owner for name in names for owner in with_owners(name, owners.get))

    def records(self, kind: EntryKind, data: Registries) -> Iterator[dict[str, Any]]:
        """The public records of the names of a kind, without counts: those of the registry in its order, with all
        that their actors belong to, then free words, with the word as the name."""
        registry, names = data.registry(kind), self.ids(kind, data)
        fields = REGISTRIES[kind].record.names()
        for name, record in registry.items():
            if name in names:
                yield {"id": name, **{field: record[field] for field in fields}}
        for name in names:
            if name not in registry:
                yield {"id": name, **dict.fromkeys(fields), "name": name}
