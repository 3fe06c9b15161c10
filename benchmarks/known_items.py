"""Searches as people type them, each with the one event that is wanted, and how well a ranking answers them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "known-items.tsv"
"""What is typed, and the id of the event, on each line."""

TOP = 5


class KnownItem(NamedTuple):
    """What is typed, and the id of the event that is wanted."""

    words: str
    wanted: str


class Quality(NamedTuple):
    """How many searches put the wanted event first, how many into the top five, and the mean reciprocal rank: the mean
    of 1 / its rank, 0 where it is missing."""

    first: int
    top: int
    mrr: float


TARGET = Quality(36, 42, 0.87)
"""What `jkr search` must hold at least."""


def known_items() -> list[KnownItem]:
    """All of them."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [KnownItem(*line.split("\t")) for line in lines]


def quality(items: Sequence[KnownItem], search: Callable[[str], Sequence[str]]) -> Quality:
    """The quality of a search, which gives ids for words, best first."""
    ranks = []
    for item in items:
        ids = list(search(item.words))
        ranks.append(ids.index(item.wanted) + 1 if item.wanted in ids else 0)
    return Quality(
        sum(rank == 1 for rank in ranks),
        sum(0 < rank <= TOP for rank in ranks),
        sum(1 / rank for rank in ranks if rank) / len(ranks),
    )
