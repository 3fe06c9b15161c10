"""Workbooks (.xlsx) → a header and rows. The only home of openpyxl.

Each cell is read as the workbook shows it: a day that is shown as a month or a year is no day.
"""

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from ..errors import DataError, UsageError
from ..text.suggest import did_you_mean
from .row_reader import Row
from .tables import Table

_LARGEST = 256 << 20
"""Bytes of all parts of a workbook, unpacked."""


def is_workbook(data: bytes) -> bool:
    """Whether data begins as a .xlsx file does."""
    return data.startswith(b"PK\x03\x04")


def read_workbook(name: str, data: bytes, sheet: str | None) -> Table:
    """The cells of the first sheet, or of `sheet`. Raises UsageError for an unknown sheet, DataError for
    what is no workbook."""
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
            rows = _rows(_sheet(name, book, sheet))
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
    header = [cell.strip() for cell in rows[0].cells]
    return Table(header, rows[1:])


def _sheet(name: str, book: Any, sheet: str | None) -> Any:
    sheets = {each.title: each for each in book.worksheets}
    if sheet is None:
        return book.worksheets[0]
    if sheet not in sheets:
        hint = did_you_mean(sheet, sheets, f"sheets are: {', '.join(sheets)}")
        raise UsageError(f"{name}: there is no sheet {sheet!r}", hint=hint)
    return sheets[sheet]


def _rows(sheet: Any) -> list[Row]:
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [_shown(cell.value, getattr(cell, "number_format", "") or "") for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(Row(number, texts))
    return rows


def _shown(value: Any, form: str) -> str:
    """A cell as text, with a date as exact as its number format shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return _day(value, form)
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _day(value: date, form: str) -> str:
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form.lower())
    day = value.date() if isinstance(value, datetime) else value
    if "d" not in letters and "y" in letters:
        return day.isoformat()[: 7 if "m" in letters.replace("am/pm", "") else 4]
    if isinstance(value, datetime) and value.time() != time():
        return f"{day} {value.time().isoformat('seconds')}"
    return day.isoformat()
