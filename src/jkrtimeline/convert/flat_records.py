"""Records in JSON and YAML → a header and rows, to be read like a table.

A record whose values are records or lists is flattened: `location: {name: Oslo}` becomes the column
`location name`. Lists of records may lie anywhere in the file.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ..eventfile.nodes import Node
from ..fields import EVENT_FIELDS, HIT_FIELDS
from .tables import Table, TableRow

_DEEPEST = 4
"""Levels of records within a record that become columns, and of lists in which records are searched."""

_SECTIONS = {"schema", "actors", "themes", "threads", "synonyms", "ambiguous", "coverage", "license"}
_ITEM_NAMES = ("url", "name", "title", "label", "text", "value")
_TYPED_VALUE = {"value", "@value", "type", "@type", "datatype", "xml:lang", "@language"}
"""The keys of a single value in the answers of SPARQL (JSON) and in JSON-LD."""


class RecordList(NamedTuple):
    """The records of a file, and whether it has sections that only event files of jkr have."""

    records: list[Node]
    has_sections: bool


def find_records(root: Node) -> RecordList:
    """All records in the lists of a file, in their order; without any list of records, those of a mapping of
    records by name, or of a list of lists with a header."""
    keys = {key.text for key, _ in root.pairs}
    records = list(_records(root, _DEEPEST)) or list(_named_records(root, _DEEPEST)) or _records_of_rows(root)
    return RecordList(records, "events" in keys and not keys.isdisjoint(_SECTIONS))


def _records(node: Node, depth: int) -> Iterator[Node]:
    if node.kind == "list":
        records = [item for item in node.items if item.kind == "mapping"]
        yield from records
        if not records and depth:
            for item in node.items:
                yield from _records(item, depth - 1)
    elif depth:
        for _, value in node.pairs:
            if value.kind != "scalar":
                yield from _records(value, depth - 1)


def _named_records(node: Node, depth: int) -> Iterator[Node]:
    """The records of a mapping whose values are all records of the same kind: each with its name as `record key`."""
    values = [value for _, value in node.pairs]
    shared = [{key.text for key, _ in value.pairs} for value in values]
    if values and all(shared) and any(all(name in keys for keys in shared) for name in shared[0]) and len(values) > 1:
        for key, value in node.pairs:
            name = Node("record key", "scalar", key.line, key.column)
            yield Node([(name, key), *value.pairs], "mapping", key.line, key.column)
    elif depth:
        for value in values:
            yield from _named_records(value, depth - 1)


def _records_of_rows(root: Node) -> list[Node]:
    """The records of a list whose items are lists of single values, the first with the names of the columns."""
    rows = [item.items for item in root.items if item.kind == "list"]
    if len(rows) < 2 or len(rows) < len(root.items) or any(cell.kind != "scalar" for cell in rows[0]):
        return []
    return [Node(list(zip(rows[0], row, strict=False)), "mapping", row[0].line, 1) for row in rows[1:] if row]


def are_jkr_events(records: list[Node]) -> bool:
    """Whether records have ids and the other keys of jkr's events, and no others."""
    known = {*EVENT_FIELDS, *HIT_FIELDS}
    keys = [{key.text for key, _ in record.pairs} for record in records]
    return all(each <= known for each in keys) and any("id" in each for each in keys)


def table_of(records: list[Node]) -> Table:
    """The records as rows, with the line of each; every key is a column."""
    flat = [(record.line, dict(_flattened(record, "", _DEEPEST))) for record in records]
    header = list(dict.fromkeys(name for _, values in flat for name in values))
    return Table(header, [TableRow(line, [values.get(name, "") for name in header]) for line, values in flat])


def _flattened(record: Node, start: str, depth: int) -> Iterator[tuple[str, str]]:
    """The values of a record by column; those of the records in it have its name before theirs."""
    keys = {key.text for key, _ in record.pairs}
    for key, value in record.pairs:
        name = f"{start} {key.text}".strip()
        if key.text == "type" and keys & {"properties", "geometry"}:
            continue  # in GeoJSON this is the kind of record
        if value.kind == "scalar":
            yield name, value.text or ""
        elif value.kind == "list":
            yield name, "; ".join(text for item in value.items if (text := _item(item)))
        elif {inner.text for inner, _ in value.pairs} <= _TYPED_VALUE and (text := _text_of(value, "value")):
            yield name, text
        elif depth:
            wrapper = key.text in ("properties", "fields", "attributes") and not start
            yield from _flattened(value, "" if wrapper else name, depth - 1)


def _text_of(node: Node, *keys: str) -> str:
    """The text of the first of some keys of a record that has any."""
    values = {key.text: value.text for key, value in node.pairs if value.kind == "scalar"}
    return next((text for key in keys if (text := values.get(key) or values.get(f"@{key}"))), "") or ""


def _item(node: Node) -> str:
    """An item of a list as text; of a record its name."""
    return (node.text or "").strip() if node.kind == "scalar" else _text_of(node, *_ITEM_NAMES)
