"""The names of actors, themes and threads: those that a search matches, and free words of events that mean an entry."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from ..eventfile.construct import PublicEvent
from ..model import Actor, Dataset, Event, Theme
from ..text.json_text import to_json
from ..text.normalize import fold


def names_of(entry: Actor | Theme) -> Iterator[str]:
    """The id and all names of an actor, theme or thread."""
    yield from (entry.id, entry.name, *entry.aliases)
    if isinstance(entry, Actor):
        yield from (entry.native or {}).values()


def searched_names(dataset: Dataset) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The texts for which a search matches an actor, theme or thread: kind → id → texts."""
    return {
        "actor": {actor.id: list(dict.fromkeys(names_of(actor))) for actor in dataset.actors},
        # The aliases of themes are for filters only: `comfort women` must not match every event about history.
        "theme": {theme.id: list(dict.fromkeys((theme.id, theme.name))) for theme in dataset.themes},
        "thread": {thread.id: list(dict.fromkeys((thread.id, thread.name))) for thread in dataset.threads},
    }


class FreeWords:
    """Reads the free words of files without registries as names of entries in other files' registries.

    A word that is no id, but a name, alias or native name of exactly one entry, means that entry; case and accents do
    not matter, as in filters. A short form that the data calls ambiguous means none.
    """

    def __init__(self, dataset: Dataset) -> None:
        ambiguous = {fold(form) for form in dataset.ambiguous or {}}
        self._registries = (_Meanings(dataset.actors, ambiguous), _Meanings(dataset.themes), _Meanings(dataset.threads))

    def __bool__(self) -> bool:
        """Whether there is any entry that a word can mean."""
        return any(each.meant for each in self._registries)

    def resolved(self, public: PublicEvent) -> PublicEvent:
        """An event with the ids that its free words mean."""
        event = public.event
        words = (event.actors, event.themes, (event.thread,) if event.thread else ())
        ids = tuple(registry.ids(each) for registry, each in zip(self._registries, words, strict=True))
        if ids == words:
            return public
        actors, themes, threads = (list(dict.fromkeys(each)) for each in ids)
        record = {**json.loads(public.json), "actors": actors, "themes": themes, "thread": next(iter(threads), None)}
        return PublicEvent(Event.from_public(record), to_json(record))


class _Meanings:
    """The ids of a registry, and those that other words mean."""

    def __init__(self, entries: Sequence[Actor | Theme], ambiguous: Collection[str] = ()) -> None:
        self._ids = {entry.id for entry in entries}
        ids_by_form: dict[str, set[str]] = {}
        for entry in entries:
            for name in names_of(entry):
                ids_by_form.setdefault(fold(name), set()).add(entry.id)
        self.meant = {
            form: ids.pop() for form, ids in ids_by_form.items() if form and len(ids) == 1 and form not in ambiguous
        }

    def ids(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words, with ids instead of those that mean one."""
        return tuple(word if word in self._ids else self.meant.get(fold(word), word) for word in words)
