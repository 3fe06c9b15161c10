"""The index shipped with the bundled data. It is used if it is undamaged, and was built by this version from the data
beside it."""

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from .connection import is_index_of, open_index, read_meta
from .data_files import file_digest, fingerprint
from .freshness import Stamp, checksum, encoded, has_checksum, read_stamp, stamp_file


def shipped_index(data: Path) -> Path:
    """The index file of a bundled data file."""
    return data.with_suffix(".sqlite")


def pack(data: Path) -> Path:
    """Build the index of a data file beside it, with a stamp, and return its path.

    Neither depends on the place and time of the build. Raises DataError.
    """
    from .ingest import build_index

    target = shipped_index(data)
    stamp_file(target).unlink(missing_ok=True)
    target.unlink(missing_ok=True)
    with closing(build_index(None, [str(data)], lambda new, files: new.finish(None, files.fingerprints()))) as built:
        digests = json.loads(read_meta(built, "digests"))
        with closing(sqlite3.connect(target)) as copy:
            built.backup(copy)
            copy.execute("VACUUM")
    data_files = [{"digest": each} for each in digests]
    stamp_file(target).write_bytes(encoded(Stamp(data_files, 0, checksum(target))))
    return target


def unpack(data: str, connection: sqlite3.Connection) -> Sequence[Mapping[str, Any]] | None:
    """Copy the shipped index of a bundled data file into a new database.

    Returns the data file as InputFiles.fingerprints does, or None where no shipped index fits.
    """
    file = shipped_index(Path(data))
    stamp = read_stamp(stamp_file(file))
    if stamp is None or not has_checksum(file, stamp.checksum):
        return None
    before, digest = fingerprint(data) or {}, file_digest(data)
    try:
        with closing(open_index(file)) as source:
            if not is_index_of(source, [digest]):
                return None
            source.backup(connection)
    except (sqlite3.Error, ValueError):
        return None
    return [{"path": os.path.realpath(data), "digest": digest, **before}]
