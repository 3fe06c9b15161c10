"""JSON as text that is safe on a terminal."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .sanitize import escaped


def json_array(texts: Iterable[str]) -> Iterator[str]:
    """The pieces of one JSON array with an object a line, `[]` when empty, of the objects' texts."""
    opening = "[\n"
    for text in texts:
        yield opening + text
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def to_json(value: Any) -> str:
    """Compact JSON text in UTF-8 letters.

    UNSAFE characters are escaped, so that the text is safe on a terminal; it reads back as the same
    value.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if text.isprintable() else escaped(text)
