"""Output files: their formats by name; a file is written whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from . import formats
from .errors import JkrError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_DOCUMENTS = {
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pdf", ".epub", ".tex"), ".md"),
    **dict.fromkeys((".xls", ".ods", ".numbers"), ".xlsx"),
}
"""Ending of a file that other programs write → the ending that they can read."""

_UNCHANGED = "nothing was changed; "


def format_by_suffix(path: str, kind: str = "event", or_else: str = "") -> str:
    """The format that the ending of a file selects. Raises UsageError, with the endings for rows of a kind; `or_else`
    ends its hint."""
    by_suffix = {suffix: name for name, each in formats.FORMATS.items() for suffix in each.suffixes}
    matching = [suffix for suffix in by_suffix if path.lower().endswith(suffix)]
    if matching:
        return by_suffix[max(matching, key=len)]  # .csl.json before .json
    possible = formats.formats_of(kind)
    endings = [suffix for suffix, name in by_suffix.items() if name in possible]
    base, dot, ending = path.rpartition(".")
    if (other := _DOCUMENTS.get(f".{ending.lower()}" if dot else "")) in endings:
        then = f"then: pandoc {base}{other} -o {path}" if other == ".md" else "which it opens"
        raise UsageError(f"{path!r} is not a format that jkr writes", hint=f"write {base}{other}, {then}")
    hint = f"use one of these endings: {' '.join(endings)}{or_else}"
    raise UsageError(f"{path!r} has no ending of a known format", hint=hint)


@contextmanager
def _naming(name: str, unchanged: str = _UNCHANGED) -> Iterator[None]:
    """Turn an OSError into a JkrError that names the output file."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        hint = f"{unchanged}name a file that can be written"
        raise JkrError(f"{name}: cannot be written: {error.strerror}", hint=hint) from None


class _FileWriter:
    """Writes text or bytes to a file. Errors of writing name the file; other errors pass through."""

    def __init__(self, name: str, stream: IO[bytes], unchanged: str) -> None:
        self._name, self._stream, self._unchanged = name, stream, unchanged

    def write(self, piece: str | bytes) -> None:
        with _naming(self._name, self._unchanged):
            self._stream.write(piece.encode("utf-8", "replace") if isinstance(piece, str) else piece)


def write_file(name: str, print_all: "Callable[[_FileWriter], object]") -> None:
    """Write a file whole or not at all. Raises JkrError when it cannot be written.

    The text goes to a temporary file in the same folder, which then replaces the file and takes its mode. Where that
    would break hard links or change the owner, the content is replaced instead. A pipe or a device is written directly.
    """
    if os.path.exists(name) and not os.path.isfile(name):
        with suppress(BrokenPipeError), _naming(name, ""), open(name, "wb", buffering=0) as device:
            print_all(_FileWriter(name, device, ""))
        return
    target = Path(os.path.realpath(name))
    with ExitStack() as stack:
        with _naming(name):
            if target.exists() and not os.access(target, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            temporary = stack.enter_context(temporary_file(target))
            stream = open(temporary, "wb")  # noqa: SIM115
        try:
            print_all(_FileWriter(name, stream, _UNCHANGED))
            with _naming(name):
                stream.flush()
                os.fsync(stream.fileno())
        finally:
            with suppress(OSError):  # of a failed write, which has been reported
                stream.close()
        with _naming(name):
            _publish(temporary, target)


@contextmanager
def temporary_file(target: Path) -> Iterator[Path]:
    """An empty file beside `target`, to be filled and renamed to it. It is removed at the end if it is still there.

    Raises OSError.
    """
    # The name is set before the file is created, so that a signal in between leaves no file.
    path = target.with_name(f".{target.name[-40:]}.{os.urandom(8).hex()}.tmp")
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


def _publish(temporary: Path, target: Path) -> None:
    """Give `target` the content of `temporary`, by renaming this where possible."""
    try:
        old = target.stat()
    except FileNotFoundError:
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
        return
    new = temporary.stat()
    if old.st_nlink > 1 or (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        _replace_content(temporary, target)
    else:
        os.chmod(temporary, stat.S_IMODE(old.st_mode))
        os.replace(temporary, target)


def _replace_content(source: Path, target: Path) -> None:
    """Overwrite the content of `target`; when that fails, restore it."""
    from shutil import copyfile

    with temporary_file(target) as backup:
        copyfile(target, backup)
        try:
            _overwrite(source, target)
        except BaseException:
            _overwrite(backup, target)
            raise


def _overwrite(source: Path, target: Path) -> None:
    from shutil import copyfileobj

    with open(source, "rb") as reader, open(target, "r+b") as writer:
        copyfileobj(reader, writer)
        writer.truncate()
        writer.flush()
        os.fsync(writer.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
