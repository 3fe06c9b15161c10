"""The lanes of a chart: the events in each, and their marks, bars and titles as SVG."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ... import edtf
from ...fields import IMPORTANCE
from ...model import Event
from ...query import display_name
from . import chart_elements as draw
from .chart_positions import ChartLabel, LaneLabels, TimeAxis, dodged
from .palette import HUES, ThemeHues

if TYPE_CHECKING:
    from ...catalog import Catalog
    from .. import Lanes

LANE_HEIGHT = 68.0
"""The least height of a lane, with marks and a title of two lines, in pixels at 1600 × 900."""

_BOTH_SIDES = 230.0
"""The height from which a lane has titles on both sides of its marks."""

_OTHER = "#5f6368"
"""The colour of the lane for the rest."""


class Lane(NamedTuple):
    """One lane: its name, its events in order of time, and its colour."""

    name: str
    events: list[Event]
    colour: str


class Plot(NamedTuple):
    """The size of a chart and the edges of its plot in pixels; `unit` is the length of a pixel of a chart of
    1600 × 900."""

    width: float
    height: float
    unit: float
    left: float
    right: float
    top: float
    bottom: float


class _DrawnEvent(NamedTuple):
    """An event with its mark, and its span if that is wider."""

    event: Event
    mark: draw.Mark
    span: tuple[float, float] | None


def lanes_of(events: Sequence[Event], by: "Lanes", most: int, catalog: "Catalog") -> list[Lane]:
    """At most `most` lanes: those with the greatest weight of events, and one for the rest.

    An event is in the lane of its first theme, of its thread, or of each of its actors. Themes are in the order of
    the data, threads in the order of their first events, actors by weight.
    """
    if by == "none":
        return [Lane("", list(events), HUES[0].middle)]
    if by == "actor":
        named = [tuple(dict.fromkeys(event.actors)) for event in events]
    else:
        named = [event.themes[:1] if by == "theme" else (event.thread,) if event.thread else () for event in events]
    weights: Counter[str] = Counter()
    for event, names in zip(events, named, strict=True):
        weights.update(dict.fromkeys(names, weight(event)))
    shown = [name for name, _ in weights.most_common()]
    if len(shown) > most or not all(named):
        shown = shown[: most - 1]
    registry, hues = catalog.registry(by), ThemeHues(catalog)
    if by != "actor":
        ids = registry if by == "theme" else (name for names in named for name in names)
        order = {name: number for number, name in enumerate(dict.fromkeys(ids))}
        shown.sort(key=lambda name: order.get(name, len(order)))
    lanes = {
        name: Lane(display_name(name, registry), [], HUES[hues[name] if by == "theme" else 0].middle) for name in shown
    }
    rest = Lane(f"Other {by}s" if len(weights) > len(shown) else f"No {by}", [], _OTHER)
    for event, names in zip(events, named, strict=True):
        for lane in [lanes[name] for name in names if name in lanes] or [rest]:
            lane.events.append(event)
    return [*lanes.values(), *([rest] if rest.events else [])]


def weight(event: Event) -> int:
    """What an event adds to the weight of its lane."""
    return int(4 ** IMPORTANCE.index(event.importance))


class LaneDrawer:
    """Draws lanes one after another. An event in several lanes has its title in the first that has room for it.

    With `few` events, minor ones have titles too, and each title has its date.
    """

    def __init__(self, scale: TimeAxis, plot: Plot, *, few: bool) -> None:
        self._scale, self._plot, self._unit, self._few = scale, plot, plot.unit, few
        self._titled: set[str] = set()

    def elements(self, lane: Lane, top: float, bottom: float, ground: str) -> Iterator[str]:
        """Yield the elements of a lane between `top` and `bottom` on a background."""
        unit = self._unit
        both = bottom - top >= _BOTH_SIDES * unit
        middle = (top + bottom) / 2 if both else top + 15 * unit
        room = (bottom - top) * 0.12 if both else 8 * unit if bottom - top > 1.8 * LANE_HEIGHT * unit else 0
        drawn = list(self._marks(lane.events, middle, room, both=both))
        high = min((each.mark.y - each.mark.radius for each in drawn), default=middle)
        low = max((each.mark.y + each.mark.radius for each in drawn), default=middle)
        space = LaneLabels(self._plot.left, self._plot.right, top + 2 * unit, bottom - 2 * unit, high, low, unit)
        labels = list(self._labels(drawn, space, both=both))
        for _, label in labels:
            near, far = label.line
            if near != far:
                yield draw.straight_line((label.x, near), (label.x, far), draw.PALE, unit, ".55")
        for each in sorted(drawn, key=lambda each: (IMPORTANCE.index(each.event.importance), each.span is None)):
            yield from self._marked(each, lane.colour)
        for event, label in labels:
            yield from self._title(event, label, ground)

    def _marks(self, events: Sequence[Event], middle: float, room: float, *, both: bool) -> Iterator[_DrawnEvent]:
        """Place the marks of events around the line `middle`."""
        points, scale = [], self._scale
        for event in events:
            radius = draw.RADII[event.importance] * self._unit
            left, right = scale.span(event.date)
            is_day = event.date.precision == "day"
            wide = right - left > 2.5 * radius and not (is_day and event.start == event.end)
            begins = wide and is_day and event.start is not None and event.start >= scale.first
            x = min(max(left if begins else (left + right) / 2, scale.left + radius), scale.right - radius)
            points.append((x, radius, event, (left, right) if wide else None))
        points.sort(key=lambda point: point[:2])
        moves = dodged(((x, radius) for x, radius, _, _ in points), room, both=both)
        for (x, radius, event, span), move in zip(points, moves, strict=True):
            yield _DrawnEvent(event, draw.Mark(x, middle + move, radius), span)

    def _labels(
        self, drawn: Sequence[_DrawnEvent], space: LaneLabels, *, both: bool
    ) -> Iterator[tuple[Event, ChartLabel]]:
        """Place titles, those of the weightiest events first, then of those with most sources. On both sides, go from
        right to left: a title extends to the right, so its line crosses none of those nearer to the marks."""

        def order(each: _DrawnEvent) -> tuple[float, float]:
            event = each.event
            return -IMPORTANCE.index(event.importance), -(each.mark.x if both else len(event.sources))

        for each in sorted(drawn, key=order):
            event = each.event
            if event.id in self._titled or (event.importance == IMPORTANCE[0] and not self._few):
                continue
            label = space.fit(each.mark, self._blocks(event), 18 * self._unit)
            if label is not None:
                self._titled.add(event.id)
                yield event, label

    def _blocks(self, event: Event) -> Iterator[draw.Block]:
        """The title in at most two lines, or narrower in three; with few events, below its date."""
        unit, size, bold = self._unit, 15 * self._unit, event.importance == IMPORTANCE[-1]
        when = edtf.date_text(event.date) if self._few else ""
        shapes = ((400, 2), (280, 3))
        blocks = [draw.block(event.title, size, widest * unit, lines, bold=bold) for widest, lines in shapes]
        for each in [each for each in blocks if not each.cut] or blocks[-1:]:
            yield draw.Block((when, *each.lines), max(each.width, draw.width_of(when, size))) if when else each

    def _marked(self, drawn: _DrawnEvent, colour: str) -> Iterator[str]:
        """Draw the mark of an event over the bar of its span. The bar of an inexact date is dashed."""
        event, mark = drawn.event, drawn.mark
        status = "" if event.has_happened else f" ({event.status})"
        yield f"<g><title>{draw.xml_text(f'{edtf.date_text(event.date)}: {event.title}{status}')}</title>"
        if drawn.span is not None:
            left, right = drawn.span
            height = mark.radius * 0.9
            exact = event.date.exact and event.start is not None
            yield draw.element(
                "rect",
                x=left,
                y=mark.y - height / 2,
                width=right - left,
                height=height,
                rx=height / 2,
                fill=colour,
                fill_opacity=".35" if exact else ".12",
                stroke=colour,
                stroke_width=self._unit,
                stroke_dasharray=None if exact else f"{draw.pixels(4 * self._unit)} {draw.pixels(3 * self._unit)}",
            )
        yield draw.symbol(event.importance, mark, colour, hollow=bool(status), unit=self._unit)
        yield "</g>"

    def _title(self, event: Event, label: ChartLabel, ground: str) -> Iterator[str]:
        """Draw a title, with an outline in the colour of the background."""
        unit, bold = self._unit, event.importance == IMPORTANCE[-1]
        x, anchor = (label.left + label.block.width, "end") if label.at_end else (label.left, None)
        width = draw.pixels(3 * unit)
        yield f'<g stroke="{ground}" stroke-width="{width}" paint-order="stroke" stroke-linejoin="round">'
        for number, line in enumerate(label.block.lines):
            is_date = self._few and number == 0
            y = label.top + (14 + 18 * number) * unit
            colour = draw.PALE if is_date else draw.INK
            yield draw.text_element(line, x, y, 15 * unit, colour, bold=bold and not is_date, anchor=anchor)
        yield "</g>"
