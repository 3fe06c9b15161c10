"""The table of fields: the name, type, order and meaning of every key of an event file and of the public JSON.

Each is declared here and nowhere else. The classes of `model`, the order of keys in JSON, the header of CSV,
the JSON Schema, the tables in the docs, the readers and the version of the index derive from it. The keys are a
promise to scripts: keys may be added, none is ever renamed.

Every command loads this module, so it imports next to nothing: `model` makes dataclasses of its classes.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, dataclass_transform, get_args

if TYPE_CHECKING:
    from .edtf import EventDate
    from .model import Office, Source

Importance = Literal["minor", "notable", "major"]
IMPORTANCE: tuple[Importance, ...] = get_args(Importance)
"""From least to most; the first is the default."""

Status = Literal["happened", "announced", "postponed", "cancelled", "denied"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""The first is the default."""

ActorKind = Literal["person", "state", "government-body", "party", "court", "company", "organisation", "military"]
ACTOR_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)

FieldType = Literal[
    "text", "id", "choice", "date", "address", "country", "item", "flag", "derived",
    "texts", "derived-texts", "names", "records", "registry", "rows", "lists",
]  # fmt: skip
"""What a key holds. One text: `country` is a code of ISO 3166-1, `item` one of Wikidata, `flag` is true or
false, `derived` is written by `jkr` and only compared when read. Several: `texts` a list, `derived-texts` one that is
written by `jkr`, `names` a mapping to texts, `records` a list of mappings; and, in sections of a file, `registry` ids
with a mapping each, `rows` lists of texts, `lists` a mapping to them."""


class Field(NamedTuple):
    """One key: its name, what it holds, and what it means. `choices` for a choice, `record` for the mappings
    of records and a registry. `attribute` is the name in the model, where the key is a word of Python."""

    name: str
    type: FieldType
    about: str
    choices: tuple[str, ...] = ()
    record: "RecordType | None" = None
    required: bool = False
    attribute: str = ""


class RecordType:
    """A kind of record: its name and its fields, in order."""

    def __init__(self, name: str, *fields: Field) -> None:
        self.name = name
        self.fields = fields
        self.by_name: Mapping[str, Field] = {field.name: field for field in fields}
        self.required: tuple[Field, ...] = tuple(field for field in fields if field.required)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def names(self) -> tuple[str, ...]:
        """The keys, in order."""
        return tuple(self.by_name)


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Declared:
    """A class whose body declares fields: name, type, meaning and, unless it is required, the default."""


class Key(NamedTuple):
    """What the annotation of a field says of it beside its type; as in Field."""

    type: FieldType
    about: str
    choices: tuple[str, ...] = ()
    record: RecordType | None = None
    name: str = ""


def _fields(declared: type[Declared], **derived: tuple[str, ...]) -> Iterator[Field]:
    """The fields of a class; `derived` maps a field to the keys that follow it in JSON and derive from it."""
    for attribute, hint in declared.__annotations__.items():
        (key,) = hint.__metadata__
        required = not hasattr(declared, attribute)
        yield Field(key.name or attribute, key.type, key.about, key.choices, key.record, required, attribute)
        for name in derived.get(attribute, ()):
            yield Field(name, "derived", "written by jkr")


class SourceFields(Declared):
    """Where a statement was read."""

    publisher: Annotated[str | None, Key("text", "who published it")] = None
    via: Annotated[str | None, Key("text", "who carried it on, where that copy was read")] = None
    kind: Annotated[
        str | None, Key("text", "what it is: news-agency, newspaper, broadcaster, official, analysis, other")
    ] = None
    lang: Annotated[str | None, Key("text", "language of the page (BCP 47: en, ko, ja)")] = None
    title: Annotated[str | None, Key("text", "the headline, word for word")] = None
    about: Annotated[str | None, Key("text", "what the page is about, where the headline is not known")] = None
    url: Annotated[str | None, Key("address", "its address, http or https")] = None
    date: Annotated[str | None, Key("date", "day of publication")] = None
    accessed: Annotated[str | None, Key("date", "day on which the page was last read")] = None
    archived: Annotated[str | None, Key("address", "address of an archived copy")] = None


SOURCE = RecordType("source", *_fields(SourceFields))


class EventFields(Declared):
    """One dated event."""

    id: Annotated[str, Key("id", "permanent id; by convention the date and a few words")]
    date: Annotated["EventDate", Key("date", "EDTF; the local date where it happened")]
    date_note: Annotated[
        str | None, Key("text", "what a reader must know of the date: time zones, sources that differ")
    ] = None
    title: Annotated[str, Key("text", "one line")]
    summary: Annotated[str | None, Key("text", "one to four sentences")] = None
    place: Annotated[str | None, Key("text", "where; several with ' / '")] = None
    actors: Annotated[tuple[str, ...], Key("texts", "ids of actors")] = ()
    themes: Annotated[tuple[str, ...], Key("texts", "ids of themes, the main one first")] = ()
    thread: Annotated[str | None, Key("text", "id of the thread that it is part of")] = None
    importance: Annotated[Importance, Key("choice", f"default: {IMPORTANCE[0]}", IMPORTANCE)] = IMPORTANCE[0]
    status: Annotated[Status, Key("choice", f"default: {STATUSES[0]}", STATUSES)] = STATUSES[0]
    follows: Annotated[tuple[str, ...], Key("texts", "ids of the events that it directly continues or answers")] = ()
    note: Annotated[str | None, Key("text", "a correction or a dispute that the reader should know")] = None
    sources: Annotated["tuple[Source, ...]", Key("records", "where it can be read", record=SOURCE)] = ()


DERIVED = ("start", "end", "precision", "approximate", "uncertain")
"""What derives from the date of an event, in the public JSON: attributes of its EventDate."""

_EVENT = tuple(_fields(EventFields, date=DERIVED))
EVENT_FIELDS = tuple(field.name for field in _EVENT)
"""The keys of an event's public JSON, in order."""

_HIT = (
    Field("score", "derived", "written by jkr"),
    Field("snippet", "derived", "written by jkr"),
    Field("missing", "derived-texts", "written by jkr: the typed words of a search that do not match"),
)
HIT_FIELDS = tuple(field.name for field in _HIT)
"""What `search` adds to the keys of an event."""

EVENT = RecordType("event", *_EVENT, *_HIT)


class OfficeFields(Declared):
    """A post that a person held."""

    title: Annotated[str, Key("text", "the post")]
    since: Annotated[str | None, Key("date", "first day", name="from")] = None
    until: Annotated[str | None, Key("date", "last day", name="to")] = None
    acting: Annotated[bool, Key("flag", "true when held for another")] = False
    note: Annotated[str | None, Key("text", "what a reader must know")] = None


OFFICE = RecordType("office", *_fields(OfficeFields))


class ActorFields(Declared):
    """Someone or something that acts."""

    name: Annotated[str, Key("text", "as English texts write it")]
    kind: Annotated[ActorKind | None, Key("choice", "what it is", ACTOR_KINDS)] = None
    of: Annotated[str | None, Key("text", "id of the actor that it belongs to")] = None
    native: Annotated[Mapping[str, str] | None, Key("names", "language → the name there")] = None
    aliases: Annotated[tuple[str, ...], Key("texts", "other names")] = ()
    offices: Annotated["tuple[Office, ...]", Key("records", "posts held", record=OFFICE)] = ()
    note: Annotated[str | None, Key("text", "what a reader must know")] = None
    iso: Annotated[str | None, Key("country", "ISO 3166-1 code of a state, two letters: JP")] = None
    wikidata: Annotated[str | None, Key("item", "its item in Wikidata: Q17")] = None


ACTOR = RecordType("actor", *_fields(ActorFields))


class ThemeFields(Declared):
    """What events are about; also a thread, which is a story that runs through several events."""

    name: Annotated[str, Key("text", "as it is shown")]
    about: Annotated[str | None, Key("text", "one line")] = None
    aliases: Annotated[tuple[str, ...], Key("texts", "other names")] = ()
    family: Annotated[str | None, Key("text", "the family of themes that it belongs to; a family shares a colour")] = (
        None
    )


THEME = RecordType("theme", *_fields(ThemeFields))


class HeaderFields(Declared):
    """What a data file says of itself."""

    title: Annotated[str, Key("text", "what the timeline is about")] = "Timeline"
    version: Annotated[str | None, Key("text", "which edition of the data this is")] = None
    coverage: Annotated[str | None, Key("date", "the stretch of time that is covered")] = None
    about: Annotated[str | None, Key("text", "what is in, what is not, how it was checked")] = None
    license: Annotated[str | None, Key("text", "under which others may use the data")] = None
    author: Annotated[str | None, Key("text", "who made it, for citations")] = None


HEADER = RecordType(
    "header", Field("schema", "choice", "the version of this format", choices=("1",)), *_fields(HeaderFields)
)

SECTIONS = RecordType(
    "sections",
    Field("actors", "registry", "who acts; without it any word is an actor", record=ACTOR),
    Field("themes", "registry", "what events are about; without it any word is a theme", record=THEME),
    Field("threads", "registry", "stories that several events tell; without it any word is a thread", record=THEME),
    Field("synonyms", "rows", "for searching: the words of a row find each other"),
    Field("ambiguous", "lists", "a short name → ids of all actors that it can mean"),
    Field("events", "records", "what happened", record=EVENT, required=True),
)
"""The keys of a file that hold records; each may be left empty."""

FILE = RecordType("file", *HEADER, *SECTIONS)

RECORDS = {record.name: record for record in (FILE, EVENT, SOURCE, ACTOR, OFFICE, THEME)}
"""Every kind of record; threads are of the same kind as themes."""

_COVERAGE = ("count", "first", "last")
"""What answers say of an entry of a registry: how many events it has, the first and the last day of them."""

REGISTRY_FIELDS = {
    "actor": ("id", *ACTOR.names(), *_COVERAGE),
    "theme": ("id", *THEME.names(), *_COVERAGE),
    "thread": ("id", *THEME.names(), *_COVERAGE),
}
"""The keys of actors, themes and threads."""

PROFILE_FIELDS: dict[str, tuple[str, ...]] = {
    "actor": ("type", *REGISTRY_FIELDS["actor"], "members", "with", "themes", "threads", "latest"),
    "theme": ("type", *REGISTRY_FIELDS["theme"], "actors", "threads", "latest"),
    "thread": ("type", *REGISTRY_FIELDS["thread"], "actors", "themes", "events"),
}
"""The keys of an actor, theme or thread that `show` opens. `members` belong to the actor, `with` are the other actors
of its events; these, `actors`, `themes` and `threads` are lists of `id`, `name` and `count`; `latest` are `id`, `date`
and `title` of events; so are `events`, with `days` since the one before and what each `follows`."""

SOURCE_FIELDS = (*SOURCE.names(), "events", "count")
"""The keys of a source that `sources` lists: also the ids of the events that cite it, and their number."""

OFFICE_FIELDS = ("office", "holder", "actor", *OFFICE.names()[1:])
"""The keys of an office that `offices` lists: its title, the name and the id of its holder, and the rest."""

COUNT_FIELDS: dict[str, tuple[str, ...]] = {
    "count": ("key", "name", "count"),
    "pair": ("key", "name", "and_key", "and_name", "count"),
}
"""The keys of a row of `stats`, by one thing or by two."""


GAP_FIELDS = ("days", "start", "end", "after", "after_title", "before", "before_title")
"""The keys of a stretch of days without an event: its length, its first and last day, and the ids and titles of the
events after which it begins and before which it ends."""

_LISTED_FIELDS = {"source": SOURCE_FIELDS, "office": OFFICE_FIELDS, "gap": GAP_FIELDS}


def fields_of(kind: str, *, searched: bool) -> tuple[str, ...]:
    """The keys of a record, in order; `searched` for events that a search gave."""
    if kind in _LISTED_FIELDS:
        return _LISTED_FIELDS[kind]
    if kind != "event":
        return REGISTRY_FIELDS[kind] if kind in REGISTRY_FIELDS else COUNT_FIELDS[kind]
    return (*EVENT_FIELDS, *HIT_FIELDS) if searched else EVENT_FIELDS


def columns_of(kind: str, *, searched: bool) -> tuple[str, ...]:
    """The columns of a table where none are named: the keys of a record, but for `missing`, which came later."""
    return tuple(name for name in fields_of(kind, searched=searched) if name != "missing")


def digest(*more: str) -> int:
    """A positive number of 31 bits for the table of fields and `more` text: it changes when they do. The index
    has it as its version, so that one of other fields is not read."""
    from zlib import crc32

    table: list[Any] = [
        (record.name, field.name, field.type, field.choices) for record in RECORDS.values() for field in record
    ]
    return crc32(repr((table, more)).encode()) & 0x7FFFFFFF
