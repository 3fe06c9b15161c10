"""The nodes that the text of a data file is read into, each with its line and column; and what no file may exceed.

Every scalar is text: YAML's own dates, numbers and `no` never interfere.
"""

from dataclasses import dataclass
from typing import NoReturn

from ..errors import DataError, Problem

LARGEST = 32 << 20
"""Bytes of a file that is read whole: its tree takes some ten times as much memory, of tiny values more."""

LONGEST = 4 << 20
"""Bytes of one line of JSON Lines, and letters of one text in YAML. An event has a few thousand."""

ENDLESS = 256 << 20
"""Bytes of a line after which the rest of its file is not read: a device may have no line ends at all."""

_MANY = 1_500_000
"""Lines, commas and brackets of a file that is read whole: a value has at least one of them."""


class DecimalText(str):
    """A number with a fraction as it is written in JSON, or stored in a workbook; any other text is a `str`."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> "DecimalText":
        """The number: it has no white space."""
        return self


class CutText(str):
    """A text without quotation marks that YAML ends before ` #3` or ` #tag`, as if a comment began there."""

    __slots__ = ()


@dataclass(slots=True)
class Node:
    """A scalar (`value` is text, or None for an explicit null), a list of nodes, or a mapping as a list of
    (key, value) pairs; `kind` says which. Lines and columns count from 1."""

    value: "str | list[Node] | list[tuple[Node, Node]] | None"
    kind: str
    line: int
    column: int

    @property
    def pairs(self) -> "list[tuple[Node, Node]]":
        """The (key, value) pairs of a mapping; none of anything else."""
        return self.value if self.kind == "mapping" else []  # type: ignore[return-value]

    @property
    def items(self) -> "list[Node]":
        """The nodes of a list; none of anything else."""
        return self.value if self.kind == "list" else []  # type: ignore[return-value]

    @property
    def text(self) -> str | None:
        """The text of a scalar; None of anything else."""
        return self.value if isinstance(self.value, str) else None


def refuse_file(path: str, line: int, column: int, rule: str, message: str, hint: str) -> NoReturn:
    """Raise DataError for a file whose text cannot be read at all."""
    problem = Problem(path, line, column, rule, message, hint)
    raise DataError(f"{problem.location}: {message}", hint=hint, problems=(problem,))


def decode(path: str, data: bytes, line: int = 1, before: int = 0) -> str:
    """UTF-8 text, with or without a byte order mark; `data` begins in line `line`, after `before` bytes.

    Raises DataError with the position of the first byte that is not UTF-8.
    """
    try:
        return data.decode("utf-8" if before else "utf-8-sig")
    except UnicodeDecodeError as error:
        refuse_byte(path, data, error.start, "is not UTF-8", "save the file as UTF-8", line, before)


def refuse_byte(
    path: str, data: bytes, offset: int, reason: str, hint: str, line: int = 1, before: int = 0
) -> NoReturn:
    """Raise DataError for the byte at an offset in `data`, which begin in line `line`, after `before` bytes."""
    earlier = data[:offset]
    message = f"byte {before + offset + 1} (0x{data[offset]:02x}) {reason}"
    refuse_file(path, line + earlier.count(b"\n"), offset - earlier.rfind(b"\n"), "encoding", message, hint)


def refusal_of_size(data: bytes) -> str | None:
    """Why a file that is read whole is too large; None when it is not."""
    if len(data) > LARGEST:
        return f"a file of more than {LARGEST >> 20} MiB"
    if sum(map(data.count, b"\n,[{")) > _MANY:
        return f"a file of more than {_MANY:,} values"
    return None
