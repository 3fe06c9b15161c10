"""A reader's words → a Query: names and periods are looked up here, and what cannot be meant is refused."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from . import periods
from .errors import UnknownId, UsageError
from .fields import IMPORTANCE, STATUSES
from .index import select
from .index.database import Index
from .query import KINDS, Kind, Query, Row, Tag
from .search import syntax
from .text.sanitize import visible
from .text.suggest import did_you_mean

Texts = str | Sequence[str] | None
"""One text or several; several must all hold. In a text, a comma means or."""

Moment = str | date | None
"""A period in words, or a day."""

SORTS = ("date", "relevance")

_MOST = 2**63 - 1
"""The largest limit that SQLite takes."""


class Filters(TypedDict, total=False):
    """What events can be chosen by; the same words and rules as on the command line.

    `period`, `since`, `until` take periods (`2024-10`, `last month`, `@event-id`); `around` a period
    or an event's id, `within` a length (`30d`, the default). `importance` means at least. `match`
    takes search words.
    """

    period: Texts
    since: Moment
    until: Moment
    around: Moment
    within: str | None
    actor: Texts
    theme: Texts
    thread: Texts
    place: Texts
    not_actor: Texts
    not_theme: Texts
    importance: str | None
    status: Texts
    match: Texts
    limit: int | None
    reverse: bool
    sort: str | None


def event_row(index: Index, identity: str) -> Row:
    """The event with this id. Raises UnknownId with the nearest ids."""
    found = index.read(select.event, identity)
    if found is None:
        ids = index.read(select.near_ids, identity)
        hint = did_you_mean(identity, ids, "`jkr search WORDS -f plain` shows ids in its second column")
        raise UnknownId(f"no event has the id {identity!r}", hint=hint)
    return found


class FilterReader:
    """Reads filters against the names of an index. `today` is the day that relative periods count
    from."""

    def __init__(self, index: Index, today: date) -> None:
        self._index = index
        self._today = today

    def query(self, search: str | None, filters: Filters) -> Query:
        """The Query that search words and filters mean.

        Raises UsageError for an unknown or ambiguous name and an unreadable period, UnknownId for an
        unknown `@event-id`, and TypeError for a filter that does not exist.
        """
        if unknown := set(filters) - set(Filters.__annotations__):
            known = list(Filters.__annotations__)
            hint = did_you_mean(min(unknown), known, f"filters are {', '.join(known)}")
            raise TypeError(f"unknown filter {min(unknown)!r}; {hint}")
        _check_types(filters)
        ranked = syntax.parse(search) if search is not None else None
        matches = tuple(syntax.parse(text) for text in _several(filters.get("match")))
        wanted = {
            "actor": filters.get("actor"),
            "theme": filters.get("theme"),
            "thread": filters.get("thread"),
            "place": filters.get("place"),
        }
        tags = [group for kind in KINDS for group in self._tags(kind, wanted[kind])]
        unwanted = [*self._tags("actor", filters.get("not_actor")), *self._tags("theme", filters.get("not_theme"))]
        sort = filters.get("sort") or ("relevance" if ranked is not None else "date")
        if sort not in SORTS:
            raise UsageError(f"unknown order {sort!r}", hint=did_you_mean(sort, SORTS, "date or relevance"))
        if sort == "relevance" and ranked is None:
            if not matches:
                hint = "add --match WORDS, or use jkr search"
                raise UsageError("events can be sorted by relevance only when words are searched", hint=hint)
            ranked, matches = matches[0], matches[1:]
        limit = filters.get("limit")
        if limit is not None and limit < 0:
            raise UsageError(f"a limit of {limit}", hint="a limit is 0 or more")
        return Query(
            periods=self._periods(filters),
            tags=tuple(tags),
            without=tuple(tag for group in unwanted for tag in group),
            importance=one_of("importance", filters.get("importance") or IMPORTANCE[0], IMPORTANCE),
            statuses=tuple(
                tuple(one_of("status", part, STATUSES) for part in _commas(text))
                for text in _several(filters.get("status"))
            ),
            matches=matches,
            search=ranked,
            by_rank=sort == "relevance",
            reverse=bool(filters.get("reverse")),
            limit=limit if limit is None else min(limit, _MOST),
        )

    def _periods(self, filters: Filters) -> tuple[periods.Period, ...]:
        texts = _several(filters.get("period"))
        chosen = [periods.parse_within(text, self._today, self._days_of) for text in texts]
        since, until = _text(filters.get("since")), _text(filters.get("until"))
        reach = periods.Period()
        if since is not None:
            first = periods.parse(since, self._today, self._days_of).first
            if first is None:
                raise periods.PeriodError(f"--since {since!r} has no first day", hint="name a day, month or year")
            reach &= periods.Period(first, None)
        if until is not None:
            last = periods.parse(until, self._today, self._days_of).last
            if last is None:
                raise periods.PeriodError(f"--until {until!r} has no last day", hint="name a day, month or year")
            reach &= periods.Period(None, last)
        centre, within = _text(filters.get("around")), filters.get("within")
        if centre is not None:
            chosen.append(periods.around(self._centre(centre), "30d" if within is None else within))
        elif within is not None:
            raise UsageError("--within needs --around", hint="--around 2024-12-03 --within 30d")
        return tuple(period for period in (reach, *chosen) if period != periods.Period())

    def _centre(self, text: str) -> periods.Period:
        """A period, or the days of the event with this id."""
        try:
            return periods.parse(text, self._today, self._days_of)
        except periods.PeriodError as error:
            if self._index.read(select.event, text) is None:
                near = did_you_mean(text, self._index.read(select.near_ids, text), error.hint)
                raise UsageError(f"{text!r} is neither a period nor an event", hint=near) from None
        return periods.Period(*self._days_of(text))

    def _days_of(self, identity: str) -> tuple[date | None, date | None]:
        found = event_row(self._index, identity).event
        return found.start, found.end

    def _tags(self, kind: Kind, texts: Texts) -> list[tuple[Tag, ...]]:
        """One group a text: the ids that it means, of which an event must have at least one."""
        groups = []
        for text in _several(texts):
            # A name may itself hold a comma ("Seoul, South Korea"): whole first, then its parts.
            whole = "," not in text or self._index.read(select.resolve, kind, text)
            parts = [text] if whole else _commas(text)
            groups.append(tuple(Tag(kind, name) for part in parts for name in self._resolve(kind, part)))
        return groups

    def _resolve(self, kind: Kind, text: str) -> list[str]:
        found = self._index.read(select.resolve, kind, text)
        if len(found) == 1 or (found and kind == "place"):
            return found
        could = found or self._index.read(select.holders, kind, text)
        if len(could) > 1:
            names = ", ".join(visible(name) for name in could)
            raise UsageError(f"{kind} {text!r} could be {names}", hint="write one of them; several with a comma: a,b")
        near = self._index.read(select.names, kind)
        otherwise = (
            f"`jkr {kind}s` lists them" if kind != "place" else "a place is named as in the events: Tokyo, Seoul"
        )
        hint = did_you_mean(text, near, otherwise) if not could else f"did you mean {could[0]}?"
        raise UsageError(f"unknown {kind} {text!r}", hint=hint)


def _check_types(filters: Filters) -> None:
    """Raise TypeError for a value that is of no use."""
    for name, value in filters.items():
        strings = isinstance(value, Sequence) and all(isinstance(each, str) for each in value)
        texts = strings and name not in ("limit", "reverse")
        days = isinstance(value, date) and name in ("since", "until", "around")
        numbers = isinstance(value, int) and name in ("limit", "reverse")
        if not (value is None or texts or days or numbers):
            raise TypeError(f"{name} cannot be {value!r}")


def _text(moment: Moment) -> str | None:
    return moment.isoformat() if isinstance(moment, date) else moment


def _several(texts: Texts) -> list[str]:
    return [] if texts is None else [texts] if isinstance(texts, str) else list(texts)


def _commas(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()] or [text]


def one_of(what: str, text: str, choices: Sequence[str]) -> str:
    """One of some words, whatever its case. Raises UsageError."""
    if text.lower() not in choices:
        hint = did_you_mean(text, choices, f"one of: {', '.join(choices)}")
        raise UsageError(f"unknown {what} {text!r}", hint=hint)
    return text.lower()
