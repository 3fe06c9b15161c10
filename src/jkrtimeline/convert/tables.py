"""Tables (CSV, TSV) → a header and rows."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..errors import DataError
from ..fields import EVENT_FIELDS, HIT_FIELDS
from .report import Report

_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """One record: its position (a line, or the number of a record, from 1) and its cells."""

    position: int
    cells: list[str]


class Table(NamedTuple):
    """The names of the columns, and the rows below them. Of a workbook that jkr wrote, also the sources in full, by
    the ids of their events: its cells are plain text, in which nothing is defused."""

    header: list[str]
    rows: list[Row]
    sources: Mapping[str, list[dict[str, str]]] | None = None


def read_table(name: str, text: str, report: Report, *, tabs: bool = False) -> Table:
    """The cells of a table; `tabs` when nothing else divides them. Raises DataError for a text that is no
    table."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError(f"{name}:{line}: a NUL byte, which no table has", hint="save the table as CSV in UTF-8")
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    delimiter, skipped, header = _header(text, "\t" if tabs else _DELIMITERS)
    if not header:
        raise DataError(f"{name}: no row with the names of the columns", hint="a table starts with them: date,title")
    own = len(header) > 1 and {*header} <= {*EVENT_FIELDS, *HIT_FIELDS}
    rows = _rows(name, text, delimiter, report, quotes=not (own and delimiter == "\t"))
    return Table(header, [row for number, row in enumerate(rows) if number >= skipped])


def _header(text: str, delimiters: str) -> tuple[str, int, list[str]]:
    """The delimiter that makes the first row widest, how many rows there are until after it, and its
    cells. A first line `sep=;`, as Excel writes it, decides."""
    named = re.match(r'"?sep=(.)"?\r?\n', text)
    best: tuple[str, int, list[str]] = (delimiters[0], 0, [])
    for delimiter in named[1] if named else delimiters:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells) and not (named and number == 1):
                if len(cells) > len(best[2]):
                    best = (delimiter, number, [cell.strip() for cell in cells])
                break
    return best


def _rows(name: str, text: str, delimiter: str, report: Report, *, quotes: bool) -> Iterator[Row]:
    """The rows with their lines; those that cannot be told apart are left out."""
    lines = io.StringIO(text, newline="")
    if quotes:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        line = reader.line_num + 1
        try:
            yield Row(line, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            hint = 'write "" for a quotation mark inside a quoted cell'
            if "unexpected end" in str(error):
                message = f"{name}:{line}: a quotation mark opens in this row and is never closed"
                raise DataError(message, hint=hint) from None
            report.leave_out(line, "quotes", "a quotation mark inside a quoted cell is not doubled", hint)
            yield Row(line, [])
