"""Data files (YAML, JSON, JSON Lines) → a Dataset and its events, or every problem in them with
file:line:column.

Opens no file itself: bytes are passed in. Events are passed on to an EventStore, one by one, so that JSON Lines
of any length are read in constant memory.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from itertools import chain
from typing import NamedTuple, get_args

from ..errors import DataError, Problem, Severity
from ..model import Dataset, Event
from . import cross_check, node_reader
from .event_store import EventStore
from .input import Input as Input
from .nodes import LARGEST, Node
from .sections import ParsedFile


def read_dataset(inputs: Sequence[Input], store: EventStore) -> Dataset:
    """What all `inputs` hold together; their events are added to `store`.

    Raises DataError with the problems when there are errors.
    """
    return _combined(_parsed(inputs), store)


def _combined(files: Sequence[ParsedFile], store: EventStore) -> Dataset:
    dataset = cross_check.combine(files, store, None)
    errors = _problems(files, "error")
    if errors or dataset is None:
        first = errors[0]
        more = sum(file.validator.count("error") for file in files) - 1
        message = f"{first.location}: {first.message}" + (f" (and {more} more)" if more else "")
        raise DataError(message, hint=first.hint, problems=tuple(errors))
    return dataset


def read_events(*inputs: Input) -> tuple[Dataset, tuple[Event, ...]]:
    """The content of some data files, and their events in the order of time. Raises DataError."""
    return _events(_parsed(inputs))


def events_of_tree(path: str, root: Node) -> tuple[Dataset, tuple[Event, ...]]:
    """Like `read_events`, of a file that has been read into a tree. Raises DataError."""
    file = ParsedFile(path)
    file.read_tree(root)
    return _events([file])


def _events(files: Sequence[ParsedFile]) -> tuple[Dataset, tuple[Event, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        store = EventStore(connection, range(len(files)))
        dataset = _combined(files, store)
    return dataset, tuple(sorted(chain.from_iterable(store.events.values()), key=Event.time_order))


class Findings(NamedTuple):
    """The errors and warnings of some files, and the advice on their events: of each severity at most
    validate.MOST_PROBLEMS for a file; `counts` has the full number of each."""

    problems: list[Problem]
    advice: list[Problem]
    counts: dict[Severity, int]


def find_problems(inputs: Sequence[Input], store: EventStore, today: date) -> Findings:
    """The problems of the `inputs`, in the order of the files."""
    files = _parsed(inputs)
    cross_check.combine(files, store, today)
    advice = [each for file in files for each in sorted(file.validator.advice, key=_by_line)]
    counts = {severity: sum(file.validator.count(severity) for file in files) for severity in get_args(Severity)}
    return Findings(_problems(files), advice, counts)


def _problems(files: Sequence[ParsedFile], severity: str = "") -> list[Problem]:
    problems: list[Problem] = []
    for file in files:
        chosen = (each for each in file.validator.problems if severity in ("", each.severity))
        problems += sorted(chosen, key=_by_line)
    return problems


def _by_line(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


def _parsed(inputs: Sequence[Input]) -> list[ParsedFile]:
    files = [ParsedFile(each.name, number) for number, each in enumerate(inputs)]
    for each, file in zip(inputs, files, strict=True):
        try:
            if node_reader.is_json_lines(each.name, each.first()):
                file.read_lines(node_reader.read_lines(each.name, each.readline, file.validator.add))
            else:
                file.read_tree(node_reader.read_tree(each.name, each.all(LARGEST)))
        except DataError as error:
            if not error.problems:  # it could not be read at all
                raise
            for problem in error.problems:
                file.validator.add(problem)
    return files
