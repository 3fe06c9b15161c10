"""Temporary files, in memory or on disk if they are long: events that are read more than once, and zip archives."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ...model import Event
from ...query import Row
from .. import BinaryWriter

IN_MEMORY = 1 << 22
"""Bytes of a file that are held in memory."""


@dataclass
class Spool:
    """The events in the lines of a file, in the order of the file, or of the `offsets` of lines."""

    _lines: IO[bytes]
    _offsets: list[int] | None

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
    with SpooledTemporaryFile(IN_MEMORY) as file:
        offsets = []
        for row in rows:
            if by_time:
                offsets.append((*row.event.time_order(), file.tell()))
            file.write(row.raw.encode() + b"\n")
        yield Spool(file, [offset for *_, offset in sorted(offsets)] if by_time else None)


class TimelessZip(ZipFile):
    """A new archive of compressed members. No member has the time of the clock or traits of the system, so the bytes of
    the archive depend on its content alone."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **options: Any) -> None:
        """Add a member with this name and content."""
        super().writestr(_member(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **options: Any) -> None:
        """Add a file under the name `arcname`."""
        with open(filename, "rb") as source:
            self.copy(source, arcname)

    def copy(self, source: Any, name: str) -> None:
        """Add a binary file, from its beginning, under this name."""
        member = _member(name)
        member.file_size = source.seek(0, 2)
        source.seek(0)
        with self.open(member, "w") as target:
            copyfileobj(source, target)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = ZIP_DEFLATED
    member.create_system, member.external_attr = 3, 0o644 << 16  # of Unix, readable by all
    return member


@contextmanager
def zip_archive(out: BinaryWriter) -> Iterator[TimelessZip]:
    """A zip archive, which is written to `out` when it is complete."""
    with SpooledTemporaryFile(IN_MEMORY) as file:
        with TimelessZip(file, "w") as archive:
            yield archive
        file.seek(0)
        copyfileobj(file, out)
