"""Timeline: the one object that the command line and Python users hold.

Turns the words of a reader (names, periods, search words) into a Query, and rows into typed events.
Prints nothing, reads no clock: `today` is handed in.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from . import periods, words
from .errors import UnknownId, UsageError
from .index import select
from .index.store import Index
from .public import IMPORTANCE, STATUSES
from .query import KINDS, Kind, Query, Row, Tag

if TYPE_CHECKING:
    from .model import Actor, Event, Header, Hit, Theme

Texts = str | Sequence[str] | None
"""One text or several; several must all hold. In a text, a comma means or."""

SORTS = ("date", "relevance")


class Filters(TypedDict, total=False):
    """What events can be chosen by; the same words and rules as on the command line.

    `period`, `since`, `until` take periods (`2024-10`, `last month`, `@event-id`); `around` a period
    or an event's id, `within` a length (`30d`, the default). `importance` means at least. `match`
    takes search words.
    """

    period: Texts
    since: str | None
    until: str | None
    around: str | None
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


class Timeline:
    """The events of some data files. `today` is the day that relative periods count from."""

    def __init__(self, index: Index, today: date) -> None:
        self._index = index
        self.today = today

    # --- what Python users ask ---

    def events(self, **filters: Unpack[Filters]) -> "list[Event]":
        """The events that match, in the order of time.

        Raises UsageError for an unknown or ambiguous name and an unreadable period, UnknownId for an
        unknown `@event-id`.
        """
        return [row.event for row in self.rows(self.query(**filters))]

    def search(self, text: str, **filters: Unpack[Filters]) -> "list[Hit]":
        """The events that match the search words, best first. Any text can be searched."""
        return [row.hit for row in self.rows(self.query(text, **filters))]

    def event(self, identity: str) -> "Event":
        """The event with this id. Raises UnknownId."""
        return self.row(identity).event

    def followers(self, identity: str) -> "list[Event]":
        """The events that directly continue or answer this one."""
        return [row.event for row in self.following(identity)]

    def actors(self, **filters: Unpack[Filters]) -> "list[Actor]":
        """The actors with the number of matching events, the most frequent first."""
        return [_actor(record) for record in self.facets("actor", self.query(**filters))]

    def themes(self, **filters: Unpack[Filters]) -> "list[Theme]":
        """The themes, as `actors`."""
        return [_theme(record) for record in self.facets("theme", self.query(**filters))]

    def threads(self, **filters: Unpack[Filters]) -> "list[Theme]":
        """The threads, as `actors`."""
        return [_theme(record) for record in self.facets("thread", self.query(**filters))]

    @property
    def header(self) -> "Header":
        """What the data says of itself."""
        from .model import Header

        return Header(**json.loads(self._index.read(select.meta, "header")))

    def totals(self) -> dict[str, int]:
        """How many events, actors, themes, threads and sources the data has."""
        return self._index.read(select.totals)

    # --- what the command line and the formats ask besides ---

    @property
    def synonyms(self) -> list[list[str]]:
        """Rows of words that find each other in a search, folded."""
        rows: list[list[str]] = json.loads(self._index.read(select.meta, "synonyms"))
        return rows

    @property
    def ambiguous(self) -> dict[str, list[str]]:
        """Short forms, with the actors that each could mean."""
        forms: dict[str, list[str]] = json.loads(self._index.read(select.meta, "ambiguous"))
        return forms

    @property
    def index_file(self) -> str | None:
        """Where the index lies; None when it is in memory."""
        return str(self._index.file) if self._index.on_disk else None

    def rows(self, query: Query) -> Iterator[Row]:
        """The events of a query as rows, parsed only when asked for."""
        return self._index.stream(select.rows, query)

    def row(self, identity: str) -> Row:
        """The event with this id. Raises UnknownId with the nearest ids."""
        found = self.find(identity)
        if found is None:
            ids = self._index.read(select.event_ids)
            hint = words.did_you_mean(identity, ids, "`jkr search WORDS -f plain` shows ids in its second column")
            raise UnknownId(f"no event has the id {identity!r}", hint=hint)
        return found

    def find(self, identity: str) -> Row | None:
        """The event with this id."""
        return self._index.read(select.event, identity)

    def following(self, identity: str) -> list[Row]:
        """The events that directly continue or answer this one, in the order of time."""
        return self._index.read(select.followers, identity)

    def facets(self, kind: Kind, query: Query) -> list[dict[str, Any]]:
        """Public records of a registry with counts under a query."""
        records = []
        for text, count, first, last in self._index.read(select.facets, kind, query):
            record: dict[str, Any] = json.loads(text)
            days = (date.fromordinal(day).isoformat() if day else None for day in (first, last))
            record.update(zip(("count", "first", "last"), (count, *days), strict=True))
            records.append(record)
        ordered = records[::-1] if query.reverse else records
        return ordered[: query.limit]

    def registry(self, kind: Kind) -> Mapping[str, Mapping[str, Any]]:
        """The records of actors, themes or threads, by id."""
        return self._index.read(select.entries, kind)

    def size(self) -> int:
        """How many events there are in all."""
        return self._index.read(select.size)

    def count(self, query: Query) -> int:
        """How many events a query gives."""
        found = self._index.read(select.count, query)
        return found if query.limit is None else min(found, query.limit)

    def complete(self, kind: Kind | Literal["event"], start: str) -> list[str]:
        """What a filter of this kind takes and begins with `start`."""
        return self._index.read(select.complete, kind, start)

    def suggestion(self, query: Query) -> str:
        """What to do when a query with search words found nothing; empty when nothing can be said."""
        search = query.search or next(iter(query.matches), None)
        if search is None:
            return ""
        if search.empty:
            return "type a word; signs alone are not searched"
        lonely = [term for group in search.groups for term in group if not self._hits(words.Search(((term,),)))]
        near = [word for term in lonely[:3] for word in self._index.read(select.nearest_words, term)]
        if near:
            return f"did you mean {' or '.join(dict.fromkeys(near[:3]))}?"
        alone = self._hits(search)
        if alone:
            return f"{alone} event{'s' if alone > 1 else ''} would match without the filters"
        if not lonely and len(search.groups) > 1:
            return "each word occurs, but no event has them all; put OR between them"
        return "try fewer or other words, or the beginning of one: tarif*"

    def _hits(self, search: words.Search) -> int:
        return self._index.read(select.hits, search)

    # --- words → Query ---

    def query(self, search: str | None = None, **filters: Unpack[Filters]) -> Query:
        """The Query that some filters mean. Raises as `events` does, and TypeError for a filter that
        does not exist."""
        if unknown := set(filters) - set(Filters.__annotations__):
            known = list(Filters.__annotations__)
            hint = words.did_you_mean(min(unknown), known, f"filters are {', '.join(known)}")
            raise TypeError(f"unknown filter {min(unknown)!r}; {hint}")
        ranked = words.parse(search) if search is not None else None
        matches = tuple(words.parse(text) for text in _several(filters.get("match")))
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
            raise UsageError(f"unknown order {sort!r}", hint=words.did_you_mean(sort, SORTS, "date or relevance"))
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
            importance=_choice("importance", filters.get("importance") or IMPORTANCE[0], IMPORTANCE),
            statuses=tuple(
                tuple(_choice("status", part, STATUSES) for part in _commas(text))
                for text in _several(filters.get("status"))
            ),
            matches=matches,
            search=ranked,
            by_rank=sort == "relevance",
            reverse=bool(filters.get("reverse")),
            limit=limit,
        )

    def _periods(self, filters: Filters) -> tuple[periods.Period, ...]:
        texts = _several(filters.get("period"))
        chosen = [periods.parse_within(text, self.today, self._days_of) for text in texts]
        since, until = filters.get("since"), filters.get("until")
        reach = periods.Period()
        if since is not None:
            first = periods.parse(since, self.today, self._days_of).first
            if first is None:
                raise periods.PeriodError(f"--since {since!r} has no first day", hint="name a day, month or year")
            reach &= periods.Period(first, None)
        if until is not None:
            last = periods.parse(until, self.today, self._days_of).last
            if last is None:
                raise periods.PeriodError(f"--until {until!r} has no last day", hint="name a day, month or year")
            reach &= periods.Period(None, last)
        centre, within = filters.get("around"), filters.get("within")
        if centre is not None:
            chosen.append(periods.around(self._centre(centre), "30d" if within is None else within))
        elif within is not None:
            raise UsageError("--within needs --around", hint="--around 2024-12-03 --within 30d")
        return tuple(period for period in (reach, *chosen) if period != periods.Period())

    def _centre(self, text: str) -> periods.Period:
        """A period, or the days of the event with this id."""
        try:
            return periods.parse(text, self.today, self._days_of)
        except periods.PeriodError as error:
            if self.find(text) is None:
                near = words.did_you_mean(text, self._index.read(select.event_ids), error.hint)
                raise UsageError(f"{text!r} is neither a period nor an event", hint=near) from None
        return periods.Period(*self._days_of(text))

    def _days_of(self, identity: str) -> tuple[date | None, date | None]:
        found = self.event(identity)
        return found.start, found.end

    def _tags(self, kind: Kind, texts: Texts) -> list[tuple[Tag, ...]]:
        """One group a text: the ids that it means, of which an event must have at least one."""
        groups = []
        for text in _several(texts):
            # A name may itself hold a comma ("Seoul, South Korea"): whole first, then its parts.
            whole = self._index.read(select.resolve, kind, text)
            parts = [text] if whole or "," not in text else _commas(text)
            groups.append(tuple(Tag(kind, name) for part in parts for name in self._resolve(kind, part)))
        return groups

    def _resolve(self, kind: Kind, text: str) -> list[str]:
        found = self._index.read(select.resolve, kind, text)
        if len(found) == 1 or (found and kind == "place"):
            return found
        could = found or self._index.read(select.holders, kind, text)
        if len(could) > 1:
            names = ", ".join(words.visible(name) for name in could)
            raise UsageError(f"{kind} {text!r} could be {names}", hint="write one of them; several with a comma: a,b")
        near = self._index.read(select.names, kind)
        otherwise = (
            f"`jkr {kind}s` lists them" if kind != "place" else "a place is named as in the events: Tokyo, Seoul"
        )
        hint = words.did_you_mean(text, near, otherwise) if not could else f"did you mean {could[0]}?"
        raise UsageError(f"unknown {kind} {text!r}", hint=hint)


def _several(texts: Texts) -> list[str]:
    return [] if texts is None else [texts] if isinstance(texts, str) else list(texts)


def _commas(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()] or [text]


def _choice(what: str, text: str, choices: Sequence[str]) -> str:
    if text.lower() not in choices:
        hint = words.did_you_mean(text, choices, f"one of: {', '.join(choices)}")
        raise UsageError(f"unknown {what} {text!r}", hint=hint)
    return text.lower()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _actor(record: Mapping[str, Any]) -> "Actor":
    from .model import Actor, Office

    offices = tuple(
        Office(each["title"], each["from"], each["to"], each["acting"], each["note"]) for each in record["offices"]
    )
    return Actor(
        **{
            **record,
            "aliases": tuple(record["aliases"]),
            "offices": offices,
            "first": _day(record["first"]),
            "last": _day(record["last"]),
        }
    )


def _theme(record: Mapping[str, Any]) -> "Theme":
    from .model import Theme

    return Theme(
        **{**record, "aliases": tuple(record["aliases"]), "first": _day(record["first"]), "last": _day(record["last"])}
    )
