"""The text of a YAML file → a tree of nodes. The only home of yaml's parser."""

import re
from dataclasses import dataclass
from typing import Any

from .nodes import LONGEST, Node, refuse_file

_MOST_VALUES = 1_000_000
"""Values in one file, if aliases make most of them: that is an attack, not a chronology."""

_MOST_LETTERS = 8_000_000
"""Characters in one file, if aliases make most of them."""

_DEEPEST = 100
"""Levels of nesting; an event file has five, and what reads the tree may recurse."""

_TOO_DEEP = ("nesting", "nested too deeply", "an event file is five levels deep")


def read_yaml(path: str, text: str, *, json_null: bool = False) -> Node:
    """The tree of a YAML text; with `json_null` a plain `null` is no text, as in JSON. Raises DataError."""
    import yaml

    try:
        return _TreeBuilder(path, text, json_null).tree(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        # The parser reads ahead, and may reach a limit of its own before the builder reaches _DEEPEST.
        if mark and re.search(rf"(?:[\[{{]\s*){{{_DEEPEST}}}\Z", text[max(mark.index - 8 * _DEEPEST, 0) : mark.index]):
            refuse_file(path, line, column, *_TOO_DEEP)
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        before = text.split("\n")[line - 1 : line]
        tab = any("\t" in each[:column] for each in before)
        hint = "check indentation there: spaces, not tabs" if tab else "check indentation, colons and quotes there"
        if "another document" in reason:
            hint = "a file is one document: remove the line ---"
        refuse_file(path, line, column, "yaml", f"not YAML: {reason}", hint)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        hint = "remove the control character"
        refuse_file(path, line, column, "control-character", "a character that YAML does not allow", hint)


@dataclass(slots=True)
class _Collection:
    """A list or mapping that is not read to its end: its node and anchor, the nodes in it, and the number of values
    and characters in these with all aliases written out."""

    node: Node
    anchor: str | None
    children: list[Node]
    values: int
    letters: int


class _TreeBuilder:
    """Makes a tree of the parser's events. To let yaml compose it takes three times as long, as that resolves a type
    for every scalar."""

    def __init__(self, path: str, text: str, json_null: bool) -> None:
        self._path, self._json_null = path, json_null
        self._most_values = max(_MOST_VALUES, 2 * len(text))
        self._most_letters = max(_MOST_LETTERS, 2 * len(text))
        self._open = [_Collection(Node([], "list", 1, 1), None, [], 0, 0)]  # the first holds the document
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        # Reported last: that a text is not YAML matters more.
        self._too_large: tuple[int, int, str, str, str] | None = None

    def tree(self, text: str) -> Node:
        """The tree of the one document in a text. Raises DataError, and yaml's errors."""
        import yaml
        from yaml.composer import ComposerError

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        for event in iter(loader.get_event, None):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._end()
            elif kind is yaml.MappingStartEvent:
                self._start(event, "mapping")
            elif kind is yaml.SequenceStartEvent:
                self._start(event, "list")
            elif kind is yaml.AliasEvent:
                if event.anchor not in self._anchors:
                    raise ComposerError(None, None, "found undefined alias", event.start_mark)
                self._add(*self._anchors[event.anchor])
            elif kind is yaml.DocumentStartEvent and self._open[0].children:
                context, problem = "expected a single document in the stream", "but found another document"
                raise ComposerError(context, None, problem, event.start_mark)
        if self._too_large is not None:
            refuse_file(self._path, *self._too_large)
        documents = self._open[0].children
        return documents[0] if documents else Node([], "mapping", 1, 1)

    def _add(self, node: Node, values: int, letters: int) -> None:
        """Add a node of this size to the collection that is read."""
        collection = self._open[-1]
        collection.children.append(node)
        collection.values += values
        collection.letters += letters

    def _scalar(self, event: Any) -> None:
        value, mark = event.value, event.start_mark
        is_null = not event.style and (not value or (self._json_null and value == "null"))
        node = Node(None if is_null else value, "scalar", mark.line + 1, mark.column + 1)
        if len(value) > LONGEST:
            hint = "an event is a few sentences; publish a longer text elsewhere and give its address"
            self._note_size(node, f"a text of more than {LONGEST >> 20} million letters", hint)
        if event.anchor is not None:
            self._note_anchor(event, node, len(value))
        self._add(node, 1, len(value))

    def _start(self, event: Any, kind: str) -> None:
        node = Node([], kind, event.start_mark.line + 1, event.start_mark.column + 1)
        if event.anchor is not None:  # before its end, for an alias within the collection itself
            self._note_anchor(event, node, 0)
        self._open.append(_Collection(node, event.anchor, [], 1, 0))
        if len(self._open) > _DEEPEST + 1:
            refuse_file(self._path, node.line, node.column, *_TOO_DEEP)

    def _end(self) -> None:
        ended = self._open.pop()
        node, children, values, letters = ended.node, ended.children, ended.values, ended.letters
        node.value = list(zip(children[::2], children[1::2], strict=True)) if node.kind == "mapping" else children
        if values > self._most_values or letters > self._most_letters:
            made = "many values" if values > self._most_values else "much text"
            self._note_size(node, f"aliases that make too {made}", "write them out, or leave them out")
            values, letters = min(values, self._most_values + 1), min(letters, self._most_letters + 1)
        if ended.anchor is not None:
            self._anchors[ended.anchor] = (node, values, letters)
        self._add(node, values, letters)

    def _note_anchor(self, event: Any, node: Node, letters: int) -> None:
        """Note the anchor of a node, and its size as far as it is read."""
        from yaml.composer import ComposerError

        if event.anchor in self._anchors:
            context = "found duplicate anchor; first occurrence"
            raise ComposerError(context, None, "second occurrence", event.start_mark)
        self._anchors[event.anchor] = (node, 1, letters)

    def _note_size(self, node: Node, message: str, hint: str) -> None:
        if self._too_large is None:
            self._too_large = (node.line, node.column, "size", message, hint)
