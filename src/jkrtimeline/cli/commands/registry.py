"""actors, themes, threads, sources: what events have in common, with the number of matching events."""

from typing import Literal

from ...query import Kind, Result, Row
from ...text.json_text import to_json
from .. import environment
from ..answer import choose_form, emit
from ..no_match import note_no_match
from ..option_groups import grouped
from ..options import DataOptions, LengthOptions, OutputOptions, PeriodFilterOptions
from ..table_options import SourceOutputOptions, TableOutputOptions


@grouped
def actors(
    *, filters: PeriodFilterOptions, length: LengthOptions, output: TableOutputOptions, data: DataOptions
) -> int:
    """List actors by number of matching events.

    Examples:
        jkr actors -n 10                # the ten most frequent
        jkr actors -t tariffs           # those in events about a theme
        jkr actors --since 2025 --json  # as JSON
    """
    return _list("actor", filters, length, output, data)


@grouped
def themes(
    *, filters: PeriodFilterOptions, length: LengthOptions, output: TableOutputOptions, data: DataOptions
) -> int:
    """List themes by number of matching events.

    Examples:
        jkr themes                       # all themes
        jkr themes -a ishiba             # those of events involving Ishiba
        jkr themes 2024 -o out.csv       # those of a year, as a table
    """
    return _list("theme", filters, length, output, data)


@grouped
def threads(
    *, filters: PeriodFilterOptions, length: LengthOptions, output: TableOutputOptions, data: DataOptions
) -> int:
    """List threads, stories that run through several events.

    Examples:
        jkr threads                     # all threads
        jkr threads --since 2025        # those that went on in 2025
        jkr timeline --thread NAME      # the events of one
    """
    return _list("thread", filters, length, output, data)


@grouped
def sources(
    *, filters: PeriodFilterOptions, length: LengthOptions, output: SourceOutputOptions, data: DataOptions
) -> int:
    """List the sources of matching events, each once, by number of events.

    Examples:
        jkr sources -t tariffs          # those of events about a theme
        jkr sources --csv -o out.csv    # all, as a table
        jkr sources -a lee-jae-myung -o lee.bib  # a person's, for LaTeX
    """
    return _list("source", filters, length, output, data)


def _list(
    kind: Kind | Literal["source"],
    filters: PeriodFilterOptions,
    length: LengthOptions,
    output: OutputOptions,
    data: DataOptions,
) -> int:
    form = choose_form(output, kind)
    catalog = environment.open_catalog(data.data, filters.today)
    query = filters.query(catalog, f"{kind}s", length)
    whole = query._replace(limit=None)
    every = catalog.sources(whole) if kind == "source" else catalog.facets(kind, whole)
    records = every[: query.limit]
    if not records:
        note_no_match(kind, catalog, query)
    rows = [Row(to_json(record)) for record in records]
    result = Result(rows, query, catalog, kind=kind, filters=filters.described(), total=len(every))
    emit(result, form, empty=not records)
    return length.exit_code(empty=not records)
