"""Text made comparable and searchable: folding, Unicode normalization, CJK.

FTS5's `unicode61` tokenizer keeps a whole run of Chinese, Japanese or Korean letters as one word, and its
`trigram` tokenizer never finds two letters. So zero-width spaces set such letters apart, when indexing and
when searching.
"""

import re
from bisect import bisect_right
from functools import cache
from itertools import groupby

from .sanitize import without_controls

ZWSP = "\u200b"


BREAK = " \ue000 "


"""Stands between texts that are indexed together, so that no phrase runs from one to the next: a
letter of the private use area, which FTS5 takes for a word and nobody can search."""


_CJK = (
    "\u1100\u1200\u3005\u3008\u3041\u30fb\u30fc\u3190\u31f0\u3200\u3400\ua000"
    "\uac00\ud800\uf900\ufb00\U00020000\U00040000"
)


"""Where runs of Chinese, Japanese or Korean letters begin and, by turns, have ended. No pattern: to compile
one of so many letters takes longer than a search."""


_NOT_WESTERN = r"[^\x00-\u10ff\s]+"


MARKS = "[\u0300-\u036f]"


NOT_WORD = r"[\W_]+"


# Letters that belong to the one before: combining marks, Hangul vowels and finals, half-width sound marks.
_CLUSTER = r"(?s).[\u0300-\u036f\u1160-\u11ff\u3099\u309a\uff9e\uff9f]*"


def fold(text: str) -> str:
    """What is compared when names are looked up: no case, no accents, no punctuation, full-width
    forms as plain ones."""
    if not text.isascii():
        import unicodedata

        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = unicodedata.normalize("NFC", re.sub(MARKS, "", decomposed))
    return re.sub(NOT_WORD, " ", text.casefold()).strip()


_ASCII_BREAKS = {code: " " for code in range(128) if not chr(code).isalnum()}


def folded_words(text: str) -> list[str]:
    """The words of `fold`."""
    return text.lower().translate(_ASCII_BREAKS).split() if text.isascii() else fold(text).split()


@cache
def is_cjk(letter: str) -> bool:
    return bisect_right(_CJK, letter) % 2 == 1


def normal(text: str) -> tuple[str, list[int] | None]:
    """NFKC, and for each letter of it the place of its origin in `text` (None: the same place)."""
    text = without_controls(text)
    if text.isascii():
        return text, None
    import unicodedata

    if unicodedata.is_normalized("NFKC", text):
        return text, None
    parts, places = [], []
    for cluster in re.finditer(_CLUSTER, text):
        part = unicodedata.normalize("NFKC", cluster[0])
        parts.append(part)
        places += [cluster.start()] * len(part)
    return "".join(parts), places


def index_text(text: str) -> str:
    """`text` as the index holds it: NFKC, Chinese, Japanese and Korean letters set apart."""
    if text.isascii() and text.isprintable():
        return text
    whole, _ = normal(text)
    return whole if whole.isascii() else re.sub(_NOT_WESTERN, _set_apart, whole)


def _set_apart(run: re.Match[str]) -> str:
    """Letters without white space, with a ZWSP wherever a CJK one stands beside another letter."""
    letters, text, (start, end) = run[0], run.string, run.span()
    parts = [ZWSP.join(same) if cjk else "".join(same) for cjk, same in groupby(letters, is_cjk)]
    if start and is_cjk(letters[0]) and not text[start - 1].isspace():
        parts.insert(0, "")
    if end < len(text) and is_cjk(letters[-1]) and not text[end].isspace():
        parts.append("")
    return ZWSP.join(parts)


def highlight_spans(highlighted: str, text: str, opening: str, closing: str) -> tuple[tuple[int, int], ...]:
    """Where in `text` the matched words stand, as (start, end); `highlighted` is its `index_text`
    with `opening` and `closing` around them, as FTS5's highlight() returns it."""
    _, places = normal(text)
    position, start, found = 0, 0, []
    for letter in highlighted:
        if letter == opening:
            start = position
        elif letter == closing:
            found.append((start, position))
        elif letter != ZWSP:
            position += 1
    if places is None:
        return tuple(found)
    places.append(len(text))
    whole = []
    for low, high in found:
        while places[high] == places[high - 1]:  # a letter that NFKC writes with several: all of it
            high += 1
        whole.append((places[low], places[high]))
    return tuple(whole)
