"""Errors: a message, a location, a hint and an exit code.

The command line prints the message and the hint; Python code reads the attributes.
"""

from collections.abc import Collection
from typing import ClassVar, Literal, NamedTuple

Severity = Literal["error", "warning", "advice"]


class JkrError(Exception):
    """Base class of all errors that `jkr` raises.

    `message` says what is wrong and where, in one line. `hint` says what to do; it may be empty. `exit_code` is
    the exit code of the command: 1 unless a subclass says otherwise.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(JkrError):
    """A wrong argument: an unknown name, an unreadable date, a wrong option."""

    exit_code = 2


def unknown_name(kind: str, name: str, choices: Collection[str]) -> UsageError:
    """The error for a name that is none of `choices`."""
    from .text.suggest import did_you_mean

    hint = did_you_mean(name, choices, f"one of: {', '.join(choices)}")
    return UsageError(f"unknown {kind} {name!r}", hint=hint)


class UnknownId(JkrError):
    """No event has this id."""

    exit_code = 4


class Problem(NamedTuple):
    """One error or warning in a data file.

    `line` and `column` count from 1; both are 0 for a problem of the whole file. `rule` is a short name that never
    changes, such as `unknown-actor`. `hint` says what to do.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    @property
    def location(self) -> str:
        """`file:line:column`, or the file alone."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class DataError(JkrError):
    """A data file is missing, unreadable or invalid; `problems` lists why."""

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.problems = problems
