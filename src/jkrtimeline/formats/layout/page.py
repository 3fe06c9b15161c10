"""A page on a terminal: styled text, wrapped at its width. The only home of rich, of which it takes
styles and the width of letters; text is never read as markup."""

from binascii import crc32
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from ...text.sanitize import visible
from .. import RenderOptions
from .links import link

if TYPE_CHECKING:
    from ...catalog import Catalog
    from .. import Writer

# Of the 256 colours those that can be read on white and on black (contrast 3.8 to 5.6 on either, WCAG 2).
_PALETTE = (30, 130, 97, 28, 162, 63, 131, 64, 31, 133, 166, 29, 98, 65, 196, 100, 67, 164, 132)

_MOST_THEMES = 1000
"""Themes that are looked up; a file of free words may have any number of them."""

PLAIN = Style()
BOLD = Style(bold=True)
DIM = Style(dim=True)
_MARK = Style(bold=True, underline=True, color="color(163)")
MAJOR = Style(bold=True, color="color(196)")
_ASCII = str.maketrans("◆●·│–…→“”─▁▂▃▄▅▆▇█░▒▓⋮", '*o-|-~>""-_.-=+*%#.:*:')
"""What is shown instead where there is no Unicode; letter for letter, so that widths stay."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SIGNS = {"major": ("◆", MAJOR), "notable": ("●", PLAIN), "minor": ("·", DIM)}
"""The sign of an event, by importance."""

Piece = tuple[str, Style, *tuple[str, ...]]
"""A text, its style and, at most once, the address that it leads to."""

Marks = Sequence[tuple[int, int]]


class Page:
    """Lines of styled text, wrapped at the width of the terminal and written one by one."""

    def __init__(self, out: "Writer", options: RenderOptions) -> None:
        self._out = out
        self.options = options
        systems = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}
        self._system = systems.get(options.colours)
        self._codes: dict[Style, tuple[str, str]] = {}

    def line(self, *pieces: Piece) -> None:
        """One line that is known to fit."""
        plain = self._system is None and not self.options.links
        texts = [piece[0] if plain else self._styled(*piece) for piece in pieces if piece[0]]
        line = "".join(texts).rstrip(" ")
        self._out.write((line if self.options.unicode else line.translate(_ASCII)) + "\n")

    def _styled(self, text: str, style: Style, address: str = "") -> str:
        if style is not PLAIN:
            before, after = self._codes.get(style) or self._codes_of(style)
            text = before + text + after
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address and self.options.links else text

    def _codes_of(self, style: Style) -> tuple[str, str]:
        """What stands before and behind a text of this style."""
        before, _, after = style.render("\0", color_system=self._system).partition("\0")
        self._codes[style] = before, after
        return before, after

    def block(
        self,
        first: Sequence[Piece],
        then: Sequence[Piece] | None,
        text: str,
        style: Style,
        marks: Marks = (),
        end: Sequence[Piece] = (),
        after: Sequence[Piece] = (),
        url: str | None = None,
    ) -> None:
        """Text that is wrapped under its own beginning: `first` stands before its first line, `then`
        before the others, both equally wide (None: blanks); `end` stands behind its first line, at the right
        edge; `after` behind its last line where there is room, else below it. `url` is what it leads to."""
        margin, tail = columns(first), columns(end)
        width = max(self.options.width - margin - (tail + 2 if tail else 0), 12)
        before = first
        lines = [(0, len(text))] if cells(text) <= width else list(wrap(text, width))
        address = (link(url),) if url and self.options.links else ()
        for place, (low, high) in enumerate(lines):
            if marks:
                pieces = [*before, *((*piece, *address) for piece in _marked(text, low, high, style, marks))]
            else:
                pieces = [*before, (text[low:high], style, *address)]
            if tail and place == 0:
                gap = self.options.width - tail - margin - cells(text[low:high])
                pieces += [(" " * gap, PLAIN), *end]
            if after and place == len(lines) - 1:
                room = width - cells(text[low:high]) - 2
                if columns(after) <= room:
                    pieces += [("  ", PLAIN), *after]
                    after = ()
            self.line(*pieces)
            if then is None:
                then = [(" " * margin, PLAIN)]
            before = then
        if after:
            self.line(*before, *after)


def wrap(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The (start, end) of each line of `text` in `width` columns: cut at spaces and between
    double-width letters, and inside a word that is wider than a line."""
    start, length = 0, len(text)
    while True:
        if start + width >= length and cells(text[start:]) <= width:
            yield start, length
            return
        end = start + width
        if text[start : end + 1].isascii():  # as below, but quicker
            space = text.rfind(" ", start, end)
        else:
            end, used, space = start, 0, -1
            while end < length:
                wide = cell_len(text[end])
                if used + wide > width:
                    break
                if text[end] == " " or (wide == 2 and end > start):
                    space = end
                used += wide
                end += 1
            if end == length:
                yield start, length
                return
        if text[end] == " ":
            space = end
        cut = space if space > start else max(end, start + 1)
        yield start, cut
        start = cut
        while start < length and text[start] == " ":
            start += 1
        if start == length:
            return


def _marked(text: str, low: int, high: int, style: Style, marks: Marks) -> Iterator[Piece]:
    """`text[low:high]`, with the marked parts standing out."""
    for start, end in marks:
        start, end = max(start, low), min(end, high)
        if start < end:
            yield text[low:start], style
            yield text[start:end], _MARK
            low = end
    yield text[low:high], style


class ThemePalette:
    """The colours of the themes of some data. Each theme keeps one, whatever is shown: that of its place in
    the registry, or by its name where there are so many that no colour tells them apart."""

    def __init__(self, data: "Catalog") -> None:
        self._places = {name: place for place, name in enumerate(data.first_ids("theme", _MOST_THEMES))}

    def __getitem__(self, name: str) -> Style:
        place = self._places.get(name)
        return theme_style(crc32(name.encode()) if place is None else place)


def theme_style(place: int) -> Style:
    """The colour of the theme that stands at `place` in its registry."""
    return _colour(_PALETTE[place % len(_PALETTE)])


@cache
def _colour(number: int) -> Style:
    return Style(color=f"color({number})")


def columns(pieces: Sequence[Piece]) -> int:
    """How wide some pieces are."""
    return sum([cells(piece[0]) for piece in pieces])


def cells(text: str) -> int:
    """How many columns a visible text is wide."""
    return len(text) if text.isascii() else cell_len(text)


def visible_marks(text: str, marks: Marks) -> tuple[str, Marks]:
    """`text` made visible, and its marks moved along."""
    shown = visible(text)
    if len(shown) == len(text):
        return shown, marks
    return shown, [(len(visible(text[:low])), len(visible(text[:high]))) for low, high in marks]


def cut(text: str, width: int) -> str:
    """`text` in at most `width` columns; a longer one ends in `…`."""
    if cells(text) <= width:
        return text
    end = len(text)
    while cells(text[:end]) >= width and end:
        end -= 1
    return text[:end].rstrip() + "…"
