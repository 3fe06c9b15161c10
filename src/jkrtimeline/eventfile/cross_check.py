"""What holds between the records of data files: names are known, ids are single, time runs forward.

Errors make a file unusable; warnings are what the bundled data must not have either.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..model import Dataset, Event
from .construct import make_actor, make_event, make_header, make_theme
from .event_store import EventStore
from .sections import ParsedFile
from .validate import Record

_STEPS = 12
"""Steps of a cycle that a message names."""

_MOST_LEVELS = 16
"""Levels of `of` above an actor: each of them counts for every event of the actor."""

_MOST_NAMES = 200_000
"""Characters of the names by which a search finds an event: of its actors, and of those they belong to."""

_MOST_SYNONYMS, _MOST_IN_ROW = 10_000, 200
"""Synonyms of all files, which every search reads, and of one row, all of which it looks for."""

if TYPE_CHECKING:
    from ..edtf import EventDate
    from ..errors import Severity


def combine(files: Sequence[ParsedFile], store: EventStore, today: date | None) -> Dataset | None:
    """The dataset of all files, and their events in `store`; problems go to each file's reader. `today` is
    the day after which no source can be; None looks for errors only. None where no dataset can be made."""
    actors = _merge(files, "actors")
    themes = _merge(files, "themes")
    threads = _merge(files, "threads")
    for file in files:
        _check_actors(file, actors)
    _check_owners(files, actors)
    _check_levels(files, actors)
    _check_synonyms(files)
    registries = {"actors": actors, "themes": themes, "threads": threads}
    advisor = None
    if today is not None:
        from .advice import Advisor

        advisor = Advisor(actors, [form for file in files for form in file.ambiguous])
    for number, file in enumerate(files):
        before: Event | None = None
        for record in file.events:
            event = _event(files, number, record, registries, store)
            if today is not None:
                from . import lint

                lint.give(file.reader, record, before, event, today)
                if advisor is not None:
                    advisor.advise(file.reader, record)
                before = event or before
    _check_follows(files, store)
    if today is not None:
        from . import lint

        lint.give_together(files, store, actors)
    if any(file.reader.count("error") for file in files):
        return None
    return Dataset(
        header=make_header([file.header for file in files if file.header is not None]),
        actors=tuple(make_actor(name, record) for name, record in actors.items()),
        themes=tuple(make_theme(name, record) for name, record in themes.items()),
        threads=tuple(make_theme(name, record) for name, record in threads.items()),
        synonyms=tuple(row for file in files for row in file.synonyms),
        ambiguous={form: names for file in files for form, names in file.short_forms.items()},
    )


def time_order(event: Event) -> tuple[date, date]:
    """Start (none first), then end (none last); a stable sort leaves equals in the order of the file."""
    return event.start or date.min, event.end or date.max


def _merge(files: Sequence[ParsedFile], section: str) -> dict[str, Record]:
    merged: dict[str, tuple[ParsedFile, Record]] = {}
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


def _check_actors(file: ParsedFile, actors: dict[str, Record]) -> None:
    """`of` names an actor; an office ends after it starts; short forms name actors."""
    for name, record in (file.actors or {}).items():
        owner = record.get("of")
        if owner is not None and owner not in actors:
            hint = file.reader.suggest(owner, actors, "add it under actors:")
            file.reader.report(
                record.at("of"), "unknown-of", f"actor {name!r} is of {owner!r}, which is no actor", hint
            )
        for office in record.get("offices") or ():
            since, until = office.get("from"), office.get("to")
            if since and until and since.start and until.end and since.start > until.end:
                message = f"the office {office.get('title')!r} ends before it starts"
                file.reader.report(office.at("to"), "bad-date", message, "turn from and to round, or correct one")
    for form, node in file.ambiguous.items():
        names = file.short_forms[form] = file.reader.texts(node, f"ambiguous {form!r}")
        for item, each in enumerate(names):
            if each not in actors:
                hint = file.reader.suggest(each, actors, "list ids of actors")
                message = f"ambiguous {form!r} names {each!r}, which is no actor"
                file.reader.report(node.items[item], "unknown-actor", message, hint)


def _check_owners(files: Sequence[ParsedFile], actors: dict[str, Record]) -> None:
    """No actor belongs to itself, not even by way of others."""
    done: set[str] = set()
    for file in files:
        for name in file.actors or ():
            cycle = cycle_from(name, lambda step: filter(actors.__contains__, [actors[step].get("of")]), done)
            if cycle:
                message = f"actor {cycle[0]!r} belongs to itself: {_chain(cycle)}"
                owner = next(each for each in files if cycle[0] in (each.actors or {}))
                owner.reader.report(actors[cycle[0]].at("of"), "cycle", message, "break the cycle")


def _check_levels(files: Sequence[ParsedFile], actors: dict[str, Record]) -> None:
    """No actor is more than _MOST_LEVELS below another. Cycles have been reported."""
    if any(file.reader.count("error") for file in files):
        return
    levels: dict[str, int] = {}
    for file in files:
        for name in file.actors or ():
            chain = []
            step = name
            while step not in levels and step in actors:
                chain.append(step)
                step = actors[step].get("of")
            for each in reversed(chain):
                owner = actors[each].get("of")
                levels[each] = levels[owner] + 1 if owner in levels else 0
            if levels[name] > _MOST_LEVELS:
                message = f"actor {name!r} belongs to another by way of {levels[name] - 1:,} more"
                hint = f"at most {_MOST_LEVELS} levels of `of`: let it belong to a higher one"
                file.reader.report(actors[name].at("of"), "size", message, hint)
                return


def _check_synonyms(files: Sequence[ParsedFile]) -> None:
    """Not more synonyms than a search can read."""
    total = 0
    for file in files:
        for node, row in zip(file.synonym_nodes, file.synonyms, strict=True):
            total += len(row)
            if len(row) > _MOST_IN_ROW:
                hint = f"a row has at most {_MOST_IN_ROW} words or phrases"
                file.reader.report(node, "size", f"a row of {len(row):,} synonyms", hint)
                return
            if total > _MOST_SYNONYMS:
                hint = "keep those that people search for"
                file.reader.report(node, "size", f"more than {_MOST_SYNONYMS:,} synonyms", hint)
                return


def _chain(cycle: Sequence[str]) -> str:
    """A cycle as text; of a long one the beginning and the end."""
    steps = cycle if len(cycle) <= _STEPS else [*cycle[: _STEPS - 2], "…", cycle[-1]]
    return " → ".join(steps)


Registries = dict[str, dict[str, Record]]


def _event(
    files: Sequence[ParsedFile], number: int, record: Record, registries: Registries, store: EventStore
) -> Event | None:
    """The event of a record, added to the store; None of one without an id, a date or a title, or with
    an id that another has."""
    file = files[number]
    _check_names(file, record, registries)
    if record.get("id") is None:
        return None
    position, title = file.location(number, record.node), file.location(number, record.at("title"))
    follows = record.get("follows") or ()
    positions = [file.location(number, record.at("follows", item)) for item in range(len(follows))]
    event = valid_event(file, record)
    if event is None:
        earlier = store.reserve(record.get("id"), position, follows, positions)
    else:
        earlier = store.add(event, position, title, positions)
    if earlier is None:
        return event
    where = f"{files[earlier.file].reader.path}:{earlier.line}"
    message = f"duplicate id {record.get('id')!r}, first used at {where}"
    hint = "give each event its own id, or leave out one of the two"
    file.reader.report(record.at("id"), "doubled-id", message, hint)
    return None


def valid_event(file: ParsedFile, record: Record) -> Event | None:
    """The event of a record; None of one without an id, a date or a title.

    Reports what is derived from the date in the file and contradicts it.
    """
    if any(record.get(name) is None for name in ("id", "date", "title")):
        return None
    _check_derived(file, record)
    return make_event(record)


def _check_names(file: ParsedFile, record: Record, registries: Registries) -> None:
    for section, names in (
        ("actors", record.get("actors")),
        ("themes", record.get("themes")),
        ("threads", record.get("thread")),
    ):
        if getattr(file, section) is None or not names:
            continue
        key = "thread" if section == "threads" else section
        for item, name in enumerate((names,) if isinstance(names, str) else names):
            if name not in registries[section]:
                what = section[:-1]
                hint = file.reader.suggest(name, registries[section], f"add it under {section}:")
                node = record.at(key) if key == "thread" else record.at(key, item)
                file.reader.report(node, f"unknown-{what}", f"unknown {what} {name!r}", hint)
    letters = 0
    for name in record.get("actors") or ():
        letters += _letters(name, registries["actors"])
    for section, names in (("themes", record.get("themes") or ()), ("threads", (record.get("thread"),))):
        letters += sum(_letters(name, registries[section]) for name in names if name in registries[section])
    if letters > _MOST_NAMES:
        message = f"the names of its actors and themes have {letters:,} characters"
        hint = f"at most {_MOST_NAMES:,}: list fewer, or give them fewer aliases"
        file.reader.report(record.at("actors"), "size", message, hint)


def _letters(name: str, registry: dict[str, Record]) -> int:
    """Characters of the names of an entry, and of the actors that it belongs to."""
    letters = 0
    for _ in range(_MOST_LEVELS + 1):
        record = registry.get(name)
        if record is None:
            break
        letters += len(record.get("name") or "")
        letters += sum(map(len, (*(record.get("aliases") or ()), *(record.get("native") or {}).values())))
        name = record.get("of")
    return letters


def _check_derived(file: ParsedFile, record: Record) -> None:
    """What `jkr` derives from the date and writes beside it agrees with the date."""
    when: EventDate = record.get("date")
    right = {"start": when.start, "end": when.end, "precision": when.precision}
    for name, value in right.items():
        given = record.get(name)
        if given is not None and given != str(value):
            hint = f"the date {when.text} gives {value or 'none'}; drop {name}, it is worked out"
            file.reader.report(record.at(name), "wrong-derived", f"{name} is {given!r}", hint)


def _check_follows(files: Sequence[ParsedFile], store: EventStore) -> None:
    """What an event follows is an event, and not itself, not even by way of others."""
    for position, _, earlier, _ in store.dangling():
        file = files[position.file]
        # A list of events is often a part of a longer one: it may follow what is left out.
        severity: Severity = "error" if file.header is not None else "warning"
        hint = file.reader.suggest(earlier, store.near(earlier), "add that event, or drop the id here")
        message = f"follows {earlier!r}, which is no event"
        file.reader.report(position, "unknown-follows", message, hint, severity)
    done: set[str] = set()
    for reference in store.untimely():
        if cycle := cycle_from(reference.later, store.followed, done):
            message = f"an event follows itself: {_chain(cycle)}"
            files[reference.position.file].reader.report(reference.position, "cycle", message, "break the cycle")


def cycle_from(start: str, after: Callable[[str], Iterable[str]], done: set[str]) -> list[str]:
    """A cycle that can be reached from `start`, its first step again as the last; nothing where there is none.

    `after` gives the next steps of one. `done` are steps from which no more cycles are to be reported.
    """
    if start in done:
        return []
    path: dict[str, None] = {start: None}
    stack = [iter(after(start))]
    while stack:
        step = next((each for each in stack[-1] if each not in done), None)
        if step is None:
            stack.pop()
            done.add(path.popitem()[0])
        elif step in path:
            done.update(path)
            steps = list(path)
            return [*steps[steps.index(step) :], step]
        else:
            path[step] = None
            stack.append(iter(after(step)))
    return []
