"""The layout: which package imports which, where each library is used, and what a command loads."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import jkrtimeline
from jkrtimeline.index import shipped

from .conftest import BUNDLED

ROOT = Path(jkrtimeline.__file__).parent
PACKAGE = "jkrtimeline"
LAYERS = {
    0: ("formats", "text", "fields", "edtf_refusals", ""),  # "" is the package
    1: ("errors",),
    2: ("edtf", "output_fields", "output_files", "registries"),
    3: ("periods", "notebook"),
    4: ("model", "stats"),
    5: ("search",),
    6: ("query", "eventfile"),
    7: ("index", "formats.*"),
    8: ("filter_names", "search_hints", "convert"),
    9: ("filter_dates",),
    10: ("filters",),
    11: ("catalog",),
    12: ("browse", "compare", "thing_reader", "office_holders", "export_events"),
    13: ("profiles",),
    14: ("cli", "timeline", "__main__"),
}
LAYER_OF = {package: layer for layer, packages in LAYERS.items() for package in packages}
HOMES = {
    "typer": "cli",
    "rich": "browse, cli, formats.*",
    "textual": "browse",
    "yaml": "eventfile",
    "sqlite3": "eventfile, formats.*, index",
    "dateutil": "convert, periods",
    "icalendar": "convert, formats.*",
    "openpyxl": "convert, formats.*",
    "charset_normalizer": "convert",
    "jinja2": "formats.*",
    "msgspec": "eventfile",
    "pandas": "export_events",
}


def modules() -> dict[str, Path]:
    """Dotted name within the package → file; a package is named by its folder."""
    paths = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return paths


MODULES = modules()


def package_of(module: str) -> str:
    """The package of a module: its first name; the formats are a layer above their table."""
    if module.startswith("formats."):
        return "formats.*"
    return module.partition(".")[0]


def without_type_checking(tree: ast.Module) -> Iterator[ast.stmt]:
    """The imports of a program that runs, also those inside functions."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            stack.extend(node.orelse)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        else:
            stack.extend(ast.iter_child_nodes(node))


@cache
def imports(module: str) -> frozenset[str]:
    """Full dotted names of the modules that a module imports."""
    path = MODULES[module]
    package = [PACKAGE, *module.split(".")] if module else [PACKAGE]
    if path.name != "__init__.py":
        package = package[:-1]
    names: set[str] = set()
    for node in without_type_checking(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")] if node.level else [
                *(node.module or "").split(".")
            ]  # fmt: skip
            name = ".".join(part for part in base if part)
            for alias in node.names:
                inner = f"{name}.{alias.name}".removeprefix(PACKAGE + ".")
                names.add(f"{name}.{alias.name}" if inner in MODULES else name)
    return frozenset(names)


def ours(module: str) -> set[str]:
    return {
        name.removeprefix(PACKAGE).removeprefix(".")
        for name in imports(module)
        if name == PACKAGE or name.startswith(PACKAGE + ".")
    }


def test_the_reader_of_imports_reads_imports() -> None:
    assert {"", "errors", "query"} <= ours("cli.app") | ours("cli.commands.events")
    assert "edtf" in ours("periods.forms")
    assert "formats.shared.table" in ours("formats.plain")


@pytest.mark.parametrize("module", MODULES)
def test_every_package_has_a_layer(module: str) -> None:
    assert package_of(module) in LAYER_OF


@pytest.mark.parametrize("module", MODULES)
def test_a_package_imports_only_from_layers_below(module: str) -> None:
    home = package_of(module)
    upwards = {
        other for other in ours(module) if package_of(other) != home and LAYER_OF[package_of(other)] >= LAYER_OF[home]
    }
    if module == "__main__":
        upwards.discard("cli.main")
    assert not upwards


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_each_library_has_one_home(library: str, home: str) -> None:
    users = {package_of(module) for module in MODULES for name in imports(module) if name.split(".")[0] == library}
    assert users == set(home.split(", "))


@pytest.mark.parametrize("module", MODULES)
def test_no_other_library_is_imported(module: str) -> None:
    names = {name.split(".")[0] for name in imports(module)}
    assert names <= sys.stdlib_module_names | set(HOMES) | {PACKAGE}


def test_no_private_module_of_another_library_is_imported() -> None:
    outside = {name for module in MODULES for name in imports(module) if not name.startswith(PACKAGE)}
    assert {name for name in outside if "._" in name} == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_called_utils(module: str) -> None:
    assert not {"util", "utils", "helper", "helpers", "common", "misc", "tools"} & set(module.split("."))


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module].read_text(encoding="utf-8")))


AT_THE_EDGE = {
    *("os.environ", "os.getenv", "date.today", "datetime.now", "time.time"),
    *("sys.exit", "sys.argv", "sys.stdin", "sys.stdout", "sys.stderr"),
}


@pytest.mark.parametrize("module", [name for name in MODULES if LAYER_OF[package_of(name)] < LAYER_OF["convert"]])
def test_below_the_command_line_nothing_prints_exits_or_reads_the_environment(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert used & AT_THE_EDGE == set()
    assert called & {"print", "exit", "input"} == set()


# --- what a command must not load -------------------------------------------------------------------

SHOW_MODULES = "import sys; from {} import *; print(*sorted(sys.modules), file=sys.stderr)"
RUN_AND_SHOW = (
    "import sys; from jkrtimeline.cli.main import main; code = main(sys.argv[1:]);"
    "print(*sorted(sys.modules), file=sys.stderr); sys.exit(code)"
)
HEAVY = {"yaml", "rich", "dateutil", "pydantic", "icalendar", "jinja2", "msgspec", "openpyxl", "charset_normalizer"} | {
    "textual"
}
SLOW = {"asyncio", "csv", "email", "http", "logging", "ssl", "statistics", "urllib.request", "xml", "zoneinfo"}
"""Modules of the standard library that take a millisecond or more."""

READING = {f"{PACKAGE}.{name}" for name in ("eventfile", "convert", "index.build", "index.rows", "index.ingest")}
"""Modules that read data files and build an index: no warm command needs them."""

MODEL = {f"{PACKAGE}.model", f"{PACKAGE}.formats.shared.page", f"{PACKAGE}.formats.text"}
"""Modules that draw for people: output for programs passes the stored JSON on."""

DATES = {f"{PACKAGE}.{name}" for name in ("edtf", "periods", "filter_dates")}
"""Modules that read dates: no command without dates needs them."""

LANGUAGE = DATES | {f"{PACKAGE}.{name}" for name in ("search.reading", "search.match")}
"""Modules that read words and dates: no command without these needs them."""

CORRECTION = {f"{PACKAGE}.search.corrections"}
"""Modules that correct words: no search for words that occur needs them."""

FIELDS = {f"{PACKAGE}.output_fields"}
"""Modules that only --fields needs."""

# A warm command → the modules that it must not load.
FORBIDDEN: dict[str, set[str]] = {
    "timeline --json": HEAVY | SLOW | READING | MODEL | LANGUAGE | FIELDS,
    "timeline --since 2024-10 --until 2025-01 --actor ishiba --json": HEAVY | SLOW | READING | MODEL,
    "timeline --importance major --limit 3 --fields id,title --json": HEAVY | SLOW | READING | MODEL,
    "timeline": HEAVY | SLOW | READING | MODEL | LANGUAGE,
    "timeline 2025-01 -f text --color always": (HEAVY - {"rich"}) | SLOW | READING,
    "search tariffs --json": HEAVY | SLOW | READING | MODEL | DATES | CORRECTION | FIELDS,
    "search martial law --json": HEAVY | SLOW | READING | MODEL | DATES | CORRECTION | FIELDS,
    "search last tarrif --json": HEAVY | SLOW | READING | MODEL,
    "search tariffs": HEAVY | SLOW | READING | MODEL,
    "show 2024-12-03-martial-law --json": HEAVY | SLOW | READING | MODEL,
    "show 2024-12-03-martial-law": HEAVY | SLOW | READING | MODEL,
    "show 2024-12-03-martial-law -f text": (HEAVY - {"rich"}) | SLOW | READING,
    "stats --json": HEAVY | SLOW | READING | MODEL,
    "stats --by theme --and month --since 2024 --json": HEAVY | SLOW | READING | MODEL,
    "stats -f text": (HEAVY - {"rich"}) | SLOW | READING,
    "actors --json": HEAVY | SLOW | READING | MODEL | LANGUAGE,
    "themes --since 2024 --json": HEAVY | SLOW | READING | MODEL,
    "--help": (HEAVY - {"rich"}) | READING - {f"{PACKAGE}.convert"} | MODEL,
    "timeline --help": (HEAVY - {"rich"}) | READING | MODEL,
}


def loaded(program: str, *argv: str, **environment: str) -> set[str]:
    """The modules that a program has loaded when it ends."""
    command = [sys.executable, "-c", program, *argv]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def bare() -> set[str]:
    """The modules that Python loads in this environment before it runs anything."""
    return loaded("import sys; print(*sys.modules, file=sys.stderr)")


@pytest.fixture(scope="module")
def warm(shared_cache: Path) -> dict[str, str]:
    """An environment in which the bundled data is indexed."""
    environment = {"JKR_CACHE_DIR": str(shared_cache)}
    command = [sys.executable, "-m", PACKAGE, "timeline", "--json"]
    subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=True)
    return environment


def test_the_forbidden_modules_exist() -> None:
    ours = {name.removeprefix(f"{PACKAGE}.") for name in READING | MODEL | LANGUAGE | CORRECTION | FIELDS}
    assert ours <= set(MODULES)
    assert {*sys.stdlib_module_names, "urllib.request"} >= SLOW


def test_importing_the_library_loads_next_to_nothing() -> None:
    modules_loaded = loaded(SHOW_MODULES.format("jkrtimeline.errors"))
    assert {name for name in modules_loaded if name.startswith(PACKAGE)} == {PACKAGE, f"{PACKAGE}.errors"}


def test_importing_the_command_line_loads_typer_only(bare: set[str]) -> None:
    modules_loaded = loaded(SHOW_MODULES.format("jkrtimeline.cli.main")) - bare
    assert not modules_loaded & (HEAVY | READING | MODEL | {"sqlite3"})


@pytest.mark.parametrize("line", FORBIDDEN)
def test_a_warm_command_does_not_load(bare: set[str], warm: dict[str, str], line: str) -> None:
    modules_loaded = loaded(RUN_AND_SHOW, *line.split(" "), **warm) - bare
    assert not modules_loaded & FORBIDDEN[line]


@pytest.mark.parametrize(
    "words", ["jkr timeline --actor ishi", "jkr show 2024-12", "jkr timeline --f", "jkr stats --by "]
)
def test_completion_does_not_load(bare: set[str], warm: dict[str, str], words: str) -> None:
    count = str(len(words.split(" ")) - 1)
    settings = {"_JKR_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": count}
    modules_loaded = loaded(RUN_AND_SHOW, **warm, **settings) - bare
    assert not modules_loaded & (HEAVY | SLOW | READING | MODEL)


def test_a_first_command_does_not_load_what_only_other_commands_need(bare: set[str], tmp_path: Path) -> None:
    copy = tmp_path / "events.yaml"
    copy.write_bytes(BUNDLED.read_bytes())
    argv = ["timeline", "--json", "--data", str(copy)]
    modules_loaded = loaded(RUN_AND_SHOW, *argv, JKR_CACHE_DIR=str(tmp_path / "cache")) - bare
    others = {f"{PACKAGE}.eventfile.{each}" for each in ("lint", "json_schema", "dump")}
    assert not modules_loaded & (others | (HEAVY - {"yaml"}) | SLOW)


def test_a_first_command_with_the_shipped_index_reads_nothing(bare: set[str], tmp_path: Path) -> None:
    data, cache = tmp_path / "events.yaml", tmp_path / "cache"
    data.write_bytes(BUNDLED.read_bytes())
    shipped.pack(data)
    bundled = f"from jkrtimeline.index import data_files; data_files.paths_of = lambda names: ({str(data)!r},);"
    modules_loaded = loaded(bundled + RUN_AND_SHOW, "timeline", "--json", JKR_CACHE_DIR=str(cache)) - bare
    assert not modules_loaded & (HEAVY | SLOW | READING | MODEL)
