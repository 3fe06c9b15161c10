"""The files around an index: where data and index lie, what the data files hold, and what tells that
one has changed."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DataError

if TYPE_CHECKING:
    from ..dataset import Input

STDIN = "-"
"""The path that means standard input; its content is handed in."""


def paths_of(names: Sequence[str]) -> tuple[str, ...]:
    """The paths of data files, with `bundled` looked up; nothing means the bundled one.

    It lies inside the package, or beside it in the checkout of an editable install.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "events.yaml"
    bundled = str(inside if inside.exists() else package.parent.parent / "data" / "events.yaml")
    return tuple(bundled if name == "bundled" else name for name in names or ["bundled"])


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where index files lie: JKR_CACHE_DIR, else the user's cache folder by the custom of the system
    (XDG Base Directory on Linux); None where there is no home."""
    if own := environment.get("JKR_CACHE_DIR"):
        return Path(own)
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA")
        return Path(base, "jkr", "cache") if base else None
    if sys.platform != "darwin" and os.path.isabs(xdg := environment.get("XDG_CACHE_HOME", "")):
        return Path(xdg, "jkr")
    home = environment.get("HOME", "")
    if not os.path.isabs(home):
        return None
    return Path(home, "Library/Caches/jkr" if sys.platform == "darwin" else ".cache/jkr")


def read_inputs(paths: Sequence[str], stdin: bytes) -> "list[Input]":
    """The content of data files. Raises DataError where one is missing or unreadable."""
    from ..dataset import Input

    return [
        Input("standard input", stdin) if path == STDIN else Input(path, content(os.path.realpath(path), path))
        for path in paths
    ]


def is_regular(path: str) -> bool:
    """Whether a path is an ordinary file, or nothing: a pipe's content cannot be asked for again."""
    return os.path.isfile(path) or not os.path.exists(path)


def fingerprint(path: str) -> dict[str, int] | None:
    """What tells cheaply whether a file has changed; None where it is gone."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return {"size": found.st_size, "mtime": found.st_mtime_ns, "ctime": found.st_ctime_ns, "inode": found.st_ino}


def file_time(folder: Path) -> int:
    """The time that the file system gives a file now."""
    import tempfile

    with tempfile.NamedTemporaryFile(dir=folder) as file:
        return os.stat(file.name).st_mtime_ns


def digest(data: bytes) -> str:
    """SHA-256 of a content, in hexadecimal."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def content(real: str, path: str) -> bytes:
    """The content of a data file; `path` is what the user called it."""
    try:
        with open(real, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise DataError(
            f"{path}: there is no such file", hint="check the name; `bundled` is the data that comes with jkr"
        ) from None
    except IsADirectoryError:
        raise DataError(f"{path}: is a folder", hint="name a file in it") from None
    except PermissionError:
        raise DataError(f"{path}: may not be read", hint="check its permissions") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}", hint="check the file") from None
