"""The numbers and lists of `jkr search` for the search of the web page: weights, words and spellings.

The scripts implement the rules; with the same numbers and lists, both searches agree.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ...model import Event
from ...query import KINDS
from ...search import corrections, ranking
from ...search.match import PREFIXES
from ...search.reading import DATE_WORDS, LATEST_WORDS, STOP_WORDS
from ...search.word_lists import MOST_FORMS, common_words, irregular_rows, related_rows
from ...text.normalize import fold, folded_words, is_cjk
from ...text.spelling import respelled

if TYPE_CHECKING:
    from ...catalog import Catalog

_WEIGHTS = ("RELATED", "WITHIN", "LASTING", "NEIGHBOURS", "GAP", "BOOST", "FOCUS", "LATEST", "FLOOR", "NEAR", "PARTIAL")
"""Constants of search.ranking."""


def search_facts(catalog: "Catalog", events: Sequence[Event]) -> dict[str, Any]:
    """The facts for a page with these events."""
    synonyms, related = catalog.synonyms, related_rows()
    phrases = [phrase for row in (*synonyms, *related) for phrase in row]
    names = [name for kind in KINDS if kind != "place" for name in _names(catalog.registry(kind).values())]
    folded = {fold(text) for text in (*names, *phrases)}
    texts = (*phrases, *names, *(text for each in events for text in _texts(each)))
    words = sorted({word for text in texts for word in folded_words(text) if word.isascii()})
    spellings = ((respelled(word, side), word) for word in words for side in (0, 1))
    return {
        "variants": {"forms": irregular_rows(), "synonyms": synonyms, "related": related},
        "mostForms": MOST_FORMS,
        "plain": " ".join(sorted(common_words())),
        "endings": corrections.ENDINGS,
        "units": corrections.LARGE_NUMBERS,
        "spellings": [(other, word) for other, word in spellings if other != word],
        "prefixes": PREFIXES,
        "stop": sorted(STOP_WORDS),
        "latest": sorted(LATEST_WORDS),
        "particles": corrections.PARTICLES,
        "limits": {
            "dateWords": DATE_WORDS,
            "compound": corrections.LONGEST_COMPOUND,
            "shortest": corrections.MISSPELLED.start,
            "longest": corrections.MISSPELLED.stop - 1,
            "twice": corrections.TWICE_MISSPELLED,
            "same": corrections.SAME_LETTERS,
            "half": corrections.SHORTEST_HALF,
            "base": corrections.SHORTEST_BASE,
        },
        "known": sorted(text for text in folded if text and all(map(is_cjk, text))),
        "rank": {
            "weights": ranking.fields_by_weight(),
            **{name.lower(): getattr(ranking, name) for name in _WEIGHTS},
        },
    }


def _names(records: Iterable[Any]) -> Iterator[str]:
    """The names, aliases and native names of the entries of a registry."""
    for record in records:
        yield from (record["name"], *(record.get("aliases") or ()), *(record.get("native") or {}).values())


def _texts(event: Event) -> Iterator[str]:
    """The searched texts of an event."""
    labelled = (text for _, text in event.labelled)
    yield from (event.title, event.summary or "", *labelled, event.date_note or "", event.place or "")
    for source in event.sources:
        yield from (source.by, source.title or "", source.about or "")
