"""JSON records: the rows of a result as JSON text, passed on as stored where possible; records without empty values."""

from collections.abc import Iterator, Mapping
from typing import Any

from ...query import Result
from ...text.json_text import to_json


def json_texts(result: Result) -> Iterator[str]:
    """Yield the JSON object of each row, with only `result.fields` if it names any."""
    for row in result.rows:
        if result.fields:
            record = row.record(result.fields)
            yield to_json({name: record[name] for name in result.fields})
        else:
            yield to_json(row.record()) if row.searched else row.raw


def without_empty(record: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a record that have a value: not None, False, or empty."""
    return {name: value for name, value in record.items() if value}
