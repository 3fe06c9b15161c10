"""stats: the number of matching events by month, theme, actor and more."""

from typing import Annotated, Literal

import typer

from ...catalog import Catalog
from ...errors import UsageError
from ...output_fields import fields_of
from ...query import Result, Row
from ...stats import DIMENSIONS, Silence
from ...text.json_text import to_json
from .. import environment
from ..messages import note
from ..option_groups import grouped
from ..options import Data, LengthOptions, PeriodFilterOptions, TableOutputOptions, Text, choice
from ..output import choose_output, print_result

_BY = f"Count by {', '.join(DIMENSIONS[:-1])} or {DIMENSIONS[-1]} (default: {DIMENSIONS[0]})."
_AND = "And by this: a heat map. Of two units of time, months of each year."
_GAPS = "List the N longest gaps instead, each with the events before and after."
_PANEL = "Counts"


@grouped
def stats(
    *,
    by: Annotated[Text, choice(DIMENSIONS, "--by", metavar="WHAT", help=_BY, panel=_PANEL)] = None,
    and_by: Annotated[Text, choice(DIMENSIONS, "--and", metavar="WHAT", help=_AND, panel=_PANEL)] = None,
    gaps: Annotated[int | None, typer.Option("--gaps", metavar="N", help=_GAPS, rich_help_panel=_PANEL)] = None,
    filters: PeriodFilterOptions,
    length: LengthOptions,
    output: TableOutputOptions,
    data: Data = None,
) -> int:
    """Count events by month, theme, actor and more.

    An event counts once, in the month (quarter, year) in which it starts. If its
    date does not say the month, it counts as "no month"; if it starts before the
    period of --since or --in, as "before". An event with several themes counts for
    each of them; one with several actors, for each and for those they belong to.

    Examples:
        jkr stats                              # by month
        jkr stats 2024 --by theme              # by theme, of a period
        jkr stats --by theme --and month       # a heat map
        jkr stats --gaps 5 -t history          # the longest times without an event
    """
    if gaps is not None:
        if by is not None or and_by is not None:
            raise UsageError("--gaps does not go with --by or --and", hint="leave one out")
        return _gaps(gaps, filters, length, output, data)
    by = by or DIMENSIONS[0]
    if not {by, and_by} <= {None, *DIMENSIONS}:
        from ..hints import require_dimensions

        require_dimensions((by, and_by))
    kind: Literal["count", "pair"] = "count" if and_by is None else "pair"
    chosen = choose_output(output, kind)
    catalog = environment.open_catalog(data, filters.today)
    query = filters.query(catalog, "stats", length)
    counts = catalog.stats(by, and_by, query)
    if not counts.events:
        from ..no_match import note_no_match

        note_no_match("event", catalog, query)
    rows = (Row(to_json(row.public(paired=and_by is not None))) for row in counts.rows())
    result = Result(rows, query._replace(limit=None), catalog, kind=kind, described=filters.described(), stats=counts)
    print_result(result, chosen, empty=not counts.buckets)
    return length.exit_code(empty=not counts.events)


def _gaps(
    most: int, filters: PeriodFilterOptions, length: LengthOptions, output: TableOutputOptions, data: Data
) -> int:
    """List the longest stretches of days without an event."""
    chosen = choose_output(output, "gap")
    catalog = environment.open_catalog(data, filters.today)
    query = filters.query(catalog, "stats", length)
    gaps = catalog.gaps(most, query)
    listed = query.cut(gaps)
    if not listed:
        note("no two events have a day without events between them", catalog.suggestion(query))
    rows = [Row(to_json(_gap_record(catalog, gap))) for gap in listed]
    whole = query._replace(limit=None, reverse=False)
    result = Result(rows, whole, catalog, kind="gap", described=filters.described(), total=len(gaps))
    print_result(result, chosen, empty=not listed)
    return length.exit_code(empty=not listed)


def _gap_record(catalog: Catalog, gap: Silence) -> dict[str, object]:
    """The public record of a gap, with the titles of the events before and after it."""
    titles = {
        f"{side}_title": catalog.row(identity).event.title
        for side, identity in (("after", gap.after), ("before", gap.before))
    }
    record = {**gap.public(), **titles}
    return {key: record[key] for key in fields_of("gap", searched=False)}
