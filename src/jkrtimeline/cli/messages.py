"""Messages on standard error, and wording that several commands share."""

import sys
from collections.abc import Iterable
from contextlib import suppress

from ..errors import UsageError
from ..text.sanitize import visible


def note(message: str, hint: str = "") -> None:
    """Print one line that says what happened, and one that says what to do about it."""
    with suppress(OSError, AttributeError):  # standard error is closed, or full
        sys.stderr.write(f"jkr: {visible(message)}\n" + (f"hint: {visible(hint)}\n" if hint else ""))


def note_list(message: str, lines: Iterable[str]) -> None:
    """Print one line that says what happened, and others below it."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(f"jkr: {visible(message)}\n" + "".join(f"  {visible(line)}\n" for line in lines))


def unknown(what: str, name: str, choices: Iterable[str], hint: str = "") -> UsageError:
    """The error for a name that is none of `choices`; `hint` replaces the suggestion of a similar one."""
    from ..text.suggest import did_you_mean

    choices = list(choices)
    return UsageError(
        f"unknown {what} {name!r}", hint=hint or did_you_mean(name, choices, f"one of: {', '.join(choices)}")
    )
