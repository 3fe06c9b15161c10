"""The build of an index from JSON Lines: typed decoding gives the same events as the validator, which reports what is
invalid."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings

import jkrtimeline as jkr
from jkrtimeline import eventfile
from jkrtimeline.eventfile import typed_lines
from jkrtimeline.index import row_writer

from .conftest import TODAY, index_of
from .random_lines import ALONE, BAD, Style, broken, encoded, valid_files, written_as

DAY = date.fromisoformat(TODAY)
posix = pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs a POSIX system")

# --- the indexes that are compared ------------------------------------------------------------------


def tables(timeline: jkr.Timeline) -> dict[str, list[Any]]:
    """The rows of all tables of an index, on which alone every answer depends.

    Those in which SQLite has the words depend on its batches; each occurrence of a word is a row instead.
    """
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(timeline.catalog.index.read(sqlite3.Connection.serialize))
        copy.execute("CREATE VIRTUAL TABLE occurrence USING fts5vocab (search, instance)")
        names = copy.execute(
            "SELECT name FROM sqlite_schema WHERE rootpage > 0 AND type = 'table'"
            " AND name NOT IN ('search_data', 'search_idx') OR name = 'occurrence'"
        ).fetchall()
        return {name: copy.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}


class Done(NamedTuple):
    """The result of reading some data files: an index or an error, and whether typed decoding was enough."""

    result: Any
    typed: bool


def read(paths: Sequence[Path], cache: Path | None = None, *, validate: bool = False) -> Done:
    """Read data files by typed decoding, or each line by the validator."""
    calls: list[None] = []
    read_dataset = eventfile.read_dataset

    def watched(*args: Any) -> Any:
        calls.append(None)
        return read_dataset(*args)

    with ExitStack() as patches:
        patches.enter_context(patch.object(eventfile, "read_dataset", watched))
        if validate:
            patches.enter_context(patch.object(typed_lines, "_typed", lambda line: None))
        try:
            result: Any = tables(jkr.load(*paths, today=DAY, cache=cache))
        except jkr.DataError as error:
            result = (error.message, error.hint, error.problems)
    return Done(result, not calls)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("build")


def written(folder: Path, files: Sequence[bytes]) -> list[Path]:
    """Data files with this content, in the order in which they are to be read."""
    names = ("z.jsonl", "a.ndjson", "B.JSONL")
    paths = [folder / name for name in names[: len(files)]]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    return paths


# --- typed decoding and the validator ---------------------------------------------------------------

SETTINGS = partial(
    settings, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def line(name: str, when: str, **more: Any) -> bytes:
    return json.dumps({"id": name, "date": when, "title": "T", **more}).encode() + b"\n"


ESCAPED = b'{"\\u0073ources":[{"date":"1999-01-01"}],"note":"sources","d\\u0061te":"2024-03-01","id":"x","title":"t"}\n'


@SETTINGS(max_examples=120)
@given(valid_files())
@example([line("a", "2024-03-01") + ESCAPED])
@example([b"", b"\n", line("a", "2024")])
@example([b""])
def test_valid_lines_give_the_same_index(folder: Path, files: list[bytes]) -> None:
    paths = written(folder, files)
    typed, validated = read(paths), read(paths, validate=True)
    assert typed.result == validated.result
    assert isinstance(typed.result, dict)
    assert typed.typed


@SETTINGS(max_examples=200)
@given(broken())
@example([line("a", "2024") + b"\xef\xbb\xbf" + line("b", "2024")])
@example([b"\xef\xbb\xbf\xef\xbb\xbf" + line("a", "2024")])
@example([line("a", "2024", follows=["a"])])
@example([line("a", "2024", follows=["b"]) + line("b", "2025", follows=["c"]), line("c", "2023", follows=["a"])])
@example([line("a", "2024", follows=["b", "b"]) + line("b", "2025", follows=["none"])])
@example([line("a", "2024"), line("a", "2024")])
def test_invalid_lines_give_the_same_result(folder: Path, files: list[bytes]) -> None:
    paths = written(folder, files)
    typed, validated = read(paths), read(paths, validate=True)
    assert typed.result == validated.result
    assert not typed.typed or isinstance(validated.result, dict)


PLAIN = [[("id", name), ("date", when), ("title", f"Title {name}")] for name, when in (("a", "2024"), ("e1", "20XX"))]
WRITTEN = [Style(True, ",", ":", False), Style(False, ", ", " : ", False), Style(False, ",", ":", True)]


@pytest.mark.parametrize("name", BAD)
def test_each_invalid_value_gives_the_same_result(folder: Path, name: str) -> None:
    ends = []
    for value in BAD[name]:
        for style in WRITTEN:
            rest = [pair for pair in (("id", "x"), ("date", "2024-03"), ("title", "T")) if pair[0] != name]
            events = [PLAIN[0], [*rest, (name, value)], PLAIN[1]]
            paths = written(folder, [b"".join(encoded(written_as(tuple(each), style)) + b"\n" for each in events)])
            typed, validated = read(paths), read(paths, validate=True)
            assert typed.result == validated.result, value
            assert typed.typed == isinstance(validated.result, dict), value
            ends.append(typed.typed)
    assert not all(ends)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_each_invalid_line_gives_the_same_result(folder: Path, position: int) -> None:
    ends = []
    for odd in ALONE:
        lines = [encoded(written_as(tuple(each), WRITTEN[0])) for each in PLAIN]
        lines.insert(position, encoded(odd))
        for end in (b"\n", b"\r\n"):
            paths = written(folder, [end.join(lines)])
            typed, validated = read(paths), read(paths, validate=True)
            assert typed.result == validated.result, odd
            assert not typed.typed or isinstance(validated.result, dict)
            ends.append(typed.typed)
    assert set(ends) == {True, False}


# --- many lines -------------------------------------------------------------------------------------


def many(seed: int, number: int = 700) -> list[bytes]:
    """Lines of several batches, some of them out of order."""
    chance = random.Random(seed)
    lines = []
    for position in range(number):
        day = date(2020, 1, 1) + timedelta(position // 3 + chance.choice((0, 0, 0, 40)))
        when = chance.choice((f"{day}", f"{day}", f"{day}/..", f"{day:%Y-%m}", f"../{day}"))
        more: dict[str, Any] = {"actors": chance.sample(["ann", "bob", "cyd"], chance.randint(0, 2))}
        if position and not chance.randrange(5):
            more["follows"] = [f"e{chance.randrange(position)}"]
        lines.append(line(f"e{position}", when, summary=f"word{chance.randrange(90)} 会談", **more))
    return lines


def with_line(position: int, data: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [*lines[:position], data, *lines[position:]]


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "valid": lambda lines: lines,
    "in order": lambda lines: [
        line(f"e{position}", f"{2000 + position}", summary="word1") for position in range(len(lines))
    ],
    "unusual": with_line(350, b'{"id": "q", "title": 5, "date": 2020, "actors": null}\n'),
    "invalid first line": with_line(0, b"{\n"),
    "invalid line in the middle": with_line(350, line("q", "2020-02-02", summary=" ")),
    "invalid last line": with_line(700, line("q", "2020-02-30")),
    "doubled id": with_line(700, line("e3", "2024")),
    "cycle": with_line(700, line("q", "2021", follows=["q"])),
    "empty": lambda _: [],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_several_batches_and_statements_give_the_same_result(
    change: Callable[[list[bytes]], list[bytes]], tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = change(many(1))
    paths = written(tmp_path, [b"".join(lines[:200]), b"".join(lines[200:])])
    validated = read(paths, validate=True)
    monkeypatch.setattr(row_writer, "_MOST_BYTES", 100_000)
    monkeypatch.setattr(row_writer, "_MOST_WORDS", 50)
    done = read(paths, cache)
    assert done.result == validated.result
    assert done.typed == isinstance(validated.result, dict)
    if done.typed:
        index_of(cache)
    else:
        assert list(cache.iterdir()) == []


def test_an_error_of_the_writing_thread_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = written(tmp_path, [b"".join(many(1, 2000))])
    threads = []

    def full(self: Any, rows: Any) -> None:
        threads.append(threading.current_thread())
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(row_writer, "_MOST_BYTES", 100_000)
    monkeypatch.setattr(row_writer.RowWriter, "_write", full)
    with pytest.raises(jkr.JkrError, match="the index cannot be built: database or disk is full"):
        jkr.load(path, cache=None)
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()
    assert not threads[0].is_alive()


def test_a_second_interrupt_waits_for_the_writing_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = written(tmp_path, [b"".join(many(1, 2000))])
    begun, may_end, interrupts = threading.Event(), threading.Event(), iter([True, True])
    join, ended = row_writer.RowWriter._join, []

    def slow(self: Any, rows: Any) -> None:
        begun.set()
        ended.append(may_end.wait(20))

    def interrupted(self: Any) -> None:
        if self._thread is not None and next(interrupts, False):
            assert begun.wait(20)
            raise KeyboardInterrupt
        if self._thread is not None:
            may_end.set()
        join(self)

    monkeypatch.setattr(row_writer, "_MOST_BYTES", 600_000)  # more than half of all
    monkeypatch.setattr(row_writer.RowWriter, "_write", slow)
    monkeypatch.setattr(row_writer.RowWriter, "_join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        jkr.load(path, cache=None)
    assert ended == [True]


def test_lines_beside_a_file_with_registries_give_the_same_result(tmp_path: Path) -> None:
    registry, lines = tmp_path / "a.yaml", tmp_path / "b.jsonl"
    registry.write_text(
        "actors: {ann: {name: Ann Example, of: bob}, bob: {name: Bob}}\n"
        "events: [{id: y, date: 2020-02-01, title: Y, actors: [ann], follows: [e3]}]\n"
    )
    lines.write_bytes(b"".join(many(5, 40)))
    for paths in ([registry, lines], [lines, registry]):
        done = read(paths)
        assert done.result == read(paths, validate=True).result
        timeline = jkr.load(*paths, today=DAY, cache=None)
        assert timeline.totals()["events"] == 41
        assert {each.id: each.of for each in timeline.actors() if each.of} == {"ann": "bob"}


INTERRUPTED = """
import sys, time
from jkrtimeline.index.row_writer import RowWriter
add = RowWriter.add
def slow(*args):
    add(*args)
    print("begun", flush=True)
    while True:  # a signal just before a long sleep would not end it
        time.sleep(0.01)
RowWriter.add = slow
sys.argv[1:] = ["timeline", "--json", "--data", sys.argv[1]]
from jkrtimeline.__main__ import run
run()
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_no_file(number: signal.Signals, tmp_path: Path, cache: Path) -> None:
    (path,) = written(tmp_path, [b"".join(many(4, 3000))])
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "JKR_CACHE_DIR": str(cache)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (128 + number, b"", b"")
    assert list(cache.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
