"""A chart in SVG for a slide or a paper: time runs right, lanes hold themes, threads or actors.

Diamonds are major events, circles notable and dots minor ones; bars are events that last. As many of the weightier
events have titles as there is room for. Shape and size carry the meaning and colour only repeats the lane, so the chart
can be read in grey. Every text is escaped; each mark has its date and title as a `<title>`.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ..errors import JkrError
from ..eventfile.cross_check import time_order
from ..fields import IMPORTANCE, STATUSES
from ..model import Event
from ..query import Result
from . import RenderOptions
from .layout.chart_axis import TimeAxis, axis
from .layout.chart_drawing import LANE_HEIGHT, LaneDrawer, Plot
from .layout.chart_labels import Mark
from .layout.chart_lanes import Lane, lanes_of, weight
from .layout.chart_shapes import (
    BAND,
    INK,
    LINE,
    PALE,
    RADII,
    WHITE,
    element,
    pixels,
    straight_line,
    symbol,
    text_element,
)
from .layout.chart_text import FONTS, Block, block, width_of, xml_text
from .layout.rail import heading_parts, heading_title

if TYPE_CHECKING:
    from . import Writer

_MOST = 5_000
"""The greatest number of events that can be distinguished on a large chart."""

_FEW = 40
"""A chart of up to this many events names minor ones, too, and gives each title its date."""


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write the chart. Raises JkrError for more events than can be distinguished."""
    rows = list(islice(result.rows, _MOST + 1))
    if len(rows) > _MOST:
        hint = "narrow the query with filters: --importance major, or a shorter period"
        raise JkrError(f"svg draws at most {_MOST:,} events", hint=hint)
    events = sorted((row.event for row in rows), key=time_order)
    for line in _chart(result, events, options):
        out.write(line + "\n")


def _chart(result: Result, events: Sequence[Event], options: RenderOptions) -> Iterator[str]:
    width, height = options.size
    unit = max(min(width / 1600, height / 900) ** 0.5, 0.5)
    top, bottom = 92 * unit, height - 104 * unit
    lanes = lanes_of(events, options.lanes, max(int((bottom - top) / (1.2 * LANE_HEIGHT * unit)), 2), result.data)
    names = [block(lane.name, 16 * unit, width * 0.15, 2, bold=True) for lane in lanes]
    margin = 28 * unit
    left = margin + max((name.width + 20 * unit for name in names if name.width), default=0)
    plot = Plot(width, height, unit, left, width - margin, top, bottom)
    scale = axis([event.date for event in events], result.query.periods, left, plot.right)
    title = heading_title(result)
    question = "; ".join(heading_parts(result, len(events)))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="title about" font-family="{FONTS}" fill="{INK}">'
    )
    yield f'<title id="title">{xml_text(title)}</title>'
    yield f'<desc id="about">{xml_text(f"A chart of events over time: {question}.")}</desc>'
    yield element("rect", width=width, height=height, fill=WHITE)
    heading = block(title, 30 * unit, width - 2 * margin, 1, bold=True)
    yield text_element(heading.lines[0], margin, 48 * unit, 30 * unit, bold=True)
    shown = block(question, 16 * unit, width - 2 * margin, 1)
    yield text_element(shown.lines[0], margin, 74 * unit, 16 * unit, PALE)
    yield from _caption(result, events, plot)
    if scale is not None:
        yield from _plot(lanes, names, scale, plot, few=len(events) <= _FEW)
    if not events:
        yield text_element("No events", width / 2, height / 2, 22 * unit, PALE, anchor="middle")
    yield "</svg>"


def _plot(lanes: Sequence[Lane], names: Sequence[Block], scale: TimeAxis, plot: Plot, *, few: bool) -> Iterator[str]:
    unit = plot.unit
    edges = list(_edges(lanes, plot))
    grounds = [BAND if number % 2 == 0 and len(lanes) > 1 else WHITE for number in range(len(lanes))]
    for (top, bottom), ground in zip(edges, grounds, strict=True):
        if ground != WHITE:
            yield element("rect", x=12 * unit, y=top, width=plot.right, height=bottom - top, fill=ground)
    yield from _ticks(scale, plot)
    drawer = LaneDrawer(scale, plot, few=few)
    for lane, name, (top, bottom), ground in zip(lanes, names, edges, grounds, strict=True):
        for number, line in enumerate(name.lines if lane.name else ()):
            yield text_element(line, 28 * unit, top + (26 + 20 * number) * unit, 16 * unit, lane.colour, bold=True)
        yield from drawer.draw(lane, top, bottom, ground)


def _edges(lanes: Sequence[Lane], plot: Plot) -> Iterator[tuple[float, float]]:
    """The top and bottom of each lane: lanes of weighty events are higher, with more room for titles."""
    least = min(LANE_HEIGHT * plot.unit, (plot.bottom - plot.top) / max(len(lanes), 1))
    weights = [sum(map(weight, lane.events)) ** 0.5 for lane in lanes]
    spare = plot.bottom - plot.top - least * len(lanes)
    top = plot.top
    for each in weights:
        height = least + spare * each / max(sum(weights), 1)
        yield top, top + height
        top += height


def _ticks(scale: TimeAxis, plot: Plot) -> Iterator[str]:
    unit = plot.unit
    yield straight_line(f"M{pixels(plot.left)} {pixels(plot.bottom)}H{pixels(plot.right)}", PALE, unit)
    free = 0.0
    for tick in scale.ticks(56 * unit):
        x = scale.x(tick.day)
        colour = PALE if tick.begins else LINE
        path = f"M{pixels(x)} {pixels(plot.top)}V{pixels(plot.bottom + 6 * unit)}"
        yield straight_line(path, colour, unit)
        for text, row, bold in ((tick.label, 1, False), (tick.longer, 2, True)):
            size = 14 * unit
            room = width_of(text, size, bold=bold)
            if text and x + room <= plot.right + 20 * unit and (row == 1 or x >= free):
                yield text_element(text, x, plot.bottom + (4 + 18 * row) * unit, size, INK if bold else PALE, bold=bold)
                free = x + room + 8 * unit if row == 2 else free


def _caption(result: Result, events: Sequence[Event], plot: Plot) -> Iterator[str]:
    """Draw what is below the chart: the data on the left, the key of the marks on the right."""
    unit, header = plot.unit, result.data.header
    margin, size = 28 * unit, 14 * unit
    facts = [
        header.title,
        header.version and f"version {header.version}",
        header.license and f"licence {header.license}",
    ]
    data = f"Data: {', '.join(fact for fact in facts if fact)}."
    x = plot.width - margin
    keys: list[tuple[str, str, bool]] = [(level, level, False) for level in reversed(IMPORTANCE)]
    keys = [key for key in keys if any(event.importance == key[1] for event in events)]
    if any(event.status != STATUSES[0] for event in events):
        keys.append(("not happened (yet)", "notable", True))
    y = plot.height - 22 * unit
    for name, importance, hollow in reversed(keys):
        x -= width_of(name, size)
        yield text_element(name, x, y, size, PALE)
        x -= 14 * unit
        radius = RADII[importance] * unit
        yield symbol(importance, Mark(x, y - 5 * unit, radius), PALE, hollow=hollow, unit=unit)
        x -= 24 * unit
    lines = block(data, size, max(x - margin, 200 * unit), 2).lines
    for number, line in enumerate(lines):
        yield text_element(line, margin, y - 18 * (len(lines) - 1 - number) * unit, size, PALE)
