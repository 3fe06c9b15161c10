"""The forms for programs: json, jsonl, csv, tsv, yaml. The public JSON goes through unparsed where
it can."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..public import fields_of, json_array, to_json
from ..query import Answer, Row
from ..words import visible
from . import Look

if TYPE_CHECKING:
    from . import Writer
from .plain import cell


def _texts(answer: Answer) -> Iterator[str]:
    """The JSON text of each row, with the wanted fields."""
    for row in answer.rows:
        if answer.fields:
            record = row.record()
            yield to_json({name: record[name] for name in answer.fields})
        else:
            yield to_json(row.record()) if row.searched else row.raw


def write_json(answer: Answer, out: "Writer", look: Look) -> None:
    """One array, an object a line; `[]` when empty."""
    for piece in json_array(_texts(answer)):
        out.write(piece)


def write_jsonl(answer: Answer, out: "Writer", look: Look) -> None:
    """One object a line."""
    for text in _texts(answer):
        out.write(text + "\n")


def _table(answer: Answer) -> Iterator[list[str]]:
    """A header and one row of cells each."""
    rows: Iterator[Row] = iter(answer.rows)
    first = next(rows, None)
    fields = answer.fields or fields_of(answer.kind, searched=answer.query.search is not None)
    yield list(fields)
    while first is not None:
        record = first.record()
        yield [_shown(cell(record[name])) for name in fields]
        first = next(rows, None)


def _shown(text: str) -> str:
    """A cell as a terminal may show it; its line ends stay."""
    return text if text.isprintable() else "\n".join(visible(line) for line in text.split("\n"))


def write_csv(answer: Answer, out: "Writer", look: Look) -> None:
    """RFC 4180, but with plain line ends, as other Unix tools print."""
    import csv

    csv.writer(out, lineterminator="\n").writerows(_table(answer))


def write_tsv(answer: Answer, out: "Writer", look: Look) -> None:
    """IANA text/tab-separated-values: no tab or line end inside a cell, no quotation marks."""
    for row in _table(answer):
        out.write("\t".join(" ".join(text.split()) for text in row) + "\n")


def write_yaml(answer: Answer, out: "Writer", look: Look) -> None:
    """An event file of the chosen events, with the actors, themes and threads that they use."""
    from ..dataset import writing

    out.write(writing.to_yaml(answer.data, [row.event for row in answer.rows]))
