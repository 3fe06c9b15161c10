"""Events that a format reads more than once. Their rows are held in memory, or on disk if there are many."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from ...model import Event
from ...query import Row

_IN_MEMORY = 4_000_000
"""Bytes of rows that are held in memory; more are on disk."""


class Spool:
    """The events in the lines of a file, in the order of the file, or of the `offsets` of lines."""

    def __init__(self, lines: IO[bytes], offsets: list[int] | None) -> None:
        self._lines = lines
        self._offsets = offsets

    def __iter__(self) -> Iterator[Event]:
        if self._offsets is None:
            self._lines.seek(0)
            yield from map(_event, self._lines)
            return
        for offset in self._offsets:
            self._lines.seek(offset)
            yield _event(self._lines.readline())


def _event(line: bytes) -> Event:
    return Event.from_public(json.loads(line))


@contextmanager
def spooled(rows: Iterable[Row], *, by_time: bool = False) -> Iterator[Spool]:
    """The events of `rows`, in their order or by date, for reading any number of times."""
    from tempfile import SpooledTemporaryFile

    if by_time:
        from ...eventfile.cross_check import time_order

    with SpooledTemporaryFile(_IN_MEMORY) as file:
        offsets = []
        for row in rows:
            if by_time:
                offsets.append((*time_order(row.event), file.tell()))
            file.write(row.raw.encode() + b"\n")
        yield Spool(file, [offset for *_, offset in sorted(offsets)] if by_time else None)
