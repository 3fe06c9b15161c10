"""Text and shapes of a chart as SVG elements, and the lines that a text takes.

The reader's font is unknown. The widths of text are a little more than those of Arial and Helvetica; the other fonts
that FONTS names are hardly wider.
"""

from html import escape
from typing import NamedTuple
from unicodedata import east_asian_width

from ...fields import IMPORTANCE
from ...text.sanitize import visible
from .cells import Ruler

FONTS = (
    "'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans', 'Noto Sans CJK JP', 'Noto Sans CJK KR', 'Hiragino Sans', "
    "'Yu Gothic', 'Apple SD Gothic Neo', 'Malgun Gothic', 'DejaVu Sans Condensed', sans-serif"
)
"""Fonts of the common systems, also for Japanese and Korean."""

INK, PALE, LINE, BAND, WHITE = "#1f2328", "#57606a", "#d0d7de", "#f6f8fa", "#ffffff"
"""The colours of titles, of other text, of the grid, of every other lane, and of the background."""

RADII = {"minor": 2.8, "notable": 5.0, "major": 8.5}
"""The radius of a mark in pixels, by importance."""

_NARROW, _WIDE = frozenset("!'|.,:;ijlIftr()[]{}/\\ -·’‘"), frozenset("mwMW@%—…")
_EM, _BOLD = 0.58, 1.09
"""The width of most letters, in ems, and how much wider bold text is."""


class Mark(NamedTuple):
    """The centre and the radius of a mark."""

    x: float
    y: float
    radius: float


class Block(NamedTuple):
    """The lines of a text, the width of the widest, and whether the text was cut."""

    lines: tuple[str, ...]
    width: float
    cut: bool = False


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line in pixels; an estimate that is rather too large than too small."""
    return sum(map(_ems, text)) * size * (_BOLD if bold else 1.0)


def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.33
    if letter.isascii():
        return 0.9 if letter in _WIDE else 0.72 if letter.isupper() else _EM
    return 1.0 if letter in _WIDE else 1.02 if east_asian_width(letter) in "WF" else 0.75


def block(text: str, size: float, widest: float, most: int, *, bold: bool = False) -> Block:
    """A text in as few lines of about `widest` pixels as possible, balanced in length. A text of more than `most` lines
    is cut and ends in `…`."""
    text = visible(text).strip()
    ruler = Ruler()
    cells = max(int(widest / (size * _EM * (_BOLD if bold else 1.0))), 4)

    def wrapped(width: int) -> list[str]:
        return [text[span.start : span.end].strip() for span in ruler.wrap(text, width)]

    lines = wrapped(cells)
    cut = len(lines) > most
    if cut:
        lines = [*lines[: most - 1], ruler.cut(" ".join(lines[most - 1 :]), cells)]
    else:
        longest = max(map(ruler.cells, text.split()), default=0)
        narrower = range(min(max(ruler.cells(text) // len(lines), longest), cells), cells)
        lines = next((some for width in narrower if len(some := wrapped(width)) == len(lines)), lines)
    return Block(tuple(lines), max((width_of(line, size, bold=bold) for line in lines), default=0.0), cut)


def xml_text(text: str) -> str:
    """Text escaped for SVG, without the characters that XML forbids (XML 1.0, 2.2)."""
    return escape(visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"))


def pixels(number: float) -> str:
    """A number of pixels, to one decimal place."""
    return f"{number:.1f}".removesuffix(".0")


def element(name: str, content: str = "", **attributes: str | float | None) -> str:
    """An SVG element; `content` is markup. Attributes that are None are left out."""
    parts = [
        f' {key.replace("_", "-")}="{value if isinstance(value, str) else pixels(value)}"'
        for key, value in attributes.items()
        if value is not None
    ]
    return f"<{name}{''.join(parts)}>{content}</{name}>" if content else f"<{name}{''.join(parts)}/>"


def text_element(
    text: str, x: float, y: float, size: float, colour: str = INK, *, bold: bool = False, anchor: str | None = None
) -> str:
    """A line of text on the baseline `y`."""
    weight = "600" if bold else None
    return element(
        "text", xml_text(text), x=x, y=y, font_size=size, fill=colour, font_weight=weight, text_anchor=anchor
    )


def straight_line(
    start: tuple[float, float], end: tuple[float, float], colour: str, width: float, opacity: str | None = None
) -> str:
    """A horizontal or vertical line."""
    (x, y), (across, down) = start, end
    to = f"H{pixels(across)}" if y == down else f"V{pixels(down)}"
    path = f"M{pixels(x)} {pixels(y)}{to}"
    return element("path", d=path, stroke=colour, stroke_width=width, stroke_opacity=opacity)


def symbol(importance: str, mark: Mark, colour: str, *, hollow: bool, unit: float) -> str:
    """A diamond for a major event, a circle for others."""
    x, y, radius = mark
    fill, stroke, width = (WHITE, colour, 1.6 * unit) if hollow else (colour, WHITE, 1.2 * unit)
    if importance != IMPORTANCE[-1]:
        return element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=width)
    corners = ((x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius))
    points = " ".join(f"{pixels(across)},{pixels(down)}" for across, down in corners)
    return element("polygon", points=points, fill=fill, stroke=stroke, stroke_width=width)
