"""The text of a data file → a tree of nodes: JSON Lines line by line, JSON and YAML whole."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from ..errors import DataError, Problem
from .nodes import ENDLESS, LONGEST, DecimalText, Node, decode, refusal_of_size, refuse_file


def is_json_lines(path: str, first: bytes) -> bool:
    """Whether a file is JSON Lines: by the ending of its name, else by its first line that is not
    blank, if that is one whole JSON object and an event."""
    if path.lower().endswith((".jsonl", ".ndjson")):
        return True
    if first[:1] != b"{":
        return False
    try:
        keys = {key for key, _ in _load_json(first.decode())}
    except (ValueError, RecursionError):
        return False
    return "id" in keys or "events" not in keys


def read_lines(path: str, readline: Callable[[int], bytes], report: Callable[[Problem], None]) -> Iterator[Node]:
    """The values of JSON Lines, one at a time. A line that is no JSON is passed to `report` and skipped.

    `readline` returns the next line with its end, cut off after as many bytes as it is given; nothing at the end.
    """
    number = position = 0
    is_endless = False
    while data := readline(LONGEST + 1):
        number += 1
        try:
            if len(data) > LONGEST:
                skipped = _skip_line(readline, data)
                position += skipped
                is_endless = skipped >= ENDLESS
                hint = "each line is one event; a text this long belongs in a separate file"
                refuse_file(path, number, 1, "size", f"this line has more than {LONGEST >> 20} MiB", hint)
            text = decode(path, data, number, position).rstrip("\r\n")
            if text.strip():
                yield _read_line(path, text, number)
        except DataError as error:
            for problem in error.problems:
                report(problem)
            if is_endless:
                return
        position += len(data)


def _skip_line(readline: Callable[[int], bytes], data: bytes) -> int:
    """Skip the rest of a line that begins with `data`; how many bytes that is."""
    skipped = 0
    while data and not data.endswith(b"\n") and skipped < ENDLESS:
        data = readline(1 << 16)
        skipped += len(data)
    return skipped


def _read_line(path: str, text: str, number: int) -> Node:
    try:
        return _from_json(_load_json(text), number)
    except (ValueError, RecursionError) as error:
        column = error.colno if isinstance(error, json.JSONDecodeError) else 1
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        hint = "each line is one event as `jkr timeline --jsonl` prints it"
        refuse_file(path, number, column, "json", f"this line is not JSON: {reason}", hint)


def read_tree(path: str, data: bytes) -> Node:
    """The tree of a YAML or JSON file. Raises DataError for a file that is neither, or too large."""
    if path.lower().endswith((".csv", ".tsv")):
        refuse_file(path, 0, 0, "table", "a table is no event file", "convert it: jkr import FILE")
    if too_large := refusal_of_size(data):
        hint = "write it as JSON Lines (one event a line), which may be of any length"
        refuse_file(path, 0, 0, "size", too_large, hint)
    from .yaml_nodes import read_yaml

    text = decode(path, data)
    if text.lstrip()[:1] not in ("[", "{"):
        return read_yaml(path, text)
    try:
        _load_json(text)  # and drop the value: a second one beside the tree takes too much memory
    except (ValueError, RecursionError):
        return read_yaml(path, text)  # YAML may be written with brackets too
    try:
        return read_yaml(path, text, json_null=True)  # for the position of each value
    except DataError as error:
        if error.problems[0].rule in ("size", "nesting"):
            raise
        return _from_json(_load_json(text), 1)


def _load_json(text: str) -> Any:
    """JSON with numbers as they are written, and each object as a tuple of pairs, so that a key that
    occurs twice is seen."""
    return json.loads(text, object_pairs_hook=tuple, parse_int=str, parse_float=DecimalText, parse_constant=str)


def _from_json(value: Any, line: int) -> Node:
    if isinstance(value, tuple):
        pairs = [(Node(key, "scalar", line, 1), _from_json(item, line)) for key, item in value]
        return Node(pairs, "mapping", line, 1)
    if isinstance(value, list):
        return Node([_from_json(item, line) for item in value], "list", line, 1)
    if value is None or isinstance(value, str):
        return Node(value, "scalar", line, 1)
    return Node("true" if value else "false", "scalar", line, 1)
