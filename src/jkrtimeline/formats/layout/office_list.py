"""Offices as a list: each title once, and below it who held it and when."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from ... import edtf
from ...query import Row
from ...text.sanitize import visible
from .page import DIM, PLAIN, Page, Piece

_NAMES = 28
"""Cells of the column of names at most."""


def office_list(rows: Sequence[Row], page: Page) -> None:
    """Draw the title of each office, and a line per holder: name, days, whether acting; the note below."""
    records = [row.record() for row in rows]
    names = [visible(record["holder"]) for record in records]
    width = min(max(map(page.ruler.cells, names), default=0), _NAMES) + 2
    for title, held in groupby(records, key=lambda record: record["office"]):
        page.line()
        page.block([], [], visible(str(title)), PLAIN)
        for record in held:
            end: list[Piece] = [(facts(record), DIM)]
            page.block([("  ", PLAIN)], None, visible(record["holder"]), PLAIN, end=end, width=width, column=width)
            if record["note"]:
                page.block([("    ", PLAIN)], None, visible(record["note"]), DIM)


def facts(office: Mapping[str, Any]) -> str:
    """The days of an office, and whether it was held for another: `14–27 Dec 2024   acting`."""
    return "   ".join(
        part for part in (tenure(office["from"], office["to"]), "acting" if office["acting"] else "") if part
    )


def tenure(first: str | None, last: str | None) -> str:
    """The days of an office: `since 1 Oct 2024`, `14–27 Dec 2024`; empty where none is known."""
    if first and last:
        return edtf.date_text(edtf.parse(first if first == last else f"{first}/{last}"))
    if first:
        return f"since {edtf.date_text(edtf.parse(first))}"
    return f"until {edtf.date_text(edtf.parse(last))}" if last else ""
