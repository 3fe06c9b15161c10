"""Warnings: likely mistakes that leave a data file usable. And advice: actors that a text names but the event does not
list, and events with sources of one publisher.

Advice is weaker than a warning: it can be right to leave an actor out, and some events were reported once.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from ..model import Event
from ..registries import with_owners
from ..text.normalize import fold
from .event_store import EventStore
from .sections import ParsedFile
from .validate import Record, Validator

_YEARS_BEFORE = timedelta(days=730)
_NEIGHBOURS = 20
"""Events of the same day with which the title of an event is compared."""

_COMPARED = 10_000
"""Pairs of titles that are compared letter by letter: that takes some 3 s, and a chronology has far fewer."""

_LONG_TITLE = 300
"""Characters of a title that is compared letter by letter; a longer one is only compared as a whole."""

_ALIKE = 0.9
"""The least similarity (0 to 1, difflib's ratio) of two titles of one day that may be the same event."""

_WORD = re.compile(r"(?<![\w-])\w+")
"""A word, or the first part of one with a hyphen."""

_CAPITAL = re.compile(r" [A-Z]")
"""After the name of a state: the name is part of a longer one, as in `East China Sea`."""

_OF = re.compile(r"[A-Z]\w+ of $")
"""Before the name of a state: likewise, as in `Bank of Japan`."""

_LONGEST = 100
"""Characters of the longest name that is searched for: the cost of a word of a text must not grow with the names."""


def _quoted_id(record: Record) -> str:
    """The id of a record in quotation marks, to begin a message."""
    return repr(record.get("id")) if record.get("id") else "an event"


def warn(validator: Validator, record: Record, before: Event | None, event: Event | None, today: date) -> None:
    """Warn of likely mistakes in one record; `event` is the event of a valid one, `before` the event above it in its
    file."""
    name = _quoted_id(record)
    if before is not None and event is not None and event.time_order() < before.time_order():
        message = f"{event.id!r} comes after {before.id!r}, which is later"
        validator.report(record.at("date"), "order", message, "keep events in the order of time", "warning")
    if not record.get("sources"):
        message = f"{name} has no source"
        validator.report(record.at("id"), "no-source", message, "add where it can be read", "warning")
    for source in record.get("sources") or ():
        if source.get("url") is None and "url" not in source.nodes:
            node = source.at("publisher")
            validator.report(node, "no-address", "a source without an address", "add url: https://…", "warning")
        when = source.get("date")
        if when is None:
            continue
        rule = message = ""
        if when.start and when.start > today:
            rule, message = "future-source", f"a source of {when}, which is after today"
        elif event is not None and event.start and when.end and event.start - when.end > _YEARS_BEFORE:
            rule, message = "early-source", f"a source of {when}, years before {event.id!r}"
        if rule:
            validator.report(source.at("date"), rule, message, "correct the date", "warning")


def warn_together(files: Sequence[ParsedFile], store: EventStore, actors: dict[str, Record]) -> None:
    """Warn of likely mistakes in several events, or several actors, together."""
    _warn_of_duplicates(files, store)
    for position, later, earlier, is_late in store.untimely():
        if is_late:
            message = f"{later!r} follows {earlier!r}, which is later"
            files[position.file].validator.report(position, "late-follows", message, "swap the two", "warning")
    listed = {fold(form): set(names) for file in files for form, names in file.short_forms.items()}
    for form, names in _shared_aliases(actors).items():
        if not listed.get(form, set()).issuperset(names):
            message = f"{' and '.join(names)} are both called {form!r}"
            hint = f"keep it for one, or list all of them under ambiguous: {{{form}: [{', '.join(names)}]}}"
            file = next(file for file in reversed(files) if names[-1] in file.entries("actor"))
            file.validator.report(file.entries("actor")[names[-1]].node, "shared-alias", message, hint, "warning")


def _warn_of_duplicates(files: Sequence[ParsedFile], store: EventStore) -> None:
    """Warn of two events of one date with the same title, or of one day with nearly the same."""
    comparison = _Comparison()
    for _, events in groupby(store.titles(), key=attrgetter("date")):
        neighbours: deque[tuple[str, str]] = deque(maxlen=_NEIGHBOURS)
        for each in events:
            title = fold(each.title)
            if near := comparison.first_like(title, neighbours, _ALIKE if each.is_exact else 1.0):
                message = f"{each.id!r} and {near!r} look like the same event"
                hint = "drop one, or make the titles differ"
                files[each.position.file].validator.report(each.position, "double", message, hint, "warning")
            neighbours.append((each.id, title))


class _Comparison:
    """Compares titles letter by letter, _COMPARED times at most; after that, and for long titles, only equal ones
    match."""

    def __init__(self) -> None:
        self._left = _COMPARED

    def first_like(self, title: str, earlier: Iterable[tuple[str, str]], least: float) -> str:
        """The id of the first (id, title) whose title has at least this similarity; empty for none."""
        matcher = SequenceMatcher(None, "", title)
        for name, other in earlier:
            if title == other:
                return name
            if least == 1.0 or len(title) > _LONG_TITLE or not self._left:
                continue
            if 2 * min(len(title), len(other)) < least * (len(title) + len(other)):
                continue  # difflib's first bound, without its preparations
            matcher.set_seq1(other)
            if matcher.quick_ratio() >= least:
                self._left -= 1
                if matcher.ratio() >= least:
                    return name
        return ""


def _shared_aliases(actors: dict[str, Record]) -> dict[str, list[str]]:
    """Names, also native ones, that several actors share, folded → the actors."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name, record in actors.items():
        native = (record.get("native") or {}).values()
        for form in {fold(form) for form in (record.get("name") or "", *(record.get("aliases") or ()), *native)}:
            owners[form].append(name)
    return {form: names for form, names in owners.items() if form and len(names) > 1}


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

    def advise(self, validator: Validator, record: Record) -> None:
        """Report advice on one event."""
        identity, sources = _quoted_id(record), record.get("sources") or ()
        if sources and len({source.get("publisher") or source.get("url") for source in sources}) == 1:
            message = f"{identity} rests on one publisher"
            validator.report(record.at("sources"), "single-source", message, "add a source of another one", "advice")
        if not self._names:
            return
        listed = {each for name in record.get("actors") or () for each in with_owners(name, self._owner)}
        for key in ("title", "summary"):
            for name in _mentions(record.get(key) or "", self._names):
                if name.actor is not None and name.actor not in listed:
                    listed.add(name.actor)
                    message = f"{identity} names {name.text!r} in its {key}, but does not list {name.actor!r}"
                    hint = f"add {name.actor} to actors, if it acts or is acted upon"
                    validator.report(record.at(key), "unnamed-actor", message, hint, "advice")

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
