"""Events → the text of an event file that reads back to the same events."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..model import Event, Header
from ..public import IMPORTANCE, STATUSES
from .shape import ACTOR, EVENT, FILE, THEME, Field

Records = Mapping[str, Mapping[str, Any]]


def to_yaml(
    header: Header, events: Sequence[Event], registries: Mapping[str, Records], synonyms: Sequence[Sequence[str]]
) -> str:
    """The text of a file with `events` and with just the entries of `registries` (by kind: actor,
    theme, thread) that they use. What an event follows is kept where that event is in the file."""
    import yaml

    actors = _owners({name for event in events for name in event.actors}, registries["actor"])
    themes = {name for event in events for name in event.themes}
    threads = {event.thread for event in events if event.thread}
    written = {event.id for event in events}
    document: dict[str, Any] = {"schema": "1", **_given(FILE, header.public())}
    for section, kind, used, fields in (
        ("actors", "actor", actors, ACTOR),
        ("themes", "theme", themes, THEME),
        ("threads", "thread", threads, THEME),
    ):
        if used:
            known = registries[kind]
            document[section] = {name: _given(fields, record) for name, record in known.items() if name in used}
    if synonyms:
        document["synonyms"] = [list(row) for row in synonyms]
    document["events"] = [_event(event, written) for event in events]
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(document, Dumper=dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


def _owners(names: set[str], actors: Records) -> set[str]:
    """Some actors and all whom they belong to."""
    found: set[str] = set()
    for name in names:
        step: str | None = name
        while step is not None and step in actors and step not in found:
            found.add(step)
            step = actors[step].get("of")
    return found | names


def _event(event: Event, written: set[str]) -> dict[str, Any]:
    record = event.public()
    record["follows"] = [name for name in event.follows if name in written]
    given = _given(EVENT, record)
    if given.get("importance") == IMPORTANCE[0]:
        del given["importance"]
    if given.get("status") == STATUSES[0]:
        del given["status"]
    return given


def _given(fields: Sequence[Field], record: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that people write, in the order of the description, without what is empty or derived."""
    result: dict[str, Any] = {}
    for field in fields:
        value = record.get(field.name)
        if field.type == "derived" or value is None or value == [] or value == {} or value is False:
            continue
        if field.type == "records":
            value = [_given(field.fields, each) for each in value]
        result[field.name] = "true" if value is True else value
    return result
