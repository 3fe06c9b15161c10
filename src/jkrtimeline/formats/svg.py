"""A chart for a slide or a paper: time runs right, lanes hold themes, threads or actors.

Diamonds are major events, circles notable and dots minor ones; bars last. The weightier events have their titles, as
many as have room. Shape and size carry the meaning and colour only repeats the lane, so the chart reads in grey, too.
Every text is escaped; each mark has its date and title as a `<title>`.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from .. import edtf
from ..errors import JkrError
from ..eventfile.cross_check import time_order
from ..fields import IMPORTANCE, STATUSES
from ..model import Event
from ..query import Result
from . import RenderOptions
from .layout.chart_axis import TimeAxis, axis
from .layout.chart_labels import Label, LaneLabels, Mark, dodged
from .layout.chart_lanes import Lane, lanes_of, weight
from .layout.chart_shapes import BAND, INK, LINE, PALE, WHITE, element, pixels, straight_line, symbol, text_element
from .layout.chart_text import FONTS, Block, block, width_of, xml_text
from .layout.rail import heading_parts, heading_title

if TYPE_CHECKING:
    from . import Writer

_MOST = 5_000
"""Events that can be told apart on a large chart."""

_FEW = 40
"""Events of a chart that names minor ones, too, and gives each title its date."""

_RADII = {"minor": 2.8, "notable": 5.0, "major": 8.5}
_LANE, _BOTH_SIDES = 68.0, 230.0
"""Pixels that a lane needs for its marks and a title of two lines, and for titles on both sides of its marks."""


class _Page(NamedTuple):
    """The sizes of a chart in pixels: `unit` is 1 at 1600 × 900; then the edges of the plot."""

    width: float
    height: float
    unit: float
    left: float
    right: float
    top: float
    bottom: float


class _Drawn(NamedTuple):
    """An event in its lane: its mark, and its span if that is wider."""

    event: Event
    mark: Mark
    span: tuple[float, float] | None


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write the chart. Raises JkrError for more events than can be told apart."""
    rows = list(islice(result.rows, _MOST + 1))
    if len(rows) > _MOST:
        hint = "ask for less with filters: --importance major, or a shorter period"
        raise JkrError(f"svg draws at most {_MOST:,} events", hint=hint)
    events = sorted((row.event for row in rows), key=time_order)
    for line in _chart(result, events, options):
        out.write(line + "\n")


def _chart(result: Result, events: Sequence[Event], options: RenderOptions) -> Iterator[str]:
    width, height = options.size
    unit = max(min(width / 1600, height / 900) ** 0.5, 0.5)
    top, bottom = 92 * unit, height - 104 * unit
    lanes = lanes_of(events, options.lanes, max(int((bottom - top) / (1.2 * _LANE * unit)), 2), result.data)
    names = [block(lane.name, 16 * unit, width * 0.15, 2, bold=True) for lane in lanes]
    margin = 28 * unit
    left = margin + max((name.width + 20 * unit for name in names if name.width), default=0)
    page = _Page(width, height, unit, left, width - margin, top, bottom)
    scale = axis([event.date for event in events], result.query.periods, left, page.right)
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
    yield from _caption(result, events, page)
    if scale is not None:
        yield from _plot(lanes, names, scale, page, few=len(events) <= _FEW)
    if not events:
        yield text_element("No events", width / 2, height / 2, 22 * unit, PALE, anchor="middle")
    yield "</svg>"


def _plot(lanes: Sequence[Lane], names: Sequence[Block], scale: TimeAxis, page: _Page, *, few: bool) -> Iterator[str]:
    unit = page.unit
    edges = list(_edges(lanes, page))
    grounds = [BAND if number % 2 == 0 and len(lanes) > 1 else WHITE for number in range(len(lanes))]
    for (top, bottom), ground in zip(edges, grounds, strict=True):
        if ground != WHITE:
            yield element("rect", x=12 * unit, y=top, width=page.right, height=bottom - top, fill=ground)
    yield from _ticks(scale, page)
    titled: set[str] = set()
    for lane, name, (top, bottom), ground in zip(lanes, names, edges, grounds, strict=True):
        for number, line in enumerate(name.lines if lane.name else ()):
            yield text_element(line, 28 * unit, top + (26 + 20 * number) * unit, 16 * unit, lane.colour, bold=True)
        yield from _lane(lane, scale, page, (top, bottom), ground, titled, few=few)


def _edges(lanes: Sequence[Lane], page: _Page) -> Iterator[tuple[float, float]]:
    """The top and the bottom of each lane: those with weighty events have more room for titles."""
    least = min(_LANE * page.unit, (page.bottom - page.top) / max(len(lanes), 1))
    weights = [sum(map(weight, lane.events)) ** 0.5 for lane in lanes]
    spare = page.bottom - page.top - least * len(lanes)
    top = page.top
    for each in weights:
        height = least + spare * each / max(sum(weights), 1)
        yield top, top + height
        top += height


def _ticks(scale: TimeAxis, page: _Page) -> Iterator[str]:
    unit = page.unit
    yield straight_line(f"M{pixels(page.left)} {pixels(page.bottom)}H{pixels(page.right)}", PALE, unit)
    free = 0.0
    for tick in scale.ticks(56 * unit):
        x = scale.x(tick.day)
        colour = PALE if tick.begins else LINE
        path = f"M{pixels(x)} {pixels(page.top)}V{pixels(page.bottom + 6 * unit)}"
        yield straight_line(path, colour, unit)
        for text, row, bold in ((tick.label, 1, False), (tick.longer, 2, True)):
            size = 14 * unit
            room = width_of(text, size, bold=bold)
            if text and x + room <= page.right + 20 * unit and (row == 1 or x >= free):
                yield text_element(text, x, page.bottom + (4 + 18 * row) * unit, size, INK if bold else PALE, bold=bold)
                free = x + room + 8 * unit if row == 2 else free


def _lane(
    lane: Lane,
    scale: TimeAxis,
    page: _Page,
    edges: tuple[float, float],
    ground: str,
    titled: set[str],
    *,
    few: bool,
) -> Iterator[str]:
    """The marks and titles of a lane; `titled` are the events that have a title in another one."""
    unit, (top, bottom) = page.unit, edges
    both = bottom - top >= _BOTH_SIDES * unit
    middle = (top + bottom) / 2 if both else top + 15 * unit
    room = (bottom - top) * 0.12 if both else 8 * unit if bottom - top > 1.8 * _LANE * unit else 0
    drawn = list(_placed(lane.events, scale, middle, room, unit, both=both))
    high = min((each.mark.y - each.mark.radius for each in drawn), default=middle)
    low = max((each.mark.y + each.mark.radius for each in drawn), default=middle)
    space = LaneLabels(page.left, page.right, top + 2 * unit, bottom - 2 * unit, high, low, unit)
    labels: list[tuple[Event, Label]] = []
    # From right to left, because a title extends to the right: its line then crosses none of those nearer to the marks.
    for each in sorted(drawn, key=lambda each: (_weight(each.event)[0], -each.mark.x) if both else _weight(each.event)):
        event = each.event
        if event.id in titled or (event.importance == IMPORTANCE[0] and not few):
            continue
        label = space.place(each.mark, _blocks(event, unit, few=few), 18 * unit)
        if label is not None:
            titled.add(event.id)
            labels.append((event, label))
    for _, label in labels:
        if label.line[0] != label.line[1]:
            path = f"M{pixels(label.x)} {pixels(label.line[0])}V{pixels(label.line[1])}"
            yield straight_line(path, PALE, unit, ".55")
    for each in sorted(drawn, key=lambda each: (-_weight(each.event)[0], each.span is None)):
        yield from _marked(each, lane.colour, unit)
    for event, label in labels:
        yield from _title(event, label, ground, unit, few=few)


def _weight(event: Event) -> tuple[int, int]:
    """The weightier first: by importance, then by the number of sources."""
    return -IMPORTANCE.index(event.importance), -len(event.sources)


def _placed(
    events: Sequence[Event], scale: TimeAxis, middle: float, room: float, unit: float, *, both: bool
) -> Iterator[_Drawn]:
    points = []
    for event in events:
        radius = _RADII[event.importance] * unit
        left, right = scale.span(event.date)
        one_day = event.start == event.end and event.date.precision == "day"
        wide = right - left > 2.5 * radius and not one_day
        begins = wide and event.start is not None and event.start >= scale.first and event.date.precision == "day"
        x = left if begins else (left + right) / 2
        x = min(max(x, scale.left + radius), scale.right - radius)
        points.append((x, radius, event, (left, right) if wide else None))
    points.sort(key=lambda point: point[:2])
    moved = dodged(((x, radius) for x, radius, _, _ in points), room, both=both)
    for (x, radius, event, span), by in zip(points, moved, strict=True):
        yield _Drawn(event, Mark(x, middle + by, radius), span)


def _blocks(event: Event, unit: float, *, few: bool) -> Iterator[Block]:
    """The title in at most two lines, or three; under its date where there are few."""
    size, bold = 15 * unit, event.importance == IMPORTANCE[-1]
    when = edtf.date_text(event.date) if few else ""
    made = [block(event.title, size, widest * unit, lines, bold=bold) for widest, lines in ((400, 2), (280, 3))]
    for each in [each for each in made if not each.cut] or made[-1:]:
        yield Block((when, *each.lines), max(each.width, width_of(when, size))) if when else each


# --- drawing ----------------------------------------------------------------------------------------


def _marked(drawn: _Drawn, colour: str, unit: float) -> Iterator[str]:
    """The mark of an event, over the bar of its span. A date that is not exact has a dashed bar."""
    event, (x, y, radius) = drawn.event, drawn.mark
    status = "" if event.status == STATUSES[0] else f" ({event.status})"
    yield f"<g><title>{xml_text(f'{edtf.date_text(event.date)}: {event.title}{status}')}</title>"
    if drawn.span is not None:
        left, right = drawn.span
        thick = radius * 0.9
        exact = event.date.exact and event.start is not None
        yield element(
            "rect",
            x=left,
            y=y - thick / 2,
            width=right - left,
            height=thick,
            rx=thick / 2,
            fill=colour,
            fill_opacity=".35" if exact else ".12",
            stroke=colour,
            stroke_width=unit,
            stroke_dasharray=None if exact else f"{pixels(4 * unit)} {pixels(3 * unit)}",
        )
    yield symbol(event.importance, Mark(x, y, radius), colour, hollow=bool(status), unit=unit)
    yield "</g>"


def _title(event: Event, label: Label, ground: str, unit: float, *, few: bool) -> Iterator[str]:
    bold = event.importance == IMPORTANCE[-1]
    x, anchor = (label.left + label.block.width, "end") if label.at_end else (label.left, None)
    yield f'<g stroke="{ground}" stroke-width="{pixels(3 * unit)}" paint-order="stroke" stroke-linejoin="round">'
    for number, line in enumerate(label.block.lines):
        dated = few and number == 0
        y = label.top + (14 + 18 * number) * unit
        yield text_element(line, x, y, 15 * unit, PALE if dated else INK, bold=bold and not dated, anchor=anchor)
    yield "</g>"


def _caption(result: Result, events: Sequence[Event], page: _Page) -> Iterator[str]:
    """Below the chart: what the data is, and what the marks mean."""
    unit, header = page.unit, result.data.header
    margin, size = 28 * unit, 14 * unit
    facts = [
        header.title,
        header.version and f"version {header.version}",
        header.license and f"licence {header.license}",
    ]
    data = f"Data: {', '.join(fact for fact in facts if fact)}."
    x = page.width - margin
    keys: list[tuple[str, str, bool]] = [(level, level, False) for level in reversed(IMPORTANCE)]
    keys = [key for key in keys if any(event.importance == key[1] for event in events)]
    if any(event.status != STATUSES[0] for event in events):
        keys.append(("not happened (yet)", "notable", True))
    y = page.height - 22 * unit
    for name, importance, hollow in reversed(keys):
        x -= width_of(name, size)
        yield text_element(name, x, y, size, PALE)
        x -= 14 * unit
        radius = _RADII[importance] * unit
        yield symbol(importance, Mark(x, y - 5 * unit, radius), PALE, hollow=hollow, unit=unit)
        x -= 24 * unit
    lines = block(data, size, max(x - margin, 200 * unit), 2).lines
    for number, line in enumerate(lines):
        yield text_element(line, margin, y - 18 * (len(lines) - 1 - number) * unit, size, PALE)
