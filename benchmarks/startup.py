"""How long a command takes on the bundled data, beside an empty Typer app, bare Python and the peers."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .bundled import jkr
from .measure import Command, alternate, log, seconds
from .report import Table, Target, milliseconds, ratio_of, times

EMPTY = "import typer\napp = typer.Typer()\n@app.command()\ndef main() -> None:\n    print('[]')\napp()\n"
_PYTHON, _EMPTY = "bare Python", "an empty Typer app"
_LINE = "jkr timeline --actor ishi"
_COMPLETION = {"_JKR_COMPLETE": "complete_bash", "COMP_WORDS": _LINE, "COMP_CWORD": "3"}

_JSON, _SEARCH = "`jkr timeline --since 2024-10 --json`", "`jkr search tariffs --json`"
_PLAIN, _PICTURE = "`jkr timeline --since 2024-10`, plain", "`jkr timeline 2025-01` on a terminal"
_COMPLETE, _HELP = "completion of `--actor ishi`", "`jkr --help`"
TARGETS = {name: Target(most=1.25) for name in (_JSON, _SEARCH, _PLAIN)}
TARGETS |= {_PICTURE: Target(most=1.9), _COMPLETE: Target(most=1.15)}
"""Ratios to the empty Typer app."""


def commands(folder: Path) -> dict[str, Command]:
    """Bare Python, the empty Typer app, and jkr."""
    empty = folder / "empty" / "main.py"
    empty.parent.mkdir()
    empty.write_text(EMPTY, encoding="utf-8")
    cache = folder / "cache"
    return {
        _PYTHON: Command([sys.executable, "-c", "pass"]),
        _EMPTY: Command([sys.executable, str(empty)]),
        _JSON: jkr(cache, "timeline", "--since", "2024-10", "--json"),
        _SEARCH: jkr(cache, "search", "tariffs", "--json"),
        _PLAIN: jkr(cache, "timeline", "--since", "2024-10"),
        _PICTURE: replace(jkr(cache, "timeline", "2025-01", "--no-pager"), terminal=True),
        _COMPLETE: jkr(cache, **_COMPLETION),
        _HELP: jkr(cache, "--help"),
    }


def table(folder: Path, peers: Mapping[str, Command | str], rounds: int) -> Table:
    """Measure: a row for each command, and for each of the peers."""
    ours = commands(folder)
    working = {name: peer for name, peer in peers.items() if isinstance(peer, Command)}
    log(f"start-up: {len(ours) + len(working)} commands, {rounds} rounds")
    taken = seconds(alternate(ours | working, rounds))
    rows = []
    for name in (*ours, *peers):
        target, ratio = TARGETS.get(name), ratio_of(taken.get(name), taken[_EMPTY])
        verdict = ["", ""] if target is None else [str(target), target.verdict(ratio)]
        median = milliseconds(taken[name]) if name in taken else str(peers[name])
        rows.append([name, median, times(ratio), *verdict])
    about = f"Medians of {rounds} rounds on the bundled data, the index built; ratios are to the empty Typer app."
    return Table("Start-up", about, ["", "median", "ratio", "target", ""], rows)
