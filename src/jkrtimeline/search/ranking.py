"""The rank of an event in a search: every weight and the formula.

Each part of a search (a word, a phrase, a date) is worth its rarity. An event earns that worth times the weight of the
best field in which the part occurs; two neighbouring words that are also neighbours in the text earn more. The sum
grows a little with the event's importance, and with the share of its title that the search is.
"""

from collections.abc import Sequence
from math import log, sqrt
from typing import NamedTuple

FIELD_WEIGHTS = {"title": 1.0, "actor": 0.6, "theme": 0.6, "place": 0.6, "summary": 0.4, "source": 0.3}
"""What a part earns in a field. Where it occurs in several, the greatest counts."""

RELATED = 0.5
"""What a part earns if only words of related meaning occur, as a share of what it earns otherwise."""

WITHIN, LASTING = 1.0, 0.5
"""What a date earns if the event begins in its days, or if it began before and lasts into them."""

NEIGHBOURS = 0.2
"""What two neighbouring words earn in addition, as a share of their worth."""

GAP = 3
"""The most words between two neighbours, in either order."""

BOOST = 0.03
"""What each step of importance adds."""

FOCUS = 0.1
"""What a title adds that consists of nothing but the parts of the search."""

LATEST = 0.3
"""What the latest event gains over the earliest if the search says `last` or `latest`."""

FLOOR, NEAR = 0.5, 0.6
"""The share of a search's worth that an event with most of the words must have, and the share of the best event's
worth that is always enough."""

PARTIAL = 50
"""How many events with most, but not all, of the words are listed."""


class Scored(NamedTuple):
    """An event by its number, its score, and the parts of the search that it lacks."""

    n: int
    score: float
    missing: tuple[str, ...] = ()


def fields_by_weight() -> list[tuple[list[str], float]]:
    """The weights in ascending order, each with the fields that have it."""
    weights = sorted(set(FIELD_WEIGHTS.values()))
    return [([field for field in FIELD_WEIGHTS if FIELD_WEIGHTS[field] == weight], weight) for weight in weights]


def worth(typed: int, events: int, total: int) -> float:
    """The worth of a part of a search, its inverse document frequency: `typed` events of `total` match what is typed
    or a synonym, and `events` match that or a related word. What counts is the geometric mean of both."""
    return log(1 + total / sqrt(max(typed, 1) * max(events, 1)))


def score(earned: float, importance: int, title_share: float, position: float, *, latest: bool) -> float:
    """The score of an event. `title_share` is the share of its title that the search covers; `position` runs from
    the earliest of all events (0) to the latest (1)."""
    return earned * (1 + BOOST * importance + FOCUS * title_share + (LATEST * position if latest else 0))


def least_worth(best: float, whole: float) -> float:
    """What the matched parts of an event must be worth to count as most of a search worth `whole`, where those of the
    best event are worth `best`."""
    return min(FLOOR * whole, NEAR * best) - 1e-9


def best(scored: Sequence[Scored]) -> list[Scored]:
    """All events with every part, best first, then at most PARTIAL of the others; of equal ones, the latest first."""
    ordered = sorted(scored, key=lambda each: (bool(each.missing), -round(each.score, 6), -each.n))
    full = sum(not each.missing for each in ordered)
    return ordered[: full + PARTIAL]
