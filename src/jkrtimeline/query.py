"""A query, with names and periods resolved, and its result.

The command line and the Python API both make a Query, so the same filters give the same events.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, get_args

from .fields import HIT_FIELDS, EntryKind

if TYPE_CHECKING:
    from .catalog import Catalog
    from .model import Event, Hit
    from .periods import Period, Recurring
    from .search.reading import SearchReading
    from .search.syntax import Search
    from .stats import Stats

T = TypeVar("T")

ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
"""The kinds of names that are entries of a registry."""

Kind = Literal["actor", "theme", "thread", "place"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of names that an event has."""


class Tag(NamedTuple):
    """Something that events can be filtered by, as index.rows tags them: an actor, theme or thread by its id; a place
    or another text, folded; a level of importance, or a status."""

    kind: str
    id: str


class Query(NamedTuple):
    """Which events, in which order.

    An event matches when its days overlap each of `periods` and, within them, each of `recurring` in some year; when
    it has a tag of each group of `tags` and none of `without`; and when it matches all of `matches`. `search`
    filters too, and ranks if `by_rank`. `limit` None means all.

    With a `centre`, `periods` are `outer_periods` and the days around it, and a limit selects the events of
    `outer_periods` that are nearest to it instead of the first ones. Without `highlights`, rows are read faster, and
    have no marks.
    """

    periods: "tuple[Period, ...]" = ()
    recurring: "tuple[Recurring, ...]" = ()
    tags: tuple[tuple[Tag, ...], ...] = ()
    without: tuple[Tag, ...] = ()
    matches: "tuple[Search, ...]" = ()
    search: "SearchReading | None" = None
    by_rank: bool = False
    reverse: bool = False
    limit: int | None = None
    offset: int = 0
    centre: "Period | None" = None
    outer_periods: "tuple[Period, ...]" = ()
    highlights: bool = True

    @property
    def is_nearest(self) -> bool:
        """Whether the query gives the events nearest to `centre`."""
        return self.centre is not None and self.limit is not None and not self.by_rank

    def without_centre(self) -> "Query":
        """The query for events near and far from `centre`."""
        return self._replace(periods=self.outer_periods, centre=None) if self.centre is not None else self

    def cut(self, records: Sequence[T]) -> list[T]:
        """`records` (of actors, sources, gaps: not events) in the order that the query asks for, and no more than its
        limit."""
        return list(records[::-1] if self.reverse else records)[: self.limit]


_DECODE: Callable[[str], tuple[dict[str, Any], int]] = json.JSONDecoder().raw_decode
"""As json.loads, for text without white space around it; takes three quarters of the time."""


class MatchInfo(NamedTuple):
    """How a search matches an event; as in a Hit."""

    score: float
    snippet: str
    title_marks: tuple[tuple[int, int], ...] = ()
    snippet_marks: tuple[tuple[int, int], ...] = ()
    missing: tuple[str, ...] = ()


class Row:
    """One row of a result: its public JSON, parsed on demand. `find` computes how a search or --match matches the
    record: its score, snippet and marks. `searched`: a search ranks the row, so its record has a score and a
    snippet."""

    __slots__ = ("_event", "_find", "_hit", "raw", "searched")

    def __init__(
        self, raw: str, find: "Callable[[Mapping[str, Any]], MatchInfo] | None" = None, *, searched: bool = False
    ) -> None:
        self.raw: str = raw
        self._find = find
        self.searched: bool = searched
        self._event: Event | None = None
        self._hit: Hit | None = None

    @property
    def marked(self) -> bool:
        """Whether the positions of matched words are known."""
        return self._find is not None

    @property
    def is_profile(self) -> bool:
        """Whether the row is the profile of an actor, theme or thread; events have no `type`."""
        return self.raw.startswith('{"type":')

    @property
    def event(self) -> "Event":
        """The event of a row of events."""
        return self._event or self._to_event(self._parsed())

    @property
    def hit(self) -> "Hit":
        """The event with its match; without a search, the score is 0 and the marks are empty."""
        from .model import Hit

        if self._hit is None:
            record = self._parsed()
            self._hit = Hit(self._event or self._to_event(record), *self._match_info(record))
        return self._hit

    def record(self, fields: Sequence[str] = ()) -> dict[str, Any]:
        """The public JSON. A searched row has score, snippet and missing terms too, unless `fields` names none of
        them."""
        record = self._parsed()
        if self.searched and (not fields or not set(HIT_FIELDS).isdisjoint(fields)):
            record.update(self._match_record(record))
        return record

    def json(self) -> str:
        """The public JSON as text: the stored one, and for a searched row what the search adds."""
        if not self.searched:
            return self.raw
        from .text.json_text import to_json

        # Writing the event again would take longer than searching.
        return f"{self.raw.removesuffix('}')},{to_json(self._match_record(self._parsed())).removeprefix('{')}"

    def _match_record(self, record: dict[str, Any]) -> dict[str, Any]:
        info = self._match_info(record)
        return {"score": info.score, "snippet": info.snippet, "missing": list(info.missing)}

    def _match_info(self, record: dict[str, Any]) -> MatchInfo:
        return self._find(record) if self._find is not None else MatchInfo(0.0, "")

    def _to_event(self, record: dict[str, Any]) -> "Event":
        from .model import Event

        self._event = Event.from_public(record)
        return self._event

    def _parsed(self) -> dict[str, Any]:
        record, _ = _DECODE(self.raw)
        return record


class Result(NamedTuple):
    """The input of a format.

    `rows` can be read once; `kind` says what they are. `fields` are the keys to print (empty: all). `described` is
    the filters in words. `card`: print each event in full. `stats` is what rows of counts were made of. `command`
    returns the command line that prints this result again; empty where there is none. `total` is how many rows other
    than events there are without the limit.
    """

    rows: Iterable[Row]
    query: Query
    catalog: "Catalog"
    kind: Kind | Literal["event", "source", "office", "gap", "count", "pair"] = "event"
    fields: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    card: bool = False
    stats: "Stats | None" = None
    command: Callable[[], str] = str
    total: int | None = None


def display_name(identity: str, registry: "Mapping[str, Mapping[str, Any]]") -> str:
    """The name of an actor, theme or thread in the registry; without an entry, the id itself."""
    return str(registry[identity]["name"]) if identity in registry else identity
