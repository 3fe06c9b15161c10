"""Tables (CSV, TSV) → a header and rows."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ..errors import DataError
from ..fields import EVENT_FIELDS, HIT_FIELDS
from .column_names import header_number, known_names
from .report import Noun, Report

_DELIMITERS = ",;\t|"
_ABOVE = Noun("row above the header", "rows above the header")

HEADER_ROWS = 20
"""Rows among which the row with the names of the columns is searched."""


class TableRow(NamedTuple):
    """One record: its position (a line, or the number of a record, from 1) and its cells."""

    position: int
    cells: list[str]


class Table(NamedTuple):
    """The names of the columns, and the rows below them. A workbook that jkr wrote also has the sources in full, by
    the ids of their events; its cells are plain text, in which nothing is defused."""

    header: list[str]
    rows: list[TableRow]
    sources: Mapping[str, list[dict[str, str]]] | None = None
    other_sheets: Sequence[str] = ()


def read_table(name: str, text: str, report: Report, *, tabs: bool = False) -> Table:
    """The cells of a table; `tabs` when nothing else divides them. Raises DataError for a text that is no
    table."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        width, order = 32 if text[:4].count("\0") == 3 else 16, "be" if text[0] == "\0" else "le"
        hint = f"save the table as CSV in UTF-8, or say its encoding: --encoding utf-{width}-{order}"
        raise DataError(f"{name}:{line}: a NUL byte, which no table has", hint=hint)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    delimiter, number, header = _header(text, "\t" if tabs else _DELIMITERS)
    if not header:
        raise DataError(f"{name}: no row with the names of the columns", hint="a table starts with them: date,title")
    rows = list(_rows(name, text, delimiter, report, quotes=delimiter != "\t" or not has_jkr_names(header)))
    remark_on_rows_above(rows[:number], report)
    return Table(header, rows[number + 1 :])


def has_jkr_names(header: Sequence[str]) -> bool:
    """Whether the names of the columns are those of jkr's tables, and no others."""
    return len(header) > 1 and {*header} <= {*EVENT_FIELDS, *HIT_FIELDS}


def remark_on_rows_above(rows: Sequence[TableRow], report: Report) -> None:
    """Report the rows above the names of the columns."""
    for row in rows:
        if any(cell.strip() for cell in row.cells) and not re.match("(?i)sep=", row.cells[0]):
            report.add(row.position, _ABOVE)


class _HeaderLine(NamedTuple):
    """The row with the names of the columns, from 0, its cells, and the delimiter between them."""

    delimiter: str
    row: int
    cells: list[str]


def _header(text: str, delimiters: str) -> _HeaderLine:
    """The header with the delimiter that gives most known names, or else most columns. A first line `sep=;`, as Excel
    writes it, decides."""
    named = re.match(r'"?sep=(.)"?\r?\n', text)
    best = _HeaderLine(delimiters[0], 0, [])
    for delimiter in named[1] if named else delimiters:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        first = list(islice(reader, HEADER_ROWS))
        if named:
            first[0] = []
        number = header_number(first)
        cells = [cell.strip() for cell in first[number]] if first else []
        if (known_names(cells), len(cells)) > (known_names(best.cells), len(best.cells)) and any(cells):
            best = _HeaderLine(delimiter, number, cells)
    return best


def _rows(name: str, text: str, delimiter: str, report: Report, *, quotes: bool) -> Iterator[TableRow]:
    """The rows with their lines; one that cannot be read has no cells."""
    lines = io.StringIO(text, newline="")
    if quotes:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        line = reader.line_num + 1
        try:
            yield TableRow(line, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            hint = 'write "" for a quotation mark inside a quoted cell'
            if "unexpected end" in str(error):
                message = f"{name}:{line}: a quotation mark opens in this row and is never closed"
                raise DataError(message, hint=hint) from None
            report.leave_out(line, "quotes", "a quotation mark inside a quoted cell is not doubled", hint)
            yield TableRow(line, [])
