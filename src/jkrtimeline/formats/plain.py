"""The form for pipes: one line each, tab-separated, no colour, no wrapping, nothing cut."""

from typing import TYPE_CHECKING, Any

from ..fields import COUNT_FIELDS
from ..query import Result
from ..text.sanitize import visible
from . import RenderOptions

if TYPE_CHECKING:
    from . import Writer

COLUMNS = {
    "event": ("date", "id", "title", "actors", "themes", "sources"),
    "actor": ("id", "name", "kind", "of", "count", "first", "last"),
    "theme": ("id", "name", "count", "first", "last", "about"),
    "thread": ("id", "name", "count", "first", "last", "about"),
    **COUNT_FIELDS,
}
"""What is printed of each kind; of the sources of an event only the first."""


def write_plain(answer: Result, out: "Writer", look: RenderOptions) -> None:
    """Write one line a row."""
    fields = answer.fields or COLUMNS[answer.kind]
    for row in answer.rows:
        record = row.record(fields)
        if not answer.fields and answer.kind == "event":
            record["sources"] = record["sources"][:1]
        out.write("\t".join(map(visible, map(cell, map(record.__getitem__, fields)))) + "\n")


def cell(value: Any) -> str:
    """A value in one cell of a table: nothing for null, lists joined with `; `, of a source its
    address, of an office its title."""
    if type(value) is str:  # most values
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(map(cell, value))
    if isinstance(value, dict):
        if "url" in value:
            return next((value[key] for key in ("url", "title", "about", "publisher") if value[key]), "")
        return str(value["title"]) if "title" in value else "; ".join(f"{key}: {item}" for key, item in value.items())
    return str(value)
