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
from binascii import crc32
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from ..errors import JkrError
from . import schema, select
from .files import STDIN, content, digest, file_time, fingerprint, is_regular, read_inputs

P = ParamSpec("P")
T = TypeVar("T")

_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may bear the same time (FAT: two seconds)."""

_ABANDONED = 3_600_000_000_000
"""Nanoseconds after which a temporary file belongs to no running build."""

_FIRST_ROWS = 1000
"""Rows that are read before any is handed on, so that a damaged index can still be built anew."""


class Index:
    """An open index of some data files.

    `paths` are the data files (STDIN: its bytes are `stdin`); `cache` is the folder for index files,
    None keeps the index in memory. Raises DataError when a file is missing, unreadable or invalid.
    """

    def __init__(self, paths: Sequence[str], cache: Path | None, stdin: bytes = b"") -> None:
        self.paths = tuple(paths)
        self._stdin = stdin
        real = [path if path == STDIN else os.path.realpath(path) for path in paths]
        self.file: Path | None = None
        if cache is not None and STDIN not in paths and all(map(is_regular, real)):
            stem = "".join(letter if letter.isalnum() else "-" for letter in Path(paths[0]).stem)[:40]
            self.file = cache / f"{stem}-{crc32(chr(0).join(real).encode('utf-8', 'surrogateescape')):08x}.sqlite"
        self._real = real
        self._connection = self._open() or self._build()

    def __del__(self) -> None:
        if hasattr(self, "_connection"):  # not when a data file could not be read
            self._connection.close()

    @property
    def on_disk(self) -> bool:
        """Whether the index lies in its file, not in memory."""
        (_, _, path) = self._connection.execute("PRAGMA database_list").fetchone()
        return bool(path)

    def read(self, ask: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **more: P.kwargs) -> T:
        """What `ask` answers; a damaged index is built anew, and asked again."""
        try:
            return ask(self._connection, *args, **more)
        except sqlite3.DatabaseError:
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
        if self.file is None or not self.file.is_file():
            return None
        try:
            connection = _opened(self.file)
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
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if (application, version) != (schema.APPLICATION_ID, schema.VERSION):
            return False
        prints, began = json.loads(select.meta(connection, "prints")), int(select.meta(connection, "began"))
        if [each["path"] for each in prints] != self._real:
            return False
        doubtful = False
        for each in prints:
            now = fingerprint(each["path"])
            if now is None or now["size"] != each["size"]:
                return False
            same = all(now[key] == each[key] for key in now)
            doubtful = doubtful or not same or now["mtime"] > began - _TICK
        if not doubtful:
            return True
        if any(digest(content(each["path"], each["path"])) != each["digest"] for each in prints):
            return False
        self._confirm(prints)
        return True

    def _confirm(self, prints: list[dict[str, Any]]) -> None:
        """Note that the content was found unchanged, so that the next command need not read it."""
        from . import build

        assert self.file is not None
        try:
            began = file_time(self.file.parent)
            renewed = [{**each, **(fingerprint(each["path"]) or {})} for each in prints]
            url = f"{self.file.absolute().as_uri()}?mode=rw"
            with closing(sqlite3.connect(url, uri=True, timeout=0.1)) as writer, writer:
                # No journal beside the file: readers could not undo it, and a torn text is seen by its crc.
                writer.execute("PRAGMA journal_mode = MEMORY")
                build.put_meta(writer, {"prints": json.dumps(renewed), "began": str(began)})
        except (OSError, sqlite3.Error):
            pass  # only the next command's time is lost

    def _build(self) -> sqlite3.Connection:
        """Read the data files and make an index of them, in its file if that can be written."""
        # What is read from a data file is kept, not garbage: to look for garbage in it again and
        # again takes as long as all the rest.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return self._built()
        finally:
            if collecting:
                gc.enable()

    def _built(self) -> sqlite3.Connection:
        temporary, began = self._temporary()
        from .. import dataset
        from . import build

        try:
            before = [fingerprint(path) or {} for path in self._real]
            inputs = read_inputs(self.paths, self._stdin)
            checked = dataset.load(inputs)
            prints = [
                {"path": path, "digest": digest(each.data), **times}
                for path, each, times in zip(self._real, inputs, before, strict=True)
            ]
            meta = {"prints": json.dumps(prints), "began": str(began)}
            if temporary is not None and self.file is not None:
                try:
                    return _written(temporary, self.file, lambda connection: build.fill(connection, checked, meta))
                except (OSError, sqlite3.OperationalError):
                    pass  # no room, or no right to write: it is kept in memory
        finally:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        try:
            build.fill(connection, checked, meta)
        except sqlite3.OperationalError as error:
            raise JkrError(f"the index cannot be built: {error}", hint="Python's SQLite must have FTS5") from None
        return connection

    def _temporary(self) -> tuple[Path | None, int]:
        """An empty file to build in, and its time: what changes later bears no earlier one."""
        if self.file is None:
            return None, 0
        import tempfile

        folder = self.file.parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{self.file.stem}.", suffix=".tmp", dir=folder)
            os.close(handle)
            began = os.stat(name).st_mtime_ns
            for other in folder.glob(f".{self.file.stem}.*.tmp"):
                with suppress(FileNotFoundError):  # another command has just renamed it
                    if other.stat().st_mtime_ns < began - _ABANDONED:
                        other.unlink()
        except OSError:
            return None, 0
        return Path(name), began


def _written(temporary: Path, target: Path, fill: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    connection = sqlite3.connect(temporary)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        fill(connection)
    finally:
        connection.close()
    Path(f"{target}-journal").unlink(missing_ok=True)  # of a process that was killed while it wrote
    os.replace(temporary, target)
    return _opened(target)


def _opened(file: Path) -> sqlite3.Connection:
    """An index file, for reading; the Timeline that holds it may be used from any thread."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _guarded(rows: Iterator[T]) -> Iterator[T]:
    """Rows after the first ones: what is printed already cannot be taken back."""
    try:
        yield from rows
    except sqlite3.DatabaseError as error:
        raise JkrError(
            f"the index is damaged: {error}", hint="run the command again; the index is then built anew"
        ) from None
