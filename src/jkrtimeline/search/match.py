"""Terms → an FTS5 MATCH expression."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ..text.normalize import fold, index_text, is_cjk
from ..text.spelling import other_beginnings, respelled
from .syntax import Search, Term

Expand = Callable[[str], Sequence[str]]


"""The beginning of a word, folded → all words of the index that begin so."""


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


def _others(text: str, synonyms: Synonyms) -> Sequence[str]:
    """The synonyms of some words, in either spelling, or of their plain singular or plural."""
    for form in (fold(text), fold(respelled(text, 0)), fold(respelled(text, 1))):
        for other in (form, f"{form}s", form.removesuffix("s"), form.removesuffix("es")):
            if other in synonyms:
                return synonyms[other]
    return ()
