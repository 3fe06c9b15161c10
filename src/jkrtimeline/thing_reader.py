"""The arguments of `jkr show` → what they name: an event, the events of a period, an actor, a theme or a thread.

A text is read as the first of these that fits:

1. the id of an event
2. a date or period, as `--in` reads it
3. the id or name of an actor, a theme or a thread, then an alias or native name
4. a word of a person's name
5. a part of one event's id, from the beginning of a word on
6. a person's name after a title: President Yoon
7. another romanization of a person's name: Park Chul-hee for Park Cheol-hee
8. words to search; the best match is opened

A prefix allows only one kind: `actor:`, `theme:`, `thread:`, `event:`. Several texts are read as one, else as several
of one kind, else as words to search.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, NoReturn

from .catalog import Catalog
from .errors import JkrError, UnknownId, UsageError
from .fields import EntryKind
from .filter_names import MAX_LISTED, listed, unknown_id, with_name
from .index import lookup
from .periods import NotAPeriod, PeriodError
from .query import ENTRY_KINDS, Query, Tag
from .text.normalize import fold
from .text.sanitize import quoted, visible
from .text.suggest import did_you_mean

ThingKind = Literal["event", "period", "actor", "theme", "thread"]

_NEXT = 3
"""How many matches of a search are named after the best."""

_TITLE = (
    "(?:(?:who is|who was|the|acting|former|vice|deputy|prime|foreign|defen[cs]e|opposition|pm|fm|mr|mrs|ms|dr|minister"
    r"|president|ambassador|secretary|chairman|leader|governor|general|professor)\.? )+(.+)"
)
"""A name after titles, or after the words of a question."""


class Alternative(NamedTuple):
    """Something else that a text names; the name of an event is its title."""

    kind: Literal["event"] | EntryKind
    id: str
    name: str


class Thing(NamedTuple):
    """What a text names. `id` is that of an event, actor, theme or thread; for a period, it is the text. `query` gives
    the events of anything but an event.

    `others` have the same name, but a later kind. If `searched`, the event is the best match of a search and `others`
    are the next matches. `read_as` is the name of the person that a title, or another romanization, stands for.
    """

    kind: ThingKind
    id: str
    query: Query
    others: tuple[Alternative, ...] = ()
    searched: bool = False
    read_as: str = ""


class Reading(NamedTuple):
    """What some texts name, and the errors of those that name nothing."""

    things: tuple[Thing, ...]
    errors: tuple[JkrError, ...] = ()


def read_things(catalog: Catalog, texts: Sequence[str]) -> Reading:
    """What the texts name.

    Raises UsageError for an ambiguous text and for a wrong date, and UnknownId where nothing has the name and no event
    matches.
    """
    reader = _ThingReader(catalog)
    texts = [text.strip() for text in texts]
    whole = " ".join(text for text in texts if text)
    if thing := reader.named(whole):
        return Reading((thing,))
    several = reader.several(texts) if len(texts) > 1 else None
    return several or Reading(
        (reader.by_part(whole) or reader.by_title(whole) or reader.by_sound(whole) or reader.by_words(whole),)
    )


class _ThingReader:
    """Reads texts against one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._read = catalog.index.read

    def named(self, text: str) -> Thing | None:
        """What has exactly this id, date or name. Raises UsageError for an ambiguous name and for a wrong date, and
        UnknownId for an unknown name with `@` or a kind before it."""
        kind, colon, rest = text.partition(":")
        kind = kind.lower()
        if colon and rest.strip() and (kind == "event" or kind in ENTRY_KINDS):
            return self._of_kind(kind, rest.strip())
        if text.startswith("@") and ".." not in text:
            name = text[1:]
            return self._event(name) or self._thread(name) or self._unique_id(name) or self._refuse_id(name)
        if thing := self._event(text):
            return thing
        try:
            self._catalog.read_period(text)
        except PeriodError as error:
            thing = self._entry(text)
            if thing is None and not isinstance(error, NotAPeriod):
                raise
            return thing
        return self._period(text)

    def several(self, texts: Sequence[str]) -> Reading | None:
        """One thing for each text, if one of them is an id, or if all are dates or names of one kind."""
        if any((_is_like_id(text) and text.upper() != text.lower()) or self._event(text) for text in texts):
            return self._each(texts)
        things: list[Thing] = []
        for text in texts:
            try:
                thing = self.named(text)
            except JkrError:
                return None
            if thing is None or (things and thing.kind != things[0].kind):
                return None
            things.append(thing)
        return Reading(tuple(things))

    def _each(self, texts: Sequence[str]) -> Reading:
        things: list[Thing] = []
        errors: list[JkrError] = []
        for text in texts:
            try:
                things.append(self.named(text) or self.by_part(text) or self._refuse_id(text))
            except JkrError as error:
                errors.append(error)
        return Reading(tuple(things), tuple(errors))

    def by_part(self, text: str) -> Thing | None:
        """The person with this word in the name, or the event with this part in its id."""
        if person := self._person(text, self._read(lookup.persons_with, text)):
            return person
        return self._unique_id(text) if _is_like_id(text) or len(self._read(lookup.ids_with, text, 2)) == 1 else None

    def by_title(self, text: str) -> Thing | None:
        """The person of the name after a title: `President Yoon`. Raises UsageError for several."""
        if not (match := re.fullmatch(_TITLE, text, re.IGNORECASE)):
            return None
        persons = self._read(lookup.named, "actor", match[1]) or self._read(lookup.persons_with, match[1])
        return self._person(match[1], persons, by_other_name=True)

    def by_sound(self, text: str) -> Thing | None:
        """The person of whose name it is another romanization."""
        return self._person(text, self._read(lookup.persons_sounding_like, text), by_other_name=True)

    def _person(self, text: str, persons: Mapping[str, str], *, by_other_name: bool = False) -> Thing | None:
        """The person that a text means, of `persons` (id → name). Raises UsageError for several."""
        if len(persons) > 1:
            raise _ambiguous(text, [Alternative("actor", *each) for each in persons.items()])
        if not persons:
            return None
        ((identity, name),) = persons.items()
        return self._opened("actor", identity)._replace(read_as=name if by_other_name else "")

    def by_words(self, text: str) -> Thing:
        """The event that matches best. Raises UnknownId where none does."""
        if _is_like_id(text) or (
            "-" in text and " " not in text and not self._catalog.count(self._catalog.query(match=text))
        ):
            return self._refuse_id(text)
        query = self._catalog.query(text, limit=1 + _NEXT)
        events = [row.event for row in self._catalog.rows(query)]
        if not events:
            near = [*self._read(lookup.near_ids, text), *self._catalog.near_names(text, *ENTRY_KINDS)]
            hint = did_you_mean(text, near, self._catalog.suggestion(query))
            raise UnknownId(f"nothing is called {quoted(text)}, and no event matches", hint=hint)
        others = tuple(Alternative("event", event.id, event.title) for event in events[1:])
        return Thing("event", events[0].id, Query(), others, searched=True)

    def _event(self, identity: str) -> Thing | None:
        return Thing("event", identity, Query()) if self._read(lookup.find, identity) else None

    def _refuse_id(self, identity: str) -> NoReturn:
        """Raise UnknownId with the nearest ids."""
        raise unknown_id(self._catalog.index, identity)

    def _thread(self, text: str) -> Thing | None:
        entries = self._read(lookup.named, "thread", text)
        return self._opened("thread", next(iter(entries))) if len(entries) == 1 else None

    def _period(self, text: str) -> Thing:
        query = self._catalog.query(period=text)
        if not self._catalog.count(query):
            hint = f"the nearest: jkr timeline --around {quoted(text)} -n 4"
            raise UnknownId(f"no event in {quoted(text)}", hint=hint)
        return Thing("period", text, query)

    def _of_kind(self, kind: str, text: str) -> Thing:
        if kind == "event":
            return self._event(text) or self._unique_id(text) or self._refuse_id(text)
        kinds: list[EntryKind] = [each for each in ENTRY_KINDS if each == kind]
        thing = self._entry(text, kinds)
        if thing is None:
            hint = did_you_mean(text, self._catalog.near_names(text, *kinds), f"`jkr {kind}s` lists them")
            raise UnknownId(f"unknown {kind} {quoted(text)}", hint=hint)
        return thing

    def _unique_id(self, text: str) -> Thing | None:
        ids = self._read(lookup.ids_with, text, MAX_LISTED + 1)
        if len(ids) > 1:
            raise _ambiguous(text, [Alternative("event", each, "") for each in ids])
        return self._event(ids[0]) if ids else None

    def _entry(self, text: str, kinds: Sequence[EntryKind] = ENTRY_KINDS) -> Thing | None:
        """The actor, theme or thread with this id or name, else with this alias. Raises UsageError if several of one
        kind have it."""
        folded = fold(text)
        entries: list[tuple[EntryKind, Alternative]] = [
            (kind, Alternative(kind, *each)) for kind in kinds for each in self._read(lookup.named, kind, text).items()
        ]
        entries = [pair for pair in entries if folded in (fold(pair[1].id), fold(pair[1].name))] or entries
        if not entries:
            return None
        first, entry = entries[0]
        others = tuple(each for kind, each in entries if kind != first)
        if len(entries) - len(others) > 1:
            raise _ambiguous(text, [each for _, each in entries])
        return self._opened(first, entry.id, others)

    def _opened(self, kind: EntryKind, identity: str, others: tuple[Alternative, ...] = ()) -> Thing:
        return Thing(kind, identity, Query(tags=((Tag(kind, identity),),)), others)


def _is_like_id(text: str) -> bool:
    """Whether a text looks like the id of an event: `2024-12-03-mart`."""
    return bool(re.fullmatch(r"\d{4}-\S*", text))


def _ambiguous(text: str, alternatives: Sequence[Alternative]) -> UsageError:
    """The error for an ambiguous text."""
    first = alternatives[0]
    shown = listed([with_name(each.id, each.name) for each in alternatives], counted=first.kind != "event")
    return UsageError(f"{quoted(text)} could be {shown}", hint=f"name one: jkr show {visible(first.id)}")
