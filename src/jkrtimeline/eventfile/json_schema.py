"""The JSON Schema of an event file, made from the table of fields.

Editors complete keys and mark mistakes by it. It describes single records: what takes several (unknown names,
doubled ids) or a calendar (31 February) only `jkr check` finds.
"""

import json
from typing import Any

from ..fields import EVENT, FILE, RECORD_TYPES, Field, FieldType, RecordType
from . import patterns

_SCALAR = ["string", "number", "boolean"]
"""jkr reads every scalar as text, but editors read `version: 2025.06` as a number, `title: yes` and `iso: NO` as true
and false."""

_ONE: dict[str, dict[str, Any]] = {
    "text": {"type": _SCALAR, "pattern": patterns.TEXT},
    "id": {"$ref": "#/$defs/id", "type": _SCALAR},
    "date": {"$ref": "#/$defs/date", "type": ["string", "integer"]},
    "address": {"$ref": "#/$defs/address", "type": "string"},
    "country": {"$ref": "#/$defs/country", "type": ["string", "boolean"]},
    "item": {"$ref": "#/$defs/item", "type": "string"},
    "flag": {"enum": [True, False, "true", "false"]},
    "derived": {"type": _SCALAR, "readOnly": True},
}
"""The keywords of a field type that is one text."""

_FORMS: dict[FieldType, dict[str, Any]] = {
    "id": {"pattern": patterns.ID, "minimum": 0},  # -1 would begin with a hyphen
    "date": {"pattern": patterns.DATE, "minimum": 1, "maximum": 9999},  # editors read 0850 as 850
    "address": {"pattern": patterns.ADDRESS},
    "country": {"pattern": patterns.COUNTRY},
    "item": {"pattern": patterns.ITEM},
}
"""The keywords of field types with a form, shared by all fields of the type."""

EXAMPLES: dict[FieldType, tuple[str, ...]] = {
    "id": ("2024-10-03-first-meeting",),
    "date": ("2024-10-03", "2024-10", "2024-10-03/2024-10-05", "2024-10-03~", "2024-10-03/.."),
    "address": ("https://example.org/page",),
    "country": ("JP", "KR"),
    "item": ("Q17",),
}
"""Valid values of types with a form."""


def event_file_schema() -> dict[str, Any]:
    """The schema, in draft 2020-12 of JSON Schema. A file is an object with `events`, or a list of events alone."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:jkr:event-file:1",
        "title": "jkr event file",
        "description": "A timeline: a file with `events`, or a list of events alone.",
        **_record(FILE),
        "type": ["object", "array"],
        "items": _reference(EVENT),
        "$defs": {
            **{
                name: {"title": name, "type": "object", **_record(record)}
                for name, record in RECORD_TYPES.items()
                if record is not FILE
            },
            **{name: {**form, "examples": list(EXAMPLES[name])} for name, form in _FORMS.items()},
        },
    }


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(event_file_schema(), indent=2, ensure_ascii=False) + "\n"


def _record(record: RecordType) -> dict[str, Any]:
    return {
        "properties": {field.name: _property(field) for field in record},
        "required": [field.name for field in record.required],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    value = _value(field)
    if not field.required or field.type == "records":  # a section may be left empty
        value = _or_null(value)
    return {"description": field.about, **value}


def _or_null(value: dict[str, Any]) -> dict[str, Any]:
    """Also allow a key without a value, which counts as missing."""
    if "enum" in value:
        return {**value, "enum": [*value["enum"], None]}
    types = value["type"]
    return {**value, "type": [*([types] if isinstance(types, str) else types), "null"]}


def _value(field: Field) -> dict[str, Any]:
    match field.type:
        case "choice":
            numbers = [int(choice) for choice in field.choices if choice.isdecimal()]  # `schema: 1`
            return {"enum": [*field.choices, *numbers]}
        case "derived-texts":
            return {**_list(_ONE["text"]), "readOnly": True}
        case "texts":
            return _list(_ONE["text"])
        case "rows":
            return _list(_list(_ONE["text"]))
        case "records":
            return _list(_reference(field.record))
        case "names":
            return _mapping({"pattern": patterns.TEXT}, _ONE["text"])
        case "lists":
            return _mapping({"pattern": patterns.TEXT}, _list(_ONE["text"]))
        case "registry":
            return _mapping({"$ref": "#/$defs/id"}, _reference(field.record))
    return _ONE[field.type]


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _mapping(keys: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "propertyNames": keys, "additionalProperties": values}


def _reference(record: RecordType | None) -> dict[str, Any]:
    assert record is not None  # a list of records and a registry have one
    return {"$ref": f"#/$defs/{record.name}"}
