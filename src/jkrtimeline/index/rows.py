"""Events in the order of time → the rows of the tables, without a database."""

from binascii import crc32
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import attrgetter
from typing import NamedTuple

from ..fields import IMPORTANCE
from ..model import Actor, Dataset, Event, Theme
from ..query import KINDS
from ..registries import with_owners
from ..text.normalize import BREAK, fold, index_text
from .schema import BINS, NO_END, NO_START, tag_word
from .snippet import RUNNING_FIELDS, SOURCE_TEXT_FIELDS
from .time_order import DayNumbers, day_numbers

_MOST_EVENTS = 200
"""The most events of a batch: more do not fit in the processor's cache."""

_MOST_LETTERS = 4 << 20
"""The most characters of JSON of a batch."""

_NO_BIN = BINS + BINS // 2
"""The number of the bin of events that begin in no known bin."""

_NEXT_TAG = " " + tag_word("")

_running_texts = attrgetter(*RUNNING_FIELDS)
_source_texts = attrgetter(*SOURCE_TEXT_FIELDS)


class Batch(NamedTuple):
    """Rows of some events for the tables record, event, search and follow, with the columns in the order of the
    schema."""

    records: list[tuple[int, str, int]]
    events: list[tuple[int, str, int, int, int, int, str]]
    texts: list[tuple[int, str, str, str, str, str, str, str]]
    follows: list[tuple[str, int]]


class DayCount(NamedTuple):
    """The number of events with the same `first` and `begun` day; `last` is the latest of their known last days, or
    `first`."""

    first: int
    begun: int
    events: int
    last: int


class Totals(NamedTuple):
    """The rows of the table tag, the days in order, the number of events without a tag of each kind, the number of
    sources, and the texts of actors, themes, threads and places."""

    tags: list[tuple[int, str, str, int, int, int, int, str]]
    days: list[DayCount]
    without: dict[str, int]
    sources: int
    names: list[str]


class _TagCounts:
    """The counts of a tag, as in the table; one more bin, the last, has the events that are in no other."""

    __slots__ = ("bins", "first", "last", "n", "number")

    def __init__(self, number: str, first: int, n: int) -> None:
        self.number = number
        self.first = first
        self.last = 0
        self.n = n
        self.bins = [0] * (_NO_BIN + 1)


class _TaggedName(NamedTuple):
    """The name of an actor, theme, thread or place in an event: its text for the search, and its tags."""

    text: str
    tags: tuple[_TagCounts, ...]


_NOWHERE = _TaggedName("", ())


class RowBuilder:
    """Makes the rows of events, and numbers and counts their tags. `starts` are the days on which events begin."""

    def __init__(self, dataset: Dataset, starts: range) -> None:
        self._searched = searched_names(dataset)
        self._owner: Callable[[str], str | None] = {actor.id: actor.of for actor in dataset.actors if actor.of}.get
        self._begin, self._length = starts.start, len(starts)
        self._n = self._first = self._sources = 0
        self._tags: dict[tuple[str, str], _TagCounts] = {}
        self._names: dict[str, None] = {}
        self._without: dict[str, int] = dict.fromkeys(KINDS, 0)
        self._days: dict[tuple[int, int], list[int]] = {}
        self._batch = Batch([], [], [], [])
        self._letters = 0
        self._named = {kind: cache(partial(self._tagged_name, kind)) for kind in (*KINDS, "importance", "status")}

    def add(self, event: Event, json: str) -> None:
        """Add an event and its public JSON. Events come in the order of time."""
        self._n = n = self._n + 1
        self._first, last, begun = days = day_numbers(event.date)
        named = self._named
        actors = list(map(named["actor"], event.actors))
        themes = list(map(named["theme"], event.themes))
        if event.thread:
            themes.append(named["thread"](event.thread))
        place = named["place"](event.place) if event.place else _NOWHERE
        tags = [*named["importance"](event.importance).tags, *named["status"](event.status).tags]
        for each in (*actors, *themes, place):
            tags += each.tags
        numbers = self._count(days, dict.fromkeys(tags))
        without = self._without
        without["actor"] += not event.actors
        without["theme"] += not event.themes
        without["thread"] += not event.thread
        without["place"] += not event.place
        # The same texts as in snippet.indexed, or highlights are wrong.
        title = index_text(event.title)
        summary = BREAK.join(map(index_text, filter(None, _running_texts(event))))
        source = BREAK.join([index_text(" ".join(filter(None, _source_texts(each)))) for each in event.sources])
        actor = BREAK.join([each.text for each in actors])
        theme = BREAK.join([each.text for each in themes])
        tag = tag_word(numbers.replace(" ", _NEXT_TAG))
        batch = self._batch
        level = IMPORTANCE.index(event.importance)
        batch.records.append((n, json, crc32(json.encode())))
        batch.events.append((n, event.id, days.first, last, begun, level, numbers))
        batch.texts.append((n, title, actor, theme, place.text, summary, source, tag))
        batch.follows.extend([(earlier, n) for earlier in event.follows])
        self._letters += len(json)
        self._sources += len(event.sources)

    def _count(self, days: DayNumbers, tags: Mapping[_TagCounts, None]) -> str:
        """Count an event for its days and tags, and return the numbers of the tags."""
        first, last, begun = days
        day = self._days.get((first, begun))
        if day is None:
            day = self._days[first, begun] = [0, first]
        day[0] += 1
        if day[1] < last != NO_END:
            day[1] = last
        bin_number = self._bin(first, begun)
        for tag in tags:
            tag.bins[bin_number] += 1
            if last > tag.last:
                tag.last = last
        return " ".join([tag.number for tag in tags])

    def _bin(self, first: int, begun: int) -> int:
        """The number of the bin in which an event begins, else of that of twice the width, as in the table; _NO_BIN
        where neither is known."""
        if first == NO_START:
            return _NO_BIN
        low = (first - self._begin) * BINS // self._length
        high = (begun - self._begin) * BINS // self._length
        return low if low == high else BINS + low // 2 if low // 2 == high // 2 else _NO_BIN

    @property
    def full(self) -> bool:
        """Whether there are enough rows for a batch."""
        return len(self._batch.events) >= _MOST_EVENTS or self._letters >= _MOST_LETTERS

    def take(self) -> Batch:
        """The rows since the last call."""
        batch = self._batch
        self._batch, self._letters = Batch([], [], [], []), 0
        return batch

    def totals(self) -> Totals:
        """The totals of all events."""
        tags = [
            (int(tag.number), *key, sum(tag.bins), tag.first, tag.last, tag.n, " ".join(map(str, tag.bins[:-1])))
            for key, tag in self._tags.items()
        ]
        days = [DayCount(first, begun, *rest) for (first, begun), rest in self._days.items()]
        return Totals(tags, days, dict(self._without), self._sources, list(self._names))

    def _tag(self, kind: str, identity: str) -> _TagCounts:
        tag = self._tags.get((kind, identity))
        if tag is None:
            tag = self._tags[kind, identity] = _TagCounts(str(len(self._tags) + 1), self._first, self._n)
        return tag

    def _tagged_name(self, kind: str, name: str) -> _TaggedName:
        if kind in ("importance", "status"):
            return _TaggedName("", (self._tag(kind, name),))
        if kind == "place":
            text, ids = index_text(name), [fold(name)]
        else:
            text = BREAK.join(map(index_text, self._searched[kind].get(name, [name])))
            ids = list(with_owners(name, self._owner)) if kind == "actor" else [name]
        self._names[text] = None
        return _TaggedName(text, tuple(self._tag(kind, each) for each in ids))


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
