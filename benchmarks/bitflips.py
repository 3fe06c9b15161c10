"""python -m benchmarks.bitflips: how many flipped bits of an index change an answer.

Each trial flips one bit of an index file, opens it and runs a set of queries. `written` flips it as a program would,
which changes the times of the file. `rotten` flips it as a bad disk would: the stamp agrees with the times of the file,
so only the checksum of a small index, or SQLite and the checksums of rows in a large one, can detect it.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jkrtimeline as jkr
from jkrtimeline.index import freshness
from jkrtimeline.index.freshness import Stamp, read_stamp, stamp_file, write_stamp

from . import data
from .measure import log

DAY = date(2025, 6, 18)


def answers(data_file: str | Path, cache: Path, words: str) -> list[Any]:
    """The answers of a timeline to a set of queries."""
    with jkr.load(data_file, today=DAY, cache=cache) as timeline:
        return [
            [event.public() for event in timeline.events()],
            timeline.search(words),
            [event.id for event in timeline.events(since="2020", importance="major")],
            [actor.public() for actor in timeline.actors()],
            [theme.public() for theme in timeline.themes(since="2023")],
            timeline.stats("month"),
            timeline.stats("theme", "year"),
            timeline.totals(),
        ]


def flip(content: bytes, bit: int) -> bytes:
    """The content with one bit changed."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def as_written(stamp: Stamp, index: Path) -> None:
    """Leave the times of the file as a program changes them."""


def as_rotten(stamp: Stamp, index: Path) -> None:
    """Make the stamp agree with the times of the file."""
    write_stamp(index, stamp._replace(finished=None))


def trial(ask: Callable[[], list[Any]], right: list[Any]) -> str:
    """The outcome of one flipped bit: right, wrong, or the kind of error."""
    try:
        return "right" if ask() == right else "wrong"
    except Exception as error:
        return type(error).__name__


def trials(
    data_file: str | Path,
    words: str,
    number: int,
    seed: int,
    after: Callable[[Stamp, Path], None],
    folder: Path,
) -> Mapping[str, int]:
    """Flip some bits of the index of a data file, one at a time: how often answers are right, wrong, or an error."""
    right = answers(data_file, folder, words)
    (index,) = folder.glob("*.sqlite")
    content, label = index.read_bytes(), stamp_file(index).read_bytes()
    stamp = read_stamp(stamp_file(index))
    assert stamp is not None
    draw = random.Random(seed)
    counted: Counter[str] = Counter()
    for _ in range(number):
        index.write_bytes(flip(content, draw.randrange(8 * len(content))))
        stamp_file(index).write_bytes(label)
        after(stamp, index)
        counted[trial(lambda: answers(data_file, folder, words), right)] += 1
    return counted


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser("python -m benchmarks.bitflips", description=__doc__)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--events", type=int, default=0, help="of made-up data (0: the bundled data)")
    parser.add_argument("--large", action="store_true", help="treat the index as a large one, without a checksum")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.large:
        freshness._SMALL = 0
    for name, after in (("written", as_written), ("rotten", as_rotten)):
        with TemporaryDirectory(prefix="jkr-bitflips-") as folder:
            file: str | Path = "bundled"
            words = "tariffs"
            if chosen.events:
                file = Path(folder, "events.jsonl")
                data.write(file, chosen.events, chosen.seed)
                words = "ba* OR the"
            log(f"{chosen.trials} bits, {name}")
            counted = trials(file, words, chosen.trials, chosen.seed, after, Path(folder, "cache"))
            sys.stdout.write(f"{name}: {dict(sorted(counted.items()))}\n")


if __name__ == "__main__":
    main()
