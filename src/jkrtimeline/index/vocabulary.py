"""The words of an index, against which a search is read."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from ..search.match import any_match, related_match, to_match
from ..search.reading import SearchReading, interpret
from ..search.syntax import Search, Term
from ..text.normalize import fold, index_text, is_cjk, prefix_range
from .lexicon import StoredLexicon

_COMPARED = 5000
"""The most words that are compared letter by letter."""

_COUNTED = 1000
"""The most events of a word that are counted, to choose between words that are equally near."""


def interpret_search(connection: sqlite3.Connection, typed: Search, today: date, *, all_words: bool) -> SearchReading:
    """What typed words mean, in the words of the index."""
    return interpret(typed, IndexVocabulary(connection, related=not all_words), today, all_words=all_words)


def nearest_word(connection: sqlite3.Connection, word: str) -> str | None:
    """The word that occurs and is most like another; None where none is near."""
    return IndexVocabulary(connection).nearest(word)


class IndexVocabulary:
    """Reads the words, names and synonyms of an open index."""

    def __init__(self, connection: sqlite3.Connection, *, related: bool = True) -> None:
        self._connection = connection
        self._related = related
        self.lexicon: StoredLexicon = StoredLexicon(connection)

    @property
    def names(self) -> Sequence[str]:
        """Native names in Chinese, Japanese or Korean letters."""
        sql = "SELECT DISTINCT folded FROM name WHERE folded > '\u1100'"
        return [name for (name,) in self._connection.execute(sql) if all(map(is_cjk, name))]

    def match(self, terms: Iterable[Term]) -> str:
        """The MATCH text for at least one of some terms."""
        return any_match(tuple(terms), self.lexicon)

    def related_match(self, terms: Iterable[Term]) -> str:
        """The MATCH text for the related words of a bare word; empty for none."""
        return related_match(tuple(terms), self.lexicon) if self._related else ""

    def match_texts(self, search: Search) -> tuple[str, str]:
        """The MATCH texts for what must occur and for what must not; empty where there is none."""
        return to_match(search, self.lexicon)

    def occurs_adjacent(self, words: tuple[str, ...]) -> bool:
        """Whether any event has these words one after the other."""
        return self.count(f'"{index_text(" ".join(words))}"', 1) > 0

    def occurs(self, term: Term) -> bool:
        """Whether any event matches."""
        return self.count(self.match((term,)), 1) > 0

    def has_related(self, term: Term) -> bool:
        """Whether any event matches a related word."""
        match = self.related_match((term,))
        return bool(match) and self.count(match, 1) > 0

    def count(self, match: str, most: int) -> int:
        """How many events match; no more than `most` are counted."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
        return int(self._connection.execute(sql, (match, most)).fetchone()[0])

    def nearest(self, word: str) -> str | None:
        """The word that occurs and is most like another: with the fewest edits, and in most events. None where `word`
        cannot be a misspelling, or no word is near."""
        from ..search.corrections import TWICE_MISSPELLED, may_be_misspelled, one_edit

        folded = fold(word)
        if not may_be_misspelled(folded):
            return None
        sql = "SELECT word FROM word WHERE word IN (SELECT value FROM json_each(?))"
        edits = sorted(each for each in one_edit(folded) if each[:1] == folded[0])
        near = [each for (each,) in self._connection.execute(sql, (json.dumps(edits),))]
        if not near and len(folded) >= TWICE_MISSPELLED:
            near = self._two_edits(folded)
        counted = lru_cache(lambda each: self.count(self.match([Term((each,))]), _COUNTED))
        ranked = sorted(near, key=lambda each: (-counted(each), each))
        return next(filter(counted, ranked), None)

    def _two_edits(self, word: str) -> list[str]:
        """Words that are two edits from another and begin with the same letters."""
        from ..search.corrections import SAME_LETTERS, distance

        sql = "SELECT word FROM word WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ? LIMIT ?"
        values = (*prefix_range(word[:SAME_LETTERS]), len(word) - 2, len(word) + 2, _COMPARED)
        return [each for (each,) in self._connection.execute(sql, values) if distance(word, each, 2) <= 2]
