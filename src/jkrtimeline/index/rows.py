"""Events in the order of time → the rows of the tables. Knows no database."""

from binascii import crc32
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from .. import edtf
from ..fields import IMPORTANCE
from ..membership import upwards
from ..model import Actor, Dataset, Event, Theme
from ..query import KINDS
from ..text.normalize import BREAK, fold, index_text
from .schema import BINS, NO_END, NO_START, tag_word
from .snippet import RUNNING_FIELDS, SOURCE_FIELDS, column_texts

_MOST_EVENTS = 200
"""Events of a batch: more of them do not fit in the processor's cache."""

_MOST_LETTERS = 4 << 20
"""Characters of the JSON of a batch."""

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
    """How many events have these day numbers; `last` is the latest of those with an end, at least `first`."""

    first: int
    begun: int
    events: int
    last: int


class Totals(NamedTuple):
    """What is known in the end: the tags, the days in order, for each kind the number of events that have none, the
    number of sources, and the texts of actors, themes, threads and places."""

    tags: list[TagRow]
    days: list[DayCount]
    without: dict[str, int]
    sources: int
    names: list[str]


class Days(NamedTuple):
    """Day numbers of a date: the first, the last, and the last on which it can have begun."""

    first: int
    last: int
    begun: int


class Reach(NamedTuple):
    """The first and the last of the day numbers on which events begin."""

    first: int
    last: int


@lru_cache(maxsize=1 << 12)
def days_of(when: edtf.EventDate) -> Days:
    """The day numbers (date.toordinal) of an event's date."""
    latest = edtf.latest_start(when)
    return Days(
        when.start.toordinal() if when.start else NO_START,
        when.end.toordinal() if when.end else NO_END,
        latest.toordinal() if latest else NO_START,
    )


class _Tag:
    """A tag and what its events come to; `bins` are as in the table."""

    __slots__ = ("bins", "count", "first", "last", "n", "number")

    def __init__(self, number: str, first: int, n: int) -> None:
        self.number = number
        self.count = 0
        self.first = first
        self.last = 0
        self.n = n
        self.bins = [0] * (BINS + BINS // 2)


class _Name(NamedTuple):
    """An actor, theme, thread or place: its text for the search, and its tags."""

    text: str
    tags: tuple[_Tag, ...]


_NOWHERE = _Name("", ())


class Rows:
    """Makes the rows of events, numbers their tags, and counts."""

    def __init__(self, dataset: Dataset, reach: Reach) -> None:
        self._forms = _forms_by_kind(dataset)
        self._owner: Callable[[str], str | None] = {actor.id: actor.of for actor in dataset.actors if actor.of}.get
        self._begin, self._length = reach.first, reach.last - reach.first + 1
        self._n = self._first = self._sources = 0
        self._tags: dict[tuple[str, str], _Tag] = {}
        self._names: dict[str, None] = {}
        self._without: dict[str, int] = dict.fromkeys(KINDS, 0)
        self._days: dict[tuple[int, int], list[int]] = {}
        self._batch = Batch([], [], [], [])
        self._letters = 0
        cached = lru_cache(maxsize=1 << 12)
        self._actor, self._theme = cached(self._actor_name), cached(self._theme_name)
        self._thread, self._place = cached(self._thread_name), cached(self._place_name)
        self._tag = cached(self._new_tag)

    def add(self, event: Event, json: str) -> None:
        """Add an event, which is not before the one before, and its public JSON."""
        self._n = n = self._n + 1
        self._first, last, begun = days = days_of(event.date)
        actors = [self._actor(actor) for actor in event.actors]
        themes = [self._theme(theme) for theme in event.themes]
        if event.thread:
            themes.append(self._thread(event.thread))
        place = self._place(event.place) if event.place else _NOWHERE
        tags = [self._tag("importance", event.importance), self._tag("status", event.status)]
        for _, more in (*actors, *themes, place):
            tags += more
        numbers = self._count(days, dict.fromkeys(tags))
        for kind, given in zip(KINDS, (event.actors, event.themes, event.thread, event.place), strict=False):
            if not given:
                self._without[kind] += 1
        own = column_texts(
            event.title,
            filter(None, _running_texts(event)),
            [" ".join(filter(None, _source_texts(source))) for source in event.sources],
        )
        actor, theme = (BREAK.join([name.text for name in names]) for names in (actors, themes))
        tag = tag_word(numbers.replace(" ", _NEXT_TAG))
        batch = self._batch
        importance = IMPORTANCE.index(event.importance)
        batch.events.append(EventRow(n, event.id, days.first, last, begun, importance, numbers))
        batch.records.append(RecordRow(n, json, crc32(json.encode())))
        batch.texts.append(TextRow(n, own["title"], actor, theme, place.text, own["summary"], own["source"], tag))
        if event.follows:
            batch.follows.extend([FollowRow(earlier, event.id) for earlier in event.follows])
        self._letters += len(json)
        self._sources += len(event.sources)

    def _count(self, days: Days, tags: Mapping[_Tag, None]) -> str:
        """Count an event for its days and tags; the numbers of the tags."""
        first, last, begun = days
        day = self._days.get((first, begun))
        if day is None:
            day = self._days[first, begun] = [0, first]
        day[0] += 1
        if day[1] < last != NO_END:
            day[1] = last
        bin_number = self._bin(first, begun)
        numbers = []
        for tag in tags:
            tag.count += 1
            if bin_number is not None:
                tag.bins[bin_number] += 1
            if last > tag.last:
                tag.last = last
            numbers.append(tag.number)
        return " ".join(numbers)

    def _bin(self, first: int, begun: int) -> int | None:
        """The histogram bin in which an event begins, else the bin of twice the width, as the table numbers them; None
        where neither is known."""
        if first == NO_START:
            return None
        low = (first - self._begin) * BINS // self._length
        high = (begun - self._begin) * BINS // self._length
        return low if low == high else BINS + low // 2 if low // 2 == high // 2 else None

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
        """What the events come to."""
        tags = [
            TagRow(int(tag.number), *key, tag.count, tag.first, tag.last, tag.n, " ".join(map(str, tag.bins)))
            for key, tag in self._tags.items()
        ]
        days = [DayCount(first, begun, *rest) for (first, begun), rest in self._days.items()]
        return Totals(tags, days, dict(self._without), self._sources, list(self._names))

    def _new_tag(self, kind: str, name: str) -> _Tag:
        tag = self._tags.get((kind, name))
        if tag is None:
            tag = self._tags[kind, name] = _Tag(str(len(self._tags) + 1), self._first, self._n)
        return tag

    def _actor_name(self, name: str) -> _Name:
        tags = (self._tag("actor", each) for each in upwards(name, self._owner))
        return _Name(self._text("actor", name), tuple(tags))

    def _theme_name(self, name: str) -> _Name:
        return _Name(self._text("theme", name), (self._tag("theme", name),))

    def _thread_name(self, name: str) -> _Name:
        return _Name(self._text("thread", name), (self._tag("thread", name),))

    def _place_name(self, name: str) -> _Name:
        text = index_text(name)
        self._names[text] = None
        return _Name(text, (self._tag("place", fold(name)),))

    def _text(self, kind: str, name: str) -> str:
        text = BREAK.join(map(index_text, self._forms[kind].get(name, [name])))
        self._names[text] = None
        return text


def forms_of(entry: Actor | Theme) -> Iterator[str]:
    """All names of an actor, theme or thread."""
    yield from (entry.id, entry.name, *entry.aliases)
    if isinstance(entry, Actor):
        yield from (entry.native or {}).values()


def _forms_by_kind(dataset: Dataset) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The texts by which a search finds an actor, theme or thread: kind → id → texts."""
    return {
        "actor": {actor.id: list(dict.fromkeys(forms_of(actor))) for actor in dataset.actors},
        # The aliases of themes are for filters only: `comfort women` is not to find all that is about history.
        "theme": {theme.id: list(dict.fromkeys((theme.id, theme.name))) for theme in dataset.themes},
        "thread": {thread.id: list(dict.fromkeys((thread.id, thread.name))) for thread in dataset.threads},
    }
