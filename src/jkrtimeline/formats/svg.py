"""A chart in SVG for a slide or a paper: time runs right, lanes hold themes, threads or actors.

Diamonds are major events, circles notable and dots minor ones; bars are events that last. As many of the weightier
events have titles as there is room for. Shape and size carry the meaning and colour only repeats the lane, so the chart
can be read in grey. Every text is escaped; each mark has its date and title as a `<title>`.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from ..errors import JkrError
from ..fields import IMPORTANCE
from ..model import Event
from ..query import Result
from . import RenderOptions, Writer
from .shared import chart_elements as draw
from .shared.chart_lanes import LANE_HEIGHT, Lane, LaneDrawer, Plot, lanes_of, weight
from .shared.chart_positions import TimeAxis, axis
from .shared.headings import heading_parts, heading_title

_MOST = 5_000
"""The greatest number of events that can be distinguished on a large chart."""

_FEW = 40
"""A chart of up to this many events names minor ones, too, and gives each title its date."""


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write the chart. Raises JkrError for more events than can be distinguished."""
    rows = list(islice(result.rows, _MOST + 1))
    if len(rows) > _MOST:
        hint = "narrow the query with filters: --importance major, or a shorter period"
        raise JkrError(f"svg draws at most {_MOST:,} events", hint=hint)
    events = sorted((row.event for row in rows), key=Event.time_order)
    for line in _chart(result, events, options):
        out.write(line + "\n")


def _chart(result: Result, events: Sequence[Event], options: RenderOptions) -> Iterator[str]:
    width, height = options.size
    unit = max(min(width / 1600, height / 900) ** 0.5, 0.5)
    top, bottom = 92 * unit, height - 104 * unit
    lanes = lanes_of(events, options.lanes, max(int((bottom - top) / (1.2 * LANE_HEIGHT * unit)), 2), result.catalog)
    names = [draw.block(lane.name, 16 * unit, width * 0.15, 2, bold=True) for lane in lanes]
    margin = 28 * unit
    left = margin + max((name.width + 20 * unit for name in names if name.width), default=0)
    plot = Plot(width, height, unit, left, width - margin, top, bottom)
    scale = axis([event.date for event in events], result.query.periods, left, plot.right)
    title = heading_title(result)
    question = "; ".join(heading_parts(result, len(events)))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="title about" font-family="{draw.FONTS}" fill="{draw.INK}">'
    )
    yield f'<title id="title">{draw.xml_text(title)}</title>'
    yield f'<desc id="about">{draw.xml_text(f"A chart of events over time: {question}.")}</desc>'
    yield draw.element("rect", width=width, height=height, fill=draw.WHITE)
    heading = draw.block(title, 30 * unit, width - 2 * margin, 1, bold=True)
    yield draw.text_element(heading.lines[0], margin, 48 * unit, 30 * unit, bold=True)
    shown = draw.block(question, 16 * unit, width - 2 * margin, 1)
    yield draw.text_element(shown.lines[0], margin, 74 * unit, 16 * unit, draw.PALE)
    yield from _caption(result, events, plot)
    if scale is not None:
        yield from _plot(lanes, names, scale, plot, few=len(events) <= _FEW)
    if not events:
        yield draw.text_element("No events", width / 2, height / 2, 22 * unit, draw.PALE, anchor="middle")
    yield "</svg>"


def _plot(
    lanes: Sequence[Lane], names: Sequence[draw.Block], scale: TimeAxis, plot: Plot, *, few: bool
) -> Iterator[str]:
    unit = plot.unit
    edges = list(_edges(lanes, plot))
    grounds = [draw.WHITE if number % 2 or len(lanes) == 1 else draw.BAND for number in range(len(lanes))]
    for (top, bottom), ground in zip(edges, grounds, strict=True):
        if ground != draw.WHITE:
            yield draw.element("rect", x=12 * unit, y=top, width=plot.right, height=bottom - top, fill=ground)
    yield from _ticks(scale, plot)
    drawer = LaneDrawer(scale, plot, few=few)
    for lane, name, (top, bottom), ground in zip(lanes, names, edges, grounds, strict=True):
        for number, line in enumerate(name.lines if lane.name else ()):
            yield draw.text_element(line, 28 * unit, top + (26 + 20 * number) * unit, 16 * unit, lane.colour, bold=True)
        yield from drawer.elements(lane, top, bottom, ground)


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
    unit, size = plot.unit, 14 * plot.unit
    yield draw.straight_line((plot.left, plot.bottom), (plot.right, plot.bottom), draw.PALE, unit)
    free = 0.0
    for tick in scale.ticks(56 * unit):
        x = scale.x(tick.day)
        colour = draw.PALE if tick.begins else draw.LINE
        yield draw.straight_line((x, plot.top), (x, plot.bottom + 6 * unit), colour, unit)
        for text, row, bold in ((tick.label, 1, False), (tick.longer, 2, True)):
            end = x + draw.width_of(text, size, bold=bold)
            if text and end <= plot.right + 20 * unit and (row == 1 or x >= free):
                y, colour = plot.bottom + (4 + 18 * row) * unit, draw.INK if bold else draw.PALE
                yield draw.text_element(text, x, y, size, colour, bold=bold)
                free = end + 8 * unit if row == 2 else free


def _caption(result: Result, events: Sequence[Event], plot: Plot) -> Iterator[str]:
    """Draw what is below the chart: the data on the left, the key of the marks on the right."""
    unit, header = plot.unit, result.catalog.header
    margin, size, y = 28 * unit, 14 * unit, plot.height - 22 * unit
    x = plot.width - margin
    levels = {event.importance for event in events}
    keys: list[tuple[str, str, bool]] = [(level, level, False) for level in IMPORTANCE if level in levels]
    if any(not event.has_happened for event in events):
        keys.insert(0, ("not happened (yet)", "notable", True))
    for name, importance, hollow in keys:  # from the right
        x -= draw.width_of(name, size)
        yield draw.text_element(name, x, y, size, draw.PALE)
        x -= 14 * unit
        mark = draw.Mark(x, y - 5 * unit, draw.RADII[importance] * unit)
        yield draw.symbol(importance, mark, draw.PALE, hollow=hollow, unit=unit)
        x -= 24 * unit
    version, licence = header.version and f"version {header.version}", header.license and f"licence {header.license}"
    data = f"Data: {', '.join(filter(None, (header.title, version, licence)))}."
    lines = draw.block(data, size, max(x - margin, 200 * unit), 2).lines
    for number, line in enumerate(lines, 1 - len(lines)):
        yield draw.text_element(line, margin, y + 18 * number * unit, size, draw.PALE)
