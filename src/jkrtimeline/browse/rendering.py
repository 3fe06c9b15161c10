"""Rows and events as rich Text, drawn by the text format: a line of the list, and the card."""

from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from .. import edtf
from ..catalog import Catalog
from ..edtf import MONTHS
from ..formats import RenderOptions, load_writer
from ..formats.shared.event_lines import day_label
from ..formats.shared.headings import month_of
from ..formats.shared.page import BOLD, DIM, MARKS, Page, ThemeStyles
from ..formats.shared.short_texts import status_prefix
from ..model import Event
from ..query import Query, Result, Row
from ..text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTH_CELLS, _DAY_CELLS, _NARROW_DAY_CELLS = 9, 9, 6
"""Cells for the month and the day before an event: `Sep 2024`, `16 Mon`; in a narrow list `16`."""

_WIDE = 60
"""The width from which a list shows weekdays."""


class Renderer:
    """Draws the events of a catalog for the terminal that `options` describe."""

    def __init__(self, catalog: Catalog, options: RenderOptions) -> None:
        self._catalog = catalog
        self._options = options._replace(colours="truecolor", links=False, full=False)
        self._page = Page(StringIO(), self._options)
        self._themes = ThemeStyles(catalog, self._page)
        self.card: Callable[..., Text] = lru_cache(maxsize=64)(self._card)

    def line(self, row: Row, before: Row | None, width: int, *, ranked: bool) -> Text:
        """An event on one line of `width` cells: its month, unless the row before has the same, its day, its mark in
        the colour of its theme, and its title."""
        event, ruler = row.event, self._page.ruler
        is_wide = width >= _WIDE
        month, day = month_of(event), day_label(event.date, weekday=is_wide)
        day_cells = _DAY_CELLS if is_wide else _NARROW_DAY_CELLS
        if ranked or day is None or event.start is None or ruler.cells(day) >= day_cells:
            label = ruler.cut(edtf.date_text(event.date), _MONTH_CELLS + day_cells - 1)
            text = Text().append(self._page.left(label, _MONTH_CELLS + day_cells), DIM)
        else:
            heading = f"{MONTHS[month - 1]} {event.start.year}" if month else str(event.start.year)
            repeated = before is not None and _year_month(before) == _year_month(row)
            text = Text().append(f"{'' if repeated else heading:<{_MONTH_CELLS}}", BOLD)
            text.append(self._page.left(day, day_cells), DIM)
        mark = self._themes[event.themes[0]] if event.themes else Style()
        text.append(f"{MARKS[event.importance]} ", mark)
        title = ruler.cut(status_prefix(event) + visible(event.title), max(width - ruler.cells(text.plain), 1))
        text.append(title, BOLD if event.importance == "major" else "")
        return text

    def rule(self, text: str, width: int) -> Text:
        """A rule across the list, with a label."""
        return Text(self._page.ruler.cut(f"── {text} ".ljust(width, "─"), width), DIM, no_wrap=True)

    def _card(self, identity: str, width: int) -> Text:
        """The card of an event in `width` cells, as `jkr show` draws it."""
        out = StringIO()
        result = Result([self._catalog.row(identity)], Query(), self._catalog, card=True)
        load_writer("text")(result, out, self._options._replace(width=width))
        return Text.from_ansi(out.getvalue(), end="")


def _year_month(row: Row) -> tuple[int, int]:
    start = row.event.start
    return (start.year if start else 0, month_of(row.event))


def citation(event: Event) -> str:
    """An event and its first source in one line: title, date, who, headline, day, address."""
    parts = [f"{event.title} ({edtf.date_text(event.date)})"]
    if event.sources:
        source = event.sources[0]
        parts += [text for text in (source.by, source.headline, source.day, source.url) if text]
    return visible(". ".join(parts))
