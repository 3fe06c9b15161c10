"""Text made comparable and searchable: folding, Unicode normalization, CJK.

FTS5's `unicode61` tokenizer reads a run of Chinese, Japanese or Korean letters as one word, and its `trigram` tokenizer
does not match words of two letters. So the index and searches have a zero-width space between such letters: each letter
is then a word, and a word is a phrase.
"""

import re
from bisect import bisect_right
from functools import cache
from itertools import groupby

from .sanitize import without_controls

ZWSP = "\u200b"


BREAK = " \ue000 "
"""Separates texts in one column of the index, so that no phrase matches across them. It is a character of the private
use area, which FTS5 reads as a word and searches leave out."""

_CJK = (
    "\u1100\u1200\u3005\u3008\u3041\u30fb\u30fc\u3190\u31f0\u3200\u3400\ua000"
    "\uac00\ud800\uf900\ufb00\U00020000\U00040000"
)
"""Ranges of Chinese, Japanese and Korean letters: the first letter of a range, the first letter after it, and so on.
Compiling a regular expression for so many letters takes longer than a search."""

_NOT_WESTERN = r"[^\x00-\u10ff\s]+"
COMBINING_MARKS = "[\u0300-\u036f]"
NOT_WORD = r"[\W_]+"

# A letter and those that belong to it: combining marks, Hangul vowels and finals, half-width sound marks.
_CLUSTER = r"(?s).[\u0300-\u036f\u1160-\u11ff\u3099\u309a\uff9e\uff9f]*"


def fold(text: str) -> str:
    """Text for comparisons: without case, accents and punctuation, and with plain letters for full-width ones."""
    if not text.isascii():
        import unicodedata

        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = unicodedata.normalize("NFC", re.sub(COMBINING_MARKS, "", decomposed))
    return re.sub(NOT_WORD, " ", text.casefold()).strip()


_ASCII_BREAKS = {code: " " for code in range(128) if not chr(code).isalnum()}


def folded_words(text: str) -> list[str]:
    """The words of a folded text."""
    return text.lower().translate(_ASCII_BREAKS).split() if text.isascii() else fold(text).split()


def prefix_range(start: str) -> tuple[str, str]:
    """The bounds of the texts that begin with `start`: they are at least the first and less than the second."""
    return start, start + "\U0010ffff"


@cache
def is_cjk(letter: str) -> bool:
    """Whether a letter is Chinese, Japanese or Korean."""
    return bisect_right(_CJK, letter) % 2 == 1


def normal(text: str) -> tuple[str, list[int] | None]:
    """`text` in NFKC, and the offset in `text` of each of its letters; None if NFKC changes nothing."""
    text = without_controls(text)
    if text.isascii():
        return text, None
    import unicodedata

    if unicodedata.is_normalized("NFKC", text):
        return text, None
    parts, offsets = [], []
    for cluster in re.finditer(_CLUSTER, text):
        part = unicodedata.normalize("NFKC", cluster[0])
        parts.append(part)
        offsets += [cluster.start()] * len(part)
    return "".join(parts), offsets


def index_text(text: str) -> str:
    """`text` as it is indexed: NFKC, with a ZWSP between Chinese, Japanese and Korean letters."""
    if text.isascii() and text.isprintable():
        return text
    whole, _ = normal(text)
    return whole if whole.isascii() else re.sub(_NOT_WESTERN, _separate, whole)


def _separate(run: re.Match[str]) -> str:
    """A run of letters with a ZWSP before and after each CJK letter inside it."""
    letters, text, (start, end) = run[0], run.string, run.span()
    parts = [ZWSP.join(same) if cjk else "".join(same) for cjk, same in groupby(letters, is_cjk)]
    if start and is_cjk(letters[0]) and not text[start - 1].isspace():
        parts.insert(0, "")
    if end < len(text) and is_cjk(letters[-1]) and not text[end].isspace():
        parts.append("")
    return ZWSP.join(parts)


def highlight_spans(highlighted: str, text: str, opening: str, closing: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) offsets of the matched words in `text`. `highlighted` is its `index_text` with `opening` and
    `closing` around the matches, as FTS5's highlight() returns it."""
    before, *pieces = highlighted.replace(ZWSP, "").split(opening)
    position, spans = len(before), []
    for piece in pieces:
        word, _, after = piece.partition(closing)
        spans.append((position, position + len(word)))
        position += len(word) + len(after)
    _, offsets = normal(text) if spans else (text, None)
    if offsets is None:
        return tuple(spans)
    offsets.append(len(text))
    originals = []
    for low, high in spans:
        while offsets[high] == offsets[high - 1]:  # NFKC writes one letter with several: take all of it
            high += 1
        originals.append((offsets[low], offsets[high]))
    return tuple(originals)
