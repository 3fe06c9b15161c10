"""Data files while they are read: pipes and devices, files that change, and the progress."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import jkrtimeline as jkr
from jkrtimeline.cli import messages
from jkrtimeline.errors import DataError, JkrError
from jkrtimeline.index.database import Index

from .conftest import SAMPLE
from .conftest import jkr as command
from .test_streaming import DAY, line, lines

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX system")


# --- pipes and devices ------------------------------------------------------------------------------


@posix
@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
def test_the_file_of_a_process_substitution_is_read(shared_cache: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, line(1).encode())
    os.close(writing)
    timeline = jkr.load(f"/dev/fd/{reading}", today=DAY, cache=shared_cache)
    os.close(reading)
    assert [event.id for event in timeline.events()] == ["e1"]


@posix
def test_a_pipe_is_copied_and_leaves_no_file(tmp_path: Path) -> None:
    pipe, cache = tmp_path / "pipe", tmp_path / "cache"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text("".join(lines(50))))
    writer.start()
    timeline = jkr.load(pipe, today=DAY, cache=cache)
    writer.join()
    assert len(timeline.events()) == 50
    assert timeline.index_file is None
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("lines_first", [True, False])
@pytest.mark.parametrize("name", [str(SAMPLE), "bundled"])
def test_standard_input_goes_with_other_files(name: str, lines_first: bool) -> None:
    files = ["--data", "-", "--data", name] if lines_first else ["--data", name, "--data", "-"]
    done = command("timeline", *files, "--fields", "id", stdin="".join(lines(3)).encode())
    alone = command("timeline", "--data", name, "--fields", "id")
    assert (done.returncode, done.stderr) == (0, b"")
    assert set(done.stdout.split()) == {*alone.stdout.split(), b"e0", b"e1", b"e2"}


def test_an_endless_device_is_refused() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("needs /dev/zero")
    done = command("timeline", "--data", "/dev/zero")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"32 MiB" in done.stderr


def test_a_name_with_a_nul_is_no_file() -> None:
    with pytest.raises(DataError) as caught:
        jkr.load("a\0b", cache=None)
    assert caught.value.exit_code == 3


# --- a file that changes -------------------------------------------------------------------------------


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, list[str]], None]:
    """Changes a file to the next of some texts each time it has been opened and its digest computed."""

    def prepare(file: Path, texts: list[str]) -> None:
        from jkrtimeline.index.input_files import InputFiles

        opened = InputFiles.__enter__

        def change(files: InputFiles) -> InputFiles:
            opened(files)
            if texts:
                file.write_text(texts.pop(0))
            return files

        monkeypatch.setattr(InputFiles, "__enter__", change)

    return prepare


def test_a_file_that_changed_while_it_was_read_is_read_again(
    tmp_path: Path, touched: Callable[[Path, list[str]], None]
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(line(1))
    touched(file, [line(1) + line(2)])
    assert [event.id for event in jkr.load(file, today=DAY, cache=tmp_path / "cache").events()] == ["e1", "e2"]


def test_a_file_that_is_complete_a_moment_later_is_no_error(
    tmp_path: Path, touched: Callable[[Path, list[str]], None]
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(line(1)[:40])
    touched(file, [line(1)])
    assert [event.id for event in jkr.load(file, today=DAY, cache=tmp_path / "cache").events()] == ["e1"]


def test_a_file_that_always_changes_is_an_error(tmp_path: Path, touched: Callable[[Path, list[str]], None]) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(line(0))
    touched(file, [line(0) * 0 + "".join(line(n) for n in range(count)) for count in range(2, 9)])
    with pytest.raises(DataError, match="changes while it is read"):
        jkr.load(file, today=DAY, cache=tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


# --- progress ---------------------------------------------------------------------------------------


def test_progress_is_reported_from_start_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jkrtimeline.index import input_files, rows

    monkeypatch.setattr(input_files, "_STEP", 1000)
    monkeypatch.setattr(rows, "_MOST_EVENTS", 10)
    reports: list[tuple[str, int, int]] = []
    file = tmp_path / "a.jsonl"
    file.write_text("".join(lines(40)))
    Index([str(file)], None, progress=lambda *report: reports.append(report))
    steps = list(dict.fromkeys(step for step, _, _ in reports))
    assert steps == ["reading", "indexing", ""]
    size = file.stat().st_size
    assert [(done, total) for step, done, total in reports if step == "indexing"] == [(n, 40) for n in (10, 20, 30, 40)]
    assert {total for step, _, total in reports if step == "reading"} == {size}
    done = [done for step, done, _ in reports if step == "reading"]
    assert done == sorted(done)
    assert done[-1] <= size


def test_a_bar_is_drawn_on_a_terminal_only(tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    file = tmp_path / "big.jsonl"
    with file.open("w") as stream:
        stream.writelines(lines(5000))
    program = (
        "import sys; from jkrtimeline.cli import messages; messages._PATIENCE = 0;"
        "from jkrtimeline.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    argv = ["-c", program, "timeline", "--data", str(file), "-n", "1", "--no-pager"]
    environment = {**os.environ, "JKR_CACHE_DIR": str(tmp_path / "one"), "TERM": "xterm-256color"}
    child = pexpect.spawn(sys.executable, argv, env=environment, dimensions=(24, 80), encoding="utf-8", timeout=60)
    child.expect("reading.*%")
    child.expect("indexing.*%")
    child.expect(pexpect.EOF)
    environment["JKR_CACHE_DIR"] = str(tmp_path / "two")
    silent = subprocess.run([sys.executable, *argv], capture_output=True, env=environment, check=True)
    assert silent.stderr == b""


def test_a_bar_waits_a_moment(capsys: pytest.CaptureFixture[str]) -> None:
    bar = messages.Bar(sys.stderr)
    for done in range(10):
        bar("reading", done, 10)
    bar("", 0, 0)
    assert capsys.readouterr() == ("", "")


def test_a_pipe_is_read_again_in_memory_when_the_disk_is_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sqlite3
    from io import BytesIO

    from jkrtimeline.index import build

    fill, errors = build.fill, [sqlite3.OperationalError("database or disk is full")]

    def full(*words: Any) -> None:
        if errors:
            raise errors.pop()
        fill(*words)

    monkeypatch.setattr(build, "fill", full)
    index = Index(["-"], tmp_path / "cache", BytesIO(line(1).encode()))
    assert index.read(lambda connection: connection.execute("SELECT id FROM event").fetchall()) == [("e1",)]
    assert list((tmp_path / "cache").iterdir()) == []
    errors += [sqlite3.OperationalError("database or disk is full")] * 2
    with pytest.raises(JkrError, match="disk is full"):
        Index(["-"], tmp_path / "cache", BytesIO(line(1).encode()))
