"""Connections to an index, in which a signal ends a long query."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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
        signals = _handling_signals(self._raised)
        next(signals)  # into its `try`
        self.set_progress_handler(signals.__next__, _STEPS)
        self.create_function("indexed", 2, _indexed(self._raised), deterministic=True)
        self.execute("PRAGMA trusted_schema = ON")  # or the view `shown` may not call it

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
