"""Offices as a list: each title, and below it who held the office and when."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from ...query import Row
from ...text.sanitize import visible
from .page import DIM, PLAIN, Page
from .short_texts import span_text

_NAMES = 28
"""The greatest width of the column of names, in cells."""


def office_list(rows: Sequence[Row], page: Page) -> None:
    """Draw the title of each office, and a line for each holder: name, days, whether acting; the note below."""
    records = [row.record() for row in rows]
    names = [visible(record["holder"]) for record in records]
    width = min(max(map(page.ruler.cells, names), default=0), _NAMES) + 2
    for title, held in groupby(records, key=lambda record: record["office"]):
        page.line()
        page.block([], [], visible(str(title)), PLAIN)
        for record in held:
            name, end = visible(record["holder"]), [(office_facts(record), DIM)]
            page.block([("  ", PLAIN)], None, name, PLAIN, end=end, width=width, column=width)
            if record["note"]:
                page.block([("    ", PLAIN)], None, visible(record["note"]), DIM)


def office_facts(office: Mapping[str, Any]) -> str:
    """When an office was held, and whether for another person: `14–27 Dec 2024   acting`."""
    return "   ".join(filter(None, (span_text(office["from"], office["to"]), "acting" if office["acting"] else "")))
