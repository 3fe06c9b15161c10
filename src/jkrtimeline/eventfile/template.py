"""A small event file to begin with: valid, and each key explained by the table of fields."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..fields import FILE, Field

_COLUMN = 40
"""Column in which comments begin; after a longer line they follow directly."""

_HEAD = """\
# yaml-language-server: $schema=events.schema.json
# The line above is for your editor: jkr schema > events.schema.json
# Change the entries, then run: jkr check FILE, jkr timeline --data FILE
"""

_FILE = {
    "schema": "1",
    "title": "My timeline",
    "actors": {"ann-example": {"name": "Ann Example", "aliases": "[Example, the mayor]"}},
    "themes": {"beginnings": {"name": "Beginnings", "about": "How it all started"}},
    "events": [
        {
            "id": "2024-10-03-first-meeting",
            "date": "2024-10-03",
            "title": "Something happens",
            "summary": "Ann Example opened the first meeting.",
            "place": "Zenda",
            "actors": "[ann-example]",
            "themes": "[beginnings]",
            "importance": "notable",
            "sources": [
                {
                    "publisher": "Gazette",
                    "title": "First meeting opens",
                    "url": "https://example.org/1",
                    "date": "2024-10-04",
                }
            ],
        },
        {
            "id": "2024-11-answer",
            "date": "2024-11~",
            "title": "Something else follows",
            "follows": "[2024-10-03-first-meeting]",
            "sources": [{"publisher": "Gazette", "about": "the answer", "url": "https://example.org/2"}],
        },
    ],
}
"""Keys → YAML text, ids with records, or a list of records. The dates are past, so that `jkr check` reports no source
of the future."""

_REMARKS = {"2024-11~": "'~': about then; an interval: 2024-11-05/2024-11-08"}


def template_text() -> str:
    """The file, of one screen."""
    return _HEAD + "\n" + "\n".join(_lines(FILE, _FILE, "", set())) + "\n"


def _lines(fields: Iterable[Field], values: Mapping[str, Any], indent: str, said: set[int]) -> Iterator[str]:
    """One record, its keys in the order of the description; each is explained at its first use."""
    for field in fields:
        if field.name not in values:
            continue
        value = values[field.name]
        scalar = isinstance(value, str)
        line = f"{indent}{field.name}:{f' {value}' if scalar else ''}"
        comment = _REMARKS.get(value, "") if scalar else ""
        if id(field) not in said:
            comment = field.about + (f" ({', '.join(field.choices)})" if len(field.choices) > 1 else "")
            said.add(id(field))
        yield f"{line:<{_COLUMN}}  # {comment}" if comment else line
        if field.record is None:
            continue
        if field.type == "registry":
            for name, record in value.items():
                yield f"{indent}  {name}:"
                yield from _lines(field.record, record, f"{indent}    ", said)
        else:
            for record in value:
                first, *rest = _lines(field.record, record, f"{indent}    ", said)
                yield f"{indent}  - {first.lstrip()}"
                yield from rest
