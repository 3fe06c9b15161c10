"""The folder of the index files: its path, whether it is safe, and the files that jkr writes into it.

jkr never changes the mode of a folder, and removes only files with names that it makes itself. It writes no index into
a folder that others can write to.
"""

import errno
import os
import re
import stat
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from zlib import crc32

_PRIVATE = 0o700
"""Mode of a new folder, as the XDG Base Directory Specification asks for."""

_ABANDONED = 3_600_000_000_000
"""Nanoseconds after which no running command uses a temporary file."""

_TEMPORARY = r"\.[\w-]{0,40}-[0-9a-f]{8}\.(?:sqlite|stamp)\.[0-9a-f]{16}\.tmp"
"""The names that `temporary_file` makes beside an index file."""


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """The folder for index files: JKR_CACHE_DIR, else one in the user's cache folder (on Linux that of the XDG Base
    Directory Specification). None where there is no home."""
    if chosen := environment.get("JKR_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA")
        return Path(base, "jkr", "cache") if base else None
    if sys.platform != "darwin" and os.path.isabs(xdg := environment.get("XDG_CACHE_HOME", "")):
        return Path(xdg, "jkr")
    home = environment.get("HOME", "")
    if not os.path.isabs(home):
        return None
    return Path(home, "Library/Caches/jkr" if sys.platform == "darwin" else ".cache/jkr")


def index_file(folder: Path, paths: Sequence[str]) -> Path:
    """The index file for some data files. Its name begins with the name of the first one, for people; a checksum of all
    paths follows."""
    name = "".join(letter if letter.isalnum() else "-" for letter in Path(paths[0]).stem)[:40]
    real = "\0".join(map(os.path.realpath, paths)).encode("utf-8", "surrogateescape")
    return folder / f"{name}-{crc32(real):08x}.sqlite"


def create_folder(folder: Path) -> None:
    """Create the folder for its user alone, or check an existing one.

    Raises OSError where it cannot be created, and PermissionError where others can write to it.
    """
    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    if not is_private(folder):
        raise PermissionError(errno.EACCES, "others can write to it", str(folder))


def is_private(folder: Path) -> bool:
    """Whether a folder is the user's, and nobody else can write to it."""
    if sys.platform == "win32":  # the home of a user is closed to others there
        return True
    try:
        status, link = os.stat(folder), os.lstat(folder)
    except OSError:
        return False
    return {status.st_uid, link.st_uid} == {os.geteuid()} and not status.st_mode & 0o022


def belongs_to_user(file: Path) -> bool:
    """Whether a path is a regular file, not a link, that belongs to the user."""
    try:
        status = os.lstat(file)
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and (sys.platform == "win32" or status.st_uid == os.geteuid())


def remove_abandoned(folder: Path, now: int) -> None:
    """Remove the temporary files of commands that were killed. `now` is the time of the folder's file system, in
    nanoseconds."""
    temporary = re.compile(_TEMPORARY)
    for name in os.listdir(folder):
        file = folder / name
        if temporary.fullmatch(name) and belongs_to_user(file):
            with suppress(OSError):  # another command may just have renamed or removed it
                if file.stat().st_mtime_ns < now - _ABANDONED:
                    file.unlink()
