"""stats: the number of matching events by month, theme, actor and more."""

from typing import Annotated, Literal

import typer

from ...errors import UsageError
from ...fields import fields_of
from ...query import Result, Row
from ...stats import DIMENSIONS
from ...text.json_text import to_json
from .. import environment
from ..answer import emit, field_names, format_name, is_silent_when_empty
from ..messages import note
from ..option_groups import grouped, word_completer
from ..options import DataOptions, FilterOptions, LengthOptions, TableOutputOptions, Text
from .events import outside_coverage

_BY = f"Count by {', '.join(DIMENSIONS[:-1])} or {DIMENSIONS[-1]}."
_AND = "And by this: a heat map. Of two units of time, months of each year."
_GAPS = "List the N longest gaps instead, each with the events before and after."
_PANEL = "Counts"


@grouped
def stats(
    *,
    by: Annotated[
        Text,
        typer.Option(
            "--by",
            metavar="WHAT",
            help=f"{_BY[:-1]} (default: {DIMENSIONS[0]}).",
            autocompletion=word_completer(DIMENSIONS),
            rich_help_panel=_PANEL,
        ),
    ] = None,
    and_by: Annotated[
        Text,
        typer.Option(
            "--and", metavar="WHAT", help=_AND, autocompletion=word_completer(DIMENSIONS), rich_help_panel=_PANEL
        ),
    ] = None,
    gaps: Annotated[int | None, typer.Option("--gaps", metavar="N", help=_GAPS, rich_help_panel=_PANEL)] = None,
    filters: FilterOptions,
    length: LengthOptions,
    output: TableOutputOptions,
    data: DataOptions,
) -> int:
    """Count events by month, theme, actor and more.

    An event counts once, in the month (quarter, year) in which it starts. If its
    date does not say the month, it counts as "no month"; if it starts before the
    period of --since or --in, as "before". An event with several themes counts for
    each of them; one with several actors, for each and for those they belong to.

    Examples:
        jkr stats                              # by month
        jkr stats --by theme --since 2025      # by theme, of a period
        jkr stats --by theme --and month       # a heat map
        jkr stats --gaps 5 -t history          # the longest times without an event
    """
    if gaps is not None:
        if by is not None or and_by is not None:
            raise UsageError("--gaps does not go with --by or --and", hint="leave one out")
        return _gaps(gaps, filters, length, output, data)
    by = by or DIMENSIONS[0]
    kind: Literal["count", "pair"] = "count" if and_by is None else "pair"
    name = format_name(output, kind)
    fields = field_names(output, fields_of(kind, searched=False), name)
    catalog = environment.open_catalog(data.data or [], filters.today)
    query = catalog.query(**filters.filters(length))
    counts = catalog.counted(by, and_by, query)
    if not counts.events:
        note("no event matches", catalog.suggestion(query) or outside_coverage(catalog, query))
    if counts.buckets or not is_silent_when_empty(output, name):
        rows = (Row(to_json(row.public(paired=and_by is not None))) for row in counts.rows())
        answer = Result(
            rows,
            query._replace(limit=None),
            catalog,
            kind=kind,
            fields=fields,
            filters=filters.described(),
            stats=counts,
        )
        emit(answer, output, name)
    return 1 if not counts.events and length.exit_status else 0


def _gaps(
    most: int, filters: FilterOptions, length: LengthOptions, output: TableOutputOptions, data: DataOptions
) -> int:
    """List the longest stretches of days without an event."""
    name = format_name(output, "gap")
    fields = field_names(output, fields_of("gap", searched=False), name)
    catalog = environment.open_catalog(data.data or [], filters.today)
    query = catalog.query(**filters.filters(length))._replace(limit=None, reverse=False)
    found = catalog.gaps(most, query)
    records = [
        {
            **gap.public(),
            "after_title": catalog.row(gap.after).record(("title",))["title"],
            "before_title": catalog.row(gap.before).record(("title",))["title"],
        }
        for gap in (found[::-1] if length.reverse else found)
    ][: length.limit]
    if not records:
        note("no two events have a day without events between them", catalog.suggestion(query))
    if records or not is_silent_when_empty(output, name):
        rows = [Row(to_json({key: record[key] for key in fields_of("gap", searched=False)})) for record in records]
        emit(
            Result(rows, query, catalog, kind="gap", fields=fields, filters=filters.described(), total=len(found)),
            output,
            name,
        )
    return 1 if not records and length.exit_status else 0
