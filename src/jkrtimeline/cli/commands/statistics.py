"""stats: how many events, by month, theme, actor …, under any filter."""

from typing import Annotated, Literal

import typer

from ...fields import fields_of
from ...query import Result, Row
from ...stats import DIMENSIONS
from ...text.json_text import to_json
from .. import environment
from ..answer import emit, field_names, format_name, note, says_nothing
from ..option_groups import grouped, of
from ..options import DataOptions, FilterOptions, FormatOptions, OutputOptions, Text

_BY = f"One of {', '.join(DIMENSIONS)}."
_AND = "And by this: a heat map. Of two stretches of time, months of each year."
_PANEL = "Counts"


@grouped
def stats(
    *,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help=_BY, autocompletion=of(DIMENSIONS), rich_help_panel=_PANEL)
    ] = DIMENSIONS[0],
    and_by: Annotated[
        Text, typer.Option("--and", metavar="WHAT", help=_AND, autocompletion=of(DIMENSIONS), rich_help_panel=_PANEL)
    ] = None,
    choice: FilterOptions,
    shape: FormatOptions,
    output: OutputOptions,
    data: DataOptions,
) -> int:
    """How many events there are by month, theme, actor and more; the filters apply.

    An event counts once, in the month (quarter, year) in which it starts. Where
    its date does not tell the month, it counts as "no month"; what began before
    the period that is asked for, as "before". An event of several themes counts
    for each; one of several actors too, and for those whom they belong to.
    """
    kind: Literal["count", "pair"] = "count" if and_by is None else "pair"
    name = format_name(output, kind)
    fields = field_names(output, fields_of(kind, searched=False), name)
    catalog = environment.open_catalog(data.data or [], choice.today)
    query = catalog.query(**choice.filters(shape))
    found = catalog.counted(by, and_by, query)
    if not found.events:
        note("no event matches", catalog.suggestion(query))
    if found.buckets or not says_nothing(output, name):
        rows = (Row(to_json(row.public(paired=and_by is not None))) for row in found.rows())
        whole = query._replace(limit=None)
        emit(
            Result(rows, whole, catalog, kind=kind, fields=fields, filters=choice.described(), stats=found),
            output,
            name,
        )
    return 1 if not found.events and shape.exit_status else 0
