"""A page in a terminal: lines of styled text of a given width. Of rich it uses styles, never markup."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.style import Style

from ...text.sanitize import visible
from .. import RenderOptions, Writer
from .cells import ASCII, Ruler
from .links import link
from .palette import HUES, ThemeHues

if TYPE_CHECKING:
    from ...catalog import Catalog

PLAIN = Style()
BOLD = Style(bold=True)
DIM = Style(dim=True)
_HIGHLIGHT = Style(bold=True, underline=True)

SHORT_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MARKS = {"major": "◆", "notable": "●", "minor": "·"}
"""The mark of an event, by importance."""

Piece = tuple[str, Style, *tuple[str, ...]]
"""A text, its style and optionally the address that it links to."""

Highlights = Sequence[tuple[int, int]]
"""The (start, end) of each matched word in a text."""

_SYSTEMS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}

MIN_TEXT = 12
"""The least width of wrapped text, in cells."""


class Page:
    """Writes lines of styled text, wrapped to the width of the terminal."""

    def __init__(self, out: Writer, options: RenderOptions) -> None:
        self._out = out
        self.options = options
        self.width: int = options.width
        self.ruler: Ruler = Ruler(ambiguous=options.ambiguous)
        self.ascii: bool = not options.unicode or options.ambiguous
        self._system = _SYSTEMS.get(options.colours)

    def line(self, *pieces: Piece) -> None:
        """Write one line, without wrapping it."""
        plain = self._system is None and not self.options.links
        texts = [piece[0] if plain else self._styled(*piece) for piece in pieces if piece[0]]
        line = "".join(texts).rstrip(" ")
        self._out.write((line.translate(ASCII) if self.ascii else line) + "\n")

    def heading(self, title: str, parts: Iterable[str]) -> None:
        """Write the title of the data and some facts, on one line if there is room."""
        title, facts = visible(title), "   ".join(map(visible, parts))
        if self.columns([(title, BOLD), (facts, DIM)]) + 3 <= self.width:
            self.line((title, BOLD), ("   " + facts, DIM))
        else:
            self.block(title, BOLD)
            self.block(facts, DIM)

    def columns(self, pieces: Sequence[Piece]) -> int:
        """The width of pieces in cells."""
        return sum([self.ruler.cells(piece[0]) for piece in pieces])

    def rule(self, label: str) -> str:
        """A rule over the width of the page, with a label."""
        return f"── {label} ".ljust(self.width, "─")

    def right(self, text: str, width: int) -> str:
        """`text` aligned right in `width` cells."""
        return " " * (width - self.ruler.cells(text)) + text

    def left(self, text: str, width: int) -> str:
        """`text` aligned left in `width` cells."""
        return text + " " * (width - self.ruler.cells(text))

    def hue(self, number: int) -> Style:
        """The style of a hue, by its position in HUES."""
        return hue_style(number, self.options.background, self.options.colours == "truecolor")

    def _styled(self, text: str, style: Style, address: str = "") -> str:
        if style is not PLAIN:
            before, after = _codes(style, self._system)
            text = before + text + after
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address and self.options.links else text

    def block(
        self,
        text: str,
        style: Style,
        first: Sequence[Piece] = (),
        *,
        then: Sequence[Piece] | None = None,
        highlights: Highlights = (),
        end: Sequence[Piece] = (),
        url: str | None = None,
        width: int | None = None,
        column: int | None = None,
    ) -> None:
        """Write text with a hanging indent.

        `first` precedes its first line, `then` (by default blanks) the others; both are equally wide. `url` is the
        address that the text links to. `width` is the width of the text, by default up to the right edge. `end` follows
        the first line in `column`, counted from the start of the text; without a column, it is at the right edge of the
        first line with room for it, or left out.
        """
        margin = self.columns(first)
        room = max(self.width - margin, MIN_TEXT)
        address = (link(url),) if url and self.options.links else ()
        before = first
        for start, stop in self.ruler.wrap(text, width or room):
            pieces = [*before, *((*piece, *address) for piece in _highlighted(text, start, stop, style, highlights))]
            gap = (room - self.columns(end) if column is None else column) - self.ruler.cells(text[start:stop])
            if end and (gap >= 2 or column is not None):
                pieces += [(" " * max(gap, 2), PLAIN), *end]
                end = ()
            self.line(*pieces)
            before = [(" " * margin, PLAIN)] if then is None else then


@cache
def _codes(style: Style, system: ColorSystem | None) -> tuple[str, str]:
    """The escape sequences before and after text in a style."""
    before, _, after = style.render("\0", color_system=system).partition("\0")
    return before, after


def _highlighted(text: str, low: int, high: int, style: Style, highlights: Highlights) -> Iterator[Piece]:
    """`text[low:high]` with its highlights."""
    for start, end in highlights:
        start, end = max(start, low), min(end, high)
        if start < end:
            yield text[low:start], style
            yield text[start:end], _HIGHLIGHT
            low = end
    yield text[low:high], style


class ThemeStyles:
    """The style and name of each theme on a page."""

    def __init__(self, catalog: "Catalog", page: Page) -> None:
        self._hues, self._page = ThemeHues(catalog), page

    def __getitem__(self, theme: str) -> Style:
        return self._page.hue(self._hues[theme])

    def name(self, theme: str) -> str:
        """The name of a theme, made visible."""
        return visible(self._hues.name(theme))


@cache
def hue_style(number: int, background: str, true_colour: bool) -> Style:
    """The style of a hue on a `dark`, `light` or unknown (empty) background."""
    hue = HUES[number]
    if not background:
        return Style(color=hue.middle if true_colour else f"color({hue.unknown})")
    return Style(color=f"color({hue.dark if background == 'dark' else hue.light})")


def visible_highlights(text: str, highlights: Highlights) -> tuple[str, Highlights]:
    """`text` made visible, and the highlights at their new positions."""
    shown = visible(text)
    if len(shown) == len(text):
        return shown, highlights
    return shown, [(len(visible(text[:low])), len(visible(text[:high]))) for low, high in highlights]
