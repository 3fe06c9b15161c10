"""The report in Markdown: tables with a verdict for each target, and facts about the machine."""

import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .measure import BUDGET

MET, MISSED, NONE = "met", "**missed**", "–"
"""Verdicts, and the cell without a figure."""

BEGIN, END = "<!-- benchmarks: what python -m benchmarks prints -->", "<!-- /benchmarks -->"
"""The report goes between these lines of docs/benchmarks.md."""


class Target(NamedTuple):
    """Bounds of a measurement: a ratio of at most `most` or at least `least`, and at most `memory` MB."""

    most: float | None = None
    least: float | None = None
    memory: int | None = None

    def __str__(self) -> str:
        signs = (("≤", self.most, "×"), ("≥", self.least, "×"), ("≤", self.memory, "MB"))
        return ", ".join(f"{sign} {value:g} {unit}" for sign, value, unit in signs if value is not None)

    def verdict(self, ratio: float | None, memory: float | None = None) -> str:
        """Whether the target is met; no verdict if a figure is missing, unless another misses its bound."""
        bounds = ((self.most, ratio, 1), (self.least, ratio, -1), (self.memory, memory, 1))
        checks = [(bound, value, sign) for bound, value, sign in bounds if bound is not None]
        if any(value is not None and sign * value > sign * bound for bound, value, sign in checks):
            return MISSED
        return MET if all(value is not None for _, value, _ in checks) else NONE


class Table(NamedTuple):
    """A table and what it means. Its first column is text; targets and verdicts are the last two."""

    heading: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        lines = [self.columns, ["---", *("---:" for _ in self.columns[1:])], *self.rows]
        return f"**{self.heading}.** {self.about}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def milliseconds(seconds: float | None) -> str:
    """Seconds, as a cell."""
    if seconds is None:
        return NONE
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def times(ratio: float | None) -> str:
    """A ratio, as a cell."""
    return NONE if ratio is None else f"{ratio:.2f}" if ratio < 100 else f"{ratio:.0f}"


def megabytes(memory: float | None) -> str:
    """Memory in MB, as a cell."""
    return NONE if memory is None else f"{memory:.0f} MB"


def ratio_of(value: float | None, base: float | None) -> float | None:
    """How many times `base` a value is."""
    return None if value is None or not base else value / base


def report(tables: Sequence[Table], seed: int, load: float, versions: Mapping[str, str]) -> str:
    """The whole report. `load` is how many processes ran on the machine before (its load average)."""
    verdicts = [cell for table in tables for row in table.rows for cell in row if cell in (MET, MISSED)]
    return "\n".join([*map(str, tables), *_summary(verdicts), *_facts(seed, load, versions)])


def _summary(verdicts: Sequence[str]) -> Iterable[str]:
    if verdicts:
        yield f"{verdicts.count(MET)} of {len(verdicts)} targets are met.\n"


def _facts(seed: int, load: float, versions: Mapping[str, str]) -> Iterable[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    yield (
        f"Measured on {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {_system()}, with a load of"
        f" {load:.1f} before;"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version};"
        f" {', '.join(f'{name} {version}' for name, version in versions.items())}; seed {seed}. Memory is the most that"
        f" all processes of a command had at one moment. What has taken {BUDGET:.0f} seconds in all is not run again.\n"
    )


def _processor() -> str:
    try:
        model = re.search(r"(?m)^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        model = None
    return model[1].strip() if model else platform.processor() or platform.machine()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name} ({platform.machine()})"


def write_into(file: Path, text: str) -> None:
    """Put the report into a Markdown file, between its two lines."""
    whole = file.read_text(encoding="utf-8")
    head, begin, rest = whole.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{file}: the lines {BEGIN} and {END} must be there")
    file.write_text(f"{head}{begin}\n\n{text}\n{end}{tail}", encoding="utf-8")
