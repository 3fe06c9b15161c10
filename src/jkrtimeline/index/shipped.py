"""The index that is shipped with the bundled data. It is used where it was made, by this version, of the data that
is beside it, and is as it was made."""

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from .connection import open_index
from .data_files import digest, fingerprint
from .freshness import Stamp, checksum, encoded, is_whole, read_stamp, stamp_file
from .meta import is_ours, meta


def beside(data: Path) -> Path:
    """The index file of a bundled data file."""
    return data.with_suffix(".sqlite")


def pack(data: Path) -> Path:
    """Build the index of a data file beside it, whatever is there, with a stamp, and return its path.

    Neither says where and when it was built. Raises DataError.
    """
    from .ingest import build_index

    target = beside(data)
    stamp_file(target).unlink(missing_ok=True)
    target.unlink(missing_ok=True)
    with closing(build_index(None, [str(data)], lambda made, files: made.finish(None, files.prints()))) as built:
        digests = json.loads(meta(built, "digests"))
        with closing(sqlite3.connect(target)) as copy:
            built.backup(copy)
            copy.execute("VACUUM")
    data_files = [{"digest": each} for each in digests]
    stamp_file(target).write_bytes(encoded(Stamp(data_files, 0, checksum(target))))
    return target


def unpack(data: str, connection: sqlite3.Connection) -> Sequence[Mapping[str, Any]] | None:
    """Copy the shipped index of a bundled data file into a new database.

    Returns what Files.prints says of the file, or None where no shipped index fits.
    """
    file = beside(Path(data))
    stamp = read_stamp(stamp_file(file))
    if stamp is None or not is_whole(file, stamp.checksum):
        return None
    known = {"path": os.path.realpath(data), **(fingerprint(data) or {}), "digest": digest(data)}
    try:
        with closing(open_index(file)) as source:
            if not is_ours(source) or json.loads(meta(source, "digests")) != [known["digest"]]:
                return None
            source.backup(connection)
    except (sqlite3.Error, ValueError):
        return None
    return [known]
