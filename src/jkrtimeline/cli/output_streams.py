"""Where output goes: standard output, a pager, or a file that is written whole or not at all."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from ..errors import JkrError

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

    from ..formats import Writer

_FIRST_BLOCK, _BLOCK = 1 << 10, 1 << 16
"""Letters that are sent at once: after the first piece of text, which goes alone, ever more."""


class Stdout:
    """Standard output, in UTF-8 for data, in the terminal's own encoding for text. The reader gets the
    beginning at once, what follows in large blocks."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self._encoding = encoding
        self._pieces: list[str] = []
        self._size = self._block = 0

    def write(self, text: str) -> None:
        self._pieces.append(text)
        self._size += len(text)
        if self._size > self._block:
            self._send()
            self._block = min(4 * self._block or _FIRST_BLOCK, _BLOCK)

    def _send(self) -> None:
        data = "".join(self._pieces).encode(self._encoding, "replace")
        self._pieces, self._size = [], 0
        stream = self._stream()
        stream.write(data)
        stream.flush()

    def _stream(self) -> IO[bytes]:
        return sys.stdout.buffer

    def __enter__(self) -> Self:
        sys.stdout.flush()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._send()


class Screen(Stdout):
    """A terminal: what does not fit on one screen goes through the pager."""

    def __init__(self, encoding: str, pager: list[str], height: int) -> None:
        super().__init__(encoding)
        self._pager = pager
        self._room = height - 1
        self._process: Popen[bytes] | None = None

    def write(self, text: str) -> None:
        if self._pager:
            self._room -= text.count("\n")
            if self._room >= 0:
                self._pieces.append(text)
                return
            self._page()
        super().write(text)

    def _page(self) -> None:
        from subprocess import PIPE, Popen

        command, self._pager = self._pager, []
        environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
        with suppress(OSError):  # no such pager: print as it is
            self._process = Popen(command, stdin=PIPE, env=environment)

    def _stream(self) -> IO[bytes]:
        paged = self._process is not None and self._process.stdin
        return paged or super()._stream()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is None:
            super().__exit__(kind, error, trace)
            return
        with suppress(BrokenPipeError):  # the reader left the pager
            if kind is None:
                self._send()
            if self._process.stdin is not None:
                self._process.stdin.close()
        while True:
            try:
                self._process.wait()
                return
            except KeyboardInterrupt:
                continue  # it is the pager's to handle


def pager(no_pager: bool) -> list[str]:
    """The command of the pager; empty for none. JKR_PAGER, then PAGER, then less."""
    import shlex

    command = os.environ.get("JKR_PAGER", os.environ.get("PAGER", "less"))
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    return [] if no_pager or words in ([], ["cat"]) else words


def screen(no_pager: bool) -> Stdout:
    """Standard output as a place for text for people."""
    if sys.stdout is None:
        return Stdout()
    encoding = sys.stdout.encoding or "utf-8"
    if not sys.stdout.isatty():
        return Stdout(encoding)
    try:
        height = os.get_terminal_size(sys.stdout.fileno()).lines
    except OSError:
        height = 24
    return Screen(encoding, pager(no_pager), height)


def print_to(out: Stdout, print_all: "Callable[[Writer], None]") -> None:
    """Let `print_all` print; a closed pipe ends quietly. Raises JkrError when nothing can be printed."""
    if sys.stdout is None:
        raise JkrError("standard output is closed", hint="print to a file with --output, or leave it open")
    with printing(), out:
        print_all(out)


@contextmanager
def printing() -> Iterator[None]:
    """While something is printed: a closed pipe ends it quietly, other failures raise JkrError."""
    try:
        yield
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        hint = "free some space, or print to another place"
        raise JkrError(f"standard output: {error.strerror}", hint=hint) from None


def _silence() -> None:
    """Python flushes standard output once more when it ends: let that go nowhere."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class _File:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        self._stream.write(text.encode("utf-8", "replace"))


def write_file(name: str, print_all: "Callable[[Writer], None]") -> None:
    """Write a file whole or not at all: beside it first, then renamed into its place.

    A pipe or a device is written straight. Raises JkrError when it cannot be written.
    """
    import tempfile

    target = Path(os.path.realpath(name))
    kept = "nothing was changed; "
    try:
        if os.path.exists(name) and not os.path.isfile(name):
            kept = ""
            with open(name, "wb") as stream:
                print_all(_File(stream))
            return
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
        try:
            with open(handle, "wb") as stream:
                print_all(_File(stream))
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(temporary, mode)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    except BrokenPipeError:
        return
    except OSError as error:
        raise JkrError(
            f"{name}: cannot be written: {error.strerror}", hint=f"{kept}name a file that can be written"
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
