"""Where an index lies, whether it is to be trusted, and when it is built anew.

An index belongs to the paths of its data files. It is trusted when each of them still has the size,
the times and the inode that it was read with; where one differs, or the file was changed so shortly
before it was read that a later change may bear the same time, its content decides. An index is built
in a temporary file and renamed into place; where no file can be written it is kept in memory.
"""

import json
import os
import sqlite3
from binascii import crc32
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Concatenate, ParamSpec, TypeVar

from ..errors import JkrError
from .cache_dir import NewIndex, file_time, is_own, new_index, open_index
from .data_files import Files, Progress, are_lines, digest, fingerprint, is_regular, paths_of, stem
from .meta import is_ours, meta, put_meta

P = ParamSpec("P")
T = TypeVar("T")

_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may bear the same time (FAT: two seconds)."""

_FIRST_ROWS = 1000
"""Rows that are read before any is handed on, so that a damaged index can still be built anew."""


class Index:
    """An open index of some data files.

    `paths` are the data files (files.STDIN: it is read from `stdin`); `cache` is the folder for index files,
    None keeps the index in memory. `progress` is told how far a new index has come.
    Raises DataError when a file is missing, unreadable or invalid.
    """

    def __init__(
        self,
        paths: Sequence[str],
        cache: Path | None,
        stdin: IO[bytes] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.paths = tuple(paths)
        self._stdin = stdin
        self._cache = cache
        self._progress = progress
        self._real = [os.path.realpath(path) for path in paths]
        self.file: Path | None = None
        if cache is not None and all(map(is_regular, paths)):
            whole = "\0".join(self._real).encode("utf-8", "surrogateescape")
            self.file = cache / f"{stem(paths)}-{crc32(whole):08x}.sqlite"
        self._kept = True
        self._connection = self._open() or self._unpacked() or self._build()

    def __del__(self) -> None:
        if hasattr(self, "_connection"):  # not when a data file could not be read
            self._connection.close()

    @property
    def on_disk(self) -> bool:
        """Whether the index lies in its file, for the next command too."""
        return self._kept

    def read(self, ask: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **more: P.kwargs) -> T:
        """What `ask` answers; a damaged index is built anew, and asked again."""
        try:
            return ask(self._connection, *args, **more)
        except sqlite3.DatabaseError as error:
            if self.file is None and not all(map(is_regular, self.paths)):  # it cannot be read again
                raise JkrError(f"the index is damaged: {error}", hint="run the command again") from None
            self._connection.close()
            self._connection = self._build()
            return ask(self._connection, *args, **more)

    def stream(
        self, ask: Callable[Concatenate[sqlite3.Connection, P], Iterator[T]], *args: P.args, **more: P.kwargs
    ) -> Iterator[T]:
        """As `read`, for rows that are handed on while more are read."""

        def start(connection: sqlite3.Connection) -> tuple[list[T], Iterator[T]]:
            rows = ask(connection, *args, **more)
            return list(islice(rows, _FIRST_ROWS)), rows

        head, rest = self.read(start)
        return chain(head, _guarded(rest))

    def _open(self) -> sqlite3.Connection | None:
        """The index file if it is there, ours and up to date."""
        if self.file is None or not is_own(self.file):
            return None
        try:
            connection = open_index(self.file)
        except sqlite3.Error:
            return None
        try:
            if self._trusted(connection):
                return connection
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            pass
        connection.close()
        return None

    def _trusted(self, connection: sqlite3.Connection) -> bool:
        if not is_ours(connection):
            return False
        prints, began = json.loads(meta(connection, "prints")), int(meta(connection, "began"))
        if [each["path"] for each in prints] != self._real:
            return False
        doubtful = False
        renewed = []
        for each in prints:
            now = fingerprint(each["path"])
            if now is None or now["size"] != each["size"]:
                return False
            same = all(now[key] == each[key] for key in now)
            doubtful = doubtful or not same or now["mtime"] > began - _TICK
            renewed.append({**each, **now})
        if not doubtful:
            return True
        if any(digest(each["path"]) != each["digest"] for each in prints):
            return False
        self._confirm(renewed)
        return True

    def _confirm(self, renewed: list[dict[str, Any]]) -> None:
        """Note that the content was found unchanged since these prints were taken, so that the next
        command need not read it."""
        assert self.file is not None
        try:
            began = file_time(self.file.parent)
            url = f"{self.file.absolute().as_uri()}?mode=rw"
            with closing(sqlite3.connect(url, uri=True, timeout=0.1)) as writer, writer:
                # No journal beside the file: readers could not undo it, and a torn text is seen by its crc.
                writer.execute("PRAGMA journal_mode = MEMORY")
                put_meta(writer, {"prints": json.dumps(renewed), "began": str(began)})
        except (OSError, sqlite3.Error):
            pass  # only the next command's time is lost

    def _unpacked(self) -> sqlite3.Connection | None:
        """The index that is shipped with the bundled data, made the user's own, if that is asked and it fits."""
        if self.paths != paths_of(()):
            return None
        from .shipped import unpack

        for folder in dict.fromkeys((self._cache, None)):
            try:
                with new_index(folder, stem(self.paths)) as made:
                    if not unpack(self.paths[0], made):
                        return None
                    self._kept = made.on_disk and self.file is not None
                    return made.finish(self.file)
            except (OSError, sqlite3.OperationalError):
                continue
        return None

    def _build(self) -> sqlite3.Connection:
        """Read the data files and make an index of them, in its file if that can be written."""
        from .ingest import read_into, refuse_change

        def make(made: NewIndex, files: Files, *, quick: bool) -> sqlite3.Connection:
            from . import build

            def told() -> dict[str, str]:
                refuse_change(files)
                return {"prints": json.dumps(files.prints()), "began": str(made.began)}

            if quick:
                self._build_quickly(made, files, told)
            else:
                from .. import eventfile
                from .ledger import StagedEvents

                ledger = StagedEvents(made.connection)
                checked = eventfile.load(files.inputs, ledger)
                kept = told()
                ledger.close()
                build.fill(made.connection, checked, kept, self._progress)
            self._kept = made.on_disk and self.file is not None
            return made.finish(self.file)

        return read_into(self._cache, self.paths, self._stdin, self._progress, make, quick=are_lines(self.paths))

    def _build_quickly(self, made: NewIndex, files: Files, meta: Callable[[], dict[str, str]]) -> None:
        """Of JSON Lines that are right. Raises DoubtfulError where they may not be."""
        from . import build, worker
        from .ingest import DoubtfulError

        try:
            with worker.batches(self.paths) as rows:
                files.pass_over()
                build.fill_from(made.connection, rows, meta, self._progress, files.size)
        except ValueError:
            raise DoubtfulError from None


def _guarded(rows: Iterator[T]) -> Iterator[T]:
    """Rows after the first ones: what is printed already cannot be taken back."""
    try:
        yield from rows
    except sqlite3.DatabaseError as error:
        raise JkrError(
            f"the index is damaged: {error}", hint="run the command again; the index is then built anew"
        ) from None
