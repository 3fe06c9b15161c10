"""Validated records → events, actors, themes and a header."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..fields import ACTOR, EVENT, HEADER, OFFICE, SOURCE, THEME, RecordType
from ..model import Actor, Event, Header, Office, Source, Theme
from ..text.json_text import to_json
from .validate import Record

_CLASSES: dict[RecordType, type[Source | Office]] = {SOURCE: Source, OFFICE: Office}


class PublicEvent(NamedTuple):
    """An event, and the same as public JSON."""

    event: Event
    json: str


def public_event(event: Event) -> PublicEvent:
    """An event with its public JSON."""
    return PublicEvent(event, to_json(event.public()))


def make_header(records: Sequence[Record]) -> Header:
    """The header of several files: their titles joined, the rest from the first that has it."""
    values: dict[str, str] = {}
    for field in HEADER:
        given = dict.fromkeys(str(record.get(field.name)) for record in records if record.get(field.name))
        if field.attribute and given:
            values[field.attribute] = " + ".join(given) if field.name == "title" else next(iter(given))
    return Header(**values)


def make_event(record: Record) -> Event:
    """The event of a record without errors."""
    return Event(**{**_values(EVENT, record), "date": record.get("date")})


def make_actor(name: str, record: Record) -> Actor:
    """An entry of the registry of actors."""
    return Actor(**{"id": name, "name": name, **_values(ACTOR, record)})


def make_theme(name: str, record: Record) -> Theme:
    """An entry of the registry of themes or threads."""
    return Theme(**{"id": name, "name": name, **_values(THEME, record)})


def _values(kind: RecordType, record: Record) -> dict[str, Any]:
    """The values that a record has, by attribute of the model."""
    values: dict[str, Any] = {}
    for field in kind:
        value = record.get(field.name)
        if value is None or not field.attribute:
            continue
        if field.record is not None:
            make = _CLASSES[field.record]
            value = tuple(make(**_values(field.record, each)) for each in value)
        values[field.attribute] = str(value) if field.type == "date" else value
    return values
