"""The data files of an index: where they lie, what is in them, and whether they have changed."""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from ..errors import DataError

if TYPE_CHECKING:
    from io import BufferedReader

    from ..eventfile import Input

Progress = Callable[[str, int, int], object]
"""Told now and then how far something has come: what is done, how much of it, of how much (0: unknown);
in the end that nothing is (an empty text)."""

STDIN = "-"
"""The path that means standard input, which is handed in."""

_STEP = 1 << 20
"""Bytes between two words of progress."""


def paths_of(names: Sequence[str]) -> tuple[str, ...]:
    """The paths of data files, with `bundled` looked up; nothing means the bundled one.

    It lies inside the package, or beside it in the checkout of an editable install. Raises DataError
    for what cannot be the name of a file.
    """
    if wrong := [name for name in names if "\0" in name]:
        raise DataError(f"{wrong[0]!r} is not a file name", hint="remove the NUL character")
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "events.yaml"
    bundled = str(inside if inside.exists() else package.parent.parent / "data" / "events.yaml")
    return tuple(bundled if name == "bundled" else name for name in names or ["bundled"])


def is_regular(path: str) -> bool:
    """Whether a path is an ordinary file, or nothing: a pipe's content cannot be asked for again."""
    return path != STDIN and (os.path.isfile(path) or not os.path.exists(path))


def are_lines(paths: Sequence[str]) -> bool:
    """Whether all these files are JSON Lines, and can be read more than once."""
    from ..eventfile import Input, nodes

    for path in paths:
        if not is_regular(path):
            return False
        try:
            with open(path, "rb") as file:
                if not nodes.has_lines(path, Input(path, file).first()):
                    return False
        except OSError:  # which is told when it is read
            return False
    return True


def fingerprint(path: str | int) -> dict[str, int] | None:
    """What tells cheaply whether a file (its path, or a descriptor) has changed; None where it is gone."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return {"size": found.st_size, "mtime": found.st_mtime_ns, "ctime": found.st_ctime_ns, "inode": found.st_ino}


def digest(path: str) -> str:
    """SHA-256 of what a data file holds, in hexadecimal."""
    import hashlib

    with _opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(path: str) -> "BufferedReader":
    """A data file, for reading."""
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise DataError(
            f"{path}: no such file", hint="check the name; `bundled` is the data that comes with jkr"
        ) from None
    except IsADirectoryError:
        raise DataError(f"{path}: is a folder", hint="name a file in it") from None
    except PermissionError:
        raise DataError(f"{path}: permission denied", hint="check its permissions") from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: str, error: OSError) -> DataError:
    return DataError(f"{path}: cannot be read: {error.strerror}", hint="check the file")


class _File:
    """A data file while it is read once: counts and hashes what is in it."""

    def __init__(self, path: str, stream: IO[bytes], count: Callable[[int], object]) -> None:
        import hashlib

        self.path = path
        self.hash = hashlib.sha256()
        self.before = fingerprint(stream.fileno()) if is_regular(path) else None
        self._stream = stream
        self._count = count

    def read(self, size: int) -> bytes:
        return self._seen(self._stream.read, size)

    def readline(self, size: int) -> bytes:
        return self._seen(self._stream.readline, size)

    def _seen(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            data = read(size)
        except OSError as error:
            raise _unreadable(self.path, error) from None
        self.hash.update(data)
        self._count(len(data))
        return data

    @property
    def changed(self) -> bool:
        """Whether it is another file now than when it was opened."""
        return self.before is not None and fingerprint(self.path) != self.before


class Files:
    """Some data files while they are read, in a `with`. `inputs` are what dataset reads; `stdin` is
    standard input. Raises DataError where a file is missing or unreadable."""

    def __init__(self, paths: Sequence[str], stdin: IO[bytes] | None, progress: Progress | None = None) -> None:
        self._paths = paths
        self._stdin = stdin
        self._progress = progress
        self._open = ExitStack()
        self._files: list[_File] = []
        self._done = self._told = self._total = 0

    def __enter__(self) -> Self:
        self._files, self._done, self._told = [], 0, 0
        with ExitStack() as streams:
            for path in self._paths:
                stream: IO[bytes] | None = self._stdin if path == STDIN else streams.enter_context(_opened(path))
                if stream is None:
                    raise DataError("standard input is closed", hint="pipe an event file into jkr")
                self._files.append(_File(path, stream, self._count))
            self._total = sum((file.before or {}).get("size", 0) for file in self._files)
            self._open = streams.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def pass_over(self) -> None:
        """Read all that is in them, for `prints` alone."""
        for file in self._files:
            while file.read(_STEP):
                pass

    @property
    def size(self) -> int:
        """Bytes of all of them, as far as it is known."""
        return self._total

    @property
    def begun(self) -> bool:
        """Whether anything was read."""
        return self._done > 0

    @property
    def inputs(self) -> "list[Input]":
        """What dataset reads."""
        from ..eventfile import Input

        return [Input("standard input" if file.path == STDIN else file.path, file) for file in self._files]

    @property
    def changed(self) -> str:
        """A file that was changed while it was read; empty for none."""
        return next((file.path for file in self._files if file.changed), "")

    def prints(self) -> list[dict[str, Any]]:
        """What tells later whether the files, which have been read, are still the same."""
        return [
            {"path": os.path.realpath(file.path), "digest": file.hash.hexdigest(), **(file.before or {})}
            for file in self._files
        ]

    def _count(self, size: int) -> None:
        self._done += size
        if self._progress is not None and self._done - self._told >= _STEP:
            self._told = self._done
            self._progress("reading", self._done, self._total)
