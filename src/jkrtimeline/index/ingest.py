"""Data files → a new index, or the problems in them."""

import gc
import json
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, TypeVar

from .. import eventfile
from ..errors import DataError, JkrError
from ..eventfile.event_store import EventStore
from ..model import Dataset, Header
from . import build
from .data_files import Progress, is_regular
from .input_files import InputFiles
from .new_index import NewIndex, new_index
from .time_order import LineFile, TimeOrder, ValidatedFile

T = TypeVar("T")

_MOST_ATTEMPTS = 3
"""How often files that change meanwhile are read."""


class _UnvalidatedError(Exception):
    """JSON Lines that were read without the validator are not valid: the validator must say why."""


class _ChangedError(Exception):
    """A data file has changed while it was read."""


def build_index(
    cache: Path | None,
    paths: Sequence[str],
    finish: Callable[[NewIndex, InputFiles], T],
    stdin: IO[bytes] | None = None,
    progress: Progress | None = None,
) -> T:
    """The result of `finish` for a new index of the data files. Raises DataError."""
    validates = False

    def make(new: NewIndex, files: InputFiles) -> T:
        nonlocal validates
        validates = validates or not all(file.is_lines for file in files.files)
        meta = {"digests": json.dumps([file.digest for file in files.files])}
        try:
            dataset, events = _read(new, files, validates)
            build.fill(new.connection, dataset, events, meta, progress)
            if not validates:
                build.refuse_cycles(new.connection)
        except ValueError:
            _refuse_change(files)
            if validates:
                raise
            validates = True
            raise _UnvalidatedError from None
        _refuse_change(files)
        return finish(new, files)

    return _with_new_index(cache, paths, stdin, progress, make)


def _read(new: NewIndex, files: InputFiles, validates: bool) -> tuple[Dataset, TimeOrder]:
    """Read the files. JSON Lines alone need no validator, as long as they are valid."""
    store = EventStore(new.connection, [number for number, file in enumerate(files.files) if not file.is_lines])
    dataset = eventfile.read_dataset(files.inputs(), store) if validates else Dataset(Header())
    store.drop()
    sources = (
        LineFile(files.lines(file)) if file.is_lines else ValidatedFile(store.events[number])
        for number, file in enumerate(files.files)
    )
    return dataset, TimeOrder(list(sources))


def check_files(
    paths: Sequence[str], cache: Path | None, stdin: IO[bytes] | None, today: date, progress: Progress | None = None
) -> eventfile.Findings:
    """The findings of eventfile.find_problems in data files. Meanwhile a file in `cache` holds their events."""

    def make(new: NewIndex, files: InputFiles) -> eventfile.Findings:
        findings = eventfile.find_problems(files.inputs(), EventStore(new.connection), today)
        _refuse_change(files)
        return findings

    return _with_new_index(cache, paths, stdin, progress, make)


def _refuse_change(files: InputFiles) -> None:
    """Raise _ChangedError where a file has changed while it was read."""
    if files.changed:
        raise _ChangedError(files.changed)


def _with_new_index(
    folder: Path | None,
    paths: Sequence[str],
    stdin: IO[bytes] | None,
    progress: Progress | None,
    make: Callable[[NewIndex, InputFiles], T],
) -> T:
    """The result of `make` for a new index and the open data files. It is called again where files change meanwhile,
    and with an index in memory where the folder cannot be written to."""
    # Reading leaves next to no garbage, and collecting it takes as long as all the rest.
    collects = gc.isenabled()
    gc.disable()
    on_disk = folder is not None and (sys.platform != "win32" or all(map(is_regular, paths)))
    attempts = 0
    files = InputFiles(paths, stdin, progress)
    try:
        while True:
            try:
                with new_index(folder if on_disk else None, paths) as new, files:
                    try:
                        return make(new, files)
                    except DataError:
                        _refuse_change(files)
                        raise
            except _UnvalidatedError:
                continue
            except _ChangedError as error:
                attempts += 1
                if attempts == _MOST_ATTEMPTS:
                    hint = "wait until nothing writes to it, or read a copy"
                    raise DataError(f"{error}: changes while it is read", hint=hint) from None
            except (OSError, sqlite3.OperationalError) as error:
                if not on_disk:
                    no_fts5 = "no such module" in str(error)
                    hint = "Python's SQLite must have FTS5" if no_fts5 else "free some memory, or read less at once"
                    raise JkrError(f"the index cannot be built: {error}", hint=hint) from None
                on_disk = False
    finally:
        files.close()
        if collects:
            gc.enable()
        if progress is not None:
            progress("", 0, 0)
