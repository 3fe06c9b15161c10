"""The forms for programs: json, jsonl, csv, tsv, yaml. The public JSON goes through unparsed where
it can."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..public import EVENT_FIELDS, HIT_FIELDS, REGISTRY_FIELDS, to_json
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
    opening = "[\n"
    for text in _texts(answer):
        out.write(opening + text)
        opening = ",\n"
    out.write("[]\n" if opening == "[\n" else "\n]\n")


def write_jsonl(answer: Answer, out: "Writer", look: Look) -> None:
    """One object a line."""
    for text in _texts(answer):
        out.write(text + "\n")


def _table(answer: Answer) -> Iterator[list[str]]:
    """A header and one row of cells each."""
    rows: Iterator[Row] = iter(answer.rows)
    first = next(rows, None)
    fields: tuple[str, ...] = answer.fields
    if not fields and answer.kind == "event":
        fields = (*EVENT_FIELDS, *HIT_FIELDS) if answer.query.search is not None else EVENT_FIELDS
    elif not fields:
        fields = REGISTRY_FIELDS[answer.kind]
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
