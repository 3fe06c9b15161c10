"""The data files of an index: their paths, and whether they have changed."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DataError

if TYPE_CHECKING:
    from io import BufferedReader

Progress = Callable[[str, int, int], object]
"""Called now and then with the current step, the amount that is done, and the total (0: unknown); at the end with an
empty step."""

STDIN = "-"
"""The path that means standard input."""


def paths_of(names: Sequence[str]) -> tuple[str, ...]:
    """The paths of data files; `bundled`, and no name at all, mean the bundled file.

    That file is inside the package, or beside it in the checkout of an editable install. Raises DataError where a name
    cannot be that of a file.
    """
    if wrong := [name for name in names if "\0" in name]:
        raise DataError(f"{wrong[0]!r} is not a file name", hint="remove the NUL character")
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "events.yaml"
    bundled = str(inside if inside.exists() else package.parent.parent / "data" / "events.yaml")
    return tuple(bundled if name == "bundled" else name for name in names or ["bundled"])


def is_regular(path: str) -> bool:
    """Whether a path is a regular file, or does not exist. Anything else, such as a pipe, can be read only once."""
    return path != STDIN and (os.path.isfile(path) or not os.path.exists(path))


def fingerprint(path: str | int) -> dict[str, int] | None:
    """The size, times and inode of a file (a path or a descriptor), which show cheaply whether it has changed. None if
    it is gone."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return {"size": status.st_size, "mtime": status.st_mtime_ns, "ctime": status.st_ctime_ns, "inode": status.st_ino}


def file_digest(path: str) -> str:
    """The SHA-256 of a data file, in hexadecimal."""
    import hashlib

    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def opened(path: str) -> "BufferedReader":
    """Open a data file for reading. Raises DataError."""
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise DataError(
            f"{path}: no such file", hint="check the name; `bundled` is the data that comes with jkr"
        ) from None
    except IsADirectoryError:
        raise DataError(f"{path}: is a folder", hint="name a file in it") from None
    except PermissionError:
        raise DataError(f"{path}: permission denied", hint="check its permissions") from None
    except OSError as error:
        raise unreadable(path, error) from None


def unreadable(path: str, error: OSError) -> DataError:
    """The error for a data file that cannot be read."""
    return DataError(f"{path}: cannot be read: {error.strerror}", hint="check the file")
