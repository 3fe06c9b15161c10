"""The forms, synonyms and related words of an index: written when it is built, read by a search."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, product
from typing import NamedTuple

from ..search.match import Variants
from ..search.word_lists import MOST_FORMS, irregular_rows, related_rows
from ..text.normalize import ZWSP, fold, index_text, is_cjk, prefix_range
from ..text.spelling import spellings
from .connection import read_meta


class _LexiconRow(NamedTuple):
    """A row of the table `variants`, and its rows of the table `phrase`."""

    variants: tuple[int, str, str]
    phrases: list[tuple[str, int, int]]


def write_lexicon(connection: sqlite3.Connection, synonyms: Sequence[Sequence[str]]) -> None:
    """Write the irregular forms, the related words, and the folded `synonyms` of the data."""
    forms, shipped = _shipped_rows()
    rows = [*shipped, *_rows("synonyms", synonyms, forms, len(shipped))]
    connection.executemany("INSERT INTO variants VALUES (?, ?, ?)", (row.variants for row in rows))
    phrases = chain.from_iterable(row.phrases for row in rows)
    connection.executemany("INSERT INTO phrase VALUES (?, ?, ?)", phrases)


@cache  # the same for all data: most of the time that a small index takes
def _shipped_rows() -> tuple[dict[str, list[str]], list[_LexiconRow]]:
    """The irregular words, each with its forms, and the rows of the word lists."""
    irregular = irregular_rows()
    forms = {form: row for row in irregular for form in row}
    rows = list(_rows("forms", irregular, {}, 0))
    return forms, [*rows, *_rows("related", related_rows(), forms, len(rows))]


def _rows(
    level: str, lists: Iterable[Sequence[str]], forms: Mapping[str, Sequence[str]], last: int
) -> Iterator[_LexiconRow]:
    """The rows of some lists of phrases, numbered from `last` + 1 on."""
    for number, phrases in enumerate(lists, last + 1):
        texts = list(chain.from_iterable(_inflected(phrase, forms) for phrase in phrases))
        yield _LexiconRow(
            (number, level, json.dumps(texts)), [(index_text(text), token_count(text), number) for text in texts]
        )


def _inflected(phrase: str, forms: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A phrase with each of its words in all irregular forms: `take office`, `took office`."""
    choices = [forms.get(word, [word]) for word in phrase.split()]
    for number, words in enumerate(product(*choices)):
        if number < MOST_FORMS:
            yield " ".join(words)


def token_count(text: str) -> int:
    """How many words FTS5 takes a text for; each letter of Chinese, Japanese or Korean is one."""
    return len(index_text(fold(text)).replace(ZWSP, " ").split())


class StoredLexicon:
    """Reads the lexicon and the words of an open index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read: dict[str, Variants] = {}
        self._cjk: dict[str, list[str]] | None = None

    def variants(self, text: str) -> Variants:
        """The variants of a word or phrase, whatever its endings and in either spelling."""
        if text in self._read:
            return self._read[text]
        sql = (
            "SELECT number, level, texts FROM phrase JOIN variants ON number = variant"
            " WHERE phrase MATCH ? AND length = ?"
        )
        rows = sorted(self._connection.execute(sql, (_from_start(text), token_count(text))))
        variants = Variants(*(_texts(row for row in rows if row[1] == level) for level in Variants._fields))
        return self._read.setdefault(text, variants)

    def phrase_length(self, words: Sequence[str]) -> int:
        """How many of the words, from the first on, are a phrase with variants; 0 for none."""
        sql = "SELECT length FROM phrase WHERE phrase MATCH ? AND length > ?"
        lengths = {
            length for (length,) in self._connection.execute(sql, (_from_start(words[0]), token_count(words[0])))
        }
        for number in range(min(len(words), max(lengths, default=0)), 1, -1):
            text = " ".join(words[:number])
            if token_count(text) in lengths and any(self.variants(text)):
                return number
        return 0

    def cjk_synonyms(self) -> Mapping[str, Sequence[str]]:
        """Words in Chinese, Japanese or Korean → their synonyms."""
        if self._cjk is None:
            self._cjk = {}
            for row in json.loads(read_meta(self._connection, "synonyms")):
                for phrase in row:
                    if all(map(is_cjk, phrase.replace(" ", ""))):
                        self._cjk.setdefault(phrase, []).extend(row)
        return self._cjk

    def expand(self, beginning: str) -> list[str]:
        """All words that begin so; `beginning` is folded."""
        sql = "SELECT word FROM word WHERE word >= ? AND word < ?"
        return [word for (word,) in self._connection.execute(sql, prefix_range(beginning))]


def _from_start(text: str) -> str:
    return " OR ".join(f'^"{index_text(each)}"' for each in spellings(text))


def _texts(rows: Iterable[tuple[int, str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for _, _, texts in rows for text in json.loads(texts)))
