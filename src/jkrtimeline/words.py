"""Words: how text is made comparable, safe to show and searchable, and what a search means.

Knows the syntax of a search and of FTS5's MATCH, nothing of tables. FTS5's `unicode61` keeps a whole
run of Chinese, Japanese or Korean letters as one word and its `trigram` never finds two letters, so
such letters are set apart by zero-width spaces, when indexing and when searching.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from .public import UNSAFE
from .spelling import other_beginnings, respelled

ZWSP = "\u200b"
BREAK = " \ue000 "
"""Stands between texts that are indexed together, so that no phrase runs from one to the next: a
letter of the private use area, which FTS5 takes for a word and nobody can search."""

_CJK = (
    "\u1100\u1200\u3005\u3008\u3041\u30fb\u30fc\u3190\u31f0\u3200\u3400\ua000"
    "\uac00\ud800\uf900\ufb00\U00020000\U00040000"
)
"""Where runs of Chinese, Japanese or Korean letters begin and, by turns, have ended. No pattern: to compile
one of so many letters takes longer than a search."""
_NOT_WESTERN = r"[^\x00-\u10ff\s]+"
_MARKS = "[\u0300-\u036f]"
_NOT_WORD = r"[\W_]+"
# Letters that belong to the one before: combining marks, Hangul vowels and finals, half-width sound marks.
_CLUSTER = r"(?s).[\u0300-\u036f\u1160-\u11ff\u3099\u309a\uff9e\uff9f]*"
_CONTROL = f"[\x00-\x1f\ue000\ue001]|{UNSAFE}"


def visible(text: str) -> str:
    """`text` in one line, as a terminal may show it: white space becomes a space, what only says where
    a line may be broken is left out, and every other control character and UNSAFE one becomes a visible
    sign."""
    return text if text.isprintable() else re.sub(_CONTROL, _sign, text)


def _sign(found: re.Match[str]) -> str:
    """What is shown instead of a character that no terminal gets."""
    code = ord(found[0])
    if found[0] in "\t\n\r\v\f\u2028\u2029\x85":
        return " "
    if found[0] in "\xad\u200b\u2060\ufeff":
        return ""
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def fold(text: str) -> str:
    """What is compared when names are looked up: no case, no accents, no punctuation, full-width
    forms as plain ones."""
    if not text.isascii():
        import unicodedata

        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = unicodedata.normalize("NFC", re.sub(_MARKS, "", decomposed))
    return re.sub(_NOT_WORD, " ", text.casefold()).strip()


_ASCII_BREAKS = {code: " " for code in range(128) if not chr(code).isalnum()}


def folded_words(text: str) -> list[str]:
    """The words of `fold`."""
    return text.lower().translate(_ASCII_BREAKS).split() if text.isascii() else fold(text).split()


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


def _without_controls(text: str) -> str:
    """`text` with a space for each control character; what is printable has none."""
    return text if text.isprintable() else re.sub(_CONTROL, " ", text)


@cache
def _is_cjk(letter: str) -> bool:
    return bisect_right(_CJK, letter) % 2 == 1


def _normal(text: str) -> tuple[str, list[int] | None]:
    """NFKC, and for each letter of it the place of its origin in `text` (None: the same place)."""
    text = _without_controls(text)
    if text.isascii():
        return text, None
    import unicodedata

    if unicodedata.is_normalized("NFKC", text):
        return text, None
    parts, places = [], []
    for cluster in re.finditer(_CLUSTER, text):
        part = unicodedata.normalize("NFKC", cluster[0])
        parts.append(part)
        places += [cluster.start()] * len(part)
    return "".join(parts), places


def index_text(text: str) -> str:
    """`text` as the index holds it: NFKC, Chinese, Japanese and Korean letters set apart."""
    if text.isascii() and text.isprintable():
        return text
    normal, _ = _normal(text)
    return normal if normal.isascii() else re.sub(_NOT_WESTERN, _set_apart, normal)


def _set_apart(run: re.Match[str]) -> str:
    """Letters without white space, with a ZWSP wherever a CJK one stands beside another letter."""
    letters, text, (start, end) = run[0], run.string, run.span()
    parts = [ZWSP.join(same) if cjk else "".join(same) for cjk, same in groupby(letters, _is_cjk)]
    if start and _is_cjk(letters[0]) and not text[start - 1].isspace():
        parts.insert(0, "")
    if end < len(text) and _is_cjk(letters[-1]) and not text[end].isspace():
        parts.append("")
    return ZWSP.join(parts)


def marks(highlighted: str, text: str, opening: str, closing: str) -> tuple[tuple[int, int], ...]:
    """Where in `text` the matched words stand, as (start, end); `highlighted` is its `index_text`
    with `opening` and `closing` around them, as FTS5's highlight() returns it."""
    _, places = _normal(text)
    position, start, found = 0, 0, []
    for letter in highlighted:
        if letter == opening:
            start = position
        elif letter == closing:
            found.append((start, position))
        elif letter != ZWSP:
            position += 1
    if places is None:
        return tuple(found)
    places.append(len(text))
    whole = []
    for low, high in found:
        while places[high] == places[high - 1]:  # a letter that NFKC writes with several: all of it
            high += 1
        whole.append((places[low], places[high]))
    return tuple(whole)


# --- the syntax of a search -------------------------------------------------------------------------

SEARCH_FIELDS = ("title", "actor", "theme", "place", "summary", "source")
"""What may stand before a colon; also the columns of the index, in this order."""

_TERM = rf'(?i)(-)?(?:({"|".join(SEARCH_FIELDS)}):)?(?:"([^"]*)"|(\S+))'
_POSSESSIVE = "['\u2019][sS]$"

Expand = Callable[[str], Sequence[str]]
"""The beginning of a word, folded → all words of the index that begin so."""


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
    tokens = list(re.finditer(_TERM, _without_controls(text)))
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
    lower = re.sub(_MARKS, "", _normal(text)[0].lower())
    words = tuple(re.sub(_NOT_WORD, " ", lower).split())
    if not words:
        return None
    return Term(words, (field or "").lower(), prefix and not any(map(_is_cjk, words[-1])), exact)


_FORMS = 50
"""Words that begin alike and are looked for one by one, so that each finds all with its stem. Of more, the
stems that begin alike are: they are nearly the same, and take less time."""

Synonyms = Mapping[str, Sequence[str]]
"""A word or phrase, folded → the words and phrases that it finds too."""


def to_match(search: Search, rows: Sequence[Sequence[str]], expand: Expand) -> tuple[str, str]:
    """FTS5's MATCH texts for what must occur and for what must not; empty where there is none.

    `rows` are synonyms: folded words and phrases that find each other. Every piece of the user's
    text stands in quotation marks and holds letters and digits only.
    """
    synonyms = {phrase: row for row in reversed(rows) for phrase in row}
    longest = max((len(phrase.split()) for phrase in synonyms), default=1)
    parts: dict[str, None] = {}  # each part once, however often it was typed
    place = 0
    while place < len(search.groups):
        run = _run(search.groups[place : place + longest], synonyms)
        if len(run) > 1:  # the words of a phrase that has synonyms, typed without quotation marks
            words = " AND ".join(_one_match(term, {}, expand) for term in run)
            others = _one_match(Term(tuple(word for term in run for word in term.words)), synonyms, expand)
            parts[f"(({words}) OR {others})"] = None
            place += len(run)
        else:
            parts[f"({_any_match(search.groups[place], synonyms, expand)})"] = None
            place += 1
    return " AND ".join(parts), _any_match(search.excluded, synonyms, expand)


def _any_match(terms: Sequence[Term], synonyms: Synonyms, expand: Expand) -> str:
    return " OR ".join(_one_match(term, synonyms, expand) for term in terms)


def _run(groups: Sequence[tuple[Term, ...]], synonyms: Synonyms) -> list[Term]:
    """The longest run of plain words, from the first on, that has synonyms as a phrase."""
    plain: list[Term] = []
    longest = 0
    for group in groups:
        term = group[0]
        if len(group) > 1 or term.field or term.prefix or term.exact:
            break
        plain.append(term)
        if len(plain) > 1 and _others(" ".join(each.text for each in plain), synonyms):
            longest = len(plain)
    return plain[:longest]


def _one_match(term: Term, synonyms: Synonyms, expand: Expand) -> str:
    if term.prefix:
        *before, last = term.words
        forms = {last, respelled(last, 0), respelled(last, 1), *other_beginnings(last)}
        found = sorted({word for form in forms for word in expand(fold(form))}) or [last]
        if len(found) > _FORMS:
            either = " OR ".join(f'"{index_text(" ".join([*before, form]))}" *' for form in sorted(forms))
            return f"{{{term.field}}} : ({either})" if term.field else f"({either})"
        texts = [" ".join([*before, word]) for word in found]
    else:
        texts = [term.text, respelled(term.text, 0), respelled(term.text, 1), *_dotted(term)]
        if not term.exact:
            texts += _others(term.text, synonyms)
    compounds = [] if term.exact or term.prefix else _compounds(term.text, synonyms)
    either = " OR ".join([_quoted(texts), *compounds])
    return f"{{{term.field}}} : ({either})" if term.field else f"({either})"


def _quoted(texts: Iterable[str]) -> str:
    return " OR ".join(f'"{index_text(text)}"' for text in dict.fromkeys(texts))


def _compounds(text: str, synonyms: Synonyms) -> Iterator[str]:
    """For a compound of Chinese, Japanese or Korean letters that holds a word with synonyms: these, and
    the rest of it (日韓首脳会談 is 首脳会談, so also a summit, and 日韓)."""
    if len(text) < 3 or not all(map(_is_cjk, text)):
        return
    for phrase, row in synonyms.items():
        rest = text.replace(phrase, " ").split()
        if rest and rest != [text] and any(map(_is_cjk, phrase)):
            others = " AND ".join(f"({_quoted([part, *_others(part, synonyms)])})" for part in rest)
            yield f"(({_quoted(row)}) AND {others})"


def _dotted(term: Term) -> Iterator[str]:
    """`us` for `U.S.`, and the other way round."""
    if len(term.words) > 1 and all(len(word) == 1 and word.isalpha() for word in term.words):
        yield "".join(term.words)
    elif len(term.words) == 1 and 2 <= len(term.words[0]) <= 4 and term.words[0].isalpha():
        yield " ".join(term.words[0])


def _others(text: str, synonyms: Synonyms) -> Sequence[str]:
    """The synonyms of some words, in either spelling, or of their plain singular or plural."""
    for form in (fold(text), fold(respelled(text, 0)), fold(respelled(text, 1))):
        for other in (form, f"{form}s", form.removesuffix("s"), form.removesuffix("es")):
            if other in synonyms:
                return synonyms[other]
    return ()
