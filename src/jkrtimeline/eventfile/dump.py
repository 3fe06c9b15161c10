"""Events → the text of an event file that reads back to the same events."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..fields import EVENT, HEADER, IMPORTANCE, STATUSES, RecordType
from ..model import Dataset, Event
from ..registries import REGISTRIES
from ..text.sanitize import UNSAFE, escaped
from .used_names import UsedNames

if TYPE_CHECKING:
    from ..catalog import Catalog


_BATCH = 100
"""Events that are written at once: YAML's writer makes objects of all of them."""


def to_yaml(data: "Catalog | Dataset", events: Iterable[Event]) -> str:
    """The text of a file with `events`, in the order of time; see `pieces_of_yaml`."""
    return "".join(pieces_of_yaml(data, sorted(events, key=Event.time_order)))


def pieces_of_yaml(data: "Catalog | Dataset", events: Iterable[Event]) -> Iterator[str]:
    """The text of a file with `events`, in their order, and with the entries of the registries of `data` that they
    use. Events follow only events of the file. `events` are iterated three times."""
    mentioned = UsedNames()
    followed: set[str] = set()
    for event in events:
        mentioned.add(event)
        followed.update(event.follows)
    written = {event.id for event in events if event.id in followed} if followed else followed
    document: dict[str, Any] = {"schema": "1", **_given(HEADER, data.header.public())}
    used = {kind: mentioned.ids(kind, data) for kind in REGISTRIES}
    for kind, registry in REGISTRIES.items():
        known = data.registry(kind) if used[kind] else {}
        entries = {name: _given(registry.record, record) for name, record in known.items() if name in used[kind]}
        if any(entry != {"name": name} for name, entry in entries.items()):  # else they are free words
            document[registry.section] = entries
    if data.synonyms:
        document["synonyms"] = [list(row) for row in data.synonyms]
    forms = {form: [name for name in names if name in used["actor"]] for form, names in (data.ambiguous or {}).items()}
    if ambiguous := {form: names for form, names in forms.items() if len(names) > 1}:
        document["ambiguous"] = ambiguous

    to_text = _yaml_writer()
    yield to_text(document)
    records = (_event(event, written) for event in events)
    heading = "events:\n"
    while batch := list(islice(records, _BATCH)):
        yield heading + to_text(batch)
        heading = ""
    if heading:
        yield "events: []\n"


def records_to_yaml(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Records as a YAML sequence, in pieces."""
    to_text = _yaml_writer()
    several = iter(records)
    while batch := list(islice(several, _BATCH)):
        yield to_text(batch)


def _yaml_writer() -> Callable[[Any], str]:
    """A function that writes values as YAML in which no text controls a terminal."""
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Quotes a text that has characters which must be escaped."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def represent_text(dumper: Any, text: str) -> Any:
        style = '"' if re.search(UNSAFE, text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)

    Dumper.add_representer(str, represent_text)
    Dumper.add_multi_representer(str, represent_text)  # DecimalText too

    def to_text(value: Any) -> str:
        text: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)
        return escaped(text)

    return to_text


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
    """The keys that people write, in the order of the table of fields, without empty and derived ones."""
    result: dict[str, Any] = {}
    for field in kind:
        value = record.get(field.name)
        if field.type.startswith("derived") or value is None or value == [] or value == {} or value is False:
            continue
        if field.record is not None:
            value = [_given(field.record, each) for each in value]
        result[field.name] = "true" if value is True else value
    return result
