"""The commands of jkr, and the bundled events for the peers and the questions."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from .measure import Command, environment

BINARIES = Path(sys.executable).parent
"""The folder of this Python's programs."""


def jkr(cache: Path, *words: str, **settings: str) -> Command:
    """A command of jkr, by its script, with its index in `cache`."""
    script = shutil.which("jkr", path=str(BINARIES))
    program = [script] if script else [sys.executable, "-m", "jkrtimeline"]
    return Command([*program, *words], {"JKR_CACHE_DIR": str(cache), **settings})


class Bundled(NamedTuple):
    """The events that come with jkr: the file, the public JSON, and an iCalendar text."""

    file: Path
    events: list[dict[str, Any]]
    calendar: str


def bundled(cache: Path) -> Bundled:
    """The bundled events, as jkr prints them."""

    def printed(*words: str) -> str:
        command = jkr(cache, *words)
        done = subprocess.run(command.argv, stdout=subprocess.PIPE, check=True, env=environment(command))
        return done.stdout.decode("utf-8")

    (file,) = json.loads(printed("info", "--json"))["data"]
    return Bundled(Path(file), json.loads(printed("timeline", "--json")), printed("timeline", "-f", "ics"))
