"""The keys of what commands print, in order: a promise to scripts, as those of `fields`."""

from .fields import ACTOR, EVENT_FIELDS, HIT_FIELDS, OFFICE, SOURCE, THEME

_COVERAGE = ("count", "first", "last")
"""What output adds to an entry of a registry: the number of its events, their first and their last day."""

_ENTRY_FIELDS = {
    "actor": ("id", *ACTOR.names(), *_COVERAGE),
    "theme": ("id", *THEME.names(), *_COVERAGE),
    "thread": ("id", *THEME.names(), *_COVERAGE),
}

PROFILE_FIELDS: dict[str, tuple[str, ...]] = {
    "actor": ("type", *_ENTRY_FIELDS["actor"], "members", "with", "themes", "threads", "latest"),
    "theme": ("type", *_ENTRY_FIELDS["theme"], "actors", "threads", "latest"),
    "thread": ("type", *_ENTRY_FIELDS["thread"], "actors", "themes", "events"),
}
"""The keys of an actor, theme or thread that `show` opens. `members` belong to the actor, `with` are the other actors
of its events; these, `actors`, `themes` and `threads` are lists of `id`, `name` and `count`. `latest` has `id`, `date`
and `title` of events; so has `events`, with `days` since the event before and what each `follows`."""

SOURCE_FIELDS = (*SOURCE.names(), "events", "count")
"""The keys of a source that `sources` lists: also the ids of the events that cite it, and their number."""

OFFICE_FIELDS = ("office", "holder", "actor", *(name for name in OFFICE.names() if name != "title"))
"""The keys of an office that `offices` lists: its title, the name and the id of its holder, and the rest."""

COUNT_FIELDS: dict[str, tuple[str, ...]] = {
    "count": ("key", "name", "count"),
    "pair": ("key", "name", "and_key", "and_name", "count"),
}
"""The keys of a row of `stats`, by one thing or by two."""

GAP_FIELDS = ("days", "start", "end", "after", "after_title", "before", "before_title")
"""The keys of a stretch of days without an event: its length, its first and last day, and the ids and titles of the
events on either side."""

_FIELDS = {
    "event": EVENT_FIELDS,
    "source": SOURCE_FIELDS,
    "office": OFFICE_FIELDS,
    "gap": GAP_FIELDS,
    **_ENTRY_FIELDS,
    **COUNT_FIELDS,
}


def fields_of(kind: str, *, searched: bool) -> tuple[str, ...]:
    """The keys of a record of this kind, in order; `searched` if it is an event that a search gave."""
    return (*EVENT_FIELDS, *HIT_FIELDS) if kind == "event" and searched else _FIELDS[kind]


def columns_of(kind: str, *, searched: bool) -> tuple[str, ...]:
    """The columns of a table where none are named: the keys of a record without `missing`, which came later."""
    return tuple(name for name in fields_of(kind, searched=searched) if name != "missing")
