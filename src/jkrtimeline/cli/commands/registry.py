"""actors, themes, threads: who and what, with counts under any filter."""

from ...fields import fields_of
from ...query import Kind, Result, Row
from ...text.json_text import to_json
from .. import environment
from ..answer import emit, field_names, format_name, note, says_nothing
from ..option_groups import grouped
from ..options import DataOptions, FilterOptions, FormatOptions, OutputOptions


@grouped
def actors(*, choice: FilterOptions, shape: FormatOptions, output: OutputOptions, data: DataOptions) -> int:
    """Who acts, with the number of events; the filters apply."""
    return _list("actor", choice, shape, output, data)


@grouped
def themes(*, choice: FilterOptions, shape: FormatOptions, output: OutputOptions, data: DataOptions) -> int:
    """What it is about, with the number of events; the filters apply."""
    return _list("theme", choice, shape, output, data)


@grouped
def threads(*, choice: FilterOptions, shape: FormatOptions, output: OutputOptions, data: DataOptions) -> int:
    """Stories that run through several events; the filters apply."""
    return _list("thread", choice, shape, output, data)


def _list(kind: Kind, choice: FilterOptions, shape: FormatOptions, output: OutputOptions, data: DataOptions) -> int:
    name = format_name(output, kind)
    fields = field_names(output, fields_of(kind, searched=False), name)
    catalog = environment.open_catalog(data.data or [], choice.today)
    query = catalog.query(**choice.filters(shape))
    records = catalog.facets(kind, query)
    if not records and shape.limit != 0:
        note(f"no {kind} matches", catalog.suggestion(query))
    if records or not says_nothing(output, name):
        rows = [Row(to_json(record)) for record in records]
        emit(Result(rows, query, catalog, kind=kind, fields=fields), output, name)
    return 1 if not records and shape.exit_status else 0
