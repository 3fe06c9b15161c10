"""The actors, themes and threads that some events use."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...fields import ACTOR, THEME, RecordType
from ...model import Event, upwards

if TYPE_CHECKING:
    from ...catalog import Catalog
    from ...query import Kind

REGISTRIES: "dict[Kind, RecordType]" = {"actor": ACTOR, "theme": THEME, "thread": THEME}


class UsedNames:
    """Collects the names that events use."""

    def __init__(self) -> None:
        self._names: dict[Kind, dict[str, None]] = {kind: {} for kind in REGISTRIES}

    def add(self, event: Event) -> None:
        """Add the names of an event."""
        self._names["actor"].update(dict.fromkeys(event.actors))
        self._names["theme"].update(dict.fromkeys(event.themes))
        if event.thread:
            self._names["thread"][event.thread] = None

    def records(self, kind: "Kind", data: "Catalog") -> Iterator[dict[str, Any]]:
        """The public records of the names of a kind, without counts: those of the registry in its order, with all
        that their actors belong to, then free words, each as its own name."""
        registry = data.registry(kind)
        names = self._names[kind]
        if kind == "actor":
            owners = {name: record["of"] for name, record in registry.items()}
            names = dict.fromkeys(owner for name in names for owner in upwards(name, owners.get))
        fields = REGISTRIES[kind].names()
        for name, record in registry.items():
            if name in names:
                yield {"id": name, **{field: record[field] for field in fields}}
        for name in names:
            if name not in registry:
                yield {"id": name, **dict.fromkeys(fields), "name": name}
