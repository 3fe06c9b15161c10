"""The meaning of a search: typed words → parts, each a word with its variants, a phrase or a date.

Question words (`when did`) are passed over. A date matches events of that time, and texts that mention it. A compound
that occurs nowhere is read as its parts, and a word that occurs nowhere as the nearest one that does.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from ..periods import Period, PeriodError, Recurring
from ..periods.period_text import parse_filter
from ..text.normalize import is_cjk
from ..text.sanitize import quoted
from .match import Lexicon, synonym_run
from .stop_words import LATEST, STOP_WORDS
from .syntax import Search, Term, words_of

DATE_WORDS = 7
"""The most words in a date: `from 3 March to 5 April 2025`."""

_DATE_HINT = re.compile(
    r"\d|(?i:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|yesterday|last|past|this|next|ago))"
    r"|昨年|去年|今年|先月|今月|先週|今週|작년|올해|지난|이번"
)
_NOT_OF_A_DATE = re.compile(r"(?i)(?:in|on|during|the) |from (?!.* (?:to|until|till|through|on|onwards)\b)")
"""How a text does not begin that is searched for as a date: the date alone is. And `statement from June 2024` means one
of that month, not of all that follows."""


class Part(NamedTuple):
    """A part of a search: it matches if one of `terms` occurs, or if the event is in `when`. Every match has the
    `required` parts. `typed` is the text of the part."""

    typed: str
    terms: tuple[Term, ...]
    required: bool = False
    when: Period | Recurring | None = None


class SearchReading(NamedTuple):
    """How a search is read. `strict` if events must match every part; `latest` if it asks for the latest event.
    `changes` describes, for people, what is read differently from how it is typed; `nowhere` lists words that occur in
    no event."""

    parts: tuple[Part, ...] = ()
    excluded: tuple[Term, ...] = ()
    strict: bool = False
    latest: bool = False
    changes: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to search."""
        return not self.parts and not self.excluded


class Vocabulary(Protocol):
    """The words of an index."""

    @property
    def lexicon(self) -> Lexicon:
        """What words match besides themselves."""
        ...

    @property
    def names(self) -> Sequence[str]:
        """Native names in Chinese, Japanese or Korean letters."""
        ...

    def occurs(self, term: Term) -> bool:
        """Whether any event matches."""
        ...

    def has_related(self, term: Term) -> bool:
        """Whether any event matches a related word."""
        ...

    def occurs_adjacent(self, words: tuple[str, ...]) -> bool:
        """Whether any event has these words one after the other."""
        ...

    def nearest(self, word: str) -> str | None:
        """The occurring word that is most like `word`; None if none is near."""
        ...


def strict(search: Search) -> SearchReading:
    """A search that matches only events with every part, read literally."""
    parts = tuple(Part(typed, group, required=True) for group, typed in zip(search.groups, search.typed, strict=True))
    return SearchReading(parts, search.excluded, strict=True)


def interpret(search: Search, vocabulary: Vocabulary, today: date, *, all_words: bool = False) -> SearchReading:
    """Read a search as people mean it; `all_words` makes it strict."""
    typed = [Part(*each) for each in zip(search.typed, search.groups, strict=True)]
    dated = _dates([part._replace(required=not _plain(part)) for part in typed], today)
    dated = _runs(dated, vocabulary.lexicon)
    words = [part for part in dated if not _is_passed_over(part)]
    latest = [part.typed for part in dated if words and part.terms[0].text in LATEST and part not in words]
    skipped = [part.typed for part in dated if words and part not in words and part.typed not in latest]
    changes = [f"passed over: {', '.join(skipped)}"] if skipped else []
    changes += [f"{' and '.join(map(repr, latest))}: later events first"] if latest else []
    parts: list[Part] = []
    nowhere: list[str] = []
    for part in words or dated:
        pieces = _known(part, vocabulary)
        known = [piece for piece in pieces if piece.terms]
        unknown = [piece.typed for piece in pieces if not piece.terms] if known else [part.typed]
        parts += known + [Part(each, (Term((each,)),)) for each in unknown] if known else [part]
        if known and [each.terms for each in known] != [part.terms]:
            changes.append(f"{quoted(part.typed)} read as {' '.join(each.terms[0].text for each in known)!r}")
        changes += [f"{quoted(each.typed)}: related words only" for each in known if _is_related_only(each, vocabulary)]
        nowhere += unknown
        changes += [f"{quoted(each)} occurs nowhere" for each in unknown]
    joined = dict.fromkeys(_runs(parts, vocabulary.lexicon))
    return SearchReading(tuple(joined), search.excluded, all_words, bool(latest), tuple(changes), tuple(nowhere))


def _is_passed_over(part: Part) -> bool:
    return not part.when and not part.required and part.terms[0].text in STOP_WORDS


def _is_related_only(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether a bare word occurs in no event, and only related words do."""
    return not part.when and _plain(part) and not vocabulary.occurs(part.terms[0])


def _plain(part: Part) -> bool:
    return len(part.terms) == 1 and part.terms[0].plain


def _dates(parts: Sequence[Part], today: date) -> list[Part]:
    """The parts, with neighbouring words that form a date joined."""
    read: list[Part] = []
    position = 0
    while position < len(parts):
        for length in range(min(DATE_WORDS, len(parts) - position), 0, -1):
            run = parts[position : position + length]
            if all(map(_plain, run)) and (when := _date(" ".join(part.typed for part in run), today)):
                text = " ".join(part.typed for part in run)
                read.append(Part(text, (Term(words_of(text)),), when=when))
                position += length
                break
        else:
            read.append(parts[position])
            position += 1
    return read


def _date(text: str, today: date) -> Period | Recurring | None:
    if not _DATE_HINT.search(text) or _NOT_OF_A_DATE.match(text):
        return None
    try:
        return parse_filter(text, today)
    except PeriodError:
        return None


def _known(part: Part, vocabulary: Vocabulary) -> list[Part]:
    """The part itself if it occurs, else its pieces or the nearest word that does; a part without terms if there is
    none."""
    if part.when or not _plain(part):
        return [part]
    (term,) = part.terms
    if len(term.words) == 1 and any(map(is_cjk, term.text)):
        from .compounds import segments

        pieces = segments(term.text, vocabulary)
        return [part] if pieces == [term.text] else [Part(each, (Term((each,)),)) for each in pieces]
    if vocabulary.occurs(term) or vocabulary.has_related(term):
        return [part]
    if len(term.words) > 1:
        return [each for word in term.words for each in _known(Part(word, (Term((word,)),)), vocabulary)]
    from .compounds import two_words

    if words := two_words(term.text, vocabulary):
        return [part._replace(terms=(Term(words),))]
    near = vocabulary.nearest(term.text)
    return [part._replace(terms=(Term((near,)),) if near else ())]


def _runs(parts: Sequence[Part], lexicon: Lexicon) -> list[Part]:
    """The parts, with neighbouring words that form a phrase with variants joined."""
    read: list[Part] = []
    position = 0
    while position < len(parts):
        dates = (number for number, part in enumerate(parts[position:]) if part.when)
        free = parts[position : position + next(dates, len(parts))]
        run = synonym_run([part.terms for part in free], lexicon)
        if len(run) > 1:
            words = tuple(word for term in run for word in term.words)
            text = " ".join(part.typed for part in parts[position : position + len(run)])
            read.append(Part(text, (Term(words, apart=True),)))
            position += len(run)
        else:
            read.append(parts[position])
            position += 1
    return read
