"""Text measured in terminal cells: its width, line breaks and cuts."""

from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import east_asian_width

from rich.cells import cell_len

ASCII = str.maketrans(
    "◆●·│┊┌–—─…→↳↓⋮▁▂▃▄▅▆▇█░▒▓‘’“”",
    "*o-|||---~>>v:_.-=+#%@.:#''\"\"",
)
"""Replacements for terminals without Unicode, one character each, so that widths do not change."""

_CLOSING = frozenset("、。，．！？：；」』）】〉》〕］｝・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?:;)]}%”’")
_OPENING = frozenset("「『（【〈《〔［｛([{“‘")
"""Characters that do not begin, or end, a line (JIS X 4051, simplified)."""


class Span(NamedTuple):
    """The part of a text from `start` up to, but not including, `end`."""

    start: int
    end: int


class Ruler:
    """Measures text for a terminal.

    With `ambiguous`, characters of ambiguous width (UAX #11) take two cells, as in some CJK terminals. Those that
    `ASCII` replaces take one, because such a terminal gets the replacement.
    """

    def __init__(self, *, ambiguous: bool = False) -> None:
        self._ambiguous = ambiguous

    def cells(self, text: str) -> int:
        """The width of a text without control characters."""
        if text.isascii():
            return len(text)
        return sum(map(self._cell, text)) if self._ambiguous else cell_len(text)

    def _cell(self, letter: str) -> int:
        if self._ambiguous and ord(letter) not in ASCII and east_asian_width(letter) == "A":
            return 2
        return cell_len(letter)

    def cut(self, text: str, width: int) -> str:
        """`text` cut to `width` cells; a cut text ends in `…`."""
        if self.cells(text) <= width:
            return text
        end = len(text)
        while self.cells(text[:end]) >= width and end:
            end -= 1
        return text[:end].rstrip() + "…"

    def wrap(self, text: str, width: int) -> Iterator[Span]:
        """Yield the lines of `text`, at most `width` cells wide.

        Lines break at spaces and between Chinese and Japanese characters, not between Korean ones; inside a word only
        if it is wider than a line.
        """
        start, length = 0, len(text)
        while start + width < length or self.cells(text[start:]) > width:
            end, break_at = self._line(text, start, width)
            if end == length:
                break
            stop = break_at if break_at > start else max(end, start + 1)
            yield Span(start, stop)
            start = stop
            while start < length and text[start] == " ":
                start += 1
            if start == length:
                return
        yield Span(start, length)

    def _line(self, text: str, start: int, width: int) -> tuple[int, int]:
        """The end of a full line that begins at `start`, and the last position before it to break at (-1 for none)."""
        end = start + width
        if text[start : end + 1].isascii():  # as below, but faster
            return end, end if text[end] == " " else text.rfind(" ", start, end)
        end, used, break_at = start, 0, -1
        while end < len(text):
            wide = self._cell(text[end])
            if end > start and _breaks(text[end - 1], text[end], wide):
                break_at = end
            if used + wide > width:
                break
            used += wide
            end += 1
        return end, break_at


def _breaks(before: str, after: str, wide: int) -> bool:
    """Whether a line may break between two characters, of which the second is `wide` cells wide."""
    if after == " ":
        return True
    if wide == 0 or before == " " or after in _CLOSING or before in _OPENING:
        return False
    return _ideographic(before) or _ideographic(after)


def _ideographic(letter: str) -> bool:
    """Whether lines may break beside a character: wide ones but Hangul, which has spaces between words."""
    return letter > "\u2e7f" and not "\uac00" <= letter <= "\ud7ff" and cell_len(letter) == 2
