"""The first command ever, which builds the index of the bundled data, beside the same when it is built."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .bundled import jkr
from .measure import Command, alternate, log, seconds
from .peers import YAML
from .report import Table, Target, milliseconds, ratio_of, times

TARGET = Target(most=2.5)
_WORDS = ("timeline", "--since", "2024-10", "--json")
_WARM, _COLD = "with the index", "the first one, which builds the index"


def table(folder: Path, peers: Mapping[str, Command | str], rounds: int) -> Table:
    """Measure: the same command with and without an index, and yq, which reads the YAML each time."""
    log(f"cold: {rounds} rounds")
    cache, yq = folder / "cold", peers[YAML]
    cold = replace(jkr(cache, *_WORDS), before=lambda: shutil.rmtree(cache, ignore_errors=True))
    commands = {_WARM: jkr(folder / "cache", *_WORDS), _COLD: cold}
    if isinstance(yq, Command):
        commands[YAML] = yq
    taken = seconds(alternate(commands, rounds))
    ratios = {name: ratio_of(taken.get(name), taken[_WARM]) for name in (_WARM, _COLD, YAML)}
    rows = [
        [_WARM, milliseconds(taken[_WARM]), times(ratios[_WARM]), "", ""],
        [_COLD, milliseconds(taken[_COLD]), times(ratios[_COLD]), str(TARGET), TARGET.verdict(ratios[_COLD])],
        [YAML, str(yq) if isinstance(yq, str) else milliseconds(taken[YAML]), times(ratios[YAML]), "", ""],
    ]
    about = f"`jkr {' '.join(_WORDS)}`, medians of {rounds} rounds; ratios are to the one with the index."
    return Table("Cold", about, ["", "median", "ratio", "target", ""], rows)
