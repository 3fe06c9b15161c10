"""Records of any kind of file → checked events: texts made clean, ids kept or made, then read by the
dataset's own reader, as a JSON Lines file is.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from unicodedata import normalize

from ..errors import DataError
from ..eventfile import Input
from ..eventfile.nodes import Node
from ..eventfile.validate import Validator
from ..fields import EVENT, SOURCE, Field
from ..index.ledger import collected
from ..model import Event, Header
from ..text.sanitize import visible
from .report import CHOICE, FOLLOWS, ID, TEXT, Report, quoted

_LONGEST_ID = 60
_PARAGRAPHS = ("summary", "note", "about")
"""Texts whose line ends are kept."""

_OF_EVENT = EVENT.by_name
_URL = SOURCE.by_name["url"]


class Draft(NamedTuple):
    """An event in the making: its place in the file, and values by our keys; `date` is EDTF, `sources`
    are mappings. What is empty counts as missing."""

    place: int
    values: dict[str, Any]


@dataclass(slots=True)
class Heading:
    """What a file says of itself: a title and a text for each of its parts."""

    titles: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    def header(self, losses: Report) -> Header:
        """The header of the event file."""
        titles = [clean(text, losses, 0) for text in self.titles]
        about = clean("\n\n".join(self.about), losses, 0, lines=True)
        title = " + ".join(dict.fromkeys(text for text in titles if text))
        return replace(Header(), **({"title": title} if title else {}), about=about or None)


def fits(text: str, shape: Field) -> bool:
    """Whether the dataset's reader takes `text` for a field without a word."""
    reader = Validator("")
    reader.value(Node(text, "scalar", 1, 1), shape)
    return not reader.problems


def is_address(text: str) -> bool:
    """Whether a text is an http or https address."""
    return fits(text, _URL)


def make(drafts: Iterable[Draft], losses: Report) -> tuple[Event, ...]:
    """The events of `drafts`, checked, in the order of time. What is refused is left out and told to
    `losses`."""
    ready = [draft for draft in (_cleaned(draft, losses) for draft in drafts) if draft is not None]
    renamed = _name(ready, losses)
    for draft in ready:
        if follows := draft.values.get("follows"):
            draft.values["follows"] = [renamed.get(name, name) for name in follows]
    places = [draft.place for draft in ready]
    names = [draft.values["id"] for draft in ready]
    lines = [json.dumps(draft.values).encode() + b"\n" for draft in ready]
    ready.clear()  # as text they take a fraction of the memory
    events: tuple[Event, ...] = ()
    while lines:
        try:
            _, events = collected(Input("rows.jsonl", b"".join(lines)))
            break
        except DataError as error:
            wrong = {problem.line: problem for problem in reversed(error.problems)}
            if not set(wrong) <= set(range(1, len(lines) + 1)):
                raise
            for line, problem in sorted(wrong.items()):
                losses.record(places[line - 1], problem.rule, problem.message, problem.hint)
            left = [line for line in range(len(lines)) if line + 1 not in wrong]
            places, names = [places[line] for line in left], [names[line] for line in left]
            lines = [lines[line] for line in left]
    return within(events, losses, dict(zip(names, places, strict=True)))


def within(events: Iterable[Event], losses: Report, places: Mapping[str, int]) -> tuple[Event, ...]:
    """The events without references to others than themselves. `places` are those of ids."""
    given = list(events)
    known = {event.id for event in given}
    made = []
    for event in given:
        kept = tuple(name for name in event.follows if name in known)
        for name in event.follows:
            if name not in known:
                losses.other(
                    places.get(event.id, 0),
                    FOLLOWS,
                    f"{quoted(event.id)} follows {quoted(name)}, which is not in the file",
                )
        made.append(event if kept == event.follows else replace(event, follows=kept))
    return tuple(made)


def clean(text: str, losses: Report, place: int, *, lines: bool = False) -> str:
    """A text without blank ends, control characters (which become visible signs), and line ends unless
    these are kept."""
    text = text.strip()
    if text.isprintable():
        return text
    given = [" ".join(line.split("\t")).strip() for line in text.splitlines()]
    shown = [visible(line) for line in given]
    if any("".join(one.split()) != "".join(other.split()) for one, other in zip(given, shown, strict=True)):
        losses.other(place, TEXT, "a control character became a visible sign, or is left out")
    if lines:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip()
    return " ".join(line for line in shown if line).strip()


def _cleaned(draft: Draft, losses: Report) -> Draft | None:
    """The draft with its texts made clean and what is empty left out; None when it is no event."""
    place = draft.place

    def of(name: str, value: Any) -> Any:
        if isinstance(value, str):
            return clean(value, losses, place, lines=name in _PARAGRAPHS)
        if isinstance(value, Mapping):
            return {key: text for key, each in value.items() if (text := of(key, each))}
        return list(filter(None, (of(name, each) for each in value or ())))

    values = {name: found for name, value in draft.values.items() if (found := of(name, value))}
    for name in ("date", "title"):
        if name not in values:
            hint = "an event needs a date and a title"
            losses.record(place, f"no-{name}", f"there is no {name}", hint)
            return None
    for name in ("importance", "status"):
        given = values.get(name)
        choices = _OF_EVENT[name].choices
        if given is not None and given.lower() not in choices:
            losses.other(
                place, CHOICE, f"{name} is {quoted(given)}, it is left out", f"{name} is one of: {', '.join(choices)}"
            )
            del values[name]
        elif given is not None:
            values[name] = given.lower()
    for name in ("actors", "themes", "follows"):
        if name in values:
            values[name] = list(dict.fromkeys(values[name]))
    return Draft(place, values)


def _name(drafts: list[Draft], losses: Report) -> dict[str, str]:
    """Give each draft its id: one that is valid and stands first is kept, others are made. Gives the
    ids that were changed because they are not valid, with what they are now."""
    taken: set[str] = set()
    nameless = []
    for draft in drafts:
        given = draft.values.get("id")
        if given is not None and given not in taken and fits(given, _OF_EVENT["id"]):
            taken.add(given)
        else:
            nameless.append(draft)
    renamed: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for draft in nameless:
        given = draft.values.get("id")
        base, bare = id_of(draft.values["date"], draft.values["title"])
        made = base
        while bare or made in taken:
            numbers[base] = numbers.get(base, 0 if bare else 1) + 1
            made = f"{base}-{numbers[base]}"
            bare = False
        if given is not None:
            why = "stands twice" if given in taken else "is not an id"
            losses.other(draft.place, ID, f"the id {quoted(given)} {why}, the event is now {made}")
            if given not in taken:
                renamed.setdefault(given, made)
        taken.add(made)
        draft.values["id"] = made
    return renamed


def id_of(date: str, title: str) -> tuple[str, bool]:
    """The date and the words of the title in ASCII letters and digits, at most 60 letters in all; and
    whether it is the date alone, because the title has no ASCII letter."""
    day = next(part for part in re.split(r"[/?~%]|\.\.", date) if part)
    plain = normalize("NFKD", title.casefold().replace("'", "")).encode("ascii", "ignore").decode()
    if not re.search("[a-z]", plain):
        return day, True
    first, *rest = re.findall("[a-z0-9]+", plain)
    made = f"{day}-{first}"[:_LONGEST_ID]
    for word in rest:
        if len(made) + 1 + len(word) > _LONGEST_ID:
            break
        made += f"-{word}"
    return made, False
