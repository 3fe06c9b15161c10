"""The search syntax: typed words → terms."""

import re
from typing import NamedTuple

from ..text.normalize import MARKS, NOT_WORD, is_cjk, normal
from ..text.sanitize import without_controls

SEARCH_FIELDS = ("title", "actor", "theme", "place", "summary", "source")


"""What may stand before a colon; also the columns of the index, in this order."""


_TERM = rf'(?i)(-)?(?:({"|".join(SEARCH_FIELDS)}):)?(?:"([^"]*)"|(\S+))'


_POSSESSIVE = "['\u2019][sS]$"


class Term(NamedTuple):
    """One word or phrase that is looked for. `words` are letters and digits in lower case; `field` is
    one of SEARCH_FIELDS or empty; `prefix` when the last word may go on; `exact` for a phrase in quotation marks."""

    words: tuple[str, ...]
    field: str = ""
    prefix: bool = False
    exact: bool = False

    @property
    def text(self) -> str:
        """As it would be typed."""
        return " ".join(self.words)


class Search(NamedTuple):
    """What is looked for: of each group at least one term, and none of `excluded`."""

    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing that could be found was asked for."""
        return not self.groups and not self.excluded


def parse(text: str) -> Search:
    """Read a search. Never fails: what is not syntax is literal, what has no letter is passed over.

    All words must occur; `"a phrase"`, `-word`, `word*`, `OR` between two words, a field before a
    colon. OR binds closer than the space: `a b OR c` is a, and b or c.
    """
    groups: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    tokens = list(re.finditer(_TERM, without_controls(text)))
    joined = False
    for place, token in enumerate(tokens):
        if token[0] == "OR" and len(tokens) > 1:  # beside nothing it joins nothing
            joined = bool(groups) and place > 0 and not tokens[place - 1][1]
            continue
        term = _term(token)
        if term is None:
            continue
        if token[1]:
            excluded.append(term)
        elif joined:
            groups[-1] += (term,)
        else:
            groups.append((term,))
        joined = False
    return Search(tuple(groups), tuple(excluded))


def _term(token: re.Match[str]) -> Term | None:
    _, field, phrase, word = token.groups()
    exact = phrase is not None
    text = phrase if exact else re.sub(_POSSESSIVE, "", word)
    prefix = not exact and len(text) > 1 and text.endswith("*")
    lower = re.sub(MARKS, "", normal(text)[0].lower())
    words = tuple(re.sub(NOT_WORD, " ", lower).split())
    if not words:
        return None
    return Term(words, (field or "").lower(), prefix and not any(map(is_cjk, words[-1])), exact)
