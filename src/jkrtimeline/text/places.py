"""The places in a text such as `Tokyo, Japan / Seoul (by phone)`: Tokyo, Japan and Seoul."""

import re
from collections.abc import Iterator

from .normalize import fold

SEPARATORS = r"(\s+/\s+|,\s+|\s*\([^()]*\))"
"""What parts two places, or a city and its country; and remarks in parentheses."""


def place_names(place: str) -> list[str]:
    """The places that a text names, as it writes them."""
    return [text for text in re.split(SEPARATORS, place)[::2] if fold(text)]


def phrases_in(place: str, longest: int) -> Iterator[str]:
    """Every phrase of at most so many words in a text, as filters compare them, each once."""
    words = fold(place).split()
    phrases = (" ".join(words[low : low + n]) for low in range(len(words)) for n in range(1, longest + 1))
    yield from dict.fromkeys(phrases)
