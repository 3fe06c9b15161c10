"""Random events from a seed, as JSON Lines in the public shape.

Words are distributed as in real text (Zipf's law as Mandelbrot amended it), with numbers and Chinese or
Korean words among them; so are actors, themes, threads, places and publishers. Later years
have more events. Some events last several days, some are dated to a month only, and some follow another.
"""

import json
import random
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from jkrtimeline.fields import EVENT_FIELDS, SOURCE

WORDS, ACTORS, THEMES, THREADS, PLACES, PUBLISHERS = 200_000, 300, 40, 60, 200, 120
"""How many there are to draw from. A text of 40 million words, as a million events have, has some 200,000
different ones (H. S. Heaps, Information Retrieval, 1978: 30 to 40 times the root of its length)."""

_EXPONENT, _SHIFT = 1.07, 2.7
"""Of the Zipf-Mandelbrot law for English: B. Mandelbrot, An informational theory of the statistical
structure of language (1953)."""

_FIRST, _DAYS = date(1950, 1, 1), 27_500
_MONTH = 15
_STARTS = [*"bcdfghjklmnprstvwz", "br", "ch", "dr", "gl", "kr", "pl", "sh", "st", "th", "tr"]
_ENDS = ["", "", "", "n", "r", "s", "l", "m", "t", "nd", "ck"]


class _Zipf:
    """Draws from a list, the first item most often."""

    def __init__(self, draw: random.Random, items: Sequence[str]) -> None:
        self._draw = draw
        self._items = items
        self._weights = list(accumulate((rank + _SHIFT) ** -_EXPONENT for rank in range(1, len(items) + 1)))

    def __call__(self, number: int) -> list[str]:
        return self._draw.choices(self._items, cum_weights=self._weights, k=number)

    def one(self) -> str:
        return self(1)[0]

    def some(self, most: int) -> list[str]:
        """From one to `most` different items."""
        return list(dict.fromkeys(self(self._draw.randint(1, most))))


def vocabulary(seed: int) -> list[str]:
    """Pronounceable words, the most frequent and mostly the shortest first. One in a hundred is a number, and one in a
    hundred is Chinese or Korean."""
    draw = random.Random(seed)
    words: dict[str, None] = {}
    while len(words) < WORDS:
        kind = draw.random() if len(words) > 100 else 1
        if kind < 0.01:
            word = str(int(10 ** draw.uniform(0, 5)))
        elif kind < 0.02:
            first, last = draw.choice(((0x4E00, 0x9FFF), (0xAC00, 0xD7A3)))
            word = "".join(chr(draw.randint(first, last)) for _ in range(draw.randint(2, 4)))
        else:
            syllables = 1 + (len(words) > 150) + (len(words) > 20_000) + (draw.random() < 0.3)
            word = "".join(draw.choice(_STARTS) + draw.choice("aeiou") + draw.choice(_ENDS) for _ in range(syllables))
        words.setdefault(word)
    return list(words)


def _span(draw: random.Random) -> int:
    """A first day, as days after _FIRST times 16, plus the days that follow it; _MONTH for all of a month.
    In order as numbers, these are in the order of time."""
    day = int(_DAYS * draw.random() ** 0.6)
    kind = draw.random()
    if kind < 0.01:
        return (day - (_FIRST + timedelta(day)).day + 1) * 16 + _MONTH
    return day * 16 + (draw.randint(1, 9) if kind < 0.11 else 0)


def events(number: int, seed: int) -> Iterator[str]:
    """Events, each as a line of JSON, in the order of time."""
    draw = random.Random(seed)
    words = vocabulary(seed)
    plain = [word for word in words[:10_000] if word.isascii() and word.isalpha()]
    text = _Zipf(draw, words)
    actors = _Zipf(draw, [f"{word}-{other}" for word, other in zip(plain[500:], plain[900:], strict=False)][:ACTORS])
    themes = _Zipf(draw, plain[2000 : 2000 + THEMES])
    threads = _Zipf(draw, [f"{word}-story" for word in plain[2500 : 2500 + THREADS]])
    places = _Zipf(draw, [word.title() for word in plain[3000 : 3000 + PLACES]])
    publishers = _Zipf(draw, [f"The {word.title()} Times" for word in plain[4000 : 4000 + PUBLISHERS]])
    before = ""
    for position, span in enumerate(sorted(_span(draw) for _ in range(number))):
        first, more = _FIRST + timedelta(span // 16), span % 16
        month, about = more == _MONTH, more == 0 and draw.random() < 0.02
        last = first + timedelta(monthrange(first.year, first.month)[1] - 1 if month else more)
        drawn = text(draw.randint(30, 56))
        title, headline, summary = drawn[:8], drawn[8:16], drawn[16:]
        record: dict[str, Any] = {
            "id": "-".join([f"{first}", *(word for word in title[:2] if word.isascii()), f"{position:x}"]),
            "date": f"{first:%Y-%m}" if month else f"{first}/{last}" if more else f"{first}{'~' * about}",
            "start": f"{first}",
            "end": f"{last}",
            "precision": "month" if month else "day",
            "approximate": about,
            "uncertain": False,
            "title": " ".join(title).capitalize(),
            "summary": " ".join(
                f"{' '.join(summary[at : at + 14])}.".capitalize() for at in range(0, len(summary), 14)
            ),
            "place": places.one(),
            "actors": actors.some(4),
            "themes": themes.some(2),
            "thread": threads.one() if draw.random() < 0.3 else None,
            "importance": draw.choices(("minor", "notable", "major"), (70, 25, 5))[0],
            "status": "happened",
            "follows": [before] if before and draw.random() < 0.2 else [],
        }
        source = {
            "publisher": publishers.one(),
            "kind": "newspaper",
            "lang": "en",
            "title": " ".join(headline).capitalize(),
            "url": f"https://example.org/{first:%Y/%m}/{position}",
            "date": f"{last}",
        }
        record["sources"] = [{name: source.get(name) for name in SOURCE.names()}]
        before = str(record["id"])
        whole = {name: record.get(name) for name in EVENT_FIELDS}
        yield json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def write(path: Path, number: int, seed: int) -> None:
    """Write random events to a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in events(number, seed))
