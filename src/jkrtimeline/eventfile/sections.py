"""A tree of nodes → the records of one data file: its header, its registries, its events."""

from collections.abc import Iterable

from ..fields import EVENT, HEADER, SECTIONS, EntryKind, Field
from ..registries import REGISTRIES, Registry
from .event_store import Location
from .nodes import Node
from .validate import Record, Validator

Entries = dict[str, Record]
"""The entries of a registry, by id."""


class ParsedFile:
    """The records of one file, before the files are combined; `number` is that of the file, from 0. `registries` are
    those that the file has, by kind: without one any word is allowed there. `events` can be read once."""

    def __init__(self, path: str, number: int = 0) -> None:
        self.validator: Validator = Validator(path)
        self.number = number
        self.header: Record | None = None
        self.registries: dict[EntryKind, Entries] = {}
        self.synonyms: list[tuple[str, ...]] = []
        self.synonym_nodes: list[Node] = []
        self.short_forms: dict[str, tuple[str, ...]] = {}
        self.short_form_nodes: dict[str, Node] = {}
        self.events: Iterable[Record] = ()

    def entries(self, kind: EntryKind) -> Entries:
        """The entries of a registry; none without it."""
        return self.registries.get(kind, {})

    def location(self, node: Node) -> Location:
        """The position of a node in this file."""
        return Location(self.number, node.line, node.column)

    def read_lines(self, lines: Iterable[Node]) -> None:
        """Take the events of JSON Lines. They are read when `events` is."""
        records = (self.validator.record(node, EVENT, "an event") for node in lines)
        self.events = (record for record in records if record is not None)

    def read_tree(self, root: Node) -> None:
        """Read the records of a tree: a mapping with `events`, or a list of events."""
        validator = self.validator
        events: Node | None = root
        if root.kind == "mapping":
            self.header = validator.record(root, HEADER, "the file", SECTIONS.names())
            sections = self.header.nodes if self.header else {}
            for kind, registry in REGISTRIES.items():
                if (node := sections.get(registry.section)) is not None:
                    self.registries[kind] = _entries(validator, node, kind, registry)
            for row in _items(validator, sections.get("synonyms"), "synonyms"):
                self.synonyms.append(validator.texts(row, "a row of synonyms"))
                self.synonym_nodes.append(row)
            node = sections.get("ambiguous")
            if node is not None and node.value is not None:
                for form, names in validator.pairs(node, "ambiguous", "write short name: [actor, actor]"):
                    self.short_forms[form] = validator.texts(names, f"ambiguous {form!r}")
                    self.short_form_nodes[form] = names
            events = sections.get("events")
            if events is None:
                hint = "add events: and below it one record an event"
                validator.report(root, "missing-key", "the file has no events", hint)
        elif root.kind != "list":
            hint = "an event file starts with its keys: title:, events:"
            validator.report(root, "wrong-type", "the file holds no events", hint)
            events = None
        self.read_lines(_items(validator, events, "events"))
        self.events = list(self.events)


def _items(validator: Validator, node: Node | None, name: str) -> list[Node]:
    if node is None or (node.kind == "scalar" and node.value is None):
        return []
    if node.kind != "list":
        validator.report(node, "wrong-type", f"{name} is not a list", "write each item after '- '")
    return node.items


def _entries(validator: Validator, node: Node, kind: EntryKind, registry: Registry) -> Entries:
    if node.kind != "mapping":
        if node.value is not None:
            hint = f"write {kind}-id: and below it its keys"
            validator.report(node, "wrong-type", f"{registry.section} is not a mapping", hint)
        return {}
    entries: Entries = {}
    for key, value in node.pairs:
        one = f"{'an' if kind == 'actor' else 'a'} {kind}"
        name = validator.value(key, Field("id", "id", f"the id of {one}", required=True))
        if name in entries:
            validator.report(key, "doubled-id", f"{kind} {name!r} is used twice", "give each its own id")
        record = validator.record(value, registry.record, f"{kind} {key.text!r}" if key.text else one)
        if name is not None and record is not None:
            entries.setdefault(name, record)
    return entries
