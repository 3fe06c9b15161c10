"""The events of data files in the order of time.

Of JSON Lines only the dates are held in memory; each line is read when it is its turn.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from operator import le
from typing import IO, Protocol

from ..edtf import EventDate
from ..eventfile import nodes
from ..eventfile.construct import PublicEvent, public_event
from ..model import Event
from .rows import Reach, days_of

_DAYS = 1 << 24
"""More than there are day numbers."""


def _key(when: EventDate) -> int:
    """What orders events: first and last day."""
    days = days_of(when)
    return days.first * _DAYS + days.last


class EventSource(Protocol):
    """The events of one data file, in its order; `keys` are those of their dates."""

    keys: "array[int]"

    def __getitem__(self, number: int) -> PublicEvent: ...


class EventList:
    """Events in memory."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self.keys: array[int] = array("Q", (_key(event.date) for event in events))

    def __getitem__(self, number: int) -> PublicEvent:
        return public_event(self._events[number])


class LineFile:
    """Events in a stream of JSON Lines. Raises ValueError where a line is no valid event, as far as it is read: here
    that is its date."""

    def __init__(self, stream: IO[bytes]) -> None:
        from ..eventfile.typed_lines import BOM, date_of, read_line

        self._stream = stream
        self._read = read_line
        self._starts = array("Q")
        self.keys: array[int] = array("Q")
        stream.seek(0)
        start = len(BOM) if stream.read(len(BOM)) == BOM else 0
        stream.seek(start)
        while line := stream.readline(nodes.LONGEST + 1):
            if len(line) > nodes.LONGEST:
                raise ValueError("a line is too long")
            if not line.isspace() and (when := date_of(line)) is not None:
                self._starts.append(start)
                self.keys.append(_key(when))
            start += len(line)

    def __getitem__(self, number: int) -> PublicEvent:
        self._stream.seek(self._starts[number])
        if (event := self._read(self._stream.readline())) is None:
            raise ValueError("no event")
        return event


class TimeOrder:
    """All events: by their first day, then by the last, then in the order of the files.

    To go through them raises ValueError as LineFile does, and where a file has changed.
    """

    def __init__(self, files: Sequence[EventSource]) -> None:
        self._files = files
        self._bounds = [0, *accumulate(len(file.keys) for file in files)]
        keys = self._keys = array("Q")
        for file in files:
            keys.extend(file.keys)
        is_ordered = all(map(le, keys, islice(keys, 1, None)))
        self._order: Sequence[int] = range(len(keys)) if is_ordered else sorted(range(len(keys)), key=keys.__getitem__)

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[PublicEvent]:
        for position in self._order:
            file = bisect_right(self._bounds, position) - 1
            public = self._files[file][position - self._bounds[file]]
            if _key(public.event.date) != self._keys[position]:
                raise ValueError("the file has changed")
            yield public

    @property
    def reach(self) -> Reach:
        """From the first event with a known start to the last."""
        keys, order = self._keys, self._order
        begun = bisect_left(order, _DAYS, key=keys.__getitem__)
        if begun == len(order):
            return Reach(0, 0)
        return Reach(keys[order[begun]] // _DAYS, keys[order[-1]] // _DAYS)
