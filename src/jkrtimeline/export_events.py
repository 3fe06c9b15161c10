"""The events of a timeline in a file of any format, or as a DataFrame of pandas, which is loaded only here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import formats
from .catalog import Catalog
from .errors import UsageError, unknown_name
from .fields import EVENT_FIELDS, IMPORTANCE
from .filter_names import one_of
from .filters import Filters, described
from .output_fields import fields_of
from .output_files import format_by_suffix, write_file
from .query import Result

if TYPE_CHECKING:
    import pandas

    from .formats import Lanes


def export_events(
    catalog: Catalog,
    file: str,
    format: str | None,
    filters: Filters,
    *,
    search: str | None,
    fields: Sequence[str],
    bom: bool,
    lanes: "Lanes",
    size: tuple[int, int],
) -> None:
    """Write events to a file; see Timeline.export."""
    name = (
        one_of("format", format, tuple(formats.FORMATS))
        if format is not None
        else format_by_suffix(file, or_else=", or name a format")
    )
    chosen = formats.FORMATS[name]
    known = fields_of("event", searched=search is not None)
    for field in fields:
        if field not in known:
            raise unknown_name("field", field, known)
    if fields and not chosen.fields:
        raise UsageError(f"fields do not apply to {name}", hint="use json, jsonl, csv, tsv, xlsx or plain")
    if bom and not chosen.table:
        raise UsageError(f"bom does not apply to {name}", hint="use csv or tsv")
    one_of("lanes", lanes, formats.LANES)
    if not formats.is_chart_size(size):
        raise UsageError(f"{size!r} is not a size", hint="give width and height in pixels: size=(1600, 900)")
    query = catalog.query(search, **filters)
    words = (f"search: {search}",) if search is not None else ()
    result = Result(catalog.rows(query), query, catalog, fields=tuple(fields), described=(*words, *described(filters)))
    options = formats.RenderOptions(bom=bom, lanes=lanes, size=size)
    write = formats.load_writer(name)
    write_file(file, lambda out: write(result, out, options))


def event_frame(events: Iterable[Mapping[str, Any]]) -> "pandas.DataFrame":
    """Public records of events as a DataFrame with their ids as its index; see Timeline.to_pandas."""
    try:
        import pandas
    except ModuleNotFoundError:
        hint = "pip install 'jkrtimeline[pandas]'"
        raise ImportError(f"to_pandas needs pandas: {hint}", name="pandas") from None
    records = list(events)
    columns = {name: [record[name] for record in records] for name in EVENT_FIELDS}
    frame = pandas.DataFrame({name: pandas.Series(values, dtype="object") for name, values in columns.items()})
    for name in ("start", "end"):
        frame[name] = pandas.Series(columns[name], dtype="datetime64[s]")
    frame["importance"] = pandas.Categorical(columns["importance"], IMPORTANCE, ordered=True)
    for name in ("approximate", "uncertain"):
        frame[name] = frame[name].astype(bool)
    return frame.set_index("id")
