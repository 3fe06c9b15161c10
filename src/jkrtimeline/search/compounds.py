"""Words that are written as one: compounds in Chinese, Japanese and Korean, and two words typed without a space."""

from itertools import groupby
from typing import TYPE_CHECKING

from .syntax import Term

if TYPE_CHECKING:
    from .reading import Vocabulary

LONGEST_COMPOUND = 48
"""The most letters of a run of Chinese, Japanese or Korean text that is divided into words."""

_PARTICLES = "은 는 이 가 을 를 의 에 와 과 로 도 들 에서 으로 에게 까지 부터 에는 이라 하는 했다 한다"
PARTICLES = tuple(_PARTICLES.split())
"""Korean particles and endings of verbs, which end a word."""

SHORTEST_HALF = 3
"""The fewest letters of each of two words that are typed as one."""


def two_words(text: str, vocabulary: "Vocabulary") -> tuple[str, str] | None:
    """Two words that are typed as one, if they occur one after the other: `freedomedge`."""
    cuts = range(SHORTEST_HALF, len(text) - SHORTEST_HALF + 1) if len(text) <= LONGEST_COMPOUND else ()
    pairs = ((text[:cut], text[cut:]) for cut in cuts)
    return next(filter(vocabulary.occurs_adjacent, pairs), None)


def segments(text: str, vocabulary: "Vocabulary") -> list[str]:
    """The words of a run of Chinese, Japanese or Korean letters: known words, and the text between them.

    A run of more than LONGEST_COMPOUND letters is one word.
    """
    if len(text) > LONGEST_COMPOUND:
        return [text]
    known = {*vocabulary.lexicon.cjk_synonyms(), *vocabulary.names}
    pieces: list[str] = []
    position, start = 0, 0
    while position < len(text):
        lengths = range(len(text) - position, 1, -1)
        length = next((n for n in lengths if text[position : position + n] in known), 0)
        if length:
            pieces += _rest(text[start:position], vocabulary)
            pieces.append(text[position : position + length])
            position += length
            start = position
        else:
            position += 1
    pieces += _rest(text[start:], vocabulary)
    # A single letter beside words is an ending or a particle.
    return [piece for piece in pieces if len(piece) > 1] or pieces or [text]


def _rest(text: str, vocabulary: "Vocabulary") -> list[str]:
    """The words of a text between known words, without particles."""
    pieces = []
    for _, letters in groupby(text, _script):
        piece = "".join(letters)
        if _script(piece[0]) == "hiragana" and (len(piece) < 3 or not vocabulary.occurs(Term((piece,)))):
            continue
        pieces += _occurring(piece, vocabulary)
    return pieces


def _occurring(text: str, vocabulary: "Vocabulary") -> list[str]:
    """`text` if it occurs; else without its particle, or the longest pieces of it that occur."""
    if text in PARTICLES:
        return []
    if len(text) < 2 or vocabulary.occurs(Term((text,))):
        return [text] if text else []
    for particle in PARTICLES:
        if text.endswith(particle) and vocabulary.occurs(Term((text.removesuffix(particle),))):
            return [text.removesuffix(particle)]
    for length in range(len(text) - 1, 1, -1):
        if vocabulary.occurs(Term((text[:length],))):
            return [text[:length], *_occurring(text[length:], vocabulary)]
    return [text]


def _script(letter: str) -> str:
    return "hiragana" if "\u3041" <= letter <= "\u309f" else "katakana" if "\u30a0" <= letter <= "\u30ff" else ""
