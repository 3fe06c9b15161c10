"""The full-screen browser in a real terminal: that it is restored, and what becomes of a process without one."""

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from .conftest import BUNDLED, Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

DRAWN = "q quit"
"""The end of the last line of the screen."""

BROKEN = """
import sys
from jkrtimeline.browse.rendering import Renderer
from jkrtimeline.cli.main import main

def line(*_, **__):
    raise RuntimeError("a bug")

Renderer.line = line
sys.exit(main(["browse"]))
"""
"""A browser that fails while it draws."""

COUNTING = """
import sys
from jkrtimeline.cli.commands import browse
from jkrtimeline.cli.main import main

def names(*_):
    from textual.constants import MAX_FPS
    raise RuntimeError(f"{MAX_FPS} a second")

browse._no_clipboard = names
sys.exit(main(["browse"]))
"""
"""A browser that says how often Textual may draw, and does not start."""


def spawn(*argv: str, **variables: str):  # type: ignore[no-untyped-def]  # pexpect has no types
    import pexpect

    environment = {**os.environ, "TERM": "xterm", **variables}
    return pexpect.spawn(argv[0], list(argv[1:]), dimensions=(24, 80), timeout=60, env=environment, encoding="utf-8")


def is_restored(output: str) -> bool:
    """Back from the alternate screen, the cursor visible, the mouse the terminal's."""
    return all(code in output for code in ("\x1b[?1049l", "\x1b[?25h", "\x1b[?1000l"))


def test_without_a_terminal_it_is_refused(run: Run) -> None:
    done = run("browse")
    assert done.code == 2
    assert done.err.startswith("jkr: browse needs a terminal\nhint: ")


@pytest.mark.parametrize(
    ("ending", "code"), [("q", 0), ("\x03", 130), ("SIGTERM", 128 + signal.SIGTERM), ("SIGHUP", 128 + signal.SIGHUP)]
)
def test_the_terminal_is_restored(ending: str, code: int) -> None:
    child = spawn(sys.executable, "-m", "jkrtimeline", "browse")
    child.expect_exact(DRAWN)
    if ending.startswith("SIG"):
        child.kill(getattr(signal, ending))
    else:
        child.send(ending)
    rest = child.read()
    child.close()
    assert is_restored(rest)
    assert child.exitstatus == code


def test_a_bug_ends_in_one_line() -> None:
    child = spawn(sys.executable, "-c", BROKEN)
    output = child.read()
    child.close()
    assert is_restored(output)
    after = output[output.rindex("\x1b[?1049l") :]
    assert "jkr: internal error: RuntimeError: a bug" in after
    assert "Traceback" not in output
    assert child.exitstatus == 1


@pytest.mark.parametrize(("setting", "drawings"), [({}, 250), ({"TEXTUAL_FPS": "30"}, 30)])
def test_it_draws_more_often_than_textual_does_unless_the_user_says_how_often(
    setting: dict[str, str], drawings: int
) -> None:
    child = spawn(sys.executable, "-c", COUNTING, **setting)
    output = child.read()
    child.close()
    assert f"internal error: RuntimeError: {drawings} a second" in output


def test_it_ends_when_the_terminal_is_gone() -> None:
    """Even where no signal says so, as under nohup: nothing is left running."""
    child = spawn("sh", "-c", f"trap '' HUP; exec {sys.executable} -m jkrtimeline browse")
    child.expect_exact(DRAWN)
    process = int(child.pid or 0)
    os.close(child.child_fd)
    child.closed = True
    end = time.monotonic() + 60
    while time.monotonic() < end and os.waitpid(process, os.WNOHANG) == (0, 0):
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_an_unknown_name_is_refused_before_the_screen_changes() -> None:
    child = spawn(sys.executable, "-m", "jkrtimeline", "browse", "-a", "nemo")
    shown = child.read()
    child.close()
    assert "unknown actor 'nemo'" in shown
    assert "\x1b[?1049h" not in shown
    assert child.exitstatus == 2


def test_a_terminal_of_lines_only_is_refused() -> None:
    child = spawn(sys.executable, "-m", "jkrtimeline", "browse", TERM="dumb")
    shown = child.read()
    child.close()
    assert shown.startswith("jkr: the terminal (TERM=dumb) shows no full screen\r\nhint: use jkr timeline")
    assert "\x1b" not in shown
    assert child.exitstatus == 2


def test_the_data_may_come_from_a_pipe_and_errors_go_into_a_file(tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    child = spawn("sh", "-c", f"cat {BUNDLED} | {sys.executable} -m jkrtimeline browse --data - 2> {errors}")
    child.expect_exact("Seoul presents")
    child.expect_exact(DRAWN)
    child.send("q")
    assert is_restored(child.read())
    child.close()
    assert child.exitstatus == 0
    assert errors.read_text(encoding="utf-8") == ""


def test_ascii_draws_without_other_characters(tmp_path: Path) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text("events:\n- {id: a, date: 2024-01-01, title: First}\n", encoding="utf-8")
    for options in ((), ("--ascii",)):
        child = spawn(sys.executable, "-m", "jkrtimeline", "browse", "--data", str(file), *options)
        child.expect_exact(DRAWN)
        child.send("?")
        child.expect_exact("next event")
        child.send("q")
        drawn = str(child.before)
        assert drawn.isascii() == bool(options)
        child.send("q")
        child.read()
        child.close()


def test_no_colour_is_sent_where_none_is_wanted() -> None:
    child = spawn(sys.executable, "-m", "jkrtimeline", "browse", NO_COLOR="1")
    child.expect_exact(DRAWN)
    output = child.before
    child.send("q")
    child.read()
    child.close()
    numbers = {number for codes in re.findall(r"\x1b\[([\d;]*)m", str(output)) for number in codes.split(";") if number}
    assert numbers <= {"0", "1", "2", "7", "39", "49"}  # bold, dim, reverse; the terminal's own colours
