"""python -m benchmarks: how fast jkr is, and how well it searches, beside its peers and up to a million events.

Prints Markdown, and progress on standard error. `pip install ".[bench]"` installs the peers written in Python; jq and
ripgrep come with the system. All data is in a temporary folder.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from . import browsing, cold, growth, search_quality, startup
from .bundled import bundled
from .measure import CommandError, log
from .peers import Peers, versions
from .report import Table, report, write_into

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PARTS = ("startup", "cold", "search", "growth", "browse")
_BYTES_PER_EVENT = 5000
"""On the disk: the file, the index, and the database of sqlite-utils."""


def measured(sizes: Sequence[int], seed: int, rounds: int, parts: Sequence[str] = PARTS) -> str:
    """Measure the parts; return the report."""
    tables: list[Table] = []
    load = os.getloadavg()[0]
    with TemporaryDirectory(prefix="jkr-benchmarks-") as name:
        folder = Path(name)
        needed = max(sizes) * _BYTES_PER_EVENT if {"growth", "browse"} & set(parts) else 0
        if shutil.disk_usage(folder).free < needed:
            sys.exit(f"benchmarks: {needed / 1e9:.0f} GB must be free in {folder.parent}; see --sizes, or set TMPDIR")
        log("making the data of the peers")
        data = bundled(folder / "cache")
        peers = Peers(folder, data).working()
        if "startup" in parts:
            tables.append(startup.table(folder, peers, rounds))
        if "cold" in parts:
            tables.append(cold.table(folder, peers, max(1, rounds // 2)))
        if "search" in parts:
            tables.append(search_quality.table(folder, data))
        if "growth" in parts:
            tables += growth.tables(folder, data, sizes, seed, max(1, rounds // 3))
        if "browse" in parts:
            tables.append(browsing.table(folder, max(sizes), seed, max(1, rounds // 3)))
    return report(tables, seed, load, versions())


def sizes(text: str) -> list[int]:
    """The value of --sizes: numbers of events, in ascending order. Raises ValueError."""
    numbers = sorted({int(size) for size in text.split(",")})
    if numbers[0] < 1:
        raise ValueError(text)
    return numbers


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the events at random (1)")
    parser.add_argument(
        "--sizes",
        type=sizes,
        default=[300, 10_000, 100_000, 1_000_000],
        metavar="N,…",
        help="how many events (300,10000,100000,1000000); the targets are for a million",
    )
    parser.add_argument("--rounds", type=int, default=21, metavar="N", help="of start-up; a third for growth (21)")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--docs", action="store_true", help="write the report into docs/benchmarks.md too")
    options = parser.parse_args()
    if options.only and options.docs:
        parser.error("--docs takes the whole report")
    parts = [options.only] if options.only else PARTS
    try:
        text = measured(options.sizes, options.seed, max(1, options.rounds), parts)
    except CommandError as error:
        sys.exit(f"benchmarks: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    print(text)
    if options.docs:
        write_into(PAGE, text)


if __name__ == "__main__":
    main()
