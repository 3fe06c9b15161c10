"""Filters as people type them → a Query."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict, get_args, get_origin

from .errors import UsageError
from .fields import IMPORTANCE, STATUSES, Importance
from .filter_names import choice_tags, named_tags, one_of
from .index.database import Index
from .query import Query, Tag
from .search.syntax import parse_search
from .text.suggest import did_you_mean

if TYPE_CHECKING:
    from .search.reading import SearchReading


class Identified(Protocol):
    """An Actor, Theme, Event or other object with an id."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


Texts = str | Sequence[str] | None
"""One text or several; an event must match each. A comma within a text means or."""

Names = str | Identified | Sequence[str | Identified] | None
"""As Texts, for names; an Actor or Theme means its id."""

Moment = str | date | Identified | None
"""A period as text, a day, or an event, which means its days."""

Moments = str | date | Identified | Sequence[str | date | Identified] | None
"""One period or several; an event must overlap each."""

Sort = Literal["date", "relevance"]
SORTS: tuple[Sort, ...] = get_args(Sort)

_MAX_LIMIT = 2**63 - 1
"""The largest limit that SQLite takes."""


class Filters(TypedDict, total=False):
    """Which events; the names and values are those of the command line.

    `period`, `since` and `until` take periods (`2024-10`, `last month`, `@event-id`); `period` also takes those of
    every year (`August`). `around` takes a period or an event's id, and `within` a length; without it, `around` means
    30 days, or with a `limit` the nearest events. `importance` means at least this one. `match` takes search words,
    all of which must occur.
    """

    period: Moments
    since: Moment
    until: Moment
    around: Moment
    within: str | None
    actor: Names
    theme: Names
    thread: Names
    place: Texts
    importance: Importance | None
    status: Texts
    match: Texts
    not_actor: Names
    not_theme: Names
    limit: int | None
    reverse: bool
    sort: Sort | None


_UNDESCRIBED = frozenset(("period", "since", "until", "around", "within", "limit", "reverse", "sort"))
"""Filters that headings describe in other words or leave out."""


class FilterReader:
    """Reads filters, with the names of an index. `today` is the day that relative periods count from."""

    def __init__(self, index: Index, today: date) -> None:
        self._index = index
        self._today = today

    def query(self, search: str | None, filters: Filters, *, all_words: bool = False) -> Query:
        """The Query of search words and filters; `all_words` requires all of the words.

        Raises UsageError for an unknown or ambiguous name and for an unreadable period, UnknownId for an unknown
        `@event-id`, and TypeError for a filter that does not exist or has a value of the wrong type.
        """
        _check(filters)
        matches = tuple(map(parse_search, _texts(filters.get("match"))))
        ranked = self._reading(search, all_words) if search is not None else None
        sort = filters.get("sort") or ("relevance" if ranked is not None else "date")
        if sort not in SORTS:
            raise UsageError(f"unknown order {sort!r}", hint=did_you_mean(sort, SORTS, "date or relevance"))
        if sort == "relevance" and ranked is None:
            if not matches:
                hint = "add --match WORDS, or use jkr search"
                raise UsageError("only a search can be sorted by relevance", hint=hint)
            from .search.reading import read_literally

            ranked, matches = read_literally(matches[0]), matches[1:]
        limit = filters.get("limit")
        if limit is not None and limit < 0:
            raise UsageError(f"the limit is {limit}", hint="use 0 or more")
        dated = self._dated(filters)
        excluded = [*self._named("actor", filters.get("not_actor")), *self._named("theme", filters.get("not_theme"))]
        return dated._replace(
            tags=tuple(self._required(filters)),
            without=tuple(tag for group in excluded for tag in group),
            matches=matches,
            search=ranked,
            by_rank=sort == "relevance",
            reverse=bool(filters.get("reverse")),
            limit=limit if limit is None else min(limit, _MAX_LIMIT),
        )

    def _reading(self, search: str, all_words: bool) -> "SearchReading":
        """What search words mean."""
        from .index.vocabulary import interpret_search

        return self._index.read(interpret_search, parse_search(search), self._today, all_words=all_words)

    def _required(self, filters: Filters) -> list[tuple[Tag, ...]]:
        """Groups of tags; an event must have one of each."""
        groups = [
            *self._named("actor", filters.get("actor")),
            *self._named("theme", filters.get("theme")),
            *self._named("thread", filters.get("thread")),
            *self._named("place", filters.get("place")),
        ]
        if importance := filters.get("importance"):
            least = IMPORTANCE.index(one_of("importance", importance, IMPORTANCE))
            if least:
                groups.append(tuple(Tag("importance", level) for level in IMPORTANCE[least:]))
        groups += [choice_tags("status", text, STATUSES) for text in _texts(filters.get("status"))]
        return groups

    def _named(self, kind: str, names: Names) -> list[tuple[Tag, ...]]:
        """A group of tags for each text."""
        return [named_tags(self._index, kind, text) for text in _texts(names)]

    def _dated(self, filters: Filters) -> Query:
        """The Query of the filters by date."""
        since, until, around = (
            next(iter(_texts(moment, "@")), None)
            for moment in (filters.get("since"), filters.get("until"), filters.get("around"))
        )
        periods, within = _texts(filters.get("period"), "@"), filters.get("within")
        if not periods and since is until is around is within is None:
            return Query()
        from .filter_dates import DateReader

        return DateReader(self._index, self._today).query(since, until, periods, around, within)


def _check(filters: Mapping[str, Any]) -> None:
    """Raise TypeError for a filter that does not exist, or a value that its type in Filters does not allow: it would
    fail later, in an error that does not name it, or mean something else (`reverse="no"`)."""
    known = Filters.__annotations__
    for name, value in filters.items():
        if name not in known:
            hint = did_you_mean(name, known, f"filters are {', '.join(known)}")
            raise TypeError(f"unknown filter {name!r}; {hint}")
        if not (value is None or _fits(value, known[name])):
            raise TypeError(f"{name} must be {_in_words(known[name])}, not {value!r}")


def _fits(value: object, annotation: Any) -> bool:
    """Whether a value has the type of an annotation of Filters."""
    if annotation is Identified:
        return isinstance(getattr(value, "id", None), str)
    if get_origin(annotation) is Sequence:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            return False
        return all(_fits(each, get_args(annotation)[0]) for each in value)
    if get_origin(annotation) is Literal:
        return isinstance(value, str)  # in any case, and with suggestions for what is misspelled
    if get_args(annotation):
        return any(_fits(value, each) for each in get_args(annotation))
    return isinstance(value, annotation) and (annotation is bool or not isinstance(value, bool))


def _in_words(annotation: Any) -> str:
    """A type in words: `str or date`."""
    if annotation is Identified:
        return "an object with an id"
    if get_origin(annotation) is Sequence:
        return f"a sequence of {_in_words(get_args(annotation)[0])}"
    if get_origin(annotation) is Literal:
        return "str"
    parts = [each for each in get_args(annotation) if each is not NoneType]
    return " or ".join(map(_in_words, parts)) if parts else str(annotation.__name__)


def described(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """The filters other than dates, for reading: `theme: tariffs`."""
    names = [name for name in Filters.__annotations__ if name not in _UNDESCRIBED]
    return tuple(f"{name.replace('_', ' ')}: {text}" for name in names for text in _texts(filters.get(name)))


def _texts(values: Moments | Names, mark: str = "") -> list[str]:
    """One value or several, as they would be typed; `mark` precedes an id."""
    if values is None:
        return []
    several = values if isinstance(values, Sequence) and not isinstance(values, str) else (values,)
    return [_typed(each, mark) for each in several]


def _typed(value: str | int | date | Identified, mark: str) -> str:
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else f"{mark}{value.id}"
