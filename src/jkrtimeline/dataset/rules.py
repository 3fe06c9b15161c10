"""What holds between the records of data files: names are known, ids are single, time runs forward.

Errors make a file unusable; warnings are what the bundled data must not have either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..model import Dataset, Event, upwards
from ..words import did_you_mean
from . import shape
from .making import make_actor, make_event, make_header, make_theme
from .nodes import Node
from .shape import Reader, Record

if TYPE_CHECKING:
    from ..dates import EventDate
    from ..errors import Severity


@dataclass(slots=True)
class File:
    """The records of one file, before the files are put together. A registry that the file does not
    have is None: then any word is allowed there."""

    reader: Reader
    header: Record | None = None
    actors: dict[str, Record] | None = None
    themes: dict[str, Record] | None = None
    threads: dict[str, Record] | None = None
    synonyms: list[tuple[str, ...]] = field(default_factory=list)
    ambiguous: dict[str, Node] = field(default_factory=dict)
    short_forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    events: list[Record] = field(default_factory=list)


def read_file(reader: Reader, root: Node) -> File:
    """The records of a file whose text has been read: a mapping with `events`, or a list of events."""
    file = File(reader)
    events: Node | None = root
    if root.kind == "mapping":
        file.header = reader.record(root, shape.FILE, "the file", shape.SECTIONS)
        sections = file.header.nodes if file.header else {}
        file.actors = _registry(reader, sections.get("actors"), shape.ACTOR, "actor")
        file.themes = _registry(reader, sections.get("themes"), shape.THEME, "theme")
        file.threads = _registry(reader, sections.get("threads"), shape.THEME, "thread")
        for row in _items(reader, sections.get("synonyms"), "synonyms"):
            file.synonyms.append(reader.texts(row, "a row of synonyms"))
        node = sections.get("ambiguous")
        if node is not None and node.value is not None:
            file.ambiguous = dict(reader.pairs(node, "ambiguous"))
        events = sections.get("events")
        if events is None:
            reader.report(root, "missing-key", "the file has no events", "add events: and below it one record an event")
    elif root.kind != "list":
        reader.report(
            root, "wrong-type", "the file holds no events", "an event file starts with its keys: title:, events:"
        )
        events = None
    for node in _items(reader, events, "events"):
        record = reader.record(node, shape.EVENT, "an event")
        if record is not None:
            file.events.append(record)
    return file


def _items(reader: Reader, node: Node | None, name: str) -> list[Node]:
    if node is None or (node.kind == "scalar" and node.value is None):
        return []
    if node.kind != "list":
        reader.report(node, "wrong-type", f"{name} is not a list", "write each item after '- '")
    return node.items


def _registry(reader: Reader, node: Node | None, fields: Sequence[shape.Field], what: str) -> dict[str, Record] | None:
    if node is None:
        return None
    if node.kind != "mapping":
        if node.value is not None:
            reader.report(node, "wrong-type", f"{what}s is not a mapping", f"write {what}-id: and below it its keys")
        return {}
    found: dict[str, Record] = {}
    for key, value in node.pairs:
        name = reader.value(key, shape.Field("id", "id", f"the id of a {what}", required=True))
        if name in found:
            reader.report(key, "doubled-id", f"{what} {name!r} stands twice", "give each its own id")
        record = reader.record(value, fields, f"{what} {name!r}")
        if name is not None and record is not None:
            found.setdefault(name, record)
    return found


def combine(files: Sequence[File], today: date | None) -> Dataset | None:
    """The dataset of all files; problems go to each file's reader. `today` is the day after which no
    source can be; None looks for errors only. None where no dataset can be made."""
    actors = _merge(files, "actors")
    themes = _merge(files, "themes")
    threads = _merge(files, "threads")
    for file in files:
        _check_actors(file, actors)
    events = _events(files, {"actors": actors, "themes": themes, "threads": threads})
    if today is not None:
        from . import advice

        advice.give(files, events, actors, today)
    if any(problem.severity == "error" for file in files for problem in file.reader.problems):
        return None
    ordered = sorted((event for _, _, event in events), key=time_order)
    return Dataset(
        header=make_header([file.header for file in files if file.header is not None]),
        events=tuple(ordered),
        actors=tuple(make_actor(name, record) for name, record in actors.items()),
        themes=tuple(make_theme(name, record) for name, record in themes.items()),
        threads=tuple(make_theme(name, record) for name, record in threads.items()),
        synonyms=tuple(row for file in files for row in file.synonyms),
        ambiguous={form: names for file in files for form, names in file.short_forms.items()},
    )


def time_order(event: Event) -> tuple[date, date]:
    """Start (none first), then end (none last); a stable sort keeps the place in the file."""
    return event.start or date.min, event.end or date.max


def _merge(files: Sequence[File], section: str) -> dict[str, Record]:
    merged: dict[str, tuple[File, Record]] = {}
    for file in files:
        for name, record in (getattr(file, section) or {}).items():
            if name not in merged:
                merged[name] = (file, record)
            elif merged[name][1].values != record.values:
                other = merged[name]
                where = f"{other[0].reader.path}:{other[1].node.line}"
                message = f"{section[:-1]} {name!r} is another one in {where}"
                file.reader.report(record.node, "doubled-id", message, "give it another id, or drop one of the two")
    return {name: record for name, (_, record) in merged.items()}


def _check_actors(file: File, actors: dict[str, Record]) -> None:
    """`of` names an actor and leads nowhere twice; short forms name actors."""
    for name, record in (file.actors or {}).items():
        owner = record.get("of")
        if owner is not None and owner not in actors:
            hint = did_you_mean(owner, actors, "add it under actors:")
            file.reader.report(
                record.at("of"), "unknown-of", f"actor {name!r} is of {owner!r}, which is no actor", hint
            )
        chain = upwards(name, lambda step: actors[step].get("of") if step in actors else None)
        if chain[-1] in actors and actors[chain[-1]].get("of") == name:
            message = f"actor {name!r} belongs to itself: {' → '.join([*chain, name])}"
            file.reader.report(record.at("of"), "cycle", message, "break the circle")
    for form, node in file.ambiguous.items():
        names = file.short_forms[form] = file.reader.texts(node, f"ambiguous {form!r}")
        for place, each in enumerate(names):
            if each not in actors:
                hint = did_you_mean(each, actors, "list ids of actors")
                message = f"ambiguous {form!r} names {each!r}, which is no actor"
                file.reader.report(node.items[place], "unknown-actor", message, hint)


Registries = dict[str, dict[str, Record]]
Placed = tuple[File, Record, Event]


def _events(files: Sequence[File], registries: Registries) -> list[Placed]:
    """The events, each with its record; those without an id, a date or a title are left out."""
    placed: list[Placed] = []
    first: dict[str, tuple[File, Record]] = {}
    for file in files:
        for record in file.events:
            name = record.get("id")
            if name is not None and name in first:
                where = f"{first[name][0].reader.path}:{first[name][1].node.line}"
                file.reader.report(
                    record.at("id"),
                    "doubled-id",
                    f"the id {name!r} stands in {where} already",
                    "give each event its own id, or leave out one of the two",
                )
            elif name is not None:
                first[name] = (file, record)
            _check_names(file, record, registries)
            if name is not None and record.get("date") is not None and record.get("title") is not None:
                placed.append((file, record, make_event(record)))
                _check_derived(file, record)
    for file, record, _ in placed:
        for place, earlier in enumerate(record.get("follows") or ()):
            if earlier not in first:
                # A list of events is often a part of a longer one: it may follow what is left out.
                severity: Severity = "error" if file.header is not None else "warning"
                hint = did_you_mean(earlier, first, "add that event, or drop the id here")
                message = f"follows {earlier!r}, which is no event"
                file.reader.report(record.at("follows", place), "unknown-follows", message, hint, severity)
    _check_circles(placed)
    return placed


def _check_names(file: File, record: Record, registries: Registries) -> None:
    for section, names in (
        ("actors", record.get("actors")),
        ("themes", record.get("themes")),
        ("threads", record.get("thread")),
    ):
        if getattr(file, section) is None or not names:
            continue
        key = "thread" if section == "threads" else section
        for place, name in enumerate((names,) if isinstance(names, str) else names):
            if name not in registries[section]:
                what = section[:-1]
                hint = did_you_mean(name, registries[section], f"add it under {section}:")
                node = record.at(key) if key == "thread" else record.at(key, place)
                file.reader.report(node, f"unknown-{what}", f"unknown {what} {name!r}", hint)


def _check_derived(file: File, record: Record) -> None:
    """What `jkr` derives from the date and writes beside it agrees with the date."""
    when: EventDate = record.get("date")
    right = {"start": when.start, "end": when.end, "precision": when.precision}
    for name, value in right.items():
        given = record.get(name)
        if given is not None and given != str(value):
            hint = f"the date {when.text} gives {value}; drop {name}, it is worked out"
            file.reader.report(record.at(name), "wrong-derived", f"{name} is {given!r}", hint)


def _check_circles(placed: Sequence[Placed]) -> None:
    """No event follows itself, not even by way of others."""
    follows = {event.id: event.follows for _, _, event in placed}
    done: set[str] = set()
    for file, record, event in placed:
        path = [event.id]
        stack: list[tuple[str, Iterable[str]]] = [(event.id, iter(follows[event.id]))]
        while stack:
            name, rest = stack[-1]
            step = next((each for each in rest if each in follows and each not in done), None)
            if step is None:
                done.add(name)
                stack.pop()
                path.pop()
            elif step in path:
                chain = " → ".join([*path[path.index(step) :], step])
                file.reader.report(
                    record.at("follows"), "cycle", f"an event follows itself: {chain}", "break the circle"
                )
                done.update(path)
                break
            else:
                path.append(step)
                stack.append((step, iter(follows[step])))
