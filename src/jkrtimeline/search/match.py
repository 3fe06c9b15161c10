"""Terms → an FTS5 MATCH expression."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache

from ..text.normalize import fold, index_text, is_cjk
from ..text.spelling import other_beginnings, respelled
from .syntax import Search, Term

Expand = Callable[[str], Sequence[str]]
"""The beginning of a word, folded → all words of the index that begin so."""

_MAX_EXPANSIONS = 50
"""How many words with one beginning are searched one by one, so that each also matches by its stem. Where more begin
so, the beginning itself is searched: nearly the same matches in less time."""

Synonyms = Mapping[str, Sequence[str]]
"""A word or phrase, folded and without endings → the words and phrases that it also matches."""


def synonym_map(rows: Sequence[Sequence[str]]) -> Synonyms:
    """Each word or phrase of the rows, without endings → those of all its rows."""
    synonyms: dict[str, list[str]] = {}
    for row in rows:
        for phrase in row:
            synonyms.setdefault(without_endings(phrase), []).extend(row)
    return synonyms


def any_match(terms: Sequence[Term], synonyms: Synonyms, expand: Expand) -> str:
    """The MATCH text for at least one of some terms; empty for none."""
    return " OR ".join(_one_match(term, synonyms, expand) for term in terms)


def synonym_run(groups: Sequence[Sequence[Term]], phrases: Container[str]) -> list[Term]:
    """The longest run of plain words, from the first on, that is a phrase with synonyms."""
    plain: list[Term] = []
    longest = 0
    for group in groups:
        if len(group) != 1 or not group[0].plain:
            break
        plain.append(group[0])
        if len(plain) > 1 and any(form in phrases for form in _forms(" ".join(each.text for each in plain))):
            longest = len(plain)
    return plain[:longest]


def to_match(search: Search, synonyms: Synonyms, expand: Expand) -> tuple[str, str]:
    """FTS5's MATCH texts for what must occur and for what must not; empty where there is none.

    Every piece of the user's text is in quotation marks and holds letters and digits only.
    """
    longest = max((len(phrase.split()) for phrase in synonyms), default=1)
    parts: dict[str, None] = {}  # each part once, however often it was typed
    position = 0
    while position < len(search.groups):
        run = synonym_run(search.groups[position : position + longest], synonyms)
        if len(run) > 1:  # the words of a phrase that has synonyms, typed without quotation marks
            words = " AND ".join(_one_match(term, {}, expand) for term in run)
            others = _one_match(Term(tuple(word for term in run for word in term.words)), synonyms, expand)
            parts[f"(({words}) OR {others})"] = None
            position += len(run)
        else:
            parts[f"({any_match(search.groups[position], synonyms, expand)})"] = None
            position += 1
    return " AND ".join(parts), any_match(search.excluded, synonyms, expand)


def _one_match(term: Term, synonyms: Synonyms, expand: Expand) -> str:
    if term.prefix:
        *before, last = term.words
        forms = {last, respelled(last, 0), respelled(last, 1), *other_beginnings(last)}
        expansions = sorted({word for form in forms for word in expand(fold(form))}) or [last]
        if len(expansions) > _MAX_EXPANSIONS:
            either = " OR ".join(f'"{index_text(" ".join([*before, form]))}" *' for form in sorted(forms))
            return f"{{{term.field}}} : ({either})" if term.field else f"({either})"
        texts = [" ".join([*before, word]) for word in expansions]
    else:
        texts = [term.text, respelled(term.text, 0), respelled(term.text, 1), *_dotted(term), *_joined(term)]
        if not term.exact:
            texts += _others(term.text, synonyms)
    compounds = [] if term.exact or term.prefix else _compounds(term.text, synonyms)
    apart = [" AND ".join(_one_match(Term((word,)), {}, expand) for word in term.words)] if term.apart else []
    either = " OR ".join([_quoted(texts), *compounds, *(f"({each})" for each in apart)])
    return f"{{{term.field}}} : ({either})" if term.field else f"({either})"


def _quoted(texts: Iterable[str]) -> str:
    return " OR ".join(f'"{index_text(text)}"' for text in dict.fromkeys(texts))


def _compounds(text: str, synonyms: Synonyms) -> Iterator[str]:
    """For a compound in Chinese, Japanese or Korean that contains a word with synonyms: any of these, and the
    rest of the compound (日韓首脳会談 is 日韓 with 首脳会談, which also matches `summit`)."""
    if len(text) < 3 or not all(map(is_cjk, text)):
        return
    for phrase, row in synonyms.items():
        rest = text.replace(phrase, " ").split()
        if rest and rest != [text] and any(map(is_cjk, phrase)):
            others = " AND ".join(f"({_quoted([part, *_others(part, synonyms)])})" for part in rest)
            yield f"(({_quoted(row)}) AND {others})"


def _dotted(term: Term) -> Iterator[str]:
    """`us` for `U.S.`, and the other way round."""
    if len(term.words) > 1 and all(len(word) == 1 and word.isalpha() for word in term.words):
        yield "".join(term.words)
    elif len(term.words) == 1 and 2 <= len(term.words[0]) <= 4 and term.words[0].isalpha():
        yield " ".join(term.words[0])


PREFIXES = re.compile(r"(?:anti|bi|co|counter|cyber|inter|mid|multi|non|post|pre|pro|re|semi|sub|tri|un)(?=\w{3})")
"""Prefixes that are written with a hyphen or without."""


def _joined(term: Term) -> Iterator[str]:
    """`cooperation` for `co-operation`, `F35` for `F-35`, `Strasse` for `Straße`, and the other ways round."""
    if term.exact:
        return
    text = term.text
    if len(term.words) == 2 and not term.apart:
        yield "".join(term.words)
    elif len(term.words) == 1:
        if match := PREFIXES.match(text):
            yield f"{match[0]} {text[match.end() :]}"
        if match := re.fullmatch(r"([a-z]{1,4})(\d{1,4}[a-z]?)", text):
            yield f"{match[1]} {match[2]}"
    if "ß" in text:
        yield text.replace("ß", "ss")
    if "ss" in text:
        yield text.replace("ss", "ß")


_MIN_STEM = 3
"""The fewest letters that a word without its ending may have."""


def _others(text: str, synonyms: Synonyms) -> Sequence[str]:
    """The synonyms of some words, in either spelling and whatever their endings."""
    return next((synonyms[form] for form in _forms(text) if form in synonyms), ())


def _forms(text: str) -> Iterator[str]:
    """Some words without endings, in either spelling."""
    for form in (text, respelled(text, 0), respelled(text, 1)):
        yield without_endings(fold(form))


def without_endings(words: str) -> str:
    """Folded words without their English endings: `visits`, `visited` and `visiting` become `visit`. The results are
    not always words; compare them only with each other."""
    return " ".join([_without_ending(word) for word in words.split()])


@cache
def _without_ending(word: str) -> str:
    if not word.isascii():
        return word
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            word = word.removesuffix(ending)
            doubled = ending in ("ing", "ed") and word[-1] == word[-2] and word[-1] not in "aeiouls"
            return word[:-1] if doubled else word
    return word
