"""The lanes of a chart, and the events in each."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from ...fields import IMPORTANCE
from ...model import Event
from ...query import display_name
from .palette import HUES, ThemeHues

if TYPE_CHECKING:
    from ...catalog import Catalog
    from ...query import Kind
    from .. import Lanes

_OTHER = "#5f6368"
"""The colour of the lane for the rest."""


class Lane(NamedTuple):
    """One lane: its name, its events in order of time, and its colour."""

    name: str
    events: list[Event]
    colour: str


def lanes_of(events: Sequence[Event], by: "Lanes", most: int, data: "Catalog") -> list[Lane]:
    """At most `most` lanes: those with the greatest weight of events, and one for the rest.

    An event is in the lane of its first theme, of its thread, or of each of its actors. Themes are in the order of
    the data, threads in the order of their first events, actors by weight.
    """
    if by == "none":
        return [Lane("", list(events), HUES[0].middle)]
    kind = cast("Kind", by)
    named = [_names(event, by) for event in events]
    counts: Counter[str] = Counter()
    for event, names in zip(events, named, strict=True):
        counts.update(dict.fromkeys(names, weight(event)))
    shown = [name for name, _ in counts.most_common()]
    if len(shown) > most or not all(named):
        shown = shown[: most - 1]
    registry, hues = data.registry(kind), ThemeHues(data)
    if by == "theme":
        order = {name: number for number, name in enumerate(registry)}
        shown.sort(key=lambda name: order.get(name, len(order)))
    elif by == "thread":
        shown.sort(key=lambda name: next(number for number, names in enumerate(named) if name in names))
    lanes = {
        name: Lane(display_name(name, registry), [], HUES[hues[name]].middle if by == "theme" else HUES[0].middle)
        for name in shown
    }
    rest = Lane(f"Other {by}s" if len(counts) > len(shown) else f"No {by}", [], _OTHER)
    for event, names in zip(events, named, strict=True):
        for lane in [lanes[name] for name in names if name in lanes] or [rest]:
            lane.events.append(event)
    return [*lanes.values(), *([rest] if rest.events else [])]


def weight(event: Event) -> int:
    """What an event adds to the weight of its lane."""
    return int(4 ** IMPORTANCE.index(event.importance))


def _names(event: Event, by: "Lanes") -> tuple[str, ...]:
    if by == "theme":
        return event.themes[:1]
    if by == "thread":
        return (event.thread,) if event.thread else ()
    return tuple(dict.fromkeys(event.actors))
