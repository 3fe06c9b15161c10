"""The words of an index, against which a search is read."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache

from ..search.match import Synonyms, any_match, synonym_map, to_match
from ..search.reading import MISSPELLED, TWICE_MISSPELLED, SearchReading, interpret
from ..search.syntax import Search, Term
from ..text.normalize import fold, is_cjk
from ..text.spelling import distance, one_edit
from .meta import read_meta

_COMPARED = 5000
"""The most words that are compared letter by letter."""

_COUNTED = 1000
"""The most events of a word that are counted, to choose between words that are equally near."""


def interpret_search(connection: sqlite3.Connection, typed: Search, today: date, *, all_words: bool) -> SearchReading:
    """What typed words mean, in the words of the index."""
    return interpret(typed, IndexVocabulary(connection), today, all_words=all_words)


def nearest_word(connection: sqlite3.Connection, word: str) -> str | None:
    """The word that occurs and is most like another; None where none is near."""
    return IndexVocabulary(connection).nearest(word)


class IndexVocabulary:
    """Reads the words, names and synonyms of an open index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @cached_property
    def synonyms(self) -> Sequence[Sequence[str]]:
        """Rows of folded words and phrases that match each other."""
        rows: list[list[str]] = json.loads(read_meta(self._connection, "synonyms"))
        return rows

    @cached_property
    def _synonym_map(self) -> Synonyms:
        return synonym_map(self.synonyms)

    @property
    def names(self) -> Sequence[str]:
        """Native names in Chinese, Japanese or Korean letters."""
        sql = "SELECT DISTINCT folded FROM name WHERE folded > '\u1100'"
        return [name for (name,) in self._connection.execute(sql) if all(map(is_cjk, name))]

    def expand(self, prefix: str) -> list[str]:
        """All words that begin with `prefix`, folded."""
        sql = "SELECT word FROM word WHERE word >= ? AND word < ?"
        return [word for (word,) in self._connection.execute(sql, (prefix, prefix + "\U0010ffff"))]

    def match(self, terms: Iterable[Term]) -> str:
        """The MATCH text for at least one of some terms."""
        return any_match(tuple(terms), self._synonym_map, self.expand)

    def match_texts(self, search: Search) -> tuple[str, str]:
        """The MATCH texts for what must occur and for what must not; empty where there is none."""
        return to_match(search, self._synonym_map, self.expand)

    def occurs(self, term: Term) -> bool:
        """Whether any event matches."""
        return self.count(self.match((term,)), 1) > 0

    def count(self, match: str, most: int) -> int:
        """How many events match; no more than `most` are counted."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
        return int(self._connection.execute(sql, (match, most)).fetchone()[0])

    def nearest(self, word: str) -> str | None:
        """The word that occurs and is most like another: with the fewest edits, the same first letter, and in most
        events. None where `word` is too short, too long or holds a digit, or no word is near."""
        folded = fold(word)
        if len(folded) not in MISSPELLED or not folded.isalpha() or any(map(is_cjk, folded)):
            return None
        sql = "SELECT word FROM word WHERE word IN (SELECT value FROM json_each(?))"
        near = [each for (each,) in self._connection.execute(sql, (json.dumps(sorted(one_edit(folded))),))]
        if not near and len(folded) >= TWICE_MISSPELLED:
            near = self._two_edits(folded)
        counted = lru_cache(lambda each: self.count(self.match([Term((each,))]), _COUNTED))
        ranked = sorted(near, key=lambda each: (each[0] != folded[0], -counted(each), each))
        return next(filter(counted, ranked), None)

    def _two_edits(self, word: str) -> list[str]:
        """Words that are two edits from another and begin with the same two letters."""
        sql = "SELECT word FROM word WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ? LIMIT ?"
        start = word[:2]
        values = (start, start + "\U0010ffff", len(word) - 2, len(word) + 2, _COMPARED)
        return [each for (each,) in self._connection.execute(sql, values) if distance(word, each, 2) <= 2]
