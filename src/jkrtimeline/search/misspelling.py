"""Which words can be misspellings, and the distance between words.

Sources: E. J. Yannakoudakis and D. Fawthrop, The rules of spelling errors, Information Processing & Management 19
(1983); J. J. Pollock and A. Zamora, Automatic spelling correction in scientific and scholarly text, CACM 27 (1984).
Nearly all misspellings have one error, short words have few, and the first letter is nearly always right.
"""

from collections.abc import Iterator

from ..text.normalize import is_cjk
from .word_lists import common_words

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
