"""The first command ever, without an index in the cache, beside the same command with one."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from jkrtimeline.index.data_files import paths_of

from .bundled import jkr
from .measure import Command, alternate, log, seconds
from .peers import YAML
from .report import Table, Target, milliseconds, ratio_of, times

TARGET = Target(most=2.5)
_WORDS = ("timeline", "--since", "2024-10", "--json")
_WARM, _COLD = "with the index", "the first one ever"
_COPY = "the first one on a copy of the YAML, which no shipped index fits"


def table(folder: Path, peers: Mapping[str, Command | str], rounds: int) -> Table:
    """Measure: the same command with and without an index, shipped or not, and yq, which reads the YAML
    each time."""
    log(f"cold: {rounds} rounds")
    cache, yq = folder / "cold", peers[YAML]
    copy = folder / "copy.yaml"
    shutil.copy(paths_of(())[0], copy)

    def empty() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    commands = {
        _WARM: jkr(folder / "cache", *_WORDS),
        _COLD: replace(jkr(cache, *_WORDS), before=empty),
        _COPY: replace(jkr(cache, *_WORDS, "--data", str(copy)), before=empty),
    }
    if isinstance(yq, Command):
        commands[YAML] = yq
    taken = seconds(alternate(commands, rounds))
    ratios = {name: ratio_of(taken.get(name), taken[_WARM]) for name in (_WARM, _COLD, _COPY, YAML)}
    rows = [
        [_WARM, milliseconds(taken[_WARM]), times(ratios[_WARM]), "", ""],
        [_COLD, milliseconds(taken[_COLD]), times(ratios[_COLD]), str(TARGET), TARGET.verdict(ratios[_COLD])],
        [_COPY, milliseconds(taken[_COPY]), times(ratios[_COPY]), "", ""],
        [YAML, str(yq) if isinstance(yq, str) else milliseconds(taken[YAML]), times(ratios[YAML]), "", ""],
    ]
    about = f"`jkr {' '.join(_WORDS)}`, medians of {rounds} rounds; ratios are to the one with the index."
    return Table("Cold", about, ["", "median", "ratio", "target", ""], rows)
