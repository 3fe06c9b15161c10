"""The forms for programs: json, jsonl, csv, tsv, yaml. The public JSON goes through unparsed where
it can."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..fields import fields_of
from ..query import Result, Row
from ..text.json_text import json_array, to_json
from ..text.sanitize import visible
from . import RenderOptions

if TYPE_CHECKING:
    from . import Writer
from .plain import cell


def _texts(answer: Result) -> Iterator[str]:
    """The JSON text of each row, with the wanted fields."""
    for row in answer.rows:
        if answer.fields:
            record = row.record(answer.fields)
            yield to_json({name: record[name] for name in answer.fields})
        else:
            yield to_json(row.record()) if row.searched else row.raw


def write_json(answer: Result, out: "Writer", look: RenderOptions) -> None:
    """One array, an object a line; `[]` when empty. Counts stand as the last key, rows, of an object that
    tells what they are of."""
    if answer.stats is not None:
        out.write(to_json(answer.stats.public()).removesuffix("}") + ',"rows":')
    pieces = json_array(_texts(answer))
    for piece in pieces if answer.stats is None else (piece.removesuffix("]\n") for piece in pieces):
        out.write(piece)
    if answer.stats is not None:
        out.write("]}\n")


def write_jsonl(answer: Result, out: "Writer", look: RenderOptions) -> None:
    """One object a line."""
    for text in _texts(answer):
        out.write(text + "\n")


_FORMULA = r"\s*[=+\-@＝＋－＠]|[\t\r\n]"
_NUMBER = r"(?a)-?\d+(\.\d+)?"


def _table(answer: Result, look: RenderOptions) -> Iterator[list[str]]:
    """A header and one row of cells each."""
    rows: Iterator[Row] = iter(answer.rows)
    first = next(rows, None)
    fields = answer.fields or fields_of(answer.kind, searched=answer.query.search is not None)
    yield list(fields)
    while first is not None:
        record = first.record(fields)
        yield [text and _safe(text, look) for text in map(cell, map(record.__getitem__, fields))]
        first = next(rows, None)


def _safe(text: str, look: RenderOptions) -> str:
    """A cell that neither steers a terminal (its line ends stay) nor is run by a spreadsheet.

    A text gets a `'` before it that begins, after any white space, with `=`, `+`, `-`, `@` or their
    full-width forms, or at once with a tab or line end; a plain number does not. Source of the rule:
    OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    if text[:1].isalnum() and text.isprintable():  # most texts: nothing can be hidden before a letter
        return text
    shown = text
    if look.visible and not text.isprintable():
        shown = "\n".join(visible(line) for line in text.split("\n"))
    # What is left out of the visible text may have stood before a formula, a tab has become a space.
    formula = look.defused and (re.match(_FORMULA, shown) or re.match(_FORMULA, text))
    return f"'{shown}" if formula and not re.fullmatch(_NUMBER, shown) else shown


def write_csv(answer: Result, out: "Writer", look: RenderOptions) -> None:
    """RFC 4180, but with plain line ends, as other Unix tools print."""
    import csv

    # Python before 3.13 does not put a carriage return into quotation marks by itself.
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL if look.visible else csv.QUOTE_ALL).writerows(
        _table(answer, look)
    )


def write_tsv(answer: Result, out: "Writer", look: RenderOptions) -> None:
    """IANA text/tab-separated-values: no tab or line end inside a cell, no quotation marks."""
    for row in _table(answer, look):
        cells = (" ".join(text.split()) if look.visible else re.sub(r"[\t\r\n]", " ", text) for text in row)
        out.write("\t".join(cells) + "\n")


def write_yaml(answer: Result, out: "Writer", look: RenderOptions) -> None:
    """An event file of the chosen events, with the actors, themes and threads that they use."""
    from ..eventfile import dump
    from .layout.spool import spooled

    sorted_otherwise = answer.card or answer.query.by_rank or answer.query.reverse
    with spooled(answer.rows, by_time=sorted_otherwise) as events:
        for piece in dump.pieces_of_yaml(answer.data, events):
            out.write(piece)
