"""JSON as text that is safe on a terminal; records without empty values."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .sanitize import escaped


def json_array(texts: Iterable[str]) -> Iterator[str]:
    """A JSON array in pieces, with one of `texts`, which are JSON, on each line; `[]` without any."""
    opening = "[\n"
    for text in texts:
        yield opening + text
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def without_empty(record: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a record that have a value: not None, False, or empty."""
    return {name: value for name, value in record.items() if value}


def to_json(value: Any) -> str:
    """Compact JSON, not limited to ASCII, that is safe on a terminal: UNSAFE characters are escaped."""
    return safe_json(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def safe_json(text: str) -> str:
    """Compact JSON with UNSAFE characters escaped."""
    is_safe = (text.isascii() and "\x7f" not in text) or text.isprintable()
    return text if is_safe else escaped(text)
