"""Data files (YAML, JSON, JSON Lines) → a Dataset and its events, or every problem in them with
file:line:column.

Opens no file itself: bytes are handed in. Events are not held here but added to an EventStore, one by one,
so that JSON Lines of any length are read in constant memory.
"""

from collections import deque
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple, Protocol

from ..errors import DataError, Problem
from ..model import Dataset
from . import cross_check, nodes, sections, utf16
from .event_store import EventStore
from .validate import Validator

_HEAD = 1 << 20
"""Bytes of the first line, at most, that tell JSON Lines from JSON."""

_MOST_BLANK = 1 << 20
"""Blank lines at the beginning of a file, at most, that are read to find its first line."""


class Stream(Protocol):
    """Where the bytes of a data file come from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`."""
        ...

    def readline(self, size: int, /) -> bytes:
        """The next line with its end, cut off after `size` bytes; nothing at the end of the file."""
        ...


class Input:
    """A data file, read once from the position of `stream`; `name` is what messages call it.

    UTF-16 with a byte order mark is read as UTF-8.
    """

    def __init__(self, name: str, stream: Stream | bytes) -> None:
        self.name = name
        self._stream = BytesIO(stream) if isinstance(stream, bytes) else stream
        self._pieces: deque[bytes] = deque()  # read by `first`, and to be read again
        self._begun = False

    def first(self) -> bytes:
        """The first line that is not blank, stripped, of a long one the beginning. It is read again later.

        Of a file that begins with more than _MOST_BLANK blank lines, nothing.
        """
        self._begin()
        for number in range(_MOST_BLANK):
            if number == len(self._pieces):
                if not (line := self._stream.readline(_HEAD)):
                    break
                self._pieces.append(line)
            if text := self._pieces[number].removeprefix(b"\xef\xbb\xbf").strip():
                return text
        return b""

    def readline(self, limit: int, /) -> bytes:
        """The next line with its end, cut off after `limit` bytes; nothing at the end of the file."""
        self._begin()
        line = b""
        while self._pieces and len(line) < limit and not line.endswith(b"\n"):
            piece, room = self._pieces.popleft(), limit - len(line)
            if len(piece) > room:
                self._pieces.appendleft(piece[room:])
            line += piece[:room]
        if self._pieces or len(line) == limit or line.endswith(b"\n"):
            return line
        return line + self._stream.readline(limit - len(line))

    def all(self, limit: int) -> bytes:
        """The rest of the file; of a longer one, more than `limit` bytes."""
        self._begin()
        return self.undecoded(limit)

    def undecoded(self, limit: int) -> bytes:
        """Like `all`, but UTF-16 stays as it is."""
        head = b"".join(self._pieces)
        self._pieces.clear()
        self._begun = True
        return head + self._stream.read(limit + 1)

    def _begin(self) -> None:
        """Read the first line, which may begin with a byte order mark."""
        if self._begun:
            return
        self._begun = True
        line = self._stream.readline(_HEAD)
        if line.startswith(utf16.MARKS):
            self._stream = utf16.Utf16Stream(self.name, line, self._stream)
        elif line:
            self._pieces.append(line)


def load(inputs: Sequence[Input], store: EventStore) -> Dataset:
    """What all `inputs` hold together; their events are added to `store`.

    Raises DataError with the problems when there are errors.
    """
    dataset, files = _read(inputs, store)
    errors = _problems(files, "error")
    if errors or dataset is None:
        first = errors[0]
        more = sum(file.reader.count("error") for file in files) - 1
        message = f"{first.location}: {first.message}" + (f" (and {more} more)" if more else "")
        raise DataError(message, hint=first.hint, problems=tuple(errors))
    return dataset


class Findings(NamedTuple):
    """The errors and warnings of some files and how many of each there are, and the advice on their events and how
    much of it there is. Of one file at most validate.MOST of each severity are listed."""

    problems: list[Problem]
    errors: int
    warnings: int
    advice: list[Problem]
    suggestions: int


def check(inputs: Sequence[Input], store: EventStore, today: date) -> Findings:
    """The problems of the `inputs`, in the order of the files."""
    _, files = _read(inputs, store, today)
    errors, warnings, suggestions = (
        sum(file.reader.count(each) for file in files) for each in ("error", "warning", "advice")
    )
    advice = [each for file in files for each in sorted(file.reader.advice, key=_by_line)]
    return Findings(_problems(files), errors, warnings, advice, suggestions)


def _problems(files: Sequence[sections.ParsedFile], severity: str = "") -> list[Problem]:
    problems: list[Problem] = []
    for file in files:
        chosen = (each for each in file.reader.problems if severity in ("", each.severity))
        problems += sorted(chosen, key=_by_line)
    return problems


def _by_line(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


def _read(
    inputs: Sequence[Input], store: EventStore, today: date | None = None
) -> tuple[Dataset | None, list[sections.ParsedFile]]:
    files = []
    for each in inputs:
        reader = Validator(each.name)
        files.append(sections.ParsedFile(reader))
        try:
            if nodes.has_lines(each.name, each.first()):
                files[-1] = sections.lines_file(reader, nodes.lines(each.name, each, reader.add))
            else:
                files[-1] = sections.read_file(reader, nodes.read(each.name, each.all(nodes.LARGEST)))
        except DataError as error:
            if not error.problems:  # it could not be read at all
                raise
            for problem in error.problems:
                reader.add(problem)
    return cross_check.combine(files, store, today), files
