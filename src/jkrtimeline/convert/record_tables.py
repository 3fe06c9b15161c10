"""JSON and YAML → the events of a file of jkr, or a table of the records in it.

A record whose values are records or lists is flattened: `location: {name: Oslo}` becomes the column
`location name`. Lists of records may lie anywhere in the file.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from ..edtf import DateError
from ..errors import DataError, Problem
from ..eventfile import Input, events_of_tree, node_reader, read_events
from ..eventfile.nodes import DecimalText, Node
from ..fields import EVENT_FIELDS, HIT_FIELDS
from ..model import Dataset, Event
from ..text.json_text import to_json
from .date_rules import DateRules
from .human_dates import read_date
from .report import DATES, Report
from .tables import Table, TableRow

_DEEPEST = 4
"""Levels of records within a record that become columns, and of lists in which records are searched."""

_SECTIONS = {"schema", "actors", "themes", "threads", "synonyms", "ambiguous", "coverage", "license"}
_ITEM_NAMES = ("url", "name", "title", "label", "text", "value")
_TYPED_VALUE = {"value", "@value", "type", "@type", "datatype", "xml:lang", "@language"}
"""The keys of a single value in the answers of SPARQL (JSON) and in JSON-LD."""


def read_records(name: str, text: str, rules: DateRules, report: Report) -> tuple[Dataset, tuple[Event, ...]] | Table:
    """The content of an event file of jkr, with its dates in EDTF; of any other file a table of its records: those in
    its lists, or in a mapping of records by name, or in a list of lists with a header. Raises DataError for a text that
    is neither JSON nor YAML, one without records, and an event file with errors."""
    data = text.encode()
    is_lines = node_reader.is_json_lines(name, Input(name, data).first())
    root = None if is_lines else node_reader.read_tree(name, data)
    try:
        return events_of_tree(name, root) if root else read_events(Input(name, data))
    except DataError as error:
        root = root or _tree_of_lines(name, text, report)
        keys = {key.text for key, _ in root.pairs}
        records = list(_records(root, _DEEPEST)) or list(_named_records(root, _DEEPEST)) or _records_of_rows(root)
        if ("events" in keys and not keys.isdisjoint(_SECTIONS)) or _are_jkr_events(records):
            if {problem.rule for problem in error.problems} == {"bad-date"}:
                value = _with_edtf_dates(root, rules._replace(groupings="edtf"), report)
                with suppress(DataError):
                    return read_events(Input("", to_json(value).encode()))
            raise
        if not records:
            hint = "an event file has events: and a list below it; other files need a list of records with dates"
            raise DataError(f"{name}: no list of events", hint=hint) from None
    return _table_of(records, report)


def json_value(name: str, text: str, *, required: bool) -> Any:
    """The value of a JSON text, with numbers as text; for any other text None, or DataError when JSON is `required`."""
    try:
        return json.loads(text, parse_int=str, parse_float=DecimalText, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as error:
        if not required:
            return None  # JSON Lines, or YAML in brackets
        where, reason = "", "nested too deeply"
        if isinstance(error, json.JSONDecodeError):
            where, reason = f":{error.lineno}:{error.colno}", error.msg
        raise DataError(f"{name}{where}: this is not JSON: {reason}", hint="check the file there") from None


def _tree_of_lines(name: str, text: str, report: Report) -> Node:
    """The tree of JSON Lines, or of JSON in one line. Lines that are not JSON are left out, and reported."""
    data = text.encode()
    if not name.lower().endswith((".jsonl", ".ndjson")) and json_value(name, text, required=False) is not None:
        return node_reader.read_tree(name, data)
    problems: list[Problem] = []
    items = list(node_reader.read_lines(name, Input(name, data).readline, problems.append))
    for problem in problems if items else ():
        report.leave_out(problem.line, problem.rule, problem.message)
    return Node(items, "list", 1, 1)


def _with_edtf_dates(root: Node, rules: DateRules, report: Report) -> Any:
    """An event file as JSON has it, with the dates of events and sources in EDTF. Events with a date that cannot be
    read are left out, and reported."""
    if root.kind == "mapping":
        return {
            key.text: _with_edtf_dates(value, rules, report) if key.text == "events" and value.items else _plain(value)
            for key, value in root.pairs
        }
    events = []
    for position, item in zip(_positions(root.items, report), root.items, strict=True):
        event = _plain(item)
        record = event if isinstance(event, dict) else {}
        try:
            if _rewrite_date(record, rules):
                report.change(position, DATES)
        except DateError as error:
            report.leave_out_date(position, error)
            continue
        for source in record.get("sources") or ():
            with suppress(DateError):
                _rewrite_date(source if isinstance(source, dict) else {}, rules)
        events.append(event)
    return events


def _plain(node: Node) -> Any:
    """A node as JSON has it."""
    if node.kind == "mapping":
        return {key.text: _plain(value) for key, value in node.pairs}
    return [_plain(item) for item in node.items] if node.kind == "list" else node.value


def _rewrite_date(record: dict[str, Any], rules: DateRules) -> bool:
    """Write the date of a record in EDTF; whether that changes it. Raises DateError."""
    text = record.get("date")
    if isinstance(text, str):
        record["date"] = read_date(text, rules).text
    return bool(record.get("date") != text)


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


def _are_jkr_events(records: list[Node]) -> bool:
    """Whether records have ids and the other keys of jkr's events, and no others."""
    known = {*EVENT_FIELDS, *HIT_FIELDS}
    keys = [{key.text for key, _ in record.pairs} for record in records]
    return all(each <= known for each in keys) and any("id" in each for each in keys)


def _positions(records: list[Node], report: Report) -> list[int]:
    """The line of each record; its number where several are on one line."""
    lines = [record.line for record in records]
    if len({*lines}) == len(lines):
        return lines
    report.unit = "record"
    return list(range(1, len(records) + 1))


def _table_of(records: list[Node], report: Report) -> Table:
    """The records as rows, with the position of each; every key is a column."""
    values_of = (dict(_flattened(record, "", _DEEPEST)) for record in records)
    flat = list(zip(_positions(records, report), values_of, strict=True))
    header = list(dict.fromkeys(name for _, values in flat for name in values))
    return Table(header, [TableRow(position, [values.get(name, "") for name in header]) for position, values in flat])


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
