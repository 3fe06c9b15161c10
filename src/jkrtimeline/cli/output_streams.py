"""Standard output, directly or through a pager."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Self

from ..errors import JkrError

_FIRST_BLOCK, _BLOCK = 1 << 10, 1 << 16
"""Characters per block. The first piece of text is sent at once; then blocks grow from the first size to the second."""


class Stdout:
    """Standard output, for bytes, and for text in an encoding: UTF-8 for data, the terminal's for people. Sends the
    beginning of a text at once and the rest in large blocks."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self._encoding = encoding
        self._pieces: list[str] = []
        self._size = self._block = 0

    def write(self, piece: str | bytes) -> None:
        if isinstance(piece, bytes):
            if self._pieces:
                self._send()
            _deliver(piece, self._stream())
            return
        self._pieces.append(piece)
        self._size += len(piece)
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


def screen(no_pager: bool, height: int) -> Stdout:
    """Standard output for text that people read; `height` is that of the screen, in lines."""
    if sys.stdout is None or not sys.stdout.isatty():
        return Stdout(_encoding())
    from .pager import Screen, find_pager

    return Screen(_encoding(), None if no_pager else find_pager(os.environ), height)


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def print_to(out: Stdout, print_all: Callable[[Stdout], object]) -> None:
    """Let `print_all` write to `out`; a closed pipe ends it quietly. Raises JkrError if standard output is closed or
    takes no more."""
    if sys.stdout is None:
        raise JkrError("standard output is closed", hint="print to a file with --output, or leave it open")
    try:
        with out:
            print_all(out)
    except BrokenPipeError:
        silence_stdout()


def print_data(text: str) -> None:
    """Print text in UTF-8, for programs."""
    print_to(Stdout(), lambda out: out.write(text))


def print_text(text: str) -> None:
    """Print text that people read, in the encoding of the terminal."""
    print_to(Stdout(_encoding()), lambda out: out.write(text))


def silence_stdout() -> None:
    """Discard what Python flushes to standard output when it ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
