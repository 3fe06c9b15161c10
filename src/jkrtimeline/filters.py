"""Names and periods as people type them → a Query: looks names up, reads periods, and refuses what is unclear."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any, Literal, Protocol, TypedDict, get_args, get_origin

from . import periods
from .errors import UnknownId, UsageError
from .fields import IMPORTANCE, STATUSES, Importance
from .index import select
from .index.database import Index
from .periods import Period, PeriodError, Recurring
from .query import KINDS, Kind, Query, Row, Tag
from .search import syntax
from .search.reading import SearchReading, strict
from .text.sanitize import visible
from .text.suggest import did_you_mean


class Identified(Protocol):
    """An Actor, Theme, Event …: whatever has an id."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


Texts = str | Sequence[str] | None
"""One text or several; an event must match each. Within a text, a comma means or."""

Names = str | Identified | Sequence[str | Identified] | None
"""As Texts, for names; an Actor or Theme stands for its id."""

Moment = str | date | Identified | None
"""A period as text, a day, or an event, which stands for its days."""

Moments = str | date | Identified | Sequence[str | date | Identified] | None
"""One period or several; an event must overlap each."""

Sort = Literal["date", "relevance"]
SORTS: tuple[Sort, ...] = get_args(Sort)

_MAX_LIMIT = 2**63 - 1
"""The largest limit that SQLite takes."""

_MAX_CANDIDATES = 10
"""How many actors an ambiguous name lists."""


class Filters(TypedDict, total=False):
    """Which events; the words and rules are those of the command line.

    `period`, `since` and `until` take periods (`2024-10`, `last month`, `@event-id`); `period` also takes those of
    every year (`August`). `around` takes a period or an event's id, `within` a length (default `30d`; events
    with a `limit`: the nearest). `importance`
    means at least. `match` takes search words, which must all occur.
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
    not_actor: Names
    not_theme: Names
    importance: Importance | None
    status: Texts
    match: Texts
    limit: int | None
    reverse: bool
    sort: Sort | None


def event_row(index: Index, identity: str) -> Row:
    """The event with this id. Raises UnknownId with the nearest ids."""
    row = index.read(select.event, identity)
    if row is None:
        ids = index.read(select.near_ids, identity)
        hint = did_you_mean(identity, ids, "`jkr search WORDS -f plain` shows ids in its second column")
        raise UnknownId(f"no event has the id {identity!r}", hint=hint)
    return row


def one_of(what: str, text: str, choices: Sequence[str]) -> str:
    """One of some words, in any case. Raises UsageError."""
    if text.lower() not in choices:
        hint = did_you_mean(text, choices, f"one of: {', '.join(choices)}")
        raise UsageError(f"unknown {what} {text!r}", hint=hint)
    return text.lower()


class FilterReader:
    """Reads filters against the names in an index. `today` is the day that relative periods count from."""

    def __init__(self, index: Index, today: date) -> None:
        self._index = index
        self._today = today

    def query(self, search: str | None, filters: Filters, *, all_words: bool = False) -> Query:
        """The Query of search words and filters; `all_words` requires all of the words.

        Raises UsageError for an unknown or ambiguous name and for an unreadable period, UnknownId for an unknown
        `@event-id`, and TypeError for a filter that does not exist or has a value of the wrong type.
        """
        _check_types(filters)
        ranked = self._read(search, all_words) if search is not None else None
        matches = tuple(syntax.parse_search(text) for text in _texts(filters.get("match")))
        included = {
            "actor": filters.get("actor"),
            "theme": filters.get("theme"),
            "thread": filters.get("thread"),
            "place": filters.get("place"),
        }
        tags = [group for kind in KINDS for group in self._tags(kind, included[kind])]
        excluded = [*self._tags("actor", filters.get("not_actor")), *self._tags("theme", filters.get("not_theme"))]
        sort = filters.get("sort") or ("relevance" if ranked is not None else "date")
        if sort not in SORTS:
            raise UsageError(f"unknown order {sort!r}", hint=did_you_mean(sort, SORTS, "date or relevance"))
        if sort == "relevance" and ranked is None:
            if not matches:
                hint = "add --match WORDS, or use jkr search"
                raise UsageError("only a search can be sorted by relevance", hint=hint)
            ranked, matches = strict(matches[0]), matches[1:]
        limit = filters.get("limit")
        if limit is not None and limit < 0:
            raise UsageError(f"the limit is {limit}", hint="use 0 or more")
        spans = self._spans(filters)
        return Query(
            periods=tuple(span for span in spans if isinstance(span, Period) and span != Period()),
            recurring=tuple(span for span in spans if isinstance(span, Recurring)),
            tags=tuple(tags),
            without=tuple(tag for group in excluded for tag in group),
            importance=one_of("importance", filters.get("importance") or IMPORTANCE[0], IMPORTANCE),
            statuses=tuple(
                tuple(one_of("status", part, STATUSES) for part in _parts(text))
                for text in _texts(filters.get("status"))
            ),
            matches=matches,
            search=ranked,
            by_rank=sort == "relevance",
            reverse=bool(filters.get("reverse")),
            limit=limit if limit is None else min(limit, _MAX_LIMIT),
            centre=self._nearest_to(filters, spans),
        )

    def _read(self, search: str, all_words: bool) -> SearchReading:
        """What search words mean."""
        return self._index.read(select.interpret_search, syntax.parse_search(search), self._today, all_words=all_words)

    def _spans(self, filters: Filters) -> list[Period | Recurring]:
        """The periods that an event must overlap; since and until make one."""
        since, until = _text(filters.get("since")), _text(filters.get("until"))
        first = last = None
        if since is not None:
            first = self._end("--since", since).first
            if first is None:
                raise PeriodError(f"--since {since!r} has no first day", hint="name a day, month or year")
        if until is not None:
            last = self._end("--until", until).last
            if last is None:
                raise PeriodError(f"--until {until!r} has no last day", hint="name a day, month or year")
        if first and last and first > last:
            raise PeriodError(f"--since {since} is after --until {until}", hint="swap the two")
        spans: list[Period | Recurring] = [Period(first, last)]
        spans += [self.period(str(_text(moment))) for moment in _several(filters.get("period"))]
        centre, within = _text(filters.get("around")), filters.get("within")
        if centre is not None:
            spans.append(periods.around(self._centre(centre), "30d" if within is None else within))
        elif within is not None:
            raise UsageError("--within needs --around", hint="--around 2024-12-03 --within 30d")
        return spans

    def _nearest_to(self, filters: Filters, spans: Sequence[Period | Recurring]) -> Period | None:
        """The centre of --around, unless --within says how near; None where its surroundings have no end."""
        centre = _text(filters.get("around"))
        if centre is None or filters.get("within") is not None or spans[-1] == Period():
            return None
        return self._centre(centre)

    def period(self, text: str) -> Period | Recurring:
        """A period to search in. Raises PeriodError, and UnknownId for an unknown `@event-id`."""
        return periods.parse_filter(text, self._today, self._days_of)

    def days(self, option: str, text: str) -> Period:
        """A period that is not one of every year. Raises as `period`."""
        return self._end(option, text)

    def _end(self, option: str, text: str) -> Period:
        """A period of which only one end counts."""
        try:
            return periods.parse(text, self._today, self._days_of)
        except PeriodError as error:
            raise PeriodError(f"{option}: {error.message}", hint=error.hint) from None

    def _centre(self, text: str) -> Period:
        """A period, or the days of the event with this id."""
        try:
            return periods.parse(text, self._today, self._days_of)
        except PeriodError as error:
            if self._index.read(select.event, text) is None:
                near = did_you_mean(text, self._index.read(select.near_ids, text), error.hint)
                raise UsageError(f"{text!r} is neither a period nor an event", hint=near) from None
        return Period(*self._days_of(text))

    def _days_of(self, identity: str) -> tuple[date | None, date | None]:
        """The first and last day of an event, or else of a thread."""
        if self._index.read(select.event, identity) is None:
            thread = self._index.read(select.days_of_tag, "thread", identity)
            if thread is not None:
                return thread
        event = event_row(self._index, identity).event
        return event.start, event.end

    def _tags(self, kind: Kind, names: Names) -> list[tuple[Tag, ...]]:
        """One group for each text: the ids that it means, of which an event must have at least one."""
        groups = []
        for text in _texts(names):
            # A name may itself have a comma ("Seoul, South Korea"): whole first, then its parts.
            whole = "," not in text or self._index.read(select.resolve, kind, text)
            parts = [text] if whole else _parts(text)
            groups.append(tuple(Tag(kind, identity) for part in parts for identity in self._resolve(kind, part)))
        return groups

    def _resolve(self, kind: Kind, text: str) -> list[str]:
        """The ids that a name means: one, or all places with these words. Raises UsageError."""
        ids = self._index.read(select.resolve, kind, text)
        if len(ids) == 1 or (ids and kind == "place"):
            return ids
        could = ids or self._index.read(select.holders, kind, text)
        if len(could) > 1:
            raise self._ambiguous(kind, text, could)
        if could:
            hint = f"did you mean {could[0]}?"
        else:
            otherwise = (
                f"`jkr {kind}s` lists them" if kind != "place" else "use the name that events have: Tokyo, Seoul"
            )
            hint = did_you_mean(text, self._index.read(select.names, kind, text), otherwise)
        raise UsageError(f"unknown {kind} {text!r}", hint=hint)

    def _ambiguous(self, kind: Kind, text: str, ids: Sequence[str]) -> UsageError:
        """The error for a name that could mean several; the most frequent come first."""
        entries = self._index.read(select.most_frequent, kind, ids)
        shown = ", ".join(
            visible(f"{identity} ({name})" if name != identity else name)
            for identity, name in entries[:_MAX_CANDIDATES]
        )
        more = len(entries) - _MAX_CANDIDATES
        return UsageError(
            f"{kind} {text!r} could be {shown}{f' and {more} more' if more > 0 else ''}",
            hint="use one of the ids; several with a comma: a,b",
        )


def described(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """The filters other than dates, for reading: `theme: tariffs`."""
    names = ("actor", "theme", "thread", "place", "importance", "status", "match", "not_actor", "not_theme")
    return tuple(f"{name.replace('_', ' ')}: {text}" for name in names for text in _texts(filters.get(name)))


def _check_types(filters: Filters) -> None:
    """Raise TypeError for a filter that does not exist, or a value that its type in Filters does not allow."""
    known = Filters.__annotations__
    for name, value in filters.items():
        if name not in known:
            hint = did_you_mean(name, known, f"filters are {', '.join(known)}")
            raise TypeError(f"unknown filter {name!r}; {hint}")
        if not (value is None or _fits(value, known[name])):
            raise TypeError(f"{name} must be {_described(known[name])}, not {value!r}")


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


def _described(annotation: Any) -> str:
    """A type in words: `str or date`."""
    if annotation is Identified:
        return "an object with an id"
    if get_origin(annotation) is Sequence:
        return f"a sequence of {_described(get_args(annotation)[0])}"
    if get_origin(annotation) is Literal:
        return "str"
    parts = [each for each in get_args(annotation) if each is not NoneType]
    return " or ".join(map(_described, parts)) if parts else str(annotation.__name__)


def _text(moment: Moment) -> str | None:
    """A moment as it would be typed."""
    if moment is None or isinstance(moment, str):
        return moment
    if isinstance(moment, datetime):
        return moment.date().isoformat()
    return moment.isoformat() if isinstance(moment, date) else f"@{moment.id}"


def _several(values: Any) -> list[Any]:
    """One value or several."""
    if values is None:
        return []
    return list(values) if isinstance(values, Sequence) and not isinstance(values, str) else [values]


def _texts(names: Names | Texts) -> list[str]:
    """One name or several, as they would be typed."""
    return [each if isinstance(each, str) else str(each.id) for each in _several(names)]


def _parts(text: str) -> list[str]:
    """The parts between commas."""
    return [part.strip() for part in text.split(",") if part.strip()] or [text]
