"""Filters as people type them → a Query."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypedDict, get_args

from . import periods
from .errors import UnknownId, UsageError
from .fields import IMPORTANCE, STATUSES, Importance
from .index import lookup
from .index.database import Index
from .periods import Period, PeriodError, Recurring
from .query import Query, Row, Tag
from .search import syntax
from .search.reading import strict
from .text.suggest import did_you_mean


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

        Raises UsageError for an unknown or ambiguous name and for an unreadable period, and UnknownId for an unknown
        `@event-id`.
        """
        ranked = None
        if search is not None:
            from .index.vocabulary import interpret_search

            typed = syntax.parse_search(search)
            ranked = self._index.read(interpret_search, typed, self._today, all_words=all_words)
        matches = tuple(syntax.parse_search(text) for text in _texts(filters.get("match")))
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
        excluded = [*self._named("actor", filters.get("not_actor")), *self._named("theme", filters.get("not_theme"))]
        return Query(
            periods=tuple(span for span in spans if isinstance(span, Period) and span != Period()),
            recurring=tuple(span for span in spans if isinstance(span, Recurring)),
            tags=tuple(self._required(filters)),
            without=tuple(tag for group in excluded for tag in group),
            matches=matches,
            search=ranked,
            by_rank=sort == "relevance",
            reverse=bool(filters.get("reverse")),
            limit=limit if limit is None else min(limit, _MAX_LIMIT),
            centre=self._nearest_to(filters, spans),
        )

    def _required(self, filters: Filters) -> list[tuple[Tag, ...]]:
        """Groups of tags; an event must have one of each."""
        groups = [
            *self._named("actor", filters.get("actor")),
            *self._named("theme", filters.get("theme")),
            *self._named("thread", filters.get("thread")),
            *self._named("place", filters.get("place")),
        ]
        if importance := filters.get("importance"):
            from .filter_names import one_of

            least = IMPORTANCE.index(one_of("importance", importance, IMPORTANCE))
            if least:
                groups.append(tuple(Tag("importance", level) for level in IMPORTANCE[least:]))
        if statuses := _texts(filters.get("status")):
            from .filter_names import choice_tags

            groups += [choice_tags("status", text, STATUSES) for text in statuses]
        return groups

    def _named(self, kind: str, names: Names) -> list[tuple[Tag, ...]]:
        """A group of tags for each text."""
        texts = _texts(names)
        if not texts:
            return []
        from .filter_names import named_tags

        return [named_tags(self._index, kind, text) for text in texts]

    def _spans(self, filters: Filters) -> list[Period | Recurring]:
        """The periods that an event must overlap; since and until make one."""
        since, until = _text(filters.get("since")), _text(filters.get("until"))
        first = last = None
        if since is not None:
            first = self.days("--since", since).first
            if first is None:
                raise PeriodError(f"--since {since!r} has no first day", hint="name a day, month or year")
        if until is not None:
            last = self.days("--until", until).last
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
        """The centre of --around; None with --within, and where the days around it have no end."""
        centre = _text(filters.get("around"))
        if centre is None or filters.get("within") is not None or spans[-1] == Period():
            return None
        return self._centre(centre)

    def period(self, text: str) -> Period | Recurring:
        """A period to search in. Raises PeriodError, and UnknownId for an unknown `@event-id`."""
        return periods.parse_filter(text, self._today, self._days_of)

    def days(self, option: str, text: str) -> Period:
        """A period that is not one of every year; `option` is named in errors. Raises as `period`."""
        try:
            return periods.parse_period(text, self._today, self._days_of)
        except PeriodError as error:
            raise PeriodError(f"{option}: {error.message}", hint=error.hint) from None

    def _centre(self, text: str) -> Period:
        """A period, or the days of the event with this id."""
        try:
            return periods.parse_period(text, self._today, self._days_of)
        except PeriodError as error:
            if self._index.read(lookup.event, text) is None:
                near = did_you_mean(text, self._index.read(lookup.near_ids, text), error.hint)
                raise UsageError(f"{text!r} is neither a period nor an event", hint=near) from None
        return Period(*self._days_of(text))

    def _days_of(self, identity: str) -> tuple[date | None, date | None]:
        """The first and last day of an event, or else of a thread."""
        if self._index.read(lookup.event, identity) is None:
            thread = self._index.read(lookup.days_of_tag, "thread", identity)
            if thread is not None:
                return thread
        event = event_row(self._index, identity).event
        return event.start, event.end


def event_row(index: Index, identity: str) -> Row:
    """The event with this id. Raises UnknownId with the nearest ids."""
    row = index.read(lookup.event, identity)
    if row is None:
        ids = index.read(lookup.near_ids, identity)
        hint = did_you_mean(identity, ids, "`jkr search WORDS -f plain` shows ids in its second column")
        raise UnknownId(f"no event has the id {identity!r}", hint=hint)
    return row


def described(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """The filters other than dates, for reading: `theme: tariffs`."""
    names = [name for name in Filters.__annotations__ if name not in _UNDESCRIBED]
    return tuple(f"{name.replace('_', ' ')}: {text}" for name in names for text in _texts(filters.get(name)))


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
