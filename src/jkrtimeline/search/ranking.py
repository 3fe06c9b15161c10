"""The rank of an event in a search: every weight and the formula.

Each part of a search (a word, a phrase, a date) is worth its rarity. An event earns that worth times the weight of the
best field in which the part occurs; two neighbouring words that are also neighbours in the text earn more. The sum
grows a little with the event's importance, and with the share of its title that the search is.
"""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

FIELD_WEIGHTS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("source",), 0.3),
    (("summary",), 0.4),
    (("actor", "theme", "place"), 0.6),
    (("title",), 1.0),
)
"""What a part earns by the fields in which it occurs, the least first."""

TITLE = FIELD_WEIGHTS[-1][1]
"""What it earns in the title."""

WITHIN, LASTING = 1.0, 0.5
"""What a date earns where the event begins in its days, or began before and lasts into them."""

NEIGHBOURS = 0.2
"""What two neighbouring words earn besides, of what both are worth."""

GAP = 3
"""Words at most between two neighbours, in whichever order."""

BOOST = 0.03
"""What each step of importance adds."""

FOCUS = 0.1
"""What a title adds that holds nothing but the parts of the search."""

LATEST = 0.3
"""What the latest of all events gains on the first one where the search says `last` or `latest`."""

FLOOR = 0.5
"""The share of all worth that an event must have to be among those with most of the words."""

MOST = 50
"""Events with most of the words, at most."""


class Scored(NamedTuple):
    """An event by its number, its score, and the parts of the search that it lacks."""

    n: int
    score: float
    missing: tuple[str, ...] = ()


def worth(count: int, total: int) -> float:
    """What a part of a search is worth that occurs in `count` of `total` events: inverse document frequency."""
    return log(1 + total / max(count, 1))


def score(earned: float, importance: int, titled: float, position: float, *, latest: bool) -> float:
    """The score of an event; `titled` is the share of its title that the parts of the search are, `position` where it
    is between the first of all events (0) and the latest (1)."""
    return earned * (1 + BOOST * importance + FOCUS * titled + (LATEST * position if latest else 0))


def order(scored: Scored) -> tuple[bool, float, int]:
    """The sorting key: with all the words first, then by score, then the latest."""
    return bool(scored.missing), -round(scored.score, 6), -scored.n


def floor(most: float, total: float) -> float:
    """What the matched parts of an event must be worth, in a search worth `total`, to be most of it; where no event
    has so much, what the best one has: `most`."""
    return min(FLOOR * total, most) - 1e-9


def best(scored: Sequence[Scored]) -> list[Scored]:
    """All events with every part, best first, then at most MOST of the others."""
    ordered = sorted(scored, key=order)
    full = sum(not each.missing for each in ordered)
    return ordered[: full + MOST]
