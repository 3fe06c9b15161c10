"""The table of fields: the name, type, order and meaning of every key of an event file and of the public JSON.

The classes of `model`, the order of keys in JSON, the header of CSV, the JSON Schema, the tables in the docs, the
readers and the version of the index derive from it. Keys may be added; scripts rely on it that none is renamed.

Every command loads this module, so it imports little: `model` makes dataclasses of its classes.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, dataclass_transform, get_args

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

EntryKind = Literal["actor", "theme", "thread"]
"""A kind of the entries of a registry."""

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


_REQUIRED: Any = object()
"""The default of a required field."""


def key(
    type: FieldType,
    about: str,
    choices: tuple[str, ...] = (),
    record: RecordType | None = None,
    name: str = "",
    label: str = "",
    default: Any = _REQUIRED,
) -> Any:
    """Declares an attribute as a field; `name` is the key, where it is a reserved word of Python."""
    return Field(name, type, about, choices, record, default is _REQUIRED, label=label), default


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(key,))
class Declared:
    """A class whose body declares fields."""


def _fields(declared: type[Declared], **derived: tuple[str, ...]) -> Iterator[Field]:
    """The fields of a class; `derived` maps a field to the keys that follow it in JSON and derive from it. Leaves the
    defaults in the class, as dataclasses expect them."""
    for attribute in declared.__annotations__:
        field, default = getattr(declared, attribute)
        yield field._replace(name=field.name or attribute, attribute=attribute)
        for name in derived.get(attribute, ()):
            yield Field(name, "derived", "written by jkr")
        if field.required:
            delattr(declared, attribute)
        else:
            setattr(declared, attribute, default)


class SourceFields(Declared):
    """Where a statement was read."""

    publisher: str | None = key("text", "who published it", default=None)
    via: str | None = key("text", "who carried it on, where that copy was read", default=None)
    kind: str | None = key(
        "text", "what it is: news-agency, newspaper, broadcaster, official, analysis, other", default=None
    )
    lang: str | None = key("text", "language of the page (BCP 47: en, ko, ja)", default=None)
    title: str | None = key("text", "the headline, word for word", default=None)
    about: str | None = key("text", "what the page is about, where the headline is not known", default=None)
    url: str | None = key("address", "its address, http or https", default=None)
    date: str | None = key("date", "day of publication", default=None)
    accessed: str | None = key("date", "day on which the page was last read", default=None)
    archived: str | None = key("address", "address of an archived copy", default=None)


SOURCE = RecordType("source", *_fields(SourceFields))


class EventFields(Declared):
    """One dated event."""

    id: str = key("id", "permanent id; by convention the date and a few words")
    date: "EventDate" = key("date", "EDTF; the local date where it happened")
    date_note: str | None = key(
        "text", "what a reader must know of the date: time zones, sources that differ", default=None
    )
    title: str = key("text", "one line")
    summary: str | None = key("text", "one to four sentences", default=None)
    place: str | None = key("text", "where; several with ' / '", default=None)
    actors: tuple[str, ...] = key("texts", "ids of actors", default=())
    themes: tuple[str, ...] = key("texts", "ids of themes, the main one first", default=())
    thread: str | None = key("text", "id of the thread that it is part of", default=None)
    importance: Importance = key("choice", f"default: {IMPORTANCE[0]}", IMPORTANCE, default=IMPORTANCE[0])
    status: Status = key("choice", f"default: {STATUSES[0]}", STATUSES, default=STATUSES[0])
    follows: tuple[str, ...] = key("texts", "ids of the events that it directly continues or answers", default=())
    note: str | None = key("text", "a correction or a dispute that the reader should know", label="Note", default=None)
    sources: "tuple[Source, ...]" = key("records", "where it can be read", record=SOURCE, default=())


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

    title: str = key("text", "the post")
    since: str | None = key("date", "first day; left out where it is not known", name="from", default=None)
    until: str | None = key(
        "date", "last day; left out where it is not known, or the office is still held", name="to", default=None
    )
    acting: bool = key("flag", "true when held for another", default=False)
    note: str | None = key("text", "what a reader must know", default=None)


OFFICE = RecordType("office", *_fields(OfficeFields))


class ActorFields(Declared):
    """Someone or something that acts."""

    name: str = key("text", "as English texts write it")
    kind: ActorKind | None = key("choice", "what it is", ACTOR_KINDS, default=None)
    of: str | None = key("text", "id of the actor that it belongs to", default=None)
    native: Mapping[str, str] | None = key("names", "language → the name there", default=None)
    aliases: tuple[str, ...] = key("texts", "other names", default=())
    offices: "tuple[Office, ...]" = key("records", "posts held", record=OFFICE, default=())
    note: str | None = key("text", "what a reader must know", default=None)
    iso: str | None = key("country", "ISO 3166-1 code of a state, two letters: JP", default=None)
    wikidata: str | None = key("item", "its item in Wikidata: Q17", default=None)


ACTOR = RecordType("actor", *_fields(ActorFields))


class ThemeFields(Declared):
    """What events are about; also a thread, which is a story that runs through several events."""

    name: str = key("text", "as it is shown")
    about: str | None = key("text", "one line", default=None)
    aliases: tuple[str, ...] = key("texts", "other names", default=())
    family: str | None = key("text", "the family of themes that it belongs to; a family shares a colour", default=None)


THEME = RecordType("theme", *_fields(ThemeFields))


class HeaderFields(Declared):
    """What a data file says of itself."""

    title: str = key("text", "what the timeline is about", default="Timeline")
    version: str | None = key("text", "which edition of the data this is", default=None)
    coverage: str | None = key("date", "the stretch of time that is covered", default=None)
    about: str | None = key("text", "what is in, what is not, how it was checked", default=None)
    license: str | None = key("text", "under which others may use the data", default=None)
    author: str | None = key("text", "who made it, for citations", default=None)


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

RECORD_TYPES = {record.name: record for record in (FILE, EVENT, SOURCE, ACTOR, OFFICE, THEME)}
"""Every kind of record; threads are of the same kind as themes."""
