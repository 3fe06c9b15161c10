"""Text formatted for reading: a timeline, search results, cards, lists of actors and the like, or counts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..query import Result
from ..text.sanitize import visible
from . import RenderOptions
from .layout.page import BOLD, DIM, Page
from .layout.rail import first_of, heading_parts, requested_period

if TYPE_CHECKING:
    from . import Writer

_PLURALS = {"actor": "actors", "theme": "themes", "thread": "threads"}


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write a result as its kind requires. Parts are imported where they are used."""
    page = Page(out, options)
    if result.card:
        from .layout.card import cards

        cards(result, page)
        return
    count = result.data.count(result.query if result.kind == "event" else result.query._replace(limit=None))
    if result.kind in _PLURALS:
        from .layout.registry_list import registry_list

        rows = list(result.rows)
        _heading(result, page, count, _rows(result, len(rows)))
        registry_list(result, rows, page)
    elif result.kind == "source":
        from .layout.source_list import source_list

        rows = list(result.rows)
        _heading(result, page, count, _rows(result, len(rows)))
        source_list(rows, page)
    elif result.kind == "office":
        from .layout.office_list import office_list

        rows = list(result.rows)
        total = sum(len(record["offices"]) for record in result.data.registry("actor").values())
        _heading_line(page, result, [*requested_period(result), f"{_rows(result, len(rows))} ({total:,} in all)"])
        office_list(rows, page)
    elif result.kind == "gap":
        from .layout.gap_list import gap_list

        rows = list(result.rows)
        _heading(result, page, count, f"{len(rows):,} longest gap{'' if len(rows) == 1 else 's'}")
        gap_list(rows, result.data, page)
    elif result.stats is not None:
        from .layout.histogram import histogram

        _heading(result, page, count)
        histogram(result.stats, result.data, page)
    else:
        from .layout.event_lines import EventLines

        _heading(result, page, count)
        lines = EventLines(result, page)
        if result.query.by_rank:
            lines.ranked()
            return
        if 0 < options.height < count and result.query.limit is None:
            from .layout.sparkline import density

            density(result, page)
        lines.timeline()


def _heading(result: Result, page: Page, count: int, *more: str) -> None:
    """The title of the data, then what was queried and how many events match."""
    _heading_line(page, result, [*more, *heading_parts(result, count)])


def _rows(result: Result, count: int) -> str:
    """How many rows of one kind there are, and of how many a limit has left them."""
    total = result.total or count
    noun = f"{result.kind}{'' if total == 1 else 's'}"
    return f"{first_of(count, result.query)} {total:,} {noun}" if total > count else f"{count:,} {noun}"


def _heading_line(page: Page, result: Result, parts: Iterable[str]) -> None:
    """The title of the data and some facts, in one line if there is room."""
    title = visible(result.data.header.title)
    rest = "   ".join(map(visible, parts))
    if page.columns([(title, BOLD), (rest, DIM)]) + 3 <= page.width:
        page.line((title, BOLD), ("   " + rest, DIM))
        return
    page.block([], [], title, BOLD)
    page.block([], [], rest, DIM)
