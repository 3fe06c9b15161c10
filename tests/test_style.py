"""The rules of size and naming that CONTRIBUTING.md states."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "jkrtimeline"
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
PROGRAMS = {
    path.relative_to(ROOT).as_posix(): path
    for folder in ("benchmarks", "docs", "src", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
}

MAX_FILE_LINES = 250
"""A file fits in one reading."""

MAX_BODY_LINES = 50
"""A function, without its signature, fits on a screen."""

VAGUE = frozenset(
    ("asked", "asking", "doubtful", "found", "keep", "kept", "look", "looked", "own", "stands", "tell", "tells", "told")
)
"""Words that no name contains: a name says what it holds."""

WITH_PLACES = frozenset(
    (
        *("cli/options.py", "convert/markwhen.py", "fields.py", "filters.py", "formats/shared/web_entries.py"),
        *("index/lookup.py", "index/rows.py", "text/places.py"),
    )
)
"""The modules that know the places of events. Elsewhere `place` would be a position, a folder or the like."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a program, parsed when a test needs it: each worker imports this module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def words_of(name: str) -> set[str]:
    """The words of an identifier, in lower case."""
    return {word.lower() for word in re.split(r"_|(?<=[a-z])(?=[A-Z])", name)}


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The names that a module gives, with their lines: of functions, classes, arguments, variables, attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno


def names_of(tree: ast.Module) -> Iterator[str]:
    """The functions, classes and constants at the top of a module."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))


@pytest.mark.parametrize("module", MODULES)
def test_a_file_fits_in_one_reading(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("module", MODULES)
def test_a_function_fits_on_a_screen(module: str) -> None:
    functions = [node for node in ast.walk(tree_of(MODULES[module])) if isinstance(node, Function)]
    lines = {node.name: (node.end_lineno or 0) - node.body[0].lineno + 1 for node in functions}
    assert {name: number for name, number in lines.items() if number > MAX_BODY_LINES} == {}


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_name_is_vague(program: str) -> None:
    """The names of tests are sentences, in which these words have a meaning."""
    names = [(name, line) for name, line in identifiers(tree_of(PROGRAMS[program])) if not name.startswith("test_")]
    assert [f"{program}:{line}: {name}" for name, line in names if VAGUE & words_of(name)] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_place_is_where_something_happened(module: str) -> None:
    names = {name for name, _ in identifiers(tree_of(MODULES[module])) if {"place", "places"} & words_of(name)}
    assert (names == set()) == (module not in WITH_PLACES)


def test_no_two_classes_have_one_name() -> None:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for module, path in MODULES.items():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                homes[node.name.lstrip("_")].append(module)
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


def test_no_public_name_means_two_things() -> None:
    """But for the `write` of each format, and for commands, which have the names that people type. A single letter is a
    type variable."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for module, path in MODULES.items():
        for name in set(names_of(tree_of(path))):
            homes[name].append(module)
    commands = {name for name, modules in homes.items() if any(each.startswith("cli/commands/") for each in modules)}
    doubled = {name for name, modules in homes.items() if len(modules) > 1 and re.match("[a-zA-Z]{2}", name)}
    assert {name for name in doubled if name not in commands or not name.islower()} == {"write"}
    assert all(each.startswith("formats/") for each in homes["write"])


def test_no_two_modules_have_one_name() -> None:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for module, path in MODULES.items():
        homes[path.stem].append(module)
    assert {name for name, modules in homes.items() if len(modules) > 1} == {"__init__"}


@pytest.mark.parametrize("module", MODULES)
def test_public_names_have_docstrings(module: str) -> None:
    tree = tree_of(MODULES[module])
    public = [node for node in tree.body if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")]
    assert [node.name for node in public if ast.get_docstring(node) is None] == []
    assert ast.get_docstring(tree)
