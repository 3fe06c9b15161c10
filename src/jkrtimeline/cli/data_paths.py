"""Data files as people name them: `~`, folders and patterns."""

import os
from collections.abc import Sequence

from ..errors import DataError, UsageError

ENDINGS = (".yaml", ".yml", ".json", ".jsonl", ".ndjson")
"""Endings of the event files in a folder."""

_NOT_FILES = ("-", "bundled")
"""Names of standard input and of the bundled data."""


def file_name(path: str) -> str:
    """`path`, if it can be the name of a file. Raises UsageError."""
    try:
        possible = path and b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # half of a surrogate pair
        possible = False
    if not possible:
        raise UsageError(f"{path!r} is not a file name", hint="name a file")
    return path


def expand_paths(names: Sequence[str]) -> list[str]:
    """The data files that `--data` or JKR_DATA names, with `~`, folders and patterns expanded.

    A name without a file stays unchanged. Raises UsageError and DataError.
    """
    return [path for name in names for path in _expand_path(file_name(name))]


def _expand_path(name: str) -> list[str]:
    if name in _NOT_FILES or os.path.isfile(name):
        return [name]
    path = os.path.expanduser(name) if name.startswith("~") and not os.path.exists(name) else name
    if os.path.isdir(path):
        files = sorted(entry.path for entry in os.scandir(path) if entry.is_file() and entry.name.endswith(ENDINGS))
        if not files:
            raise DataError(
                f"{path}: a folder without event files", hint=f"name a file, or a folder with {', '.join(ENDINGS)}"
            )
        return files
    if not os.path.lexists(path) and any(sign in path for sign in "*?["):
        from glob import glob

        matching = sorted(each for each in glob(path) if os.path.isfile(each))
        if not matching:
            raise DataError(f"{path}: no file matches", hint="check the pattern")
        return matching
    return [path]


def spread_data_option(args: Sequence[str]) -> list[str]:
    """Arguments in which each event file that follows `--data FILE` has a `--data` of its own.

    A shell expands `--data years/*.yaml` to `--data years/2024.yaml years/2025.yaml`.
    """
    spread: list[str] = []
    in_files, previous = False, ""
    for number, arg in enumerate(args):
        if arg == "--":
            return [*spread, *args[number:]]
        is_event_file = arg.endswith(ENDINGS) and os.path.isfile(arg)
        if in_files and is_event_file:
            spread.append("--data")
        else:
            in_files = previous == "--data" and is_event_file
        spread.append(arg)
        previous = arg
    return spread
