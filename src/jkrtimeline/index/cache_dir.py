"""The folder of the index files, which is the user's alone, and the drafts that are made in it."""

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_ABANDONED = 3_600_000_000_000
"""Nanoseconds after which a temporary file belongs to no running build."""

_PRIVATE = 0o700
"""The mode of the folder, as the XDG Base Directory Specification asks for."""


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where index files lie: JKR_CACHE_DIR, else the user's cache folder by the custom of the system
    (XDG Base Directory on Linux); None where there is no home."""
    if own := environment.get("JKR_CACHE_DIR"):
        return Path(own)
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA")
        return Path(base, "jkr", "cache") if base else None
    if sys.platform != "darwin" and os.path.isabs(xdg := environment.get("XDG_CACHE_HOME", "")):
        return Path(xdg, "jkr")
    home = environment.get("HOME", "")
    if not os.path.isabs(home):
        return None
    return Path(home, "Library/Caches/jkr" if sys.platform == "darwin" else ".cache/jkr")


def is_private(folder: Path) -> bool:
    """Whether nobody else can write to a folder. One with nothing but index files in it is closed to
    others; a folder with other things in it is left as it is."""
    if sys.platform == "win32":
        return True
    try:
        found = os.stat(folder)
        if {found.st_uid, os.lstat(folder).st_uid} != {os.geteuid()}:
            return False
        if found.st_mode & 0o077 and all(name.endswith((".sqlite", ".tmp")) for name in os.listdir(folder)):
            os.chmod(folder, _PRIVATE)
            return True
    except OSError:
        return False
    return not found.st_mode & 0o022


def is_own(file: Path) -> bool:
    """Whether a path is a file of the user's own in a private folder, not a link to one."""
    try:
        found = os.lstat(file)
    except OSError:
        return False
    ours = sys.platform == "win32" or found.st_uid == os.geteuid()
    return stat.S_ISREG(found.st_mode) and ours and is_private(file.parent)


def file_time(folder: Path) -> int:
    """The time that the file system gives a file now."""
    import tempfile

    with tempfile.NamedTemporaryFile(dir=folder, suffix=".tmp") as file:
        return os.stat(file.name).st_mtime_ns


def open_index(file: Path) -> sqlite3.Connection:
    """An index file, for reading; the Timeline that holds it may be used from any thread."""
    return _taught(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False))


def _taught(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A connection that knows the function which the view `shown` calls."""

    def indexed(text: str, column: str) -> str:
        from .snippet import indexed

        return indexed(text, column)

    connection.create_function("indexed", 2, indexed, deterministic=True)
    connection.execute("PRAGMA trusted_schema = ON")  # or the view may not call it
    return connection


_CACHE = 32 << 10
"""KiB of a draft that are kept in memory: ids that come in any order are sorted in them."""


class NewIndex:
    """A database that is being made: `path` is its temporary file, None keeps it in memory. `began` is the
    time at which it was begun, in nanoseconds: what changes later bears no earlier one."""

    def __init__(self, path: Path | None, began: int) -> None:
        self._path = path
        self.began = began
        self.connection = _taught(sqlite3.connect(path or ":memory:", check_same_thread=False))
        if path is not None:
            self.connection.execute("PRAGMA journal_mode = OFF")
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.execute(f"PRAGMA cache_size = -{_CACHE}")

    def finish(self, target: Path | None) -> sqlite3.Connection:
        """The finished database, for reading: at `target`; without one it is gone when it is closed."""
        self.connection.commit()
        if self._path is None:
            return self.connection
        self.connection.close()
        if target is None:
            connection = open_index(self._path)
            self._path.unlink()  # as long as it is open it stays
            return connection
        Path(f"{target}-journal").unlink(missing_ok=True)  # of a process that was killed while it wrote
        os.replace(self._path, target)
        return open_index(target)

    @property
    def on_disk(self) -> bool:
        """Whether it is kept outside of memory."""
        return self._path is not None


@contextmanager
def new_index(folder: Path | None, stem: str) -> Iterator[NewIndex]:
    """A new database in the folder, or in memory. Its temporary file is gone in the end; a connection
    that `finish` gave stays open.

    Raises OSError or sqlite3.OperationalError where no file can be made.
    """
    path, began = (None, 0) if folder is None else _temporary(folder, stem)
    try:
        made = NewIndex(path, began)
        try:
            yield made
        except BaseException:
            made.connection.close()
            raise
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


def _temporary(folder: Path, stem: str) -> tuple[Path, int]:
    import tempfile

    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    if not is_private(folder):
        raise PermissionError(f"{folder} is open to others")
    handle, name = tempfile.mkstemp(prefix=f".{stem}.", suffix=".tmp", dir=folder)
    os.close(handle)
    began = os.stat(name).st_mtime_ns
    for other in folder.glob(".*.tmp"):
        with suppress(FileNotFoundError):  # another command has just renamed it
            if other.stat().st_mtime_ns < began - _ABANDONED:
                other.unlink()
    return Path(name), began
