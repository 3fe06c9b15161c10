"""Plain text for pipes: one tab-separated line per row, no colour, no wrapping, nothing cut."""

from ..output_fields import COUNT_FIELDS
from ..query import Result
from ..text.sanitize import visible
from . import RenderOptions, Writer
from .shared.table import cell

COLUMNS: dict[str, tuple[str, ...]] = {
    "event": ("date", "id", "title", "actors", "themes", "sources"),
    "actor": ("id", "name", "kind", "of", "count", "first", "last"),
    "theme": ("id", "name", "count", "first", "last", "about"),
    "thread": ("id", "name", "count", "first", "last", "about"),
    "source": ("date", "count", "publisher", "kind", "lang", "title", "url"),
    "office": ("office", "holder", "from", "to", "acting"),
    "gap": ("days", "start", "end", "after", "before"),
    **COUNT_FIELDS,
}
"""The fields of each kind of row. Of an event's sources, only the first is printed."""


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write one line per row."""
    fields = result.fields or COLUMNS[result.kind]
    for row in result.rows:
        record = row.record(fields)
        if not result.fields and result.kind == "event":
            record["sources"] = record["sources"][:1]
        out.write("\t".join(visible(cell(record[name])) for name in fields) + "\n")
