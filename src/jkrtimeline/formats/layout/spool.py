"""Events that are gone through more than once: their rows are kept, on disk where they are many."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from ...model import Event
from ...query import Row

_IN_MEMORY = 4_000_000
"""Bytes of rows that are kept in memory."""


class Spool:
    """The events of the lines of a file, in their order or in that of the `places` where they begin."""

    def __init__(self, lines: IO[bytes], places: list[int] | None) -> None:
        self._lines = lines
        self._places = places

    def __iter__(self) -> Iterator[Event]:
        if self._places is None:
            self._lines.seek(0)
            yield from map(_event, self._lines)
            return
        for place in self._places:
            self._lines.seek(place)
            yield _event(self._lines.readline())


def _event(line: bytes) -> Event:
    return Event.from_public(json.loads(line))


@contextmanager
def spooled(rows: Iterable[Row], *, by_time: bool = False) -> Iterator[Spool]:
    """The events of some rows, in their order or in the order of time, to be gone through again and again."""
    from tempfile import SpooledTemporaryFile

    if by_time:
        from ...eventfile.cross_check import time_order

    with SpooledTemporaryFile(_IN_MEMORY) as file:
        places = []
        for row in rows:
            if by_time:
                places.append((*time_order(row.event), file.tell()))
            file.write(row.raw.encode() + b"\n")
        yield Spool(file, [place for *_, place in sorted(places)] if by_time else None)
