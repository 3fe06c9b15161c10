"""Columns recognised by their cells: dates, spans of years, titles."""

import re
from collections.abc import Container, Sequence

from .. import edtf
from ..edtf import DateError
from ..eventfile.patterns import is_address
from .column_names import column_words
from .date_columns import date_of_parts, date_with_year, is_within
from .date_numbers import DateRules, RefusedDate, is_year_span
from .human_dates import read_date

SAMPLE = 400
"""Rows whose cells are read to find columns with dates."""

Columns = dict[str, list[int]]
"""Field → the numbers of its columns, from 0."""


def columns_of_dates(rows: Sequence[Sequence[str]], columns: Sequence[int], rules: DateRules) -> list[int]:
    """The columns whose cells are dates in words or with hyphens; without any, those whose cells are years."""
    dated = [number for number in columns if share_of_dates(rows, number, rules) > 0.8]

    def is_plain(number: int) -> bool:
        return all(re.fullmatch(r"(?a)\s*\d*(?:\.\d*)?\s*", row[number]) for row in rows if number < len(row))

    def is_year(number: int) -> bool:
        return all(re.fullmatch(r"(?a)\s*(?:(?:1[0-9]|20)\d\d)?\s*", row[number]) for row in rows if number < len(row))

    return [each for each in dated if not is_plain(each)] or [each for each in dated if is_year(each)]


_NO_TITLE = r"\b(id|ids|code|codes|iso\w*|key|abbr\w*|uuid|slug|date|dates|month|day|weekday)\b"


def title_column(header: Sequence[str], rows: Sequence[Sequence[str]], used: Container[int]) -> int | None:
    """The first column, of those that are not `used`, whose cells are texts that mostly differ."""
    for number, name in enumerate(header):
        if not name or number in used or re.search(_NO_TITLE, column_words(name)):
            continue
        texts = [row[number].strip() for row in rows if number < len(row) and row[number].strip()]
        words = [text for text in texts if re.search(r"[^\W\d_]{2}", text) and not is_address(text)]
        if len(words) > 0.9 * len(rows) and len(set(words)) > 0.5 * len(words):
            return number
    return None


def share_of_dates(rows: Sequence[Sequence[str]], number: int, rules: DateRules) -> float:
    """The share of the filled cells of a column that are dates, or would be with --dates or --century."""
    texts = [row[number].strip() for row in rows if number < len(row) and row[number].strip()]
    dates = 0
    for text in texts:
        try:
            read_date(text, rules)
        except RefusedDate as error:
            dates += error.rule in ("two-days", "short-year")
        except DateError:
            continue
        else:
            dates += 1
    return dates / len(texts) if texts else 0


def agrees(rows: Sequence[Sequence[str]], number: int, fields: Columns, rules: DateRules) -> bool:
    """Whether the cells of a column are dates that lie within the dates of their rows and are at least as exact. One
    cell in twenty may have another date or number, and half of them words without a digit (`undated`)."""
    agree = differ = words = 0

    def cell(row: Sequence[str], name: str) -> str:
        columns = fields.get(name)
        return row[columns[0]].strip() if columns and columns[0] < len(row) else ""

    for row in rows:
        text = row[number].strip() if number < len(row) else ""
        if not text:
            continue
        if not re.search(r"\d", text):
            words += 1
            continue
        try:
            parts = cell(row, "year"), cell(row, "month"), cell(row, "day")
            exact = edtf.parse(date_with_year(text, parts[0], rules).text)
            base_text = cell(row, "date") or cell(row, "start")
            if not base_text and not parts[0]:
                continue
            written = read_date(base_text, rules) if base_text else date_of_parts(*parts, rules)
            base = edtf.parse(written.text)
        except RefusedDate as error:
            differ += error.rule not in ("two-days", "short-year")
            continue
        except DateError:
            differ += 1
            continue
        is_exact = edtf.PRECISIONS.index(exact.precision) <= edtf.PRECISIONS.index(base.precision)
        if is_exact and is_within(exact, base):
            agree += 1
        else:
            differ += 1
    return agree > 0 and agree >= 19 * differ and agree >= words


def has_year_spans(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    """Whether some cell of these columns is a span of years such as 1939-41."""
    return any(is_year_span(row[number]) for row in rows for number in columns if number < len(row))
