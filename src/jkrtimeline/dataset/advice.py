"""Warnings: what does not make a data file unusable, but should be looked at."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher

from ..words import fold
from .rules import File, Placed, time_order
from .shape import Record

_YEARS_BEFORE = timedelta(days=730)
_NEIGHBOURS = 50
"""With how many events of its day an event's title is compared."""

_ALIKE = 0.9
"""How alike (0 to 1, difflib's ratio) two titles of one day are, to be taken for the same event."""


def give(files: Sequence[File], events: Sequence[Placed], actors: dict[str, Record], today: date) -> None:
    """Report warnings to the files' readers."""
    _order(events)
    _sources(events, today)
    _doubles(events)
    _follows(events)
    for form, names in _shared_aliases(actors).items():
        for file in files:
            own = [name for name in names if name in (file.actors or {})]
            if len(own) > 1:
                _warn(
                    file,
                    actors[own[-1]],
                    "shared-alias",
                    f"{' and '.join(own)} are both called {form!r}",
                    "keep it for one, or list it under ambiguous:",
                )


def _warn(file: File, record: Record, rule: str, message: str, hint: str, key: str = "id") -> None:
    file.reader.report(record.at(key), rule, message, hint, "warning")


def _order(events: Sequence[Placed]) -> None:
    before: Placed | None = None
    for placed in events:
        file, record, event = placed
        if before is not None and before[0] is file and time_order(event) < time_order(before[2]):
            _warn(
                file,
                record,
                "order",
                f"{event.id!r} stands after {before[2].id!r}, which is later",
                "keep events in the order of time",
                "date",
            )
        before = placed


def _sources(events: Sequence[Placed], today: date) -> None:
    for file, record, event in events:
        if not event.sources:
            _warn(file, record, "no-source", f"{event.id!r} has no source", "add where it can be read")
        for source in record.get("sources") or ():
            if source.get("url") is None and "url" not in source.nodes:
                _warn(file, source, "no-address", "a source without an address", "add url: https://…", "publisher")
            when = source.get("date")
            if when is None:
                continue
            if when.start and when.start > today:
                _warn(
                    file,
                    source,
                    "future-source",
                    f"a source of {when}, which is after today",
                    "correct the date",
                    "date",
                )
            elif event.start and when.end and when.end < event.start - _YEARS_BEFORE:
                _warn(
                    file,
                    source,
                    "early-source",
                    f"a source of {when}, years before {event.id!r}",
                    "correct the date",
                    "date",
                )


def _doubles(events: Sequence[Placed]) -> None:
    """Two events of one date with the same title, or of one day with nearly the same."""
    titles: dict[tuple[str, str], str] = {}
    days: dict[date, list[tuple[str, str]]] = defaultdict(list)
    for file, record, event in events:
        title = fold(event.title)
        other = titles.setdefault((event.date.text, title), event.id)
        near = [other] if other != event.id else []
        if event.start is not None and event.date.precision == "day":
            day = days[event.start]
            near = near or [n for n, earlier in day[-_NEIGHBOURS:] if n != event.id and _alike(title, earlier)]
            day.append((event.id, title))
        if near:
            message = f"{event.id!r} and {near[0]!r} look like the same event"
            _warn(file, record, "double", message, "drop one, or make the titles differ", "title")


def _alike(one: str, two: str) -> bool:
    matcher = SequenceMatcher(None, one, two)
    return matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def _follows(events: Sequence[Placed]) -> None:
    starts = {event.id: event.start for _, _, event in events}
    for file, record, event in events:
        for place, name in enumerate(event.follows):
            earlier = starts.get(name)
            if earlier and event.start and earlier > event.start:
                node = record.at("follows", place)
                file.reader.report(
                    node,
                    "late-follows",
                    f"{event.id!r} follows {name!r}, which is later",
                    "turn the two round",
                    "warning",
                )


def _shared_aliases(actors: dict[str, Record]) -> dict[str, list[str]]:
    """Names that more than one actor has, folded → the actors."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name, record in actors.items():
        for form in {fold(form) for form in (record.get("name") or "", *(record.get("aliases") or ()))}:
            owners[form].append(name)
    return {form: names for form, names in owners.items() if form and len(names) > 1}
