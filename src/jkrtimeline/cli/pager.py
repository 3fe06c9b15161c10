"""The pager of the user: which one, what it can show, and a terminal that uses it."""

import os
import re
import shlex
import signal
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType
from typing import IO, TYPE_CHECKING, NamedTuple

from .output_streams import Stdout

if TYPE_CHECKING:
    from subprocess import Popen

_LESS_WITH_LINKS = 566
"""The first version of less that passes hyperlinks (OSC 8) on under -R; see its NEWS."""

_SHOW_COLOURS = frozenset(("bat", "batcat", "moar", "moor", "ov"))
"""Other pagers that show colours without an option."""

STYLES = re.compile(r"\x1b\[[0-9;]*m")
LINKS = re.compile(r"\x1b\]8;;[^\x1b]*\x1b\\")


class Pager(NamedTuple):
    """The command of a pager, and the environment of its process. `hidden` are the escape sequences to remove: those
    that it does not understand."""

    command: list[str]
    environment: Mapping[str, str]
    hidden: tuple[re.Pattern[str], ...] = (STYLES, LINKS)

    def with_abilities(self) -> "Pager":
        """This pager, with colours and links if it can show them. Runs `less --version` if it is less."""
        program = os.path.basename(self.command[0]).removesuffix(".exe")
        if program in _SHOW_COLOURS:
            return self._replace(hidden=(LINKS,))
        version = _less_version(self.command[0], self.environment) if program == "less" else 0
        if not version:
            return self
        return self._replace(command=[*self.command, "-R"], hidden=() if version >= _LESS_WITH_LINKS else (LINKS,))


def find_pager(environment: Mapping[str, str]) -> Pager | None:
    """The pager: JKR_PAGER, else PAGER, else less. None if it is empty, `cat` or unreadable, or if the terminal cannot
    page."""
    if environment.get("TERM", "dumb") in ("", "dumb", "unknown") and os.name != "nt":
        return None
    command = environment.get("JKR_PAGER", environment.get("PAGER", "less"))
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if words in ([], ["cat"]):
        return None
    return Pager(words, {"LESS": "FRX", "LESSCHARSET": "utf-8", **environment})


def _less_version(program: str, environment: Mapping[str, str]) -> int:
    """The version of less; 0 for another program of this name, such as that of BusyBox."""
    from subprocess import DEVNULL, run

    with suppress(OSError, ValueError):
        shown = run([program, "--version"], capture_output=True, stdin=DEVNULL, env=environment, check=False).stdout
        if match := re.match(rb"less (\d+)", shown):
            return int(match[1])
    return 0


class Screen(Stdout):
    """A terminal. Text of more than one screen goes through the pager, without the escape sequences that the pager does
    not understand."""

    def __init__(self, encoding: str, pager: Pager | None, height: int) -> None:
        super().__init__(encoding)
        self._pager = pager
        self._lines_left = height - 1
        self._process: Popen[bytes] | None = None
        self._interrupt_handler: object = None

    def write(self, piece: str | bytes) -> None:
        if isinstance(piece, str) and self._pager is not None and self._process is None:
            self._lines_left -= piece.count("\n")
            if self._lines_left >= 0:
                self._pieces.append(piece)
                return
            self._start_pager()
        super().write(piece)

    def _start_pager(self) -> None:
        from subprocess import PIPE, Popen

        assert self._pager is not None
        try:
            self._pager = self._pager.with_abilities()
            self._process = Popen(self._pager.command, stdin=PIPE, env=self._pager.environment)
        except OSError:  # there is no such pager: print without one
            self._pager = None
            return
        with suppress(ValueError):  # outside the main thread, Python lets nobody set a handler
            self._interrupt_handler = signal.signal(signal.SIGINT, self._on_interrupt)

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        """Leave Ctrl-C to the pager while it runs, where it means: stop reading input. Once the pager has ended, it
        ends the command."""
        if self._process is None or self._process.poll() is not None:
            raise KeyboardInterrupt

    def _prepared(self, text: str) -> str:
        if self._pager is not None and self._process is not None:
            for sequence in self._pager.hidden:
                text = sequence.sub("", text)
        return text

    def _stream(self) -> IO[bytes]:
        paged = self._process is not None and self._process.stdin
        return paged or super()._stream()

    def __exit__(self, kind: type[BaseException] | None, *others: object) -> None:
        if self._process is None:
            super().__exit__(kind, *others)
            return
        try:
            with suppress(BrokenPipeError):  # the reader left the pager
                if kind is None:
                    self._send()
                if self._process.stdin is not None:
                    self._process.stdin.close()
            while True:
                with suppress(KeyboardInterrupt):  # the pager handles it
                    self._process.wait()
                    return
        finally:
            if self._interrupt_handler is not None:
                signal.signal(signal.SIGINT, self._interrupt_handler)  # type: ignore[arg-type]
