"""Events → the text of an event file that reads back to the same events."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..fields import EVENT, HEADER, IMPORTANCE, STATUSES, RecordType
from ..model import Actor, Dataset, Event, Header, Theme
from ..text.sanitize import UNSAFE, escaped
from .cross_check import time_order
from .used_names import REGISTRIES, UsedNames

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..query import Kind


class Around:
    """What a dataset holds beside its events, as `to_yaml` needs it."""

    def __init__(self, dataset: Dataset) -> None:
        self.header: Header = dataset.header
        self.synonyms: list[list[str]] = [list(row) for row in dataset.synonyms]
        self.ambiguous: dict[str, list[str]] = {form: list(names) for form, names in (dataset.ambiguous or {}).items()}
        self._registries: dict[str, Sequence[Actor | Theme]] = {
            "actor": dataset.actors,
            "theme": dataset.themes,
            "thread": dataset.threads,
        }

    def registry(self, kind: "Kind") -> Mapping[str, Mapping[str, Any]]:
        """The public records of actors, themes or threads, by id."""
        return {entry.id: entry.public() for entry in self._registries.get(kind, ())}


_BATCH = 100
"""Events that are written at once: YAML's writer makes objects of all that it is given."""


def to_yaml(data: "Catalog | Around", events: Sequence[Event]) -> str:
    """The text of a file with `events`, in the order of time; see `pieces_of_yaml`."""
    return "".join(pieces_of_yaml(data, sorted(events, key=time_order)))


def pieces_of_yaml(data: "Catalog | Around", events: Iterable[Event]) -> Iterator[str]:
    """The text of a file with `events`, which are gone through three times, in their order, and with just
    the entries of the registries of `data` that they use. What an event follows is kept where that event is in
    the file."""
    mentioned = UsedNames()
    followed: set[str] = set()
    for event in events:
        mentioned.add(event)
        followed.update(event.follows)
    written = {event.id for event in events if event.id in followed} if followed else followed
    document: dict[str, Any] = {"schema": "1", **_given(HEADER, data.header.public())}
    used = {kind: mentioned.ids(kind, data) for kind in REGISTRIES}
    for kind, fields in REGISTRIES.items():
        known = data.registry(kind) if used[kind] else {}
        entries = {name: _given(fields, record) for name, record in known.items() if name in used[kind]}
        if any(entry != {"name": name} for name, entry in entries.items()):  # else they are free words
            document[f"{kind}s"] = entries
    if data.synonyms:
        document["synonyms"] = data.synonyms
    forms = {form: [name for name in names if name in used["actor"]] for form, names in data.ambiguous.items()}
    if ambiguous := {form: names for form, names in forms.items() if len(names) > 1}:
        document["ambiguous"] = ambiguous

    text_of_all = _yaml_writer()
    yield text_of_all(document)
    records = (_event(event, written) for event in events)
    heading = "events:\n"
    while batch := list(islice(records, _BATCH)):
        yield heading + text_of_all(batch)
        heading = ""
    if heading:
        yield "events: []\n"


def records_to_yaml(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Records as a YAML sequence, in pieces."""
    text_of_all = _yaml_writer()
    several = iter(records)
    batch = list(islice(several, _BATCH))
    while batch:
        yield text_of_all(batch)
        batch = list(islice(several, _BATCH))


def _yaml_writer() -> Callable[[Any], str]:
    """What writes values as YAML in which no text steers a terminal."""
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Quotes a text that has characters which must be escaped."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def text_of(dumper: Any, text: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if re.search(UNSAFE, text) else None)

    Dumper.add_representer(str, text_of)

    def text_of_all(what: Any) -> str:
        text: str = yaml.dump(what, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)
        return escaped(text)

    return text_of_all


def _event(event: Event, written: set[str]) -> dict[str, Any]:
    record = event.public()
    record["follows"] = [name for name in event.follows if name in written]
    given = _given(EVENT, record)
    if given.get("importance") == IMPORTANCE[0]:
        del given["importance"]
    if given.get("status") == STATUSES[0]:
        del given["status"]
    return given


def _given(kind: RecordType, record: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that people write, in the order of the description, without what is empty or derived."""
    result: dict[str, Any] = {}
    for field in kind:
        value = record.get(field.name)
        if field.type.startswith("derived") or value is None or value == [] or value == {} or value is False:
            continue
        if field.record is not None:
            value = [_given(field.record, each) for each in value]
        result[field.name] = "true" if value is True else value
    return result
