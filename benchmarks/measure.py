"""Runs commands and measures them: seconds, peak memory, and when a terminal gets the first lines.

A command's peak memory is that of its whole process tree, as Linux counts it in /proc: the resident
memory of all its processes at one moment, where pages that they share since a fork count once. It is
read every few milliseconds, in a separate run where that would disturb the time. Needs POSIX, and Linux
for the memory.
"""

import os
import pty
import re
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

ROWS, COLUMNS = 30, 100
"""The size of the terminal."""

BUDGET = 20.0
"""Seconds after which a command that is slow is not run again."""

_PROC = Path("/proc")
_SETTINGS = re.compile(
    "_?JKR_|PYTHON(DONTWRITEBYTECODE|PROFILEIMPORTTIME|UNBUFFERED|DEVMODE|HASHSEED|OPTIMIZE|WARNINGS)$|COV"
    "|(COLUMNS|LINES|NO_COLOR|FORCE_COLOR|COLORTERM|PAGER|LESS)$"
)


def log(text: str) -> None:
    """Print progress on standard error."""
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Command:
    """A command line; `environment` is added to that of this process. On a `terminal` it is stopped after so many
    `lines` (0: it ends by itself). `before` is called before each run."""

    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    terminal: bool = False
    lines: int = 0
    before: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of a run: seconds, peak memory in MB (None: not measured), and the bytes that it printed."""

    seconds: float
    memory: float | None
    printed: int


class CommandError(Exception):
    """A command did not do what it should."""


def run(command: Command, *, watched: bool = False) -> Run:
    """Run a command. Raises CommandError if it fails, OSError if it cannot be started."""
    if command.before is not None:
        command.before()
    reading, writing = pty.openpty() if command.terminal else os.pipe()
    if command.terminal:
        termios.tcsetwinsize(writing, (ROWS, COLUMNS))
    watcher, settings = None, environment(command)
    with TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.argv,
            stdin=writing if command.terminal else subprocess.DEVNULL,
            stdout=writing,
            stderr=writing if command.terminal else errors,
            env=settings,
            start_new_session=True,
        )
        os.close(writing)
        try:
            watcher = _Watcher(process.pid) if watched and _PROC.is_dir() else None
            printed, stopped = _read(reading, command.lines)
            taken = time.perf_counter() - start
            if not stopped:
                process.wait()
                taken = time.perf_counter() - start
        finally:
            os.close(reading)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            memory = watcher.stop() if watcher else None
        if process.returncode and not stopped:
            errors.seek(0)
            raise CommandError(errors.read().decode("utf-8", "replace").strip()[-300:] or f"exit {process.returncode}")
    return Run(taken, memory, printed)


def environment(command: Command) -> dict[str, str]:
    """The environment of a command, without the user's settings."""
    inherited = {name: value for name, value in os.environ.items() if not _SETTINGS.match(name)}
    return {**inherited, "TERM": "xterm-256color", **command.environment}


def _read(reading: int, lines: int) -> tuple[int, bool]:
    """Read to the end, or a number of lines: how many bytes, and whether more may follow."""
    printed = ended = 0
    with suppress(OSError):  # a terminal that everyone has left
        while piece := os.read(reading, 1 << 20):
            printed += len(piece)
            if lines:
                ended += piece.count(b"\n")
                if ended >= lines:
                    return printed, True
    return printed, False


class _Watcher(threading.Thread):
    """Reads the memory of a process and its descendants until it is stopped: that of the process, which is quick, about
    every millisecond, and that of all of them less often. It uses at most a tenth of the time."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._ended = threading.Event()
        self._peak = 0
        self.start()

    def run(self) -> None:
        pause = later = 0.0
        while not self._ended.wait(pause):
            start = time.perf_counter()
            self._peak = max(self._peak, _highest(self._root))
            middle = time.perf_counter()
            pause = max(0.001, 20 * (middle - start))
            if middle > later:
                self._peak = max(self._peak, sum(map(_resident, _tree(self._root))))
                end = time.perf_counter()
                later = end + 20 * (end - middle)

    def stop(self) -> float:
        """End it; return the peak in MB."""
        self._ended.set()
        self.join()
        return self._peak / 1000


def _tree(root: int) -> list[int]:
    """A process and all its descendants."""
    tree = [root]
    for each in tree:
        for children in _PROC.glob(f"{each}/task/*/children"):
            with suppress(OSError):
                tree += map(int, children.read_text().split())
    return tree


def _kilobytes(file: Path, *names: str) -> list[int]:
    """Figures of a file of /proc, in kB of 1000 bytes; 0 where the process has ended."""
    try:
        text = file.read_text()
    except OSError:
        text = ""
    figures = dict(re.findall(r"(?m)^(\w+):\s+(\d+) kB$", text))
    return [int(figures.get(name, 0)) * 1024 // 1000 for name in names]


def _resident(process: int) -> int:
    """Resident memory in kB. Of pages without a file, those that a fork shares are divided among the
    sharers (Pss_Anon, see proc_pid_smaps(5)), so that a sum over the sharers has each page once."""
    resident, anonymous, share = _kilobytes(_PROC / f"{process}/smaps_rollup", "Rss", "Anonymous", "Pss_Anon")
    return resident - anonymous + share


def _highest(process: int) -> int:
    """The peak of the resident memory of one process so far, in kB."""
    return _kilobytes(_PROC / f"{process}/status", "VmHWM")[0]


def alternate(
    commands: Mapping[str, Command], rounds: int, *, warm: bool = True, watched: bool = False
) -> dict[str, list[Run]]:
    """Runs of each command, in rounds of all commands in turn, so that other load on the machine affects all alike.

    Later rounds leave out a slow command (BUDGET). `warm` first runs each once, uncounted.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    if warm:
        for command in commands.values():
            run(command)
    for _ in range(rounds):
        for name, command in commands.items():
            if sum(each.seconds for each in runs[name]) < BUDGET:
                runs[name].append(run(command, watched=watched))
    return runs


def seconds(runs: Mapping[str, Sequence[Run]]) -> dict[str, float]:
    """The median of each command's seconds."""
    return {name: median(each.seconds for each in those) for name, those in runs.items()}


def memory(runs: Sequence[Run]) -> float | None:
    """The most memory of a command in MB; None where it is not measured."""
    return max((each.memory for each in runs if each.memory is not None), default=None)
