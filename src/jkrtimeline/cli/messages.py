"""Messages on standard error: what, and what to do."""

import sys
from collections.abc import Iterable
from contextlib import suppress

from ..text.sanitize import visible


def note(message: str, hint: str = "") -> None:
    """Print one line that says what happened, and one that says what to do about it."""
    with suppress(OSError, AttributeError):  # standard error is closed, or full
        sys.stderr.write(f"jkr: {visible(message)}\n" + (f"hint: {visible(hint)}\n" if hint else ""))


def note_list(message: str, lines: Iterable[str]) -> None:
    """Print one line that says what happened, and others below it."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(f"jkr: {visible(message)}\n" + "".join(f"  {visible(line)}\n" for line in lines))
