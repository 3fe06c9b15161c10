"""Words that are written in several ways: in American and British spelling, and Korean names in Latin letters."""

import re
from collections.abc import Iterator
from functools import cache

_OUR = (
    "arb|arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|harb|hon|hum|lab|misdemean|neighb|od|parl|ranc|rig|rum|sav"
    "|splend|tum|val|vap|vig"
)
_ANY = r"\w{3,}"
_DOUBLED = "travel|cancel|label|model|signal|fuel|channel|counsel|level|quarrel|marshal|total|dial"
_SPELLINGS = [
    (_OUR, "our", "or", r"\w*"),
    ("def|off|pret|lic", "ence", "ense", r"\w*"),
    ("pract", "is", "ic", "e|es|ed|ing"),
    (_ANY, "is", "iz", "e|es|ed|ing|er|ers|ation|ations|ational"),
    ("anal|paral|catal", "ys", "yz", "e|es|ed|ing|er|ers"),
    ("cent|theat|met|kilomet|lit|fib|spect|calib", "re", "er", "s|"),
    ("program", "me", "", "s|"),
    ("dial|catal|anal|prol|monol", "ogue", "og", "s|"),
    ("alumin", "ium", "um", ""),
    (_DOUBLED, "l", "", "ed|ing|er|ers|or|ors"),
    ("judg|acknowledg", "ement", "ment", "s|"),
    ("enrol|fulfil|instal|skil", "", "l", "ment|ments|s|ful|"),
    ("gr", "ey", "ay", "s|"),
    ("che", "que", "ck", "s|"),
    ("t", "yre", "ire", "s|"),
    ("pl", "ough", "ow", "s|ed|ing|"),
    ("", "scepti", "skepti", r"c\w*"),
    ("", "manoeuvre", "maneuver", "s|"),
    ("", "manoeuvr", "maneuver", "ing|ings"),
    ("", "ageing", "aging", ""),
    ("", "artefact", "artifact", "s|"),
]
"""Stems, British, American, endings. A row may make words that do not exist, which match nothing; it must not turn one
word into another (four, for)."""


def respelled(words: str, side: int) -> str:
    """`words` in American (side 0) or British (side 1) spelling."""
    return re.sub(r"\w+", lambda match: _word(match[0], side), words)


def spellings(words: str) -> list[str]:
    """`words` as they are, in American and in British spelling, each once."""
    return list(dict.fromkeys((words, respelled(words, 0), respelled(words, 1))))


@cache
def _word(word: str, side: int) -> str:
    for stems, *pair, endings in _SPELLINGS:
        # Test for the letters first: compiling patterns that cannot match takes longer than a search.
        may_match = pair[side] in word and (stems == _ANY or word.startswith(tuple(stems.split("|"))))
        if may_match and (match := re.fullmatch(f"({stems}){pair[side]}({endings})", word)):
            return match[1] + pair[1 - side] + match[2]
    return word


def other_beginnings(word: str) -> Iterator[str]:
    """The other spellings of the beginning of a word, to which the rules for whole words do not apply."""
    for pair in (("is", "iz"), ("isa", "iza"), ("isi", "izi"), ("enc", "ens"), ("our", "or")):
        for one, other in (pair, pair[::-1]):
            if word.endswith(one) and len(word) > len(one) + 2:
                yield word.removesuffix(one) + other


_SURNAMES = {
    **dict.fromkeys(("lee", "yi", "rhee", "ri", "rhie"), "i"),
    **dict.fromkeys(("park", "pak", "bak"), "pak"),
    **dict.fromkeys(("noh", "roh", "no", "ro"), "no"),
    **dict.fromkeys(("yoo", "yu", "ryu", "ryoo", "lyu"), "yu"),
    **dict.fromkeys(("lim", "im", "rim", "yim"), "im"),
    **dict.fromkeys(("suh", "seo"), "su"),
    **dict.fromkeys(("paik", "paek", "baek", "back"), "pek"),
}
"""Surnames that differ by more than letters that sound alike."""

_ALIKE = (
    *(("ch", "c"), ("j", "c"), ("g", "k"), ("d", "t"), ("b", "p"), ("sh", "s"), ("ck", "k"), ("kk", "k"), ("l", "r")),
    *(("oo", "u"), ("ou", "u"), ("eo", "u"), ("eu", "u"), ("wu", "u"), ("ee", "i"), ("ae", "e"), ("ai", "e")),
    *(("oe", "oi"), ("rr", "r"), ("nn", "n"), ("ss", "s"), ("tt", "t"), ("pp", "p")),
)
"""Letters of one sound by the Revised Romanization, by McCune–Reischauer and by custom; applied in this order."""

_SHORTEST_KEY = 6
"""The length of the shortest key; a shorter one would fit too many names."""


def sound_key(name: str) -> str:
    """A text that is the same for names that differ only in how Korean is written in Latin letters. `name` is folded,
    the surname first; empty for a name of one word, or a short one."""
    surname, _, given = name.partition(" ")
    letters = re.sub("[^a-z]", "", given)
    if not letters or not name.isascii():
        return ""
    key = f"{_SURNAMES.get(surname) or _sounds(surname)} {_sounds(letters)}"
    return key if len(key) >= _SHORTEST_KEY else ""


def _sounds(letters: str) -> str:
    for written, sound in _ALIKE:
        letters = letters.replace(written, sound)
    return re.sub(r"h(?![aeiouyw])", "", letters)
