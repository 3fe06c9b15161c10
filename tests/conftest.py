"""What all tests share: a clean environment, a fixed day, and a way to run one command line."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from jkrtimeline import Timeline, dataset, load
from jkrtimeline.cli import main
from jkrtimeline.dataset import Input
from jkrtimeline.errors import Problem
from jkrtimeline.index.ledger import Ledger, collected
from jkrtimeline.model import Actor, Event, Header, Theme

HERE = Path(__file__).parent
SAMPLE = HERE / "sample.yaml"
BUNDLED = HERE.parent / "data" / "events.yaml"
TODAY = "2025-06-18"


class Result(NamedTuple):
    """What a command line did: its exit code and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden anew from what the program prints"
    )


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder for the whole run, so that the bundled data is indexed once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, shared_cache: Path) -> None:
    """No setting of the user reaches a test."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PAGER", "JKR_PAGER", "JKR_DATA", "COLORTERM", "_JKR_COMPLETE"):
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
    """One command line in a process of its own."""
    command: list[str | bytes] = [sys.executable, "-m", "jkrtimeline", *argv]
    return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **environment}, check=False)


class Read(NamedTuple):
    """What is in some data files, with the events in the order of time."""

    header: Header
    actors: tuple[Actor, ...]
    themes: tuple[Theme, ...]
    threads: tuple[Theme, ...]
    synonyms: tuple[tuple[str, ...], ...]
    ambiguous: Mapping[str, tuple[str, ...]] | None
    events: tuple[Event, ...]


def read_data(*inputs: Input) -> Read:
    """Reads data files without an index. Raises DataError."""
    found, events = collected(*inputs)
    return Read(**{field.name: getattr(found, field.name) for field in fields(found)}, events=events)


def check_data(*inputs: Input, today: str = TODAY) -> list[Problem]:
    """The problems of data files."""
    return dataset.check(inputs, Ledger(sqlite3.connect(":memory:")), date.fromisoformat(today))[0]


@pytest.fixture(scope="session")
def sample() -> Timeline:
    return load(SAMPLE, today=date(2025, 6, 18), cache=None)


@pytest.fixture(scope="session")
def bundled(shared_cache: Path) -> Timeline:
    return load(BUNDLED, today=date(2025, 6, 18), cache=shared_cache)
