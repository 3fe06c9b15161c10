"""A workbook for Excel and LibreOffice, which `jkr import` reads back.

The first sheet is the table. Events have further sheets: their sources, the actors, themes and threads that they
use, and a description of the data. Dates are dates, addresses are links, and no text is a formula. The bytes depend on
the data alone.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from .. import edtf
from ..errors import JkrError
from ..eventfile.used_names import UsedNames
from ..fields import EVENT_FIELDS, LABELS, SOURCE
from ..output_fields import columns_of
from ..query import Result
from ..registries import REGISTRIES
from ..text.sanitize import visible
from . import BinaryWriter, RenderOptions
from .shared.headings import query_parts
from .shared.links import link
from .shared.short_texts import EDTF, readable_date, shown_date
from .shared.spool import zip_archive
from .shared.table import FORMULA_SIGN, cell

_FIRST_COLUMNS = ("date", "title", "summary", "place", "actors", "themes", "thread", "importance", "status", "sources")
_LAST_COLUMNS = ("id", EDTF, "start", "end", "precision", "approximate", "uncertain", "follows")
"""The order of an event's columns: first what people read, last what only programs need."""

_DATES = frozenset(("start", "end", "first", "last"))
"""Columns of days, besides `date`."""

_WIDTH = 14
_WIDTHS = {
    **dict.fromkeys(("title", "name", "about", "sources", "url"), 60),
    **dict.fromkeys(("summary", "snippet", *LABELS), 80),
    **dict.fromkeys(("place", "actors", "aliases", "event", "id"), 32),
    "date": 16,
}
"""Widths of columns, in characters."""

_ROWS, _LINKS, _ADDRESS, _LETTERS = 1_048_576, 65_530, 2_079, 32_767
"""Limits of Excel: rows and links of a sheet, characters of an address and of a cell (support.microsoft.com, Excel
specifications and limits)."""

_FIRST_DAY = date(1900, 3, 1)
"""Excel has a 29 February 1900, so earlier days have different numbers in different programs."""

_DAY, _EPOCH = "yyyy-mm-dd", datetime(2000, 1, 1)
_LEFT = Alignment(horizontal="left")
_LINK = Font(color="0563C1", underline="single")
_HEAD, _FILL = Font(bold=True), PatternFill("solid", fgColor="E7E6E6")
_FORMULA_START = rf"{FORMULA_SIGN}|[\t\r\n]"
"""The first character of a text that a spreadsheet may take for a formula when the cell is edited."""


def write(result: Result, out: BinaryWriter, options: RenderOptions) -> None:
    """Write the workbook."""
    book = Workbook(write_only=True)
    header = result.catalog.header
    covered = edtf.parse(header.coverage).end if header.coverage else None
    stamp = datetime(covered.year, covered.month, covered.day) if covered else _EPOCH
    book.properties.created = book.properties.modified = stamp
    book.properties.creator, book.properties.title = "jkr", visible(header.title)
    try:
        _fill(book, result)
    except BaseException:
        _discard(book)
        raise
    with zip_archive(out) as archive:
        ExcelWriter(book, archive).write_data()  # save_workbook of openpyxl would read the clock


def _fill(book: Workbook, result: Result) -> None:
    fields = result.fields or columns_of(result.kind, searched=result.query.search is not None)
    with_more = result.kind == "event" and not result.fields
    if with_more:
        fields = _reading_order(fields)
    table = _Sheet(book, f"{result.kind.title()}s" if result.kind != "pair" else "Counts", fields)
    sources = _Sheet(book, "Sources", ("event", *SOURCE.names())) if with_more else None
    used = UsedNames()
    for row in result.rows:
        record = row.record(fields)
        if result.kind == "event" and "date" in record:
            when = row.event.date
            table.add({**record, "date": shown_date(when), EDTF: when.text})
        else:
            table.add(record)
        if sources is not None:
            used.add(row.event)
            for source in record["sources"]:
                sources.add({"event": record["id"], **source})
    table.close()
    if sources is not None:
        sources.close()
        for kind, registry in REGISTRIES.items():
            sheet = _Sheet(book, registry.section.title(), ("id", *registry.record.names()))
            for entry in used.records(kind, result.catalog):
                sheet.add(entry)
            sheet.close()
    about = _Sheet(book, "About", ("about", "text"))
    header = result.catalog.header
    facts = {
        "Data": header.title,
        "Filters": "; ".join(query_parts(result)) or "none",
        "Rows": table.rows - 1,
        "Version": header.version,
        "Licence": header.license,
        "About": header.about,
        "Coverage": readable_date(header.coverage),
    }
    for name, text in facts.items():
        if text or name == "Rows":
            about.add({"about": name, "text": text})
    about.close()


def _reading_order(fields: Sequence[str]) -> tuple[str, ...]:
    others = [name for name in fields if name not in (*_FIRST_COLUMNS, *_LAST_COLUMNS)]
    of_search = [name for name in others if name not in EVENT_FIELDS]
    return (*_FIRST_COLUMNS, *(name for name in others if name in EVENT_FIELDS), *_LAST_COLUMNS, *of_search)


class _Sheet:
    """A sheet with a header and a row for each record."""

    def __init__(self, book: Workbook, title: str, fields: Sequence[str]) -> None:
        self._sheet: Any = book.create_sheet(title)
        self._title, self._fields = title, fields
        self._links = 0
        self.rows = 1
        for number, name in enumerate(fields, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, _WIDTH)
        self._sheet.freeze_panes = "A2"
        heads: list[Any] = [WriteOnlyCell(self._sheet, name) for name in fields]
        for head in heads:
            head.font, head.fill = _HEAD, _FILL
        self._sheet.append(heads)

    def add(self, record: Mapping[str, Any]) -> None:
        """Add a row. Raises JkrError if Excel could not hold it."""
        self.rows += 1
        if self.rows > _ROWS:
            raise _too_large(f"the sheet {self._title} would have more than {_ROWS:,} rows")
        self._sheet.append([self._cell(name, record.get(name)) for name in self._fields])

    def _cell(self, name: str, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if not value:
            return None
        if isinstance(value, date):
            return self._day(value)
        if name in _DATES:
            return self._day(date.fromisoformat(value))
        text = "\n".join(map(visible, cell(value).split("\n")))
        if len(text) > _LETTERS:
            raise _too_large(f"{name} has {len(text):,} characters, and a cell at most {_LETTERS:,}")
        # Excel reads _x0041_ as the letter A (ECMA-376, 22.9.2.19).
        text = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
        address = self._address(name, value)
        if not address and not re.match(rf"{_FORMULA_START}|#", text):
            return text
        styled = WriteOnlyCell(self._sheet, text)
        styled.data_type = "s"
        styled.quotePrefix = bool(re.match(_FORMULA_START, text))
        if address:
            styled.hyperlink, styled.font = address, _LINK
        return styled

    def _address(self, name: str, value: Any) -> str:
        """The address that a cell links to; for the sources of an event, that of the first."""
        url = next((each["url"] for each in value if each["url"]), None) if name == "sources" else value
        address = link(url) if name in ("sources", "url", "archived") else ""
        if not address or len(address) > _ADDRESS or self._links == _LINKS:
            return ""
        self._links += 1
        return address

    def _day(self, day: date) -> Any:
        styled = WriteOnlyCell(self._sheet, datetime(day.year, day.month, day.day) if day >= _FIRST_DAY else str(day))
        styled.number_format, styled.alignment = _DAY, _LEFT
        return styled

    def close(self) -> None:
        """Add the filter, and finish the sheet."""
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._fields))}{self.rows}"
        self._sheet.close()


def _too_large(reason: str) -> JkrError:
    return JkrError(f"this does not fit into xlsx: {reason}", hint="use csv or sqlite, or narrow it with filters")


def _discard(book: Workbook) -> None:
    """Close the sheets and remove their temporary files, which openpyxl would keep until Python exits."""
    sheet: Any
    for sheet in book.worksheets:
        with suppress(OSError):
            if not sheet.closed:
                sheet.close()
            sheet._writer.cleanup()
