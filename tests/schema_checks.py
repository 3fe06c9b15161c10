"""Shared by the tests of the JSON Schema: what the schema and the reader refuse."""

import re
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from jkrtimeline.eventfile import Input
from jkrtimeline.eventfile.json_schema import event_file_schema

from .conftest import check_data

VALIDATOR = Draft202012Validator(event_file_schema())


# Errors that a schema cannot describe: those of several records or keys, and half letters.
BEYOND = {
    *("doubled-key", "doubled-id", "unknown-actor", "unknown-theme", "unknown-thread", "unknown-of", "unknown-follows"),
    *("cycle", "wrong-derived", "half-letter"),
}


# Errors in dates that a pattern cannot describe.
CALENDAR = re.compile(r"ends before it starts|has the day|runs into the year 10000")


class EditorLoader(yaml.SafeLoader):
    """Values as an editor has them: the core schema of YAML 1.2 (10.3.2), which has no dates."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), None)
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))  # 0850 is 850


def as_an_editor(text: str) -> Any:
    return yaml.load(text, EditorLoader)


def complaints(tree: Any) -> list[str]:
    """The errors of a validator, with the path to each value."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(tree)]


def broken_rules(data: str | bytes, name: str = "file") -> set[str]:
    """The rules of the errors that the reader reports, without those that a schema cannot describe."""
    problems = check_data(Input(name, data.encode() if isinstance(data, str) else data))
    return {
        each.rule
        for each in problems
        if each.severity == "error"
        and each.rule not in BEYOND
        and not (each.rule == "bad-date" and CALENDAR.search(each.message))
    }


ONE = {"id": "a", "date": "2020", "title": "A"}
