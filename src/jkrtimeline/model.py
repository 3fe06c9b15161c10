"""The nouns: events, sources, actors, themes, threads; and the public JSON record of each.

Their fields are declared in `fields`, of whose classes this module makes dataclasses: immutable, compared by
value, made with keywords.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from .edtf import EventDate, date_text, parse
from .fields import (
    ACTOR,
    DERIVED,
    EVENT,
    EVENT_FIELDS,
    HEADER,
    OFFICE,
    SOURCE,
    STATUSES,
    THEME,
    ActorFields,
    Declared,
    EventFields,
    HeaderFields,
    OfficeFields,
    RecordType,
    SourceFields,
    ThemeFields,
)
from .text.html_text import html_link, html_table, html_text

_YEAR = 364
"""Days from the first to the last one of a year."""

_immutable = dataclass(frozen=True, kw_only=True)
for _declared in (Declared, SourceFields, EventFields, OfficeFields, ActorFields, ThemeFields, HeaderFields):
    _immutable(_declared)


def public_record(item: Declared, record: RecordType) -> dict[str, Any]:
    """The fields of an object in the public JSON shape: every key present, in order."""
    return {field.name: _public(getattr(item, field.attribute), field.record) for field in record if field.attribute}


def _public(value: Any, record: RecordType | None) -> Any:
    if record is not None:
        return [public_record(each, record) for each in value]
    return list(value) if isinstance(value, tuple) else value


def _day(day: Any) -> Any:
    return day.isoformat() if isinstance(day, datetime.date) else day


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


class Source(SourceFields):
    """Where a statement was read. `title` is the page's headline; `about` describes a page whose
    headline was not seen. `date` is the day of publication, `via` who carried it on."""

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
        """The date of publication as people write it, and that of access where there is one."""
        published = date_text(parse(self.date)) if self.date else ""
        accessed = f"accessed {date_text(parse(self.accessed))}" if self.accessed else ""
        return ", ".join(filter(None, (published, accessed)))

    def __repr__(self) -> str:
        return f"<Source {', '.join(filter(None, (self.by, self.headline or self.url, self.day)))}>"

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return public_record(self, SOURCE)


class Event(EventFields):
    """One dated event. `actors`, `themes` and `thread` are ids of the registry where there is one,
    free words otherwise; `follows` are ids of events; `importance` and `status` are of IMPORTANCE
    and STATUSES."""

    @property
    def start(self) -> datetime.date | None:
        """First possible day; None where the start is open or unknown."""
        return self.date.start

    @property
    def end(self) -> datetime.date | None:
        """Last possible day; None where the end is open or unknown."""
        return self.date.end

    def is_background(self, first: datetime.date | None) -> bool:
        """Whether it says little of a window of days that begins on `first`: it lasts a year or more, its month is
        unknown, or it has begun before and has no end."""
        start, end = self.date.start, self.date.end
        if start is None or self.date.precision not in ("day", "month"):
            return True
        if end is None:
            return first is not None and start < first
        return (end - start).days >= _YEAR

    def days_until(self, other: "Event") -> int | None:
        """The days from its start to that of another event, negative for an earlier one; None unless both are exact
        to the day."""
        if self.start and other.start and self.date.exact and other.date.exact:
            return (other.start - self.start).days
        return None

    def __repr__(self) -> str:
        return f"<Event {self.id}: {date_text(self.date)}, {self.title}>"

    def _repr_html_(self) -> str:
        """The event in a notebook."""
        status = "" if self.status == STATUSES[0] else f" ({self.status})"
        parts = [f"<p><b>{html_text(date_text(self.date))}</b>{status} {html_text(self.title)}</p>"]
        parts += [f"<p>{html_text(text)}</p>" for text in (self.summary, self.date_note, self.note) if text]
        lists = {"Place": self.place, "Actors": "; ".join(self.actors), "Themes": "; ".join(self.themes)}
        lists |= {"Thread": self.thread, "Importance": self.importance, "Id": self.id}
        parts.append(html_table((), ([html_text(name), html_text(text)] for name, text in lists.items() if text)))
        sources = [f"<li>{html_link(_named(source), source.url)}</li>" for source in self.sources]
        return "".join([*parts, f"<ol>{''.join(sources)}</ol>" if sources else ""])

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        record: dict[str, Any] = dict.fromkeys(EVENT_FIELDS)
        record.update(public_record(self, EVENT), date=self.date.text)
        record.update((name, _day(getattr(self.date, name))) for name in DERIVED)
        return record

    @classmethod
    def from_public(cls, record: Mapping[str, Any]) -> Self:
        """The event of a public JSON record that `public` made. Reads no EDTF: what derives from the date
        is in the record."""
        values: dict[str, Any] = {field.attribute: record[field.name] for field in EVENT if field.attribute}
        values["date"] = EventDate(
            record["date"],
            _date(record["start"]),
            _date(record["end"]),
            record["precision"],
            record["approximate"],
            record["uncertain"],
        )
        values["sources"] = tuple(Source(**source) for source in record["sources"])
        values.update((name, tuple(value)) for name, value in values.items() if isinstance(value, list))
        return cls(**values)


class Office(OfficeFields):
    """A post that a person held; `since` and `until` are EDTF dates (YAML and JSON: `from`, `to`)."""

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return public_record(self, OFFICE)


@_immutable
class Actor(ActorFields):
    """Someone or something that acts. `of` is the actor that it belongs to, `native` maps a language
    code to its name there. In answers `count` is the number of events that a filter by this actor
    gives (so with those who belong to it), `first` and `last` their first and last day."""

    id: str
    count: int = 0
    first: datetime.date | None = None
    last: datetime.date | None = None

    def __repr__(self) -> str:
        return f"<Actor {self.id}: {self.name}, {_times(self.count)}>"

    def _repr_html_(self) -> str:
        """The actor in a notebook."""
        native = " / ".join((self.native or {}).values())
        facts = {"Kind": self.kind, "Native": native, "Part of": self.of, "Also": "; ".join(self.aliases)}
        facts |= {"Offices": "; ".join(office.title for office in self.offices), "Note": self.note, "Id": self.id}
        days = " to ".join(str(day) for day in (self.first, self.last) if day)
        facts["Events"] = f"{self.count} ({days})" if days else str(self.count)
        rows = ([html_text(name), html_text(text)] for name, text in facts.items() if text)
        return f"<p><b>{html_text(self.name)}</b></p>{html_table((), rows)}"

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return {"id": self.id, **public_record(self, ACTOR), "native": dict(self.native or {}), **_coverage(self)}

    @classmethod
    def from_public(cls, record: Mapping[str, Any]) -> Self:
        """The actor of a public JSON record."""
        values = {field.attribute: record[field.name] for field in ACTOR}
        values["aliases"] = tuple(record["aliases"])
        values["offices"] = tuple(
            Office(**{field.attribute: office[field.name] for field in OFFICE}) for office in record["offices"]
        )
        return cls(**_entry(values, record))


@_immutable
class Theme(ThemeFields):
    """What events are about; also a thread, which is a story that runs through several events.
    `count`, `first` and `last` as for an Actor."""

    id: str
    count: int = 0
    first: datetime.date | None = None
    last: datetime.date | None = None

    def __repr__(self) -> str:
        return f"<Theme {self.id}: {self.name}, {_times(self.count)}>"

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return {"id": self.id, **public_record(self, THEME), **_coverage(self)}

    @classmethod
    def from_public(cls, record: Mapping[str, Any]) -> Self:
        """The theme or thread of a public JSON record."""
        values = {field.attribute: record[field.name] for field in THEME}
        values["aliases"] = tuple(record["aliases"])
        return cls(**_entry(values, record))


def _named(source: Source) -> str:
    """A source in one line; one without a name is its address."""
    return ", ".join(filter(None, (source.by, source.headline, source.day))) or source.url or "untitled"


def _times(count: int) -> str:
    return f"{count} event{'' if count == 1 else 's'}"


def _coverage(entry: Actor | Theme) -> dict[str, Any]:
    return {"count": entry.count, "first": _day(entry.first), "last": _day(entry.last)}


def _entry(values: dict[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an entry of a registry, with what answers say of it."""
    return {
        **values,
        "id": record["id"],
        "count": record["count"],
        "first": _date(record["first"]),
        "last": _date(record["last"]),
    }


class Header(HeaderFields):
    """What a data file says of itself."""

    def public(self) -> dict[str, Any]:
        """What `jkr info --json` prints of it."""
        return public_record(self, HEADER)


@dataclass(frozen=True, slots=True)
class Dataset:
    """What one or several data files hold beside their events, checked. `ambiguous` maps a short form
    to the actors it could mean, `synonyms` are rows of words that match each other."""

    header: Header
    actors: tuple[Actor, ...] = ()
    themes: tuple[Theme, ...] = ()
    threads: tuple[Theme, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An event that a search matched. `score` is the higher the better; `snippet` the piece of text
    that matched; the marks are the (start, end) of matched words in the title and the snippet; `missing` are the typed
    words that it does not match."""

    event: Event
    score: float
    snippet: str
    title_marks: tuple[tuple[int, int], ...] = ()
    snippet_marks: tuple[tuple[int, int], ...] = ()
    missing: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Hit {self.score:.2f}: {self.event!r}>"

    def _repr_html_(self) -> str:
        """The event in a notebook."""
        return self.event._repr_html_()


def upwards(name: str, owner: Callable[[str], str | None]) -> list[str]:
    """An actor and all that it belongs to, the nearest first; `owner` gives the next one. Ends where
    a chain comes round to itself."""
    chain: dict[str, None] = {}
    step: str | None = name
    while step is not None and step not in chain:
        chain[step] = None
        step = owner(step)
    return list(chain)
