"""An open index: from the cache, copied from the shipped one, or built. Any thread may read it."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import IO, TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from ..errors import JkrError
from .cache_dir import index_file
from .connection import IndexConnection, is_index_of, open_index, read_meta
from .data_files import Progress, is_regular, paths_of
from .freshness import has_checksum, read_stamp, stamp_file, trusted_digests

if TYPE_CHECKING:
    from .input_files import InputFiles
    from .new_index import NewIndex

P = ParamSpec("P")
T = TypeVar("T")

_BATCH = 200
"""The rows that are read at once, while other threads wait."""

_DAMAGE = (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, OverflowError)
"""The exceptions that reading a damaged index may raise. SQLite does not notice all damage, but damaged texts do not
parse."""

_AGAIN = "run the command again"


class Index:
    """An open index of some data files.

    `paths` are the data files (data_files.STDIN is read from `stdin`). `cache` is the folder for index files; with None
    the index is in memory. `progress` is called while an index is built.

    Any thread may read, one at a time: SQLite calls back into Python, so two threads in one connection would wait for
    each other's lock forever. A damaged index is removed and built again.

    Raises DataError when a data file is missing, unreadable or invalid.
    """

    def __init__(
        self,
        paths: Sequence[str],
        cache: Path | None,
        stdin: IO[bytes] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.paths: tuple[str, ...] = tuple(paths)
        self._stdin = stdin
        self._cache = cache
        self._progress = progress
        self._lock = RLock()
        self._closed = False
        self._can_rebuild = all(map(is_regular, paths))
        self.file: Path | None = index_file(cache, paths) if cache is not None and self._can_rebuild else None
        self.on_disk: bool = self.file is not None
        """Whether the index is in its file, for the next command too."""
        self._connection = self._connect()
        self._digests = read_meta(self._connection, "digests")

    def __del__(self) -> None:
        if hasattr(self, "_connection"):  # not if a data file could not be read
            self._connection.close()

    def close(self) -> None:
        """Close the index. Later reads raise ValueError."""
        with self._lock:
            self._closed = True
            self._connection.close()

    def read(self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **options: P.kwargs) -> T:
        """The result of `query`. Raises ValueError when the index is closed, JkrError when it is damaged and cannot
        be built again."""
        with self._lock:
            connection = self._usable()
            try:
                return query(connection, *args, **options)
            except Exception as error:
                self._raise_unless_damaged(error, connection)
                self._rebuild()
                return query(self._connection, *args, **options)

    def stream(
        self, query: Callable[Concatenate[sqlite3.Connection, P], Iterator[T]], *args: P.args, **options: P.kwargs
    ) -> Iterator[T]:
        """The rows of `query`. The first ones are read at once, the others as they are consumed. Raises as `read`."""

        def start(connection: sqlite3.Connection) -> tuple[list[T], Iterator[T]]:
            rows = query(connection, *args, **options)
            return list(islice(rows, _BATCH)), rows

        return self._batches(*self.read(start))

    def _batches(self, batch: list[T], rows: Iterator[T]) -> Iterator[T]:
        connection = self._connection
        while batch:
            yield from batch
            with self._lock:
                self._usable()
                try:
                    batch = list(islice(rows, _BATCH))
                except Exception as error:
                    # Some rows are consumed already; the next command builds a new index.
                    if connection is self._connection:
                        self._raise_unless_damaged(error, connection)
                        self._remove()
                    raise JkrError("the index is damaged; it is removed", hint=_AGAIN) from None

    def _usable(self) -> IndexConnection:
        if self._closed:
            raise ValueError("the timeline is closed")
        return self._connection

    def _raise_unless_damaged(self, error: Exception, connection: IndexConnection) -> None:
        """Raise `error`, or its cause, unless the index file is damaged."""
        cause = connection.cause(error)
        if not isinstance(cause, _DAMAGE):
            raise cause
        if self.file is not None and self.on_disk:
            stamp = read_stamp(stamp_file(self.file))
            if stamp is None or not has_checksum(self.file, stamp.checksum):
                return
        elif type(cause) is sqlite3.DatabaseError:
            raise JkrError(f"the index is damaged: {cause}", hint=_AGAIN) from None
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            hint = "free some space, or set TMPDIR to another folder"
            raise JkrError(f"SQLite cannot write a temporary file: {cause}", hint=hint) from None
        raise cause

    def _remove(self) -> None:
        """Remove a damaged index file."""
        if self.file is not None:
            with suppress(OSError):
                self.file.unlink()

    def _rebuild(self) -> None:
        """Replace a damaged index."""
        self._connection.close()  # or Windows removes no file
        self._remove()
        self._connection = self._connect()
        before, self._digests = self._digests, read_meta(self._connection, "digests")
        if before != self._digests:
            raise JkrError("the data changed while it was read", hint=_AGAIN)

    def _connect(self) -> IndexConnection:
        return self._trusted() or self._unpacked() or self._built()

    def _trusted(self) -> IndexConnection | None:
        """The index file, if it is an index of the data files as they are now."""
        if self.file is None:
            return None
        digests = trusted_digests(self.file, [os.path.realpath(path) for path in self.paths])
        if digests is None:
            return None
        connection = None
        try:
            connection = open_index(self.file)
            if is_index_of(connection, digests):
                return connection
        except (sqlite3.Error, ValueError):
            pass
        if connection is not None:
            connection.close()
        return None

    def _unpacked(self) -> IndexConnection | None:
        """A copy of the index shipped with the bundled data, if these are the data and it fits."""
        if self.paths != paths_of(()):
            return None
        from .new_index import new_index
        from .shipped import unpack

        for folder in dict.fromkeys((self._cache, None)):
            try:
                with new_index(folder, self.paths) as new:
                    data_files = unpack(self.paths[0], new.connection)
                    return self._finish(new, data_files) if data_files is not None else None
            except (OSError, sqlite3.OperationalError):
                continue
        return None

    def _built(self) -> IndexConnection:
        """A new index, built from the data files."""
        from .ingest import build_index

        def finish(new: "NewIndex", files: "InputFiles") -> IndexConnection:
            return self._finish(new, files.fingerprints())

        return build_index(self._cache, self.paths, finish, self._stdin, self._progress)

    def _finish(self, new: "NewIndex", data_files: Sequence[Mapping[str, Any]]) -> IndexConnection:
        self.on_disk = new.on_disk and self.file is not None
        return new.finish(self.file, data_files)
