"""The public JSON: its keys, the words that stand in it, and how it is written.

The keys are a promise to scripts: keys may be added, none is ever renamed. Knows no types, so that a
command that only passes JSON on loads nothing else.
"""

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


def fields_of(kind: str, *, searched: bool) -> tuple[str, ...]:
    """The keys of a record, in order; `searched` for events that a search gave."""
    if kind != "event":
        return REGISTRY_FIELDS[kind] if kind in REGISTRY_FIELDS else COUNT_FIELDS[kind]
    return (*EVENT_FIELDS, *HIT_FIELDS) if searched else EVENT_FIELDS
