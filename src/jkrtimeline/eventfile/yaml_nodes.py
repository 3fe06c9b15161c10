"""The text of a YAML file → a tree of nodes. The only home of yaml's parser."""

import re
from typing import Any, NamedTuple

import yaml
from yaml.composer import ComposerError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    StreamEndEvent,
)

from .nodes import LONGEST, CutText, DecimalText, Node, refuse_file

_MOST_VALUES = 1_000_000
"""Values in one file, if aliases make most of them: that is an attack, not a chronology."""

_MOST_LETTERS = 8_000_000
"""Characters in one file, if aliases make most of them."""

_DEEPEST = 100
"""Levels of nesting; an event file has five, and what reads the tree may recurse."""

_TWO_COLONS = r"\s*(?:- +)*(\w+): +[^\s\"'\[{|>].*:(?: |$)"
"""The beginning of a line with a key, and with a second colon in its plain text."""

_CUT = r"[ \t]#[^\s#!]"
"""`#` right before a word may be text; people usually put a space after the `#` of a comment."""

_COMMENT = re.compile(rf"[ \t]*{_CUT}")

_TOO_DEEP = ("nesting", "nested too deeply", "an event file is five levels deep")


def read_yaml(path: str, text: str, *, json_null: bool = False) -> Node:
    """The tree of a YAML text; with `json_null` a plain `null` is no text, as in JSON. Raises DataError."""
    try:
        return _TreeBuilder(path, text, json_null).tree()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        # The parser reads ahead, and may reach a limit of its own before the tree reaches _DEEPEST.
        if mark and _ends_deep(text[: mark.index]):
            refuse_file(path, line, column, *_TOO_DEEP)
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        before = text.split("\n")[line - 1 : line]
        tab = any("\t" in each[:column] for each in before)
        hint = "check indentation there: spaces, not tabs" if tab else "check indentation, colons and quotes there"
        if "mapping values are not allowed" in reason and (match := re.match(_TWO_COLONS, before[0][: column + 1])):
            reason = "a text with ': ' has no quotation marks"
            hint = f'put quotation marks around the text after {match[1]}: {match[1]}: "…"'
        if "another document" in reason:
            hint = "a file is one document: remove the line ---"
        refuse_file(path, line, column, "yaml", f"not YAML: {reason}", hint)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        hint = "remove the control character"
        refuse_file(path, line, column, "control-character", "a character that YAML does not allow", hint)


def _ends_deep(text: str) -> bool:
    """Whether a text ends with _DEEPEST brackets that open a list or mapping, and white space between them."""
    brackets = "".join(text[-8 * _DEEPEST :].split())[-_DEEPEST:]  # after each, 7 spaces on average
    return len(brackets) == _DEEPEST and set(brackets) <= set("[{")


class _Sized(NamedTuple):
    """A node, and the number of values and characters in it with all aliases written out."""

    node: Node
    values: int
    letters: int


class _TreeBuilder:
    """Makes the tree from the parser's events. PyYAML's own composer needs twice the time and memory: it makes an
    object with two positions for every scalar."""

    def __init__(self, path: str, text: str, json_null: bool) -> None:
        self._path, self._text, self._json_null = path, text, json_null
        self._may_be_cut = re.search(_CUT, text) is not None
        self._most_values = max(_MOST_VALUES, 2 * len(text))
        self._most_letters = max(_MOST_LETTERS, 2 * len(text))
        self._next: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text).get_event
        self._anchors: dict[str, _Sized] = {}
        # Reported last: that a text is not YAML matters more.
        self._too_large: tuple[int, int, str, str, str] | None = None

    def tree(self) -> Node:
        """The tree of the one document in the text. Raises DataError, and yaml's errors."""
        root = Node([], "mapping", 1, 1)
        self._next()  # the start of the text
        if type(self._next()) is DocumentStartEvent:
            root = self._node(self._next(), 1).node
            self._next()  # the end of the document
            if type(event := self._next()) is not StreamEndEvent:
                context, problem = "expected a single document in the stream", "but found another document"
                raise ComposerError(context, None, problem, event.start_mark)
        if self._too_large is not None:
            refuse_file(self._path, *self._too_large)
        return root

    def _node(self, event: Any, depth: int) -> _Sized:
        """The node that begins with an event, at a level of nesting from 1."""
        anchor, mark, end = event.anchor, event.start_mark, event.end_mark
        if type(event) is AliasEvent:
            if anchor not in self._anchors:
                raise ComposerError(None, None, "found undefined alias", mark)
            return self._anchors[anchor]
        if anchor in self._anchors:
            raise ComposerError("found duplicate anchor; first occurrence", None, "second occurrence", mark)
        if type(event) is ScalarEvent:
            value = event.value
            is_null = not event.style and (not value or (self._json_null and value == "null"))
            if self._json_null and not event.style and "." in value:
                value = DecimalText(value)
            if self._may_be_cut and not event.style and value and _COMMENT.match(self._text, end.index):
                value = CutText(value)
            sized = _Sized(Node(None if is_null else value, "scalar", mark.line + 1, mark.column + 1), 1, len(value))
            if len(value) > LONGEST:
                hint = "an event is a few sentences; publish a longer text elsewhere and give its address"
                self._note_size(sized.node, f"a text of more than {LONGEST >> 20} million letters", hint)
        else:
            kind = "mapping" if type(event) is MappingStartEvent else "list"
            node = Node([], kind, mark.line + 1, mark.column + 1)
            if depth > _DEEPEST:
                refuse_file(self._path, node.line, node.column, *_TOO_DEEP)
            if anchor is not None:  # before its end, for an alias within the collection itself
                self._anchors[anchor] = _Sized(node, 1, 0)
            sized = self._collection(node, depth)
        if anchor is not None:
            self._anchors[anchor] = sized
        return sized

    def _collection(self, node: Node, depth: int) -> _Sized:
        """Read the nodes of a mapping or list up to its end, and put them into `node`."""
        children, values, letters = [], 1, 0
        while not isinstance(event := self._next(), CollectionEndEvent):
            child, more_values, more_letters = self._node(event, depth + 1)
            children.append(child)
            values += more_values
            letters += more_letters
        node.value = list(zip(children[::2], children[1::2], strict=True)) if node.kind == "mapping" else children
        if values > self._most_values or letters > self._most_letters:
            made = "many values" if values > self._most_values else "much text"
            self._note_size(node, f"aliases that make too {made}", "write them out, or leave them out")
            values, letters = min(values, self._most_values + 1), min(letters, self._most_letters + 1)
        return _Sized(node, values, letters)

    def _note_size(self, node: Node, message: str, hint: str) -> None:
        if self._too_large is None:
            self._too_large = (node.line, node.column, "size", message, hint)
