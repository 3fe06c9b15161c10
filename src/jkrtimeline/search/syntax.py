"""The search syntax: typed words → terms."""

import re
from typing import NamedTuple

from ..errors import UsageError
from ..text.normalize import COMBINING_MARKS, NOT_WORD, is_cjk, normal
from ..text.sanitize import without_controls

SEARCH_FIELDS = ("title", "actor", "theme", "place", "summary", "source")
"""What can precede a colon; also the columns of the index, in this order."""

MAX_TERMS, MAX_PREFIXES = 250, 20
"""How many different words and phrases a search can have, and how many of them can be word beginnings (`word*`), each
of which matches many words."""

_TERM = rf'(?i)(-)?(?:({"|".join(SEARCH_FIELDS)}):)?(?:"([^"]*)"|(\S+))'
_POSSESSIVE = "['\u2019][sS]$"
_OPERATORS = ("OR", "AND", "NOT")


class Term(NamedTuple):
    """One word or phrase. `words` are letters and digits in lower case; `field` is one of SEARCH_FIELDS or empty;
    `prefix` if the last word is a beginning; `exact` for a phrase in quotation marks; `required` if joined by AND;
    `apart` if the words need not be neighbours in a text."""

    words: tuple[str, ...]
    field: str = ""
    prefix: bool = False
    exact: bool = False
    required: bool = False
    apart: bool = False

    @property
    def text(self) -> str:
        """The words, separated by spaces."""
        return " ".join(self.words)

    @property
    def bare(self) -> bool:
        """Whether it is a bare word, which a search may do without."""
        return not (self.field or self.prefix or self.exact or self.required)


class Search(NamedTuple):
    """Terms to search: at least one of each group, and none of `excluded`. `typed` is each group as it was typed."""

    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    typed: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to search."""
        return not self.groups and not self.excluded


def parse_search(text: str) -> Search:
    """Read a search: words, `"a phrase"`, `-word`, `word*`, `OR`, `AND` and `NOT` in capitals, a field before a colon.

    Characters that are not syntax are literal; words without a letter or digit are ignored. OR binds closer than the
    space: `a b OR c` is a, and b or c. `NOT b` is `-b`. A term that is typed twice counts once. Raises UsageError for
    more than MAX_TERMS terms, or more than MAX_PREFIXES word beginnings.
    """
    groups: list[dict[Term, None]] = []
    typed: list[str] = []
    excluded: dict[Term, None] = {}
    tokens = list(re.finditer(_TERM, without_controls(text)))
    operator, after_word = "", False
    for token in tokens:
        if token[0] in _OPERATORS and len(tokens) > 1:  # alone it is a word
            # OR and AND need a word before them.
            operator = token[0] if after_word or token[0] == "NOT" else ""
            continue
        term = _term(token)
        if term is None:
            continue
        if token[1] or operator == "NOT":
            excluded[term] = None
            operator, after_word = "", False
            continue
        if operator == "OR":
            groups[-1][term] = None
            typed[-1] += f" OR {token[0]}"
        else:
            if operator == "AND":
                term = term._replace(required=True)
                groups[-1] = {each._replace(required=True): None for each in groups[-1]}
            groups.append({term: None})
            typed.append(token[0])
        operator, after_word = "", True
    each_once = dict(reversed(list(zip(map(tuple, groups), typed, strict=True))))
    ordered = dict.fromkeys(map(tuple, groups))
    search = Search(tuple(ordered), tuple(excluded), tuple(each_once[group] for group in ordered))
    _check_size(search)
    return search


def _check_size(search: Search) -> None:
    """Raise UsageError for a search with too many terms."""
    terms = {*search.excluded, *(term for group in search.groups for term in group)}
    for number, most, what in (
        (len(terms), MAX_TERMS, "different words"),
        (sum(term.prefix for term in terms), MAX_PREFIXES, "word beginnings (word*)"),
    ):
        if number > most:
            raise UsageError(f"a search of {number} {what}", hint=f"a search has at most {most}; use fewer")


def _term(token: re.Match[str]) -> Term | None:
    _, field, phrase, word = token.groups()
    exact = phrase is not None
    text = phrase if exact else re.sub(_POSSESSIVE, "", word)
    prefix = not exact and len(text) > 1 and text.endswith("*")
    words = words_of(text)
    if not words:
        return None
    return Term(words, (field or "").lower(), prefix and not any(map(is_cjk, words[-1])), exact)


def words_of(text: str) -> tuple[str, ...]:
    """The words of some text: letters and digits, in lower case."""
    lower = re.sub(COMBINING_MARKS, "", normal(text)[0].lower())
    return tuple(re.sub(NOT_WORD, " ", lower).split())
