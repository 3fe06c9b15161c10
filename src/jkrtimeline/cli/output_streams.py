"""Standard output, directly or through a pager."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Self

from ..errors import JkrError

if TYPE_CHECKING:
    from ..formats import BinaryWriter, Writer

_FIRST_BLOCK, _BLOCK = 1 << 10, 1 << 16
"""Characters per block. The first piece of text is sent at once; then blocks grow from the first size to the second."""


class Stdout:
    """Standard output in an encoding: UTF-8 for data, the terminal's for text. Sends the beginning at once and the rest
    in large blocks."""

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
        data = self._prepared("".join(self._pieces)).encode(self._encoding, "replace")
        self._pieces, self._size = [], 0
        _deliver(data, self._stream())

    def _prepared(self, text: str) -> str:
        return text

    def _stream(self) -> IO[bytes]:
        return sys.stdout.buffer

    def __enter__(self) -> Self:
        sys.stdout.flush()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._send()


class BinaryStdout:
    """Standard output for bytes."""

    def write(self, data: bytes) -> None:
        _deliver(data, sys.stdout.buffer)


@contextmanager
def stdout_errors() -> Iterator[None]:
    """Raise JkrError if standard output takes no more; a closed pipe stays a BrokenPipeError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_stdout()
        hint = "free some space, or write to another disk"
        raise JkrError(f"standard output: {error.strerror}", hint=hint) from None


def _deliver(data: bytes, stream: IO[bytes]) -> None:
    """Write to standard output or the pager."""
    with stdout_errors():
        stream.write(data)
        stream.flush()


def screen(no_pager: bool) -> Stdout:
    """Standard output for text that people read."""
    if sys.stdout is None:
        return Stdout()
    encoding = sys.stdout.encoding or "utf-8"
    if not sys.stdout.isatty():
        return Stdout(encoding)
    try:
        height = os.get_terminal_size(sys.stdout.fileno()).lines or 24
    except OSError:
        height = 24
    from .pager import Screen, find_pager

    return Screen(encoding, None if no_pager else find_pager(os.environ), height)


def encodable(text: str) -> str:
    """`text` with `?` for letters that standard output has no code for."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def print_to(out: Stdout, print_all: Callable[["Writer"], object]) -> None:
    """Let `print_all` write to `out`; a closed pipe ends it quietly. Raises JkrError if standard output is closed or
    takes no more."""
    with _open_stdout(), out:
        print_all(out)


def print_bytes(print_all: Callable[["BinaryWriter"], object]) -> None:
    """As `print_to`, for bytes."""
    with _open_stdout():
        print_all(BinaryStdout())


def print_data(text: str) -> None:
    """Print text in UTF-8, for programs."""
    print_to(Stdout(), lambda out: out.write(text))


def print_text(text: str) -> None:
    """Print text that people read, in the encoding of the terminal."""
    print_to(Stdout(getattr(sys.stdout, "encoding", None) or "utf-8"), lambda out: out.write(text))


@contextmanager
def _open_stdout() -> Iterator[None]:
    if sys.stdout is None:
        raise JkrError("standard output is closed", hint="print to a file with --output, or leave it open")
    try:
        yield
    except BrokenPipeError:
        silence_stdout()


def silence_stdout() -> None:
    """Discard what Python flushes to standard output when it ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
