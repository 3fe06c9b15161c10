"""The tables of a Data Package and their schemas (Table Schema, version 1). Columns derive from the table of fields."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...eventfile.used_names import LINKED, REGISTRIES, entry_fields
from ...fields import EVENT, EVENT_FIELDS, OFFICE, SOURCE, Field

_DERIVED = {
    "start": ("date", "first day that is possible; empty where it is open or unknown"),
    "end": ("date", "last day that is possible; empty where it is open or unknown"),
    "precision": ("string", "how exact the date is: day, month, season, quarter, year and the like"),
    "approximate": ("boolean", "whether the date is approximate"),
    "uncertain": ("boolean", "whether the date is uncertain"),
}
"""Fields that derive from the date of an event: their types and descriptions."""

Column = dict[str, Any]


class TableSchema(NamedTuple):
    """A table of the package: its columns and primary key, and the columns that hold ids of other tables."""

    name: str
    title: str
    columns: Sequence[Column]
    key: Sequence[str]
    links: Mapping[str, str]

    def descriptor(self) -> dict[str, Any]:
        """Its Table Schema. A reference to the same table names no resource."""
        foreign = [
            {"fields": column, "reference": {"resource": "" if table == self.name else table, "fields": "id"}}
            for column, table in self.links.items()
        ]
        schema = {"fields": list(self.columns), "primaryKey": list(self.key), "missingValues": [""]}
        return {**schema, "foreignKeys": foreign} if foreign else schema


def table_schemas() -> list[TableSchema]:
    """The schemas of all tables, in the order of the package."""
    events = [_column(EVENT.by_name[name]) for name in EVENT_FIELDS if name not in LINKED]
    registries = [
        TableSchema(
            f"{kind}s",
            f"The {kind}s of the events",
            [_id_column("id", "id"), *map(_column, entry_fields(record))],
            ("id",),
            {"of": "actors"} if "of" in record.by_name else {},
        )
        for kind, record in REGISTRIES.items()
    ]
    return [
        TableSchema("events", "Events, in the order of the answer", events, ("id",), {"thread": "threads"}),
        *registries,
        TableSchema(
            "offices",
            "Posts that actors held",
            [_id_column("actor_id", "id of the actor"), _POSITION, *map(_column, OFFICE)],
            ("actor_id", "position"),
            {"actor_id": "actors"},
        ),
        TableSchema(
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


def _link_table(name: str, column: str, other: str, title: str) -> TableSchema:
    """A table that links events to entries of another table."""
    columns = [_id_column("event_id", "id of the event"), _id_column(column, f"id in {other}"), _POSITION]
    return TableSchema(f"event_{name}", title, columns, ("event_id", column), {"event_id": "events", column: other})


def _id_column(name: str, about: str) -> Column:
    return {"name": name, "type": "string", "description": about, "constraints": {"required": True}}


_POSITION: Column = {"name": "position", "type": "integer", "description": "order, from 1"}


def _column(field: Field) -> Column:
    """The column of a field. EDTF is text; only the days that derive from it are dates."""
    if field.type == "derived":
        kind, about = _DERIVED[field.name]
        return {"name": field.name, "type": kind, "description": about}
    types = {"flag": "boolean", "texts": "array", "names": "object"}
    column: Column = {"name": field.name, "type": types.get(field.type, "string"), "description": field.about}
    if field.type == "address":
        column["format"] = "uri"
    if field.type == "date" and "EDTF" not in field.about:
        column["description"] += " (EDTF)"
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.choices:
        constraints["enum"] = list(field.choices)
    return {**column, "constraints": constraints} if constraints else column
