"""A new index while it is filled: in a temporary file of the cache folder, or in memory."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from ..output_files import temporary_file
from . import freshness
from .cache_dir import create_folder, index_file, remove_abandoned
from .connection import IndexConnection, new_database, open_index

_CACHE = 32 << 10
"""The KiB of a new index that SQLite holds in memory, where it sorts ids that come in any order."""


class NewIndex:
    """A new index, open for writing.

    `began` is the time of its creation, in nanoseconds by the clock of its file system (0 in memory). A data file that
    changes afterwards has no earlier time.
    """

    def __init__(self, path: Path | None, began: int) -> None:
        self._path = path
        self.began = began
        self.connection: IndexConnection = new_database(path)
        self._finished = False
        if path is not None:
            self.connection.execute("PRAGMA journal_mode = OFF")
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.execute(f"PRAGMA cache_size = -{_CACHE}")

    @property
    def on_disk(self) -> bool:
        """Whether it is in a file."""
        return self._path is not None

    def finish(self, target: Path | None, data_files: Sequence[Mapping[str, Any]]) -> IndexConnection:
        """Rename the database to `target`, write its stamp, and open it for reading. `data_files` are as in
        InputFiles.fingerprints.

        Without a target, and in memory, the database ends with the connection.
        """
        self.connection.commit()
        if self._path is None:
            self._finished = True
            return self.connection
        self.connection.close()
        if target is None:
            connection = open_index(self._path)
            self._path.unlink()  # the connection can still read it
            return connection
        checksum = freshness.checksum(self._path)
        if sys.platform == "win32":  # an open file cannot be renamed there
            os.replace(self._path, target)
            connection = open_index(target)
        else:
            connection = open_index(self._path)
            try:
                os.replace(self._path, target)
            except BaseException:
                connection.close()
                raise
        freshness.write_stamp(target, freshness.Stamp(data_files, self.began, checksum))
        return connection

    def close(self) -> None:
        """Close the database, unless it is finished."""
        if not self._finished:
            self.connection.close()


@contextmanager
def new_index(folder: Path | None, paths: Sequence[str]) -> Iterator[NewIndex]:
    """Open a new index for the data files at `paths`: in a temporary file of the folder, or (None) in memory.

    At the end the file is removed and the connection closed, unless the index is finished.

    Raises OSError or sqlite3.OperationalError where no file can be written.
    """
    with ExitStack() as stack:
        path, began = None, 0
        if folder is not None:
            create_folder(folder)
            path = stack.enter_context(temporary_file(index_file(folder, paths)))
            began = os.stat(path).st_mtime_ns
            remove_abandoned(folder, began)
        index = NewIndex(path, began)
        try:
            yield index
        except Exception as error:
            cause = index.connection.cause(error)
            raise cause from cause.__cause__
        finally:
            index.close()
