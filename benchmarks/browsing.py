"""How fast the full-screen browser draws its first picture, and a list after a key, in a terminal, on the bundled data
and on many random events."""

import os
import pty
import select
import subprocess
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple, Self

from jkrtimeline import load
from jkrtimeline.browse.view import View
from jkrtimeline.catalog import Catalog

from .bundled import jkr
from .data import write
from .measure import COLUMNS, ROWS, CommandError, environment, log
from .report import MET, MISSED, Table, milliseconds

FIRST_PICTURE, KEY, KEY_OF_MANY = 0.5, 0.05, 0.15
"""Seconds at most: to the first picture, and from a key to the list, on the bundled data and on a million events."""

_QUIET = 0.7
"""Seconds in which the browser counts what it has shown, before the next key is measured."""

_WORDS = ("tariffs", "security", "summit")
"""Words to type, letter by letter; so many on other data."""

_PATIENCE = 20.0
"""Seconds to wait for a picture."""

_LETTERS = 10
"""How many letters of a title to wait for: even a narrow list shows them."""


class Taken(NamedTuple):
    """What was measured on one file: seconds of each run."""

    events: int
    first_pictures: list[float]
    letters: list[float]
    ends: list[float]


class Session:
    """A browser in a terminal of its own."""

    def __init__(self, cache: Path, file: Path | None) -> None:
        command = jkr(cache, "browse", *(["--data", str(file)] if file else []))
        self._terminal, other = pty.openpty()
        termios.tcsetwinsize(other, (ROWS, COLUMNS))
        self._begun = time.perf_counter()
        self._process = subprocess.Popen(
            command.argv, stdin=other, stdout=other, stderr=other, env=environment(command), start_new_session=True
        )
        os.close(other)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    def until(self, text: str) -> float:
        """When the browser has drawn a text."""
        output, wanted = b"", text.encode()
        end = time.perf_counter() + _PATIENCE
        while time.perf_counter() < end:
            if select.select([self._terminal], [], [], 0.1)[0]:
                with suppress(OSError):
                    output += os.read(self._terminal, 1 << 16)
                if wanted in output:
                    return time.perf_counter()
        raise CommandError(f"jkr browse does not show {text!r}")

    def first_picture(self, title: str) -> float:
        """Seconds from the start until the list shows an event."""
        return self.until(title) - self._begun

    def key(self, key: str, title: str) -> float:
        """Seconds from a key until the list shows an event."""
        begun = time.perf_counter()
        os.write(self._terminal, key.encode())
        taken = self.until(title) - begun
        self.settle()
        return taken

    def type(self, keys: str) -> None:
        """Type keys that are not measured."""
        for key in keys:
            os.write(self._terminal, key.encode())
            self.settle()

    def settle(self) -> None:
        """Let the browser count what it has shown. Its cursor blinks meanwhile."""
        end = time.perf_counter() + _QUIET
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                os.read(self._terminal, 1 << 16)


def table(folder: Path, size: int, seed: int, rounds: int) -> Table:
    """Measure on the bundled data and on `size` random events."""
    cache, file = folder / "cache", folder / "browse.jsonl"
    log(f"browse: {size:,} events: making them")
    write(file, size, seed)
    log("browse: pictures and keys")
    taken = [measured(cache, None, _WORDS, rounds), measured(cache, file, (), rounds)]
    file.unlink()
    rows = []
    for each, key_target in zip(taken, (KEY, KEY_OF_MANY), strict=True):
        rows += [
            _row("first picture", each.events, each.first_pictures, FIRST_PICTURE),
            _row("a letter in the search box", each.events, each.letters, key_target),
            _row("to the last event, and back", each.events, each.ends, key_target),
        ]
    about = (
        f"`jkr browse` in a terminal of {COLUMNS} × {ROWS}, the index built: from the start, or from a key, until the"
        " list shows what it should."
    )
    return Table("Browse", about, ["", "events", "median", "slowest", "target", ""], rows)


def _row(name: str, events: int, seconds: Sequence[float], target: float) -> list[str]:
    middle = median(seconds)
    verdict = MET if middle <= target else MISSED
    return [name, f"{events:,}", milliseconds(middle), milliseconds(max(seconds)), f"≤ {target * 1000:.0f} ms", verdict]


def measured(cache: Path, file: Path | None, words: Sequence[str], rounds: int) -> Taken:
    """Start the browser, type some words letter by letter, go to the last event and back. Without words, those of the
    first title that are long enough."""
    with load(*([file] if file else []), cache=cache) as timeline:
        catalog = timeline.catalog
        first, last = _first_title(catalog, View()), _first_title(catalog, View({"reverse": True}))
        words = words or [word.lower() for word in _words(catalog) if len(word) > 3 and word.isalpha()][: len(_WORDS)]
        tops = {
            word[:length]: _first_title(catalog, View(words=word[:length], unfinished=True))
            for word in words
            for length in range(2, len(word) + 1)
        }
        size = catalog.size()
    taken = Taken(size, [], [], [])
    for _ in range(rounds):
        with Session(cache, file) as session:
            taken.first_pictures.append(session.first_picture(first))
    with Session(cache, file) as session:
        session.first_picture(first)
        session.settle()
        for word in words:
            session.type(f"/{word[0]}")
            taken.letters.extend(
                session.key(word[length - 1], tops[word[:length]]) for length in range(2, len(word) + 1)
            )
            session.type("\r\x1b")
            taken.ends.append(session.key("G", last))
            taken.ends.append(session.key("g", first))
    return taken


def _words(catalog: Catalog) -> list[str]:
    return next(catalog.rows(View().query(catalog))).event.title.split()


def _first_title(catalog: Catalog, view: View) -> str:
    """The beginning of the title that a list shows first."""
    return next(catalog.rows(view.query(catalog)._replace(limit=1))).event.title[:_LETTERS]
