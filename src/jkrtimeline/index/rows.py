"""Events in the order of time → the rows of the tables, without a database."""

from binascii import crc32
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from ..fields import IMPORTANCE
from ..membership import upwards
from ..model import Dataset, Event
from ..query import KINDS
from ..text.normalize import BREAK, fold, index_text
from .entry_names import searched_names
from .schema import BINS, NO_END, NO_START, tag_word
from .snippet import RUNNING_FIELDS, SOURCE_FIELDS, column_texts
from .time_order import DayNumbers, day_numbers

_MOST_EVENTS = 200
"""The most events of a batch: more do not fit in the processor's cache."""

_MOST_LETTERS = 4 << 20
"""The most characters of JSON of a batch."""

_NO_BIN = BINS + BINS // 2
"""The number of the bin of events that begin in no known bin."""

_NEXT_TAG = " " + tag_word("")

_running_texts = attrgetter(*RUNNING_FIELDS)
_source_texts = attrgetter(*SOURCE_FIELDS)


class EventRow(NamedTuple):
    """A row of the table event."""

    n: int
    id: str
    first: int
    last: int
    begun: int
    importance: int
    tags: str


class RecordRow(NamedTuple):
    """A row of the table record."""

    n: int
    json: str
    crc: int


class TextRow(NamedTuple):
    """A row of the table search."""

    rowid: int
    title: str
    actor: str
    theme: str
    place: str
    summary: str
    source: str
    tag: str


class FollowRow(NamedTuple):
    """A row of the table follow."""

    earlier: str
    later: str


class TagRow(NamedTuple):
    """A row of the table tag."""

    number: int
    kind: str
    id: str
    count: int  # type: ignore[assignment]  # tuple.count
    first: int
    last: int
    n: int
    bins: str


class Batch(NamedTuple):
    """The rows of some events."""

    events: list[EventRow]
    records: list[RecordRow]
    texts: list[TextRow]
    follows: list[FollowRow]


class DayCount(NamedTuple):
    """The number of events with the same `first` and `begun` day; `last` is the latest of their known last days, or
    `first`."""

    first: int
    begun: int
    events: int
    last: int


class Totals(NamedTuple):
    """The rows of tags, the days in order, the number of events without a tag of each kind, the number of sources, and
    the texts of actors, themes, threads and places."""

    tags: list[TagRow]
    days: list[DayCount]
    without: dict[str, int]
    sources: int
    names: list[str]


class _TagCounts:
    """The counts of a tag, as in TagRow; one more bin, the last, has the events that are in no other."""

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


class Rows:
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
        self._name = lru_cache(maxsize=1 << 13)(self._tagged_name)

    def add(self, event: Event, json: str) -> None:
        """Add an event and its public JSON. Events come in the order of time."""
        self._n = n = self._n + 1
        self._first, last, begun = days = day_numbers(event.date)
        name = self._name
        actors = [name("actor", actor) for actor in event.actors]
        themes = [name("theme", theme) for theme in event.themes]
        if event.thread:
            themes.append(name("thread", event.thread))
        place = name("place", event.place) if event.place else _NOWHERE
        tags = [self._tag("importance", event.importance), self._tag("status", event.status)]
        for _, more in (*actors, *themes, place):
            tags += more
        numbers = self._count(days, dict.fromkeys(tags))
        without = self._without
        without["actor"] += not event.actors
        without["theme"] += not event.themes
        without["thread"] += not event.thread
        without["place"] += not event.place
        texts = column_texts(
            event.title,
            filter(None, _running_texts(event)),
            [" ".join(filter(None, _source_texts(source))) for source in event.sources],
        )
        actor = BREAK.join([each.text for each in actors])
        theme = BREAK.join([each.text for each in themes])
        tag = tag_word(numbers.replace(" ", _NEXT_TAG))
        batch = self._batch
        level = IMPORTANCE.index(event.importance)
        batch.events.append(EventRow(n, event.id, days.first, last, begun, level, numbers))
        batch.records.append(RecordRow(n, json, crc32(json.encode())))
        batch.texts.append(TextRow(n, texts["title"], actor, theme, place.text, texts["summary"], texts["source"], tag))
        batch.follows.extend([FollowRow(earlier, event.id) for earlier in event.follows])
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
            TagRow(int(tag.number), *key, sum(tag.bins), tag.first, tag.last, tag.n, " ".join(map(str, tag.bins[:-1])))
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
        if kind == "place":
            text, ids = index_text(name), [fold(name)]
        else:
            text = BREAK.join(map(index_text, self._searched[kind].get(name, [name])))
            ids = list(upwards(name, self._owner)) if kind == "actor" else [name]
        self._names[text] = None
        return _TaggedName(text, tuple(self._tag(kind, each) for each in ids))
