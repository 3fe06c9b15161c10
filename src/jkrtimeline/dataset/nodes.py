"""The text of a data file → a tree of nodes that know their place. The only home of yaml's parser.

Every scalar is text: YAML's own dates, numbers and `no` never interfere.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from ..errors import DataError, Problem

_LIMIT = 5_000_000
"""Nodes in one file; what is past it is an attack by aliases, not a chronology."""


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


def refuse(path: str, line: int, column: int, rule: str, message: str, hint: str) -> NoReturn:
    """Give up a file whose text cannot be read at all."""
    problem = Problem(path, line, column, rule, message, hint)
    raise DataError(f"{problem.place}: {message}", hint=hint, problems=(problem,))


def decode(path: str, data: bytes) -> str:
    """UTF-8 text, with or without a byte order mark. Raises DataError with the byte's place."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        byte = f"byte {error.start + 1} (0x{data[error.start]:02x})"
        refuse(path, line, column, "encoding", f"{byte} is not UTF-8", "save the file as UTF-8")


def parse(path: str, text: str) -> Node:
    """The tree of a YAML file, a JSON file, or a JSON Lines file (a list of its lines).

    Raises DataError where the text is none of them.
    """
    first = text.lstrip()[:1]
    if first == "{":
        first_line = text.lstrip().splitlines()[0]
        try:
            _load_json(first_line)
        except (ValueError, RecursionError):
            pass
        else:
            return Node(list(_json_lines(path, text)), "list", 1, 1)
    if first in ("[", "{"):
        try:
            return _from_json(_load_json(text), 1)
        except (ValueError, RecursionError):
            pass  # YAML may be written with brackets too, and says better where it breaks
    return _from_yaml(path, text)


def _json_lines(path: str, text: str) -> Iterator[Node]:
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _from_json(_load_json(line), number)
        except (ValueError, RecursionError) as error:
            column = error.colno if isinstance(error, json.JSONDecodeError) else 1
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            hint = "each line is one event as `jkr timeline --jsonl` prints it"
            problems.append(Problem(path, number, column, "json", f"this line is not JSON: {reason}", hint))
    if problems:
        raise DataError(f"{problems[0].place}: {problems[0].message}", hint=problems[0].hint, problems=tuple(problems))


def _load_json(text: str) -> Any:
    """JSON with each object as a tuple of pairs, so that a key that stands twice is seen."""
    return json.loads(text, object_pairs_hook=tuple)


def _from_json(value: Any, line: int) -> Node:
    if isinstance(value, tuple):
        pairs = [(Node(key, "scalar", line, 1), _from_json(item, line)) for key, item in value]
        return Node(pairs, "mapping", line, 1)
    if isinstance(value, list):
        return Node([_from_json(item, line) for item in value], "list", line, 1)
    if value is None or isinstance(value, str):
        return Node(value, "scalar", line, 1)
    return Node(json.dumps(value), "scalar", line, 1)


def _from_yaml(path: str, text: str) -> Node:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        refuse(
            path,
            line,
            column,
            "yaml",
            f"not YAML: {error.problem or error.context}",
            "check indentation, colons and quotes there",
        )
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        refuse(
            path,
            line,
            column,
            "control-character",
            "a character that YAML does not allow",
            "remove the control character",
        )
    except RecursionError:
        refuse(path, 0, 0, "nesting", "nested too deeply", "an event file is four levels deep")
    if root is None:
        return Node([], "mapping", 1, 1)
    count = 0
    made: dict[int, Node] = {}

    def convert(node: Any) -> Node:
        nonlocal count
        count += 1
        if count > _LIMIT:
            refuse(path, 0, 0, "size", "too many values", "split the file, or write it as JSON Lines")
        known = made.get(id(node))
        if known is not None:
            return known
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if isinstance(node, yaml.ScalarNode):
            empty = node.value == "" and node.style is None
            return Node(None if empty else node.value, "scalar", line, column)
        result = made[id(node)] = Node([], "list", line, column)
        if isinstance(node, yaml.MappingNode):
            result.kind = "mapping"
            result.value = [(convert(key), convert(value)) for key, value in node.value]
        else:
            result.value = [convert(item) for item in node.value]
        return result

    try:
        return convert(root)
    except RecursionError:
        refuse(path, 0, 0, "nesting", "nested too deeply", "an event file is four levels deep")
