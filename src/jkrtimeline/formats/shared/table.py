"""Rows as cells of text, which no spreadsheet runs as formulas."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from ...output_fields import columns_of
from ...query import Result
from ...text.sanitize import visible
from .. import RenderOptions

NAMED_BY = ("url", "title", "about", "publisher")
"""Keys that name a source in the table of events: the first one that it has."""

BOM = "\ufeff"
"""The byte order mark. Without it, Excel reads UTF-8 in the encoding of the system."""

FORMULA_SIGN = r"[=+\-@＝＋－＠]"
"""The first character of a formula, also in full width."""

_DIVIDER = r"[,;|\t\r\n]"
"""What may separate cells, depending on how the file is opened."""

_BEFORE = r'(?:"|[^\S\t\r\n])*'
"""Quotation marks and white space, which spreadsheets skip."""

_NUMBER = rf"(?a:-?\d+(?:\.\d+)?(?=\s*(?:{_DIVIDER}|\Z)))"

_FORMULA = rf"(?:\A(?=[\t\r\n])|(?:\A|(?<={_DIVIDER}))(?={_BEFORE}{FORMULA_SIGN})(?!{_BEFORE}{_NUMBER}))"
"""The positions in a cell where a formula may begin: at the start or after a divider, before any quotation marks and
white space. A plain number is not a formula."""

_DEFUSED = rf"""(?:\A'(?=[\t\r\n])|(?:\A|(?<={_DIVIDER}))'(?={_BEFORE}{FORMULA_SIGN}))"""


def defuse(text: str) -> str:
    """Insert a `'` wherever a formula may begin, so that a spreadsheet shows the cell as text.

    That includes each divider, because a file may be opened with another divider than it was written with, and a cell
    may hold a list. Source: OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    return re.sub(_FORMULA, "'", text)


def restore(text: str) -> str:
    """Remove what `defuse` has inserted."""
    return re.sub(_DEFUSED, "", text)


def cell(value: Any) -> str:
    """A JSON value as text: null is empty, lists are joined with `; `, a source is its address, an office its title."""
    if type(value) is str:  # most values
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(map(cell, value))
    if isinstance(value, dict):
        if "url" in value:
            return next((value[key] for key in NAMED_BY if value[key]), "")
        return str(value["title"]) if "title" in value else "; ".join(f"{key}: {item}" for key, item in value.items())
    return str(value)


def table(result: Result, options: RenderOptions) -> Iterator[list[str]]:
    """Yield a header, then the cells of each row."""
    rows = iter(result.rows)
    first = list(islice(rows, 1))  # a failing query fails here, before anything is written
    fields = result.fields or columns_of(result.kind, searched=result.query.search is not None)
    yield list(fields)
    for row in chain(first, rows):
        record = row.record(fields)
        yield [safe_cell(cell(record[name]), options) for name in fields]


def safe_cell(text: str, options: RenderOptions) -> str:
    """A cell that neither controls a terminal nor runs in a spreadsheet. Line ends remain."""
    if not text or (text.isprintable() and re.fullmatch(r"\w[^,;|]*", text)):  # most cells
        return text
    if options.defused:
        text = defuse(text)
    if options.sanitized and not text.isprintable():
        text = "\n".join(map(visible, text.split("\n")))
        text = defuse(text) if options.defused else text  # a sign may follow characters that were removed
    return text
