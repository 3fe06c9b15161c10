"""Who held which office when: offices by words of their title, by period and by holder."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from . import edtf
from .catalog import Catalog
from .output_fields import OFFICE_FIELDS
from .periods import Period
from .registries import with_owners
from .text.normalize import fold
from .text.spelling import respelled

if TYPE_CHECKING:
    from .filters import Names

_STOP_WORDS = frozenset(("a", "and", "at", "for", "in", "is", "of", "on", "s", "the", "to", "was", "were", "who"))
"""Words to leave out of a search for an office."""

_RANKS = frozenset(("assistant", "deputy", "under", "vice"))
"""Words before a title that make it another one: a vice minister is no minister."""

_MIN_STEM = 4
"""The fewest letters of a word that may have an ending: Korea, Korean."""

_MAX_ENDING = 3
"""The most letters of such an ending."""


class _HeldOffice(NamedTuple):
    """An office and its holder. `above` is the holder and all that he or she belongs to, `words` are those of their
    names."""

    record: Mapping[str, Any]
    actor: str
    holder: str
    above: Sequence[str]
    words: Collection[str]


def office_records(
    catalog: Catalog, words: str = "", on: str | None = None, actor: "Names" = None
) -> list[dict[str, Any]]:
    """Public records of offices, by title and first day; their keys are those of OFFICE_FIELDS.

    `words` must all occur in the title; if no title has them all, they may also occur in the names of the holder and
    of what the holder belongs to. A title with a rank before it, as in vice minister, matches only with the rank. `on`
    is a period, as for --on, in which the office was held (see `_is_held`). `actor` is a holder, or what holders belong
    to, as for --actor. Raises UsageError.
    """
    period = catalog.read_days("--on", on) if on is not None else Period()
    groups = [{tag.id for tag in group} for group in catalog.query(actor=actor).tags]
    offices = [
        each
        for each in _all(catalog)
        if all(group.intersection(each.above) for group in groups) and _is_held(each.record, period)
    ]
    if words.strip():
        readings = [
            terms
            for reading in _readings(words, catalog.synonyms)
            if (terms := [word for word in _words(reading) if word not in _STOP_WORDS])
        ]
        by_title = [each for each in offices if any(_has_all(each.record["title"], (), terms) for terms in readings)]
        offices = by_title or [
            each for each in offices if any(_has_all(each.record["title"], each.words, terms) for terms in readings)
        ]
    records = [
        {"office": each.record["title"], "holder": each.holder, "actor": each.actor}
        | {name: each.record[name] for name in OFFICE_FIELDS[3:]}
        for each in offices
    ]
    return sorted(records, key=lambda each: (fold(each["office"]), each["office"], each["from"] or "", each["actor"]))


def _all(catalog: Catalog) -> Iterator[_HeldOffice]:
    """Every office with its holder."""
    registry = catalog.registry("actor")
    for identity, record in registry.items():
        if not record["offices"]:
            continue
        above = with_owners(identity, lambda name: registry.get(name, {}).get("of"))
        entries = [registry[name] for name in above if name in registry]
        names = [name for each in entries for name in (each["name"], *each["aliases"], *each["native"].values())]
        words = {word for name in names for word in _words(name)}
        for office in record["offices"]:
            yield _HeldOffice(office, identity, record["name"], above, words)


def _is_held(office: Mapping[str, Any], period: Period) -> bool:
    """Whether an office was held on any day of a period. If its last day is not known, it was held on every day from
    the first on; if its first day is not known, on the last day alone; without either, only in a period without ends.
    """
    first, last = (edtf.parse(office[name]) if office[name] else None for name in ("from", "to"))
    begun = first or last
    if begun is None:
        return period == Period()
    return period.overlap(Period(begun.start, last and last.end)) is not None


def _words(text: str) -> list[str]:
    """The words of a text, folded, in American spelling."""
    return respelled(fold(text), 0).split()


def _readings(words: str, synonyms: Sequence[Sequence[str]]) -> Iterator[str]:
    """The words as typed, and again with each synonym: `pm`, `prime minister`."""
    text = f" {fold(words)} "
    yield text
    for row in synonyms:
        for form in row:
            if f" {form} " in text:
                yield from (text.replace(f" {form} ", f" {other} ") for other in row if other != form)


def _has_all(title: str, names: Collection[str], terms: Sequence[str]) -> bool:
    """Whether all terms occur in a title or among the words of names. In `Adviser to the President` one term must come
    before `to`; a search for the president does not mean the adviser."""
    before, after = (_words(part) for part in title.partition(" to the ")[::2])
    if any(_occurs(term, after, terms) for term in terms) and not any(_occurs(term, before, terms) for term in terms):
        return False
    words = _words(title)
    return all(_occurs(term, words, terms) or any(_is_form(term, word) for word in names) for term in terms)


def _occurs(term: str, words: Sequence[str], terms: Sequence[str]) -> bool:
    """Whether a term is a word of a title that has no rank before it, unless the rank is a term too."""
    return any(
        _is_form(term, word) and not (before in _RANKS and before not in terms)
        for before, word in zip(["", *words], words, strict=False)
    )


def _is_form(term: str, word: str) -> bool:
    """Whether a term is a word, its beginning, or the word with an ending: Japan, Japanese."""
    if word.startswith(term):
        return len(term) >= _MIN_STEM or word == term
    return len(word) >= _MIN_STEM and term.startswith(word) and len(term) - len(word) <= _MAX_ENDING
