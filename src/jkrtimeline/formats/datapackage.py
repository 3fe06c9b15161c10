"""A Frictionless Data Package: linked tables in one zip file, with schemas by which other programs can check them.

Follows Data Package and Table Schema, version 1 (specs.frictionlessdata.io). Lists of texts and native names are JSON.
Cells are as in CSV, so no spreadsheet runs them as formulas. The bytes depend on the data alone.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from hashlib import file_digest
from io import TextIOWrapper
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from ..eventfile.used_names import REGISTRIES, UsedNames
from ..fields import EVENT_FIELDS
from ..query import Result
from ..text.json_text import to_json, without_empty
from . import BinaryWriter, RenderOptions
from .layout.bibliography import Bibliography, set_keys
from .layout.data_citation import data_name
from .layout.links import ascii_address
from .layout.package_tables import TableSchema, table_schemas
from .layout.rail import query_parts
from .layout.table import safe_cell
from .layout.zip_archive import TimelessZip

if TYPE_CHECKING:
    from ..model import Event, Header

_IN_MEMORY = 1 << 22
"""Bytes of a table that are held in memory; a longer one is on disk."""


def write(result: Result, out: BinaryWriter, options: RenderOptions) -> None:
    """Write the package."""
    with ExitStack() as stack:
        tables = {schema.name: stack.enter_context(_TableFile(schema, options)) for schema in table_schemas()}
        _fill(tables, result)
        file = stack.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        with TimelessZip(file, "w") as archive:
            descriptor = _descriptor(result, [table.descriptor() for table in tables.values()])
            archive.writestr("datapackage.json", to_json(descriptor) + "\n")
            for table in tables.values():
                archive.copy(table.file, table.path)
        file.seek(0)
        copyfileobj(file, out)


class _TableFile:
    """A table that is being written as CSV into a temporary file."""

    def __init__(self, schema: TableSchema, options: RenderOptions) -> None:
        self._schema = schema
        self._options = options
        self.path = f"{schema.name}.csv"
        self._names = [column["name"] for column in schema.columns]
        self._addresses = {column["name"] for column in schema.columns if column.get("format") == "uri"}
        self.file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed by __exit__
        self._text = TextIOWrapper(self.file, encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(self._names)

    def __enter__(self) -> "_TableFile":
        return self

    def __exit__(self, *_: object) -> None:
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
            "schema": self._schema.descriptor(),
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
    for kind in REGISTRIES:
        for record in used.records(kind, result.data):
            tables[f"{kind}s"].add(record)
            for position, office in enumerate(record.get("offices") or (), 1):
                tables["offices"].add({"actor_id": record["id"], "position": position, **office})


def _descriptor(result: Result, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of the package. What the header does not say is left out."""
    header: Header = result.data.header
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
