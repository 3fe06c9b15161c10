"""Sources as a list: who, what and when, and how many events cite it."""

from collections.abc import Sequence

from ...fields import SOURCE
from ...model import Source
from ...query import Row
from ...text.sanitize import visible
from .event_lines import addresses
from .page import DIM, PLAIN, Page, Piece


def source_list(rows: Sequence[Row], page: Page) -> None:
    """Draw an entry per source: the number of events, publisher, day, kind and language; headline; address."""
    page.line()
    records = [row.record() for row in rows]
    digits = max((len(str(record["count"])) for record in records), default=1)
    margin: list[Piece] = [(" " * (digits + 2), PLAIN)]
    for record in records:
        source = Source(**{name: record[name] for name in SOURCE.names()})
        first: list[Piece] = [(f"{record['count']:>{digits}}  ", DIM)]
        facts = ", ".join(filter(None, (source.day, source.kind, source.lang)))
        page.block(first, None, visible("   ".join(filter(None, (source.by, facts)))), PLAIN)
        if source.headline:
            page.block(margin, None, visible(source.headline), DIM, url=source.url)
        addresses(page, margin, margin, source)
