"""The places of events as people name them, each with the tags that `--place` matches by its name."""

import sqlite3
from typing import NamedTuple

from ..text.normalize import fold
from ..text.places import place_names, word_runs


class Places(NamedTuple):
    """The name of each place by its key, the folded name; and the keys of each tag, by its number as text."""

    names: dict[str, str]
    keys: dict[str, list[str]]


def places_of(connection: sqlite3.Connection) -> Places:
    """The places of all events, in the order of their first events. A tag has the key of each place whose words occur
    in it one after another, as in filters."""
    sql = "SELECT n, number, json_extract(json, '$.place') FROM tag JOIN record USING (n) WHERE kind = 'place'"
    texts: dict[str, str] = {str(number): text for _, number, text in sorted(connection.execute(sql))}
    names: dict[str, str] = {}
    for text in texts.values():
        for name in place_names(text):
            names.setdefault(fold(name), name)
    longest = max((len(key.split()) for key in names), default=0)
    keys = {number: [run for run in word_runs(text, longest) if run in names] for number, text in texts.items()}
    return Places(names, keys)


def complete_places(connection: sqlite3.Connection, start: str) -> list[str]:
    """The names of places that begin with `start`, in any case."""
    folded = fold(start)
    return sorted(name for key, name in places_of(connection).names.items() if key.startswith(folded))
