"""Text formatted for reading: a timeline, search results, cards, lists of actors and the like, or counts.

What draws each kind of result is imported only for that kind.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..query import Result
from ..text.plural import numbered, plural
from ..text.sanitize import visible
from . import RenderOptions, Writer
from .layout.page import BOLD, DIM, Page
from .layout.rail import first_of, heading_parts, query_parts

if TYPE_CHECKING:
    from ..query import Query
    from ..stats import Stats


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write a result as its kind requires."""
    page = Page(out, options)
    if result.card:
        from .layout.card import cards

        cards(result, page)
    elif result.stats is not None:
        from .layout.histogram import histogram

        _heading(result, page, [*_cut(result.stats, result.query), *heading_parts(result, _matching(result))])
        histogram(result.stats, result.data, page)
    elif result.kind == "event":
        _write_events(result, page)
    else:
        _write_list(result, page)


def _write_events(result: Result, page: Page) -> None:
    """Write a timeline or search results. Above a timeline longer than the screen, sketch its density."""
    from .layout.event_lines import EventLines

    count = result.data.count(result.query)
    _heading(result, page, heading_parts(result, count))
    lines = EventLines(result, page)
    if result.query.by_rank:
        lines.ranked()
        return
    if 0 < page.options.height < count and result.query.limit is None:
        from .layout.histogram import density_line

        density_line(result, page)
    lines.timeline()


def _write_list(result: Result, page: Page) -> None:
    """Write rows that are not events."""
    from .layout.row_lists import gap_list, office_list, registry_list, source_list

    rows = list(result.rows)
    if result.kind == "office":
        total = sum(len(record["offices"]) for record in result.data.registry("actor").values())
        _heading(result, page, [*query_parts(result), f"{_row_count(result, len(rows))} ({total:,} in all)"])
        office_list(rows, page)
        return
    events = heading_parts(result, _matching(result))
    if result.kind == "gap":
        _heading(result, page, [f"{len(rows):,} longest {plural(len(rows), 'gap')}", *events])
        gap_list(rows, result.data, page)
        return
    _heading(result, page, [_row_count(result, len(rows)), *events])
    if result.kind == "source":
        source_list(rows, page)
    else:
        registry_list(result, rows, page)


def _cut(stats: "Stats", query: "Query") -> list[str]:
    """How many buckets a limit leaves out of those there are, as a part of a heading: `first 3 of 19 themes`."""
    count = sum(each.key is not None for each in stats.buckets)
    noun = plural(stats.keys, "level" if stats.by == "importance" else stats.by)
    return [f"{first_of(count, query)} {stats.keys:,} {noun}"] if count < stats.keys else []


def _matching(result: Result) -> int:
    """The number of events that match, where the limit is one of rows that are not events."""
    return result.data.count(result.query._replace(limit=None))


def _row_count(result: Result, count: int) -> str:
    """The number of rows: `58 actors`, or with a limit `first 3 of 58 actors`."""
    total = result.total or count
    noun = numbered(total, result.kind)
    return f"{first_of(count, result.query)} {noun}" if total > count else noun


def _heading(result: Result, page: Page, parts: Iterable[str]) -> None:
    """Write the title of the data and some facts, on one line if there is room."""
    title = visible(result.data.header.title)
    rest = "   ".join(map(visible, parts))
    if page.columns([(title, BOLD), (rest, DIM)]) + 3 <= page.width:
        page.line((title, BOLD), ("   " + rest, DIM))
        return
    page.block([], [], title, BOLD)
    page.block([], [], rest, DIM)
