"""A tree of nodes → the records of one data file: its header, its registries, its events."""

from collections.abc import Iterable, Iterator

from ..fields import ACTOR, EVENT, HEADER, SECTIONS, THEME, Field, RecordType
from .event_store import Location
from .nodes import Node
from .validate import Record, Validator

Entries = dict[str, Record]
"""The entries of a registry, by id."""

REGISTRIES: dict[str, RecordType] = {"actors": ACTOR, "themes": THEME, "threads": THEME}
"""Section with a registry → the type of its entries."""


class ParsedFile:
    """The records of one file, before the files are combined. `registries` are those that the file has, by section:
    without one any word is allowed there. `events` can be read once."""

    def __init__(self, validator: Validator, events: Iterable[Record] = ()) -> None:
        self.validator = validator
        self.header: Record | None = None
        self.registries: dict[str, Entries] = {}
        self.synonyms: list[tuple[str, ...]] = []
        self.synonym_nodes: list[Node] = []
        self.ambiguous: dict[str, Node] = {}
        self.short_forms: dict[str, tuple[str, ...]] = {}
        self.events = events

    def entries(self, section: str) -> Entries:
        """The entries of a registry; none without it."""
        return self.registries.get(section, {})

    def location(self, number: int, node: Node) -> Location:
        """The position of a node in this file, which has that number."""
        return Location(number, node.line, node.column)


def lines_file(validator: Validator, lines: Iterable[Node]) -> ParsedFile:
    """A file of JSON Lines, each an event. They are read when `events` is."""
    return ParsedFile(validator, events=_records(validator, lines))


def _records(validator: Validator, nodes: Iterable[Node]) -> Iterator[Record]:
    for node in nodes:
        record = validator.record(node, EVENT, "an event")
        if record is not None:
            yield record


def read_file(validator: Validator, root: Node) -> ParsedFile:
    """The records of a tree: a mapping with `events`, or a list of events."""
    file = ParsedFile(validator)
    events: Node | None = root
    if root.kind == "mapping":
        file.header = validator.record(root, HEADER, "the file", SECTIONS.names())
        sections = file.header.nodes if file.header else {}
        for section, kind in REGISTRIES.items():
            if (node := sections.get(section)) is not None:
                file.registries[section] = _registry(validator, node, kind, section[:-1])
        for row in _items(validator, sections.get("synonyms"), "synonyms"):
            file.synonyms.append(validator.texts(row, "a row of synonyms"))
            file.synonym_nodes.append(row)
        node = sections.get("ambiguous")
        if node is not None and node.value is not None:
            file.ambiguous = dict(validator.pairs(node, "ambiguous", "write short name: [actor, actor]"))
        events = sections.get("events")
        if events is None:
            validator.report(
                root, "missing-key", "the file has no events", "add events: and below it one record an event"
            )
    elif root.kind != "list":
        validator.report(
            root, "wrong-type", "the file holds no events", "an event file starts with its keys: title:, events:"
        )
        events = None
    file.events = list(_records(validator, _items(validator, events, "events")))
    return file


def _items(validator: Validator, node: Node | None, name: str) -> list[Node]:
    if node is None or (node.kind == "scalar" and node.value is None):
        return []
    if node.kind != "list":
        validator.report(node, "wrong-type", f"{name} is not a list", "write each item after '- '")
    return node.items


def _registry(validator: Validator, node: Node, kind: RecordType, what: str) -> Entries:
    if node.kind != "mapping":
        if node.value is not None:
            validator.report(node, "wrong-type", f"{what}s is not a mapping", f"write {what}-id: and below it its keys")
        return {}
    entries: Entries = {}
    for key, value in node.pairs:
        about = f"the id of {'an' if what == 'actor' else 'a'} {what}"
        name = validator.value(key, Field("id", "id", about, required=True))
        if name in entries:
            validator.report(key, "doubled-id", f"{what} {name!r} is used twice", "give each its own id")
        record = validator.record(value, kind, f"{what} {name!r}")
        if name is not None and record is not None:
            entries.setdefault(name, record)
    return entries
