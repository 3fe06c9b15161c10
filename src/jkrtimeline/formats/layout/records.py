"""The rows of a result as JSON texts. Stored JSON is passed on unparsed where it can be."""

from collections.abc import Iterator

from ...query import Result
from ...text.json_text import to_json


def json_texts(result: Result) -> Iterator[str]:
    """Yield the JSON object of each row, reduced to `result.fields` if there are any."""
    for row in result.rows:
        if result.fields:
            record = row.record(result.fields)
            yield to_json({name: record[name] for name in result.fields})
        else:
            yield to_json(row.record()) if row.searched else row.raw
