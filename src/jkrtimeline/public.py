"""The public JSON: its keys, the words that stand in it, and how it is written.

The keys are a promise to scripts: keys may be added, none is ever renamed. Knows no types, so that a
command that only passes JSON on loads nothing else.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

IMPORTANCE = ("minor", "notable", "major")
"""From least to most; the first is the default."""

STATUSES = ("happened", "announced", "postponed", "cancelled", "denied")
"""The first is the default."""

ACTOR_KINDS = ("person", "state", "government-body", "party", "court", "company", "organisation", "military")

EVENT_FIELDS = (
    *("id", "date", "start", "end", "precision", "approximate", "uncertain", "date_note", "title", "summary", "place"),
    *("actors", "themes", "thread", "importance", "status", "follows", "note", "sources"),
)
"""The keys of an event's public JSON, in order."""

HIT_FIELDS = ("score", "snippet")
"""What `search` adds to them."""

REGISTRY_FIELDS = {
    "actor": ("id", "name", "kind", "of", "native", "aliases", "offices", "note", "count", "first", "last"),
    "theme": ("id", "name", "about", "aliases", "count", "first", "last"),
    "thread": ("id", "name", "about", "aliases", "count", "first", "last"),
}
"""The keys of actors, themes and threads."""

COUNT_FIELDS = {
    "count": ("key", "name", "count"),
    "pair": ("key", "name", "and_key", "and_name", "count"),
}
"""The keys of a row of `stats`, by one thing or by two."""

UNSAFE = (
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
"""Characters beyond printable ASCII that no terminal gets: control characters, line and paragraph
separators, and the invisible ones (Unicode's Bidi_Control and Bidi_Class BN, tags, annotations, half
letters). The joiners U+200C and U+200D stay, without which some scripts and emoji cannot be written."""


def fields_of(kind: str, *, searched: bool) -> tuple[str, ...]:
    """The keys of a record, in order; `searched` for events that a search gave."""
    if kind != "event":
        return REGISTRY_FIELDS[kind] if kind in REGISTRY_FIELDS else COUNT_FIELDS[kind]
    return (*EVENT_FIELDS, *HIT_FIELDS) if searched else EVENT_FIELDS


def json_array(texts: Iterable[str]) -> Iterator[str]:
    """The pieces of one JSON array with an object a line, `[]` when empty, of the objects' texts."""
    opening = "[\n"
    for text in texts:
        yield opening + text
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def to_json(value: Any) -> str:
    """Compact JSON text in UTF-8 letters.

    UNSAFE characters are escaped, so that the text is safe on a terminal; it reads back as the same
    value.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if text.isprintable() else escaped(text)


def escaped(text: str) -> str:
    """JSON or YAML text, in which UNSAFE characters stand in quotation marks only, with those escaped.

    Beyond U+FFFF two escapes make one letter, as JSON has it (RFC 8259, section 7); YAML's writer has
    escaped such letters already.
    """

    def escape(found: re.Match[str]) -> str:
        units = found[0].encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))

    return re.sub(UNSAFE, escape, text)
