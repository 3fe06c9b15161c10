"""Connections to an index, in which a signal ends a long query; its table `meta`; and the checksums of stored texts."""

import json
import sqlite3
from binascii import crc32
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .schema import APPLICATION_ID, VERSION

_STEPS = 10_000
"""Instructions of SQLite's virtual machine between two callbacks, some 3 ms. The callbacks take no measurable time."""

_CALLBACK_FAILED = ("interrupted", "user-defined function raised exception")
"""The messages of sqlite3 for an exception in a callback."""


class IndexConnection(sqlite3.Connection):
    """A connection to an index, which may be used from one thread at a time.

    Python runs the handler of a signal only between its own instructions, so Ctrl-C would wait until SQLite is done.
    Therefore SQLite calls back every _STEPS instructions. sqlite3 drops an exception in a callback and raises an
    OperationalError instead; `cause` returns the first one.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The callbacks refer to this list, not to the connection: nothing would break that reference cycle.
        self._raised: list[BaseException] = []
        self.handle_signals(True)
        self.create_function("indexed", 2, _indexed(self._raised), deterministic=True)
        self.execute("PRAGMA trusted_schema = ON")  # or the view `shown` may not call it

    def handle_signals(self, handles: bool) -> None:
        """Let a signal end a query, or not."""
        signals = _handling_signals(self._raised)
        next(signals)  # into its `try`
        self.set_progress_handler(signals.__next__ if handles else None, _STEPS)

    def cause(self, error: BaseException) -> BaseException:
        """The exception in a callback that led to `error`, else `error`."""
        if self._raised:
            return self._raised.pop()
        if isinstance(error, sqlite3.OperationalError) and str(error) in _CALLBACK_FAILED:
            return KeyboardInterrupt()  # a signal arrived before the callback began
        return error


def open_index(file: Path) -> IndexConnection:
    """Open an index file for reading. The file must not change: a new index replaces it by a rename.

    Raises sqlite3.Error.
    """
    return _connect(f"{_uri(file)}?mode=ro&immutable=1", uri=True)


def _uri(file: Path) -> str:
    """The address of a file for SQLite (https://sqlite.org/uri.html). Path.as_uri loads urllib.request and so ssl
    since Python 3.14, which takes longer than an answer."""
    path = file.absolute().as_posix()
    for sign in "%?#":
        path = path.replace(sign, f"%{ord(sign):02x}")
    return f"file://{'' if path.startswith('/') else '/'}{path}"


def new_database(file: Path | None) -> IndexConnection:
    """Open a database for writing, in a file or (None) in memory. Raises sqlite3.Error."""
    connection = _connect(file or ":memory:")
    if file is None:
        connection.execute("PRAGMA temp_store = MEMORY")  # no files to sort in, either: TMPDIR may be full
    return connection


def _connect(database: str | Path, *, uri: bool = False) -> IndexConnection:
    return sqlite3.connect(database, uri=uri, check_same_thread=False, factory=IndexConnection)


def is_index_of(connection: sqlite3.Connection, digests: Sequence[str]) -> bool:
    """Whether a database is an index, of this version, of data files with these digests.

    Raises sqlite3.Error or ValueError when it is damaged.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    is_ours = (application, version) == (APPLICATION_ID, VERSION)
    return is_ours and json.loads(read_meta(connection, "digests")) == digests


def read_meta(connection: sqlite3.Connection, key: str) -> str:
    """The value of a key: header, synonyms, ambiguous, sources, spacing or digests (of the data files).

    Raises DatabaseError when it is missing or damaged.
    """
    row = connection.execute("SELECT value, crc FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"no {key} in the index")
    return checked(*row)


def write_meta(connection: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Write texts about the index itself."""
    rows = [(key, value, crc32(value.encode())) for key, value in values.items()]
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", rows)


def checked(raw: str, crc: int) -> str:
    """The text of a row. Raises DatabaseError when its checksum is wrong: SQLite does not notice a damaged text."""
    if not isinstance(raw, str) or crc32(raw.encode()) != crc:
        raise sqlite3.DatabaseError("a row of the index is damaged")
    return raw


def _handling_signals(raised: list[BaseException]) -> Iterator[int]:
    """Yield 0 each time SQLite calls back, and 1 to end its work once a signal handler has raised an exception.

    A generator, because handlers run as a call begins: that is before a `try` of a function, but inside that of a
    generator.
    """
    answer = 0
    while True:
        try:
            yield answer
            answer = 0
        except GeneratorExit:
            return
        except BaseException as error:
            raised.append(error)
            answer = 1


def _indexed(raised: list[BaseException]) -> Callable[[str, str], str]:
    """snippet.indexed, with its exceptions added to `raised`, because sqlite3 drops them."""

    def call(text: str, column: str) -> str:
        try:
            from .snippet import indexed  # only searches need it

            return indexed(text, column)
        except BaseException as error:
            raised.append(error)
            raise

    return call
