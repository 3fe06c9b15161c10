"""The pager: when it is used, what it can show, and output that does not end."""

import io
import os
import select
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any, ClassVar

import pytest

from jkrtimeline.cli import output_streams, pager

from .conftest import SAMPLE
from .terminals import pexpect, shown, terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal on Windows")


@pytest.fixture
def recorder(tmp_path: Path) -> tuple[str, Path]:
    """A pager that writes down what it gets, and where to."""
    file = tmp_path / "recorded"
    script = tmp_path / "my pager.sh"
    script.write_text(f"cat > {shlex.quote(str(file))}\n", encoding="utf-8")
    return f"sh {shlex.quote(str(script))}", file


@pytest.mark.parametrize(("rows", "lines"), [(10, ""), (100, "10"), (0, "")])
def test_pager_gets_what_does_not_fit(recorder: tuple[str, Path], rows: int, lines: str) -> None:
    pager, file = recorder
    code, text = terminal(f"timeline --data {SAMPLE}", rows=rows, PAGER=pager, LINES=lines)
    assert (code, text) == (0, "")
    _, direct = terminal(f"timeline --data {SAMPLE}")
    assert file.read_text(encoding="utf-8").split("\n") == shown(direct)


@pytest.mark.parametrize(
    ("line", "rows", "environment"),
    [
        (f"timeline --data {SAMPLE}", 100, {}),
        (f"timeline --data {SAMPLE} --no-pager", 10, {}),
        (f"timeline --data {SAMPLE} --jsonl", 4, {}),
        (f"timeline --data {SAMPLE}", 10, {"JKR_PAGER": ""}),
        (f"timeline --data {SAMPLE}", 10, {"JKR_PAGER": "cat"}),
    ],
    ids=["fits", "no-pager", "for-programs", "empty", "cat"],
)
def test_pager_is_not_used(recorder: tuple[str, Path], line: str, rows: int, environment: dict[str, Any]) -> None:
    pager, file = recorder
    code, text = terminal(line, rows=rows, **{"PAGER": pager, **environment})
    assert code == 0
    assert "Visit put off" in text
    assert not file.exists()


@pytest.mark.parametrize("pager", ["", "no-such-pager --at all", "'unclosed", "/"])
def test_without_a_pager_it_is_printed(pager: str) -> None:
    code, text = terminal(f"timeline --data {SAMPLE}", rows=10, PAGER=pager)
    assert code == 0
    assert shown(text) == shown(terminal(f"timeline --data {SAMPLE}")[1])


def test_jkr_pager_takes_precedence_over_pager(recorder: tuple[str, Path]) -> None:
    pager, file = recorder
    code, _ = terminal(f"timeline --data {SAMPLE}", rows=10, PAGER="no-such-pager", JKR_PAGER=pager)
    assert code == 0
    assert "Visit put off" in file.read_text(encoding="utf-8")


def test_quitting_the_pager_early_is_no_error() -> None:
    code, text = terminal("timeline --full", rows=10, PAGER="head -n 2")
    assert code == 0
    assert shown(text)[0].startswith("Japan–South Korea relations")
    assert len(shown(text)) <= 3


def test_error_does_not_go_through_the_pager(recorder: tuple[str, Path]) -> None:
    pager, file = recorder
    code, text = terminal(f"timeline --data {SAMPLE} --actor nemo", rows=1, PAGER=pager)
    assert code == 2
    assert shown(text)[0] == "jkr: unknown actor 'nemo'"
    assert not file.exists()


PRINTER = """
import os, sys
from itertools import count
from jkrtimeline.cli import output_streams
from jkrtimeline.cli.pager import Screen, find_pager
def lines(out):
    for number in count():
        out.write(f"line {number}\\n")
        if "wait" in sys.argv:
            sys.stdin.readline()
def screen():
    if "paged" in sys.argv:
        return Screen("utf-8", find_pager(os.environ), 5)
    return output_streams.screen(True, 5)
output_streams.print_to(screen(), lines)
"""


@pytest.mark.parametrize("how", ["piped", "paged"])
def test_an_endless_answer_ends_quietly_when_its_reader_exits(how: str) -> None:
    command = [sys.executable, "-c", PRINTER, how]
    environment = {**os.environ, "PAGER": "head -n 2", "TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"line 0\n"
        process.stdout.close()
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, b"")


def test_the_first_line_does_not_wait_for_more() -> None:
    command = [sys.executable, "-c", PRINTER, "wait"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], 20)
        line = process.stdout.readline() if ready else b""
        process.kill()
    assert line == b"line 0\n"


def test_what_follows_goes_in_large_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    class Blocks(io.BytesIO):
        sizes: ClassVar[list[int]] = []

        def write(self, data: Any) -> int:
            self.sizes.append(len(data))
            return super().write(data)

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Blocks(), encoding="utf-8"))

    def many(out: output_streams.Stdout) -> None:
        for _ in range(100_000):
            out.write("0123456789")

    out = output_streams.Stdout()
    output_streams.print_to(out, lambda _: many(out))
    assert Blocks.sizes[0] == 10
    assert sum(Blocks.sizes) == 1_000_000
    assert len(Blocks.sizes) < 25


def test_text_comes_before_bytes_that_are_written_after_it(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with output_streams.Stdout() as out:
        for piece in ("first ", "second ", b"third ", "fourth"):
            out.write(piece)
    assert capsysbinary.readouterr().out == b"first second third fourth"


STYLED = "\x1b[1mA\x1b[0m \x1b]8;;https://example.org\x1b\\B\x1b]8;;\x1b\\"


@pytest.mark.parametrize(
    ("first_line", "options", "colours", "links"),
    [
        ("less 590 (GNU)", ["-R"], True, True),
        ("less 566 (x)", ["-R"], True, True),
        ("less 551 (GNU)", ["-R"], True, False),
        ("BusyBox v1.35", [], False, False),
    ],
)
def test_less_shows_what_its_version_allows(
    tmp_path: Path, first_line: str, options: list[str], colours: bool, links: bool
) -> None:
    program = tmp_path / "less"
    program.write_text(f"#!/bin/sh\necho '{first_line}'\n", encoding="utf-8")
    program.chmod(0o755)
    less = pager.find_pager({"PAGER": f"{program} -S", "LESS": "-i", "TERM": "xterm"})
    assert less is not None
    less = less.with_abilities()
    assert less.command == [str(program), "-S", *options]
    hidden = "".join(sequence.pattern for sequence in less.hidden)
    assert (pager.STYLES.pattern not in hidden, pager.LINKS.pattern not in hidden) == (colours, links)


@pytest.mark.parametrize(
    ("command", "less"), [("less", "FRX"), ("less", "-i"), ("less -S", ""), ("less", "-PRead"), ("less -+R", "FRX")]
)
@pytest.mark.skipif(which("less") is None, reason="less is not installed")
def test_less_shows_colours_whatever_its_options(command: str, less: str) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "jkrtimeline", "timeline", "--data", str(SAMPLE)],
        dimensions=(10, 80),
        env={**os.environ, "PAGER": command, "LESS": less, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
        encoding="utf-8",
        timeout=20,
    )
    child.expect("\x1b\\[1mSample")
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert "ESC" not in child.before


@pytest.mark.parametrize("command", ["most", "more", "busybox less", "sh my-pager"])
def test_other_pagers_get_plain_text(command: str) -> None:
    other = pager.find_pager({"PAGER": command, "TERM": "xterm"})
    assert other is not None
    text = STYLED
    for sequence in other.with_abilities().hidden:
        text = sequence.sub("", text)
    assert text == "A B"


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": ""}, {}, {"TERM": "xterm", "PAGER": "cat"}])
def test_a_simple_terminal_is_not_paged(environment: dict[str, str]) -> None:
    assert pager.find_pager(environment) is None
