"""Korean names in Latin letters, which people write in several ways: Park Chul-hee, Pak Cheolhee."""

import re

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

_LEAST = 5
"""The length up to which a key is too short to stand for a name."""


def sound_key(name: str) -> str:
    """A text that is the same for names that differ only in how Korean is written in Latin letters. `name` is folded,
    the surname first; empty for a name of one word, or a short one."""
    surname, _, given = name.partition(" ")
    letters = re.sub("[^a-z]", "", given)
    if not letters or not name.isascii():
        return ""
    key = f"{_SURNAMES.get(surname) or _sounds(surname)} {_sounds(letters)}"
    return key if len(key) > _LEAST else ""


def _sounds(letters: str) -> str:
    for written, sound in _ALIKE:
        letters = letters.replace(written, sound)
    return re.sub(r"h(?![aeiouyw])", "", letters)
