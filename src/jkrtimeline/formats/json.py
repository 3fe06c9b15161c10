"""JSON: one array, an object per line."""

from collections.abc import Iterator

from ..query import Result
from ..text.json_text import json_array, to_json
from . import RenderOptions, Writer


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write an array, `[]` when empty. Counts are the last key, `rows`, of an object that describes them."""
    pieces = json_array(json_texts(result))
    if result.stats is not None:
        facts = to_json(result.stats.public()).removesuffix("}")
        pieces = iter([f'{facts},"rows":{"".join(pieces).rstrip()}}}\n'])
    for piece in pieces:
        out.write(piece)


def json_texts(result: Result) -> Iterator[str]:
    """Yield the JSON object of each row, with only `result.fields` if it names any."""
    for row in result.rows:
        if result.fields:
            record = row.record(result.fields)
            yield to_json({name: record[name] for name in result.fields})
        else:
            yield row.json()
