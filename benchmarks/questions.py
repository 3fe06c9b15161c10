"""The questions to a timeline: words, names and days that occur in the middle of it."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

_SAMPLE = 400
"""How many events words and names are chosen from."""

_NOWHERE = "qxzvwkj"
"""A word of no language, and more than two edits from any."""

_LETTERS = re.compile("[a-z]{2,}")


class Question(NamedTuple):
    """Words of a command line, or a line to complete; `lines` are how many lines to await on a terminal (0: no
    terminal).

    `empty` is true if no event matches.
    """

    words: Sequence[str] = ()
    line: str = ""
    lines: int = 0
    empty: bool = False


def sample(file: Path) -> list[dict[str, Any]]:
    """Some events from the middle of JSON Lines."""
    with file.open("rb") as lines:
        if file.stat().st_size > _SAMPLE * 2000:
            lines.seek(file.stat().st_size // 2)
            lines.readline()
        return [json.loads(line) for line in islice(lines, _SAMPLE)]


def questions(events: Sequence[dict[str, Any]]) -> dict[str, Question]:
    """The questions, the main ones first. All but one have an answer among these events."""
    texts = [_LETTERS.findall(f"{each['title']}. {each['summary']}".lower()) for each in events]
    counts = Counter(word for text in texts for word in set(text))
    frequent = [word for word, _ in counts.most_common(20)]
    rare = max((word for word in counts if counts[word] == 1), key=len)
    common, two, four = frequent[0], f"{frequent[1]} {frequent[-1]}", " ".join(frequent[2:6])
    actor = Counter(name for each in events for name in each["actors"]).most_common(1)[0][0]
    theme = Counter(name for each in events for name in each["themes"]).most_common(1)[0][0]
    those = [each for each in events if actor in each["actors"]]
    one = those[len(those) // 2]
    day, year = one["start"], one["start"][:4]
    phrase = " ".join(re.findall(r"\w+", one["title"])[:2])
    page = ("-n", "20", "--json")
    return {
        "search: a rare word": Question(["search", rare, *page]),
        "search: a common word": Question(["search", common, *page]),
        "search: two common words": Question(["search", two, *page]),
        "search: four common words": Question(["search", four, *page]),
        "search: a word that occurs nowhere": Question(["search", _NOWHERE, *page], empty=True),
        "timeline: an actor in a year": Question(["timeline", year, "--actor", actor, *page]),
        "timeline: one day, whole": Question(["timeline", day, "--json"]),
        "stats": Question(["stats", "--json"]),
        "first line on a terminal": Question(["timeline", "--no-pager"], lines=1),
        "first 29 lines on a terminal": Question(["timeline", "--no-pager"], lines=29),
        "timeline: the first 20": Question(["timeline", *page]),
        "timeline: the last 20, reversed": Question(["timeline", "--reverse", *page]),
        "timeline: a common theme": Question(["timeline", "--theme", theme, *page]),
        "timeline: a common word since a year": Question(["timeline", "--match", common, "--since", year, *page]),
        "search: the beginning of a word": Question(["search", f"{rare[:2]}*", *page]),
        "search: a phrase": Question(["search", f'"{phrase}"', *page]),
        "show: an event": Question(["show", one["id"], "--json"]),
        "show: an actor": Question(["show", actor, "--json"]),
        "actors": Question(["actors", "--json"]),
        "themes": Question(["themes", "--json"]),
        "info": Question(["info", "--json"]),
        "completion of an actor": Question(line=f"jkr timeline --actor {actor[:3]}"),
        "completion of an id": Question(line=f"jkr show {one['id'][:7]}"),
    }
