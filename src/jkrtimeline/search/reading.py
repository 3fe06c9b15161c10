"""The meaning of a search: typed words → parts, each a word with its variants, a phrase or a date.

Question words (`when did`) are passed over. A date matches events of that time, and texts that mention it. A compound
that occurs nowhere is read as its parts, and a word that occurs nowhere as the nearest one that does.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ..text.normalize import is_cjk
from ..text.sanitize import quoted
from .match import leading_phrase, phrase_of
from .syntax import Search, Term, words_of

if TYPE_CHECKING:
    from ..index.lexicon import StoredLexicon
    from ..index.vocabulary import IndexVocabulary
    from ..periods import Period, Recurring

_ENGLISH = """
a about after all an and any are as at be been before between by can could did do does during for from had has have he
her his how i in into is it its me my of on or our over she should show tell than that the their them there they this
to under up was were what when where which who whom whose why will with would you
again also each else ever every get gets getting go goes going got gotten happen happened happens just let lets made
make makes making many much now one other only other said say saying says so some still thing things too very went
cent per percent
"""

_JAPANESE, _KOREAN = "いつ どこ だれ 誰 なに 何 なぜ", "언제 어디 어디서 누가 누구 무엇 뭐 왜 어떻게"

LATEST_WORDS = frozenset(("last", "latest", "newest", "recent", "recently", "最近", "最後", "마지막", "최근"))
"""Words that ask for the latest of several events."""

STOP_WORDS = LATEST_WORDS.union(_ENGLISH.split(), _JAPANESE.split(), _KOREAN.split())
"""Words that are ignored unless the search consists of nothing else."""

DATE_WORDS = 7
"""The most words in a date: `from 3 March to 5 April 2025`."""

_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
"""
_DATE_HINTS = frozenset(("today", "yesterday", "last", "past", "this", "next", "ago", *_MONTHS.split()))
_EAST_DATE_HINTS = ("昨年", "去年", "今年", "先月", "今月", "先週", "今週", "작년", "올해", "지난", "이번")
"""Words of which a date has at least one, unless it has a digit."""

_NOT_OF_A_DATE = r"(?i)(?:in|on|during|the) |from (?!.* (?:to|until|till|through|on|onwards)\b)"
"""How a text does not begin that is searched for as a date: the date alone is. And `statement from June 2024` means one
of that month, not of all that follows."""


class Part(NamedTuple):
    """A part of a search: it matches if one of `terms` occurs, or if the event is in `when`. Every match has the
    `required` parts. `typed` is the text of the part."""

    typed: str
    terms: tuple[Term, ...]
    required: bool = False
    when: "Period | Recurring | None" = None


class SearchReading(NamedTuple):
    """How a search is read. `all_words` if events must match every part; `latest` if it asks for the latest event.
    `changes` describes, for people, what is read differently from how it is typed; `nowhere` lists words that occur in
    no event."""

    parts: tuple[Part, ...] = ()
    excluded: tuple[Term, ...] = ()
    all_words: bool = False
    latest: bool = False
    changes: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to search."""
        return not self.parts and not self.excluded


def read_literally(search: Search) -> SearchReading:
    """A search as it is typed, which matches only events with every part."""
    parts = tuple(Part(typed, group, required=True) for group, typed in zip(search.groups, search.typed, strict=True))
    return SearchReading(parts, search.excluded, all_words=True)


def interpret(search: Search, vocabulary: "IndexVocabulary", today: date, *, all_words: bool = False) -> SearchReading:
    """Read a search as people mean it; `all_words` requires every part."""
    given = [Part(*each) for each in zip(search.typed, search.groups, strict=True)]
    join_phrase = partial(_join_phrase, lexicon=vocabulary.lexicon)
    dated = _join([part._replace(required=not _is_bare(part)) for part in given], partial(_join_date, today=today))
    dated = _join(dated, join_phrase)
    words = [part for part in dated if part.when or part.required or part.terms[0].text not in STOP_WORDS] or dated
    passed_over = [part for part in dated if part not in words]
    latest = [part.typed for part in passed_over if part.terms[0].text in LATEST_WORDS]
    skipped = [part.typed for part in passed_over if part.typed not in latest]
    changes = [f"passed over: {', '.join(skipped)}"] if skipped else []
    changes += [f"{' and '.join(map(repr, latest))}: later events first"] if latest else []
    parts: list[Part] = []
    nowhere: list[str] = []
    for part in words:
        pieces = _corrected(part, vocabulary)
        known = [piece for piece in pieces if piece.terms]
        unknown = [piece.typed for piece in pieces if not piece.terms] if known else [part.typed]
        parts += [*known, *map(_word, unknown)] if known else [part]
        nowhere += unknown
        changes += _changes(part, known, unknown, vocabulary)
    joined = dict.fromkeys(_join(parts, join_phrase))
    return SearchReading(tuple(joined), search.excluded, all_words, bool(latest), tuple(changes), tuple(nowhere))


def _changes(part: Part, known: Sequence[Part], unknown: Sequence[str], vocabulary: "IndexVocabulary") -> Iterator[str]:
    """How a part is read differently from how it is typed, for people: its pieces that occur, and those that do not."""
    if known and [piece.terms for piece in known] != [part.terms]:
        yield f"{quoted(part.typed)} read as {' '.join(piece.terms[0].text for piece in known)!r}"
    for piece in known:
        if not piece.when and _is_bare(piece) and not vocabulary.occurs(piece.terms[0]):
            yield f"{quoted(piece.typed)}: related words only"
    for text in unknown:
        yield f"{quoted(text)} occurs nowhere"


def _word(text: str) -> Part:
    return Part(text, (Term((text,)),))


def _is_bare(part: Part) -> bool:
    return len(part.terms) == 1 and part.terms[0].bare


def _join(parts: Sequence[Part], join_first: Callable[[Sequence[Part]], tuple[Part, int]]) -> list[Part]:
    """The parts, with neighbours joined; `join_first` gives the first one joined with those after it, and how many
    parts these were."""
    joined: list[Part] = []
    while parts:
        part, length = join_first(parts)
        joined.append(part)
        parts = parts[length:]
    return joined


def _join_date(parts: Sequence[Part], today: date) -> tuple[Part, int]:
    """The words that form a date, if the first ones do."""
    bare = list(takewhile(_is_bare, parts[:DATE_WORDS]))
    hints = [_hints_at_date(part.terms[0]) for part in bare]
    for length in range(len(bare), 0, -1):
        text = " ".join(part.typed for part in bare[:length])
        if any(hints[:length]) and (when := _date(text, today)):
            return Part(text, (Term(words_of(text)),), when=when), length
    return parts[0], 1


def _hints_at_date(term: Term) -> bool:
    """Whether a word may be one of a date. Most searches have none, and reading dates takes longer than they do."""
    return any(
        word in _DATE_HINTS or not word.isalpha() or any(hint in word for hint in _EAST_DATE_HINTS)
        for word in term.words
    )


def _date(text: str, today: date) -> "Period | Recurring | None":
    if re.match(_NOT_OF_A_DATE, text):
        return None
    from ..periods import PeriodError
    from ..periods.period_text import parse_period

    try:
        return parse_period(text, today)
    except PeriodError:
        return None


def _corrected(part: Part, vocabulary: "IndexVocabulary") -> list[Part]:
    """The part itself if it occurs; else its pieces, or the nearest word that occurs. A word with neither comes back
    without terms."""
    if part.when or not _is_bare(part):
        return [part]
    (term,) = part.terms
    if len(term.words) == 1 and any(map(is_cjk, term.text)):
        from .corrections import segments

        pieces = segments(term.text, vocabulary)
        read = [part] if pieces == [term.text] else map(_word, pieces)
        return [each if vocabulary.occurs(each.terms[0]) else each._replace(terms=()) for each in read]
    if vocabulary.occurs(term) or vocabulary.has_related(term):
        return [part]
    if len(term.words) > 1:
        return [each for word in term.words for each in _corrected(_word(word), vocabulary)]
    from .corrections import two_words

    if words := two_words(term.text, vocabulary):
        return [part._replace(terms=(Term(words),))]
    near = vocabulary.nearest(term.text)
    return [part._replace(terms=(Term((near,)),) if near else ())]


def _join_phrase(parts: Sequence[Part], lexicon: "StoredLexicon") -> tuple[Part, int]:
    """The words that form a phrase with variants, if the first ones do."""
    words = takewhile(lambda part: not part.when, parts)
    phrase = leading_phrase([part.terms for part in words], lexicon)
    if not phrase:
        return parts[0], 1
    return Part(" ".join(part.typed for part in parts[: len(phrase)]), (phrase_of(phrase),)), len(phrase)
