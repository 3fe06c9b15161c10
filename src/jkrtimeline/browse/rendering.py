"""Rows and events as rich Text: one line of the list, the card. The formats draw both."""

from collections.abc import Sequence
from functools import lru_cache

from rich.style import Style
from rich.text import Text

from .. import edtf
from ..catalog import Catalog
from ..edtf import MONTHS
from ..fields import STATUSES
from ..formats import RenderOptions, load
from ..formats.layout.page import BOLD, DIM, SIGNS, WEEKDAYS, ThemePalette, cells, cut
from ..formats.layout.rail import month_of
from ..formats.terminal import day_text
from ..model import Event
from ..query import Query, Result, Row
from ..text.sanitize import visible

_MONTH, _DAY, _NARROW_DAY = 9, 9, 6
"""Columns of the month and of the day before an event: `Sep 2024`, `16 Mon`; `16` where there is little room."""

_WIDE = 60
"""Columns of a list that has room for weekdays."""

_BLOCKS = " ▁▂▃▄▅▆▇█"


class Renderer:
    """Draws what belongs to one timeline."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._palette = ThemePalette(catalog)
        self.card = lru_cache(maxsize=64)(self._card)

    def line(self, row: Row, before: Row | None, width: int, *, ranked: bool) -> Text:
        """One event in one line: its month where it differs from that of the row before, its day, its sign in
        the colour of its theme, and the title, cut at `width` cells."""
        event = row.event
        month, day = month_of(event), day_text(event.date)
        room = _DAY if width >= _WIDE else _NARROW_DAY
        if day is not None and room == _NARROW_DAY:
            day = day.removesuffix(f" {WEEKDAYS[event.start.weekday()]}") if event.start else day
        if ranked or day is None or event.start is None or cells(day) >= room:
            label = cut(visible(edtf.show(event.date)), _MONTH + room - 1)
            head = Text(f"{label:<{_MONTH + room}}", DIM)
        else:
            title = f"{MONTHS[month - 1]} {event.start.year}" if month else str(event.start.year)
            repeated = before is not None and _month(before) == _month(row)
            head = Text(f"{'' if repeated else title:<{_MONTH}}", BOLD)
            head.append(f"{day:<{room}}", DIM)
        sign, style = SIGNS[event.importance]
        if event.themes:
            style = Style.combine([style, self._palette[event.themes[0]]])
        head.append(f"{sign} ", style)
        status = "" if event.status == STATUSES[0] else f"{event.status}: "
        title = cut(status + visible(event.title), max(width - cells(head.plain), 1))
        head.append(title, BOLD if event.importance == "major" else "")
        return head

    def _card(self, identity: str, width: int) -> Text:
        """The card of an event, as `jkr show` draws it in `width` cells."""
        row = self._catalog.row(identity)
        pieces: list[str] = []
        options = RenderOptions(width=width, colours="truecolor")
        write = load("text")
        write(Result([row], Query(), self._catalog, card=True), _Collector(pieces), options)
        return Text.from_ansi("".join(pieces), end="")


class _Collector:
    """Collects what a format writes."""

    def __init__(self, pieces: list[str]) -> None:
        self.write = pieces.append


def _month(row: Row) -> tuple[int, int]:
    start = row.event.start
    return (start.year if start else 0, month_of(row.event))


def bars(counts: Sequence[int]) -> str:
    """Counts as blocks of nine heights, blank for 0."""
    top = max([*counts, 1])
    return "".join(_BLOCKS[-(-count * (len(_BLOCKS) - 1) // top)] for count in counts)


def citation(event: Event) -> str:
    """An event and its first source as one line: title, date, who, headline, day, address."""
    parts = [f"{event.title} ({edtf.show(event.date)})"]
    if event.sources:
        source = event.sources[0]
        parts += [text for text in (source.by, source.headline, source.day, source.url) if text]
    return visible(". ".join(parts))
