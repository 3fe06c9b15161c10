"""The marks, bars and titles of the lanes of a chart as SVG."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ... import edtf
from ...fields import IMPORTANCE, STATUSES
from ...model import Event
from .chart_axis import TimeAxis
from .chart_labels import ChartLabel, LaneLabels, Mark, dodged
from .chart_lanes import Lane
from .chart_shapes import INK, PALE, RADII, element, pixels, straight_line, symbol, text_element
from .chart_text import Block, block, width_of, xml_text

LANE_HEIGHT = 68.0
"""The least height of a lane, with marks and a title of two lines, in pixels at 1600 × 900."""

_BOTH_SIDES = 230.0
"""The height from which a lane has titles on both sides of its marks."""


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
    mark: Mark
    span: tuple[float, float] | None


class LaneDrawer:
    """Draws lanes one after another. An event in several lanes has its title in the first that has room for it.

    With `few` events, minor ones have titles too, and each title has its date.
    """

    def __init__(self, scale: TimeAxis, plot: Plot, *, few: bool) -> None:
        self._scale, self._plot, self._unit, self._few = scale, plot, plot.unit, few
        self._titled: set[str] = set()

    def draw(self, lane: Lane, top: float, bottom: float, ground: str) -> Iterator[str]:
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
            if label.line[0] != label.line[1]:
                path = f"M{pixels(label.x)} {pixels(label.line[0])}V{pixels(label.line[1])}"
                yield straight_line(path, PALE, unit, ".55")
        for each in sorted(drawn, key=lambda each: (-_weight(each.event)[0], each.span is None)):
            yield from self._marked(each, lane.colour)
        for event, label in labels:
            yield from self._title(event, label, ground)

    def _marks(self, events: Sequence[Event], middle: float, room: float, *, both: bool) -> Iterator[_DrawnEvent]:
        """Place the marks of events around the line `middle`."""
        points, scale = [], self._scale
        for event in events:
            radius = RADII[event.importance] * self._unit
            left, right = scale.span(event.date)
            one_day = event.start == event.end and event.date.precision == "day"
            wide = right - left > 2.5 * radius and not one_day
            begins = wide and event.start is not None and event.start >= scale.first and event.date.precision == "day"
            x = left if begins else (left + right) / 2
            x = min(max(x, scale.left + radius), scale.right - radius)
            points.append((x, radius, event, (left, right) if wide else None))
        points.sort(key=lambda point: point[:2])
        moves = dodged(((x, radius) for x, radius, _, _ in points), room, both=both)
        for (x, radius, event, span), move in zip(points, moves, strict=True):
            yield _DrawnEvent(event, Mark(x, middle + move, radius), span)

    def _labels(
        self, drawn: Sequence[_DrawnEvent], space: LaneLabels, *, both: bool
    ) -> Iterator[tuple[Event, ChartLabel]]:
        """Place titles, those of the weightiest events first. On both sides, go from right to left: a title extends to
        the right, so its line crosses none of those nearer to the marks."""

        def order(each: _DrawnEvent) -> tuple[float, float]:
            importance, sources = _weight(each.event)
            return importance, -each.mark.x if both else sources

        for each in sorted(drawn, key=order):
            event = each.event
            if event.id in self._titled or (event.importance == IMPORTANCE[0] and not self._few):
                continue
            label = space.fit(each.mark, self._blocks(event), 18 * self._unit)
            if label is not None:
                self._titled.add(event.id)
                yield event, label

    def _blocks(self, event: Event) -> Iterator[Block]:
        """The title in at most two lines, or narrower in three; with few events, below its date."""
        unit, size, bold = self._unit, 15 * self._unit, event.importance == IMPORTANCE[-1]
        when = edtf.date_text(event.date) if self._few else ""
        blocks = [block(event.title, size, widest * unit, lines, bold=bold) for widest, lines in ((400, 2), (280, 3))]
        for each in [each for each in blocks if not each.cut] or blocks[-1:]:
            yield Block((when, *each.lines), max(each.width, width_of(when, size))) if when else each

    def _marked(self, drawn: _DrawnEvent, colour: str) -> Iterator[str]:
        """Draw the mark of an event over the bar of its span. The bar of an inexact date is dashed."""
        event, mark = drawn.event, drawn.mark
        status = "" if event.status == STATUSES[0] else f" ({event.status})"
        yield f"<g><title>{xml_text(f'{edtf.date_text(event.date)}: {event.title}{status}')}</title>"
        if drawn.span is not None:
            left, right = drawn.span
            height = mark.radius * 0.9
            exact = event.date.exact and event.start is not None
            yield element(
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
                stroke_dasharray=None if exact else f"{pixels(4 * self._unit)} {pixels(3 * self._unit)}",
            )
        yield symbol(event.importance, mark, colour, hollow=bool(status), unit=self._unit)
        yield "</g>"

    def _title(self, event: Event, label: ChartLabel, ground: str) -> Iterator[str]:
        """Draw a title, with an outline in the colour of the background."""
        unit, bold = self._unit, event.importance == IMPORTANCE[-1]
        x, anchor = (label.left + label.block.width, "end") if label.at_end else (label.left, None)
        yield f'<g stroke="{ground}" stroke-width="{pixels(3 * unit)}" paint-order="stroke" stroke-linejoin="round">'
        for number, line in enumerate(label.block.lines):
            is_date = self._few and number == 0
            y = label.top + (14 + 18 * number) * unit
            colour = PALE if is_date else INK
            yield text_element(line, x, y, 15 * unit, colour, bold=bold and not is_date, anchor=anchor)
        yield "</g>"


def _weight(event: Event) -> tuple[int, int]:
    """The order of events: first by importance, then by the number of sources, each from the greatest."""
    return -IMPORTANCE.index(event.importance), -len(event.sources)
