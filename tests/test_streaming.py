"""Big and odd files: JSON Lines are read line by line, what is too big is refused early, and a file that
changes is read again."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import jkrtimeline as jkr
from jkrtimeline import formats
from jkrtimeline.cli import progress
from jkrtimeline.errors import DataError, JkrError
from jkrtimeline.eventfile import Input, nodes
from jkrtimeline.index.database import Index

from .conftest import SAMPLE, Run, check_data, read_data
from .conftest import jkr as command

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX system")
DAY = date(2025, 6, 18)


def line(number: int, **more: object) -> str:
    """One event as a line; the numbers run through the days of some years."""
    day = date.fromordinal(date(2020, 1, 1).toordinal() + number % 2000)
    record = {"id": f"e{number}", "date": day.isoformat(), "title": f"Event {number}", "actors": ["ann", "bob"]}
    return json.dumps({**record, "summary": "Some words about it. " * 20, **more}) + "\n"


def lines(count: int) -> Iterator[str]:
    return (
        line(number, date=f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}")
        for number in range(count)
    )


# --- line by line -------------------------------------------------------------------------------------


def test_a_bad_line_is_reported_and_the_rest_is_checked() -> None:
    data = [
        line(1),
        "{not json}\n",
        "\n",
        line(2, date="2024-02-30"),
        "\xff\n",
        "[]\n",
        line(1),
        line(3),
        '{"id": "x"',
    ]
    bad = "".join(data).encode("latin-1")
    found = [(each.line, each.rule) for each in check_data(Input("a.jsonl", bad)) if each.severity == "error"]
    assert found == [(2, "json"), (4, "bad-date"), (5, "encoding"), (6, "wrong-type"), (7, "doubled-id"), (9, "json")]


def test_the_byte_that_is_not_utf_8_is_counted_from_the_start_of_the_file() -> None:
    data = line(1).encode() + b'{"id": "\xff"}\n'
    (problem,) = (each for each in check_data(Input("a.jsonl", data)) if each.severity == "error")
    assert (problem.line, problem.column) == (2, 9)
    assert f"byte {len(line(1)) + 9} (0xff)" in problem.message


@pytest.mark.parametrize("name", ["a", "a.jsonl", "a.ndjson"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n", "\ufeff \n\r\n"])
def test_json_lines_are_recognised_by_name_or_first_line(name: str, start: str) -> None:
    data = read_data(Input(name, (start + line(1) + "\r\n" + line(2).rstrip()).encode()))
    assert [event.id for event in data.events] == ["e1", "e2"]


def test_a_first_line_longer_than_the_sample_is_read_whole() -> None:
    data = line(1, note="x" * 1_500_000) + line(2)
    (one, two) = read_data(Input("a.jsonl", data.encode())).events
    assert (len(one.note or ""), two.id) == (1_500_000, "e2")


def test_events_that_are_not_in_order_are_put_in_order() -> None:
    dates = ["2024-05", "2023", "../2022-01-01", "2024-05-01", "2023", "2024-04-30/2024-05-02", "2023-01-01/.."]
    text = "".join(line(number, date=when) for number, when in enumerate(dates))
    got = [(event.id, event.date.text) for event in read_data(Input("a.jsonl", text.encode())).events]
    assert got == [
        *(("e2", "../2022-01-01"), ("e1", "2023"), ("e4", "2023"), ("e6", "2023-01-01/..")),
        *(("e5", "2024-04-30/2024-05-02"), ("e3", "2024-05-01"), ("e0", "2024-05")),
    ]


def test_many_problems_are_counted_and_the_first_ones_listed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    rest = '"date": "never", "title": "T", "sources": [{"url": "https://a"}]}\n'
    file.write_text("".join(f'{{"id": "e{number}", {rest}' for number in range(3000)))
    result = run("check", str(file))
    assert result.code == 3
    assert result.out.count(": error: ") == 1000
    assert "3000 errors, 0 warnings; the first 1000 are listed" in result.err


def measured(*argv: str, stdin: Path | None = None) -> tuple[int, bytes, int]:
    """(exit code, standard error, peak memory in KiB) of a command, as the kernel counts it, with caches
    of SQLite that are soon full."""
    program = (
        "import re, sys; from jkrtimeline.cli.main import main; from jkrtimeline.index import new_index, schema;"
        "new_index._CACHE = 2000; schema.SCHEMA = schema.SCHEMA.replace(str(schema.HASH_SIZE), str(1 << 20));"
        "code = main(sys.argv[1:]);"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1];"
        "print(peak, file=sys.stderr); sys.exit(code)"
    )
    with open(stdin or os.devnull, "rb") as stream:
        done = subprocess.run([sys.executable, "-c", program, *argv], stdin=stream, capture_output=True, check=False)
    *rest, peak = done.stderr.splitlines(keepends=True)
    return done.returncode, b"".join(rest), int(peak)


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
@pytest.mark.parametrize("how", ["file", "stdin", "check"])
def test_memory_does_not_grow_with_the_file(how: str, tmp_path: Path) -> None:
    used = []
    for count in (300, 16000):
        file = tmp_path / f"{count}.jsonl"
        with file.open("w") as stream:
            stream.writelines(lines(count))
        if how == "check":
            used.append(measured("check", str(file)))
        elif how == "stdin":
            used.append(measured("timeline", "--data", "-", "-n", "1", stdin=file))
        else:
            used.append(measured("timeline", "--data", str(file), "-n", "1"))
    assert [code for code, _, _ in used] == [0, 0]
    assert used[1][2] - used[0][2] < 20_000  # the caches; the events themselves are some 70 MB as objects


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_memory_does_not_grow_with_the_answer(tmp_path: Path) -> None:
    files = {count: tmp_path / f"{count}.jsonl" for count in (300, 5000)}
    for count, file in files.items():
        file.write_text("".join(line(number, follows=["e0"] if number else []) for number in range(count)))
        assert measured("timeline", "--data", str(file), "-n", "1")[0] == 0
    grown = {}
    for argv in (*formats.FORMATS, "text --full", "text --reverse", "yaml --reverse"):
        # Some must know all events or all sources.
        if argv not in ("html", "svg", "markdown", "csl-json", "bibtex", "datapackage"):
            form = [*("-f", *argv.split(" ")), *([] if argv != "ics" else ["--until", "2021"])]  # a slow library
            few, many = (measured("timeline", "--data", str(file), *form) for file in files.values())
            assert (few[0], many[0]) == (0, 0)
            grown[argv] = many[2] - few[2]
    assert {argv: size for argv, size in grown.items() if size > 12_000} == {}  # of 22 MB as objects


# --- too big ------------------------------------------------------------------------------------------

HOSTILE: dict[str, Callable[[], bytes]] = {
    "scalar.yaml": lambda: b'events:\n- {id: a, date: 2024, title: "' + b"x" * 50_000_000 + b'"}\n',
    "smaller-scalar.yaml": lambda: b'events:\n- {id: a, date: 2024, title: "' + b"x" * 30_000_000 + b'"}\n',
    "block.yaml": lambda: b"events:\n- id: a\n  date: 2024\n  title: |\n" + b"    xxxxxxxxxxx\n" * 2_000_000,
    "scalar.json": lambda: b'{"events":[{"id":"a","date":"2024","title":"' + b"x" * 30_000_000 + b'"}]}',
    "scalar.jsonl": lambda: b'{"id":"a","date":"2024","title":"' + b"x" * 50_000_000 + b'"}\n',
    "laughs.yaml": lambda: (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12))
        + "events: *m\n"
    ).encode(),
    "brackets.yaml": lambda: b"events: " + b"[" * 10_000 + b"]" * 10_000,
    "dashes.yaml": lambda: b"- " * 10_000 + b"a",
    "questions.yaml": lambda: b"? " * 10_000 + b"a",
    "levels.yaml": lambda: b"".join(b" " * n + b"a:\n" for n in range(2000)),
    "levels.json": lambda: b"[" * 10_000 + b"]" * 10_000,
    "levels.jsonl": lambda: b"[" * 10_000 + b"]" * 10_000 + b"\n",
    "values.yaml": lambda: b"events: [" + b"[]," * 8_000_000 + b"]",
}


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_too_big_is_refused_in_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(HOSTILE[name]())
    code, err, peak = measured("timeline", "--data", str(file))
    assert code == 3
    first, hint, *more = err.decode().splitlines()
    assert first.startswith(f"jkr: {file}")
    assert hint.startswith("hint: ")
    assert more == []
    assert peak < 200_000


def test_after_a_line_that_is_too_long_the_rest_is_read() -> None:
    data = line(1, note="x" * nodes.LONGEST) + line(2) + "{\n"
    found = [(each.line, each.rule) for each in check_data(Input("a.jsonl", data.encode())) if each.severity == "error"]
    assert found == [(1, "size"), (3, "json")]


# --- what is no ordinary file -----------------------------------------------------------------------


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
def test_a_pipe_is_spooled_to_disk_and_leaves_nothing(tmp_path: Path) -> None:
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
    """Lets a file change, one text after the other, each time it has been opened and its digest taken."""

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


def test_half_a_file_is_no_error_when_it_is_whole_a_moment_later(
    tmp_path: Path, touched: Callable[[Path, list[str]], None]
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(line(1)[:40])
    touched(file, [line(1)])
    assert [event.id for event in jkr.load(file, today=DAY, cache=tmp_path / "cache").events()] == ["e1"]


def test_a_file_that_keeps_changing_is_an_error(tmp_path: Path, touched: Callable[[Path, list[str]], None]) -> None:
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
    told: list[tuple[str, int, int]] = []
    file = tmp_path / "a.jsonl"
    file.write_text("".join(lines(40)))
    Index([str(file)], None, progress=lambda *word: told.append(word))
    steps = list(dict.fromkeys(step for step, _, _ in told))
    assert steps == ["reading", "indexing", ""]
    size = file.stat().st_size
    assert [(done, total) for step, done, total in told if step == "indexing"] == [(n, 40) for n in (10, 20, 30, 40)]
    assert {total for step, _, total in told if step == "reading"} == {size}
    done = [done for step, done, _ in told if step == "reading"]
    assert done == sorted(done)
    assert done[-1] <= size


def test_a_bar_is_drawn_on_a_terminal_only(tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    file = tmp_path / "big.jsonl"
    with file.open("w") as stream:
        stream.writelines(lines(5000))
    program = (
        "import sys; from jkrtimeline.cli import progress; progress._PATIENCE = 0;"
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
    bar = progress.Bar(sys.stderr)
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
