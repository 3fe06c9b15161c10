"""What to try when a query with search words gives nothing."""

from collections.abc import Sequence

from .index import select
from .index.database import Index
from .index.vocabulary import nearest_word
from .query import Query
from .search.reading import SearchReading
from .search.syntax import Search, Term
from .text.sanitize import numbered, quoted

_NO_WORD = "add a word to search; punctuation, AND, OR and NOT only join words"

_MOST_NAMED = 3
"""The most words that a hint names."""


def suggestion(index: Index, query: Query) -> str:
    """The hint for a query without events; empty where it has no search words."""
    if query.search is not None:
        return _for_search(index, query.search)
    return _for_match(index, query.matches[0]) if query.matches else ""


def _for_search(index: Index, reading: SearchReading) -> str:
    if reading.empty:
        return _NO_WORD
    if len(reading.nowhere) == len(reading.parts):
        return _nowhere(reading.nowhere)
    if unfiltered := index.read(select.count, Query(search=reading)):
        return f"{numbered(unfiltered, 'event')} would match without the filters"
    relaxed = Query(search=reading._replace(all_words=False))
    if reading.all_words and (most := index.read(select.count, relaxed)):
        return f"{numbered(most, 'event')} would match without --all-words"
    if absent := [part.typed for part in reading.parts if part.required and not _hits(index, Search((part.terms,)))]:
        return _nowhere(absent)
    return "no event has most of these words together; use fewer"


def _for_match(index: Index, search: Search) -> str:
    if search.empty:
        return _NO_WORD
    terms = dict.fromkeys(term for group in search.groups for term in group)
    nowhere = [term for term in terms if not _hits(index, Search(((term,),)))][:_MOST_NAMED]
    near = {term: index.read(nearest_word, term.text) for term in nowhere if len(term.words) == 1}
    words = [word for word in near.values() if word]
    for term, word in near.items():
        if word and _hits(index, _with(search, term, word)):
            return f"did you mean {word}?"
    if nowhere:
        return _nowhere([term.text for term in nowhere], words)
    if unfiltered := _hits(index, search):
        return f"{numbered(unfiltered, 'event')} would match without the filters"
    return "each word occurs, but no event has them all; put OR between them"


def _nowhere(words: Sequence[str], near: Sequence[str] = ()) -> str:
    """The hint for words that occur in no event; `near` are words like them that do."""
    named = words[:_MOST_NAMED]
    instead = f"{' or '.join(near)} would match" if near else "try other words, or the beginning of one: tarif*"
    return f"{' and '.join(map(quoted, named))} {'occur' if len(named) > 1 else 'occurs'} nowhere; {instead}"


def _hits(index: Index, search: Search) -> int:
    return index.read(select.count, Query(matches=(search,)))


def _with(search: Search, term: Term, word: str) -> Search:
    """`search` with `word` instead of `term`."""
    other = term._replace(words=(word,))
    groups = (tuple(other if each == term else each for each in group) for group in search.groups)
    return search._replace(groups=tuple(groups))
