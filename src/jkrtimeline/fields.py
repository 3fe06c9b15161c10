"""The table of fields: the name, type, order and meaning of every key of an event file and of the public JSON.

The classes of `model`, the order of keys in JSON, the header of CSV, the JSON Schema, the tables in the docs, the
readers and the version of the index derive from it. Keys may be added; scripts rely on it that none is renamed.

Every command loads this module, so it imports little: `model` makes dataclasses of its classes.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, dataclass_transform, get_args

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
"""What a key holds. One text: `country` is a code of ISO 3166-1, `item` one of Wikidata, `flag` is true or false,
`derived` is written by jkr and only compared when read. Several: `texts` is a list, `derived-texts` one that jkr
writes, `names` a mapping to texts, `records` a list of mappings. Sections of a file: `registry` maps ids to mappings,
`rows` is a list of lists, `lists` a mapping to lists."""


class Field(NamedTuple):
    """One key: its name, what it holds, and what it means. A choice has `choices`; records and a registry have the
    `record` of their mappings. `attribute` is the name in the model; empty for keys that the model lacks. Texts of an
    event with a `label` are shown after it in every format for reading, and searched with the summary."""

    name: str
    type: FieldType
    about: str
    choices: tuple[str, ...] = ()
    record: "RecordType | None" = None
    required: bool = False
    attribute: str = ""
    label: str = ""


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


def key(
    type: FieldType,
    about: str,
    choices: tuple[str, ...] = (),
    record: RecordType | None = None,
    name: str = "",
    label: str = "",
) -> Field:
    """The annotation of an attribute; `name` is the key, where it is a reserved word of Python."""
    return Field(name, type, about, choices, record, label=label)


def _fields(declared: type[Declared], **derived: tuple[str, ...]) -> Iterator[Field]:
    """The fields of a class; `derived` maps a field to the keys that follow it in JSON and derive from it."""
    for attribute, hint in declared.__annotations__.items():
        (field,) = hint.__metadata__
        yield field._replace(
            name=field.name or attribute, required=not hasattr(declared, attribute), attribute=attribute
        )
        for name in derived.get(attribute, ()):
            yield Field(name, "derived", "written by jkr")


class SourceFields(Declared):
    """Where a statement was read."""

    publisher: Annotated[str | None, key("text", "who published it")] = None
    via: Annotated[str | None, key("text", "who carried it on, where that copy was read")] = None
    kind: Annotated[
        str | None, key("text", "what it is: news-agency, newspaper, broadcaster, official, analysis, other")
    ] = None
    lang: Annotated[str | None, key("text", "language of the page (BCP 47: en, ko, ja)")] = None
    title: Annotated[str | None, key("text", "the headline, word for word")] = None
    about: Annotated[str | None, key("text", "what the page is about, where the headline is not known")] = None
    url: Annotated[str | None, key("address", "its address, http or https")] = None
    date: Annotated[str | None, key("date", "day of publication")] = None
    accessed: Annotated[str | None, key("date", "day on which the page was last read")] = None
    archived: Annotated[str | None, key("address", "address of an archived copy")] = None


SOURCE = RecordType("source", *_fields(SourceFields))


class EventFields(Declared):
    """One dated event."""

    id: Annotated[str, key("id", "permanent id; by convention the date and a few words")]
    date: Annotated["EventDate", key("date", "EDTF; the local date where it happened")]
    date_note: Annotated[
        str | None, key("text", "what a reader must know of the date: time zones, sources that differ")
    ] = None
    title: Annotated[str, key("text", "one line")]
    summary: Annotated[str | None, key("text", "one to four sentences")] = None
    place: Annotated[str | None, key("text", "where; several with ' / '")] = None
    actors: Annotated[tuple[str, ...], key("texts", "ids of actors")] = ()
    themes: Annotated[tuple[str, ...], key("texts", "ids of themes, the main one first")] = ()
    thread: Annotated[str | None, key("text", "id of the thread that it is part of")] = None
    importance: Annotated[Importance, key("choice", f"default: {IMPORTANCE[0]}", IMPORTANCE)] = IMPORTANCE[0]
    status: Annotated[Status, key("choice", f"default: {STATUSES[0]}", STATUSES)] = STATUSES[0]
    follows: Annotated[tuple[str, ...], key("texts", "ids of the events that it directly continues or answers")] = ()
    note: Annotated[str | None, key("text", "a correction or a dispute that the reader should know", label="Note")] = (
        None
    )
    sources: Annotated["tuple[Source, ...]", key("records", "where it can be read", record=SOURCE)] = ()


DERIVED = ("start", "end", "precision", "approximate", "uncertain")
"""What derives from the date of an event, in the public JSON: attributes of its EventDate."""

_EVENT = tuple(_fields(EventFields, date=DERIVED))
EVENT_FIELDS = tuple(field.name for field in _EVENT)
"""The keys of an event's public JSON, in order."""

LABELS = {field.name: field.label for field in _EVENT if field.label}
"""The labels of the texts of an event that are shown with one, by key."""

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

    title: Annotated[str, key("text", "the post")]
    since: Annotated[str | None, key("date", "first day", name="from")] = None
    until: Annotated[str | None, key("date", "last day", name="to")] = None
    acting: Annotated[bool, key("flag", "true when held for another")] = False
    note: Annotated[str | None, key("text", "what a reader must know")] = None


OFFICE = RecordType("office", *_fields(OfficeFields))


class ActorFields(Declared):
    """Someone or something that acts."""

    name: Annotated[str, key("text", "as English texts write it")]
    kind: Annotated[ActorKind | None, key("choice", "what it is", ACTOR_KINDS)] = None
    of: Annotated[str | None, key("text", "id of the actor that it belongs to")] = None
    native: Annotated[Mapping[str, str] | None, key("names", "language → the name there")] = None
    aliases: Annotated[tuple[str, ...], key("texts", "other names")] = ()
    offices: Annotated["tuple[Office, ...]", key("records", "posts held", record=OFFICE)] = ()
    note: Annotated[str | None, key("text", "what a reader must know")] = None
    iso: Annotated[str | None, key("country", "ISO 3166-1 code of a state, two letters: JP")] = None
    wikidata: Annotated[str | None, key("item", "its item in Wikidata: Q17")] = None


ACTOR = RecordType("actor", *_fields(ActorFields))


class ThemeFields(Declared):
    """What events are about; also a thread, which is a story that runs through several events."""

    name: Annotated[str, key("text", "as it is shown")]
    about: Annotated[str | None, key("text", "one line")] = None
    aliases: Annotated[tuple[str, ...], key("texts", "other names")] = ()
    family: Annotated[str | None, key("text", "the family of themes that it belongs to; a family shares a colour")] = (
        None
    )


THEME = RecordType("theme", *_fields(ThemeFields))


class HeaderFields(Declared):
    """What a data file says of itself."""

    title: Annotated[str, key("text", "what the timeline is about")] = "Timeline"
    version: Annotated[str | None, key("text", "which edition of the data this is")] = None
    coverage: Annotated[str | None, key("date", "the stretch of time that is covered")] = None
    about: Annotated[str | None, key("text", "what is in, what is not, how it was checked")] = None
    license: Annotated[str | None, key("text", "under which others may use the data")] = None
    author: Annotated[str | None, key("text", "who made it, for citations")] = None


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
