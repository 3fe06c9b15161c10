"""What the tests of data files share: events as text, and the problems of a text."""

from pathlib import Path

import pytest

from jkrtimeline.errors import DataError, Problem
from jkrtimeline.eventfile import Input

from .conftest import SAMPLE, Read, read_data

SAMPLE_TEXT = SAMPLE.read_text(encoding="utf-8")
ONE = '{"id": "a", "date": "2020", "title": "A"}'
TWO = '{"id": "b", "date": "2021", "title": "B"}'
BLOCK = "events:\n- id: a\n  date: 2020\n  title: A\n- id: b\n  date: 2021\n  title: B\n"

BASE = """\
actors: {ann: {name: Ann Lee, aliases: [Annie]}, bob: {name: Bob}}
themes: {tea: {name: Tea time}}
threads: {feast: {name: The feast}}
events:
  - {id: first, date: 2020, title: First, actors: [bob]}
"""
"""An event file with registries."""


def read(*texts: str | bytes, name: str = "events") -> Read:
    files = [text if isinstance(text, bytes) else text.encode() for text in texts]
    return read_data(*(Input(f"{name}{number or ''}", data) for number, data in enumerate(files)))


def problems(*texts: str | bytes, name: str = "events") -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        read(*texts, name=name)
    assert caught.value.exit_code == 3
    return caught.value.problems


def locations(*texts: str | bytes, name: str = "events") -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.rule) for problem in problems(*texts, name=name)]


def an_event(rest: str, head: str = "") -> str:
    return f"{head}events:\n- {{id: a, date: 2020, title: A{rest}}}\n"


def write_files(**files: str) -> None:
    """Write event files to the current folder, each under its name."""
    for name, text in files.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
