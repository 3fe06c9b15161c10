"""Shared by all tests: a clean environment, a fixed day, and functions to run a command line."""

import gc
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer.main

import jkrtimeline
from jkrtimeline import Timeline, eventfile
from jkrtimeline.catalog import Catalog
from jkrtimeline.cli import environment
from jkrtimeline.cli.app import app
from jkrtimeline.cli.main import main
from jkrtimeline.errors import Problem
from jkrtimeline.eventfile import Input
from jkrtimeline.eventfile.event_store import EventStore
from jkrtimeline.index.freshness import read_stamp, stamp_file, write_stamp
from jkrtimeline.model import Actor, Event, Header, Theme

# A shell ignores SIGINT for what it runs in the background, and so would every jkr that the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HERE = Path(__file__).parent
SAMPLE = HERE / "sample.yaml"
BUNDLED = HERE.parent / "data" / "events.yaml"
TODAY = "2025-06-18"

needs_posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX system")


class Result(NamedTuple):
    """The exit code of a command line, and its output."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="update tests/golden with the program's output")


def pytest_collection_finish() -> None:
    """Leave all tests out of garbage collections, which take a third of a second with them."""
    collect_and_freeze()


def collect_and_freeze() -> None:
    """Collect garbage, and leave what remains out of later collections."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def small_heap() -> Iterator[None]:
    """Leave what a module has imported and cached out of the collections of later modules."""
    yield
    collect_and_freeze()


@pytest.fixture(scope="session", autouse=True)
def one_app() -> Iterator[None]:
    """Build the options of a command once in a process, as `jkr` does, and not for each command line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jkrtimeline.cli.main.app", typer.main.get_command(app))
        yield


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder for the whole run, so that the bundled data is indexed once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, shared_cache: Path) -> None:
    """Remove the user's settings, and the size of the screen, which importing readline sets."""
    size, pager, colours = ("COLUMNS", "LINES"), ("PAGER", "JKR_PAGER"), ("NO_COLOR", "FORCE_COLOR", "COLORTERM")
    for name in (*size, *pager, *colours, "JKR_DATA", "_JKR_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JKR_CACHE_DIR", str(shared_cache))
    monkeypatch.setenv("JKR_TODAY", TODAY)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `main(argv)` in this process; standard output is not a terminal."""

    def command(*argv: str) -> Result:
        capsys.readouterr()
        code = main([str(each) for each in argv])
        return Result(code, *capsys.readouterr())

    return command


def jkr(*argv: str | bytes, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line in a new process."""
    command: list[str | bytes] = [sys.executable, "-m", "jkrtimeline", *argv]
    return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **environment}, check=False)


def child(code: str, *argv: object, **environment: str) -> "subprocess.Popen[str]":
    """A Python process that runs `code`; its standard output and errors are pipes."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, *map(str, argv)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env={**os.environ, **environment})


@pytest.fixture(params=[False, True], ids=["pipe", "terminal"])
def destination(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where output goes; to a terminal in 256 colours."""
    if request.param:
        monkeypatch.setattr(environment, "on_terminal", lambda standard_error=False: not standard_error)
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
    return "terminal" if request.param else "pipe"


class Read(NamedTuple):
    """The contents of data files, with the events in the order of time."""

    header: Header
    actors: tuple[Actor, ...]
    themes: tuple[Theme, ...]
    threads: tuple[Theme, ...]
    synonyms: tuple[tuple[str, ...], ...]
    ambiguous: Mapping[str, tuple[str, ...]] | None
    events: tuple[Event, ...]


def read_data(*inputs: Input) -> Read:
    """Read data files without an index. Raises DataError."""
    contents, events = eventfile.read_events(*inputs)
    return Read(**{field.name: getattr(contents, field.name) for field in fields(contents)}, events=events)


def check_data(*inputs: Input, today: str = TODAY) -> list[Problem]:
    """The problems of data files."""
    with closing(sqlite3.connect(":memory:")) as connection:
        return eventfile.find_problems(inputs, EventStore(connection), date.fromisoformat(today))[0]


@pytest.fixture(scope="session")
def sample() -> Timeline:
    return load(SAMPLE, None)


@pytest.fixture(scope="session")
def catalog(bundled: Timeline) -> Catalog:
    return bundled.catalog


@pytest.fixture(scope="session")
def bundled(shared_cache: Path) -> Timeline:
    return load(BUNDLED, shared_cache)


# --- a small data file and its index --------------------------------------------------------------------


def load(data: Path, cache: Path | None) -> Timeline:
    """The timeline of a data file, with its index in a folder or in memory."""
    return jkrtimeline.load(data, today=date.fromisoformat(TODAY), cache=cache)


def write(data: Path, *titles: str) -> None:
    """Write a data file of events with these titles, `e1`, `e2` …"""
    data.write_text(
        "".join(f'{{"id": "e{n}", "date": "2020-01-0{n}", "title": "{title}"}}\n' for n, title in enumerate(titles, 1))
    )


def titles(data: Path, cache: Path | None) -> list[str]:
    """The titles in a data file, read from an index."""
    return [event.title for event in load(data, cache).events()]


def index_of(cache: Path) -> Path:
    """The index file of a cache folder, which holds nothing else but its stamp."""
    (file,) = cache.glob("*.sqlite")
    assert set(cache.iterdir()) <= {file, file.with_suffix(".stamp")}
    return file


def stamp(file: Path, **changes: Any) -> None:
    """Change the stamp of an index file."""
    known = read_stamp(stamp_file(file))
    assert known is not None
    write_stamp(file, known._replace(finished=None, **changes))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "data.jsonl"
    write(file, "Alpha", "Bravo")
    return file
