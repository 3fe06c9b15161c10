"""The shape of a data file: one description of every key. The reader, the JSON Schema, the starter file
and the README's tables come from it."""

from dataclasses import dataclass
from typing import Literal

from ..fields import ACTOR_KINDS, EVENT_FIELDS, HIT_FIELDS, IMPORTANCE, STATUSES

FieldType = Literal[
    "text", "id", "choice", "date", "address", "flag", "derived",
    "texts", "names", "records", "registry", "rows", "lists",
]  # fmt: skip
"""What a key holds. One text: `flag` is true or false, `derived` is written by `jkr` and only compared
when read. Several: `texts` a list, `names` a mapping to texts, `records` a list of mappings; and, in
sections of a file, `registry` ids with a mapping each, `rows` lists of texts, `lists` a mapping to them."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One key: its name, what it holds, and what it means. `choices` for a choice, `fields` of each
    record for records and a registry. Each is equal to itself only, so that it is quickly looked up."""

    name: str
    type: FieldType
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple["Field", ...] = ()


SOURCE = (
    Field("publisher", "text", "who published it"),
    Field("via", "text", "who carried it on, where that copy was read"),
    Field("kind", "text", "what it is: news-agency, newspaper, broadcaster, official, analysis, other"),
    Field("lang", "text", "language of the page (BCP 47: en, ko, ja)"),
    Field("title", "text", "the headline, word for word"),
    Field("about", "text", "what the page is about, where the headline is not known"),
    Field("url", "address", "its address, http or https"),
    Field("date", "date", "day of publication"),
)
_DERIVED = {"start", "end", "precision", "approximate", "uncertain", *HIT_FIELDS}
EVENT = (
    Field("id", "id", "its name for ever; by custom the date and a few words", required=True),
    Field("date", "date", "EDTF; the local date where it happened", required=True),
    Field("date_note", "text", "what a reader must know of the date: time zones, sources that differ"),
    Field("title", "text", "one line", required=True),
    Field("summary", "text", "one to four sentences"),
    Field("place", "text", "where; several with ' / '"),
    Field("actors", "texts", "ids of actors"),
    Field("themes", "texts", "ids of themes, the main one first"),
    Field("thread", "text", "id of the thread that it is part of"),
    Field("importance", "choice", f"{IMPORTANCE[0]} where it is not said", choices=IMPORTANCE),
    Field("status", "choice", f"{STATUSES[0]} where it is not said", choices=STATUSES),
    Field("follows", "texts", "ids of the events that it directly continues or answers"),
    Field("note", "text", "a correction or a dispute that the reader should know"),
    Field("sources", "records", "where it can be read", fields=SOURCE),
    *(Field(name, "derived", "written by jkr") for name in (*EVENT_FIELDS, *HIT_FIELDS) if name in _DERIVED),
)
OFFICE = (
    Field("title", "text", "the post", required=True),
    Field("from", "date", "first day"),
    Field("to", "date", "last day"),
    Field("acting", "flag", "true when held for another"),
    Field("note", "text", "what a reader must know"),
)
ACTOR = (
    Field("name", "text", "as English texts write it", required=True),
    Field("kind", "choice", "what it is", choices=ACTOR_KINDS),
    Field("of", "text", "id of the actor that it belongs to"),
    Field("native", "names", "language → the name there"),
    Field("aliases", "texts", "other names"),
    Field("offices", "records", "posts held", fields=OFFICE),
    Field("note", "text", "what a reader must know"),
)
THEME = (
    Field("name", "text", "as it is shown", required=True),
    Field("about", "text", "one line"),
    Field("aliases", "texts", "other names"),
)
FILE = (
    Field("schema", "choice", "the version of this shape", choices=("1",)),
    Field("title", "text", "what the timeline is about"),
    Field("version", "text", "which edition of the data this is"),
    Field("coverage", "date", "the stretch of time that is covered"),
    Field("about", "text", "what is in, what is not, how it was checked"),
    Field("license", "text", "under which others may use the data"),
)
SECTION_FIELDS = (
    Field("actors", "registry", "who acts; without it any word is an actor", fields=ACTOR),
    Field("themes", "registry", "what events are about; without it any word is a theme", fields=THEME),
    Field("threads", "registry", "stories that several events tell; without it any word is a thread", fields=THEME),
    Field("synonyms", "rows", "for searching: the words of a row find each other"),
    Field("ambiguous", "lists", "a short name → ids of all actors that it can mean"),
    Field("events", "records", "what happened", required=True, fields=EVENT),
)
"""The keys of a file that hold records. `rules` reads them; each may be left empty."""

SECTIONS = tuple(each.name for each in SECTION_FIELDS)

RECORDS: dict[str, tuple[Field, ...]] = {
    "file": (*FILE, *SECTION_FIELDS),
    "event": EVENT,
    "source": SOURCE,
    "actor": ACTOR,
    "office": OFFICE,
    "theme": THEME,
}
"""Every kind of record with all its keys; threads are of the same kind as themes."""

EXAMPLES: dict[FieldType, tuple[str, ...]] = {
    "id": ("2024-10-03-first-meeting",),
    "date": ("2024-10-03", "2024-10", "2024-10-03/2024-10-05", "2024-10-03~", "2024-10-03/.."),
    "address": ("https://example.org/page",),
}
"""Right values, where a type has rules."""
