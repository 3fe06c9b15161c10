"""Events at random, from a seed: as many as are wanted, as JSON Lines in the public shape.

Words are distributed as in real text (Zipf's law as Mandelbrot amended it), and so are actors,
themes and days with much and with little on them.
"""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

WORDS, ACTORS, THEMES, PLACES, PUBLISHERS = 50_000, 300, 40, 200, 120
_EXPONENT, _SHIFT = 1.07, 2.7
"""Of the Zipf-Mandelbrot law for English: B. Mandelbrot, An informational theory of the statistical
structure of language (1953)."""
_FIRST, _DAYS = date(1950, 1, 1), 27_500
_CHUNK = 10_000


class _Zipf:
    """Draws from a list, the first item most often."""

    def __init__(self, draw: random.Random, items: Sequence[str]) -> None:
        self._draw = draw
        self._items = items
        self._weights = list(accumulate((rank + _SHIFT) ** -_EXPONENT for rank in range(1, len(items) + 1)))

    def __call__(self, number: int) -> list[str]:
        return self._draw.choices(self._items, cum_weights=self._weights, k=number)


def vocabulary(seed: int) -> list[str]:
    """Words that can be spoken, the most frequent first and mostly the shortest."""
    draw = random.Random(seed)
    starts = [*"bcdfghjklmnprstvwz", "br", "ch", "dr", "gl", "kr", "pl", "sh", "st", "th", "tr"]
    ends = ["", "", "", "n", "r", "s", "l", "m", "t", "nd", "ck"]
    found: dict[str, None] = {}
    while len(found) < WORDS:
        syllables = 1 + (len(found) > 150) + (len(found) > 4000) + (draw.random() < 0.3)
        word = "".join(draw.choice(starts) + draw.choice("aeiou") + draw.choice(ends) for _ in range(syllables))
        found.setdefault(word)
    return list(found)


def events(number: int, seed: int) -> Iterator[str]:
    """So many events, each as a line of JSON, in the order of time."""
    draw = random.Random(seed)
    words = vocabulary(seed)
    text = _Zipf(draw, words)
    actors = _Zipf(draw, [f"{word}-{other}" for word, other in zip(words[500:], words[900:], strict=False)][:ACTORS])
    themes = _Zipf(draw, words[2000 : 2000 + THEMES])
    places = _Zipf(draw, [word.title() for word in words[3000 : 3000 + PLACES]])
    publishers = _Zipf(draw, [f"The {word.title()} Times" for word in words[4000 : 4000 + PUBLISHERS]])
    days = sorted(draw.randrange(_DAYS) for _ in range(number))
    for place, day in enumerate(days):
        when = _FIRST + timedelta(day)
        length = draw.randint(14, 40)
        drawn = text(length + 16)
        title, headline, summary = drawn[:8], drawn[8:16], drawn[16:]
        approximate = draw.random() < 0.02
        record = {
            "id": f"{when}-{'-'.join(title[:2])}-{place:x}",
            "date": f"{when}~" if approximate else f"{when}",
            "start": f"{when}",
            "end": f"{when}",
            "precision": "day",
            "approximate": approximate,
            "uncertain": False,
            "date_note": None,
            "title": " ".join(title).capitalize(),
            "summary": f"{' '.join(summary[:12])}. {' '.join(summary[12:])}.".capitalize(),
            "place": places(1)[0],
            "actors": list(dict.fromkeys(actors(draw.randint(1, 4)))),
            "themes": list(dict.fromkeys(themes(draw.randint(1, 2)))),
            "thread": None,
            "importance": draw.choices(("minor", "notable", "major"), (70, 25, 5))[0],
            "status": "happened",
            "follows": [],
            "note": None,
            "sources": [
                {
                    "publisher": publishers(1)[0],
                    "via": None,
                    "kind": "newspaper",
                    "lang": "en",
                    "title": " ".join(headline).capitalize(),
                    "about": None,
                    "url": f"https://example.org/{when:%Y/%m}/{place}",
                    "date": f"{when}",
                }
            ],
        }
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def write(path: Path, number: int, seed: int) -> None:
    """Events at random into a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in events(number, seed))
