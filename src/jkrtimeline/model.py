"""The nouns: events, sources, actors, themes, threads; and the public JSON record of each."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from .edtf import EventDate, parse, show
from .fields import IMPORTANCE, STATUSES


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(value or ())


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was read. `title` is the page's headline; `about` tells of a page whose
    headline was not seen. `date` is the day of publication, `via` who carried it on."""

    publisher: str | None = None
    via: str | None = None
    kind: str | None = None
    lang: str | None = None
    title: str | None = None
    about: str | None = None
    url: str | None = None
    date: str | None = None

    @property
    def by(self) -> str:
        """Who published it, and who carried it on."""
        return f"{self.publisher or ''}{f' via {self.via}' if self.via else ''}".strip()

    @property
    def headline(self) -> str:
        """The headline in quotation marks, or without them what the page is about."""
        return f"“{self.title}”" if self.title else self.about or ""

    @property
    def day(self) -> str:
        """The date of publication as people write it."""
        return show(parse(self.date)) if self.date else ""

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event. `actors`, `themes` and `thread` are ids of the registry where there is one,
    free words otherwise; `follows` are ids of events; `importance` and `status` are of IMPORTANCE
    and STATUSES."""

    id: str
    date: EventDate
    title: str
    date_note: str | None = None
    summary: str | None = None
    place: str | None = None
    actors: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    thread: str | None = None
    importance: str = IMPORTANCE[0]
    status: str = STATUSES[0]
    follows: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def start(self) -> datetime.date | None:
        """First possible day; None where the start is open or unknown."""
        return self.date.start

    @property
    def end(self) -> datetime.date | None:
        """Last possible day; None where the end is open or unknown."""
        return self.date.end

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return {
            "id": self.id,
            "date": self.date.text,
            "start": self.date.start and self.date.start.isoformat(),
            "end": self.date.end and self.date.end.isoformat(),
            "precision": self.date.precision,
            "approximate": self.date.approximate,
            "uncertain": self.date.uncertain,
            "date_note": self.date_note,
            "title": self.title,
            "summary": self.summary,
            "place": self.place,
            "actors": list(self.actors),
            "themes": list(self.themes),
            "thread": self.thread,
            "importance": self.importance,
            "status": self.status,
            "follows": list(self.follows),
            "note": self.note,
            "sources": [source.public() for source in self.sources],
        }

    @classmethod
    def from_public(cls, record: Mapping[str, Any]) -> Self:
        """The event of a public JSON record that `public` made. Reads no EDTF: what was derived
        from the date stands in the record."""
        start, end = record["start"], record["end"]
        return cls(
            id=record["id"],
            date=EventDate(
                record["date"],
                datetime.date.fromisoformat(start) if start else None,
                datetime.date.fromisoformat(end) if end else None,
                record["precision"],
                record["approximate"],
                record["uncertain"],
            ),
            title=record["title"],
            date_note=record["date_note"],
            summary=record["summary"],
            place=record["place"],
            actors=_strings(record["actors"]),
            themes=_strings(record["themes"]),
            thread=record["thread"],
            importance=record["importance"],
            status=record["status"],
            follows=_strings(record["follows"]),
            note=record["note"],
            sources=tuple(Source(**source) for source in record["sources"]),
        )


@dataclass(frozen=True, slots=True)
class Office:
    """A post that a person held; `since` and `until` are EDTF dates (YAML and JSON: `from`, `to`)."""

    title: str
    since: str | None = None
    until: str | None = None
    acting: bool = False
    note: str | None = None

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return {"title": self.title, "from": self.since, "to": self.until, "acting": self.acting, "note": self.note}


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts. `of` is the actor whom it belongs to, `native` maps a language
    code to its name there. In answers `count` is the number of events that a filter by this actor
    finds (so with those who belong to it), `first` and `last` their first and last day."""

    id: str
    name: str
    kind: str | None = None
    of: str | None = None
    native: Mapping[str, str] | None = None
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    note: str | None = None
    count: int = 0
    first: datetime.date | None = None
    last: datetime.date | None = None

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "of": self.of,
            "native": dict(self.native or {}),
            "aliases": list(self.aliases),
            "offices": [office.public() for office in self.offices],
            "note": self.note,
            **_coverage(self),
        }


@dataclass(frozen=True, slots=True)
class Theme:
    """What events are about; also a thread, which is a story that runs through several events.
    `count`, `first` and `last` as for an Actor."""

    id: str
    name: str
    about: str | None = None
    aliases: tuple[str, ...] = ()
    count: int = 0
    first: datetime.date | None = None
    last: datetime.date | None = None

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return {
            "id": self.id,
            "name": self.name,
            "about": self.about,
            "aliases": list(self.aliases),
            **_coverage(self),
        }


def _coverage(entry: Actor | Theme) -> dict[str, Any]:
    first, last = entry.first, entry.last
    return {"count": entry.count, "first": first and first.isoformat(), "last": last and last.isoformat()}


@dataclass(frozen=True, slots=True)
class Header:
    """What a data file says of itself."""

    title: str = "Timeline"
    version: str | None = None
    coverage: str | None = None
    about: str | None = None
    license: str | None = None

    def public(self) -> dict[str, Any]:
        """What `jkr info --json` prints of it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Dataset:
    """What one or several data files hold beside their events, checked. `ambiguous` maps a short form
    to the actors it could mean, `synonyms` are rows of words that find each other."""

    header: Header
    actors: tuple[Actor, ...] = ()
    themes: tuple[Theme, ...] = ()
    threads: tuple[Theme, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An event that a search found. `score` is the higher the better; `snippet` the piece of text
    that matched; the marks are the (start, end) of matched words in the title and the snippet."""

    event: Event
    score: float
    snippet: str
    title_marks: tuple[tuple[int, int], ...] = ()
    snippet_marks: tuple[tuple[int, int], ...] = ()


def upwards(name: str, owner: Callable[[str], str | None]) -> list[str]:
    """An actor and all whom it belongs to, the nearest first; `owner` tells the next one. Ends where
    a chain comes round to itself."""
    chain: dict[str, None] = {}
    step: str | None = name
    while step is not None and step not in chain:
        chain[step] = None
        step = owner(step)
    return list(chain)
