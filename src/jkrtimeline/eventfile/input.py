"""A data file as a stream of UTF-8, of which the first line can be read ahead."""

import codecs
from collections import deque
from collections.abc import Callable
from io import BufferedReader, BytesIO, RawIOBase
from itertools import chain
from typing import Any, Protocol

from ..errors import DataError

_HEAD = 1 << 20
"""Bytes of the first line, at most, that are read to recognise JSON Lines."""

_MOST_BLANK = 1 << 20
"""Blank lines at the beginning of a file, at most, that are read to find its first line."""

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_STEP = 1 << 13
"""Bytes that are decoded at once."""


class Stream(Protocol):
    """The source of the bytes of a data file."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`."""
        ...

    def readline(self, size: int, /) -> bytes:
        """The next line with its end, cut off after `size` bytes; nothing at the end of the file."""
        ...


class Input:
    """A data file, read once from the position of `stream`; `name` is what messages call it.

    UTF-16 with a byte order mark is read as UTF-8.
    """

    def __init__(self, name: str, stream: Stream | bytes) -> None:
        self.name = name
        self._stream = BytesIO(stream) if isinstance(stream, bytes) else stream
        self._pieces: deque[bytes] = deque()  # read by `first`, and to be read again
        self._begun = False

    def first(self) -> bytes:
        """The first line that is not blank, stripped; of a long one the beginning. It is read again later.

        Nothing for a file that begins with more than _MOST_BLANK blank lines.
        """
        self._begin()
        for number in range(_MOST_BLANK):
            if number == len(self._pieces):
                if not (line := self._stream.readline(_HEAD)):
                    break
                self._pieces.append(line)
            # Skip a byte order mark here: the reader of JSON Lines reports one inside a file more clearly.
            if text := self._pieces[number].removeprefix(codecs.BOM_UTF8).strip():
                return text
        return b""

    def readline(self, limit: int, /) -> bytes:
        """The next line with its end, cut off after `limit` bytes; nothing at the end of the file."""
        self._begin()
        line = b""
        while self._pieces and len(line) < limit and not line.endswith(b"\n"):
            piece, room = self._pieces.popleft(), limit - len(line)
            if len(piece) > room:
                self._pieces.appendleft(piece[room:])
            line += piece[:room]
        if self._pieces or len(line) == limit or line.endswith(b"\n"):
            return line
        return line + self._stream.readline(limit - len(line))

    def all(self, limit: int) -> bytes:
        """The rest of the file; of a longer one, more than `limit` bytes."""
        self._begin()
        head = b"".join(self._pieces)
        self._pieces.clear()
        return head + self._stream.read(limit + 1)

    def undecoded(self, limit: int) -> bytes:
        """The whole file as `all` gives it, but without decoding UTF-16. No other method may be called before it."""
        assert not self._begun
        self._begun = True
        return self._stream.read(limit + 1)

    def _begin(self) -> None:
        """Read the first line, which may begin with a byte order mark."""
        if self._begun:
            return
        self._begun = True
        line = self._stream.readline(_HEAD)
        if line.startswith(UTF16_MARKS):
            self._stream = BufferedReader(_Utf16Recoder(self.name, line, self._stream.read))
        elif line:
            self._pieces.append(line)


class _Utf16Recoder(RawIOBase):
    """The UTF-8 of UTF-16 text, as PowerShell's `>` writes it: of `start`, which begins with a byte order mark, and of
    what `read` returns after it. Raises DataError for bytes that are not UTF-16; `name` is that of the file."""

    def __init__(self, name: str, start: bytes, read: Callable[[int], bytes]) -> None:
        self._name = name
        self._texts = codecs.iterdecode(chain([start], iter(lambda: read(_STEP), b"")), "utf-16")
        self._ready = b""

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Put the next bytes into a buffer; how many, 0 at the end."""
        try:
            self._ready = self._ready or next(self._texts, "").encode()
        except UnicodeDecodeError as error:
            message = f"{self._name}: begins as UTF-16 and cannot be decoded ({error.reason})"
            raise DataError(message, hint="save the file as UTF-8") from None
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size
