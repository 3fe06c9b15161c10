"""A stream of UTF-16, as PowerShell's `>` writes it, → the same text in UTF-8.

Only files that begin with a byte order mark are recognised.
"""

import codecs
from collections.abc import Callable

from ..errors import DataError

MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_STEP = 1 << 13
"""Bytes that are decoded at once."""


class Utf16Stream:
    """The text of `start`, bytes that begin with a byte order mark, and of what `read` returns after them. Raises
    DataError for bytes that are not UTF-16; `name` is that of the file."""

    def __init__(self, name: str, start: bytes, read: Callable[[int], bytes]) -> None:
        self._name, self._next, self._read = name, start, read
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._ended = False
        self._ready = b""

    def read(self, size: int, /) -> bytes:
        """The next bytes of the text in UTF-8, at most `size`."""
        return self._take(self._decoded(size), size)

    def readline(self, size: int, /) -> bytes:
        """The next line with its end, cut off after `size` bytes; nothing at the end of the file."""
        data = self._decoded(size, b"\n")
        end = data.find(b"\n") + 1
        return self._take(data, min(end, size) if end else size)

    def _take(self, data: bytes, size: int) -> bytes:
        """The first bytes of `data`; the rest is read next."""
        self._ready = data[size:]
        return data[:size]

    def _decoded(self, size: int, end: bytes | None = None) -> bytes:
        """At least `size` bytes of the text, or those to `end`; fewer at the end of the file."""
        pieces, length = [self._ready], len(self._ready)
        while length < size and not (end and end in pieces[-1]) and (more := self._decode()):
            pieces.append(more)
            length += len(more)
        return b"".join(pieces)

    def _decode(self) -> bytes:
        """More of the text; nothing at its end."""
        while not self._ended:
            data = self._next or self._read(_STEP)
            self._next, self._ended = b"", not data
            try:
                if text := self._decoder.decode(data, final=self._ended):
                    return text.encode()
            except UnicodeDecodeError as error:
                message = f"{self._name}: begins as UTF-16 and cannot be decoded ({error.reason})"
                raise DataError(message, hint="save the file as UTF-8") from None
        return b""
