"""Text in a chart: its approximate width, and its lines.

The reader's font is unknown. The widths are a little more than those of Arial and Helvetica; the other fonts that
FONTS names are hardly wider.
"""

from html import escape
from typing import NamedTuple
from unicodedata import east_asian_width

from ...text.sanitize import visible
from .cells import Ruler

FONTS = (
    "'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans', 'Noto Sans CJK JP', 'Noto Sans CJK KR', 'Hiragino Sans', "
    "'Yu Gothic', 'Apple SD Gothic Neo', 'Malgun Gothic', 'DejaVu Sans Condensed', sans-serif"
)
"""Fonts of the common systems, also for Japanese and Korean."""

_NARROW, _WIDE = frozenset("!'|.,:;ijlIftr()[]{}/\\ -·’‘"), frozenset("mwMW@%—…")
_EM = 0.58
"""The width of most letters, in ems."""


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line in pixels; an estimate that is rather too large than too small."""
    ems = sum(map(_ems, text))
    return ems * size * (1.09 if bold else 1.0)


def _ems(letter: str) -> float:
    if letter.isascii():
        if letter in _NARROW:
            return 0.33
        return 0.9 if letter in _WIDE else 0.72 if letter.isupper() else _EM
    if letter in _NARROW or letter in _WIDE:
        return 0.33 if letter in _NARROW else 1.0
    return 1.02 if east_asian_width(letter) in "WF" else 0.75


class Block(NamedTuple):
    """The lines of a text, the width of the widest, and whether the text was cut."""

    lines: tuple[str, ...]
    width: float
    cut: bool = False


def block(text: str, size: float, widest: float, most: int, *, bold: bool = False) -> Block:
    """A text in as few lines of about `widest` pixels as possible, balanced in length. A text of more than `most` lines
    is cut and ends in `…`."""
    text = visible(text).strip()
    ruler = Ruler()
    cells = max(int(widest / (size * _EM * (1.09 if bold else 1.0))), 4)

    def wrapped(width: int) -> list[str]:
        return [text[span.start : span.end].strip() for span in ruler.wrap(text, width)]

    lines = wrapped(cells)
    cut = len(lines) > most
    if cut:
        lines = [*lines[: most - 1], ruler.cut(" ".join(lines[most - 1 :]), cells)]
    else:
        longest = max((ruler.cells(word) for word in text.split()), default=0)
        for narrower in range(min(max(ruler.cells(text) // len(lines), longest), cells), cells):
            if len(wrapped(narrower)) == len(lines):
                lines = wrapped(narrower)
                break
    return Block(tuple(lines), max((width_of(line, size, bold=bold) for line in lines), default=0.0), cut)


def xml_text(text: str) -> str:
    """Text escaped for SVG, without the characters that XML forbids (XML 1.0, 2.2)."""
    return escape(visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"))
