"""Workbooks (.xlsx) → a header and rows. The only home of openpyxl, with formats/xlsx.

Each cell is read as the workbook shows it: a day that is shown as a month is read as that month.
"""

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from .. import edtf
from ..errors import DataError, UsageError
from ..eventfile.nodes import DecimalText
from ..fields import SOURCE
from ..formats.shared.short_texts import EDTF, shown_date
from ..text.suggest import did_you_mean
from .column_names import header_number
from .report import EDITED_DATES, Report
from .tables import HEADER_ROWS, Table, TableRow, remark_on_rows_above

_LARGEST = 256 << 20
"""Bytes of all parts of a workbook, unpacked."""

SOURCES = "Sources"
"""The sheet of a workbook of jkr with the sources of its events (formats/xlsx.py)."""


def read_workbook(name: str, data: bytes, sheet: str | None, report: Report) -> Table:
    """The cells of the first visible sheet, or of `sheet`. Raises UsageError for an unknown sheet, DataError for data
    that are no workbook."""
    hint = "save it as .xlsx or as CSV in UTF-8, and import that"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise DataError(f"{name}: an archive that is no workbook (.xlsx)", hint=hint)
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise DataError(f"{name}: more than {_LARGEST >> 20} MiB when it is unpacked", hint="divide it")
    except (zipfile.BadZipFile, OSError):
        raise DataError(f"{name}: a damaged workbook or another archive", hint=hint) from None
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that do not concern the cells
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            # Numbers stay numbers: openpyxl reads the serials 59 and 60 as one day.
            book._date_formats = frozenset()  # type: ignore[attr-defined]
            chosen = _sheet(name, book, sheet)
            rows = _rows(chosen)
            merged = _merged_cells(data, chosen)
            is_from_jkr = any(EDTF in row.cells for row in rows[:1])
            sources = _rows(book[SOURCES]) if is_from_jkr and SOURCES in book.sheetnames else []
            other_sheets = [title for title in book.sheetnames if title != chosen.title]
            book.close()
    except UsageError:
        raise
    except Exception as error:
        reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        raise DataError(f"{name}: the workbook cannot be read ({reason})", hint=hint) from None
    while rows and not any(cell.strip() for cell in rows[0].cells):
        rows.pop(0)
    if not rows:
        raise DataError(f"{name}: the sheet is empty", hint="choose another sheet: --sheet NAME")
    number = header_number([row.cells for row in rows[:HEADER_ROWS]])
    remark_on_rows_above(rows[:number], report)
    header, rows = [cell.strip() for cell in rows[number].cells], rows[number + 1 :]
    _fill_merged(rows, merged)
    if EDTF in header and "date" in header:
        return _jkr_table(header, rows, sources, report)._replace(other_sheets=other_sheets)
    return Table(header, rows, other_sheets=other_sheets)


def _jkr_table(header: list[str], rows: list[TableRow], sources: list[TableRow], report: Report) -> Table:
    """The table of a workbook that jkr wrote, with EDTF as the date of each row. A date that was edited in the
    workbook replaces the EDTF beside it."""
    shown, text = header.index("date"), header.index(EDTF)
    derived = [header.index(name) for name in ("start", "end") if name in header]
    for row in rows:
        cells = row.cells
        cells += [""] * (len(header) - len(cells))
        if not cells[shown] or cells[shown] == _as_shown(cells[text]):
            cells[shown] = cells[text]
        elif cells[text]:
            report.change(row.position, EDITED_DATES)
            for number in derived:
                cells[number] = ""
        del cells[text]
    return Table([name for name in header if name != EDTF], rows, _sources(sources))


def _as_shown(text: str) -> str:
    """The text of the column `date` beside this EDTF."""
    try:
        return str(shown_date(edtf.parse(text)))
    except edtf.DateError:
        return ""


def _sources(rows: list[TableRow]) -> dict[str, list[dict[str, str]]]:
    """The sources by the ids of their events."""
    sources: dict[str, list[dict[str, str]]] = {}
    header = [cell.strip() for cell in rows[0].cells] if rows else []
    known = SOURCE.names()
    for row in rows[1:] if "event" in header else ():
        record = dict(zip(header, row.cells, strict=False))
        source = {name: record[name] for name in known if record.get(name)}
        sources.setdefault(record["event"], []).append(source)
    return sources


def _sheet(name: str, book: Any, sheet: str | None) -> Any:
    sheets = {each.title: each for each in book.worksheets}
    if sheet is None:
        return next((each for each in book.worksheets if each.sheet_state == "visible"), book.worksheets[0])
    if sheet not in sheets:
        hint = did_you_mean(sheet, sheets, f"sheets are: {', '.join(sheets)}")
        raise UsageError(f"{name}: there is no sheet {sheet!r}", hint=hint)
    return sheets[sheet]


def _rows(sheet: Any) -> list[TableRow]:
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [_shown(cell.value, getattr(cell, "number_format", "") or "", sheet.parent.epoch) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(TableRow(number, texts))
    return rows


@cache
def _is_date_format(form: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(form))


class _Merged(NamedTuple):
    """Cells that are shown as one: its column, from 0, and its first and last row, from 1."""

    column: int
    first: int
    last: int


def _merged_cells(data: bytes, sheet: Any) -> list[_Merged]:
    """The merged cells of a sheet, which openpyxl does not read with its rows."""
    from openpyxl.utils import column_index_from_string

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        ranges = re.findall(
            rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d+):[A-Z]+(\d+)"', archive.read(sheet._worksheet_path)
        )
    return [_Merged(column_index_from_string(name.decode()) - 1, int(first), int(last)) for name, first, last in ranges]


def _fill_merged(rows: list[TableRow], merged: list[_Merged]) -> None:
    """Give the rows below a merged cell its text, where they have other cells."""
    above = rows[0].position if rows else 0
    filled: dict[int, int] = {}  # column → the last row: in a damaged sheet, merged cells overlap
    for column, first, last in sorted(merged):
        first = max(first, filled.get(column, 0))
        if first < above or first >= above + len(rows) or column >= len(rows[first - above].cells):
            continue
        for row in rows[first - above + 1 : last - above + 1]:
            if row.cells:
                row.cells.extend([""] * (column + 1 - len(row.cells)))
                row.cells[column] = rows[first - above].cells[column]
        filled[column] = last


def _moment(serial: float, form: str, epoch: datetime) -> Any:
    """The date or time that a number is shown as; a text if the number is not a date."""
    from openpyxl.styles.numbers import is_timedelta_format
    from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

    if is_timedelta_format(form):
        return from_excel(serial, timedelta=True)
    if serial < 0:
        return str(serial)
    if int(serial) == 60 and epoch == WINDOWS_EPOCH:
        return "1900-02-29"  # a day that only spreadsheets have
    return from_excel(serial, epoch)


def _shown(value: Any, form: str, epoch: datetime) -> str:
    """A cell as text, with a date as exact as its number format shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and _is_date_format(form):
        try:
            value = _moment(value, form, epoch)
        except (OverflowError, ValueError):
            return "#VALUE!"
    if isinstance(value, datetime | date):
        return _day(value, form)
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return DecimalText(value)
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), str(value))  # ECMA-376, 22.9.2.19


def _day(value: date, form: str) -> str:
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form.lower())
    day = value.date() if isinstance(value, datetime) else value
    if "d" not in letters and "y" in letters:
        return day.isoformat()[: 7 if "m" in letters.replace("am/pm", "") else 4]
    if isinstance(value, datetime) and value.time() != time():
        return f"{day} {value.time().isoformat('seconds')}"
    return day.isoformat()
