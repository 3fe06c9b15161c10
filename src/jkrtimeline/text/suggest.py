"""Suggestions for a misspelled name: "did you mean …?"."""

from collections.abc import Iterable
from functools import lru_cache
from heapq import nlargest

from .normalize import fold
from .sanitize import visible

_COMPARED = 40
"""How many candidates are compared letter by letter: those that share the most pairs of letters."""

_CUTOFF = 0.7
"""The least similarity of a suggestion. At 0.6, the default of difflib, `nonsense` resembles Nippon Steel."""


def nearest_names(word: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates most similar to `word`, best first. A candidate is compared whole, and by as many of its first
    words as `word` has. Those less similar than _CUTOFF are left out."""
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(_folded(candidate), candidate)
    target = fold(word)
    if not target:
        return []
    names = {name: name for name in folded}
    for name in folded:
        names.setdefault(" ".join(name.removeprefix("the ").split()[: len(target.split())]), name)
    pairs, compared = _pairs(target), list(names)
    if len(compared) > _COMPARED:
        shared = {name: len(pairs & _pairs(name)) / (len(name) + len(target)) for name in names}
        compared = nlargest(_COMPARED, names, key=shared.__getitem__)
    near = list(dict.fromkeys(names[each] for each in get_close_matches(target, compared, n=limit, cutoff=_CUTOFF)))
    within = [name for name in folded if len(target) > 2 and f" {target}" in f" {name}" and name not in near]
    near += sorted(within, key=len)
    return [folded[name] for name in near[:limit]]


_folded = lru_cache(maxsize=1 << 14)(fold)


@lru_cache(maxsize=1 << 14)
def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, with a space at each end."""
    padded = f" {text} "
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))


def did_you_mean(word: str, candidates: Iterable[str], otherwise: str = "", most: int = 3) -> str:
    """The hint for an unknown name: the nearest candidates, or else `otherwise`."""
    near = nearest_names(word, candidates, most)
    return f"did you mean {' or '.join(visible(name) for name in near)}?" if near else otherwise
