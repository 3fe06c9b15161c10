"""Rows of a table, a sheet or a list of records → drafts of events."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from ..edtf import DateError
from ..errors import DataError
from ..eventfile.nodes import DecimalText
from ..eventfile.patterns import is_address
from ..formats.shared.table import NAMED_BY, restore
from .column_map import ColumnMap, mapped_columns
from .column_names import DATE_FIELDS, JOINED, LISTS, WORDS, column_words
from .date_columns import record_date
from .date_rules import DateRules
from .date_spans import is_year_span, points_of
from .draft import Draft
from .markup import plain_text, sources_of, title_from, without_markup
from .report import MARKUP_TEXTS, NO_VALUES, Noun, Report, quoted_text
from .tables import Table, TableRow, has_jkr_names
from .timelinejs_slides import SlideReader, slide_columns, slide_of

_CELLS = Noun("cell beyond the header", "cells beyond the header")

_UTC = r"(?i)(?:utc|gmt|z|etc/utc|utc?[+-]?0+(?::00)?|[+-]00:?00)"
_ZONE_NAMES = ("timezone", "time zone", "tz", "start timezone", "start time zone")
_GUESS = Noun("column known by its cells", "columns known by their cells", "used")
_NO_VALUE = r"(?i)(?:n\.?/a\.?|#n/a|na|nan|null|none|nil|unknown|undefined|-+|[–—−]+|\?+)"
"""Whole cells that say that there is no value, as R, pandas, BIDS and SQL write it."""


class RowReader:
    """Makes drafts of the rows of one table. Raises UsageError for a wrong `mapping`, DataError where no
    column holds the date, or none the title."""

    def __init__(self, name: str, table: Table, mapping: Sequence[str], rules: DateRules, report: Report) -> None:
        header = table.header
        self._header, self._report, self._sources = header, report, table.sources
        self._rows = [
            TableRow(line, [cell.strip() for cell in cells] + [""] * (len(header) - len(cells)))
            for line, cells in table.rows
        ]
        self._has_jkr_names = has_jkr_names(header)
        # Only jkr writes what it derives from a date; a table with its other names may be anyone's.
        self._is_from_jkr = self._has_jkr_names and "precision" in header
        if self._is_from_jkr:
            rules = rules._replace(groupings="edtf")
        elif self._has_jkr_names and "id" in header:
            rules = rules._replace(groupings="refuse")
        if not self._is_from_jkr:
            self._empty_no_values()
        self._map = ColumnMap(header, mapped_columns(header, mapping))
        self._slides = slide_columns(header, self._map.used)
        if not self._slides:
            self._map.recognise([row.cells for row in self._rows], rules)
        dates = [number for field in DATE_FIELDS for number in self._map.fields.get(field, ())]
        texts = [row.cells[number] for row in self._rows for number in (*dates, *self._map.exact_dates)]
        self._rules = rules._replace(year_spans=any(map(is_year_span, texts)), points=points_of(texts))
        used = {*self._map.used, *self._slides}
        used |= {number for number, cell in enumerate(header) if self._has_jkr_names and cell not in WORDS}  # derived
        self._unused = [number for number in range(len(header)) if number not in used]
        self._utc_columns = any(re.search(r"(?i)(?<![a-z])(?:utc|gmt)(?![a-z])", header[number]) for number in dates)
        self._zone_columns = [n for n, cell in enumerate(header) if column_words(cell) in _ZONE_NAMES]
        self._untitled = not self._slides and "title" not in self._map.fields and "summary" in self._map.fields
        for number, field in self._map.guessed.items():
            message = f"column {header[number]!r} is used as the {field}"
            report.change(0, _GUESS, message, f"to use another one: --map COLUMN={field}")
        self._require_columns(name, table.other_sheets)

    def _empty_no_values(self) -> None:
        """Empty the cells that say that there is no value."""
        for row in self._rows:
            for number, cell in enumerate(row.cells):
                if cell and re.fullmatch(_NO_VALUE, cell):
                    row.cells[number] = ""
                    self._report.change(row.position, NO_VALUES)

    def _require_columns(self, name: str, other_sheets: Sequence[str]) -> None:
        """Raise DataError without a column for the title or the date."""
        columns = self._map.fields
        has_title = bool(self._slides) or self._untitled or "title" in columns
        for field, is_known in (("title", has_title), ("date", bool(self._slides) or self._map.has_date)):
            if is_known:
                continue
            names = ", ".join(repr(cell[:40]) for cell in self._header[:20] if cell)
            hint = f"say which column it is: --map COLUMN={field}; columns are {names}"
            if not columns:
                hint = f"the first row must have the names of the columns: delete the rows above it; or {hint}"
            if other_sheets:
                hint = f"import another sheet ({', '.join(other_sheets)}): --sheet NAME; or {hint}"
            raise DataError(f"{name}: no column is known as the {field}", hint=hint)

    def drafts(self) -> Iterator[Draft]:
        """The events of all rows that are not empty."""
        slides = SlideReader(self._rules, self._report)
        for row in self._rows:
            if any(row.cells) and (draft := self._draft(row, slides)):
                yield draft

    def _draft(self, row: TableRow, slides: SlideReader) -> Draft | None:
        position, cells = row
        if self._has_jkr_names and self._sources is None:
            cells = [cell if isinstance(cell, DecimalText) else restore(cell) for cell in cells]
        if any(cells[len(self._header) :]):
            self._report.add(position, _CELLS, "the row has more cells than the header, they are left out")
        self._note_unused([number for number in self._unused if cells[number]])
        values = self._values(position, cells)
        try:
            date = record_date(*self._date_cells(cells), self._rules)
        except DateError as error:
            self._report.leave_out_date(position, error)
            return None
        if self._untitled:
            values["title"] = title_from(values["summary"], position, self._report)
        if date is not None:
            values |= {"date": date.text, "date_note": values.get("date_note") or date.original}
            name = quoted_text(str(values.get("title") or "an event"))
            date.remark(self._report, position, name, "say in which zone its days are: --zone Asia/Seoul")
        if self._slides:
            draft = slides.draft(position, slide_of(cells, self._slides), values)
        else:
            draft = Draft(position, values)
        return draft._replace(seconds=date.seconds) if draft and date else draft

    def _values(self, position: int, cells: list[str]) -> dict[str, Any]:
        """The values of a row apart from its date; links in its texts become sources."""
        values: dict[str, Any] = {}
        links: list[dict[str, str]] = []
        for field, numbers in self._map.fields.items():
            if field in DATE_FIELDS or field in ("sources", "publisher"):
                continue
            texts = [text for number in numbers if (text := self._text(position, cells[number], links))]
            if field in LISTS:
                values[field] = [part for text in texts for part in self._split(text)]
                continue
            unlike = list(dict.fromkeys(texts))
            values[field] = JOINED[field].join(unlike) if field in JOINED else "".join(unlike[:1])
            if field not in JOINED and len(unlike) > 1:
                self._note_unused(numbers[1:])
        addresses: list[str] = []
        for number in self._map.fields.get("sources", ()):
            plain = plain_text(cells[number])
            if plain.links and not self._is_from_jkr:
                self._report.change(position, MARKUP_TEXTS)
                links += sources_of(plain.links, position, self._report, "publisher")
            else:
                addresses.append(cells[number] if self._is_from_jkr else plain.text)
        publishers = [self._text(position, cells[number], links) for number in self._map.fields.get("publisher", ())]
        in_full = self._sources_in_full(values.get("id", ""), addresses)
        values["sources"] = [*(in_full or _sources(addresses, publishers)), *links]
        return values

    def _sources_in_full(self, identity: str, cells: list[str]) -> list[dict[str, str]]:
        """The sources that a workbook of jkr has for an event, where its cell names no others."""
        sources = (self._sources or {}).get(identity, [])
        named = [next((each[key] for key in NAMED_BY if key in each), "") for each in sources]
        return sources if cells == ["; ".join(named)] else []

    def _note_unused(self, numbers: Sequence[int]) -> None:
        """Report columns that are not imported."""
        for number in numbers:
            name = self._header[number] or f"number {number + 1}"
            self._report.columns.setdefault(name, self._map.reasons.get(number, ""))

    def _text(self, position: int, cell: str, links: list[dict[str, str]]) -> str:
        """A cell without markup; its links are added to `links`."""
        return cell if self._is_from_jkr else without_markup(cell, position, self._report, links)

    def _split(self, text: str) -> list[str]:
        """The items of a cell with several."""
        if self._is_from_jkr:
            separators = r";\s+"
        else:
            separators = next((each for each in ("[;\n]", r"\|") if re.search(each, text)), ",")
        return [part.strip() for part in re.split(separators, text)]

    def _date_cells(self, cells: list[str]) -> tuple[dict[str, str], list[str]]:
        """The arguments of `record_date`."""
        given = dict.fromkeys(DATE_FIELDS, "")
        for field in DATE_FIELDS:
            filled = [number for number in self._map.fields.get(field, ()) if cells[number]]
            if filled:
                given[field] = cells[filled[0]]
                self._note_unused([number for number in filled if cells[number] != given[field]])
        if self._utc_columns or any(re.fullmatch(_UTC, cells[number]) for number in self._zone_columns):
            for field, text in given.items():
                if re.search(r"(?a)\d:\d\d(?::\d\d)?(?: ?[ap]m)?$", text):
                    given[field] = f"{text} UTC"
        return given, [cells[number] for number in self._map.exact_dates if cells[number]]


def _sources(cells: list[str], publishers: list[str]) -> list[dict[str, str]]:
    """Addresses and publishers of one row. A text that is no address is a publisher; one that has a
    cell to itself belongs to the address in another cell."""
    addresses: list[str] = []
    names = [text for text in publishers if text]
    others: list[str] = []
    for cell in cells:
        parts = [part.strip() for part in re.split(r";\s+|(?<![\s,;])[\s,;]+(?=https?://)", cell) if part.strip()]
        urls = [part for part in parts if is_address(part)]
        addresses += urls
        (others if urls else names).extend(part for part in parts if part not in urls)
    paired = [{"url": url, "publisher": name} for url, name in zip_longest(addresses, names, fillvalue="")]
    return [*paired, *({"publisher": name} for name in others)]
