"""The differences of two event files, for people (text, Markdown) and programs (JSON)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ..text.json_text import json_array, to_json
from ..text.sanitize import visible
from . import Writer
from .markdown import escape

if TYPE_CHECKING:
    from ..compare import Change

_HEADINGS = {"header": "Header", "actor": "Actors", "theme": "Themes", "thread": "Threads", "event": "Events"}


class Edit(NamedTuple):
    """One field that differs: the values removed and added. Of a list, only the items that differ."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def edits(change: "Change") -> Iterator[Edit]:
    """The fields that a change edits."""
    for name, (before, after) in change.fields().items():
        old, new = _items(before), _items(after)
        if sorted(old) == sorted(new):
            yield Edit(name, (", ".join(old),), (", ".join(new),))  # only the order differs
        else:
            removed = tuple(each for each in old if each not in new)
            yield Edit(name, removed, tuple(each for each in new if each not in old))


def _items(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, dict):
        return [f"{name}: {text}" for name, text in value.items() if text is not None]
    if isinstance(value, list | tuple):
        return [", ".join(_items(each)) if isinstance(each, dict) else str(each) for each in value]
    return [str(value)]


def write_diff_text(changes: "Iterable[Change]", out: Writer) -> None:
    """Write a line for each record that differs, and below it its fields: `-` removed, `+` added."""
    for change in changes:
        name = change.subject if change.subject == "header" else f"{change.subject} {change.id}"
        title = f"  {change.title}" if change.subject != "header" and change.title != change.id else ""
        out.write(f"{change.status:<8} {visible(name + title)}\n")
        for edit in edits(change):
            out.write(f"    {edit.field}:\n")
            out.write("".join(f"      - {visible(text)}\n" for text in edit.removed))
            out.write("".join(f"      + {visible(text)}\n" for text in edit.added))


def write_diff_json(changes: "Iterable[Change]", out: Writer) -> None:
    """Write a JSON array with an object for each record that differs."""
    for piece in json_array(to_json(change.public()) for change in changes):
        out.write(piece)


def write_diff_markdown(changes: "Iterable[Change]", out: Writer) -> None:
    """Write a list for each kind of record, like a changelog."""
    for number, (subject, group) in enumerate(groupby(changes, key=attrgetter("subject"))):
        out.write(("\n" if number else "") + f"## {_HEADINGS[subject]}\n\n")
        for change in group:
            name = f"{escape(change.id)}: " if change.id and change.id != change.title else ""
            out.write(f"- {change.status.capitalize()}: {name}{escape(change.title)}\n")
            for edit in edits(change):
                parts = [f"~~{escape(text)}~~" for text in edit.removed] + [escape(text) for text in edit.added]
                out.write(f"  - {edit.field}: {' → '.join(parts) if len(parts) == 2 else '; '.join(parts)}\n")
