"""The rows of a new index → its tables, in a thread beside the one that makes the rows.

SQLite runs without Python's global lock, but waits for it, for up to 5 ms, at the end of each statement. So one
statement writes the rows of thousands of events, which it takes as JSON.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any, Self

from ..text.normalize import folded_words
from .connection import IndexConnection
from .rows import Batch
from .schema import EVERY_COLUMN

_MOST_BYTES = 8 << 20
"""The bytes of JSON that are written together, some 5,000 events. FTS5 writes a segment for each statement: small
segments repeat most words, and large ones take more memory."""

_MOST_WORDS = 250_000
"""The most words that are collected before they are written, some 30 MB. Writing them together, in order, takes a tenth
of the time."""

_LOWER = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128))
_TO_WORDS = _LOWER + bytes(range(128, 256))
"""A table for bytes.translate: ASCII letters in lower case, spaces for what separates words."""


def _rows_of_json(columns: int) -> str:
    """A SELECT that reads its rows from one JSON text: an array of arrays of `columns` values."""
    values = ", ".join(f"json_extract(value, '$[{number}]')" for number in range(columns))
    return f"SELECT {values} FROM json_each(?)"


_STATEMENTS = {
    "records": f"INSERT INTO record {_rows_of_json(3)}",
    "events": f"INSERT INTO event {_rows_of_json(7)}",
    "texts": f"INSERT INTO search (rowid, {', '.join(EVERY_COLUMN)}) {_rows_of_json(len(EVERY_COLUMN) + 1)}",
    "follows": f"INSERT OR IGNORE INTO follow {_rows_of_json(2)}",
    "words": "INSERT OR IGNORE INTO word SELECT value FROM json_each(?)",
}
"""The statements that write the rows of a Batch, and the words."""


class RowWriter:
    """Writes rows, and each word of their texts once. It is used in a `with` statement, whose end writes the rest;
    until then nothing else uses the connection. Raises sqlite3.Error."""

    def __init__(self, connection: IndexConnection) -> None:
        self._connection = connection
        self._rows: dict[str, list[str]] = {name: [] for name in _STATEMENTS}
        self._size = 0
        self._words: set[bytes] = set()
        self._thread: Thread | None = None
        self._error: Exception | None = None

    def __enter__(self) -> Self:
        self._connection.handle_signals(False)  # SQLite's callbacks would wait for Python's lock, too
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        try:
            self._join()
        finally:  # even after a second Ctrl-C the thread must be done before the caller rolls back
            while self._thread is not None and self._thread.is_alive():
                with suppress(KeyboardInterrupt):
                    self._join()
            self._connection.handle_signals(True)
        if error is None:
            self._raise_error()
            self._append_words()
            self._write(self._take())

    def add(self, batch: Batch) -> None:
        """Add rows, to be written later."""
        # Not the words of actors, themes and places, which Totals.names has once each.
        self.add_words(text for _, title, *_, summary, source, _ in batch.texts for text in (title, summary, source))
        for name, rows in batch._asdict().items():
            self._append(name, rows)
        if self._size >= _MOST_BYTES:
            self._join()
            self._raise_error()
            self._thread = Thread(target=self._try_to_write, args=(self._take(),))
            self._thread.start()

    def add_words(self, texts: Iterable[str]) -> None:
        """Add the words of texts, to be written later."""
        self._words.update(" ".join(texts).encode().translate(_TO_WORDS).split())
        if len(self._words) > _MOST_WORDS:
            self._append_words()

    def _append_words(self) -> None:
        words = {word.decode() for word in self._words if word.isascii()}  # they are folded already
        words.update(word for text in self._words if not text.isascii() for word in folded_words(text.decode()))
        self._words.clear()
        self._append("words", sorted(words))

    def _append(self, name: str, rows: Sequence[Any]) -> None:
        if rows:
            text = json.dumps(rows, separators=(",", ":"))[1:-1]
            self._rows[name].append(text)
            self._size += len(text)

    def _take(self) -> dict[str, list[str]]:
        """The rows since the last call."""
        rows = self._rows
        self._rows, self._size = {name: [] for name in _STATEMENTS}, 0
        return rows

    def _write(self, rows: Mapping[str, list[str]]) -> None:
        for name, texts in rows.items():
            self._connection.execute(_STATEMENTS[name], (f"[{','.join(texts)}]",))

    def _try_to_write(self, rows: Mapping[str, list[str]]) -> None:
        try:
            self._write(rows)
        except Exception as error:
            self._error = error

    def _join(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error
