"""Public records of events, in the order of time → the rows of the tables. Knows no database, so that it can
work beside one."""

from binascii import crc32
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from .. import edtf
from ..fields import IMPORTANCE
from ..model import Actor, Dataset, Theme, upwards
from ..query import KINDS
from ..text.json_text import to_json
from ..text.normalize import BREAK, fold, folded_words, index_text
from .schema import NO_END, NO_START, PARTS, tag_word
from .snippet import texts_of

_BATCH = 200
"""Events of a batch at most: more do not stay in the processor's cache while they are worked on."""

_BATCH_LETTERS = 4 << 20
"""Characters of the records of a batch, from which on it is full."""

_KNOWN = 250_000
"""Words that are remembered, some 30 MB of them; the memory of more begins anew."""

_NEXT_TAG = " " + tag_word("")


class Names(NamedTuple):
    """The registries, as far as the rows need them: the actor that each belongs to, and the texts by which a
    search finds an actor, theme or thread."""

    owners: Mapping[str, str]
    forms: Mapping[str, Mapping[str, Sequence[str]]]


class Batch(NamedTuple):
    """Rows of some events: (n, id, first, last, begun, importance, tags), (n, json, crc), (n, texts of the
    columns), (earlier, later); and, if they have been looked for, (word,) for the words of the texts."""

    events: list[tuple[Any, ...]]
    records: list[tuple[Any, ...]]
    texts: list[tuple[Any, ...]]
    follows: list[tuple[str, str]]
    words: list[tuple[str]] | None = None

    def spoken(self) -> Iterator[str]:
        """The texts but for names, whose words are told in the end."""
        return chain.from_iterable((title, running, source) for _, title, _, _, _, running, source, _ in self.texts)


class Totals(NamedTuple):
    """What is known in the end: tags (number, kind, id, count, first, last, n, course); days (first, begun, how many
    events, the latest last of those with an end, else the first), in their order; how many events have none of
    a kind; how many sources there are; the texts of actors, themes, threads and places."""

    tags: list[tuple[Any, ...]]
    days: list[tuple[int, ...]]
    lacking: dict[str, int]
    sources: int
    names: list[str]


class Days(NamedTuple):
    """Day numbers of a date: the first, the last, and the last on which it can have begun."""

    first: int
    last: int
    begun: int


@lru_cache(maxsize=1 << 12)
def days_of(text: str) -> Days:
    """Of an event's date, as EDTF text."""
    when = edtf.remembered(text)
    latest = edtf.latest_start(when)
    return Days(
        when.start.toordinal() if when.start else NO_START,
        when.end.toordinal() if when.end else NO_END,
        latest.toordinal() if latest else NO_START,
    )


class _Tag:
    """What events have in common: its number, as text, how many have it, from when to when, the first of them,
    and its course."""

    __slots__ = ("count", "course", "first", "last", "n", "number")

    def __init__(self, number: str, first: int, n: int) -> None:
        self.number = number
        self.count = 0
        self.first = first
        self.last = 0
        self.n = n
        self.course = [0] * (PARTS + PARTS // 2)


_Named = tuple[str, tuple[_Tag, ...]]
"""The text of an actor, theme, thread or place for the search, and its tags."""

_NOWHERE: _Named = ("", ())


class Rows:
    """Makes rows, numbers tags, and counts. `reach` are the first and the last of the days on which events
    begin."""

    def __init__(self, names: Names, reach: tuple[int, int]) -> None:
        self._names = names
        self._begin, self._length = reach[0], reach[1] - reach[0] + 1
        self._n = self._first = self._sources = 0
        self._before = (NO_START, NO_START)
        self._tags: dict[tuple[str, str], _Tag] = {}
        self._texts: dict[str, None] = {}
        self._lacking: dict[str, int] = dict.fromkeys(KINDS, 0)
        self._days: dict[tuple[int, int], list[int]] = {}
        self._batch = Batch([], [], [], [])
        self._letters = 0
        cached = lru_cache(maxsize=1 << 12)
        self._actor, self._theme = cached(self._of_actor), cached(self._of_theme)
        self._thread, self._place, self._other = cached(self._of_thread), cached(self._of_place), cached(self._tag)

    def add(self, record: Mapping[str, Any], text: str | None = None) -> None:
        """One more event; `text` is its record as JSON. Raises ValueError where it is before the one
        before."""
        self._n += 1
        n = self._n
        first, last, begun = days_of(record["date"])
        if (first, last) < self._before:
            raise ValueError("not in the order of time")
        self._before, self._first = (first, last), first
        importance, actors, themes = record["importance"], record["actors"], record["themes"]
        thread, place, sources = record["thread"], record["place"], record["sources"]
        acting = [self._actor(actor) for actor in actors]
        stories = [self._theme(theme) for theme in themes]
        if thread:
            stories.append(self._thread(thread))
        where = self._place(place) if place else _NOWHERE
        tags = [self._other("importance", importance), self._other("status", record["status"])]
        for _, more in (*acting, *stories, where):
            tags += more
        lacking = self._lacking
        for kind, given in (("actor", actors), ("theme", themes), ("thread", thread), ("place", place)):
            if not given:
                lacking[kind] += 1
        part = (first - self._begin) * PARTS // self._length
        other = (begun - self._begin) * PARTS // self._length
        # Where it is not known to begin within one part, it may be within one that is twice as long.
        part = part if part == other else PARTS + part // 2 if part // 2 == other // 2 else -1
        within = first != NO_START and part >= 0
        if within and part >= PARTS + PARTS // 2:
            raise ValueError("not within the days that the events begin on")
        numbers = []
        for tag in dict.fromkeys(tags):
            tag.count += 1
            if within:
                tag.course[part] += 1
            if last > tag.last:
                tag.last = last
            numbers.append(tag.number)
        day = self._days.get((first, begun))
        if day is None:
            day = self._days[first, begun] = [0, first]
        day[0] += 1
        if day[1] < last != NO_END:
            day[1] = last
        raw = to_json(record) if text is None else text
        own = texts_of(record)
        names = [BREAK.join([words for words, _ in named]) for named in (acting, stories)]
        texts = (own["title"], *names, where[0], own["summary"], own["source"])
        self._letters += len(raw)
        told = " ".join(numbers)
        batch = self._batch
        batch.events.append((n, record["id"], first, last, begun, IMPORTANCE.index(importance), told))
        batch.records.append((n, raw, crc32(raw.encode())))
        batch.texts.append((n, *texts, tag_word(told.replace(" ", _NEXT_TAG))))
        if record["follows"]:
            batch.follows.extend([(name, record["id"]) for name in record["follows"]])
        self._sources += len(sources)

    @property
    def full(self) -> bool:
        """Whether there are rows enough for a batch."""
        return len(self._batch.events) >= _BATCH or self._letters >= _BATCH_LETTERS

    def take(self) -> Batch:
        """The rows since the last time."""
        batch = self._batch
        self._batch, self._letters = Batch([], [], [], []), 0
        return batch

    def totals(self) -> Totals:
        """What all the events come to."""
        tags = [
            (int(tag.number), *key, tag.count, tag.first, tag.last, tag.n, " ".join(map(str, tag.course)))
            for key, tag in self._tags.items()
        ]
        days = [(first, begun, *rest) for (first, begun), rest in self._days.items()]
        return Totals(tags, days, dict(self._lacking), self._sources, list(self._texts))

    def _tag(self, kind: str, name: str) -> _Tag:
        tag = self._tags.get((kind, name))
        if tag is None:
            tag = self._tags[kind, name] = _Tag(str(len(self._tags) + 1), self._first, self._n)
        return tag

    def _of_actor(self, name: str) -> _Named:
        chain = upwards(name, self._names.owners.get)
        return self._text("actor", name), tuple(self._tag("actor", each) for each in chain)

    def _of_theme(self, name: str) -> _Named:
        return self._text("theme", name), (self._tag("theme", name),)

    def _of_thread(self, name: str) -> _Named:
        return self._text("thread", name), (self._tag("thread", name),)

    def _of_place(self, name: str) -> _Named:
        text = index_text(name)
        self._texts[text] = None
        return text, (self._tag("place", fold(name)),)

    def _text(self, kind: str, name: str) -> str:
        text = BREAK.join(map(index_text, self._names.forms[kind].get(name, [name])))
        self._texts[text] = None
        return text


class Words:
    """The words of the texts of events, each told once as far as they are remembered."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def new(self, texts: Iterable[str]) -> list[tuple[str]]:
        """The words of some texts that were not told before."""
        # What is quick is done with all of them, what is right with those that are left.
        text = " ".join(texts).lower()
        new = set(text.replace(".", " ").replace(",", " ").split()) - self._told
        if len(self._told) > _KNOWN:
            self._told.clear()
        self._told |= new
        return [(word,) for word in sorted({word for each in new for word in folded_words(each)})]


def names_of(dataset: Dataset) -> Names:
    """The names that rows need, of what data files hold beside their events."""
    return Names(
        {actor.id: actor.of for actor in dataset.actors if actor.of},
        {
            "actor": {actor.id: list(dict.fromkeys(forms(actor))) for actor in dataset.actors},
            # The aliases of themes are for filters only: `comfort women` is not to find all that is about history.
            "theme": {theme.id: list(dict.fromkeys((theme.id, theme.name))) for theme in dataset.themes},
            "thread": {thread.id: list(dict.fromkeys((thread.id, thread.name))) for thread in dataset.threads},
        },
    )


def forms(entry: Actor | Theme) -> Iterator[str]:
    """All names of an actor, theme or thread."""
    yield from (entry.id, entry.name, *entry.aliases)
    if isinstance(entry, Actor):
        yield from (entry.native or {}).values()
