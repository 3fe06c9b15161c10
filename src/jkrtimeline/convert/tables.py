"""Tables (CSV, TSV) → drafts of events. The names of their columns say what these hold (see `columns`)."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import zip_longest
from typing import Any

from .. import edtf
from ..edtf import DateError
from ..errors import DataError
from ..fields import EVENT_FIELDS, HIT_FIELDS
from ..formats.layout.table import restore
from . import Order, column_map, human_dates, timelinejs_slides
from .draft import Draft, Heading, is_address
from .human_dates import RefusedDate
from .report import TIME, Noun, Report

_CELLS = Noun("cell beyond the header", "cells beyond the header")
Row = tuple[int, list[str]]
"""The line on which a row begins, from 1, and its cells."""


def read(
    name: str,
    text: str,
    losses: Report,
    heading: Heading,
    *,
    tabs: bool = False,
    order: Order | None = None,
    mapping: Sequence[str] = (),
) -> Iterator[Draft]:
    """The events of a table; `tabs` when nothing else divides its cells.

    Raises DataError for a text that is no table of events, UsageError for a wrong `mapping`.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError(f"{name}:{line}: a NUL byte, which no table has", hint="save the table as CSV in UTF-8")
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    delimiter, skipped, header = _header(text, "\t" if tabs else ",;\t")
    if not header:
        raise DataError(f"{name}: no row with the names of the columns", hint="a table starts with them: date,title")
    own = len(header) > 1 and {*header} <= {*EVENT_FIELDS, *HIT_FIELDS}
    rows = _rows(name, text, delimiter, losses, quoted=not (own and delimiter == "\t"))
    given = column_map.mapped(header, mapping)
    slides = timelinejs_slides.columns_of(header, given)
    table = _Table(header, given if slides else column_map.assign(header, given), slides, own, losses, order)
    table.require(name)
    for number, (line, cells) in enumerate(rows):
        if number >= skipped and any(cell.strip() for cell in cells):
            draft = table.draft(line, cells, heading)
            if draft is not None:
                yield draft


def _header(text: str, delimiters: str) -> tuple[str, int, list[str]]:
    """The delimiter that makes the first row widest, how many rows there are until after it, and its
    cells. A first line `sep=;`, as Excel writes it, decides."""
    said = re.match(r'"?sep=(.)"?\r?\n', text)
    best: tuple[str, int, list[str]] = (delimiters[0], 0, [])
    for delimiter in said[1] if said else delimiters:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells) and not (said and number == 1):
                if len(cells) > len(best[2]):
                    best = (delimiter, number, [cell.strip() for cell in cells])
                break
    return best


def _rows(name: str, text: str, delimiter: str, losses: Report, *, quoted: bool) -> Iterator[Row]:
    """The rows with their lines; those that cannot be told apart are left out."""
    lines = io.StringIO(text, newline="")
    if quoted:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            hint = 'write "" for a quotation mark inside a quoted cell'
            if "unexpected end" in str(error):
                message = f"{name}:{line}: a quotation mark opens in this row and is never closed"
                raise DataError(message, hint=hint) from None
            losses.record(line, "quotes", "a quotation mark inside a quoted cell is not doubled", hint)
            yield line, []


class _Table:
    """Makes drafts of the rows of one table. `found` are its columns by field, `slides` those of
    TimelineJS' spreadsheet; `own` when it is one that jkr wrote."""

    def __init__(
        self,
        header: list[str],
        found: column_map.Columns,
        slides: timelinejs_slides.SlideColumns,
        own: bool,
        losses: Report,
        order: Order | None,
    ) -> None:
        self._header, self._found, self._slides = header, found, slides
        self._own, self._losses, self._order = own, losses, order
        # Without derived columns a table of our names may also have been written by hand.
        self._separators = r";\s+" if own and "precision" in header else None
        used = {number for numbers in found.values() for number in numbers} | set(slides)
        used |= {number for number, cell in enumerate(header) if own and cell not in column_map.WORDS}  # derived
        self._unused = [number for number in range(len(header)) if number not in used]

    def require(self, name: str) -> None:
        """Raise DataError when no column tells the date, or none the title."""
        known = {*self._found, *(("date", "title") if self._slides else ())}
        for field, others in (("title", ()), ("date", ("start", "year"))):
            if known.isdisjoint((field, *others)):
                names = ", ".join(repr(cell[:40]) for cell in self._header[:20] if cell)
                hint = f"say which it is: --map COLUMN={field}; columns are {names}"
                if not known:
                    hint = f"the first row must have the names of the columns: delete the rows above it; or {hint}"
                raise DataError(f"{name}: no column is known as the {field}", hint=hint)

    def draft(self, line: int, cells: list[str], heading: Heading) -> Draft | None:
        """The event of a row; None where there is none, which is told."""
        if self._own:
            cells = [restore(cell) for cell in cells]
        if any(cell.strip() for cell in cells[len(self._header) :]):
            self._losses.other(line, _CELLS, "the row has more cells than the header, they are left out")
        row = [*cells, *([""] * (len(self._header) - len(cells)))]
        for number in self._unused:
            if row[number].strip():
                self._losses.columns[self._header[number] or f"number {number + 1}"] = None
        values: dict[str, Any] = {}
        for field, numbers in self._found.items():
            texts = [row[number].strip() for number in numbers]
            if field in ("actors", "themes", "follows"):
                values[field] = [part for text in texts for part in self._split(text)]
            elif field not in ("sources", "publisher"):
                values[field] = texts[0]
        values["sources"] = _sources(*([row[n] for n in self._found.get(f, ())] for f in ("sources", "publisher")))
        try:
            date = self._date(line, values)
        except DateError as error:
            self._losses.record(line, getattr(error, "rule", "date"), error.message, error.hint)
            return None
        known = {key: value for key, value in values.items() if key in EVENT_FIELDS and key not in ("start", "end")}
        if date:
            known["date"] = date
        if self._slides:
            return timelinejs_slides.draft(
                line, timelinejs_slides.slide_of(row, self._slides), self._losses, heading, known
            )
        return Draft(line, known)

    def _split(self, text: str) -> list[str]:
        separators = self._separators or (";" if ";" in text else ",")
        return [part.strip() for part in re.split(separators, text)]

    def _date(self, line: int, values: dict[str, Any]) -> str:
        """The date of a row; empty where it has none. Raises DateError."""
        given = {field: str(values.get(field) or "") for field in column_map.DATES}
        # Some write the times of day where others have the days.
        times = [field for field in ("time", "end_time", "start", "end") if human_dates.is_time(given[field])]
        timed = bool(given["time"] or given["end_time"] or times)
        midnight = human_dates.is_midnight(given["end_time"])
        for field in times:
            given[field] = ""
        ends = {
            field: human_dates.read(given[field], self._order) for field in ("date", "start", "end") if given[field]
        }
        for field, parts in (("date", ("year", "month", "day")), ("end", ("end_year", "end_month", "end_day"))):
            if field not in ends and any(given[part] for part in parts):
                ends[field] = human_dates.Written(human_dates.parts(*(given[part] for part in parts)))
        if timed or any(end.timed for end in ends.values()):
            self._losses.other(line, TIME)
        begin, end = ends.get("date", ends.get("start")), ends.get("end")
        if begin is None:
            if end is not None:
                hint = "an open start is written ../2024-10"
                raise RefusedDate("there is an end without a start", "no-start", hint=hint)
            return ""
        when = edtf.parse(begin.text)
        if "date" in ends and "start" in ends and ends["start"].text not in (begin.text, str(when.start)):
            message = f"the date is {begin.text} and the start {ends['start'].text}"
            raise RefusedDate(message, "start", hint="leave out one")
        if end is None or ("date" in ends and end.text == str(when.end)):  # as our own tables have it
            return begin.text
        last = edtf.parse(end.text)
        if midnight and last.precision == "day" and last.start and when.start and last.start > when.start:
            return human_dates.interval(begin.text, (last.start - timedelta(days=1)).isoformat())
        return human_dates.interval(begin.text, end.text)


def _sources(cells: list[str], publishers: list[str]) -> list[dict[str, str]]:
    """Addresses and publishers of one row. A text that is no address is a publisher; one that has a
    cell to itself belongs to the address in another cell."""
    addresses: list[str] = []
    names = [text.strip() for text in publishers if text.strip()]
    others: list[str] = []
    for cell in cells:
        parts = [
            part.strip() for part in re.split(r";\s+|(?<![\s,;])[\s,;]+(?=https?://)", cell.strip()) if part.strip()
        ]
        found = [part for part in parts if is_address(part)]
        addresses += found
        (others if found else names).extend(part for part in parts if part not in found)
    paired = [{"url": url, "publisher": name} for url, name in zip_longest(addresses, names, fillvalue="")]
    return [*paired, *({"publisher": name} for name in others)]
