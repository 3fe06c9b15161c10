"""A stream of UTF-16, as PowerShell's `>` writes it, → the same text in UTF-8.

Only files that begin with a byte order mark are recognised.
"""

import codecs
from typing import Protocol

from ..errors import DataError

MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_STEP = 1 << 13
"""Bytes that are decoded at once."""


class Bytes(Protocol):
    """Where the bytes of a file come from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`."""
        ...


class Utf16Stream:
    """Reads `start`, bytes that begin with a byte order mark, and then a stream. Raises DataError for what
    is not UTF-16; `name` is that of the file."""

    def __init__(self, name: str, start: bytes, stream: Bytes) -> None:
        self._name, self._stream = name, stream
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._next, self._ended = start, False
        self._ready = b""

    def read(self, size: int, /) -> bytes:
        """The next bytes of the text in UTF-8, at most `size`."""
        pieces, length = [self._ready], len(self._ready)
        while length < size and (more := self._decoded()):
            pieces.append(more)
            length += len(more)
        return self._taken(b"".join(pieces), size)

    def readline(self, size: int, /) -> bytes:
        """The next line with its end, cut off after `size` bytes; nothing at the end of the file."""
        pieces, length = [self._ready], len(self._ready)
        while length < size and b"\n" not in pieces[-1] and (more := self._decoded()):
            pieces.append(more)
            length += len(more)
        data = b"".join(pieces)
        end = data.find(b"\n") + 1
        return self._taken(data, min(end, size) if end else size)

    def _taken(self, data: bytes, size: int) -> bytes:
        """The first bytes of those that are decoded; the rest waits."""
        self._ready = data[size:]
        return data[:size]

    def _decoded(self) -> bytes:
        """More of the text; nothing at its end."""
        while not self._ended:
            data = self._next or self._stream.read(_STEP)
            self._next, self._ended = b"", not data
            try:
                if text := self._decoder.decode(data, final=self._ended):
                    return text.encode()
            except UnicodeDecodeError as error:
                message = f"{self._name}: begins as UTF-16 and cannot be decoded ({error.reason})"
                raise DataError(message, hint="save the file as UTF-8") from None
        return b""
