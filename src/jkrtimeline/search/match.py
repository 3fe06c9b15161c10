"""Terms → an FTS5 MATCH expression."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..text.normalize import fold, index_text, is_cjk
from ..text.spelling import other_beginnings, respelled, spellings
from .syntax import Search, Term

if TYPE_CHECKING:
    from ..index.lexicon import StoredLexicon

_MAX_EXPANSIONS = 50
"""How many words with one beginning are searched one by one, so that each also matches by its stem. Where more begin
so, the beginning itself is searched: nearly the same matches in less time."""


class Variants(NamedTuple):
    """What a word or phrase matches besides itself: its irregular forms, its synonyms, and words of related meaning."""

    forms: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def any_match(terms: Sequence[Term], lexicon: "StoredLexicon") -> str:
    """The MATCH text for at least one of some terms; empty for none."""
    return " OR ".join(_one_match(term, lexicon) for term in terms)


def related_match(terms: Sequence[Term], lexicon: "StoredLexicon") -> str:
    """The MATCH text for the related words of a bare word; empty for none."""
    if len(terms) != 1 or not terms[0].bare:
        return ""
    return _quoted(text for variants in _variants(terms[0], lexicon) for text in variants.related)


def leading_phrase(groups: Sequence[Sequence[Term]], lexicon: "StoredLexicon") -> list[Term]:
    """The longest phrase with variants that the bare words at the beginning form; empty for none."""
    bare: list[Term] = []
    for group in groups:
        if len(group) != 1 or not group[0].bare or group[0].apart:
            break
        bare.append(group[0])
    words = [term.text for term in bare]
    return bare[: lexicon.phrase_length(words)] if len(words) > 1 else []


def to_match(search: Search, lexicon: "StoredLexicon") -> tuple[str, str]:
    """FTS5's MATCH texts for what must occur and for what must not; empty where there is none.

    Every piece of the user's text is in quotation marks and holds letters and digits only.
    """
    parts: dict[str, None] = {}  # each part once, however often it was typed
    position = 0
    while position < len(search.groups):
        phrase = leading_phrase(search.groups[position:], lexicon)
        terms = (phrase_of(phrase),) if phrase else search.groups[position]
        parts[f"({any_match(terms, lexicon)})"] = None
        position += max(len(phrase), 1)
    return " AND ".join(parts), any_match(search.excluded, lexicon)


def phrase_of(terms: Iterable[Term]) -> Term:
    """The words of a phrase that has synonyms, typed without quotation marks."""
    return Term(tuple(word for term in terms for word in term.words), apart=True)


def _one_match(term: Term, lexicon: "StoredLexicon") -> str:
    if term.prefix:
        *before, last = term.words
        forms = {last, respelled(last, 0), respelled(last, 1), *other_beginnings(last)}
        expansions = sorted({word for form in forms for word in lexicon.expand(fold(form))}) or [last]
        if len(expansions) > _MAX_EXPANSIONS:
            either = " OR ".join(f'"{index_text(" ".join([*before, form]))}" *' for form in sorted(forms))
            return f"{{{term.field}}} : ({either})" if term.field else f"({either})"
        texts = [" ".join([*before, word]) for word in expansions]
    else:
        texts = [*spellings(term.text), *_dotted(term), *_joined(term)]
        if not term.exact:
            for variants in _variants(term, lexicon):
                texts += [*variants.forms, *variants.synonyms]
    compounds = [] if term.exact or term.prefix else _compounds(term.text, lexicon)
    words = [" AND ".join(f"({_quoted(_literal(word, lexicon))})" for word in term.words)] if term.apart else []
    either = " OR ".join([_quoted(texts), *compounds, *(f"({each})" for each in words)])
    return f"{{{term.field}}} : ({either})" if term.field else f"({either})"


def _variants(term: Term, lexicon: "StoredLexicon") -> list[Variants]:
    """The variants of a term, and of the same with or without points and hyphens."""
    return [lexicon.variants(text) for text in (term.text, *_dotted(term), *_joined(term))]


def _literal(word: str, lexicon: "StoredLexicon") -> list[str]:
    """A word without its synonyms."""
    term = Term((word,))
    return [*spellings(word), *_dotted(term), *_joined(term), *lexicon.variants(word).forms]


def _quoted(texts: Iterable[str]) -> str:
    return " OR ".join(f'"{index_text(text)}"' for text in dict.fromkeys(texts))


def _compounds(text: str, lexicon: "StoredLexicon") -> Iterator[str]:
    """For a compound in Chinese, Japanese or Korean that contains a word with synonyms: any of these, and the
    rest of the compound (日韓首脳会談 is 日韓 with 首脳会談, which also matches `summit`)."""
    if len(text) < 3 or not all(map(is_cjk, text)):
        return
    synonyms = lexicon.cjk_synonyms()
    for phrase, row in synonyms.items():
        rest = text.replace(phrase, " ").split()
        if rest and rest != [text]:
            others = " AND ".join(f"({_quoted([part, *synonyms.get(part, ())])})" for part in rest)
            yield f"(({_quoted(row)}) AND {others})"


def _dotted(term: Term) -> Iterator[str]:
    """`us` for `U.S.`, and the other way round."""
    if len(term.words) > 1 and all(len(word) == 1 and word.isalpha() for word in term.words):
        yield "".join(term.words)
    elif len(term.words) == 1 and 2 <= len(term.words[0]) <= 4 and term.words[0].isalpha():
        yield " ".join(term.words[0])


PREFIXES = r"(?:anti|bi|counter|co|cyber|inter|mid|multi|non|post|pre|pro|re|semi|sub|tri|un)(?=\w{3})"
"""Prefixes that are written with a hyphen or without; a longer one before one that begins it."""


def _joined(term: Term) -> Iterator[str]:
    """`cooperation` for `co-operation`, `F35` for `F-35`, `Strasse` for `Straße`, and the other ways round."""
    if term.exact:
        return
    text = term.text
    if len(term.words) == 2 and not term.apart:
        yield "".join(term.words)
    elif len(term.words) == 1:
        if match := re.match(PREFIXES, text):
            yield f"{match[0]} {text[match.end() :]}"
        if match := re.fullmatch(r"([a-z]{1,4})(\d{1,4}[a-z]?)", text):
            yield f"{match[1]} {match[2]}"
    if "ß" in text:
        yield text.replace("ß", "ss")
    if "ss" in text:
        yield text.replace("ss", "ß")
