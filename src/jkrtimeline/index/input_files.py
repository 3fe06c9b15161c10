"""Open data files, which can be read several times. A pipe, which can be read only once, is copied first."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import IO, Any, Self

from ..errors import DataError, JkrError
from ..eventfile import Input, node_reader, nodes
from ..eventfile.input import UTF16_MARKS
from .data_files import STDIN, Progress, fingerprint, is_regular, opened, unreadable

_STEP = 1 << 20
"""The bytes that are read at once, and between two calls of progress."""


@contextmanager
def open_input(path: str, stdin: IO[bytes] | None) -> Iterator[Input]:
    """A file that is read once. Raises DataError where it is missing or cannot be read."""
    with _opened(path, stdin) as stream:
        yield Input(_name(path), _CountingStream(path, stream))


@contextmanager
def _opened(path: str, stdin: IO[bytes] | None) -> Iterator[IO[bytes]]:
    """A data file, or standard input, which is not closed."""
    if path != STDIN:
        with opened(path) as stream:
            yield stream
    elif stdin is None:
        raise DataError("standard input is closed", hint="pipe an event file into jkr")
    else:
        yield stdin


def _name(path: str) -> str:
    """The name of a data file in messages."""
    return "standard input" if path == STDIN else path


class DataFile:
    """One data file. `stream` can be read again; `digest` is the SHA-256 of the file, in hexadecimal."""

    def __init__(self, path: str, stream: IO[bytes]) -> None:
        self.path = path
        self.name: str = _name(path)
        self.digest: str = ""
        self.before: dict[str, int] | None = fingerprint(stream.fileno()) if is_regular(path) else None
        self._stream = stream
        stream.seek(0)
        first = Input(self.name, _CountingStream(path, stream)).first()
        self.is_lines: bool = node_reader.is_json_lines(path, first)
        """Whether it is JSON Lines."""

    @property
    def changed(self) -> bool:
        """Whether the file has changed since it was opened."""
        return self.before is not None and fingerprint(self.path) != self.before

    def compute_digest(self, count: Callable[[int], object]) -> None:
        """Compute the digest, before anything else is read: after a change meanwhile the digest is too old, not the
        index. `count` is called with numbers of bytes."""
        size = (self.before or {}).get("size", 0)
        if size > nodes.LARGEST and not self.is_lines:
            return  # the file is refused
        self._stream.seek(0)
        counted, sha256 = _CountingStream(self.path, self._stream, count), hashlib.sha256()
        while block := counted.read(_STEP):
            sha256.update(block)
        self.digest = sha256.hexdigest()

    def input(self, count: Callable[[int], object]) -> Input:
        """The file for the validator."""
        self._stream.seek(0)
        return Input(self.name, _CountingStream(self.path, self._stream, count))

    def lines(self, copies: ExitStack) -> IO[bytes]:
        """The lines of JSON Lines in UTF-8. A copy is closed with `copies`."""
        self._stream.seek(0)
        if self._stream.read(2) not in UTF16_MARKS:
            return self._stream
        self._stream.seek(0)
        text = Input(self.name, self._stream)
        return _copy(lambda: text.readline(_STEP), self.name, copies)


class _CountingStream:
    """A stream that calls `count` with the number of bytes of each read."""

    def __init__(self, path: str, stream: IO[bytes], count: Callable[[int], object] = lambda size: None) -> None:
        self._path = path
        self._stream = stream
        self._count = count

    def read(self, size: int, /) -> bytes:
        return self._counted(self._stream.read, size)

    def readline(self, size: int, /) -> bytes:
        return self._counted(self._stream.readline, size)

    def _counted(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            data = read(size)
        except OSError as error:
            raise unreadable(self._path, error) from None
        self._count(len(data))
        return data


def _copy(read: Callable[[], bytes], name: str, files: ExitStack) -> IO[bytes]:
    """A copy of a stream, in memory or a temporary file. Of a stream that is too long for an event file, a device say,
    only the beginning, which is refused later."""
    from tempfile import SpooledTemporaryFile

    copy: IO[bytes] = files.enter_context(SpooledTemporaryFile(max_size=_STEP))  # noqa: SIM115
    size = length = 0  # of all, and of the line
    while (length <= nodes.ENDLESS) and (block := read()):
        try:
            copy.write(block)
        except OSError as error:
            hint = "free some space, or set TMPDIR to another folder"
            raise JkrError(f"{name}: cannot be copied: {error}", hint=hint) from None
        size += len(block)
        length = len(block) - 1 - block.rfind(b"\n") if b"\n" in block else length + len(block)
        if size > nodes.LARGEST and size - len(block) <= nodes.LARGEST:
            copy.seek(0)
            if not node_reader.is_json_lines(name, Input(name, copy).first()):
                break
            copy.seek(0, os.SEEK_END)
    copy.seek(0)
    return copy


class InputFiles:
    """Data files; `with` opens them. `stdin` is standard input, None if it is closed."""

    def __init__(self, paths: Sequence[str], stdin: IO[bytes] | None, progress: Progress | None = None) -> None:
        self._paths = paths
        self._stdin = stdin
        self._progress = progress
        self._copies: dict[int, IO[bytes]] = {}
        self._open_copies = ExitStack()
        self._streams = ExitStack()
        self.files: list[DataFile] = []
        self._step = ""
        self._done = self._reported = self._total = 0

    def __enter__(self) -> Self:
        """Open the files and find their digests. Raises DataError where a file is missing or cannot be read."""
        self._streams = ExitStack()
        with ExitStack() as streams:
            self.files = [self._open(*item, streams) for item in enumerate(self._paths)]
            self._start("reading")
            for file in self.files:
                file.compute_digest(self._count)
            self._streams = streams.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._streams.close()

    def close(self) -> None:
        """Remove the copies of pipes, which all `with` blocks share."""
        self._open_copies.close()

    def _open(self, number: int, path: str, streams: ExitStack) -> DataFile:
        if is_regular(path):
            return DataFile(path, streams.enter_context(_opened(path, None)))
        if number not in self._copies:
            pipe = _CountingStream(path, streams.enter_context(_opened(path, self._stdin)))
            self._copies[number] = _copy(lambda: pipe.read(_STEP), _name(path), self._open_copies)
        return DataFile(path, self._copies[number])

    @property
    def changed(self) -> str:
        """A file that has changed since it was opened; empty for none."""
        return next((file.path for file in self.files if file.changed), "")

    def inputs(self) -> list[Input]:
        """The files for the validator."""
        self._start("checking")
        return [file.input(self._count) for file in self.files]

    def lines(self, file: DataFile) -> IO[bytes]:
        """The lines of a file of JSON Lines in UTF-8."""
        return file.lines(self._streams)

    def fingerprints(self) -> list[dict[str, Any]]:
        """The path, digest and fingerprint of each file."""
        return [
            {"path": os.path.realpath(file.path), "digest": file.digest, **(file.before or {})} for file in self.files
        ]

    def _start(self, step: str) -> None:
        self._step, self._done, self._reported = step, 0, 0
        self._total = sum((file.before or {}).get("size", 0) for file in self.files)

    def _count(self, size: int) -> None:
        self._done += size
        if self._progress is not None and self._done - self._reported >= _STEP:
            self._reported = self._done
            self._progress(self._step, self._done, self._total)
