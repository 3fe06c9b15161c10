"""Data files (YAML, JSON, JSON Lines) → a Dataset, or every problem in them with file:line:column.

Touches no file itself: what is in them is handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import DataError, Problem
from ..model import Dataset
from . import nodes, rules
from .shape import Reader


@dataclass(frozen=True, slots=True)
class Input:
    """A data file that was read: `name` stands in messages, `data` are its bytes."""

    name: str
    data: bytes


def load(inputs: Sequence[Input]) -> Dataset:
    """The events of all `inputs` together, in the order of time.

    Raises DataError with all problems when there are errors.
    """
    dataset, problems = _read(inputs)
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if errors or dataset is None:
        first, more = errors[0], len(errors) - 1
        message = f"{first.place}: {first.message}" + (f" (and {more} more)" if more else "")
        raise DataError(message, hint=first.hint, problems=errors)
    return dataset


def check(inputs: Sequence[Input], today: date) -> list[Problem]:
    """Every problem of the `inputs`, errors and warnings, in the order of the files."""
    return _read(inputs, today)[1]


def _read(inputs: Sequence[Input], today: date | None = None) -> tuple[Dataset | None, list[Problem]]:
    files: list[rules.File] = []
    problems: list[Problem] = []
    for each in inputs:
        try:
            text = nodes.decode(each.name, each.data)
            root = nodes.parse(each.name, text)
        except DataError as error:
            problems += error.problems
            continue
        files.append(rules.read_file(Reader(each.name), root))
    dataset = rules.combine(files, today)
    for file in files:
        problems += file.reader.problems
    order = {each.name: place for place, each in enumerate(inputs)}
    problems.sort(key=lambda problem: (order[problem.path], problem.line, problem.column))
    return dataset, problems
