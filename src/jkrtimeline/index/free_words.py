"""Free words of files without registries → the entries of other files' registries that they name."""

import json
from collections.abc import Iterable, Sequence

from ..eventfile.construct import PublicEvent
from ..model import Actor, Dataset, Event, Theme
from ..text.json_text import to_json
from ..text.normalize import fold
from .rows import forms_of


class FreeWords:
    """Reads the names in events against registries.

    A word that is no id, but a name, alias or native name of exactly one entry, means that entry; case and accents do
    not matter, as in filters. A short form that the data calls ambiguous stays as it is.
    """

    def __init__(self, dataset: Dataset) -> None:
        ambiguous = {fold(form) for form in dataset.ambiguous or {}}
        self._actors = _Registry(dataset.actors, ambiguous)
        self._themes = _Registry(dataset.themes, frozenset())
        self._threads = _Registry(dataset.threads, frozenset())

    @property
    def mean_entries(self) -> bool:
        """Whether there is any entry that a word can mean."""
        return any(each.has_names for each in (self._actors, self._themes, self._threads))

    def resolved(self, public: PublicEvent) -> PublicEvent:
        """An event with the ids that its free words mean."""
        event = public.event
        threads = (event.thread,) if event.thread else ()
        if not (self._actors.names(event.actors) or self._themes.names(event.themes) or self._threads.names(threads)):
            return public
        record = json.loads(public.json)
        record["actors"] = self._actors.ids(event.actors)
        record["themes"] = self._themes.ids(event.themes)
        record["thread"] = next(iter(self._threads.ids(threads)), None)
        return PublicEvent(Event.from_public(record), to_json(record))


class _Registry:
    """The ids of actors, themes or threads, and the ids that other words mean."""

    def __init__(self, entries: Iterable[Actor | Theme], ambiguous: Iterable[str]) -> None:
        known = list(entries)
        self._ids = {entry.id for entry in known}
        forms: dict[str, set[str]] = {}
        for entry in known:
            for form in forms_of(entry):
                forms.setdefault(fold(form), set()).add(entry.id)
        for form in ambiguous:
            forms.pop(form, None)
        self._meant = {form: ids.pop() for form, ids in forms.items() if form and len(ids) == 1}

    @property
    def has_names(self) -> bool:
        """Whether words can mean one of its entries."""
        return bool(self._meant)

    def names(self, words: Sequence[str]) -> bool:
        """Whether one of some words is no id, but means one."""
        return self.has_names and any(word not in self._ids and fold(word) in self._meant for word in words)

    def ids(self, words: Sequence[str]) -> list[str]:
        """The words, with ids in the place of those that mean one; each once."""
        return list(dict.fromkeys(word if word in self._ids else self._meant.get(fold(word), word) for word in words))
