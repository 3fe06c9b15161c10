"""A Frictionless Data Package: linked tables in one zip file, with schemas that other programs check them by.

Follows Data Package and Table Schema, version 1 (specs.frictionlessdata.io). The columns derive from the table of
fields: a list of texts and native names are JSON. Cells are as in CSV, so no spreadsheet runs them as formulas. The
bytes depend on the data alone: no clock is read.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from hashlib import sha256
from io import TextIOWrapper
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from ..eventfile.used_names import LINKED, REGISTRIES, UsedNames, entry_fields
from ..fields import EVENT, EVENT_FIELDS, OFFICE, SOURCE, Field
from ..query import Result
from ..text.json_text import to_json
from . import RenderOptions
from .layout.bibliography import Bibliography, set_keys
from .layout.data_citation import data_name
from .layout.links import ascii_address
from .layout.rail import query_parts
from .layout.table import safe_cell
from .layout.zip_entry import zip_entry

if TYPE_CHECKING:
    from ..model import Event, Header
    from . import BinaryWriter

_IN_MEMORY = 1 << 22
"""Bytes of a table that are held in memory."""

_DAYS, _FLAGS = ("start", "end"), ("approximate", "uncertain")
"""Fields that derive from a date and hold days, or true and false."""

_DERIVED: dict[str, str] = {
    "start": "first day that is possible; empty where it is open or unknown",
    "end": "last day that is possible; empty where it is open or unknown",
    "precision": "how exact the date is: day, month, season, quarter, year and the like",
    "approximate": "whether the date is approximate",
    "uncertain": "whether the date is uncertain",
}
"""What derives from the date of an event."""

_Column = dict[str, Any]


class _Schema(NamedTuple):
    """A table of the package: its columns and primary key, and which of its columns are keys of other tables."""

    name: str
    title: str
    columns: Sequence[_Column]
    key: Sequence[str]
    links: Mapping[str, str]

    def descriptor(self) -> dict[str, Any]:
        """Its Table Schema. The resource of a key in the same table has no name."""
        foreign = [
            {"fields": column, "reference": {"resource": "" if table == self.name else table, "fields": "id"}}
            for column, table in self.links.items()
        ]
        schema = {"fields": list(self.columns), "primaryKey": list(self.key), "missingValues": [""]}
        return {**schema, "foreignKeys": foreign} if foreign else schema


def write(result: Result, out: "BinaryWriter", options: RenderOptions) -> None:
    """Write the package."""
    with ExitStack() as stack:
        tables = {schema.name: stack.enter_context(_Table(schema, options)) for schema in _schemas()}
        _fill(tables, result)
        file = stack.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            descriptor = _descriptor(result, [table.descriptor() for table in tables.values()])
            archive.writestr(zip_entry("datapackage.json"), to_json(descriptor) + "\n")
            for table in tables.values():
                with archive.open(zip_entry(table.path), "w") as entry:
                    table.copy_to(entry)
        file.seek(0)
        copyfileobj(file, out)


# --- the tables -------------------------------------------------------------------------------------


def _schemas() -> list[_Schema]:
    events = [_column(EVENT.by_name[name]) for name in EVENT_FIELDS if name not in LINKED]
    registries = [
        _Schema(
            f"{kind}s",
            f"The {kind}s of the events",
            [_text("id", "id", required=True), *map(_column, entry_fields(record))],
            ("id",),
            {"of": "actors"} if "of" in record.by_name else {},
        )
        for kind, record in REGISTRIES.items()
    ]
    return [
        _Schema("events", "Events, in the order of the answer", events, ("id",), {"thread": "threads"}),
        *registries,
        _Schema(
            "offices",
            "Posts that actors held",
            [_text("actor_id", "id of the actor", required=True), _POSITION, *map(_column, OFFICE)],
            ("actor_id", "position"),
            {"actor_id": "actors"},
        ),
        _Schema(
            "sources",
            "Sources, each once",
            [_text("id", "citation key, the same as in BibTeX and CSL JSON", required=True), *map(_column, SOURCE)],
            ("id",),
            {},
        ),
        _link("actors", "actor_id", "actors", "Who acts in an event"),
        _link("themes", "theme_id", "themes", "What an event is about, the main theme first"),
        _link("sources", "source_id", "sources", "Where an event can be read"),
        _link("follows", "follows_id", "events", "Which events an event directly continues or answers"),
    ]


def _link(name: str, column: str, other: str, title: str) -> _Schema:
    columns = [_text("event_id", "id of the event", required=True), _text(column, f"id in {other}", required=True)]
    links = {"event_id": "events", column: other}
    return _Schema(f"event_{name}", title, [*columns, _POSITION], ("event_id", column), links)


def _text(name: str, about: str, *, required: bool = False) -> _Column:
    column: _Column = {"name": name, "type": "string", "description": about}
    return {**column, "constraints": {"required": True}} if required else column


_POSITION: _Column = {"name": "position", "type": "integer", "description": "order, from 1"}


def _column(field: Field) -> _Column:
    """The column of a field. EDTF is text; only days that derive from it are dates."""
    name = field.name
    if field.type == "derived":
        kind = "date" if name in _DAYS else "boolean" if name in _FLAGS else "string"
        return {"name": name, "type": kind, "description": _DERIVED[name]}
    types = {"flag": "boolean", "texts": "array", "names": "object"}
    column: _Column = {"name": name, "type": types.get(field.type, "string"), "description": field.about}
    if field.type == "address":
        column["format"] = "uri"
    if field.type == "date":
        column["description"] += " (EDTF)" * ("EDTF" not in field.about)
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.choices:
        constraints["enum"] = list(field.choices)
    return {**column, "constraints": constraints} if constraints else column


class _Table:
    """A table while it is written, in a temporary file."""

    def __init__(self, schema: _Schema, options: RenderOptions) -> None:
        self._schema = schema
        self._options = options
        self.path = f"{schema.name}.csv"
        self._names = [column["name"] for column in schema.columns]
        self._addresses = {column["name"] for column in schema.columns if column.get("format") == "uri"}
        self._bytes: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed by __exit__
        self._text = TextIOWrapper(self._bytes, encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(self._names)

    def __enter__(self) -> "_Table":
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    def add(self, record: Mapping[str, Any]) -> None:
        """Add a row with the values of a record."""
        self._writer.writerow([self._cell(record[name], name in self._addresses) for name in self._names])

    def add_links(self, event: str, others: Iterable[str]) -> None:
        """Add a row for each entry that an event links to, in their order."""
        for position, other in enumerate(dict.fromkeys(others), 1):
            self._writer.writerow([self._cell(event), self._cell(other), position])

    def _cell(self, value: Any, is_address: bool = False) -> str:
        if value is None or value in ([], {}):
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        text = to_json(value) if isinstance(value, list | dict) else str(value)
        if is_address:  # remains one, and begins no formula where a cell may be divided
            text = re.sub(r"(?<=[,;|])[=+\-@]", lambda sign: f"%{ord(sign[0]):02X}", ascii_address(text))
        return safe_cell(text, self._options) if text else ""

    def descriptor(self) -> dict[str, Any]:
        """Its resource, with the size and the hash of what has been written."""
        self._text.flush()
        self._bytes.seek(0)
        digest, size = sha256(), 0
        while piece := self._bytes.read(1 << 16):
            digest.update(piece)
            size += len(piece)
        return {
            "name": self._schema.name,
            "title": self._schema.title,
            "path": self.path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": size,
            "hash": f"sha256:{digest.hexdigest()}",
            "schema": self._schema.descriptor(),
        }

    def copy_to(self, file: IO[bytes]) -> None:
        """Write all of it to a file."""
        self._bytes.seek(0)
        copyfileobj(self._bytes, file)


def _fill(tables: Mapping[str, _Table], result: Result) -> None:
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
    keys = [""]  # numbers count from 1
    for each in sources:
        keys.append(each.key)
        tables["sources"].add({"id": each.key, **each.source.public()})
    for identity, numbers in cited:
        tables["event_sources"].add_links(identity, (keys[number] for number in numbers))
    for kind in REGISTRIES:
        for record in used.records(kind, result.data):
            tables[f"{kind}s"].add(record)
            for position, office in enumerate(record.get("offices") or (), 1):
                tables["offices"].add({"actor_id": record["id"], "position": position, **office})


def _descriptor(result: Result, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The package. What the data do not say is left out."""
    header: Header = result.data.header
    licence = header.license
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": data_name(header),
        "title": header.title,
        "description": header.about,
        "version": header.version,
        "coverage": header.coverage,
        "filters": list(query_parts(result)),
        "licenses": licence and [{"name": "".join(c if _plain(c) else "-" for c in licence), "title": licence}],
        "contributors": header.author and [{"title": header.author, "role": "author"}],
    }
    return {**{name: value for name, value in package.items() if value}, "resources": resources}


def _plain(letter: str) -> bool:
    """Whether a letter may stand in the name of a licence."""
    return letter.isascii() and (letter.isalnum() or letter in "-._")
