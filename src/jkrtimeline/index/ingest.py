"""Data files read into a new database: again where they change meanwhile, carefully where they cannot be read
quickly, in memory where no file can be written."""

import gc
import sqlite3
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, TypeVar

from ..errors import DataError, JkrError
from .data_files import Files, Progress, is_regular
from .new_index import NewIndex, new_index

if TYPE_CHECKING:
    from ..eventfile import Findings

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_TRIES = 3
"""How often files are read that change meanwhile."""


class DoubtfulError(Exception):
    """What was to be read quickly is to be read carefully: something in it may be wrong."""


class _Make(Protocol[T_co]):
    """What makes something of data files; `quick` says that it may try to read them quickly."""

    def __call__(self, made: NewIndex, files: Files, *, quick: bool) -> T_co: ...


class _ChangedError(Exception):
    """A data file was changed while it was read."""


def refuse_change(files: Files) -> None:
    """Give up files that changed while they were read; `read_into` reads them again."""
    if files.changed:
        raise _ChangedError(files.changed)


def read_into(
    folder: Path | None,
    paths: Sequence[str],
    stdin: IO[bytes] | None,
    progress: Progress | None,
    make: _Make[T],
    *,
    quick: bool = False,
) -> T:
    """What `make` makes of the data files and a new database. Files that change while they are read are
    read again; where the folder cannot be written to, the database is in memory. `quick`: it may try to read
    them quickly first."""
    # What is read from a data file is kept, not garbage: to look for garbage in it again and again
    # takes as long as all the rest.
    collecting = gc.isenabled()
    gc.disable()
    again = all(map(is_regular, paths))
    folders = [None] if folder is None or (sys.platform == "win32" and not again) else [folder, None]
    files = Files(paths, stdin, progress)
    tries = 0
    try:
        while True:
            try:
                with new_index(folders[0], paths) as made, files:
                    try:
                        return make(made, files, quick=quick)
                    except DataError:
                        refuse_change(files)
                        raise
            except DoubtfulError:
                quick = False
            except _ChangedError as error:
                tries += 1
                if tries == _TRIES:
                    hint = "wait until nothing writes to it, or read a copy"
                    raise DataError(f"{error}: changes while it is read", hint=hint) from None
            except (OSError, sqlite3.OperationalError) as error:
                if len(folders) == 1:
                    missing = "no such module" in str(error)
                    hint = "Python's SQLite must have FTS5" if missing else "free some memory, or read less at once"
                    raise JkrError(f"the index cannot be built: {error}", hint=hint) from None
                if files.begun and not again:
                    hint = "free some space, or name other folders by JKR_CACHE_DIR and TMPDIR"
                    raise JkrError(f"{folders[0]}: the index cannot be written: {error}", hint=hint) from None
                del folders[0]
    finally:
        if collecting:
            gc.enable()
        if progress is not None:
            progress("", 0, 0)


def check(
    paths: Sequence[str], cache: Path | None, stdin: IO[bytes] | None, today: date, progress: Progress | None = None
) -> "Findings":
    """What eventfile.check finds in some data files, whose events are kept in `cache` meanwhile."""

    def make(made: NewIndex, files: Files, *, quick: bool) -> "Findings":
        from .. import eventfile
        from .ledger import StagedEvents

        found = eventfile.check(files.inputs, StagedEvents(made.connection), today)
        refuse_change(files)
        return found

    return read_into(cache, paths, stdin, progress, make)
