"""What a search found in an event: the piece of text to show, and where the words stand in it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from ..query import MatchInfo
from ..text.normalize import BREAK, highlight_spans, index_text
from . import schema

_LENGTH = 160
"""Letters of a snippet, about two lines of a terminal."""

RUNNING_FIELDS = ("summary", "note", "date_note")
SOURCE_FIELDS = ("publisher", "via", "title", "about")
"""The fields of an event, and of a source, that are searched together."""

Marks = tuple[tuple[int, int], ...]
NO_MARKS: Marks = ()


def found(record: Mapping[str, Any], score: float, highlighted: Sequence[str]) -> MatchInfo:
    """What was found in an event; `highlighted` are highlight() of its title, summary and sources.

    The snippet is from the summary or a note if a word stands there, else from the source that has
    one, else the beginning of the summary.
    """
    title, running, sources = highlighted
    title_marks = highlight_spans(title, record["title"], schema.OPENING, schema.CLOSING)
    shown, shown_marks = record["summary"] or "", NO_MARKS
    texts = [
        *zip(running_texts(record), running.split(BREAK), strict=False),
        *zip(map(source_text, record["sources"]), sources.split(BREAK), strict=False),
    ]
    for text, with_signs in texts:
        if found_marks := highlight_spans(with_signs, text, schema.OPENING, schema.CLOSING):
            shown, shown_marks = text, found_marks
            break
    snippet, snippet_marks = _cut(shown, shown_marks)
    return MatchInfo(score, snippet, title_marks, snippet_marks)


def running_texts(record: Mapping[str, Any]) -> list[str]:
    """What an event says of itself beside its title: a search word in them is shown as a snippet."""
    return [text for text in itemgetter(*RUNNING_FIELDS)(record) if text]


def source_text(source: Mapping[str, Any]) -> str:
    """One source in one line."""
    return " ".join(filter(None, itemgetter(*SOURCE_FIELDS)(source)))


def column_texts(title: str, running: Iterable[str], sources: Iterable[str]) -> dict[str, str]:
    """The columns of the search that are an event's own texts, in which matches are highlighted."""
    return {
        "title": index_text(title),
        "summary": BREAK.join(map(index_text, running)),
        "source": BREAK.join(map(index_text, sources)),
    }


@lru_cache(maxsize=1)
def _texts_in(text: str) -> dict[str, str]:
    record = json.loads(text)
    return column_texts(record["title"], running_texts(record), map(source_text, record["sources"]))


def indexed(text: str, column: str) -> str:
    """A column of the search, of an event's JSON; nothing of one in which no word is to stand out."""
    return _texts_in(text).get(column, "")


def _cut(text: str, found: Marks) -> tuple[str, Marks]:
    """About _LENGTH letters of `text` around the first mark, cut between words."""
    first = found[0][0] if found else 0
    start = max(0, first - _LENGTH // 3) if len(text) > _LENGTH else 0
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        space = text.rfind(" ", max(found[0][1] if found else start, start), end)
        end = space if space > start else end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((low + shift, high + shift) for low, high in found if low >= start and high <= end)
    return before + text[start:end].replace("\n", " ") + after, inside
