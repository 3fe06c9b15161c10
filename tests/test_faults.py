"""Faults: no space, no permission, no home, a sudden end, a clock that is set back.

The answer is right or the error is clear, and no file of the user is damaged.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jkrtimeline.index import schema
from jkrtimeline.index.cache_dir import cache_folder

from .conftest import child, index_of, load, needs_posix, stamp, titles, write
from .conftest import jkr as command

DAY = 86_400 * 10**9
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

# --- where nothing can be written -------------------------------------------------------------------


def test_without_a_usable_folder_the_index_is_in_memory(data: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("not a folder")
    for cache in (blocker, blocker / "below", blocker / "far" / "below", None):
        assert titles(data, cache) == ["Alpha", "Bravo"]
        assert load(data, cache).index_file is None
    assert blocker.read_text() == "not a folder"


@pytest.mark.skipif(ROOT, reason="root may write everywhere")
def test_a_read_only_folder_is_left_alone(data: Path, cache: Path) -> None:
    cache.mkdir(mode=0o500)
    assert titles(data, cache) == ["Alpha", "Bravo"]
    assert list(cache.iterdir()) == []


def test_a_cache_folder_needs_a_home() -> None:
    assert cache_folder({}) is None
    assert cache_folder({"JKR_CACHE_DIR": "here"}) == Path("here")


ANSWER = """
import sys, jkrtimeline as jkr
t = jkr.load(sys.argv[1], cache=sys.argv[2])
print([e.title for e in t.events()], len(t.search("alpha")), t.index_file is None)
"""


@needs_posix
def test_a_full_disk_leaves_the_index_in_memory(data: Path, cache: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))"
    out, err = child(limit + ANSWER, data, cache).communicate()
    assert (out, err) == ("['Alpha', 'Bravo'] 1 True\n", "")
    assert list(cache.iterdir()) == []


@needs_posix
def test_a_build_that_is_killed_leaves_the_old_index(data: Path, cache: Path) -> None:
    titles(data, cache)
    file, text = index_of(cache), data.read_bytes()
    made = file.stat().st_ino
    write(data, "Alpha", "Bravo", "Charlie")
    pause = "import os, signal; os.replace = lambda *names: (print('built', flush=True), signal.pause())"
    process = child(pause + ANSWER, data, cache)
    assert process.stdout is not None
    assert process.stdout.readline() == "built\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    data.write_bytes(text)
    assert titles(data, cache) == ["Alpha", "Bravo"]
    assert file.stat().st_ino == made
    write(data, "Alpha", "Bravo", "Charlie")
    for other in cache.iterdir():
        if other != file:
            os.utime(other, ns=(0, 0))  # as if it had lain there for long
    assert titles(data, cache) == ["Alpha", "Bravo", "Charlie"]
    assert index_of(cache) == file


def test_many_processes_on_a_cold_cache(data: Path, cache: Path) -> None:
    answers = [process.communicate() for process in [child(ANSWER, data, cache) for _ in range(20)]]
    assert set(answers) == {("['Alpha', 'Bravo'] 1 False\n", "")}
    index_of(cache)


def age(folder: Path, *names: str) -> None:
    """Create files that are a day old."""
    for name in names:
        (folder / name).write_text(name)
        os.utime(folder / name, ns=(0, time.time_ns() - DAY))


LEFT = (
    ".data-0123abcd.sqlite.0123456789abcdef.tmp",
    ".data-0123abcd.stamp.0123456789abcdef.tmp",
    ".日本-0123abcd.sqlite.0123456789abcdef.tmp",
)
FOREIGN = (
    ".draft-of-thesis.tmp",
    ".draft-0123abcd.sqlite.tmp",
    "data-0123abcd.sqlite.0123456789abcdef.tmp",
    ".data-0123abcd.sqlite.0123456789abcdef.tmp~",
    ".data.0123456789abcdef.tmp",
    ".x.data-0123abcd.sqlite.0123456789abcdef.tmp",
    "tmpabcdefgh.tmp",
    "customers.sqlite",
    "data-0123abcd.sqlite",
)


def test_only_temporary_files_of_killed_commands_are_removed(data: Path, cache: Path) -> None:
    cache.mkdir(mode=0o700)
    age(cache, *LEFT, *FOREIGN)
    running = cache / ".data-0123abcd.sqlite.fedcba9876543210.tmp"
    running.touch()
    titles(data, cache)
    names = {path.name for path in cache.iterdir()}
    assert names >= {*FOREIGN, running.name}
    assert names.isdisjoint(LEFT)
    assert all((cache / name).read_text() == name for name in FOREIGN)


@needs_posix
@pytest.mark.parametrize("kind", ["folder", "link"])
def test_only_regular_files_are_removed(kind: str, data: Path, cache: Path, tmp_path: Path) -> None:
    cache.mkdir(mode=0o700)
    target, left = tmp_path / "mine", cache / LEFT[0]
    target.mkdir()
    if kind == "folder":
        left.mkdir()
    else:
        left.symlink_to(target)
    os.utime(target, ns=(0, 0))
    os.utime(left, ns=(0, 0))
    titles(data, cache)
    assert left.exists()
    assert target.exists()


@pytest.mark.skipif(not ROOT, reason="only root can give a file to another user")
def test_files_of_another_user_are_not_removed(data: Path, cache: Path) -> None:
    cache.mkdir(mode=0o700)
    age(cache, *LEFT)
    for name in LEFT:
        os.chown(cache / name, 1, 1)
    titles(data, cache)
    assert {path.name for path in cache.iterdir()} >= set(LEFT)


def test_a_vanishing_temporary_file_is_no_error(data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another command removes it after the folder was listed."""
    cache.mkdir(mode=0o700)
    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", lambda folder: [*LEFT])
        file = load(data, cache).index_file
    assert file == str(index_of(cache))


@needs_posix
def test_nobody_else_may_read_the_index(data: Path, cache: Path) -> None:
    before = os.umask(0)
    try:
        titles(data, cache)
    finally:
        os.umask(before)
    assert index_of(cache).stat().st_mode & 0o077 == 0


# --- a sudden end ---------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from jkrtimeline.cli.main import main
left = int(sys.argv[1])
def end(event, arguments):
    global left
    if event in ("open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "sqlite3.connect", "tempfile.mkstemp"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(end)
sys.exit(main(sys.argv[2:]))
"""
"""Kills the process before its Nth operation on files."""


@needs_posix
def test_a_killed_command_damages_no_file(data: Path, cache: Path, tmp_path: Path) -> None:
    out, text = tmp_path / "out.csv", data.read_bytes()
    out.write_text("before")
    right = command("timeline", "--data", str(data), "--csv", JKR_CACHE_DIR=str(tmp_path / "other")).stdout
    argv = ["timeline", "--data", str(data), "-o", str(out)]
    killed = 0
    for moment in range(0, 300, 7):
        process = child(KILLED, moment, *argv, JKR_CACHE_DIR=str(cache))
        process.communicate()
        assert data.read_bytes() == text
        assert out.read_bytes() in (b"before", right)
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        killed += 1
        if moment % 3 == 0:
            for file in cache.glob("*.sqlite") if cache.exists() else ():
                file.unlink()  # so that the next one builds, too
    assert killed > 3
    assert command(*argv, JKR_CACHE_DIR=str(cache)).returncode == 0
    assert out.read_bytes() == right


# --- time and versions ----------------------------------------------------------------------------------


def test_a_clock_that_was_set_back_hides_no_change(data: Path, cache: Path) -> None:
    """The index was made an hour ahead of the clock, and the data is changed at the time of the clock."""
    assert titles(data, cache) == ["Alpha", "Bravo"]
    ahead = time.time_ns() + 3600 * 10**9
    stamp(index_of(cache), began=ahead)
    write(data, "Alpha", "Delta")
    assert titles(data, cache) == ["Alpha", "Delta"]


@pytest.mark.parametrize("shift", [-400 * DAY, 400 * DAY], ids=["past", "future"])
def test_data_with_an_older_time_is_read_again(shift: int, data: Path, cache: Path) -> None:
    now = time.time_ns()
    os.utime(data, ns=(now, now + shift))
    assert [titles(data, cache) for _ in range(2)] == [["Alpha", "Bravo"]] * 2
    write(data, "Alpha", "Delta")
    os.utime(data, ns=(now, now + shift))
    assert [titles(data, cache) for _ in range(2)] == [["Alpha", "Delta"]] * 2


def test_changes_within_one_tick_are_all_seen(data: Path, cache: Path) -> None:
    """Changes follow so fast that many files have the same time."""
    for number in range(40):
        write(data, "Alpha", f"N{number:03}")
        assert titles(data, cache) == ["Alpha", f"N{number:03}"]


@pytest.mark.parametrize("pragma", [f"user_version = {schema.VERSION + 1}", "application_id = 1", "user_version = 0"])
def test_an_index_of_another_version_is_replaced(pragma: str, data: Path, cache: Path) -> None:
    titles(data, cache)
    with sqlite3.connect(index_of(cache)) as connection:
        connection.execute(f"PRAGMA {pragma}")
        connection.execute("UPDATE record SET json = 'foreign'")
    connection.close()
    assert [titles(data, cache), titles(data, cache)] == [["Alpha", "Bravo"]] * 2
    assert load(data, cache).index_file == str(index_of(cache))


# --- no home --------------------------------------------------------------------------------------------


@needs_posix
@pytest.mark.parametrize("home", ["", "/nonexistent/home", "relative", "/dev/null", "/proc"])
def test_without_a_home_everything_works(home: str, data: Path, tmp_path: Path) -> None:
    if home == "/nonexistent/home" and ROOT:
        home = "/proc/nonexistent"  # where not even root can make a folder
    environment = {key: value for key, value in os.environ.items() if key not in ("JKR_CACHE_DIR", "XDG_CACHE_HOME")}
    argv = [sys.executable, "-m", "jkrtimeline", "timeline", "--data", str(data), "--fields", "title"]
    done = subprocess.run(argv, capture_output=True, cwd=tmp_path, env={**environment, "HOME": home}, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"Alpha\nBravo\n", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["data.jsonl"]


# --- data that can be read only once ------------------------------------------------------------


@needs_posix
def test_a_named_pipe_is_read_once_and_not_cached(data: Path, tmp_path: Path, cache: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    for title in ("First", "Other"):
        write(data, title)
        writer = child("import sys; open(sys.argv[1], 'w').write(sys.argv[2])", pipe, data.read_text())
        assert titles(pipe, cache) == [title]
        writer.communicate()
    assert not cache.exists() or list(cache.iterdir()) == []


def test_standard_input_is_not_cached(data: Path, cache: Path) -> None:
    for title in ("First", "Other"):
        write(data, title)
        code = "import sys; from jkrtimeline.cli.main import main; sys.exit(main(sys.argv[1:]))"
        process = child(code, "timeline", "--data", "-", "--json", JKR_CACHE_DIR=str(cache))
        out, err = process.communicate(data.read_text())
        assert ([event["title"] for event in json.loads(out)], err) == ([title], "")
    assert not cache.exists() or list(cache.iterdir()) == []
