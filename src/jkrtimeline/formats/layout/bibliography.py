"""The sources of several events, each once."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...model import Event, Source


@dataclass(slots=True)
class Cited:
    """A source with its number, from 1 in the order in which events name it, and the ids of these."""

    source: Source
    number: int
    events: list[str] = field(default_factory=list)


class Bibliography:
    """Sources as events come by: the same address is the same source, without one all else must be
    the same. Of two that differ in the rest, the first that has a headline counts."""

    def __init__(self) -> None:
        self._cited: dict[str | Source, Cited] = {}

    def __iter__(self) -> Iterator[Cited]:
        return iter(self._cited.values())

    def add(self, event: Event) -> list[int]:
        """The numbers of the sources of an event, each once."""
        numbers: dict[int, None] = {}
        for source in event.sources:
            cited = self._cited.setdefault(source.url or source, Cited(source, len(self._cited) + 1))
            if source.title and not cited.source.title:
                cited.source = source
            if event.id not in cited.events:
                cited.events.append(event.id)
            numbers[cited.number] = None
        return list(numbers)
