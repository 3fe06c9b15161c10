"""Stretches of days without an event as a list, each with the events around it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ... import edtf
from ...query import Row
from ...text.sanitize import visible
from .page import DIM, PLAIN, Page, Piece

if TYPE_CHECKING:
    from ...catalog import Catalog


def gap_list(rows: Sequence[Row], data: "Catalog", page: Page) -> None:
    """Draw the length and the days of each gap, and below it the event before and the event after it."""
    records = [row.record() for row in rows]
    digits = max((len(f"{record['days']:,}") for record in records), default=1)
    for record in records:
        days = record["days"]
        when = edtf.parse(record["start"] if days == 1 else f"{record['start']}/{record['end']}")
        page.line()
        page.line((f"{days:>{digits},} day{' ' if days == 1 else 's'}  ", PLAIN), (edtf.date_text(when), PLAIN))
        events = [data.find(record[side]) for side in ("after", "before")]
        dates = [edtf.date_text(row.event.date) if row else "" for row in events]
        width = max(map(page.ruler.cells, dates)) + 2
        for side, date in zip(("after", "before"), dates, strict=True):
            first: list[Piece] = [(" " * (digits + 7) + f"{side:<8}", DIM), (page.left(date, width), DIM)]
            page.block(first, None, visible(record[f"{side}_title"]), PLAIN)
            page.block([(" " * page.columns(first), PLAIN)], None, visible(record[side]), DIM)
