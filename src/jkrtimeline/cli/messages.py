"""Messages on standard error: what, and what to do."""

import sys
from contextlib import suppress

from ..text.sanitize import visible


def note(message: str, hint: str = "") -> None:
    """Print one line that says what happened, and one that says what to do about it."""
    with suppress(OSError, AttributeError):  # standard error is closed, or full
        sys.stderr.write(f"jkr: {visible(message)}\n" + (f"hint: {visible(hint)}\n" if hint else ""))
