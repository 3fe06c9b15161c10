"""The text of a data file → a tree of nodes that know their place. The only home of yaml's parser.

Every scalar is text: YAML's own dates, numbers and `no` never interfere. YAML and JSON are read whole,
JSON Lines line by line.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, Protocol

from ..errors import DataError, Problem

LARGEST = 32 << 20
"""Bytes of a file that is read whole: its tree takes some ten times as much memory, of tiny values more."""

LONGEST = 4 << 20
"""Bytes of one line of JSON Lines, and letters of one text in YAML. An event has a few thousand."""

ENDLESS = 256 << 20
"""Bytes of a line after which the rest of its file is not read: a device may have no line ends at all."""

_MANY = 1_500_000
"""Lines, commas and brackets of a file that is read whole: a value has at least one of them."""

_LIMIT = 1_000_000
"""Values in one YAML file, if aliases make most of them: that is an attack, not a chronology."""

_EXPANDED = 8_000_000
"""Characters in one YAML file, if aliases make most of them."""

_DEEPEST = 100
"""Levels of nesting; an event file has five, and who reads the tree may recurse."""


_TOO_DEEP, _FIVE_LEVELS = "nested too deeply", "an event file is five levels deep"


class _Size(NamedTuple):
    """The number of values in a tree, and of the characters in them."""

    values: int
    letters: int

    def plus(self, other: "_Size") -> "_Size":
        """The sum of two sizes."""
        return _Size(self.values + other.values, self.letters + other.letters)


@dataclass(slots=True)
class Node:
    """A scalar (`value` is text, or None for an explicit null), a list of nodes, or a list of
    (key, value) pairs. Lines and columns count from 1."""

    value: "str | list[Node] | list[tuple[Node, Node]] | None"
    kind: str
    line: int
    column: int

    @property
    def pairs(self) -> "list[tuple[Node, Node]]":
        """The (key, value) pairs of a mapping; none of anything else."""
        return self.value if self.kind == "mapping" else []  # type: ignore[return-value]

    @property
    def items(self) -> "list[Node]":
        """The nodes of a list; none of anything else."""
        return self.value if self.kind == "list" else []  # type: ignore[return-value]

    @property
    def text(self) -> str | None:
        """The text of a scalar; None of anything else."""
        return self.value if isinstance(self.value, str) else None


class Lines(Protocol):
    """Where bytes come from, a line at a time."""

    def readline(self, limit: int, /) -> bytes:
        """The next line with its end, cut off after `limit` bytes; nothing at the end of the file."""
        ...


def refuse(path: str, line: int, column: int, rule: str, message: str, hint: str) -> NoReturn:
    """Give up a file whose text cannot be read at all."""
    problem = Problem(path, line, column, rule, message, hint)
    raise DataError(f"{problem.location}: {message}", hint=hint, problems=(problem,))


def decode(path: str, data: bytes, line: int = 1, before: int = 0) -> str:
    """UTF-8 text, with or without a byte order mark; `data` begins in line `line`, after `before` bytes.

    Raises DataError with the byte's place.
    """
    try:
        return data.decode("utf-8" if before else "utf-8-sig")
    except UnicodeDecodeError as error:
        earlier = data[: error.start]
        column = error.start - earlier.rfind(b"\n")
        byte = f"byte {before + error.start + 1} (0x{data[error.start]:02x})"
        hint = "save the file as UTF-8"
        refuse(path, line + earlier.count(b"\n"), column, "encoding", f"{byte} is not UTF-8", hint)


def has_lines(path: str, first: bytes) -> bool:
    """Whether a file is JSON Lines: by the ending of its name, else by its first line that is not
    empty, if that is one whole JSON object and an event."""
    if path.lower().endswith((".jsonl", ".ndjson")):
        return True
    if first[:1] != b"{":
        return False
    try:
        keys = {key for key, _ in _load_json(first.decode())}
    except (ValueError, RecursionError):
        return False
    return "id" in keys or "events" not in keys


def lines(path: str, stream: "Lines", report: Callable[[Problem], None]) -> Iterator[Node]:
    """The values of JSON Lines, one at a time. What is no JSON goes to `report`, and the rest is read on."""
    number = position = 0
    ends = False  # whether a line is so long that it may never end
    while data := stream.readline(LONGEST + 1):
        number += 1
        try:
            if len(data) > LONGEST:
                passed = _rest_of_line(stream, data)
                position += passed
                ends = passed >= ENDLESS
                hint = "each line is one event; a text so long belongs into a file of its own"
                refuse(path, number, 1, "size", f"this line has more than {LONGEST >> 20} MiB", hint)
            text = decode(path, data, number, position).rstrip("\r\n")
            if text.strip():
                yield from _json_line(path, text, number)
        except DataError as error:
            for problem in error.problems:
                report(problem)
            if ends:
                return
        position += len(data)


def _rest_of_line(stream: "Lines", data: bytes) -> int:
    """Pass over what is left of a line; how many bytes that was."""
    passed = 0
    while data and not data.endswith(b"\n") and passed < ENDLESS:
        data = stream.readline(1 << 16)
        passed += len(data)
    return passed


def _json_line(path: str, text: str, number: int) -> Iterator[Node]:
    try:
        yield _from_json(_load_json(text), number)
    except (ValueError, RecursionError) as error:
        column = error.colno if isinstance(error, json.JSONDecodeError) else 1
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        hint = "each line is one event as `jkr timeline --jsonl` prints it"
        refuse(path, number, column, "json", f"this line is not JSON: {reason}", hint)


def refusal_of_size(data: bytes) -> str | None:
    """Why a file that is read whole is too large; None when it is not."""
    if len(data) > LARGEST:
        return f"a file of more than {LARGEST >> 20} MiB"
    if sum(map(data.count, b"\n,[{")) > _MANY:
        return f"a file of more than {_MANY:,} values"
    return None


def read(path: str, data: bytes) -> Node:
    """The tree of a YAML or JSON file. Raises DataError where it is none."""
    if path.lower().endswith((".csv", ".tsv")):
        refuse(path, 0, 0, "table", "a table is no event file", "jkr import FILE makes one of it")
    if too_large := refusal_of_size(data):
        hint = "write it as JSON Lines (one event a line), which may be of any length"
        refuse(path, 0, 0, "size", too_large, hint)
    text = decode(path, data)
    if text.lstrip()[:1] in ("[", "{"):
        try:
            _load_json(text)
        except (ValueError, RecursionError):
            return _from_yaml(path, text)  # YAML may be written with brackets too
        try:
            return _from_yaml(path, text, json_null=True)  # tells the place of each value
        except DataError as error:
            if error.problems[0].rule in ("size", "nesting"):
                raise
            return _from_json(_load_json(text), 1)
    return _from_yaml(path, text)


def _load_json(text: str) -> Any:
    """JSON with numbers as they are written, and each object as a tuple of pairs, so that a key that
    occurs twice is seen."""
    return json.loads(text, object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str)


def _from_json(value: Any, line: int) -> Node:
    if isinstance(value, tuple):
        pairs = [(Node(key, "scalar", line, 1), _from_json(item, line)) for key, item in value]
        return Node(pairs, "mapping", line, 1)
    if isinstance(value, list):
        return Node([_from_json(item, line) for item in value], "list", line, 1)
    if value is None or isinstance(value, str):
        return Node(value, "scalar", line, 1)
    return Node("true" if value else "false", "scalar", line, 1)


def _from_yaml(path: str, text: str, *, json_null: bool = False) -> Node:
    """The tree of a YAML text; `json_null` reads a plain `null` as JSON does."""
    import yaml

    try:
        return _tree(path, text, json_null)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        # The parser reads ahead, and may have a limit of its own before `_tree` comes to it.
        if mark and re.search(rf"(?:[\[{{]\s*){{{_DEEPEST}}}\Z", text[max(mark.index - 8 * _DEEPEST, 0) : mark.index]):
            refuse(path, line, column, "nesting", _TOO_DEEP, _FIVE_LEVELS)
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        before = text.split("\n")[line - 1 : line]
        tab = any("\t" in each[:column] for each in before)
        hint = "check indentation there: spaces, not tabs" if tab else "check indentation, colons and quotes there"
        if "another document" in reason:
            hint = "a file is one document: remove the line ---"
        refuse(path, line, column, "yaml", f"not YAML: {reason}", hint)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        hint = "remove the control character"
        refuse(path, line, column, "control-character", "a character that YAML does not allow", hint)


def _tree(path: str, text: str, json_null: bool) -> Node:
    """The tree of the one document in a YAML text, made of its events: to let yaml compose it takes three
    times as long, as that finds a type for every scalar. Raises yaml's errors too."""
    import yaml
    from yaml.composer import ComposerError

    nodes: list[Node] = []  # in the collection that is open
    size = _Size(0, 0)  # of these with all aliases written out
    outer: list[tuple[Node, str | None, list[Node], _Size]] = []  # the open collections, and what they interrupt
    anchors: dict[str, tuple[Node, _Size]] = {}
    most = _Size(max(_LIMIT, 2 * len(text)), max(_EXPANDED, 2 * len(text)))
    too_large: tuple[int, int, str, str, str] | None = None  # reported last: that a text is not YAML matters more
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    for event in iter(loader.get_event, None):
        kind = type(event)
        mark = event.start_mark
        if kind is yaml.ScalarEvent:
            value = event.value
            empty = not event.style and (not value or (json_null and value == "null"))
            node = Node(None if empty else value, "scalar", mark.line + 1, mark.column + 1)
            if len(value) > LONGEST and too_large is None:
                message = f"a text of more than {LONGEST >> 20} million letters"
                hint = "an event is a few sentences; keep what is longer elsewhere and name its address"
                too_large = (node.line, node.column, "size", message, hint)
            one = _Size(1, len(value))
            if event.anchor is not None:
                _anchor(anchors, event, node, one)
            nodes.append(node)
            size = size.plus(one)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node, anchor, before, size_before = outer.pop()
            node.value = list(zip(nodes[::2], nodes[1::2], strict=True)) if node.kind == "mapping" else nodes
            if (size.values > most.values or size.letters > most.letters) and too_large is None:
                message = f"aliases that make too {'many values' if size.values > most.values else 'much text'}"
                too_large = (node.line, node.column, "size", message, "write them out, or leave them out")
            size = _Size(min(size.values, most.values + 1), min(size.letters, most.letters + 1))
            if anchor is not None:
                anchors[anchor] = (node, size)
            nodes = before
            nodes.append(node)
            size = size.plus(size_before)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            node = Node([], "mapping" if kind is yaml.MappingStartEvent else "list", mark.line + 1, mark.column + 1)
            if event.anchor is not None:  # now, for an alias inside its own anchor
                _anchor(anchors, event, node, _Size(1, 0))
            outer.append((node, event.anchor, nodes, size))
            nodes, size = [], _Size(1, 0)
            if len(outer) > _DEEPEST:
                refuse(path, node.line, node.column, "nesting", _TOO_DEEP, _FIVE_LEVELS)
        elif kind is yaml.AliasEvent:
            if event.anchor not in anchors:
                raise ComposerError(None, None, "found undefined alias", mark)
            node, one = anchors[event.anchor]
            nodes.append(node)
            size = size.plus(one)
        elif kind is yaml.DocumentStartEvent and nodes:
            raise ComposerError("expected a single document in the stream", None, "but found another document", mark)
    if too_large is not None:
        refuse(path, *too_large)
    return nodes[0] if nodes else Node([], "mapping", 1, 1)


def _anchor(anchors: "dict[str, tuple[Node, _Size]]", event: Any, node: Node, size: "_Size") -> None:
    """Note the anchor of a node and its size, as far as it is read."""
    from yaml.composer import ComposerError

    if event.anchor in anchors:
        reason = "found duplicate anchor; first occurrence"
        raise ComposerError(reason, None, "second occurrence", event.start_mark)
    anchors[event.anchor] = (node, size)
