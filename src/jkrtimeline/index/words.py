"""The words of the index in full, for prefixes and suggestions: FTS5 itself holds stems only."""

import sqlite3
from collections.abc import Iterable

from ..text.normalize import folded_words

_MOST = 250_000
"""The most words that are collected before they are written, some 30 MB. Writing them together, in order, takes a tenth
of the time."""

_LOWER = bytes(ord(chr(code).lower()) if code >= 128 or chr(code).isalnum() else ord(" ") for code in range(128))
_TO_WORDS = _LOWER + bytes(range(128, 256))
"""A table for bytes.translate: ASCII letters in lower case, spaces for what separates words."""


class Words:
    """Collects the words of texts, and writes each of them once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: set[bytes] = set()

    def add(self, texts: Iterable[str]) -> None:
        """Collect the words of some texts."""
        self._words.update(" ".join(texts).encode().translate(_TO_WORDS).split())
        if len(self._words) > _MOST:
            self.write()

    def write(self) -> None:
        """Write the words collected since the last time."""
        words = {word.decode() for word in self._words if word.isascii()}  # they are folded already
        words.update(word for text in self._words if not text.isascii() for word in folded_words(text.decode()))
        self._connection.executemany("INSERT OR IGNORE INTO word VALUES (?)", zip(sorted(words), strict=True))
        self._words.clear()
