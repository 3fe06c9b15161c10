"""A Frictionless Data Package: linked tables in one zip file, with schemas by which other programs can check them.

Follows Data Package and Table Schema, version 1 (specs.frictionlessdata.io). Lists of texts and native names are JSON.
Cells are as in CSV, so no spreadsheet runs them as formulas. The bytes depend on the data alone.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from hashlib import file_digest
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from ..eventfile.used_names import LINKED, UsedNames, entry_fields
from ..fields import EVENT, EVENT_FIELDS, OFFICE, SOURCE, Field
from ..query import Result
from ..registries import REGISTRIES
from ..text.json_text import to_json, without_empty
from . import BinaryWriter, RenderOptions
from .shared.bibliography import Bibliography, data_name, set_keys
from .shared.headings import query_parts
from .shared.links import ascii_address
from .shared.spool import IN_MEMORY, zip_archive
from .shared.table import safe_cell

if TYPE_CHECKING:
    from ..model import Event, Header

_DERIVED = {
    "start": ("date", "first day that is possible; empty where it is open or unknown"),
    "end": ("date", "last day that is possible; empty where it is open or unknown"),
    "precision": ("string", "how exact the date is: day, month, season, quarter, year and the like"),
    "approximate": ("boolean", "whether the date is approximate"),
    "uncertain": ("boolean", "whether the date is uncertain"),
}
"""Fields that derive from the date of an event: their types and descriptions."""

_Column = dict[str, Any]
_POSITION: _Column = {"name": "position", "type": "integer", "description": "order, from 1"}


class _TableSchema(NamedTuple):
    """A table of the package: its columns and primary key, and the columns that hold ids of other tables."""

    name: str
    title: str
    columns: Sequence[_Column]
    key: Sequence[str]
    links: Mapping[str, str]


def write(result: Result, out: BinaryWriter, options: RenderOptions) -> None:
    """Write the package."""
    with ExitStack() as stack:
        tables = {schema.name: stack.enter_context(closing(_TableFile(schema, options))) for schema in _schemas()}
        _fill(tables, result)
        descriptor = _descriptor(result, [table.descriptor() for table in tables.values()])
        with zip_archive(out) as archive:
            archive.writestr("datapackage.json", to_json(descriptor) + "\n")
            for table in tables.values():
                archive.copy(table.file, table.path)


class _TableFile:
    """A table that is being written as CSV into a temporary file."""

    def __init__(self, schema: _TableSchema, options: RenderOptions) -> None:
        self._schema = schema
        self._options = options
        self.path = f"{schema.name}.csv"
        self._names = [column["name"] for column in schema.columns]
        self._addresses = {column["name"] for column in schema.columns if column.get("format") == "uri"}
        self.file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # see close
        self._text = TextIOWrapper(self.file, encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(self._names)

    def close(self) -> None:
        """Remove the file."""
        self._text.close()

    def add(self, record: Mapping[str, Any]) -> None:
        """Add a row with the values of a record."""
        self._writer.writerow([self._cell(record[name], name in self._addresses) for name in self._names])

    def add_links(self, event: str, others: Iterable[str]) -> None:
        """Add a row for each entry that an event links to, numbered in their order."""
        for position, other in enumerate(dict.fromkeys(others), 1):
            self._writer.writerow([self._cell(event), self._cell(other), position])

    def _cell(self, value: Any, is_address: bool = False) -> str:
        if value is None or value in ([], {}):
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        text = to_json(value) if isinstance(value, list | dict) else str(value)
        if is_address:  # encoded rather than defused, so that it remains an address
            text = re.sub(r"(?<=[,;|])[=+\-@]", lambda sign: f"%{ord(sign[0]):02X}", ascii_address(text))
        return safe_cell(text, self._options) if text else ""

    def descriptor(self) -> dict[str, Any]:
        """Its data resource, with the size and the hash of the file."""
        self._text.flush()
        self.file.seek(0)
        digest = file_digest(self.file, "sha256").hexdigest()
        references = [  # to the same table by an empty name
            {"fields": column, "reference": {"resource": "" if table == self._schema.name else table, "fields": "id"}}
            for column, table in self._schema.links.items()
        ]
        return {
            "name": self._schema.name,
            "title": self._schema.title,
            "path": self.path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": self.file.tell(),
            "hash": f"sha256:{digest}",
            "schema": {
                "fields": self._schema.columns,
                "primaryKey": self._schema.key,
                "missingValues": [""],
                **({"foreignKeys": references} if references else {}),
            },
        }


def _fill(tables: Mapping[str, _TableFile], result: Result) -> None:
    sources, used = Bibliography(), UsedNames()
    ids: set[str] = set()
    followed: list[Event] = []
    cited: list[tuple[str, list[int]]] = []
    for row in result.rows:
        event = row.event
        tables["events"].add(row.record(EVENT_FIELDS))
        tables["event_actors"].add_links(event.id, event.actors)
        tables["event_themes"].add_links(event.id, event.themes)
        used.add(event)
        ids.add(event.id)
        cited.append((event.id, sources.add(event)))
        if event.follows:
            followed.append(event)
    for event in followed:
        tables["event_follows"].add_links(event.id, (name for name in event.follows if name in ids))
    set_keys(sources)
    keys = [""]  # the numbers of sources count from 1
    for each in sources:
        keys.append(each.key)
        tables["sources"].add({"id": each.key, **each.source.public()})
    for identity, numbers in cited:
        tables["event_sources"].add_links(identity, (keys[number] for number in numbers))
    for kind, registry in REGISTRIES.items():
        for record in used.records(kind, result.catalog):
            tables[registry.section].add(record)
            for position, office in enumerate(record.get("offices") or (), 1):
                tables["offices"].add({"actor_id": record["id"], "position": position, **office})


def _descriptor(result: Result, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of the package. What the header does not say is left out."""
    header: Header = result.catalog.header
    licence = header.license
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": data_name(header),
        "title": header.title,
        "description": header.about,
        "version": header.version,
        "coverage": header.coverage,
        "filters": query_parts(result),
        "licenses": licence and [{"name": re.sub(r"[^A-Za-z0-9._-]", "-", licence), "title": licence}],
        "contributors": header.author and [{"title": header.author, "role": "author"}],
    }
    return {**without_empty(package), "resources": resources}


# --- the tables and their schemas: columns derive from the table of fields -------------------------


def _schemas() -> list[_TableSchema]:
    """The schemas of all tables, in the order of the package."""
    events = [_column(EVENT.by_name[name]) for name in EVENT_FIELDS if name not in LINKED]
    registries = [
        _TableSchema(
            registry.section,
            f"The {registry.section} of the events",
            [_id_column("id", "id"), *map(_column, entry_fields(registry.record))],
            ("id",),
            {"of": "actors"} if "of" in registry.record.by_name else {},
        )
        for registry in REGISTRIES.values()
    ]
    return [
        _TableSchema("events", "Events, in the order of the answer", events, ("id",), {"thread": "threads"}),
        *registries,
        _TableSchema(
            "offices",
            "Posts that actors held",
            [_id_column("actor_id", "id of the actor"), _POSITION, *map(_column, OFFICE)],
            ("actor_id", "position"),
            {"actor_id": "actors"},
        ),
        _TableSchema(
            "sources",
            "Sources, each once",
            [_id_column("id", "citation key, the same as in BibTeX and CSL JSON"), *map(_column, SOURCE)],
            ("id",),
            {},
        ),
        _link_table("actors", "actor_id", "actors", "Who acts in an event"),
        _link_table("themes", "theme_id", "themes", "What an event is about, the main theme first"),
        _link_table("sources", "source_id", "sources", "Where an event can be read"),
        _link_table("follows", "follows_id", "events", "Which events an event directly continues or answers"),
    ]


def _link_table(name: str, column: str, other: str, title: str) -> _TableSchema:
    """A table that links events to entries of another table."""
    columns = [_id_column("event_id", "id of the event"), _id_column(column, f"id in {other}"), _POSITION]
    return _TableSchema(f"event_{name}", title, columns, ("event_id", column), {"event_id": "events", column: other})


def _id_column(name: str, about: str) -> _Column:
    return {"name": name, "type": "string", "description": about, "constraints": {"required": True}}


def _column(field: Field) -> _Column:
    """The column of a field. EDTF is text; only the days that derive from it are dates."""
    if field.type == "derived":
        kind, about = _DERIVED[field.name]
        return {"name": field.name, "type": kind, "description": about}
    types = {"flag": "boolean", "texts": "array", "names": "object"}
    column: _Column = {"name": field.name, "type": types.get(field.type, "string"), "description": field.about}
    if field.type == "address":
        column["format"] = "uri"
    if field.type == "date" and "EDTF" not in field.about:
        column["description"] += " (EDTF)"
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.choices:
        constraints["enum"] = list(field.choices)
    return {**column, "constraints": constraints} if constraints else column
