"""A Timeline in any number of threads, its end, and signals that end a query."""

import gc
import os
import signal
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import jkrtimeline as jkr
from jkrtimeline import JkrError, Timeline
from jkrtimeline.index import connection, snippet
from jkrtimeline.index.new_index import new_index

from .conftest import BUNDLED, index_of, load, needs_posix

THREADS, ROUNDS = 8, 3
MANY = "".join(f'{{"id": "e{n}", "date": "{1900 + n // 12}", "title": "Quay {n}"}}\n' for n in range(1200))
"""More events than are read at once."""

QUERIES: dict[str, Callable[[Timeline], Any]] = {
    "search": lambda t: t.search("tariffs"),
    "match": lambda t: [event.id for event in t.events(match="tariff*")],
    "events": lambda t: len(t.events(since="2024")),
    "actors": lambda t: t.actors(),
    "themes": lambda t: t.themes(since="2024-10"),
    "stats": lambda t: t.stats("month", "theme"),
    "header": lambda t: t.header,
    "half": lambda t: [row.raw for row in islice(t.catalog.rows(t.catalog.query("japan")), 3)],
}


@pytest.fixture(params=["file", "memory"])
def timeline(request: pytest.FixtureRequest, shared_cache: Path) -> Iterator[Timeline]:
    with load(BUNDLED, shared_cache if request.param == "file" else None) as timeline:
        yield timeline


@pytest.fixture
def many(tmp_path: Path) -> Path:
    file = tmp_path / "many.jsonl"
    file.write_text(MANY)
    return file


# --- threads ------------------------------------------------------------------------------------------


def test_threads_get_the_answers_that_one_gets(timeline: Timeline) -> None:
    right = {name: query(timeline) for name, query in QUERIES.items()}

    def work(number: int) -> None:
        names = list(QUERIES)
        for each in range(ROUNDS * len(names)):
            name = names[(each + number) % len(names)]
            assert QUERIES[name](timeline) == right[name], name

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work, number) for number in range(THREADS)]:
            done.result(timeout=60)


@pytest.mark.parametrize("cached", [True, False], ids=["file", "memory"])
def test_rows_that_one_thread_reads_do_not_stop_another(cached: bool, many: Path, cache: Path) -> None:
    with load(many, cache if cached else None) as timeline:
        rows = timeline.catalog.rows(timeline.catalog.query("quay", sort="date"))
        first = next(rows)
        with ThreadPoolExecutor(THREADS) as pool:
            others = [pool.submit(lambda: len(timeline.search("quay"))) for _ in range(THREADS)]
            rest = pool.submit(lambda: [row.raw for row in rows]).result(timeout=60)
            assert [other.result(timeout=60) for other in others] == [1200] * THREADS
        assert [first.raw, *rest] == [row.raw for row in timeline.catalog.rows(timeline.catalog.query())]


def test_rows_dropped_in_another_thread_are_no_error(timeline: Timeline) -> None:
    def half() -> Iterator[Any]:
        rows = timeline.catalog.rows(timeline.catalog.query("japan"))
        next(rows)
        return rows

    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(10):
            rows = [pool.submit(half).result(timeout=60) for _ in range(3)]
            searches = [pool.submit(timeline.search, "korea", limit=20) for _ in range(3)]
            del rows
            assert len({len(search.result(timeout=60)) for search in searches}) == 1


# --- the end ------------------------------------------------------------------------------------------


def test_a_closed_timeline_says_so(timeline: Timeline) -> None:
    rows = timeline.catalog.rows(timeline.catalog.query())
    timeline.close()
    timeline.close()
    queries: list[Callable[[], Any]] = [
        timeline.events,
        timeline.totals,
        lambda: timeline.search("japan"),
        lambda: list(rows),
    ]
    for query in queries:
        with pytest.raises(ValueError, match="timeline is closed"):
            query()


def test_with_closes_a_timeline(data: Path, cache: Path) -> None:
    with load(data, cache) as timeline:
        assert len(timeline.events()) == 2
    with pytest.raises(ValueError, match="closed"):
        timeline.events()


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files as Linux does")
@pytest.mark.parametrize("source", ["bundled", "file", "broken"])
@pytest.mark.parametrize("cached", [True, False], ids=["cache", "memory"])
def test_a_forgotten_timeline_leaves_nothing_open(cached: bool, source: str, data: Path, cache: Path) -> None:
    files: dict[str, str | Path] = {"bundled": "bundled", "file": data, "broken": data.with_name("broken.yaml")}
    file = files[source]
    data.with_name("broken.yaml").write_text("events: [{id: a}]\n")

    def use() -> None:
        try:
            timeline = jkr.load(file, cache=cache if cached else None)
            timeline.search("alpha")
            next(timeline.catalog.rows(timeline.catalog.query()))
        except jkr.DataError:
            assert source == "broken"

    use()
    gc.collect()
    before = descriptors()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for number in range(5):
            if number == 3 and cached and source != "broken":
                index_of(cache).unlink()
            use()
        gc.collect()
    assert descriptors() == before
    assert [str(each.message) for each in caught] == []


def test_a_forgotten_timeline_ends_without_a_warning(data: Path, cache: Path) -> None:
    code = "import sys, jkrtimeline as jkr; t = jkr.load(sys.argv[1], cache=sys.argv[2]); print(len(t.events()))"
    for _ in range(2):
        command = [sys.executable, "-W", "error", "-X", "dev", "-c", code, str(data), str(cache)]
        done = subprocess.run(command, capture_output=True, check=False)
        assert (done.stdout, done.stderr) == (b"2\n", b"")


# --- signals ------------------------------------------------------------------------------------------

ENDLESS = """
import signal, sys
import jkrtimeline as jkr
def end(number, frame):
    sys.exit(100 + number)
signal.signal(signal.SIGTERM, end)
timeline = jkr.load(sys.argv[1], cache=sys.argv[2] or None)
def endless(connection):
    print("begun", flush=True)
    sql = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"
    return connection.execute(sql).fetchall()
try:
    timeline.catalog.index.read(endless)
except KeyboardInterrupt:
    print("interrupted", len(timeline.events()))
"""


@needs_posix
@pytest.mark.parametrize("cached", [True, False], ids=["file", "memory"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_query(number: signal.Signals, cached: bool, data: Path, cache: Path) -> None:
    if cached:
        load(data, cache)
        before = index_of(cache).stat()
    command = [sys.executable, "-c", ENDLESS, str(data), str(cache) if cached else ""]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    expected = (0, "interrupted 2\n") if number == signal.SIGINT else (100 + number, "")
    assert (process.returncode, out, err) == (*expected, "")
    if cached:
        assert index_of(cache).stat() == before


@needs_posix
def test_a_signal_before_the_first_call_back_is_not_lost(
    data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(number: int, frame: object) -> None:
        raise SystemExit(143)

    sql = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 100000000) SELECT count(*) FROM c"
    monkeypatch.setattr(connection, "_STEPS", 10_000_000)  # the first one is after some 0.3 s
    before = signal.signal(signal.SIGALRM, end)
    try:
        with load(data, cache) as timeline:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(SystemExit) as caught:
                timeline.catalog.index.read(lambda connection: connection.execute(sql).fetchall())
        assert caught.value.code == 143
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit(143), MemoryError])
def test_what_a_signal_raises_while_sqlite_calls_python_is_not_lost(
    end: BaseException, data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(text: str, column: str) -> str:
        raise end

    with load(data, cache) as timeline:
        before = index_of(cache).stat()
        with monkeypatch.context() as patch:
            patch.setattr(snippet, "indexed", interrupted)
            with pytest.raises(end if isinstance(end, type) else type(end)):
                timeline.search("alpha")
        assert index_of(cache).stat() == before
        assert len(timeline.search("alpha")) == 1


def test_a_signal_before_a_function_begins_is_not_taken_for_damage(data: Path, cache: Path) -> None:
    """The exception is lost then; that there was one is known by the error of sqlite3."""

    def failed(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("user-defined function raised exception")

    with load(data, cache) as timeline, pytest.raises(KeyboardInterrupt):
        timeline.catalog.index.read(failed)


# --- errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR | 25 << 8])
def test_a_temporary_file_that_cannot_be_written_is_named(code: int, data: Path, cache: Path) -> None:
    def full(connection: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = code
        raise error

    with load(data, cache) as timeline:
        before = index_of(cache).stat()
        with pytest.raises(JkrError, match="temporary file: database or disk is full") as caught:
            timeline.catalog.index.read(full)
        assert "TMPDIR" in caught.value.hint
        assert index_of(cache).stat() == before


@pytest.mark.parametrize("cached", [True, False], ids=["file", "memory"])
@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), TypeError("x"), sqlite3.OperationalError("x")])
def test_a_bug_is_not_taken_for_damage(error: Exception, cached: bool, data: Path, cache: Path) -> None:
    def wrong(connection: sqlite3.Connection) -> None:
        raise error

    with load(data, cache if cached else None) as timeline:
        before = index_of(cache).stat() if cached else None
        with pytest.raises(type(error)):
            timeline.catalog.index.read(wrong)
        assert (index_of(cache).stat() if cached else None) == before


def test_a_database_in_memory_needs_no_temporary_file() -> None:
    """It sorts in memory, too: TMPDIR may be full."""
    with new_index(None, ()) as made:
        assert made.connection.execute("PRAGMA temp_store").fetchone() == (2,)
