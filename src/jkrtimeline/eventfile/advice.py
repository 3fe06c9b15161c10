"""Advice on events: actors that a text names but the event does not list, and events with sources of one publisher.

Advice is weaker than a warning: it can be right to leave an actor out, and some events were reported once.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..membership import upwards
from ..text.normalize import fold
from .validate import Record, Validator

_WORD = re.compile(r"(?<![\w-])\w+")
"""A word, or the first part of one with a hyphen."""

_CAPITAL = re.compile(r" [A-Z]")
"""After the name of a state: the name is part of a longer one, as in `East China Sea`."""

_OF = re.compile(r"[A-Z]\w+ of $")
"""Before the name of a state: likewise, as in `Bank of Japan`."""

_LONGEST = 100
"""Characters of the longest name that is searched for: the cost of a word of a text must not grow with the names."""


class _ActorName(NamedTuple):
    """A name of an actor; `actor` is None for one that could mean several."""

    text: str
    actor: str | None
    is_state: bool


class Advisor:
    """Gives advice on the events of data files with these actors and ambiguous short forms."""

    def __init__(self, actors: Mapping[str, Record], ambiguous: Iterable[str]) -> None:
        self._actors = actors
        self._names = _names_by_word(actors, {fold(form) for form in ambiguous})

    def advise(self, reader: Validator, record: Record) -> None:
        """Report advice on one event."""
        identity, sources = record.get("id"), record.get("sources") or ()
        if sources and len({source.get("publisher") or source.get("url") for source in sources}) == 1:
            message = f"{identity!r} rests on one publisher"
            reader.report(record.at("sources"), "single-source", message, "add a source of another one", "advice")
        if not self._names:
            return
        listed = {each for name in record.get("actors") or () for each in upwards(name, self._owner)}
        for key in ("title", "summary"):
            for name in _mentions(record.get(key) or "", self._names):
                if name.actor is not None and name.actor not in listed:
                    listed.add(name.actor)
                    message = f"{identity!r} names {name.text!r} in its {key}, but does not list {name.actor!r}"
                    hint = f"add {name.actor} to actors, if it acts or is acted upon"
                    reader.report(record.at(key), "unnamed-actor", message, hint, "advice")

    def _owner(self, name: str) -> str | None:
        record = self._actors.get(name)
        owner: str | None = record.get("of") if record else None
        return owner


def _names_by_word(actors: Mapping[str, Record], ambiguous: set[str]) -> dict[str, dict[int, dict[str, _ActorName]]]:
    """First word → length → text → name, of the names that begin with the word, the longest first."""
    owners: dict[str, set[str]] = defaultdict(set)
    for identity, record in actors.items():
        for form in _forms(record):
            owners[form].add(identity)
    names: dict[str, dict[int, dict[str, _ActorName]]] = defaultdict(dict)
    for form in sorted((form for form in owners if len(form) <= _LONGEST), key=len, reverse=True):
        several = len(owners[form]) > 1 or fold(form) in ambiguous
        actor = min(owners[form])
        first = _WORD.match(form)
        if first:
            name = _ActorName(form, None if several else actor, actors[actor].get("kind") == "state")
            names[first[0]].setdefault(len(form), {})[form] = name
    return names


def _forms(record: Record) -> Iterator[str]:
    """Names by which a text mentions an actor.

    Not an alias without a capital letter, which is also an ordinary word; nor a capitalised word as the alias of a
    state, which is its capital and also a place.
    """
    if name := record.get("name"):
        yield name
    for alias in record.get("aliases") or ():
        capital = record.get("kind") == "state" and alias.isalpha() and not alias.isupper()
        if alias != alias.lower() and not capital:
            yield alias


def _mentions(text: str, names: Mapping[str, Mapping[int, Mapping[str, _ActorName]]]) -> Iterator[_ActorName]:
    """The names in a text, from left to right; names within a longer one are skipped."""
    end = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < end:
            continue
        for length, of_length in names.get(word[0], {}).items():
            stop = start + length
            name = of_length.get(text[start:stop])
            if name is not None and not re.match(r"[\w$-]", text[stop : stop + 1]):
                end = stop
                if not (name.is_state and (_CAPITAL.match(text, stop) or _OF.search(text, 0, start))):
                    yield name
                break
