"""Text measured in terminal cells: its width, line breaks and cuts."""

from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import east_asian_width

from rich.cells import cell_len

ASCII = str.maketrans(
    {
        **dict.fromkeys("◆", "*"),
        **dict.fromkeys("●", "o"),
        **dict.fromkeys("·", "-"),
        **dict.fromkeys("│┊┌", "|"),
        **dict.fromkeys("–—─", "-"),
        **dict.fromkeys("…", "~"),
        **dict.fromkeys("→↳", ">"),
        **dict.fromkeys("↓", "v"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("⋮", ":"),
        **dict(zip("▁▂▃▄▅▆▇█", "_.-=+#%@", strict=True)),
        **dict(zip("░▒▓", ".:#", strict=True)),
    }
)
"""Replacements for terminals without Unicode, one character each, so that widths stay."""

_CLOSING = frozenset("、。，．！？：；」』）】〉》〕］｝・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?:;)]}%”’")
_OPENING = frozenset("「『（【〈《〔［｛([{“‘")
"""Characters that do not begin, or end, a line (JIS X 4051, in short)."""


class Span(NamedTuple):
    """The part of a text from `start` up to, but not including, `end`."""

    start: int
    end: int


class Ruler:
    """Measures text for a terminal.

    With `ambiguous`, characters of ambiguous width (UAX #11) take two cells, as CJK terminals can be set to draw
    them; those that `ASCII` replaces take one, since they are replaced there.
    """

    def __init__(self, *, ambiguous: bool = False) -> None:
        self._ambiguous = ambiguous

    def cells(self, text: str) -> int:
        """How many cells a text without control characters takes."""
        if text.isascii():
            return len(text)
        return sum(map(self._cell, text)) if self._ambiguous else cell_len(text)

    def _cell(self, letter: str) -> int:
        if self._ambiguous and ord(letter) not in ASCII and east_asian_width(letter) == "A":
            return 2
        return cell_len(letter)

    def cut(self, text: str, width: int) -> str:
        """`text` in at most `width` cells; if it is longer, with `…` at its end."""
        if self.cells(text) <= width:
            return text
        end = len(text)
        while self.cells(text[:end]) >= width and end:
            end -= 1
        return text[:end].rstrip() + "…"

    def wrap(self, text: str, width: int) -> Iterator[Span]:
        """Yield the lines of `text` in `width` cells.

        Lines break at spaces, between Chinese and Japanese characters but not between Korean ones, and inside a word
        only if it is wider than a line.
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
        """Where a line that begins at `start` is full, and its last break before that (-1 for none)."""
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
    """Whether text may break beside it: wide, but no Hangul, which has spaces between words."""
    return letter > "\u2e7f" and not "\uac00" <= letter <= "\ud7ff" and cell_len(letter) == 2
