"""What holds between the events of data files: names are known, ids are unique, time runs forward.

Errors make a file unusable; warnings are what the bundled data must not have either.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from ..fields import ACTOR, EVENT, HEADER, OFFICE, SOURCE, THEME, EntryKind, RecordType
from ..model import Actor, Dataset, Event, Header, Office, Source, Theme
from ..registries import REGISTRIES
from .event_store import EventStore
from .registry_check import MOST_LEVELS, cycle_from, cycle_text, merged_registries
from .sections import Entries, ParsedFile
from .validate import Record

if TYPE_CHECKING:
    from ..edtf import EventDate
    from ..errors import Severity

E = TypeVar("E", Actor, Theme)

_CLASSES: dict[RecordType, type[Source | Office]] = {SOURCE: Source, OFFICE: Office}

_MOST_LETTERS = 200_000
"""Characters of the names by which a search finds an event: of its actors, and of those they belong to."""


def combine(files: Sequence[ParsedFile], store: EventStore, today: date | None) -> Dataset | None:
    """The dataset of all files, with their events in `store`; problems are reported in each file. `today` is
    the day after which no source can be; with None only errors are reported. None where there are errors."""
    registries = merged_registries(files)
    actors, themes, threads = registries.values()
    advisor = None
    if today is not None:
        from . import lint

        advisor = lint.Advisor(actors, [form for file in files for form in file.short_forms])
    for file in files:
        before: Event | None = None
        for record in file.events:
            event = _event(file, record, registries, store, files)
            if today is not None and advisor is not None:
                lint.warn(file.validator, record, before, event, today)
                advisor.advise(file.validator, record)
                before = event or before
    _check_follows(files, store)
    if today is not None:
        lint.warn_together(files, store, actors)
    if any(file.validator.count("error") for file in files):
        return None
    return Dataset(
        header=_header([file.header for file in files if file.header is not None]),
        actors=_entries(Actor, ACTOR, actors),
        themes=_entries(Theme, THEME, themes),
        threads=_entries(Theme, THEME, threads),
        synonyms=tuple(row for file in files for row in file.synonyms),
        ambiguous={form: names for file in files for form, names in file.short_forms.items()},
    )


def _event(
    file: ParsedFile,
    record: Record,
    registries: dict[EntryKind, Entries],
    store: EventStore,
    files: Sequence[ParsedFile],
) -> Event | None:
    """The event of a record, added to the store; None of one without an id, a date or a title, or with
    the id of an earlier one."""
    _check_names(file, record, registries)
    _check_length(file, record, registries)
    if record.get("id") is None:
        return None
    position, title = file.location(record.node), file.location(record.at("title"))
    follows = record.get("follows") or ()
    positions = [file.location(record.at("follows", item)) for item in range(len(follows))]
    event = valid_event(file, record)
    if event is None:
        earlier = store.reserve(record.get("id"), position, follows, positions)
    else:
        earlier = store.add(event, position, title, positions)
    if earlier is None:
        return event
    where = f"{files[earlier.file].validator.path}:{earlier.line}"
    message = f"duplicate id {record.get('id')!r}, first used at {where}"
    hint = "give each event its own id, or leave out one of the two"
    file.validator.report(record.at("id"), "doubled-id", message, hint)
    return None


def valid_event(file: ParsedFile, record: Record) -> Event | None:
    """The event of a record; None of one without an id, a date or a title.

    Reports keys that derive from the date (`start`, `end`, `precision`) and contradict it.
    """
    if any(record.get(name) is None for name in ("id", "date", "title")):
        return None
    when: EventDate = record.get("date")
    for name, value in (("start", when.start), ("end", when.end), ("precision", when.precision)):
        given = record.get(name)
        if given is not None and given != str(value):
            hint = f"the date {when.text} gives {value or 'none'}; drop {name}, it is worked out"
            file.validator.report(record.at(name), "wrong-derived", f"{name} is {given!r}", hint)
    return Event(**{**_values(EVENT, record), "date": when})


def _check_names(file: ParsedFile, record: Record, registries: dict[EntryKind, Entries]) -> None:
    """The actors, themes and thread of an event are entries of a registry, where its file has that registry."""
    for kind, registry in REGISTRIES.items():
        names = record.get(registry.key)
        if kind not in file.registries or not names:
            continue
        for item, name in enumerate((names,) if isinstance(names, str) else names):
            if name not in registries[kind]:
                hint = file.validator.suggest(name, registries[kind], f"add it under {registry.section}:")
                message = f"unknown {kind} {name!r}"
                file.validator.report(record.at(registry.key, item), f"unknown-{kind}", message, hint)


def _check_length(file: ParsedFile, record: Record, registries: dict[EntryKind, Entries]) -> None:
    """The names by which a search finds an event are not too many."""
    letters = 0
    for kind, registry in REGISTRIES.items():
        names = record.get(registry.key) or ()
        for name in (names,) if isinstance(names, str) else names:
            letters += _letters(name, registries[kind])
    if letters > _MOST_LETTERS:
        message = f"the names of its actors and themes have {letters:,} characters"
        hint = f"at most {_MOST_LETTERS:,}: list fewer, or give them fewer aliases"
        file.validator.report(record.at("actors"), "size", message, hint)


def _letters(name: str, entries: Entries) -> int:
    """Characters of the names of an entry, and of the actors that it belongs to; 0 of a free word."""
    letters = 0
    for _ in range(MOST_LEVELS + 1):
        record = entries.get(name)
        if record is None:
            break
        letters += len(record.get("name") or "")
        letters += sum(map(len, (*(record.get("aliases") or ()), *(record.get("native") or {}).values())))
        name = record.get("of")
    return letters


def _check_follows(files: Sequence[ParsedFile], store: EventStore) -> None:
    """An event follows other events, and not itself, directly or through others."""
    for position, _, earlier, _ in store.dangling():
        file = files[position.file]
        # A list of events is often a part of a longer one, in which the event may be.
        severity: Severity = "error" if file.header is not None else "warning"
        hint = file.validator.suggest(earlier, store.near(earlier), "add that event, or drop the id here")
        message = f"follows {earlier!r}, which is no event"
        file.validator.report(position, "unknown-follows", message, hint, severity)
    done: set[str] = set()
    for reference in store.untimely():
        if cycle := cycle_from(reference.later, store.followed, done):
            message = f"an event follows itself: {cycle_text(cycle)}"
            files[reference.position.file].validator.report(reference.position, "cycle", message, "break the cycle")


def _header(records: Sequence[Record]) -> Header:
    """The header of several files: their titles joined, the rest from the first that has it."""
    values: dict[str, str] = {}
    for field in HEADER:
        given = dict.fromkeys(str(record.get(field.name)) for record in records if record.get(field.name))
        if field.attribute and given:
            values[field.attribute] = " + ".join(given) if field.name == "title" else next(iter(given))
    return Header(**values)


def _entries(class_: type[E], record_type: RecordType, entries: Entries) -> tuple[E, ...]:
    """The actors, themes or threads of a registry."""
    return tuple(class_(**{"id": name, "name": name, **_values(record_type, each)}) for name, each in entries.items())


def _values(record_type: RecordType, record: Record) -> dict[str, Any]:
    """The values that a record has, by attribute of the model."""
    values: dict[str, Any] = {}
    for field in record_type:
        value = record.get(field.name)
        if value is None or not field.attribute:
            continue
        if field.record is not None:
            make = _CLASSES[field.record]
            value = tuple(make(**_values(field.record, each)) for each in value)
        values[field.attribute] = str(value) if field.type == "date" else value
    return values
