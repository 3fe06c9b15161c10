"""actors, themes, threads and sources, with the number of matching events; and offices, with their holders."""

from typing import Annotated, Literal

import typer

from ...output_fields import OFFICE_FIELDS, SOURCE_FIELDS
from ...query import Kind, Result, Row
from ...text.json_text import to_json
from ...text.sanitize import quoted
from .. import environment
from ..messages import note
from ..option_groups import grouped
from ..options import (
    TODAY,
    Data,
    LengthOptions,
    OutputOptions,
    PeriodFilterOptions,
    Several,
    TableOutputOptions,
    Text,
    by_name,
    fields_option,
    filter_option,
    format_option_for,
)
from ..output import choose_output, print_result

_ON = "Held on DATE, or at some time in a period: 2025-01-13, 2024, 'last year'."
_ACTOR = "Held by NAME, or by those who belong to it."

_CURRENT = frozenset(("current", "currently", "now", "today", "incumbent"))
"""Words for today, which no title of an office has."""


class SourceOutputOptions(OutputOptions):
    """Output of sources: the formats of tables, and those of bibliographies."""

    format: Annotated[Text, format_option_for("source")] = None
    fields: Annotated[Several, fields_option(SOURCE_FIELDS)] = None


class OfficeOutputOptions(OutputOptions):
    """Output of offices: the formats of tables, Markdown and YAML."""

    format: Annotated[Text, format_option_for("office")] = None
    fields: Annotated[Several, fields_option(OFFICE_FIELDS)] = None


@grouped
def actors(
    *, filters: PeriodFilterOptions, length: LengthOptions, output: TableOutputOptions, data: Data = None
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
    *, filters: PeriodFilterOptions, length: LengthOptions, output: TableOutputOptions, data: Data = None
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
    *, filters: PeriodFilterOptions, length: LengthOptions, output: TableOutputOptions, data: Data = None
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
    *, filters: PeriodFilterOptions, length: LengthOptions, output: SourceOutputOptions, data: Data = None
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
    data: Data,
) -> int:
    chosen = choose_output(output, kind)
    catalog = environment.open_catalog(data, filters.today)
    query = filters.query(catalog, f"{kind}s", length)
    every = catalog.sources(query) if kind == "source" else catalog.facets(kind, query)
    records = query.cut(every)
    if not records:
        from ..no_match import note_no_match

        note_no_match(kind, catalog, query)
    rows = [Row(to_json(record)) for record in records]
    result = Result(rows, query, catalog, kind=kind, described=filters.described(), total=len(every))
    print_result(result, chosen, empty=not records)
    return length.exit_code(empty=not records)


@grouped
def offices(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]", help="Words of the office, or of its holder or country.")
    ] = None,
    *,
    on: Annotated[Text, filter_option("--on", "--in", metavar="DATE", help=_ON)] = None,
    actor: Annotated[Several, by_name("actor", "--actor", "-a", help=_ACTOR)] = None,
    today: Annotated[Text, filter_option("--today", metavar="DATE", help=TODAY)] = None,
    length: LengthOptions,
    output: OfficeOutputOptions,
    data: Data = None,
) -> int:
    """List who held which office when.

    WORDS must all occur in the title of the office. If no title has them all, they
    may also occur in the names of its holder and their country. A rank must be named:
    "minister" leaves out vice ministers.

    Examples:
        jkr offices "foreign minister" --on 2025-01-13  # on a day
        jkr offices president korea --in 2024           # at some time in a year
        jkr offices -a ishiba                           # of one person
    """
    from ...office_holders import office_records
    from ..no_match import outside_coverage

    chosen = choose_output(output, "office")
    catalog = environment.open_catalog(data, today)
    text = " ".join(words or ())
    query = catalog.query(limit=length.limit, reverse=length.reverse)  # a negative limit is refused
    records = office_records(catalog, text, on, actor)
    days = (catalog.read_days("--on", on),) if on is not None else ()
    query = query._replace(periods=days)
    covers = outside_coverage(catalog, query)
    if covers and records:
        note(covers, "an office without a last day is listed as still held")
    if not records:
        current = " ".join(sorted(_CURRENT.intersection(text.lower().split())))
        hint = f"leave out {current} and add --on today" if current else covers or "jkr offices lists them all"
        note("no office matches" + (f" {quoted(text)}" if text else ""), hint)
    described = (*([text] if text else ()), *(f"actor: {each}" for each in actor or ()))
    rows = [Row(to_json(record)) for record in query.cut(records)]
    result = Result(rows, query, catalog, kind="office", described=described, total=len(records))
    print_result(result, chosen, empty=not records)
    return length.exit_code(empty=not records)
