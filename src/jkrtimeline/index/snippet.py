"""How a search matches an event: the piece of text to show, and the positions of the matched words."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from ..fields import LABELS
from ..query import MatchInfo
from ..text.normalize import BREAK, highlight_spans, index_text
from . import schema

_LENGTH = 160
"""Letters of a snippet, about two lines of a terminal."""

RUNNING_FIELDS = ("summary", *LABELS, "date_note")
SOURCE_TEXT_FIELDS = ("publisher", "via", "title", "about")
"""The fields of an event, and of a source, that are searched together."""

Marks = tuple[tuple[int, int], ...]


def match_info(
    record: Mapping[str, Any], highlighted: Sequence[str] = (), score: float = 0.0, missing: tuple[str, ...] = ()
) -> MatchInfo:
    """How a search matches an event. `highlighted` are highlight() of its title, summary and sources, or empty.

    The snippet is from the summary or a note if a word matches there, else from the source where one does, else the
    beginning of the summary.
    """
    title, running, sources = highlighted or ("", "", "")
    title_marks = _marks(title, record["title"])
    texts = [
        *zip(running_texts(record), running.split(BREAK), strict=False),
        *zip(map(source_text, record["sources"]), sources.split(BREAK), strict=False),
    ]
    matching = ((text, marks) for text, with_signs in texts if (marks := _marks(with_signs, text)))
    snippet, snippet_marks = _cut(*next(matching, (record["summary"] or "", ())))
    return MatchInfo(score, snippet, title_marks, snippet_marks, missing)


def _marks(highlighted: str, text: str) -> Marks:
    """The positions of the matched words in a text."""
    return highlight_spans(highlighted, text, schema.OPENING, schema.CLOSING)


def running_texts(record: Mapping[str, Any]) -> list[str]:
    """The texts of an event beside its title. One with a matched word becomes the snippet."""
    return [text for text in itemgetter(*RUNNING_FIELDS)(record) if text]


def source_text(source: Mapping[str, Any]) -> str:
    """One source in one line."""
    return " ".join(filter(None, itemgetter(*SOURCE_TEXT_FIELDS)(source)))


@lru_cache(maxsize=1)
def _indexed_texts(text: str) -> dict[str, str]:
    """The columns of the search in which matches are highlighted, as in the rows of the table."""
    record = json.loads(text)
    return {
        "title": index_text(record["title"]),
        "summary": BREAK.join(map(index_text, running_texts(record))),
        "source": BREAK.join(index_text(source_text(source)) for source in record["sources"]),
    }


def indexed(text: str, column: str) -> str:
    """The text of a column of the search, from an event's JSON; empty for columns without highlights."""
    return _indexed_texts(text).get(column, "")


def _cut(text: str, marks: Marks) -> tuple[str, Marks]:
    """About _LENGTH letters of `text` around the first mark, cut between words."""
    first = marks[0][0] if marks else 0
    start = max(0, first - _LENGTH // 3) if len(text) > _LENGTH else 0
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        space = text.rfind(" ", max(marks[0][1] if marks else start, start), end)
        end = space if space > start else end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((low + shift, high + shift) for low, high in marks if low >= start and high <= end)
    return before + text[start:end].replace("\n", " ") + after, inside
