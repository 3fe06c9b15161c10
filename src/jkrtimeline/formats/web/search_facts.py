"""The numbers and lists of `jkr search` for the search of the web page: weights, words and spellings.

The scripts implement the rules; with the same numbers and lists, both searches agree.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ...model import Event
from ...query import KINDS
from ...search import ranking
from ...search.corrections import (
    ENDINGS,
    LONGEST_COMPOUND,
    MISSPELLED,
    PARTICLES,
    SAME_LETTERS,
    SHORTEST_BASE,
    SHORTEST_HALF,
    TWICE_MISSPELLED,
)
from ...search.match import PREFIXES
from ...search.reading import DATE_WORDS, LATEST, STOP_WORDS
from ...search.word_lists import MOST_FORMS, common_words, irregular_rows, related_rows
from ...text.normalize import fold, folded_words, is_cjk
from ...text.spelling import respelled

if TYPE_CHECKING:
    from ...catalog import Catalog


def search_facts(data: "Catalog", events: Sequence[Event]) -> dict[str, Any]:
    """The facts for a page with these events."""
    synonyms, related = data.synonyms, related_rows()
    phrases = [phrase for row in (*synonyms, *related) for phrase in row]
    names = [name for kind in KINDS if kind != "place" for name in _names(data.registry(kind).values())]
    texts = [*phrases, *names, *(text for each in events for text in _texts(each))]
    return {
        "variants": {"forms": irregular_rows(), "synonyms": synonyms, "related": related},
        "mostForms": MOST_FORMS,
        "plain": " ".join(sorted(common_words())),
        "endings": ENDINGS,
        "spellings": _spellings(texts),
        "prefixes": PREFIXES,
        "stop": sorted(STOP_WORDS),
        "latest": sorted(LATEST),
        "particles": PARTICLES,
        "limits": {
            "dateWords": DATE_WORDS,
            "compound": LONGEST_COMPOUND,
            "shortest": MISSPELLED.start,
            "longest": MISSPELLED.stop - 1,
            "twice": TWICE_MISSPELLED,
            "same": SAME_LETTERS,
            "half": SHORTEST_HALF,
            "base": SHORTEST_BASE,
        },
        "known": sorted(_cjk([*names, *phrases])),
        "rank": {
            "weights": [[fields, weight] for fields, weight in ranking.FIELD_WEIGHTS],
            "related": ranking.RELATED,
            "within": ranking.WITHIN,
            "lasting": ranking.LASTING,
            "neighbours": ranking.NEIGHBOURS,
            "gap": ranking.GAP,
            "boost": ranking.BOOST,
            "focus": ranking.FOCUS,
            "latest": ranking.LATEST,
            "floor": ranking.FLOOR,
            "near": ranking.NEAR,
            "most": ranking.MOST,
        },
    }


def _names(records: Iterable[Any]) -> Iterator[str]:
    """The names, aliases and native names of the entries of a registry."""
    for record in records:
        yield from (record["name"], *(record.get("aliases") or ()), *(record.get("native") or {}).values())


def _texts(event: Event) -> Iterator[str]:
    """The searched texts of an event."""
    yield from (
        event.title,
        event.summary or "",
        *(text for _, text in event.labelled),
        event.date_note or "",
        event.place or "",
    )
    for source in event.sources:
        yield from (source.by, source.title or "", source.about or "")


def _cjk(texts: Iterable[str]) -> set[str]:
    """The texts that consist of Chinese, Japanese and Korean letters only, folded."""
    return {folded for folded in map(fold, texts) if folded and all(map(is_cjk, folded))}


def _spellings(texts: Iterable[str]) -> list[tuple[str, str]]:
    """(other spelling, word) for each word of the texts that has a British or American spelling."""
    words = sorted({word for text in texts for word in folded_words(text) if word.isascii()})
    pairs = ((respelled(word, side), word) for word in words for side in (0, 1))
    return [(other, word) for other, word in pairs if other != word]
