"""Where an index lies, whether it is to be trusted, and when it is built anew.

An index belongs to the paths of its data files. It is trusted when each of them still has the size,
the times and the inode that it was read with; where one differs, or the file was changed so shortly
before it was read that a later change may bear the same time, its content decides. An index is built
in a temporary file and renamed into place; where no file can be written it is kept in memory.
"""

import gc
import json
import os
import sqlite3
import sys
from binascii import crc32
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from ..errors import DataError, JkrError
from .cache import Draft, draft, file_time, is_own, opened
from .files import Files, Progress, are_lines, digest, fingerprint, is_regular, paths_of
from .meta import is_ours, meta, put_meta

if TYPE_CHECKING:
    from ..errors import Problem

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may bear the same time (FAT: two seconds)."""

_FIRST_ROWS = 1000
"""Rows that are read before any is handed on, so that a damaged index can still be built anew."""

_TRIES = 3
"""How often files are read that change meanwhile."""


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
            self.file = cache / f"{_stem(paths)}-{crc32(whole):08x}.sqlite"
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
            connection = opened(self.file)
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
                with draft(folder, _stem(self.paths)) as made:
                    if not unpack(self.paths[0], made):
                        return None
                    self._kept = made.on_disk and self.file is not None
                    return made.finish(self.file)
            except (OSError, sqlite3.OperationalError):
                continue
        return None

    def _build(self) -> sqlite3.Connection:
        """Read the data files and make an index of them, in its file if that can be written."""

        def make(made: Draft, files: Files, *, quick: bool) -> sqlite3.Connection:
            from . import build

            def told() -> dict[str, str]:
                _refuse_change(files)
                return {"prints": json.dumps(files.prints()), "began": str(made.began)}

            if quick:
                self._build_quickly(made, files, told)
            else:
                from .. import dataset
                from .ledger import Ledger

                ledger = Ledger(made.connection)
                checked = dataset.load(files.inputs, ledger)
                kept = told()
                ledger.close()
                build.fill(made.connection, checked, kept, self._progress)
            self._kept = made.on_disk and self.file is not None
            return made.finish(self.file)

        return _read_into(self._cache, self.paths, self._stdin, self._progress, make, quick=are_lines(self.paths))

    def _build_quickly(self, made: Draft, files: Files, meta: Callable[[], dict[str, str]]) -> None:
        """Of JSON Lines that are right. Raises _DoubtfulError where they may not be."""
        from ..dataset import rules
        from . import build, worker
        from .rows import names_of

        dataset = rules.without_registries()
        try:
            with worker.batches(self.paths, names_of(dataset)) as rows:
                files.pass_over()
                build.fill_from(made.connection, rows, dataset, meta, self._progress, files.size)
        except ValueError:
            raise _DoubtfulError from None


def check(
    paths: Sequence[str], cache: Path | None, stdin: IO[bytes] | None, today: date, progress: Progress | None = None
) -> "tuple[list[Problem], int, int]":
    """What dataset.check finds in some data files, whose events are kept in `cache` meanwhile."""

    def make(made: Draft, files: Files, *, quick: bool) -> "tuple[list[Problem], int, int]":
        from .. import dataset
        from .ledger import Ledger

        found = dataset.check(files.inputs, Ledger(made.connection), today)
        _refuse_change(files)
        made.connection.close()
        return found

    return _read_into(cache, paths, stdin, progress, make)


class _DoubtfulError(Exception):
    """What was to be read quickly is to be read carefully: something in it may be wrong."""


class _Make(Protocol[T_co]):
    def __call__(self, made: Draft, files: Files, *, quick: bool) -> T_co: ...


class _ChangedError(Exception):
    """A data file was changed while it was read."""


def _refuse_change(files: Files) -> None:
    if files.changed:
        raise _ChangedError(files.changed)


def _read_into(
    folder: Path | None,
    paths: Sequence[str],
    stdin: IO[bytes] | None,
    progress: Progress | None,
    make: _Make[T],
    *,
    quick: bool = False,
) -> T:
    """What `make` makes of the data files and a new database. Files that change while they are read are
    read again; where the folder cannot be written to, the database is in memory. `quick`: it may try to read
    them quickly first."""
    # What is read from a data file is kept, not garbage: to look for garbage in it again and again
    # takes as long as all the rest.
    collecting = gc.isenabled()
    gc.disable()
    again = all(map(is_regular, paths))
    folders = [None] if folder is None or (sys.platform == "win32" and not again) else [folder, None]
    files = Files(paths, stdin, progress)
    tries = 0
    try:
        while True:
            try:
                with draft(folders[0], _stem(paths)) as made, files:
                    try:
                        return make(made, files, quick=quick)
                    except DataError:
                        _refuse_change(files)
                        raise
            except _DoubtfulError:
                quick = False
            except _ChangedError as error:
                tries += 1
                if tries == _TRIES:
                    hint = "wait until nothing writes to it, or read a copy"
                    raise DataError(f"{error}: changes while it is read", hint=hint) from None
            except (OSError, sqlite3.OperationalError) as error:
                if len(folders) == 1:
                    hint = "Python's SQLite must have FTS5"
                    raise JkrError(f"the index cannot be built: {error}", hint=hint) from None
                if files.begun and not again:
                    hint = "free some space, or name another folder by JKR_CACHE_DIR"
                    raise JkrError(f"{folders[0]}: the index cannot be written: {error}", hint=hint) from None
                del folders[0]
    finally:
        if collecting:
            gc.enable()
        if progress is not None:
            progress("", 0, 0)


def _stem(paths: Sequence[str]) -> str:
    """The beginning of the name of an index file, for people: of the name of the first data file."""
    return "".join(letter if letter.isalnum() else "-" for letter in Path(paths[0]).stem)[:40]


def _guarded(rows: Iterator[T]) -> Iterator[T]:
    """Rows after the first ones: what is printed already cannot be taken back."""
    try:
        yield from rows
    except sqlite3.DatabaseError as error:
        raise JkrError(
            f"the index is damaged: {error}", hint="run the command again; the index is then built anew"
        ) from None
