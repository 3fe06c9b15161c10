"""Nodes → records with the fields of the table of fields, or their problems: wrong types, unknown, missing and doubled
keys, bad dates and addresses.

What concerns several records is in `registry_check` and `cross_check`.
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import Any

from .. import edtf
from ..errors import Problem, Severity
from ..fields import Field, RecordType
from ..text.sanitize import UNSAFE
from ..text.suggest import did_you_mean
from . import patterns
from .date_hint import edtf_hint
from .event_store import Location
from .nodes import CutText, Node

_HINTS = {
    "text": "write one line of text, in quotation marks if it has ': ' or ' #'",
    "texts": "write a list: [one, two]",
    "names": "write language: name, as {ja: …, ko: …}",
    "records": "write a list of records, each after '- '",
    "derived": "drop the key, jkr works it out",
}
_SEVERAL = ("texts", "derived-texts", "records", "names")
_CONTROL = f"[\x00-\x08\x0b-\x1f]|{UNSAFE}"

MOST_ITEMS, MOST_LETTERS = 1000, 20_000
"""Items of a list of texts, and their characters: an actor has a few names, an event a few actors. More of them would
multiply with the events that have them."""

_SUGGESTED = 50
"""Unknown names that get a suggestion: a search for near names takes time, and nobody reads so many."""

MOST_PROBLEMS = 1000
"""Problems of a file that are listed, of each severity: nobody reads more one by one."""


@dataclasses.dataclass(slots=True)
class Record:
    """A mapping of the file: key → value, and key → node for the position. Records are equal if their values
    are."""

    node: Node = dataclasses.field(compare=False)
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    nodes: dict[str, Node] = dataclasses.field(default_factory=dict, compare=False)

    def get(self, name: str) -> Any:
        """A value; None where the key is missing, empty or wrong."""
        return self.values.get(name)

    def at(self, name: str, item: int | None = None) -> Node:
        """The node of a value, or of an item of a list; that of the record if there is none."""
        node = self.nodes.get(name, self.node)
        return node.items[item] if item is not None and item < len(node.items) else node


class Validator:
    """Validates the records of one file, and collects its problems."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.advice: list[Problem] = []
        self._counts = {"error": 0, "warning": 0, "advice": 0}
        self._hints: dict[tuple[str, str], str] = {}

    def count(self, severity: str) -> int:
        """How many problems there are, listed or not."""
        return self._counts[severity]

    def add(self, problem: Problem) -> None:
        """Count a problem, and list it unless there are MOST_PROBLEMS of them already."""
        if self._counts[problem.severity] < MOST_PROBLEMS:
            (self.advice if problem.severity == "advice" else self.problems).append(problem)
        self._counts[problem.severity] += 1

    def suggest(self, word: str, known: Iterable[str], otherwise: str, most: int = 3) -> str:
        """The hint for an unknown name, with at most so many suggestions; after _SUGGESTED hints just `otherwise`."""
        key = (word, otherwise)
        if key not in self._hints and len(self._hints) < _SUGGESTED:
            self._hints[key] = did_you_mean(word, known, otherwise, most)
        return self._hints.get(key, otherwise)

    def report(
        self, at: Node | Location, rule: str, message: str, hint: str = "", severity: Severity = "error"
    ) -> None:
        """Add a problem."""
        self.add(Problem(self.path, at.line, at.column, rule, message, hint, severity))

    def record(self, node: Node, record_type: RecordType, what: str, extra: Sequence[str] = ()) -> Record | None:
        """One mapping; `what` names it in messages, `extra` are keys that the caller reads."""
        if node.kind != "mapping":
            self.report(node, "wrong-type", f"{what} is not a record", "write its keys one a line: name: value")
            return None
        fields = record_type.by_name
        values: dict[str, Any] = {}
        nodes: dict[str, Node] = {}
        for key, value in node.pairs:
            name = key.value if isinstance(key.value, str) else ""
            if name in nodes:
                self.report(key, "doubled-key", f"{what} has {name!r} twice", "keep one of them")
                continue
            nodes[name] = value
            if name in fields:
                field, text = fields[name], value.value
                if type(text) is CutText:
                    self._warn_of_cut(value, f"YAML cuts {name} at ' #'")
                # Most values are plain text without faults.
                plain = field.type == "text" and isinstance(text, str) and text.isprintable() and text.strip()
                values[name] = text if plain else self.value(value, field)
            elif name not in extra:
                keys = [*(each.name for each in record_type if not each.type.startswith("derived")), *extra]
                hint = self.suggest(name, keys, f"keys are: {', '.join(keys)}", 1)
                self.report(key, "unknown-key", f"{what} has an unknown key {name!r}", hint)
        for each in record_type.required:
            if each.name not in nodes:
                self.report(node, "missing-key", f"{what} has no {each.name}", f"add {each.name}: {each.about}")
        return Record(node, values, nodes)

    def value(self, node: Node, field: Field) -> Any:
        """The value of one key; None where it is empty or wrong (which is then reported)."""
        text = node.value
        if text is None:
            if field.required:
                self.report(node, "missing-key", f"{field.name} is empty", f"write {field.name}: {field.about}")
            return None
        if isinstance(text, str) and field.type not in _SEVERAL:
            return text if field.type == "derived" else self._scalar(node, text, field)
        match field.type:
            case "texts" | "derived-texts":
                return self.texts(node, field.name)
            case "records" if field.record is not None:
                if node.kind != "list":
                    self._wrong(node, field)
                    return None
                records = [self.record(item, field.record, f"an item of {field.name}") for item in node.items]
                return [record for record in records if record is not None]
            case "names":
                return self._names(node, field)
        self._wrong(node, field)
        return None

    def texts(self, node: Node, name: str) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        if node.kind != "list":
            self.report(node, "wrong-type", f"{name} is not a list", _HINTS["texts"])
            return ()
        if len(node.items) > MOST_ITEMS:
            message = f"{name} is a list of {len(node.items):,}"
            self.report(node, "size", message, f"a list has at most {MOST_ITEMS:,} items")
            return ()
        if (letters := sum(len(item.text or "") for item in node.items)) > MOST_LETTERS:
            message = f"{name} is a list of {letters:,} characters"
            self.report(node, "size", message, f"its items have at most {MOST_LETTERS:,} characters together")
            return ()
        texts = []
        for item in node.items:
            text = item.value
            if type(text) is CutText:
                self._warn_of_cut(item, f"YAML cuts an item of {name} at ' #'")
            if not isinstance(text, str) or not text.strip():
                self.report(item, "wrong-type", f"{name} has an item that is not text", _HINTS["texts"])
            else:
                texts.append(text if text.isprintable() else self._clean(item, text))
        return tuple(texts)

    def pairs(self, node: Node, name: str, hint: str = _HINTS["names"]) -> list[tuple[str, Node]]:
        """The (key, node) pairs of a mapping with texts for keys, none of them twice. `hint` says how to write one."""
        if node.kind != "mapping":
            self.report(node, "wrong-type", f"{name} is a {node.kind}", hint)
            return []
        values: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.text is None or not key.text.strip():
                self.report(key, "wrong-type", f"{name} has a key that is not text", hint)
            elif key.text in values:
                self.report(key, "doubled-key", f"{name} has {key.text!r} twice", "keep one of them")
            else:
                values[self._clean(key, key.text)] = value
        return list(values.items())

    def _names(self, node: Node, field: Field) -> dict[str, str]:
        names = {}
        for key, value in self.pairs(node, field.name):
            if value.text is None or not value.text.strip():
                self.report(value, "wrong-type", f"{field.name} of {key!r} is not text", _HINTS["names"])
            else:
                names[key] = self._clean(value, value.text)
        return names

    def _warn_of_cut(self, node: Node, message: str) -> None:
        hint = "put the whole text in quotation marks, or, if it is a comment, put a space after #"
        self.report(node, "cut-text", message, hint, "warning")

    def _wrong(self, node: Node, field: Field) -> None:
        self.report(node, "wrong-type", f"{field.name} is a {node.kind}", _HINTS.get(field.type, _HINTS["text"]))

    def _clean(self, node: Node, text: str) -> str:
        if text.isprintable():
            return text
        if re.search("[\ud800-\udfff]", text):
            self.report(node, "half-letter", "text with half a letter (a lone surrogate)", "write the whole letter")
            return re.sub("[\ud800-\udfff]", "\ufffd", text)  # half a letter cannot be stored
        if re.search(_CONTROL, text):
            hint = "remove invisible characters and those that change the direction of text"
            self.report(node, "control-character", "text with control characters", hint, "warning")
        return text

    def _scalar(self, node: Node, text: str, field: Field) -> Any:
        text = self._clean(node, text)
        if not text.strip():
            hint = f"write {field.name}: {field.about}" + ("" if field.required else ", or drop the key")
            self.report(node, "empty-text", f"{field.name} is empty", hint)
            return None
        match field.type:
            case "choice" if text not in field.choices:
                hint = did_you_mean(text, field.choices, f"one of: {', '.join(field.choices)}")
                self.report(node, f"unknown-{field.name}", f"{field.name} is {text!r}", hint)
                return None
            case "flag":
                if text not in ("true", "false"):
                    self.report(node, "wrong-type", f"{field.name} is {text!r}", "write true or false")
                return text == "true"
            case "date":
                try:
                    return edtf.parse(text)
                except edtf.DateError as error:
                    written = edtf_hint(text)
                    message = f"{text!r} is not written in EDTF" if written else error.message
                    hint = f"write {written}" if written else error.hint
                    self.report(node, "bad-date", f"{field.name}: {message}", hint)
                    return None
        form = patterns.TEXT_FORMS.get(field.type)
        if form and not form.matches(text):
            self.report(node, f"bad-{field.type}", f"{text!r} is not {form.name}", form.hint)
            return None
        return text
