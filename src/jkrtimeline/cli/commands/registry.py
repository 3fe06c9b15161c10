"""actors, themes, threads: the entries of a registry, with the number of matching events."""

from ...fields import fields_of
from ...query import Kind, Result, Row
from ...text.json_text import to_json
from .. import environment
from ..answer import emit, field_names, format_name, is_silent_when_empty
from ..messages import note
from ..option_groups import grouped
from ..options import DataOptions, FilterOptions, LengthOptions, TableOutputOptions
from .events import outside_coverage


@grouped
def actors(*, filters: FilterOptions, length: LengthOptions, output: TableOutputOptions, data: DataOptions) -> int:
    """List actors by number of matching events.

    Examples:
        jkr actors -n 10                # the ten most frequent
        jkr actors -t tariffs           # those in events about a theme
        jkr actors --since 2025 --json  # as JSON
    """
    return _list("actor", filters, length, output, data)


@grouped
def themes(*, filters: FilterOptions, length: LengthOptions, output: TableOutputOptions, data: DataOptions) -> int:
    """List themes by number of matching events.

    Examples:
        jkr themes                      # all themes
        jkr themes -a ishiba            # those of events involving Ishiba
        jkr themes --in 2024 -o out.csv # of a year, as a table
    """
    return _list("theme", filters, length, output, data)


@grouped
def threads(*, filters: FilterOptions, length: LengthOptions, output: TableOutputOptions, data: DataOptions) -> int:
    """List threads, stories that run through several events.

    Examples:
        jkr threads                     # all threads
        jkr threads --since 2025        # those that went on in 2025
        jkr timeline --thread NAME      # the events of one
    """
    return _list("thread", filters, length, output, data)


def _list(
    kind: Kind, filters: FilterOptions, length: LengthOptions, output: TableOutputOptions, data: DataOptions
) -> int:
    name = format_name(output, kind)
    fields = field_names(output, fields_of(kind, searched=False), name)
    catalog = environment.open_catalog(data.data or [], filters.today)
    query = catalog.query(**filters.filters(length))
    records = catalog.facets(kind, query)
    if not records and length.limit != 0:
        note(f"no {kind} matches", catalog.suggestion(query) or outside_coverage(catalog, query))
    if records or not is_silent_when_empty(output, name):
        rows = [Row(to_json(record)) for record in records]
        emit(Result(rows, query, catalog, kind=kind, fields=fields), output, name)
    return 1 if not records and length.exit_status else 0
