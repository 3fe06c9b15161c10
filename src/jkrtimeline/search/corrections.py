"""Words that occur nowhere → those that do: the parts of compounds, two words typed as one, and misspelled words.

Nearly all misspellings have one error, short words have few, and the first letter is nearly always right. Sources:
E. J. Yannakoudakis and D. Fawthrop, The rules of spelling errors, Information Processing & Management 19 (1983);
J. J. Pollock and A. Zamora, Automatic spelling correction in scientific and scholarly text, CACM 27 (1984).
"""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from ..text.normalize import is_cjk
from .syntax import Term
from .word_lists import common_words

if TYPE_CHECKING:
    from ..index.vocabulary import IndexVocabulary

LONGEST_COMPOUND = 48
"""The most letters of a run of Chinese, Japanese or Korean text that is divided into words."""

_PARTICLES = "은 는 이 가 을 를 의 에 와 과 로 도 들 에서 으로 에게 까지 부터 에는 이라 하는 했다 한다"
PARTICLES = tuple(_PARTICLES.split())
"""Korean particles and endings of verbs, which end a word."""

SHORTEST_HALF = 3
"""The fewest letters of each of two words that are typed as one."""

MISSPELLED = range(4, 33)
"""The lengths of words whose spelling is corrected. The number of edits that are tried grows with the square of the
length."""

TWICE_MISSPELLED = 6
"""The length from which two errors in a word are corrected."""

SAME_LETTERS = 3
"""The letters at the beginning of a word with two errors that must be right."""

ENDINGS = ("s", "es", "d", "ed", "ing", "ly")
"""Regular endings of English words."""

SHORTEST_BASE = 3
"""The fewest letters of a word without its ending."""


LARGE_NUMBERS = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion", "trn": "trillion"}
"""Short forms that follow a number without a space."""


def two_words(text: str, vocabulary: "IndexVocabulary") -> tuple[str, str] | None:
    """Two words that are typed as one, if they occur one after the other: `freedomedge`, `10bn`."""
    cuts = range(SHORTEST_HALF, len(text) - SHORTEST_HALF + 1) if len(text) <= LONGEST_COMPOUND else ()
    pairs = [(text[:cut], text[cut:]) for cut in cuts]
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    if number.isdecimal() and (unit := LARGE_NUMBERS.get(text.removeprefix(number))):
        pairs.append((number, unit))
    return next(filter(vocabulary.occurs_adjacent, pairs), None)


def segments(text: str, vocabulary: "IndexVocabulary") -> list[str]:
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


def _rest(text: str, vocabulary: "IndexVocabulary") -> list[str]:
    """The words of a text between known words, without particles."""
    pieces = []
    for _, letters in groupby(text, _script):
        piece = "".join(letters)
        if _script(piece[0]) == "hiragana" and (len(piece) < 3 or not vocabulary.occurs(Term((piece,)))):
            continue
        pieces += _occurring(piece, vocabulary)
    return pieces


def _occurring(text: str, vocabulary: "IndexVocabulary") -> list[str]:
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


def may_be_misspelled(word: str) -> bool:
    """Whether a folded word can be a misspelling: long enough, of letters only, and no common English word."""
    if len(word) not in MISSPELLED or not word.isalpha() or any(map(is_cjk, word)):
        return False
    return common_words().isdisjoint(_bases(word))


def _bases(word: str) -> Iterator[str]:
    """A word, and what it may be without a regular ending: `stopping`, `stop`; `cities`, `city`."""
    yield word
    for ending in ENDINGS:
        base = word.removesuffix(ending)
        if len(base) < SHORTEST_BASE or base == word:
            continue
        yield base
        yield base + "e"
        if base[-1] == base[-2]:
            yield base[:-1]
    if word.endswith(("ies", "ied")):
        yield word[:-3] + "y"


def one_edit(word: str) -> set[str]:
    """All texts that one edit makes of a word: a letter deleted, inserted, replaced, or swapped with the next."""
    letters = sorted({*"abcdefghijklmnopqrstuvwxyz", *word})
    splits = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    edits = {before + after[1:] for before, after in splits if after}
    edits |= {before + after[1] + after[0] + after[2:] for before, after in splits if len(after) > 1}
    edits |= {before + letter + after for before, after in splits for letter in letters}
    edits |= {before + letter + after[1:] for before, after in splits if after for letter in letters}
    return edits - {word}


def distance(one: str, other: str, most: int) -> int:
    """The number of edits between two words (optimal string alignment); `most` + 1 if it is more than `most`.

    Source: G. Navarro, A guided tour to approximate string matching, ACM Computing Surveys 33 (2001).
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        further = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j] + 1, further[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            further.append(cost)
        if min(further) > most:
            return most + 1
        before, row = row, further
    return min(row[-1], most + 1)
