"""What holds between the entries of the registries of data files: one meaning an id, known owners, no cycles."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ..fields import EntryKind
from ..registries import REGISTRIES
from .sections import Entries, ParsedFile

Step = TypeVar("Step")

MOST_LEVELS = 16
"""Levels of `of` above an actor: each of them counts for every event of the actor."""

_MOST_SYNONYMS, _MOST_IN_ROW = 10_000, 200
"""Synonyms in all files, because every search reads them; and in one row, because it searches for all of them."""

_STEPS = 12
"""Steps of a cycle that a message names."""


def merged_registries(files: Sequence[ParsedFile]) -> dict[EntryKind, Entries]:
    """The entries of all files by kind; problems are reported in each file."""
    registries: dict[EntryKind, Entries] = {kind: _merge(files, kind) for kind in REGISTRIES}
    actors = registries["actor"]
    for file in files:
        _check_actors(file, actors)
    _check_owners(files, actors)
    _check_levels(files, actors)
    _check_synonyms(files)
    return registries


def _merge(files: Sequence[ParsedFile], kind: EntryKind) -> Entries:
    merged: Entries = {}
    paths: dict[str, str] = {}
    for file in files:
        for name, record in file.entries(kind).items():
            first = merged.setdefault(name, record)
            path = paths.setdefault(name, file.validator.path)
            if first.values != record.values:
                message = f"{kind} {name!r} is another one in {path}:{first.node.line}"
                file.validator.report(record.node, "doubled-id", message, "give it another id, or drop one of the two")
    return merged


def _check_actors(file: ParsedFile, actors: Entries) -> None:
    """`of` and short forms name actors, and no office ends before it starts."""
    for name, record in file.entries("actor").items():
        owner = record.get("of")
        if owner is not None and owner not in actors:
            hint = file.validator.suggest(owner, actors, "add it under actors:")
            file.validator.report(
                record.at("of"), "unknown-of", f"actor {name!r} is of {owner!r}, which is no actor", hint
            )
        for office in record.get("offices") or ():
            since, until, title = office.get("from"), office.get("to"), office.get("title")
            if since and until and since.start and until.end and since.start > until.end:
                message = f"{f'the office {title!r}' if title else 'an office'} ends before it starts"
                file.validator.report(office.at("to"), "bad-date", message, "swap from and to, or correct one")
    for form, names in file.short_forms.items():
        for item, each in enumerate(names):
            if each not in actors:
                hint = file.validator.suggest(each, actors, "list ids of actors")
                message = f"ambiguous {form!r} names {each!r}, which is no actor"
                file.validator.report(file.short_form_nodes[form].items[item], "unknown-actor", message, hint)


def _check_owners(files: Sequence[ParsedFile], actors: Entries) -> None:
    """No actor belongs to itself, directly or through others."""
    owners = {name: [owner] for name, record in actors.items() if (owner := record.get("of")) in actors}
    done: set[str] = set()
    for file in files:
        for name in file.entries("actor"):
            if cycle := cycle_from(name, lambda step: owners.get(step, []), done):
                message = f"actor {cycle[0]!r} belongs to itself: {cycle_text(cycle)}"
                first = next(each for each in files if cycle[0] in each.entries("actor"))
                first.validator.report(actors[cycle[0]].at("of"), "cycle", message, "break the cycle")


def _check_levels(files: Sequence[ParsedFile], actors: Entries) -> None:
    """No actor is more than MOST_LEVELS below another. Cycles have been reported."""
    if any(file.validator.count("error") for file in files):
        return
    levels: dict[str, int] = {}
    for file in files:
        for name in file.entries("actor"):
            path = []
            step = name
            while step not in levels and step in actors:
                path.append(step)
                step = actors[step].get("of")
            for each in reversed(path):
                owner = actors[each].get("of")
                levels[each] = levels[owner] + 1 if owner in levels else 0
            if levels[name] > MOST_LEVELS:
                message = f"actor {name!r} belongs to another through {levels[name] - 1:,} more"
                hint = f"at most {MOST_LEVELS} levels of `of`: let it belong to a higher one"
                file.validator.report(actors[name].at("of"), "size", message, hint)
                return


def _check_synonyms(files: Sequence[ParsedFile]) -> None:
    """There are no more synonyms than a search can read."""
    total = 0
    for file in files:
        for node, row in zip(file.synonym_nodes, file.synonyms, strict=True):
            total += len(row)
            if len(row) > _MOST_IN_ROW:
                hint = f"a row has at most {_MOST_IN_ROW} words or phrases"
                file.validator.report(node, "size", f"a row of {len(row):,} synonyms", hint)
                return
            if total > _MOST_SYNONYMS:
                hint = "leave out those that nobody searches for"
                file.validator.report(node, "size", f"more than {_MOST_SYNONYMS:,} synonyms", hint)
                return


def cycle_from(start: Step, after: Callable[[Step], Iterable[Step]], done: set[Step]) -> list[Step]:
    """A cycle that can be reached from `start`, with its first step repeated as the last; empty if there is none.

    `after` returns the steps that follow one. `done` are steps from which no more cycles are to be reported; those
    of this search are added.
    """
    if start in done:
        return []
    path: dict[Step, None] = {start: None}
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


def cycle_text(cycle: Sequence[str]) -> str:
    """A cycle as text; of a long one the beginning and the end."""
    steps = cycle if len(cycle) <= _STEPS else [*cycle[: _STEPS - 2], "…", cycle[-1]]
    return " → ".join(steps)
