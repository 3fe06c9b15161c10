"""Gaps, the stretches of days without an event, as a list, each with the events around it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ... import edtf
from ...query import Row
from ...text.plural import plural
from ...text.sanitize import visible
from .page import DIM, PLAIN, Page, Piece
from .short_texts import span_text

if TYPE_CHECKING:
    from ...catalog import Catalog


def gap_list(rows: Sequence[Row], data: "Catalog", page: Page) -> None:
    """Draw the length and the days of each gap, and below it the events before and after it."""
    records = [row.record() for row in rows]
    digits = max((len(f"{record['days']:,}") for record in records), default=1)
    for record in records:
        days = record["days"]
        page.line()
        length = f"{days:>{digits},} {plural(days, 'day'):<4}"
        page.line((f"{length}  {span_text(record['start'], record['end'])}", PLAIN))
        events = [data.find(record[side]) for side in ("after", "before")]
        dates = [edtf.date_text(row.event.date) if row else "" for row in events]
        width = max(map(page.ruler.cells, dates)) + 2
        for side, date in zip(("after", "before"), dates, strict=True):
            first: list[Piece] = [(" " * (digits + 7) + f"{side:<8}", DIM), (page.left(date, width), DIM)]
            page.block(first, None, visible(record[f"{side}_title"]), PLAIN)
            page.block([(" " * page.columns(first), PLAIN)], None, visible(record[side]), DIM)
