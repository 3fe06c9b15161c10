"""Shared by the tests of terminals: a command in a pseudo-terminal."""

import os
import re
import shlex
import sys
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect", reason="there is no such terminal on Windows")

STYLE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[!-~]*\x1b\\")


def terminal(line: str, *, rows: int = 2000, columns: int = 80, **environment: Any) -> tuple[int, str]:
    """The exit code of a command line and all that the terminal got."""
    settings = {"PAGER": "", "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "jkrtimeline", *shlex.split(line)],
        dimensions=(rows, columns),
        env={**os.environ, **settings, **environment},
        encoding="utf-8",
        timeout=20,
    )
    child.expect(pexpect.EOF)
    child.ptyproc.delayafterclose = 0
    child.wait()
    child.close()
    return (child.exitstatus if child.signalstatus is None else -child.signalstatus), child.before


def shown(text: str) -> list[str]:
    """The lines that a reader sees."""
    return STYLE.sub("", text).replace("\r\n", "\n").split("\n")
