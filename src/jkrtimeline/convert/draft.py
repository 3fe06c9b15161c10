"""Drafts, the events-to-be of any kind of file → valid events: clean texts, valid ids, references to each other."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from unicodedata import normalize

from ..edtf import parse
from ..eventfile import nodes, patterns
from ..fields import IMPORTANCE, LABELS, STATUSES
from ..model import Event, Header, Source
from ..text.json_text import to_json
from ..text.sanitize import visible, without_invisible
from .report import CHOICES, CONTROL_CHARACTERS, IDS, INVISIBLE_TEXTS, REFERENCES, Report, quoted_text

_PARAGRAPHS = ("summary", *LABELS, "about")
"""Texts that may have line ends."""

_CHOICES = {"importance": IMPORTANCE, "status": STATUSES}
_LISTS = ("actors", "themes", "follows")
_LONGEST_ID = 60


class Draft(NamedTuple):
    """An event-to-be: its position in the file, and values by the keys of an event. `date` is EDTF, `sources` are
    mappings; an empty value counts as missing. `seconds` since midnight order the events of one day."""

    position: int
    values: dict[str, Any]
    seconds: int | None = None


def header_of(report: Report) -> Header:
    """The header of the event file, from the titles and descriptions of the file that is imported."""
    titles = [clean(text, report, 0) for text in report.titles]
    about = clean("\n\n".join(report.about), report, 0, lines=True)
    title = " + ".join(dict.fromkeys(text for text in titles if text))
    header = Header(about=about or None)
    return replace(header, title=title) if title else header


def events_of(drafts: Iterable[Draft], report: Report) -> tuple[Event, ...]:
    """The events of the drafts in the order of time. Reports drafts that are left out."""
    ready = [draft for draft in (_cleaned(draft, report) for draft in drafts) if draft is not None]
    renamed = _give_ids(ready, report)
    for draft in ready:
        draft.values["follows"] = [renamed.get(name, name) for name in draft.values.get("follows", ())]
    positions = {draft.values["id"]: draft.position for draft in ready}
    ready.sort(key=lambda draft: -1 if draft.seconds is None else draft.seconds)
    events = [_event_of(draft.values) for draft in ready]
    events.sort(key=Event.time_order)
    return tuple(with_references(events, positions, report))


def _event_of(values: Mapping[str, Any]) -> Event:
    given: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in values.items()}
    given["date"] = parse(values["date"])
    given["sources"] = tuple(Source(**source) for source in values.get("sources", ()))
    return Event(**given)


def clean(text: str, report: Report, position: int, *, lines: bool = False) -> str:
    """A text without white space at its ends, invisible characters and, unless `lines` allows them, line ends.
    Control characters become visible signs."""
    text = str(text).strip()  # a DecimalText becomes a str
    if text.isprintable():
        return text
    if (shown_text := without_invisible(text)) != text:
        text = shown_text.strip()
        report.change(position, INVISIBLE_TEXTS)
    given = [" ".join(line.split("\t")).strip() for line in text.splitlines()]
    shown = [visible(line) for line in given]
    if any("".join(one.split()) != "".join(other.split()) for one, other in zip(given, shown, strict=True)):
        report.change(position, CONTROL_CHARACTERS)
    if lines:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip()
    return " ".join(line for line in shown if line).strip()


def _cleaned(draft: Draft, report: Report) -> Draft | None:
    """The draft with clean texts and without empty values; None without a date or a title."""
    position = draft.position

    def cleaned(name: str, value: Any) -> Any:
        if isinstance(value, str):
            return clean(value, report, position, lines=name in _PARAGRAPHS)
        if isinstance(value, Mapping):
            return {key: text for key, each in value.items() if (text := cleaned(key, each))}
        return list(filter(None, (cleaned(name, each) for each in value or ())))

    values = {name: each for name, value in draft.values.items() if (each := cleaned(name, value))}
    for name in ("date", "title"):
        if name not in values:
            report.leave_out(position, f"no-{name}", f"there is no {name}", "an event needs a date and a title")
            return None
    if _is_too_long(values):
        report.leave_out(position, "size", "the texts are too long for an event file", "shorten them")
        return None
    for name, choices in _CHOICES.items():
        given = values.get(name)
        if given is not None and given.lower() not in choices:
            message = f"{name} is {quoted_text(given)}, it is left out"
            report.add(position, CHOICES, message, f"{name} is one of: {', '.join(choices)}")
            del values[name]
        elif given is not None:
            values[name] = given.lower()
    for name in _LISTS:
        if name in values:
            values[name] = list(dict.fromkeys(values[name]))
    if "sources" in values:
        values["sources"] = [
            source for number, source in enumerate(values["sources"]) if source not in values["sources"][:number]
        ]
    return Draft(position, values, draft.seconds)


def _is_too_long(values: Mapping[str, Any]) -> bool:
    """Whether a record cannot be one line of JSON Lines."""
    letters = sum(len(value) for value in values.values() if isinstance(value, str))
    return letters > nodes.LONGEST // 16 and len(to_json(values).encode()) > nodes.LONGEST - (1 << 12)


def _give_ids(drafts: list[Draft], report: Report) -> dict[str, str]:
    """Give each draft its id: a valid one that comes first stays, others are replaced. Returns the new ids by
    the invalid ones that they replace."""
    used: set[str] = set()
    numbers: dict[str, int] = {}
    nameless = []
    for draft in drafts:
        given = draft.values.get("id")
        if given is not None and given not in used and re.fullmatch(patterns.ID, given) and given.isprintable():
            used.add(given)
        else:
            nameless.append(draft)
    renamed: dict[str, str] = {}
    for draft in nameless:
        given = draft.values.get("id")
        is_used = given in used
        day = next(part for part in re.split(r"[/?~%]|\.\.", draft.values["date"]) if part)
        identity = base = _id_from(day, draft.values["title"])
        while identity == day or identity in used:  # an id is more than the day, or another number makes it differ
            numbers[base] = numbers.get(base, 0 if base == day else 1) + 1
            identity = f"{base}-{numbers[base]}"
        used.add(identity)
        draft.values["id"] = identity
        if given is not None:
            reason = "is used twice" if is_used else "is not a valid id"
            report.change(draft.position, IDS, f"the id {quoted_text(given)} {reason}, the event is now {identity}")
            if not is_used:
                renamed.setdefault(given, identity)
    return renamed


def _id_from(day: str, title: str) -> str:
    """The day and the words of the title in ASCII letters and digits, at most 60 letters in all; the day alone
    where the title has no ASCII letter."""
    plain = normalize("NFKD", title.casefold().replace("'", "")).encode("ascii", "ignore").decode()
    if not re.search("[a-z]", plain):
        return day
    first, *rest = re.findall("[a-z0-9]+", plain)
    identity = f"{day}-{first}"[:_LONGEST_ID]
    for word in rest:
        if len(identity) + 1 + len(word) > _LONGEST_ID:
            break
        identity += f"-{word}"
    return identity


def with_references(events: Iterable[Event], positions: dict[str, int], report: Report) -> list[Event]:
    """The events with references only to each other, and without cycles. Takes time in proportion to the events and
    references."""
    given = list(events)
    known = {event.id for event in given}
    references: dict[str, list[str]] = {event.id: [] for event in given}

    def drop(identity: str, reason: str) -> None:
        report.add(positions.get(identity, 0), REFERENCES, f"{quoted_text(identity)} follows {reason}")

    for event in given:
        for name in dict.fromkeys(event.follows):
            if name == event.id:
                drop(name, "itself")
            elif name not in known:
                drop(event.id, f"{quoted_text(name)}, which is not in the file")
            else:
                references[event.id].append(name)
    for step, name in _cut_cycles(references):
        drop(step, f"{quoted_text(name)}, which leads back to it")
    return [
        event if (valid := tuple(references[event.id])) == event.follows else replace(event, follows=valid)
        for event in given
    ]


def _cut_cycles(references: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Remove each reference that closes a cycle, and yield its two ends."""
    done: set[str] = set()
    for start in references:
        path: dict[str, int] = {start: 0}  # each step with the number of its references that are done
        while path and start not in done:
            step, index = next(reversed(path.items()))
            names = references[step]
            if index == len(names):
                done.add(step)
                path.popitem()
            elif names[index] in path:
                yield step, names.pop(index)
            else:
                path[step] = index + 1
                if names[index] not in done:
                    path[names[index]] = 0
