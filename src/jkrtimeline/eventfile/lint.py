"""Warnings: likely mistakes that leave a data file usable."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter

from ..model import Event
from ..text.normalize import fold
from .cross_check import time_order
from .event_store import EventStore
from .sections import ParsedFile
from .validate import Record, Validator

_YEARS_BEFORE = timedelta(days=730)
_NEIGHBOURS = 20
"""Events of the same day with which the title of an event is compared."""

_COMPARED = 10_000
"""Pairs of titles that are compared letter by letter: that takes some 3 s, and a chronology has far fewer."""

_LONG_TITLE = 300
"""Characters of a title that is compared letter by letter; a longer one is only compared as a whole."""

_ALIKE = 0.9
"""The least similarity (0 to 1, difflib's ratio) of two titles of one day that may be the same event."""


def warn(reader: Validator, record: Record, before: Event | None, event: Event | None, today: date) -> None:
    """Warn of likely mistakes in one record; `event` is the event of a valid one, `before` the event above it in its
    file."""
    name = record.get("id")
    if before is not None and event is not None and time_order(event) < time_order(before):
        message = f"{event.id!r} comes after {before.id!r}, which is later"
        reader.report(record.at("date"), "order", message, "keep events in the order of time", "warning")
    if not record.get("sources"):
        message = f"{name!r} has no source"
        reader.report(record.at("id"), "no-source", message, "add where it can be read", "warning")
    for source in record.get("sources") or ():
        if source.get("url") is None and "url" not in source.nodes:
            node = source.at("publisher")
            reader.report(node, "no-address", "a source without an address", "add url: https://…", "warning")
        when = source.get("date")
        if when is None:
            continue
        rule = message = ""
        if when.start and when.start > today:
            rule, message = "future-source", f"a source of {when}, which is after today"
        elif event is not None and event.start and when.end and event.start - when.end > _YEARS_BEFORE:
            rule, message = "early-source", f"a source of {when}, years before {event.id!r}"
        if rule:
            reader.report(source.at("date"), rule, message, "correct the date", "warning")


def warn_together(files: Sequence[ParsedFile], store: EventStore, actors: dict[str, Record]) -> None:
    """Warn of likely mistakes in several events, or several actors, together."""
    _doubles(files, store)
    for position, later, earlier, is_late in store.untimely():
        if is_late:
            message = f"{later!r} follows {earlier!r}, which is later"
            files[position.file].reader.report(position, "late-follows", message, "swap the two", "warning")
    listed = {fold(form): set(names) for file in files for form, names in file.short_forms.items()}
    for form, names in _shared_aliases(actors).items():
        if not listed.get(form, set()).issuperset(names):
            message = f"{' and '.join(names)} are both called {form!r}"
            hint = f"keep it for one, or list all of them under ambiguous: {{{form}: [{', '.join(names)}]}}"
            file = next(file for file in reversed(files) if names[-1] in file.entries("actors"))
            file.reader.report(file.entries("actors")[names[-1]].node, "shared-alias", message, hint, "warning")


def _doubles(files: Sequence[ParsedFile], store: EventStore) -> None:
    """Two events of one date with the same title, or of one day with nearly the same."""
    comparison = _Comparison()
    for _, events in groupby(store.titles(), key=attrgetter("date")):
        neighbours: deque[tuple[str, str]] = deque(maxlen=_NEIGHBOURS)
        for each in events:
            title = fold(each.title)
            if near := comparison.first_like(title, neighbours, _ALIKE if each.is_exact else 1.0):
                message = f"{each.id!r} and {near!r} look like the same event"
                hint = "drop one, or make the titles differ"
                files[each.position.file].reader.report(each.position, "double", message, hint, "warning")
            neighbours.append((each.id, title))


class _Comparison:
    """Compares titles letter by letter, _COMPARED times at most; after that, and for long titles, only equal ones
    match."""

    def __init__(self) -> None:
        self._left = _COMPARED

    def first_like(self, title: str, earlier: Iterable[tuple[str, str]], least: float) -> str:
        """The id of the first (id, title) whose title has at least this similarity; empty for none."""
        matcher = SequenceMatcher(None, "", title)
        for name, other in earlier:
            if title == other:
                return name
            if least == 1.0 or len(title) > _LONG_TITLE or not self._left:
                continue
            if 2 * min(len(title), len(other)) < least * (len(title) + len(other)):
                continue  # difflib's first bound, without its preparations
            matcher.set_seq1(other)
            if matcher.quick_ratio() >= least:
                self._left -= 1
                if matcher.ratio() >= least:
                    return name
        return ""


def _shared_aliases(actors: dict[str, Record]) -> dict[str, list[str]]:
    """Names, also native ones, that several actors share, folded → the actors."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name, record in actors.items():
        native = (record.get("native") or {}).values()
        for form in {fold(form) for form in (record.get("name") or "", *(record.get("aliases") or ()), *native)}:
            owners[form].append(name)
    return {form: names for form, names in owners.items() if form and len(names) > 1}
