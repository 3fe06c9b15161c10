"""Whether an index can be trusted.

Beside each index file is its stamp. It holds the SHA-256 of the content of each data file, with the size, times and
inode that the file had then, and those of the finished index file. The index file itself holds the digests of the
content that it was built from, and never changes. So an index never answers for other content, even if one of the two
files is replaced.

A data file is taken as unchanged while its size, times and inode are the same. Where one of them differs, or where the
file had changed so shortly before it was read that a later change may have the same times, its content is compared.

The checksum of an index of up to _SMALL bytes is compared each time; that of a larger one when its size, times or inode
differ from those of the finished file. So every change that a program makes to an index file is noticed. The exception
is a disk that returns other bytes of a larger file than were written, where neither SQLite nor the checksums of rows
notice it. Measured by benchmarks.bitflips: of 2,700 flipped bits that a program wrote, and of 2,000 that a disk flipped
in the bundled index, none changed an answer; of 700 that a disk flipped in a larger one (5,000 events), 8 did.
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from .cache_dir import belongs_to_user, is_private
from .data_files import file_digest, fingerprint

_TICK = 3_000_000_000
"""Nanoseconds within which two changes of a file may have the same times: two seconds on FAT, one on ext3 and HFS+,
and one more by which the clock of a file server may differ."""

_SMALL = 8 << 20
"""The size up to which an index is read at each start, which takes some 2 ms."""

_BLOCK = 1 << 16
"""Bytes that are read at once for a checksum: few, so that each block reuses the memory of the one before."""


class Stamp(NamedTuple):
    """The state of an index file and of its data files.

    `files` are the data files as in InputFiles.fingerprints, which were read after `began` (nanoseconds). `checksum` is
    the CRC-32 of the index file, `finished` its fingerprint (None: taken when the stamp is written).
    """

    files: Sequence[Mapping[str, Any]]
    began: int
    checksum: int
    finished: Mapping[str, int] | None = None


def trusted_digests(index: Path, paths: Sequence[str]) -> list[str] | None:
    """The digests of the data files at `paths` (real paths), if the index file can be trusted; else None.

    The caller compares them with those in the index. Raises DataError where a data file cannot be read.
    """
    file = stamp_file(index)
    if not (belongs_to_user(index) and belongs_to_user(file) and is_private(index.parent)):
        return None
    stamp = read_stamp(file)
    if stamp is None or [each["path"] for each in stamp.files] != list(paths):
        return None
    before = fingerprint(str(index))
    whole = before == stamp.finished and (before or {}).get("size", 0) > _SMALL
    if not whole and not has_checksum(index, stamp.checksum):
        return None
    settled = all(_is_settled(each, stamp.began) for each in stamp.files)
    if not settled and not _confirm(index, stamp):
        return None
    if settled and before != stamp.finished:
        write_stamp(index, stamp._replace(finished=before))
    return [each["digest"] for each in stamp.files]


def _is_settled(known: Mapping[str, Any], began: int) -> bool:
    """Whether a data file is certainly unchanged, by its size, times and inode alone."""
    now = fingerprint(known["path"])
    # A copy may have the modification time of another file (`cp -p`), but not its ctime.
    return (
        now is not None
        and all(now[key] == known.get(key) for key in now)
        and max(now["mtime"], now["ctime"]) <= began - _TICK
    )


def _confirm(index: Path, stamp: Stamp) -> bool:
    """Compare the content of the data files with that of the stamp; whether it is the same.

    If so, a new stamp is written, and the next command need not read them.
    """
    from ..output_files import temporary_file

    with ExitStack() as stack:
        began = 0
        with suppress(OSError):
            clock = stack.enter_context(temporary_file(stamp_file(index)))
            began = os.stat(clock).st_mtime_ns
        files = []
        for known in stamp.files:
            # The fingerprint before the content: the next command notices a change in between.
            now = fingerprint(known["path"])
            if now is None or now["size"] != known.get("size") or file_digest(known["path"]) != known["digest"]:
                return False
            files.append({**known, **now})
    if began:
        write_stamp(index, stamp._replace(files=files, began=began, finished=None))
    return True


def stamp_file(index: Path) -> Path:
    """The stamp of an index file."""
    return index.with_suffix(".stamp")


def read_stamp(file: Path) -> Stamp | None:
    """Read a stamp; None where it is missing or damaged."""
    try:
        text = file.read_bytes()
        if int(text[:8], 16) != crc32(text[8:]):
            return None
        return Stamp(**json.loads(text[8:]))
    except (OSError, ValueError, TypeError):
        return None


def write_stamp(index: Path, stamp: Stamp) -> None:
    """Write the stamp of an index file. Where it cannot be written, the next command builds the index again."""
    from ..output_files import temporary_file

    whole = stamp if stamp.finished is not None else stamp._replace(finished=fingerprint(str(index)))
    target = stamp_file(index)
    with suppress(OSError), temporary_file(target) as file:
        file.write_bytes(encoded(whole))
        os.replace(file, target)


def encoded(stamp: Stamp) -> bytes:
    """The content of a stamp's file: JSON after its CRC-32."""
    text = json.dumps(stamp._asdict()).encode()
    return b"%08x" % crc32(text) + text


def has_checksum(file: Path, known: int) -> bool:
    """Whether a file has this checksum."""
    try:
        return checksum(file) == known
    except OSError:
        return False


def checksum(file: Path) -> int:
    """The CRC-32 of a file. Raises OSError."""
    total = 0
    with open(file, "rb") as stream:
        while block := stream.read(_BLOCK):
            total = crc32(block, total)
    return total
