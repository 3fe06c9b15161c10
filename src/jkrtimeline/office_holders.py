"""Who held which office when: offices by words of their title, by period and by holder."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from . import edtf
from .catalog import Catalog
from .membership import upwards
from .periods import Period
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


class _Holder(NamedTuple):
    """An actor, with the ids of all that it belongs to (itself first) and the words of their names."""

    id: str
    name: str
    above: tuple[str, ...]
    words: tuple[str, ...]


def office_records(
    catalog: Catalog, words: str = "", on: str | None = None, actor: "Names" = None
) -> list[dict[str, Any]]:
    """Public records of offices, by title and first day; their keys are those of output_fields.OFFICE_FIELDS.

    `words` must all occur in the title; if no title has them all, they may also occur in the names of the holder and
    of what he belongs to. A rank before the title, as in vice minister, must be among the words. `on` is a period as
    --in takes it; `actor` as --actor: a holder, or what holders belong to. Raises UsageError.
    """
    period = catalog.read_days("--on", on) if on is not None else Period()
    groups = [{tag.id for tag in group} for group in catalog.query(actor=actor).tags]
    held = [
        (office, holder)
        for office, holder in _all(catalog)
        if all(group.intersection(holder.above) for group in groups) and _overlaps(office, period)
    ]
    readings = [terms for reading in _readings(words, catalog.synonyms) if (terms := _terms(reading))]
    if readings:
        by_title = [each for each in held if any(_has_all(each[0]["title"], (), terms) for terms in readings)]
        held = by_title or [
            each for each in held if any(_has_all(each[0]["title"], each[1].words, terms) for terms in readings)
        ]
    elif words.strip():
        held = []
    records = [
        {
            "office": office["title"],
            "holder": holder.name,
            "actor": holder.id,
            "from": office["from"],
            "to": office["to"],
            "acting": office["acting"],
            "note": office["note"],
        }
        for office, holder in held
    ]
    return sorted(records, key=lambda each: (fold(each["office"]), each["office"], each["from"] or "", each["actor"]))


def _all(catalog: Catalog) -> Iterator[tuple[Mapping[str, Any], _Holder]]:
    """Every office with its holder."""
    registry = catalog.registry("actor")
    for identity, record in registry.items():
        if not record["offices"]:
            continue
        above = upwards(identity, lambda name: registry.get(name, {}).get("of"))
        forms = [form for name in above for form in _forms(registry.get(name, {}))]
        words = tuple(dict.fromkeys(word for form in forms for word in _words(form)))
        holder = _Holder(identity, record["name"], tuple(above), words)
        yield from ((office, holder) for office in record["offices"])


def _forms(record: Mapping[str, Any]) -> list[str]:
    """All names of an actor."""
    return [record["name"], *record["aliases"], *record["native"].values()] if record else []


def _overlaps(office: Mapping[str, Any], period: Period) -> bool:
    first = edtf.parse(office["from"]).start if office["from"] else None
    last = edtf.parse(office["to"]).end if office["to"] else None
    return period.overlap(Period(first, last)) is not None


def _words(text: str) -> list[str]:
    """The words of a text, folded, in American spelling."""
    return respelled(fold(text), 0).split()


def _terms(text: str) -> list[str]:
    return [word for word in _words(text) if word not in _STOP_WORDS]


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
