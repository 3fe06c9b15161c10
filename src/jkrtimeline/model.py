"""Events, sources, actors, themes and threads: immutable dataclasses of the classes that `fields` declares."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from . import fields
from .edtf import EventDate, date_text, parse
from .fields import Declared, Field, RecordType
from .text.sanitize import numbered

# `fields` only declares them: this takes some 7 ms, which commands for programs save.
_immutable = dataclass(frozen=True, kw_only=True)
# Not in `fields`, which every command loads: making dataclasses takes 7 ms.
_immutable(Declared)
for _declared in Declared.__subclasses__():
    _immutable(_declared)


def public_record(item: Declared, record: RecordType) -> dict[str, Any]:
    """The fields of an object in the public JSON shape: every key present, in order."""
    return {field.name: _public(getattr(item, field.attribute), field) for field in record if field.attribute}


def _public(value: Any, field: Field) -> Any:
    if field.record is not None:
        return [public_record(each, field.record) for each in value]
    if field.type == "names":
        return dict(value or {})
    return list(value) if isinstance(value, tuple) else value


def _day(day: Any) -> Any:
    return day.isoformat() if isinstance(day, datetime.date) else day


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


class Source(fields.SourceFields):
    """Where a statement was read. `title` is the headline of the page; `about` describes a page without one. `date` is
    the day of publication, `via` who carried it on."""

    @property
    def by(self) -> str:
        """Who published it, and who carried it on."""
        return f"{self.publisher or ''}{f' via {self.via}' if self.via else ''}".strip()

    @property
    def headline(self) -> str:
        """The headline in quotation marks; without a headline, what the page is about."""
        return f"“{self.title}”" if self.title else self.about or ""

    @property
    def day(self) -> str:
        """The dates of publication and of access, as people write them."""
        published = date_text(parse(self.date)) if self.date else ""
        accessed = f"accessed {date_text(parse(self.accessed))}" if self.accessed else ""
        return ", ".join(filter(None, (published, accessed)))

    @property
    def line(self) -> str:
        """The source on one line: who, headline, days."""
        return ", ".join(filter(None, (self.by, self.headline, self.day)))

    def __repr__(self) -> str:
        return f"<Source {', '.join(filter(None, (self.by, self.headline or self.url, self.day)))}>"

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return public_record(self, fields.SOURCE)


class Event(fields.EventFields):
    """One dated event. `actors`, `themes` and `thread` are ids of a registry, or free words where the data has none;
    `follows` are ids of events."""

    @property
    def start(self) -> datetime.date | None:
        """First possible day; None where the start is open or unknown."""
        return self.date.start

    @property
    def end(self) -> datetime.date | None:
        """Last possible day; None where the end is open or unknown."""
        return self.date.end

    @property
    def has_happened(self) -> bool:
        """Whether the event is not merely announced, nor postponed, cancelled or denied."""
        return self.status == fields.STATUSES[0]

    @property
    def labelled(self) -> tuple[tuple[str, str], ...]:
        """The texts that are shown after a label, as (label, text)."""
        return tuple((label, text) for name, label in fields.LABELS.items() if (text := getattr(self, name)))

    def time_order(self) -> tuple[datetime.date, datetime.date]:
        """Its key for sorting by start (open or unknown first), then by end (open or unknown last)."""
        return self.start or datetime.date.min, self.end or datetime.date.max

    def is_background(self, first: datetime.date | None) -> bool:
        """Whether the event says little about a window of days that begins on `first`: it lasts a year or more, its
        month is unknown, or it began earlier and has no end."""
        start, end = self.date.start, self.date.end
        if start is None or self.date.precision not in ("day", "month"):
            return True
        if end is None:
            return first is not None and start < first
        return (end - start).days >= 364  # from the first day of a year to its last

    def days_until(self, other: "Event") -> int | None:
        """The days from the start of this event to the start of another, negative for an earlier one; None unless both
        are exact to the day."""
        is_exact = self.date.exact and other.date.exact
        return (other.start - self.start).days if is_exact and self.start and other.start else None

    def __repr__(self) -> str:
        return f"<Event {self.id}: {date_text(self.date)}, {self.title}>"

    def _repr_html_(self) -> str:
        from .notebook import event_html

        return event_html(self)

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        record: dict[str, Any] = dict.fromkeys(fields.EVENT_FIELDS)
        record.update(public_record(self, fields.EVENT), date=self.date.text)
        record.update((name, _day(getattr(self.date, name))) for name in fields.DERIVED)
        return record

    @classmethod
    def from_public(cls, record: Mapping[str, Any]) -> Self:
        """The event of a public JSON record that `public` made. Reads no EDTF: what derives from the date is in it."""
        values: dict[str, Any] = {field.attribute: record[field.name] for field in fields.EVENT if field.attribute}
        days = _date(record["start"]), _date(record["end"])
        qualifiers = record["approximate"], record["uncertain"]
        values["date"] = EventDate(record["date"], *days, record["precision"], *qualifiers)
        values["sources"] = tuple(Source(**source) for source in record["sources"])
        values.update((name, tuple(value)) for name, value in values.items() if isinstance(value, list))
        return cls(**values)


class Office(fields.OfficeFields):
    """A post that a person held; `since` and `until` are EDTF dates (YAML and JSON: `from`, `to`)."""

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        return public_record(self, fields.OFFICE)


@_immutable
class RegistryEntry(Declared):
    """An entry of a registry. `count` is how many events a filter by it gives; `first` and `last` are their first and
    last day."""

    id: str
    name: str
    count: int = 0
    first: datetime.date | None = None
    last: datetime.date | None = None
    _record_type: ClassVar[RecordType] = fields.THEME

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}: {self.name}, {numbered(self.count, 'event')}>"

    def public(self) -> dict[str, Any]:
        """The public JSON shape, every key present."""
        days = {"first": _day(self.first), "last": _day(self.last)}
        return {"id": self.id, **public_record(self, self._record_type), "count": self.count, **days}

    @classmethod
    def from_public(cls, record: Mapping[str, Any]) -> Self:
        """The entry of a public JSON record."""
        values: dict[str, Any] = {field.attribute: record[field.name] for field in cls._record_type}
        values.update((name, tuple(value)) for name, value in values.items() if isinstance(value, list))
        values |= {"id": record["id"], "count": record["count"]}
        return cls(**values, first=_date(record["first"]), last=_date(record["last"]))


@dataclass(frozen=True, kw_only=True, repr=False)
class Actor(RegistryEntry, fields.ActorFields):
    """A person, state, organisation or other actor. `of` is the actor that it belongs to, whose events include those of
    its members. `native` maps a language code to the name in that language."""

    _record_type: ClassVar[RecordType] = fields.ACTOR

    def _repr_html_(self) -> str:
        from .notebook import actor_html

        return actor_html(self)

    @classmethod
    def from_public(cls, record: Mapping[str, Any]) -> Self:
        """The actor of a public JSON record."""
        offices = [Office(**{key.attribute: office[key.name] for key in fields.OFFICE}) for office in record["offices"]]
        return super().from_public({**record, "offices": offices})


@dataclass(frozen=True, kw_only=True, repr=False)
class Theme(RegistryEntry, fields.ThemeFields):
    """A theme, which is what events are about; or a thread, which is a story that runs through several events."""


class Header(fields.HeaderFields):
    """What a data file says of itself."""

    def public(self) -> dict[str, Any]:
        """What `jkr info --json` prints of it."""
        return public_record(self, fields.HEADER)


@dataclass(frozen=True, slots=True)
class Dataset:
    """What data files hold beside events, checked. `synonyms` are rows of words that match each other; `ambiguous` maps
    a short form to the actors that it could mean."""

    header: Header
    actors: tuple[Actor, ...] = ()
    themes: tuple[Theme, ...] = ()
    threads: tuple[Theme, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] | None = None

    def registry(self, kind: str) -> dict[str, dict[str, Any]]:
        """The public records of the entries of a kind (actor, theme or thread), by id."""
        return {entry.id: entry.public() for entry in getattr(self, f"{kind}s")}


@dataclass(frozen=True, slots=True)
class Hit:
    """An event that a search matches; a better match has a higher `score`. `snippet` is the text around the match. The
    marks are the (start, end) of matched words in title and snippet. `missing` are the words that do not match."""

    event: Event
    score: float
    snippet: str
    title_marks: tuple[tuple[int, int], ...] = ()
    snippet_marks: tuple[tuple[int, int], ...] = ()
    missing: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Hit {self.score:.2f}: {self.event!r}>"

    def _repr_html_(self) -> str:
        return self.event._repr_html_()
