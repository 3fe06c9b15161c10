"""The console script, also `python -m jkrtimeline`: starts and ends fast, and cleans up when a signal ends it."""

import gc
import os
import signal
import sys
from contextlib import suppress
from types import FrameType

_ENDING = [name for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)]
"""Signals by which other programs, or the terminal, end a command."""

_YOUNG = 50_000
"""Objects after which the collector looks for garbage. A short command never makes so many."""

_received: list[int] = []


def _end(number: int, frame: FrameType | None) -> None:
    """Unwind the stack, so that temporary files are removed as after Ctrl-C. Ignore further signals."""
    _received.append(number)
    for name in _ENDING:
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    sys.exit(128 + number)


def run() -> None:
    """Run the command line of this process and end the process.

    Imported modules are never garbage, so the collector skips them. Once all is printed and flushed, nothing
    is left to tidy up: leaving without taking the modules apart saves a sixth of the time of a command.
    """
    gc.disable()
    try:
        from .cli.main import main

        gc.freeze()
        gc.enable()
        gc.set_threshold(_YOUNG)
        for name in _ENDING:
            if signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:  # as under nohup
                signal.signal(getattr(signal, name), _end)
        code = main()
    except KeyboardInterrupt:  # before main could catch it
        code = 130
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # main has reported it, or the stream is closed
            stream.flush()
    os._exit(128 + _received[0] if _received else code)


if __name__ == "__main__":
    run()
