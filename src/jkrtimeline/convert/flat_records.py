"""JSON and YAML lists of flat records → a header and rows, to be read like a table.

A record whose values are records or lists is flattened: `location: {name: Oslo}` becomes the column
`location name`. Lists of records may lie anywhere in the file.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ..eventfile.nodes import Node
from ..fields import EVENT_FIELDS, HIT_FIELDS
from .tables import Row, Table

_DEEPEST = 4
"""Levels of records within a record that become columns, and of lists in which records are searched."""


class RecordList(NamedTuple):
    """The records of a file, and whether they lie in sections that only event files of jkr have."""

    records: list[Node]
    has_sections: bool


_SECTIONS = {"schema", "actors", "themes", "threads", "synonyms", "ambiguous", "coverage", "license"}


def find_records(root: Node) -> RecordList:
    """All records in the lists of a file, in their order."""
    keys = {key.text for key, _ in root.pairs}
    return RecordList(list(_records(root, _DEEPEST)), "events" in keys and not keys.isdisjoint(_SECTIONS))


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


def are_own(records: list[Node]) -> bool:
    """Whether records have the keys of jkr's events and no others."""
    known = {*EVENT_FIELDS, *HIT_FIELDS}
    return bool(records) and all({key.text for key, _ in record.pairs} <= known for record in records)


def table_of(records: list[Node]) -> Table:
    """The records as rows, with the line of each; every key is a column."""
    flat = [(record.line, dict(_flattened(record, "", _DEEPEST))) for record in records]
    header = list(dict.fromkeys(name for _, values in flat for name in values))
    return Table(header, [Row(line, [values.get(name, "") for name in header]) for line, values in flat])


def _flattened(record: Node, start: str, depth: int) -> Iterator[tuple[str, str]]:
    """The values of a record by column; those of the records in it have its name before theirs."""
    for key, value in record.pairs:
        name = f"{start} {key.text}".strip()
        if value.kind == "scalar":
            yield name, value.text or ""
        elif value.kind == "list":
            yield name, "; ".join(text for item in value.items if (text := _item(item)))
        elif depth:
            wrapper = key.text in ("properties", "fields", "attributes") and not start
            yield from _flattened(value, "" if wrapper else name, depth - 1)


def _item(node: Node) -> str:
    """An item of a list as text; of a record its name."""
    if node.kind == "scalar":
        return (node.text or "").strip()
    values = {key.text: value.text for key, value in node.pairs if value.kind == "scalar"}
    return next((text for key in ("url", "name", "title", "label", "text") if (text := values.get(key))), "") or ""
