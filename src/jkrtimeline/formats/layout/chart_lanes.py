"""The lanes of a chart: which event is drawn where."""

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

OTHER = "#5f6368"
"""The colour of what has no hue of its own."""


class Lane(NamedTuple):
    """One lane: its name, its events in order of time, and its colour."""

    name: str
    events: list[Event]
    colour: str


def lanes_of(events: Sequence[Event], by: "Lanes", most: int, data: "Catalog") -> list[Lane]:
    """At most so many lanes: those with most and weightiest events, and one for the rest.

    An event is in the lane of its first theme, of its thread, or of each of its actors. Themes are in the order of
    the data, threads in that of their first events, actors by the number of events.
    """
    if by == "none":
        return [Lane("", list(events), HUES[0].middle)]
    kind = cast("Kind", by)
    named = [_names(event, by) for event in events]
    counts: Counter[str] = Counter()
    for event, names in zip(events, named, strict=True):
        counts.update(dict.fromkeys(names, weight(event)))
    kept = [name for name, _ in counts.most_common()]
    if len(kept) > most or not all(named):
        kept = kept[: most - 1]
    registry, hues = data.registry(kind), ThemeHues(data)
    if by == "theme":
        order = {name: number for number, name in enumerate(registry)}
        kept.sort(key=lambda name: order.get(name, len(order)))
    elif by == "thread":
        kept.sort(key=lambda name: next(number for number, names in enumerate(named) if name in names))
    lanes = {
        name: Lane(display_name(name, registry), [], HUES[hues[name]].middle if by == "theme" else HUES[0].middle)
        for name in kept
    }
    rest = Lane(f"Other {by}s" if len(counts) > len(kept) else f"No {by}", [], OTHER)
    for event, names in zip(events, named, strict=True):
        found = [lanes[name] for name in names if name in lanes]
        for lane in found or [rest]:
            lane.events.append(event)
    return [*lanes.values(), *([rest] if rest.events else [])]


def weight(event: Event) -> int:
    """How much an event counts for the room of its lane."""
    return int(4 ** IMPORTANCE.index(event.importance))


def _names(event: Event, by: "Lanes") -> tuple[str, ...]:
    if by == "theme":
        return event.themes[:1]
    if by == "thread":
        return (event.thread,) if event.thread else ()
    return tuple(dict.fromkeys(event.actors))
