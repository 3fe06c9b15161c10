"""The events of data files in the order of time.

Of a file of JSON Lines only the dates are in memory; each line is read when its event is needed.
"""

from array import array
from bisect import bisect_left, bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from operator import le
from typing import IO, NamedTuple

from ..edtf import EventDate, latest_start
from ..eventfile import nodes
from ..eventfile.event_store import PublicEvent, public_event
from ..model import Event
from .schema import NO_END, NO_START

_DAYS = 1 << 24
"""More than the largest day number."""


class DayNumbers(NamedTuple):
    """The day numbers (date.toordinal) of an event's date: its first and last day, and the last day on which the event
    can have begun."""

    first: int
    last: int
    begun: int


def day_numbers(when: EventDate) -> DayNumbers:
    """The day numbers of an event's date."""
    if when.start is not None and when.start == when.end:
        day = when.start.toordinal()
        return DayNumbers(day, day, day)
    return _span_numbers(when)


@lru_cache(maxsize=1 << 12)
def _span_numbers(when: EventDate) -> DayNumbers:
    latest = latest_start(when)
    return DayNumbers(
        when.start.toordinal() if when.start else NO_START,
        when.end.toordinal() if when.end else NO_END,
        latest.toordinal() if latest else NO_START,
    )


def _key(when: EventDate) -> int:
    """The sorting key of an event: Event.time_order as one number."""
    days = day_numbers(when)
    return days.first * _DAYS + days.last


class ValidatedFile:
    """The events of a file that the validator has read, and their sorting keys."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self.keys: array[int] = array("Q", (_key(event.date) for event in events))

    def __getitem__(self, number: int) -> PublicEvent:
        return public_event(self._events[number])


class LineFile:
    """The events in a stream of JSON Lines, and their sorting keys.

    Raises ValueError where a date is not valid, and later where the event that is read is not.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        from ..eventfile.typed_lines import date_of, read_line

        self._stream = stream
        self._read = read_line
        self._starts = array("Q")
        self.keys: array[int] = array("Q")
        stream.seek(0)
        start = len(BOM_UTF8) if stream.read(len(BOM_UTF8)) == BOM_UTF8 else 0
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
    """All events, ordered by their first day, then by their last, then as in the files.

    Iteration raises ValueError as LineFile does, and where a file has changed.
    """

    def __init__(self, files: Sequence[ValidatedFile | LineFile]) -> None:
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
    def starts(self) -> range:
        """The day numbers from the first known start of an event to the last."""
        keys, order = self._keys, self._order
        begun = bisect_left(order, _DAYS, key=keys.__getitem__)
        return range(keys[order[begun]] // _DAYS, keys[order[-1]] // _DAYS + 1) if begun < len(order) else range(0)
