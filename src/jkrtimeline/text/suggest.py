"""Suggestions for a misspelled name: did you mean …?"""

from collections.abc import Iterable

from .normalize import fold
from .sanitize import visible


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates that look most like `word`, best first; none when nothing is near."""
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(fold(candidate), candidate)
    target = fold(word)
    near = get_close_matches(target, folded, n=limit, cutoff=0.6)
    inside = [name for name in folded if len(target) > 2 and f" {target}" in f" {name}" and name not in near]
    near += sorted(inside, key=len)
    return [folded[name] for name in near[:limit]]


def did_you_mean(word: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """The hint for an unknown name."""
    near = nearest(word, candidates)
    return f"did you mean {' or '.join(visible(name) for name in near)}?" if near else otherwise
