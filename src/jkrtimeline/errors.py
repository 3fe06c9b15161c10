"""What can go wrong, as data: a message, a place, a hint and an exit code.

Knows nothing of printing: the command line turns an error into its two lines, a Python user reads
the attributes.
"""

from typing import ClassVar, Literal, NamedTuple

Severity = Literal["error", "warning"]


class JkrError(Exception):
    """Anything that `jkr` refuses or fails to do.

    `message` says what is wrong and where, in one line; `hint` what to do about it (may be empty);
    `exit_code` is the code of the command line: 1 for a failure that no other class describes.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(JkrError):
    """Asked in a way that has no answer: an unknown name, an unreadable date, a wrong option."""

    exit_code = 2


class UnknownId(JkrError):
    """No event has this id."""

    exit_code = 4


class Problem(NamedTuple):
    """One thing that is wrong in a data file.

    `line` and `column` count from 1; 0 where the whole file is meant. `rule` is a short name that
    stays the same between versions (`unknown-actor`), `hint` what to do.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """Where: `file:line:column`, or the file alone."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class DataError(JkrError):
    """A data file is missing, unreadable or invalid; `problems` holds all that was found."""

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.problems = problems
